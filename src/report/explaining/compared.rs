//! The actions of an information set side by side: what each is worth, what that is made up of, and what follows.

use crate::report::figure::{amount, decimals};
use crate::report::layout::Grid;
use crate::report::terminal::probability;
use crate::study::explain::{ExplainedAction, Explanation};

/// Outcomes with a smaller chance after every action are left out.
const FAINT: f64 = 0.000_05;
/// The actions side by side.
pub(super) fn compared(one: &Explanation) -> Grid {
    let header = one.actions.iter().map(|action| action.action.clone());
    let header = std::iter::once(String::new()).chain(header);
    Grid::of(header, |column| column > 0, lines(one))
}

/// How many decimals tell the payoffs of an information set apart.
pub(super) fn places(one: &Explanation) -> usize {
    let terms = one.actions.iter().flat_map(|action| &action.terms);
    let payoffs = one.actions.iter().map(|action| action.payoff);
    decimals(terms.map(|(_, sum)| *sum).chain(payoffs))
}

fn lines(one: &Explanation) -> Vec<Vec<String>> {
    let places = places(one);
    let line = |label: &str, cell: &dyn Fn(&ExplainedAction) -> String| -> Vec<String> {
        std::iter::once(format!(" {label}"))
            .chain(one.actions.iter().map(cell))
            .collect()
    };
    let heading = |label: &str| vec![format!(" {label}")];
    let mut lines = vec![
        line("probability", &|action| probability(action.probability)),
        line("expected payoff", &|action| amount(action.payoff, places)),
    ];
    if one
        .actions
        .iter()
        .any(|action| action.acted_on.is_some_and(|value| value != action.payoff))
    {
        lines.push(line("it acts on", &|action| {
            action.acted_on.map_or_else(String::new, |value| amount(value, places))
        }));
    }
    if one.actions.len() > 1 {
        lines.push(line("against the best", &|action| match action.difference {
            0.0 => "–".to_owned(),
            difference => amount(difference, places),
        }));
    }
    let mut terms = Vec::new();
    for (number, (term, _)) in one.actions[0].terms.iter().enumerate() {
        let sum = |action: &ExplainedAction| action.terms[number].1;
        if one.actions.iter().any(|action| sum(action) != 0.0) {
            terms.push(line(&format!("  {term}"), &|a| amount(sum(a), places)));
        }
    }
    if !terms.is_empty() {
        lines.push(heading("made up of"));
        lines.extend(terms);
    }
    lines.push(heading("followed by"));
    for (number, (outcome, _)) in one.actions[0].outcomes.iter().enumerate() {
        let chance = |action: &ExplainedAction| action.outcomes[number].1;
        if one.actions.iter().any(|action| chance(action) >= FAINT) {
            lines.push(line(&format!("  {outcome}"), &|a| probability(chance(a))));
        }
    }
    lines
}
