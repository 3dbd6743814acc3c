//! Parses commitments and variants.

use crate::scenario::ast::{Assigned, Commitment, CommitmentKeys, Drawing, Variant};
use crate::scenario::keys::{COMMITMENT, DRAWN, VARIANT};
use crate::scenario::parse::strategy::{strategies, strategies_of};
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::toml_value::{Entry, Value};

pub(super) fn commitment(reader: &mut Reader, entry: &Entry) -> Option<Commitment> {
    let fields = reader.open_entry(&COMMITMENT, entry)?;
    for key in ["actor", "stage", "action", "when", "credibility"] {
        reader.required(&fields, key);
    }
    let keys = keys_of(reader, &fields);
    Some(Commitment {
        name: entry.key.clone(),
        remarks: keys.remarks.unwrap_or_default(),
        actor: keys.actor?,
        stage: keys.stage?,
        action: keys.action?,
        when: keys.when?,
        credibility: keys.credibility?,
        cost: keys.cost,
        delivers: keys.delivers,
        drawn: keys.drawn.unwrap_or(Drawing::PerGame),
        seen_by: keys.seen_by.unwrap_or_default(),
    })
}

fn keys_of(reader: &mut Reader, fields: &Fields<'_>) -> CommitmentKeys {
    let remarks = reader.remarks(fields);
    let said = remarks.label.is_some() || !remarks.note.is_empty() || !remarks.source.is_empty();
    let drawn = fields.value("drawn");
    let drawn = drawn.and_then(|drawn| reader.word("drawn", DRAWN, drawn));
    CommitmentKeys {
        remarks: said.then_some(remarks),
        actor: reader.name(fields, "actor"),
        stage: reader.name(fields, "stage"),
        action: reader.name(fields, "action"),
        when: reader.formula(fields, "when"),
        credibility: reader.formula(fields, "credibility"),
        cost: reader.formula(fields, "cost"),
        delivers: reader.formula(fields, "delivers"),
        drawn: drawn.map(|word| match word {
            "per_game" => Drawing::PerGame,
            _ => Drawing::PerOccasion,
        }),
        seen_by: reader.names(fields, "seen_by"),
    }
}

pub(super) fn variant(reader: &mut Reader, entry: &Entry) -> Option<Variant> {
    let fields = reader.open_entry(&VARIANT, entry)?;
    let wanted = "a table of actors";
    let strategy_at = reader.named(&fields, "strategy_at", wanted, |reader, entry| {
        strategies_of(reader, &entry.key.value, &entry.value)
    });
    let wanted = "a table of commitments";
    let commitments = reader.named(&fields, "commitments", wanted, |reader, entry| {
        let inner = reader.open_entry(&COMMITMENT, entry)?;
        Some(keys_of(reader, &inner))
    });
    Some(Variant {
        name: entry.key.clone(),
        title: reader.remark(&fields, "title"),
        remarks: reader.remarks(&fields),
        set: reader.optional(&fields, "set", assigned).unwrap_or_default(),
        strategies: strategies(reader, &fields, "strategies"),
        strategy_at,
        commitments,
    })
}

/// Keys with their values; `clause.start` may be written with quotes, or as tables within tables.
fn assigned(reader: &mut Reader, key: &str, node: &Value) -> Option<Vec<Assigned>> {
    let mut assigned = Vec::new();
    for entry in reader.entries(key, "a table of keys with their values", node)? {
        let outer = &entry.key.value;
        let Some(table) = entry.value.table().filter(|_| !outer.contains('.')) else {
            assigned.push(entry.clone());
            continue;
        };
        for mut inner in table.entries.iter().cloned() {
            inner.key.value = format!("{outer}.{}", inner.key.value);
            assigned.push(inner);
        }
    }
    Some(assigned)
}
