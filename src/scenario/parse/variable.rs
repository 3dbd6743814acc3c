//! Parses variables and their initial values.

use crate::scenario::ast::{Literal, Start, Values, Variable};
use crate::scenario::keys::VARIABLE;
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::{Entry, Node, Value};
use crate::source::{Code, Spanned};

pub(super) fn variable(reader: &mut Reader, entry: &Entry) -> Option<Variable> {
    let fields = reader.open_entry(&VARIABLE, entry)?;
    let values = values(reader, &fields);
    reader.required(&fields, "start");
    let start = reader.optional(&fields, "start", start_of);
    Some(Variable {
        name: entry.key.clone(),
        remarks: reader.remarks(&fields),
        seen_by: reader.names(&fields, "seen_by"),
        values: values?,
        start: start?,
    })
}

fn values(reader: &mut Reader, fields: &Fields<'_>) -> Option<Values> {
    let keys = ["values", "range", "truth"];
    match keys.map(|key| fields.value(key)) {
        [Some(values), None, None] => {
            if let Node::List(items) = &values.value
                && items.iter().any(|item| matches!(item.value, Node::Truth(_)))
            {
                let finding = Code::WrongKind.at(values.span, "`values` must be names (texts), not truth values");
                return reader.fail(finding.help("for a variable that is true or false, write `truth = true` instead"));
            }
            let names = reader.names_of("values", values)?;
            if names.is_empty() && reader.whole {
                let message = "a variable needs at least one value";
                return reader.fail(Code::Empty.at(values.span, message));
            }
            Some(Values::Named(names))
        }
        [None, Some(range), None] => {
            let wanted = "a list of two whole numbers, `[least, greatest]`";
            let [least, greatest] = reader.items("range", wanted, range)? else {
                let message = format!("`range` must be {wanted}");
                return reader.fail(Code::WrongKind.at(range.span, message));
            };
            let bounds = [least, greatest].map(|bound| reader.formula_of("range", bound));
            Some(Values::Range(Box::new(bounds)))
        }
        [None, None, Some(truth)] if matches!(truth.value, Node::Truth(true)) => Some(Values::Truth),
        [None, None, Some(truth)] => {
            let finding = Code::TruthFalse.at(truth.span, "`truth` must be `true`");
            reader.fail(finding.help("leave it out for a variable with `values` or a `range`"))
        }
        _ => {
            let message = "a variable needs exactly one of `values`, `range` and `truth`";
            let finding = Code::NotExactlyOne.at(fields.span, message);
            let given = keys.into_iter().filter_map(|key| fields.key_span(key));
            reader.fail(given.fold(finding, |finding, span| finding.at(span, "given")))
        }
    }
}

/// An initial value.
pub(crate) fn start_of(reader: &mut Reader, key: &str, node: &Value) -> Option<Start> {
    let literal = match &node.value {
        Node::Text(text) => Literal::Name(text.value.clone()),
        Node::Integer(value) => Literal::Integer(*value),
        Node::Truth(value) => Literal::Truth(*value),
        Node::Table(_) => {
            let chances = reader.formulas_of(key, "a value or a table of chances", node)?;
            return Some(Start::Drawn(chances, node.span));
        }
        _ => {
            let wanted = "a value of the variable, or a table of values with their chances";
            return reader.wrong_kind(key, wanted, node);
        }
    };
    Some(Start::Value(Spanned::new(literal, node.span)))
}
