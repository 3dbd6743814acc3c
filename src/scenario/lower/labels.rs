//! Collects labels, units, notes and sources from the syntax tree into one list.

use crate::scenario::ast::{Actor, Amounts, Name, Parameter, Remarks, Scenario, Stage, StageKind, find};
use crate::scenario::labels::{LabelKind, LabelRow, Labels};
use crate::scenario::model::{Paid, Term};

/// Everything that the scenario names, kind by kind and within a kind in file order.
pub(super) fn labels(scenario: &Scenario, terms: &[Term]) -> Labels {
    let mut labels = Vec::new();
    for actor in &scenario.actors {
        labels.push(labelled(LabelKind::Actor, &actor.name.value, &actor.remarks));
    }
    for actor in &scenario.actors {
        labels.extend(types(actor));
    }
    for found in &scenario.variables {
        labels.push(labelled(LabelKind::Variable, &found.name.value, &found.remarks));
    }
    for stage in &scenario.stages {
        labels.push(labelled(LabelKind::Stage, &stage.name.value, &stage.remarks));
    }
    for stage in &scenario.stages {
        labels.extend(actions(stage));
    }
    for found in &scenario.outcomes {
        labels.push(labelled(LabelKind::Outcome, &found.name.value, &found.remarks));
    }
    labels.extend(terms.iter().map(|term| payoff(scenario, term)));
    for measure in &scenario.measures {
        labels.push(LabelRow {
            unit: measure.unit.clone(),
            ..labelled(LabelKind::Measure, &measure.name.value, &measure.remarks)
        });
    }
    for declared in &scenario.parameters {
        labels.extend(parameter(declared));
    }
    for found in &scenario.commitments {
        labels.push(labelled(LabelKind::Commitment, &found.name.value, &found.remarks));
    }
    for variant in &scenario.variants {
        labels.push(LabelRow {
            label: variant.title.clone().unwrap_or_default(),
            ..labelled(LabelKind::Variant, &variant.name.value, &variant.remarks)
        });
    }
    Labels(labels)
}

fn labelled(kind: LabelKind, name: impl Into<String>, remarks: &Remarks) -> LabelRow {
    LabelRow {
        kind,
        name: name.into(),
        label: remarks.label.clone().unwrap_or_default(),
        unit: String::new(),
        note: remarks.note.clone(),
        source: remarks.source.clone(),
    }
}

fn types(actor: &Actor) -> impl Iterator<Item = LabelRow> {
    actor.types.iter().map(|(kind, _)| {
        let remarks = find(&actor.type_details, &kind.value).cloned();
        let name = format!("{}.{}", actor.name.value, kind.value);
        labelled(LabelKind::Type, name, &remarks.unwrap_or_default())
    })
}

fn actions(stage: &Stage) -> Vec<LabelRow> {
    let StageKind::Decision { choices, .. } = &stage.kind else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for choice in choices {
        let actions = choice
            .actions
            .iter()
            .map(|action| (LabelKind::Action, &action.name, &action.remarks));
        let nests = choice
            .nests
            .iter()
            .map(|nest| (LabelKind::Nest, &nest.name, &nest.remarks));
        all.extend(actions.chain(nests).map(|named| (&choice.actor.value, named)));
    }
    let label = |(actor, (kind, name, remarks)): &(&String, (LabelKind, &Name, &Remarks))| {
        let (stage, name) = (&stage.name.value, &name.value);
        let same = |(_, (other_kind, other, _)): &&(&String, (LabelKind, &Name, &Remarks))| {
            other_kind == kind && other.value == *name
        };
        let full = if all.iter().filter(same).count() > 1 {
            format!("{stage}.{actor}.{name}")
        } else {
            format!("{stage}.{name}")
        };
        labelled(*kind, full, remarks)
    };
    all.iter().map(label).collect()
}

/// A payoff term; the cost of reneging has the label of its commitment.
fn payoff(scenario: &Scenario, term: &Term) -> LabelRow {
    let actor = &scenario.actors[term.actor];
    let mut payoffs = actor.payoffs.iter();
    let remarks = match term.paid {
        Paid::OnReneging { commitment } => Some(&scenario.commitments[commitment].remarks),
        Paid::Beyond => None,
        _ => payoffs
            .find(|payoff| payoff.name.value == term.name)
            .map(|payoff| &payoff.remarks),
    };
    let name = format!("{}.{}", actor.name.value, term.name);
    let mut remarks = remarks.cloned().unwrap_or_default();
    if term.paid == Paid::Beyond {
        "what play after the horizon is worth".clone_into(&mut remarks.note);
    }
    labelled(LabelKind::Payoff, name, &remarks)
}

/// A parameter, and each of its numbers where it has several.
fn parameter(declared: &Parameter) -> Vec<LabelRow> {
    let name = &declared.name.value;
    let with_unit = |name: &str, remarks: &Remarks| LabelRow {
        unit: declared.unit.clone(),
        ..labelled(LabelKind::Parameter, name, remarks)
    };
    // A label is that of the parameter as a whole.
    let one = |key: &str, remarks: &Remarks| LabelRow {
        label: String::new(),
        ..with_unit(key, remarks)
    };
    let mut labels = vec![with_unit(name, &declared.remarks)];
    let keys = declared.keys();
    match &declared.amounts {
        Amounts::One(_) => {}
        Amounts::By(_, values) => {
            let values = keys.iter().zip(values);
            labels.extend(values.map(|(key, (_, amount))| one(key, &amount.remarks)));
        }
        Amounts::Shares(_) => labels.extend(keys.iter().map(|key| one(key, &declared.remarks))),
    }
    labels
}
