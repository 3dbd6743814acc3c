//! Reading variables and their values at the start.

use crate::scenario::ast::{Literal, Start, Values, Variable};
use crate::scenario::keys::VARIABLE;
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::{Entry, Node};
use crate::source::{Code, Diagnostic, Span, Spanned};

pub(super) fn variable(reader: &mut Reader, entry: &Entry) -> Option<Variable> {
    let fields = reader.open(&VARIABLE, &entry.key.value, &entry.value, entry.key.span)?;
    let values = values(reader, &fields);
    let start = reader
        .required(&fields, "start")
        .and_then(|entry| start_of(reader, "start", &entry.value));
    Some(Variable {
        name: entry.key.clone(),
        remarks: reader.remarks(&fields),
        seen_by: fields
            .get("seen_by")
            .and_then(|entry| reader.names_of("seen_by", &entry.value)),
        values: values?,
        start: start?,
    })
}

fn values(reader: &mut Reader, fields: &Fields<'_>) -> Option<Values> {
    match ["values", "range", "truth"].map(|key| fields.get(key)) {
        [Some(values), None, None] => {
            let names = reader.names_of("values", &values.value)?;
            if names.is_empty() {
                return reader.fail(
                    Diagnostic::error(Code::Empty, "a variable needs at least one value").at(values.value.span, ""),
                );
            }
            Some(Values::Named(names))
        }
        [None, Some(range), None] => {
            let wanted = "a list of two whole numbers, `[least, greatest]`";
            let [least, greatest] = reader.items("range", wanted, &range.value)? else {
                let message = format!("`range` must be {wanted}");
                return reader.fail(Diagnostic::error(Code::WrongKind, message).at(range.value.span, ""));
            };
            let bounds = [least, greatest].map(|bound| reader.formula_of("range", bound));
            Some(Values::Range(Box::new(bounds)))
        }
        [None, None, Some(truth)] => match truth.value.value {
            Node::Truth(true) => Some(Values::Truth),
            _ => {
                let finding = Diagnostic::error(Code::TruthFalse, "`truth` must be `true`").at(truth.value.span, "");
                reader.fail(finding.help("leave it out for a variable with `values` or a `range`"))
            }
        },
        _ => reader.fail(
            given(fields).into_iter().fold(
                Diagnostic::error(
                    Code::NotExactlyOne,
                    "a variable needs exactly one of `values`, `range` and `truth`",
                )
                .at(fields.span, ""),
                |finding, span| finding.at(span, "given"),
            ),
        ),
    }
}

/// The places of the keys that say which values a variable may take.
fn given(fields: &Fields<'_>) -> Vec<Span> {
    ["values", "range", "truth"]
        .iter()
        .filter_map(|key| fields.key_span(key))
        .collect()
}

/// A value at the start.
pub(crate) fn start_of(reader: &mut Reader, key: &str, node: &Spanned<Node>) -> Option<Start> {
    let literal = match &node.value {
        Node::Text(text) => Literal::Name(text.value.clone()),
        Node::Integer(value) => Literal::Integer(*value),
        Node::Truth(value) => Literal::Truth(*value),
        Node::Table(_) => {
            let chances = reader.formulas_of(key, "a value or a table of chances", node)?;
            return Some(Start::Drawn(chances, node.span));
        }
        _ => {
            return reader.wrong_kind(
                key,
                "a value of the variable, or a table of values with their chances",
                node,
            );
        }
    };
    Some(Start::Value(Spanned::new(literal, node.span)))
}
