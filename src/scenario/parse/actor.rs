//! Parses actors and their payoffs.

use crate::scenario::ast::{Actor, Form, Formula, Formulas, Name, Paid, Payoff};
use crate::scenario::keys::{ACTOR, PAID, PAYOFF, TYPE_DETAILS};
use crate::scenario::parse::name_rules::declared_once;
use crate::scenario::parse::strategy::{strategies, strategy};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::{Entry, Node, Value};
use crate::source::{Code, Spanned};

const CHANCES: &str = "a table of types with their chances";

pub(super) fn actor(reader: &mut Reader, entry: &Entry) -> Option<Actor> {
    let fields = reader.open_entry(&ACTOR, entry)?;
    let believed = reader.named(&fields, "believed", "a table of actors", |reader, about| {
        reader.formulas_of(&about.key.value, CHANCES, &about.value)
    });
    let wanted = "a table of types";
    let type_details = reader.named(&fields, "type_details", wanted, |reader, about| {
        let details = reader.open_entry(&TYPE_DETAILS, about)?;
        Some(reader.remarks(&details))
    });
    Some(Actor {
        name: entry.key.clone(),
        remarks: reader.remarks(&fields),
        members: members(reader, &fields),
        alike: alike(reader, &fields),
        types: types(reader, &fields),
        types_from: match fields.value("types").map(|types| &types.value) {
            Some(Node::Text(_)) => reader.name(&fields, "types"),
            _ => None,
        },
        type_details,
        believed,
        discount: reader.formula(&fields, "discount"),
        own_later: reader.formula(&fields, "own_later"),
        strategy: reader.optional(&fields, "strategy", strategy),
        strategy_at: strategies(reader, &fields, "strategy_at"),
        payoffs: reader.tables(&fields, "payoffs", payoff),
    })
}

fn members(reader: &mut Reader, fields: &Fields<'_>) -> Option<Spanned<i64>> {
    let given = fields.value("members")?;
    match given.value {
        Node::Integer(members) => Some(Spanned::new(members, given.span)),
        _ => reader.wrong_kind("members", "a whole number", given),
    }
}

fn alike(reader: &mut Reader, fields: &Fields<'_>) -> Formulas {
    let moods = reader.formulas(fields, "alike", "a table of moods with their chances");
    if let (Some(span), None) = (fields.key_span("alike"), fields.key_span("members")) {
        let finding = Code::KeyOutOfPlace.at(span, "`alike` needs `members`");
        reader.note(finding.help("a single actor has `types`"));
    }
    moods
}

/// Types with their chances; without any where they stand in a table of joint types or come from a parameter.
fn types(reader: &mut Reader, fields: &Fields<'_>) -> Formulas {
    match fields.value("types").map(|types| &types.value) {
        Some(Node::Text(_)) => Formulas::new(),
        Some(Node::List(_)) => {
            let names = reader.names(fields, "types").unwrap_or_default();
            declared_once(reader, "type", &names);
            let joint = |name: Name| {
                let (span, form) = (name.span, Form::Joint);
                (name, Formula { span, form })
            };
            names.into_iter().map(joint).collect()
        }
        _ => reader.formulas(fields, "types", CHANCES),
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
    let paid = reader.required(fields, "paid")?;
    let word = reader.word("paid", PAID, paid)?;
    if word == "on_action" {
        let action = reader.required_name(fields, "action")?;
        let branch = reader.name(fields, "branch");
        return Some(Paid::OnAction { action, branch });
    }
    for key in ["action", "branch"] {
        if let Some(span) = fields.key_span(key) {
            let message = format!("`{key}` needs `paid = \"on_action\"`");
            let finding = Code::KeyOutOfPlace.at(span, message);
            reader.note(finding.at(paid.span, "paid otherwise"));
        }
    }
    Some(match word {
        "each_period" => Paid::EachPeriod,
        "lasting" => Paid::Lasting,
        _ => Paid::AtEnd,
    })
}
