//! The shortest history to a place where certain chances are needed, once a draw has shown that they make no sense.

use super::chances::Checks;
use super::history::{History, tell};
use super::states::describe;
use super::walk::Walker;
use super::ways::Spot;
use super::{Limits, Rule, opened, walk_periods};
use crate::expression::Tape;
use crate::scenario::Model;
use crate::source::{Diagnostic, Span};

/// Where chances that are looked for are needed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    met: Vec<Met>,
}

/// Where such chances are needed.
#[derive(Clone, Copy, Debug)]
struct Met {
    spot: Spot,
    /// The first period in which some play comes there.
    period: usize,
    state: u32,
    span: Span,
}

/// Where chances are needed, and a shortest history that leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// What needs them.
    pub span: Span,
    /// The period in which they are needed: the first one, if they are the same in all.
    pub period: usize,
    /// The history.
    pub history: History,
    /// The state in which they are needed.
    pub state: String,
}

impl Walker<'_> {
    /// Notes that the chances looked for are needed here, if they were asked for just now.
    pub(crate) fn note_watched(&mut self, period: usize, state: u32, span: Span) {
        if let Some(watched) = self.watched.as_mut().filter(|_| self.checks.asked) {
            watched.met.push(Met {
                spot: self.spot,
                period,
                state,
                span,
            });
            self.checks.asked = false;
        }
    }
}

impl Needed {
    /// Chances that make no sense here, as a diagnostic for people.
    pub fn error(&self, message: String) -> Diagnostic {
        self.tell(Diagnostic::error(message))
    }

    /// Chances that would make no sense here for some values of the parameters.
    pub fn warning(&self, message: String) -> Diagnostic {
        self.tell(Diagnostic::warning(message))
    }

    fn tell(&self, diagnostic: Diagnostic) -> Diagnostic {
        let history = format!("a shortest history that leads there:\n{}", self.history);
        diagnostic
            .code(Rule::Chances.code())
            .at(self.span, "")
            .help(format!("it happens where {}", self.state))
            .help(history)
    }
}

/// Where the chances of a check (by its number in the game of the model) are needed, on a shortest history: in this
/// period if they vary by period, otherwise in the first one in which they are. None where they are not needed then.
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
    let wanted = &walker.checks.all[check];
    let varies = wanted.chances.iter().any(|&slot| walker.tape.varies(slot));
    let period = if varies {
        period
    } else {
        met.iter().map(|met| met.period).min()?
    };
    if wanted.frame != Some(periods.calendar[period - 1]) {
        return None;
    }
    let spots: Vec<Spot> = met.iter().map(|met| met.spot).collect();
    let (which, way) = periods.terrain(&walker, &first).shortest(period, &spots)?;
    Some(Needed {
        span: met[which].span,
        period,
        history: tell(&walker, &periods.drafts, &way),
        state: describe(model, walker.states.get(met[which].state)),
    })
}
