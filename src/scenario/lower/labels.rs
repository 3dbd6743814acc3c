//! Collects labels, units, notes and sources from the syntax tree into one list.

use crate::scenario::ast::{Actor, Amounts, Choice, Name, Parameter, Remarks, Scenario, Stage, find};
use crate::scenario::labels::{LabelKind, LabelRow, Labels};
use crate::scenario::model::{Paid, Term};
use crate::source::wording::visible;

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
    let each = [(LabelKind::Action, actions as NamesOf), (LabelKind::Nest, nests)];
    for (kind, names_of) in each {
        labels.extend(
            scenario
                .stages
                .iter()
                .flat_map(|stage| of_choices(stage, kind, names_of)),
        );
    }
    for found in &scenario.outcomes {
        labels.push(labelled(LabelKind::Outcome, &found.name.value, &found.remarks));
    }
    labels.extend(terms.iter().map(|term| payoff(scenario, term)));
    for measure in &scenario.measures {
        labels.push(LabelRow {
            unit: visible(&measure.unit),
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
            label: visible(variant.title.as_deref().unwrap_or_default()),
            ..labelled(LabelKind::Variant, &variant.name.value, &variant.remarks)
        });
    }
    Labels(labels)
}

fn labelled(kind: LabelKind, name: impl Into<String>, remarks: &Remarks) -> LabelRow {
    LabelRow {
        kind,
        name: name.into(),
        label: visible(remarks.label.as_deref().unwrap_or_default()),
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

/// What a choice names.
type NamesOf = fn(&Choice) -> Vec<(&Name, &Remarks)>;

fn actions(choice: &Choice) -> Vec<(&Name, &Remarks)> {
    let actions = choice.actions.iter();
    actions.map(|action| (&action.name, &action.remarks)).collect()
}

fn nests(choice: &Choice) -> Vec<(&Name, &Remarks)> {
    let nests = choice.nests.iter();
    nests.map(|nest| (&nest.name, &nest.remarks)).collect()
}

/// What the choices of a stage name, with the actor's name in it where several actors use the same.
fn of_choices(stage: &Stage, kind: LabelKind, names_of: NamesOf) -> Vec<LabelRow> {
    let choices = stage.kind.choices();
    let all: Vec<&String> = choices.iter().flat_map(names_of).map(|(name, _)| &name.value).collect();
    let mut labels = Vec::new();
    for choice in choices {
        for (name, remarks) in names_of(choice) {
            let (stage, name) = (&stage.name.value, &name.value);
            let shared = all.iter().filter(|other| **other == name).count() > 1;
            let full = if shared {
                format!("{stage}.{}.{name}", choice.actor.value)
            } else {
                format!("{stage}.{name}")
            };
            labels.push(labelled(kind, full, remarks));
        }
    }
    labels
}

/// A payoff term; the cost of reneging has the label of its commitment.
fn payoff(scenario: &Scenario, term: &Term) -> LabelRow {
    let actor = &scenario.actors[term.actor];
    let mut payoffs = actor.payoffs.iter();
    let remarks = match term.paid {
        Paid::OnReneging { commitment, .. } => Some(&scenario.commitments[commitment].remarks),
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
        unit: visible(&declared.unit),
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
