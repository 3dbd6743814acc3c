//! What `check --payoffs` shows: for each actor, what each payoff adds up to in each outcome.

use super::figure::{amount, decimals};
use super::layout::{Grid, Printout};
use super::terminal::probability;
use crate::scenario::{LabelKind, Labels};
use crate::study::outcome_payoffs::OutcomePayoffRow;

/// The rows of one variant as tables, one for each actor: a line for each term, a column for each outcome.
pub(crate) fn tables(rows: &[OutcomePayoffRow], labels: &Labels) -> Printout {
    let mut page = Printout::default();
    for rows in rows.chunk_by(|one, other| one.actor == other.actor) {
        if !page.is_empty() {
            page.blank();
        }
        page.table(table(rows, labels));
    }
    page
}

fn table(rows: &[OutcomePayoffRow], labels: &Labels) -> Grid {
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
    Grid::of(header, |column| column > 0, all)
}
