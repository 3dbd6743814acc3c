//! The shortest history to a node whose chances are no probabilities in some draw.

use std::collections::BTreeMap;

use super::chances::Checks;
use super::explorer::{ChanceUse, Explorer};
use super::history::{History, describe_path};
use super::periods::explore_periods;
use super::shortest_path::Location;
use crate::game::Slot;
use crate::scenario::Model;
use crate::source::{Code, Diagnostic, Span};

/// A use of chances in the scenario, and a shortest history that leads there.
#[derive(Clone, Debug, PartialEq)]
pub struct ChanceWitness {
    /// The check, by its number in the game.
    pub check: usize,
    /// What in the file uses them.
    pub span: Span,
    /// The period in which they are used: the first one, if they are the same in all.
    pub period: usize,
    /// The history.
    pub history: History,
    /// The state in which they are used.
    pub state: String,
}

impl ChanceWitness {
    /// The error that these chances are no probabilities.
    pub fn error(&self, message: String) -> Diagnostic {
        self.explain(Diagnostic::error(Code::BadChance, message))
    }

    /// The warning that these chances are no probabilities for some possible values of the parameters.
    pub fn warning(&self, message: String) -> Diagnostic {
        self.explain(Diagnostic::warning(Code::FailsBeyond, message))
    }

    fn explain(&self, diagnostic: Diagnostic) -> Diagnostic {
        let located = diagnostic.at(self.span, "");
        self.history.explain(located, &self.state)
    }
}

/// The shortest history to a location at which the chances of one of some checks (by their numbers in the game of the
/// model) are used: of those that vary by period in the period that is given with them, of the others in any period.
/// `None` where no play uses any.
pub(crate) fn chance_witness(model: &Model, checks: &[(usize, usize)]) -> Option<ChanceWitness> {
    if checks.is_empty() {
        return None;
    }
    let lows: Vec<i32> = model.cells.iter().map(|cell| cell.low).collect();
    let watched = Checks::watching(checks.iter().map(|(check, _)| *check));
    // The model was explored before, within its limits.
    let (mut explorer, start) = Explorer::new(model, &lows, watched, usize::MAX).ok()?;
    explorer.chance_uses = Some(Vec::new());
    let (_, first) = explorer.start_targets(&start).ok()?;
    let (periods, complete) = explore_periods(&mut explorer, &first);
    complete.ok()?;
    let uses = explorer.chance_uses.take()?;
    let all = &explorer.checks.all;
    let slot_varies = |&slot: &Slot| explorer.tape.varies(slot);
    let varies = |check: usize| all[check].chances.iter().any(slot_varies);
    let mut by_period: BTreeMap<usize, Vec<ChanceUse>> = BTreeMap::new();
    for &(check, period) in checks.iter().filter(|(check, _)| varies(*check)) {
        if all[check].graph == Some(periods.calendar[period - 1]) {
            let of_check = uses.iter().filter(|chance_use| chance_use.check == check);
            by_period.entry(period).or_default().extend(of_check);
        }
    }
    for chance_use in uses.iter().filter(|chance_use| !varies(chance_use.check)) {
        let in_period = by_period.entry(chance_use.period).or_default();
        in_period.push(*chance_use);
    }
    let graph = periods.graph(&explorer, &first);
    by_period.into_iter().find_map(|(period, uses)| {
        let locations: Vec<Location> = uses.iter().map(|chance_use| chance_use.location).collect();
        let (nearest, path) = graph.shortest(period, &locations)?;
        Some(ChanceWitness {
            check: uses[nearest].check,
            span: uses[nearest].span,
            period,
            history: describe_path(&explorer.space, &periods.builders, &path),
            state: explorer.space.describe(uses[nearest].state),
        })
    })
}
