//! The shortest history to a place where certain chances are needed, once a draw has shown that they make no sense.

use super::chances::Checks;
use super::history::{History, tell};
use super::states::describe;
use super::walk::Walker;
use super::ways::Spot;
use super::{Limits, opened, walk_periods};
use crate::expression::Tape;
use crate::scenario::Model;
use crate::source::Span;

/// Where chances that are looked for are needed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    met: Vec<(Spot, u32, Span)>,
}

/// Where chances are needed, and a shortest history that leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// The stage that needs them.
    pub span: Span,
    /// The history.
    pub history: History,
    /// The state in which they are needed.
    pub state: String,
}

impl Walker<'_> {
    /// Notes that the chances looked for are needed here, if they were asked for just now.
    pub(crate) fn note_watched(&mut self, state: u32, span: Span) {
        if let Some(watched) = self.watched.as_mut().filter(|_| self.checks.asked) {
            watched.met.push((self.spot, state, span));
            self.checks.asked = false;
        }
    }
}

/// Where the chances of a check (by its number in the game of the model) are needed in a period, on a shortest history;
/// none where they are not needed then.
pub fn needed(model: &Model, check: usize, period: usize) -> Option<Needed> {
    let lows: Vec<i32> = model.cells.iter().map(|cell| cell.low).collect();
    let checks = Checks::looking_for(check);
    // The model was explored before, within its limits.
    let limits = Limits { states: usize::MAX };
    let (mut walker, opening) = opened(model, &lows, (Tape::new(), checks), &limits).ok()?;
    walker.watched = Some(Watched::default());
    let (_, first) = walker.starts(&opening).ok()?;
    let periods = walk_periods(&mut walker, &first).ok()?;
    let met = walker.watched.take()?.met;
    let terrain = periods.terrain(&walker, &first);
    let frame = periods.calendar[period - 1];
    let wanted = walker.checks.all[check].frame;
    if wanted != Some(frame) {
        return None;
    }
    let spots: Vec<Spot> = met.iter().map(|(spot, ..)| *spot).collect();
    let (which, way) = terrain.shortest(period, &spots)?;
    let (_, state, span) = met[which];
    Some(Needed {
        span,
        history: tell(&walker, &periods.drafts, &way),
        state: describe(model, walker.states.get(state)),
    })
}
