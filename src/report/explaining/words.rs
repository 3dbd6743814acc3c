//! In words: what speaks for and against each action.

use super::compared::places;
use crate::numeric::math::max;
use crate::report::figure::{amount, signed};
use crate::report::layout::listed;
use crate::report::strategies::who;
use crate::report::terminal::probability;
use crate::study::explain::{ExplainedAction, Explanation};

/// Terms that make less than this share of the largest difference are not worth a word.
const WORTH_A_WORD: f64 = 0.05;
/// The most terms that are named for, and against, an action.
const MOST_TERMS: usize = 3;

/// A sentence for each action, the best first.
pub(super) fn sentences(one: &Explanation) -> Vec<String> {
    let mut order: Vec<&ExplainedAction> = one.actions.iter().collect();
    order.sort_by(|a, b| b.payoff.total_cmp(&a.payoff));
    let Some((best, others)) = order.split_first() else {
        return Vec::new();
    };
    let places = places(one);
    let (who, action, worth) = (who(&one.at), &best.action, amount(best.payoff, places));
    let likely = probability(best.probability);
    let first = if others.is_empty() {
        format!("{who} can do nothing but {action}, worth {worth}.")
    } else {
        format!("{action} ({likely}) is worth the most to {who}: {worth}.")
    };
    let exceeding = order
        .iter()
        .filter_map(|action| exceeding(action, places))
        .collect::<Vec<_>>();
    let others = others.iter().map(|other| alternative(other, best, places));
    std::iter::once(first).chain(others).chain(exceeding).collect()
}

/// What is said of an action whose value, as the actor acts on it, exceeds what it can have.
fn exceeding(action: &ExplainedAction, places: usize) -> Option<String> {
    let (value, most) = action.acted_on.zip(action.attainable)?;
    Some(format!(
        "It acts on {} for {}, more than the {} that any play could give: a belief held still makes it too sure.",
        amount(value, places),
        action.action,
        amount(most, places),
    ))
}

fn alternative(other: &ExplainedAction, best: &ExplainedAction, places: usize) -> String {
    let gap = best.payoff - other.payoff;
    let worth = if gap > 0.0 {
        format!("{} less", amount(gap, places))
    } else {
        "as much".to_owned()
    };
    let [for_it, against] = [1.0, -1.0].map(|sign| named(other, best, places, sign));
    let reasons = match (for_it, against) {
        (None, None) => String::new(),
        (Some(for_it), None) => format!(": for it {for_it}"),
        (None, Some(against)) => format!(": against it {against}"),
        (Some(for_it), Some(against)) => format!(": for it {for_it}; against it {against}"),
    };
    let (action, likely) = (&other.action, probability(other.probability));
    format!("{action} ({likely}) is worth {worth}{reasons}.")
}

/// The terms by which an action is better (a sign of 1) or worse (of −1), the most important first.
fn named(other: &ExplainedAction, best: &ExplainedAction, places: usize, sign: f64) -> Option<String> {
    let pairs = other.terms.iter().zip(&best.terms);
    let differences = pairs.map(|((term, a), (_, b))| (term.as_str(), a - b));
    let mut differences: Vec<(&str, f64)> = differences.collect();
    let largest = differences.iter().map(|(_, by)| by.abs()).fold(0.0, max);
    differences.retain(|(_, by)| by * sign > 0.0 && by.abs() >= WORTH_A_WORD * largest);
    differences.sort_by(|(_, a), (_, b)| b.abs().total_cmp(&a.abs()));
    differences.truncate(MOST_TERMS);
    let all = differences.iter();
    let all = listed(all.map(|(term, by)| format!("{term} {}", signed(*by, places))));
    (!all.is_empty()).then_some(all)
}
