//! The shortest history to a place where certain chances are needed, once a draw has shown that they make no sense.

use std::collections::BTreeMap;

use super::chances::Checks;
use super::history::{History, tell};
use super::shortest_path::Location;
use super::states::describe;
use super::walk::Walker;
use super::{Limits, opened, walk_periods};
use crate::expression::Tape;
use crate::scenario::Model;
use crate::source::{Code, Diagnostic, Span};

/// Where chances that are looked for are needed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watched {
    met: Vec<Met>,
}

/// Where such chances are needed.
#[derive(Clone, Copy, Debug)]
struct Met {
    check: usize,
    location: Location,
    /// The first period in which some play comes there.
    period: usize,
    state: u32,
    span: Span,
}

/// Where chances are needed, and a shortest history that leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct ChanceWitness {
    /// The check, by its number in the game.
    pub check: usize,
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
        if let Some(watched) = &mut self.watched {
            let asked = self.checks.asked.drain(..);
            watched.met.extend(asked.map(|check| Met {
                check,
                location: self.location,
                period,
                state,
                span,
            }));
        }
    }
}

impl ChanceWitness {
    /// Chances that make no sense here, as a diagnostic for people.
    pub fn error(&self, message: String) -> Diagnostic {
        self.tell(Diagnostic::error(Code::BadChance, message))
    }

    /// Chances that would make no sense here for some values of the parameters.
    pub fn warning(&self, message: String) -> Diagnostic {
        self.tell(Diagnostic::warning(Code::FailsBeyond, message))
    }

    fn tell(&self, diagnostic: Diagnostic) -> Diagnostic {
        let history = format!("a shortest history that leads there:\n{}", self.history);
        diagnostic
            .at(self.span, "")
            .help(format!("it happens where {}", self.state))
            .help(history)
    }
}

/// The shortest history to a place that needs the chances of one of some checks (by their numbers in the game of the
/// model): of those that vary by period in the period that is given with them, of the others in any period. None where
/// no play comes to any.
pub(crate) fn chance_witness(model: &Model, checks: &[(usize, usize)]) -> Option<ChanceWitness> {
    if checks.is_empty() {
        return None;
    }
    let lows: Vec<i32> = model.cells.iter().map(|cell| cell.low).collect();
    let wanted = Checks::looking_for(checks.iter().map(|(check, _)| *check));
    // The model was explored before, within its limits.
    let limits = Limits { states: usize::MAX };
    let (mut walker, opening) = opened(model, &lows, (Tape::new(), wanted), &limits).ok()?;
    walker.watched = Some(Watched::default());
    let (_, first) = walker.starts(&opening).ok()?;
    let periods = walk_periods(&mut walker, &first).ok()?;
    let met = walker.watched.take()?.met;
    let all = &walker.checks.all;
    let varies = |check: usize| {
        let mut chances = all[check].chances.iter();
        chances.any(|&slot| walker.tape.varies(slot))
    };
    // By period, the places that are looked for in it.
    let mut places: BTreeMap<usize, Vec<Met>> = BTreeMap::new();
    for &(check, period) in checks.iter().filter(|(check, _)| varies(*check)) {
        if all[check].graph == Some(periods.calendar[period - 1]) {
            let of_check = met.iter().filter(|met| met.check == check);
            places.entry(period).or_default().extend(of_check);
        }
    }
    for met in met.iter().filter(|met| !varies(met.check)) {
        places.entry(met.period).or_default().push(*met);
    }
    let graph = periods.graph(&walker, &first);
    places.into_iter().find_map(|(period, met)| {
        let locations: Vec<Location> = met.iter().map(|met| met.location).collect();
        let (which, way) = graph.shortest(period, &locations)?;
        Some(ChanceWitness {
            check: met[which].check,
            span: met[which].span,
            period,
            history: tell(&walker, &periods.drafts, &way),
            state: describe(model, walker.states.get(met[which].state)),
        })
    })
}
