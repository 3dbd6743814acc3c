//! Labels in place of names, in what is printed for people.

use crate::scenario::{LabelKind, Labels};
use crate::study::explain::Explanation;
use crate::study::rows::{ComparisonKind, ComparisonRow};
use crate::study::sets::SetName;
use crate::study::subject::Subject;
use crate::study::switching_values::SwitchingValue;
use crate::study::{Group, RunSummary};

/// Puts the label of a name in its place.
pub(crate) fn replace(name: &mut String, kind: LabelKind, labels: &Labels) {
    *name = labels.get(kind, name).to_owned();
}

/// What outcomes that are taken together are called: the label of the only one, or the words for several.
pub(super) fn group<'l>(group: &'l Group, labels: &'l Labels) -> &'l str {
    match &group.outcomes[..] {
        [only] => labels.get(LabelKind::Outcome, only),
        _ => &group.label,
    }
}

/// What the payoff of an actor is called in a sentence.
pub(super) fn payoff(actor: &str, labels: &Labels) -> String {
    format!("the payoff of {}", labels.get(LabelKind::Actor, actor))
}

/// What a number of a draw is called.
pub(super) fn subject(of: &Subject, labels: &Labels) -> String {
    match of {
        Subject::Outcomes(outcomes) => group(outcomes, labels).to_owned(),
        Subject::Payoff(actor) => payoff(actor, labels),
    }
}

/// The outcomes and promises of a run.
pub(crate) fn summary(mut all: RunSummary, labels: &Labels) -> RunSummary {
    for variant in &mut all.variants {
        for row in &mut variant.outcomes {
            replace(&mut row.outcome, LabelKind::Outcome, labels);
        }
        for promise in &mut variant.promises {
            let name = &mut promise.played.commitment;
            replace(name, LabelKind::Commitment, labels);
            for row in &mut promise.by_type {
                row.true_type = labels.actor_type(&row.actor, &row.true_type).to_owned();
            }
            for row in &mut promise.trust {
                replace(&mut row.observer, LabelKind::Actor, labels);
            }
        }
    }
    all
}

/// A compared number: its outcome or actor, and the true type that is given. A headline keeps the names of its outcomes,
/// by which it is found.
pub(crate) fn comparison(mut row: ComparisonRow, labels: &Labels) -> ComparisonRow {
    match row.kind {
        ComparisonKind::Payoff => replace(&mut row.name, LabelKind::Actor, labels),
        ComparisonKind::Outcome => replace(&mut row.name, LabelKind::Outcome, labels),
        ComparisonKind::Headline => {}
    }
    row.true_type = labels.actor_type(&row.actor, &row.true_type).to_owned();
    replace(&mut row.actor, LabelKind::Actor, labels);
    row
}

/// An information set: its stage, its actor and the actor's type. What the actor sees keeps its names, so that it can be
/// typed again.
pub(crate) fn set_name(at: &mut SetName, labels: &Labels) {
    if let Some(name) = &mut at.actor_type {
        *name = labels.actor_type(&at.actor, name).to_owned();
    }
    replace(&mut at.stage, LabelKind::Stage, labels);
    replace(&mut at.actor, LabelKind::Actor, labels);
}

/// An action at an information set, which still has its names.
pub(crate) fn action(name: &mut String, at: &SetName, labels: &Labels) {
    *name = labels.action(&at.stage, &at.actor, name).to_owned();
}

/// An explanation: its information set, actions, payoff terms, outcomes and beliefs.
pub(crate) fn explanation(mut one: Explanation, labels: &Labels) -> Explanation {
    for action in &mut one.actions {
        self::action(&mut action.action, &one.at, labels);
        for (term, _) in &mut action.terms {
            *term = labels.term(&one.at.actor, term).to_owned();
        }
        for (outcome, _) in &mut action.outcomes {
            replace(outcome, LabelKind::Outcome, labels);
        }
    }
    for nest in &mut one.nests {
        let (stage, actor) = (&one.at.stage, &one.at.actor);
        nest.nest = labels.nest(stage, actor, &nest.nest).to_owned();
        for member in &mut nest.members {
            *member = labels
                .action(stage, actor, labels.nest(stage, actor, member))
                .to_owned();
        }
    }
    for (about, values) in &mut one.beliefs {
        for (value, _) in values {
            *value = labels.actor_type(about, value).to_owned();
        }
        *about = labels.about(about).to_owned();
    }
    set_name(&mut one.at, labels);
    one
}

/// A switching value: its information set, and the action that becomes the most likely one.
pub(crate) fn switching_value(mut value: SwitchingValue, labels: &Labels) -> SwitchingValue {
    action(&mut value.becomes, &value.at, labels);
    set_name(&mut value.at, labels);
    value
}
