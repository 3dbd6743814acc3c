//! The nominal point of a variant, solved in steps: roughly, well, and with the audit that a run makes.

use std::io;
use std::sync::Arc;

use super::beliefs::{Believed, Outlook};
use super::block::bind;
use super::draw_summary::{DrawSummary, ExactResults};
use super::draws::{Draws, ListedDraws};
use super::error::StudyError;
use super::run::put_draw;
use super::sink::Sink;
use super::solve::Answer;
use super::solver::{Audited, Solver, solved};
use super::summarise;
use super::totals::Totals;
use super::variant::Variant;
use crate::game::{Bound, Profile};
use crate::play::exact;
use crate::play::tally::SampleStatistics;

/// How the actors play at the nominal point, or at another one of the same game.
#[derive(Clone, Debug)]
pub(crate) struct NominalSolution {
    /// The point: the only draw.
    draws: Draws,
    audited: Audited<1>,
    step: Step,
}

/// How far a solution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A few sweeps from the solution of a similar scenario.
    Rough,
    /// Solved, without a second opinion.
    First,
    /// The solution that a run takes: the first one, or that of its audit.
    Audited,
}

impl NominalSolution {
    /// Solves the nominal point of a variant, without a second opinion.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(crate) fn first(variant: &Variant) -> Result<Self, StudyError> {
        Self::solved(variant, Draws::new(&variant.model, 0, true), None)
    }

    /// Solves the nominal point of a variant roughly, from the solution of a similar one; the first solution where that
    /// does not work.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(crate) fn near(variant: &Variant, known: &Self) -> Result<Self, StudyError> {
        Self::solved(variant, Draws::new(&variant.model, 0, true), Some(known))
    }

    /// The same where some parameters have other values.
    ///
    /// # Errors
    /// The point makes no sense.
    pub(crate) fn moved(variant: &Variant, point: ListedDraws, known: &Self) -> Result<Self, StudyError> {
        Self::solved(variant, Draws::listed(&variant.model, &Arc::new(point)), Some(known))
    }

    fn solved(variant: &Variant, draws: Draws, known: Option<&Self>) -> Result<Self, StudyError> {
        let bound = bind(variant, &draws, 0, 1)?.bound.alone(0);
        let solver = Solver::new(bound.game);
        let rough = known.and_then(|known| solver.roughly(&bound, &known.audited.solution));
        let (solution, step) = match rough {
            Some(rough) => (rough, Step::Rough),
            None => (solver.once(&bound), Step::First),
        };
        let audited = Audited { solution, agrees: None };
        Ok(Self { draws, audited, step })
    }

    /// Whether it may be of the game of a variant: whether that has as many choices in each period.
    pub(crate) fn fits(&self, variant: &Variant) -> bool {
        Profile::uniform(&variant.explored.game).is_alike(&self.audited.solution.profile)
    }

    /// The point, bound to the game of its variant.
    fn bound<'v>(&self, variant: &'v Variant) -> Bound<'v, 1> {
        Bound::single(&variant.explored.game, &self.draws.at(0))
    }

    /// Whether it is the solution of a few sweeps only.
    pub(crate) fn is_rough(&self) -> bool {
        self.step == Step::Rough
    }

    /// Audits a first solution, as a run does; without effect from the second time on.
    pub(crate) fn audit(&mut self, variant: &Variant) {
        debug_assert!(!self.is_rough(), "a rough solution is looked at as it is");
        if self.step == Step::First {
            let bound = self.bound(variant);
            let first = self.audited.solution.clone();
            self.audited = Solver::new(bound.game).second_opinion(&bound, first);
            self.step = Step::Audited;
        }
    }

    /// Puts the rows of a run of the nominal point into the sink; before the audit, only those of outcomes, payoffs and the
    /// timeline.
    ///
    /// # Errors
    /// The sink takes no more.
    pub(crate) fn put_rows(&self, variant: &Variant, sink: &mut impl Sink) -> io::Result<()> {
        let (game, solution) = (&variant.explored.game, &self.audited.solution);
        let outlook = Outlook::new(game, &variant.explored.names);
        let mut bound = self.bound(variant);
        bound.fill_in(&solution.beyond);
        let (exact, believed) = match self.step {
            Step::Audited => outlook.observe(&bound, &solution.profile),
            Step::Rough | Step::First => (exact(&bound, &solution.profile), Believed::new(&outlook)),
        };
        let results = ExactResults::of(game, &exact, 0, solved(&self.audited, 0));
        let draw = (0, self.draws.at(0));
        let summary = DrawSummary::of(draw, results, (&exact, 0), SampleStatistics::new(game));
        let totals = Totals::of_draw(game, summary, &exact, believed);
        match self.step {
            Step::Audited => put_draw(variant, &outlook, &totals, sink),
            Step::Rough | Step::First => summarise::first(variant, &totals, sink),
        }
    }

    /// Every information set, as its actor faces it.
    pub(crate) fn answer<'v>(&self, variant: &'v Variant) -> Answer<'v> {
        let mut bound = self.bound(variant);
        bound.fill_in(&self.audited.solution.beyond);
        Answer::new(bound, &variant.explored.names, self.audited.clone())
    }
}
