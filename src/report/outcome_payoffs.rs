//! What `check --payoffs` shows: for each actor, what each payoff adds up to in each outcome.

use super::figure::{amount, decimals};
use super::grid::lines;
use super::terminal::probability;
use crate::scenario::{LabelKind, Labels};
use crate::study::outcome_payoffs::OutcomePayoffRow;

/// The rows of one variant as tables, one for each actor: a line for each term, a column for each outcome.
pub(crate) fn tables(rows: &[OutcomePayoffRow], labels: &Labels) -> String {
    let of_actors = rows.chunk_by(|one, other| one.actor == other.actor);
    of_actors.map(|rows| table(rows, labels)).collect::<Vec<_>>().join("\n")
}

fn table(rows: &[OutcomePayoffRow], labels: &Labels) -> String {
    let actor = &rows[0].actor;
    let places = decimals(rows.iter().filter_map(|row| row.mean));
    let terms: Vec<&[OutcomePayoffRow]> = rows.chunk_by(|one, other| one.term == other.term).collect();
    let outcomes = terms[0].iter().map(|row| labels.get(LabelKind::Outcome, &row.outcome));
    let header = std::iter::once(labels.get(LabelKind::Actor, actor)).chain(outcomes);
    let line = |label: &str, cell: &dyn Fn(&OutcomePayoffRow) -> String, of: &[OutcomePayoffRow]| {
        let cells = of.iter().map(cell);
        std::iter::once(label.to_owned()).chain(cells).collect::<Vec<String>>()
    };
    let mean = |row: &OutcomePayoffRow| row.mean.map_or_else(|| "–".to_owned(), |mean| amount(mean, places));
    let first = line("probability", &|row| probability(row.probability), terms[0]);
    let terms = terms.iter().map(|of| line(labels.term(actor, &of[0].term), &mean, of));
    let all: Vec<Vec<String>> = std::iter::once(first).chain(terms).collect();
    lines(header.collect::<Vec<_>>(), |column| column > 0, all)
}
