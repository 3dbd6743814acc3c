//! How the response of an information set changes with the values of its actions, its precision and its multiples.

use super::mass::Chance;
use super::numbers::Numbers;
use super::recorder::Recorder;
use super::values::Value;
use crate::game::{Bound, InformationSet, Member, NestTree};
use crate::numeric::lanes::Lanes;
use crate::numeric::linear_record::{Change, Weighted};
use crate::strategy::principal_branch::PrincipalBranch;
use crate::strategy::sweep::nested_logit::NestedLogit;

/// The changes of the log-odds of a set's response, for all actions but the first.
pub(super) fn log_odds(
    recorder: &mut Recorder,
    (at, numbers): (&PrincipalBranch<'_, '_>, &Numbers),
    (set, period): (&InformationSet, usize),
    actions: &[Value],
) -> Vec<Change> {
    let (precision, _) = at.precision(set, period);
    let slot = set.play.precision();
    let by_precision = slot.map_or(Change::NONE, |slot| numbers.slot(slot, period));
    if let (Some(nested), Some(tree)) = (at.nested(set, period), &set.nests) {
        let numbers = (at.bound, numbers);
        let precisions = nest_precisions(recorder, numbers, (tree, period), (precision, by_precision));
        return nested_log_odds(recorder, (&nested, tree), &precisions, actions);
    }
    let (first, by_first) = actions[0];
    let of_action = |(value, by_value): &Value| {
        recorder.sum([
            (*by_value, precision),
            (by_first, -precision),
            (by_precision, value - first),
        ])
    };
    actions[1..].iter().map(of_action).collect()
}

/// The change of the precision of each nest.
fn nest_precisions(
    recorder: &mut Recorder,
    (bound, numbers): (&Bound<'_, 1>, &Numbers),
    (tree, period): (&NestTree, usize),
    (precision, by_precision): Value,
) -> Vec<Change> {
    let mut scales = vec![(1.0, Change::NONE); tree.nests.len()];
    for (number, nest) in tree.nests.iter().enumerate().rev() {
        let (scale, by_scale) = scales[number];
        for member in &tree.members[nest.members.clone()] {
            if let Member::Nest(inner) = *member {
                let slot = tree.nests[inner].multiple;
                let [multiple] = bound.number(slot, period);
                let by_multiple = numbers.slot(slot, period);
                let change = recorder.sum([(by_scale, multiple), (by_multiple, scale)]);
                scales[inner] = (scale * multiple, change);
            }
        }
    }
    let scales = scales.into_iter();
    let change = scales.map(|(scale, by_scale)| recorder.sum([(by_precision, scale), (by_scale, precision)]));
    change.collect()
}

/// The changes of the log-odds with nests: the derivative by the value of each action and by the precision of each nest.
fn nested_log_odds(
    recorder: &mut Recorder,
    (nested, tree): (&NestedLogit<1>, &NestTree),
    precisions: &[Change],
    actions: &[Value],
) -> Vec<Change> {
    let unit = |is_one: bool| [f64::from(is_one)];
    let by_value = |action: usize| {
        let mut changes: Vec<Lanes<1>> = (0..actions.len()).map(|other| unit(other == action)).collect();
        nested.log_odds_changes(tree, |_, _| [0.0], 0, &mut changes);
        (actions[action].1, changes)
    };
    let by_precision = |nest: usize| {
        let mut changes = vec![[0.0]; actions.len()];
        nested.log_odds_changes(tree, |other, _| unit(other == nest), 0, &mut changes);
        (precisions[nest], changes)
    };
    let columns = (0..actions.len()).map(by_value);
    let columns: Vec<(Change, Vec<Lanes<1>>)> = columns.chain((0..precisions.len()).map(by_precision)).collect();
    let of_action = |action: usize| {
        let terms = columns.iter().map(|(change, weights)| (*change, weights[action][0]));
        recorder.sum(terms)
    };
    (1..actions.len()).map(of_action).collect()
}

/// The choices of a set whose log-odds change so: their logarithms change by that less its mean.
pub(super) fn choices(recorder: &mut Recorder, play: &[Lanes<1>], log_odds: &[Change]) -> Vec<Chance> {
    let mean: Vec<Weighted> = log_odds
        .iter()
        .zip(&play[1..])
        .map(|(change, [chance])| (*change, -chance))
        .collect();
    let mean = recorder.sum(mean);
    let changes = std::iter::once(&Change::NONE).chain(log_odds);
    let choice = |([value], change): (&Lanes<1>, &Change)| Chance {
        value: *value,
        change: recorder.sum([(*change, 1.0), (mean, 1.0)]),
        logarithmic: true,
    };
    play.iter().zip(changes).map(choice).collect()
}
