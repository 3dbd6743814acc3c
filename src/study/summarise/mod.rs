//! Fills the tables about a variant as a whole from the results of all its draws.

mod beliefs;
mod commitments;
mod decisions;
mod outcomes;
mod payoffs;
mod timeline;

use super::beliefs::Outlook;
use super::rows::OutcomeRow;
use super::run_summary::Promise;
use super::sink::Sink;
use super::totals::Totals;
use super::variant::Variant;

/// Puts every row about a variant as a whole into the sink, and returns those that a run shows at its end: of outcomes,
/// and of promises.
pub(super) fn everything(
    variant: &Variant,
    totals: &Totals,
    outlook: &Outlook<'_>,
    sink: &mut impl Sink,
) -> std::io::Result<(Vec<OutcomeRow>, Vec<Promise>)> {
    let outcomes = outcomes::outcomes(variant, totals);
    for row in &outcomes {
        sink.put(row.clone())?;
    }
    outcomes::by_type(variant, totals, sink)?;
    payoffs::payoffs(variant, totals, sink)?;
    timeline::timeline(variant, totals, sink)?;
    decisions::decisions(variant, totals, sink)?;
    beliefs::held(variant, totals, outlook, sink)?;
    beliefs::after(variant, totals, outlook, sink)?;
    let promises = commitments::commitments(variant, totals, sink)?;
    Ok((outcomes, promises))
}

/// A part over a whole; `None` where the whole is 0.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
