//! The nominal point of one variant, explored and solved once, for whoever looks at it again and again.

use super::error::Error;
use super::preview::Preview;
use super::question::Question;
use super::scenario::Scenario;
use crate::study::explain::Explanation;
use crate::study::nominal_solution::NominalSolution;
use crate::study::{Rows, StudyError, Variant};

/// One variant at the central values of its parameters.
///
/// Its game is explored and solved once. A run takes a second opinion on its solution, which takes several times as long
/// and hardly ever changes a number; [`NominalPoint::preview`] does not wait for it.
///
/// ```
/// use pactum::{OutcomeRow, Scenario};
///
/// let scenario = Scenario::open("scenarios/classics/conditional_clause.toml")?;
/// let mut point = scenario.nominal_point()?;
/// let preview = point.preview()?;
/// assert_eq!(preview.rows.of::<OutcomeRow>(), point.run()?.of::<OutcomeRow>());
/// # Ok::<(), pactum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct NominalPoint {
    scenario: Scenario,
    variant: Variant,
    pub(super) solution: NominalSolution,
}

impl Scenario {
    /// The nominal point of the first chosen variant.
    ///
    /// # Errors
    /// The scenario is wrong, or a number makes no sense at the nominal point.
    pub fn nominal_point(&self) -> Result<NominalPoint, Error> {
        self.point(NominalSolution::first)
    }

    /// What the nominal point of the first chosen variant is like, solved roughly from that of a similar scenario: by a few
    /// sweeps, which leave an error of about 10⁻⁴ in probabilities. Where that does not work, it is solved as
    /// [`Scenario::nominal_point`] solves it.
    pub(super) fn preview_near(&self, known: &NominalPoint) -> Result<Preview, Error> {
        let point = self.point(|variant| NominalSolution::near(variant, &known.solution));
        point?.preview()
    }

    fn point(&self, solve: impl Fn(&Variant) -> Result<NominalSolution, StudyError>) -> Result<NominalPoint, Error> {
        let variant = self.explore_one(&self.models[0])?;
        let solution = solve(&variant).map_err(|error| self.blame(error, [&variant]))?;
        Ok(NominalPoint {
            scenario: self.clone(),
            variant,
            solution,
        })
    }
}

impl NominalPoint {
    /// The rows of [`NominalPoint::run`] for outcomes, payoffs and the timeline. The numbers are those of the solution that is
    /// known so far: where a second opinion differs, so do the numbers.
    ///
    /// # Errors
    /// A number makes no sense at the nominal point.
    pub fn preview(&self) -> Result<Preview, Error> {
        Preview::of(&self.variant, &self.solution)
    }

    /// The rows of all tables, as [`Scenario::run`] gives them for this variant by a plan of the nominal point without
    /// games.
    ///
    /// # Errors
    /// A number makes no sense at the nominal point.
    pub fn run(&mut self) -> Result<Rows, Error> {
        self.solution.audit(&self.variant);
        Ok(self.preview()?.rows)
    }

    /// Says why actors act as they do, as [`Scenario::explain`].
    ///
    /// # Errors
    /// There is nothing of a name that is asked for, or a number makes no sense at the nominal point.
    pub fn explain(&mut self, question: &Question) -> Result<Vec<Explanation>, Error> {
        let wanted = question.of_variant(&self.variant, &mut self.scenario.sources.clone())?;
        self.solution.audit(&self.variant);
        Ok(self.solution.answer(&self.variant).explain(&wanted, false))
    }
}

#[cfg(test)]
mod tests {
    use super::NominalPoint;
    use crate::api::Scenario;
    use crate::study::rows::{BeliefAfterRow, BeliefRow, DecisionRow, DrawRow, OutcomeRow, PayoffRow, TimelineRow};
    use crate::study::{Plan, Rows};

    const FILES: [&str; 3] = [
        "scenarios/classics/conditional_clause.toml",
        "scenarios/classics/inspection.toml",
        "scenarios/classics/noisy_enforcement.toml",
    ];

    fn at(point: &mut NominalPoint) -> Rows {
        point.run().expect("it is sound")
    }

    #[test]
    fn it_has_the_rows_of_a_run() {
        for file in FILES {
            let scenario = Scenario::open(file).expect("it is right");
            let plan = Plan {
                draws: 1,
                games: 0,
                nominal: true,
                ..Plan::default()
            };
            let variant = scenario.variants().next().expect("there is one").to_owned();
            let scenario = scenario.variant(&variant).expect("it is there");
            let (run, point) = (scenario.run(&plan), scenario.nominal_point());
            let (run, point) = (run.expect("it is sound"), at(&mut point.expect("it is sound")));
            assert_eq!(run.of::<OutcomeRow>(), point.of::<OutcomeRow>());
            assert_eq!(run.of::<PayoffRow>(), point.of::<PayoffRow>());
            assert_eq!(run.of::<TimelineRow>(), point.of::<TimelineRow>());
            assert_eq!(run.of::<DecisionRow>(), point.of::<DecisionRow>());
            assert_eq!(run.of::<BeliefRow>(), point.of::<BeliefRow>());
            assert_eq!(run.of::<BeliefAfterRow>(), point.of::<BeliefAfterRow>());
            assert_eq!(run.of::<DrawRow>(), point.of::<DrawRow>());
        }
    }
}
