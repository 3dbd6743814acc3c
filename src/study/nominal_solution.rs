//! The nominal point of a variant, solved in two steps: a first solution, and the audit that a run makes of it.

use super::beliefs::{Believed, Outlook};
use super::block::{Ready, Sampled, Task, bind};
use super::draws::Draws;
use super::error::StudyError;
use super::plan::{Plan, Watch};
use super::run::run_solved;
use super::sink::Sink;
use super::solve::Answer;
use super::solver::{Audited, Solver};
use super::variant::Variant;
use crate::play::exact;

/// What a run of the nominal point alone does.
const PLAN: Plan = Plan {
    draws: 1,
    games: 0,
    seed: 0,
    nominal: true,
    every_game: false,
};

/// How the actors play at the nominal point.
#[derive(Clone, Debug)]
pub(crate) struct NominalSolution {
    audited: Audited<1>,
    /// Whether it is the solution that a run takes: the first one, or that of its audit.
    is_final: bool,
}

impl NominalSolution {
    /// Solves the nominal point of a variant, without a second opinion.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(crate) fn first(variant: &Variant) -> Result<Self, StudyError> {
        let bound = sampled(variant)?.bound.alone(0);
        Ok(Self {
            audited: Audited {
                solution: Solver::new(bound.game).once(&bound),
                agrees: None,
            },
            is_final: false,
        })
    }

    /// Audits the first solution, as a run does; without effect from the second time on.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(crate) fn audit(&mut self, variant: &Variant) -> Result<(), StudyError> {
        if !self.is_final {
            let bound = sampled(variant)?.bound.alone(0);
            let first = self.audited.solution.clone();
            self.audited = Solver::new(bound.game).second_opinion(&bound, first);
            self.is_final = true;
        }
        Ok(())
    }

    /// Puts the rows of a run of the nominal point into the sink; before the audit, those of beliefs and of what others
    /// expect of promises are left out.
    ///
    /// # Errors
    /// The nominal point makes no sense, or the sink takes no more.
    pub(crate) fn put_rows(
        &self,
        variant: &Variant,
        watch: &Watch<'_>,
        sink: &mut impl Sink,
    ) -> Result<(), StudyError> {
        let sampled = sampled(variant)?;
        let (outlook, solution) = (
            Outlook::new(&variant.explored.game, &variant.explored.names),
            &self.audited.solution,
        );
        let mut bound = sampled.bound.alone(0);
        bound.fill_in(&solution.beyond);
        let (exact, believed) = if self.is_final {
            outlook.observe(&bound, &solution.profile)
        } else {
            (exact(&bound, &solution.profile), Believed::new(&outlook))
        };
        let ready = Ready::alone(sampled, &self.audited, (&exact, believed));
        run_solved(Task::solved(variant, &PLAN, &outlook, ready), watch, sink)
    }

    /// Every information set, as its actor faces it.
    ///
    /// # Errors
    /// The nominal point makes no sense.
    pub(crate) fn answer<'v>(&self, variant: &'v Variant) -> Result<Answer<'v>, StudyError> {
        let mut bound = sampled(variant)?.bound.alone(0);
        bound.fill_in(&self.audited.solution.beyond);
        Ok(Answer::new(bound, &variant.explored.names, self.audited.clone()))
    }
}

/// The nominal point, bound to the game of a variant.
fn sampled(variant: &Variant) -> Result<Sampled<'_>, StudyError> {
    bind(variant, &Draws::new(&variant.model, PLAN.seed, PLAN.nominal), 0, 1)
}
