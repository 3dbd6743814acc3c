//! Parses actors and their payoffs.

use crate::scenario::ast::{Actor, Form, Formula, Formulas, Name, Paid, Payoff};
use crate::scenario::keys::{ACTOR, PAID, PAYOFF, TYPE_DETAILS};
use crate::scenario::parse::name_rules::declared_once;
use crate::scenario::parse::strategy::{strategies, strategy};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::{Entry, Node, Value};
use crate::source::{Code, Diagnostic};

pub(super) fn actor(reader: &mut Reader, entry: &Entry) -> Option<Actor> {
    let fields = reader.open_entry(&ACTOR, entry)?;
    let believed = reader.named(&fields, "believed", "a table of actors", |reader, about| {
        let wanted = "a table of types with their chances";
        reader.formulas_of(&about.key.value, wanted, &about.value)
    });
    let type_details = reader.named(&fields, "type_details", "a table of types", |reader, about| {
        let details = reader.open_entry(&TYPE_DETAILS, about)?;
        Some(reader.remarks(&details))
    });
    Some(Actor {
        name: entry.key.clone(),
        remarks: reader.remarks(&fields),
        types: types(reader, &fields),
        types_from: fields.get("types").and_then(|entry| match entry.value.value {
            Node::Text(_) => reader.name_of("types", &entry.value),
            _ => None,
        }),
        type_details,
        believed,
        discount: reader.formula(&fields, "discount"),
        own_later: reader.formula(&fields, "own_later"),
        strategy: fields
            .get("strategy")
            .and_then(|entry| strategy(reader, "strategy", &entry.value)),
        strategy_at: strategies(reader, &fields, "strategy_at"),
        payoffs: reader.tables(&fields, "payoffs", payoff),
    })
}

/// Types with their chances; without any where they stand in a table of joint types or come from a parameter.
fn types(reader: &mut Reader, fields: &Fields<'_>) -> Formulas {
    let Some(entry) = fields.get("types") else {
        return Formulas::new();
    };
    match &entry.value.value {
        Node::Text(_) => Formulas::new(),
        Node::List(_) => {
            let names = reader.names_of("types", &entry.value).unwrap_or_default();
            declared_once(reader, "type", &names);
            let joint = |name: Name| {
                let formula = Formula {
                    span: name.span,
                    form: Form::Joint,
                };
                (name, formula)
            };
            names.into_iter().map(joint).collect()
        }
        _ => reader.formulas(fields, "types", "a table of types with their chances"),
    }
}

fn payoff(reader: &mut Reader, item: &Value) -> Option<Payoff> {
    let fields = reader.open(&PAYOFF, "payoffs", item, item.span)?;
    let name = reader.required_name(&fields, "name");
    let fields = fields.at(name.as_ref().map_or(item.span, |name| name.span));
    let paid = paid(reader, &fields);
    let amount = reader.required_formula(&fields, "amount");
    Some(Payoff {
        name: name?,
        remarks: reader.remarks(&fields),
        paid: paid?,
        amount: amount?,
        when: reader.formula(&fields, "when"),
    })
}

fn paid(reader: &mut Reader, fields: &Fields<'_>) -> Option<Paid> {
    let entry = reader.required(fields, "paid")?;
    let word = reader.word("paid", PAID, &entry.value)?;
    if word == "on_action" {
        let action = reader.required_name(fields, "action")?;
        let branch = reader.name(fields, "branch");
        return Some(Paid::OnAction { action, branch });
    }
    for key in ["action", "branch"] {
        if let Some(span) = fields.key_span(key) {
            let message = format!("`{key}` needs `paid = \"on_action\"`");
            let finding = Diagnostic::error(Code::KeyOutOfPlace, message).at(span, "");
            reader.note(finding.at(entry.value.span, "paid otherwise"));
        }
    }
    Some(match word {
        "each_period" => Paid::EachPeriod,
        "lasting" => Paid::Lasting,
        _ => Paid::AtEnd,
    })
}
