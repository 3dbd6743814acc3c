//! The actions of an information set side by side: what each is worth, what that is made up of, and what follows.

use std::ops::Range;

use crate::report::figure::{amount, decimals};
use crate::report::paragraph::{WIDTH, padded, to_the_right, width};
use crate::report::terminal::probability;
use crate::study::explain::{ExplainedAction, Explanation};

/// Outcomes with a smaller chance after every action are left out.
const FAINT: f64 = 0.000_05;
/// The space between two columns.
const SPACE: usize = 3;

/// What a line is about, and its cell for each action.
struct Line {
    label: String,
    cells: Vec<String>,
}

/// The actions side by side; in several blocks where they are too many for one.
pub(super) fn compared(one: &Explanation) -> String {
    let lines = lines(one);
    let label = lines.iter().map(|line| width(&line.label)).max();
    let label = label.unwrap_or_default();
    let wide = |action: usize| lines.iter().map(move |line| width(&line.cells[action]));
    let wide = |action: usize| SPACE + wide(action).max().unwrap_or_default();
    let widths: Vec<usize> = (0..one.actions.len()).map(wide).collect();
    let mut text = String::new();
    for block in blocks(&widths, WIDTH - label.min(WIDTH)) {
        for line in &lines {
            let mut row = padded(&line.label, label);
            for (cell, &wide) in line.cells[block.clone()].iter().zip(&widths[block.clone()]) {
                row += &to_the_right(cell, wide);
            }
            text += row.trim_end();
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// Consecutive columns that fit next to each other.
fn blocks(widths: &[usize], room: usize) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut first, mut taken) = (0, 0);
    for (number, wide) in widths.iter().enumerate() {
        if taken + wide > room && number > first {
            blocks.push(first..number);
            (first, taken) = (number, 0);
        }
        taken += wide;
    }
    blocks.push(first..widths.len());
    blocks
}

/// How many decimals tell the payoffs of an information set apart.
pub(super) fn places(one: &Explanation) -> usize {
    let terms = one.actions.iter().flat_map(|action| &action.terms);
    let payoffs = one.actions.iter().map(|action| action.payoff);
    decimals(terms.map(|(_, sum)| *sum).chain(payoffs))
}

fn lines(one: &Explanation) -> Vec<Line> {
    let places = places(one);
    let line = |label: &str, cell: &dyn Fn(&ExplainedAction) -> String| Line {
        label: format!("  {label}"),
        cells: one.actions.iter().map(cell).collect(),
    };
    let mut lines = vec![
        line("", &|action| action.action.clone()),
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
        lines.push(line("made up of", &|_| String::new()));
        lines.extend(terms);
    }
    lines.push(line("followed by", &|_| String::new()));
    for (number, (outcome, _)) in one.actions[0].outcomes.iter().enumerate() {
        let chance = |action: &ExplainedAction| action.outcomes[number].1;
        if one.actions.iter().any(|action| chance(action) >= FAINT) {
            lines.push(line(&format!("  {outcome}"), &|a| probability(chance(a))));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn columns_are_shared_out_to_as_few_blocks_as_fit() {
        assert_eq!(blocks(&[10, 10, 10], 30), vec![0..3; 1]);
        assert_eq!(blocks(&[10, 10, 10], 29), [0..2, 2..3]);
        assert_eq!(blocks(&[50, 10, 50], 20), [0..1, 1..2, 2..3]);
    }
}
