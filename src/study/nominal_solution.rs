//! The nominal point of a variant, solved in steps: roughly, well, and with the audit that a run makes.

use std::io;

use super::beliefs::{Believed, Outlook};
use super::block::bind_nominal;
use super::draw_summary::{DrawSummary, ExactResults};
use super::draws::Draws;
use super::error::StudyError;
use super::run::put_draw;
use super::sink::Sink;
use super::solve::Answer;
use super::solver::{Audited, Solver, solved};
use super::totals::Totals;
use super::variant::Variant;
use crate::game::Bound;
use crate::play::exact;
use crate::play::tally::SampleStatistics;
use crate::strategy::Solution;

/// How the actors play at the nominal point.
#[derive(Clone, Debug)]
pub(crate) struct NominalSolution {
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
        let bound = checked(variant)?;
        Ok(Self::of(Solver::new(bound.game).once(&bound), Step::First))
    }

    /// Solves the nominal point of a variant roughly, from the solution of a similar one; the first solution where that
    /// does not work.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(crate) fn near(variant: &Variant, known: &Self) -> Result<Self, StudyError> {
        let bound = checked(variant)?;
        let solver = Solver::new(bound.game);
        Ok(match solver.roughly(&bound, &known.audited.solution) {
            Some(solution) => Self::of(solution, Step::Rough),
            None => Self::of(solver.once(&bound), Step::First),
        })
    }

    fn of(solution: Solution<1>, step: Step) -> Self {
        let audited = Audited { solution, agrees: None };
        Self { audited, step }
    }

    /// Whether it is the solution of a few sweeps only.
    pub(crate) fn is_rough(&self) -> bool {
        self.step == Step::Rough
    }

    /// Solves and audits it, as a run does; without effect from the second time on.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(crate) fn audit(&mut self, variant: &Variant) -> Result<(), StudyError> {
        if self.step == Step::Rough {
            *self = Self::first(variant)?;
        }
        if self.step == Step::First {
            let bound = bound(variant);
            let first = self.audited.solution.clone();
            self.audited = Solver::new(bound.game).second_opinion(&bound, first);
            self.step = Step::Audited;
        }
        Ok(())
    }

    /// Puts the rows of a run of the nominal point into the sink; before the audit, those of beliefs and of what others
    /// expect of promises are left out.
    ///
    /// # Errors
    /// The sink takes no more.
    pub(crate) fn put_rows(&self, variant: &Variant, sink: &mut impl Sink) -> io::Result<()> {
        let (game, solution) = (&variant.explored.game, &self.audited.solution);
        let outlook = Outlook::new(game, &variant.explored.names);
        let mut bound = bound(variant);
        bound.fill_in(&solution.beyond);
        let (exact, believed) = match self.step {
            Step::Audited => outlook.observe(&bound, &solution.profile),
            Step::Rough | Step::First => (exact(&bound, &solution.profile), Believed::new(&outlook)),
        };
        let results = ExactResults::of(game, &exact, 0, solved(&self.audited, 0));
        let draw = (0, parameters(variant));
        let summary = DrawSummary::of(draw, results, (&exact, 0), SampleStatistics::new(game));
        let totals = Totals::of_draw(game, summary, &exact, believed);
        put_draw(variant, &outlook, &totals, sink)
    }

    /// Every information set, as its actor faces it.
    pub(crate) fn answer<'v>(&self, variant: &'v Variant) -> Answer<'v> {
        let mut bound = bound(variant);
        bound.fill_in(&self.audited.solution.beyond);
        Answer::new(bound, &variant.explored.names, self.audited.clone())
    }
}

/// The values of the parameters.
fn parameters(variant: &Variant) -> Vec<f64> {
    Draws::new(&variant.model, 0, true).at(0)
}

/// The nominal point, bound to the game of a variant.
fn bound(variant: &Variant) -> Bound<'_, 1> {
    Bound::single(&variant.explored.game, &parameters(variant))
}

/// The same, whose numbers make sense.
fn checked(variant: &Variant) -> Result<Bound<'_, 1>, StudyError> {
    Ok(bind_nominal(variant, 0)?.alone(0))
}
