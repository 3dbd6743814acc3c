//! From what the draws of a variant came to, to the rows of its tables.

mod beliefs;
mod commitments;
mod decisions;
mod outcomes;
mod payoffs;
mod timeline;

use super::beliefs::Outlook;
use super::findings::Summary;
use super::rows::{Record, Sink};
use super::totals::Totals;
use super::variant::Variant;

/// Hands every row about a variant as a whole to the sink; gives those back as well that a run tells at its end.
pub(super) fn everything(
    variant: &Variant,
    totals: &Totals,
    outlook: &Outlook<'_>,
    sink: &mut dyn Sink,
) -> std::io::Result<Summary> {
    let outcomes = outcomes::outcomes(variant, totals);
    for row in &outcomes {
        sink.put(Record::Outcome(row.clone()))?;
    }
    outcomes::by_type(variant, totals, sink)?;
    payoffs::payoffs(variant, totals, sink)?;
    timeline::timeline(variant, totals, sink)?;
    decisions::decisions(variant, totals, sink)?;
    beliefs::held(variant, totals, outlook, sink)?;
    beliefs::after(variant, totals, outlook, sink)?;
    let promises = commitments::commitments(variant, totals, sink)?;
    Ok(Summary { outcomes, promises })
}

/// The name of all games together, whatever the truth.
const ANY: &str = "any";

/// A part of a whole; nothing where there is no whole.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
