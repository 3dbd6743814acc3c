//! Fills the tables about a variant as a whole from the results of all its draws.

pub(super) mod beliefs;
pub(super) mod commitments;
pub(super) mod decisions;
pub(super) mod outcomes;
pub(super) mod payoffs;
pub(super) mod timeline;

use std::io::Result;

use super::beliefs::Outlook;
use super::rows::OutcomeRow;
use super::run_summary::Promise;
use super::sink::Sink;
use super::totals::Totals;
use super::variant::Variant;
use crate::game::{Game, Names};

/// Puts every row about a variant as a whole into the sink, and returns those that a run shows at its end: of outcomes,
/// and of promises.
pub(super) fn everything(
    variant: &Variant,
    totals: &Totals,
    outlook: &Outlook<'_>,
    sink: &mut impl Sink,
) -> Result<(Vec<OutcomeRow>, Vec<Promise>)> {
    let results = Results::of(variant, totals);
    let outcomes = results.outcomes();
    for row in &outcomes {
        sink.put(row.clone())?;
    }
    results.outcomes_by_type(sink)?;
    results.payoffs(sink)?;
    results.timeline(sink)?;
    results.decisions(sink)?;
    results.beliefs_held(outlook, sink)?;
    results.beliefs_after(outlook, sink)?;
    let promises = results.promises(sink)?;
    Ok((outcomes, promises))
}

/// Puts the rows into the sink that are wanted first: of outcomes, payoffs, and the timeline.
pub(super) fn first(variant: &Variant, totals: &Totals, sink: &mut impl Sink) -> Result<()> {
    let results = Results::of(variant, totals);
    results.outcomes().into_iter().try_for_each(|row| sink.put(row))?;
    results.payoffs(sink)?;
    results.timeline(sink)
}

/// The results of all draws of a variant, and what everything in it is called.
struct Results<'a> {
    variant: &'a String,
    game: &'a Game,
    names: &'a Names,
    totals: &'a Totals,
}

impl<'a> Results<'a> {
    fn of(variant: &'a Variant, totals: &'a Totals) -> Self {
        Self {
            variant: &variant.name,
            game: &variant.explored.game,
            names: &variant.explored.names,
            totals,
        }
    }
}

/// A part over a whole; `None` where the whole is 0.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
