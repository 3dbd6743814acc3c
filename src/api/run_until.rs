//! Runs that go on until their probabilities are known well enough.

use super::error::Error;
use super::scenario::{Scenario, unwatched};
use crate::study::block_store::Forgetful;
use crate::study::{Plan, Rows, Until, run_until};

impl Scenario {
    /// Plays every chosen variant with as many draws as it takes until the 95 % interval of every outcome's probability is
    /// narrower than `width`, at most those of the plan. Rows are those of [`Scenario::run`] with just these draws; the
    /// intervals hold at all looks together, so that looking after every batch does not narrow them.
    ///
    /// ```
    /// use pactum::{OutcomeRow, Plan, Scenario};
    ///
    /// let scenario = Scenario::open("scenarios/classics/floods_together.toml")?;
    /// let most = Plan { draws: 2_000, games: 0, ..Plan::default() };
    /// let (rows, until) = scenario.run_until(0.2, &most)?;
    /// assert!(until.met && until.looks.last().expect("there is one").draws < 2_000);
    /// for (row, interval) in rows.of::<OutcomeRow>().iter().zip(&until.intervals) {
    ///     println!("{:10} {:.3} ({:.3} to {:.3})", row.outcome, row.probability, interval.low, interval.high);
    /// #   assert!(row.outcome == interval.outcome && interval.high - interval.low < 0.2);
    /// #   assert!(interval.low < row.probability && row.probability < interval.high);
    /// }
    /// # Ok::<(), pactum::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Scenario::run`], or an interval of this width cannot be reached: it is not above 0 and at most 1, or the
    /// plan is of the nominal point only.
    pub fn run_until(&self, width: f64, most: &Plan) -> Result<(Rows, Until), Error> {
        if !(width > 0.0 && width <= 1.0) {
            let refused = "is not the width of an interval of probabilities, above 0 and at most 1";
            return Err(Error::Unknown(format!("{width} {refused}")));
        }
        if most.nominal {
            let refused = "the nominal point is a single draw, whose probabilities have no interval";
            return Err(Error::Unknown(format!("{refused}: plan draws")));
        }
        let variants = self.explore()?;
        let mut rows = Rows::default();
        let summary = run_until(&variants, (most, width), (unwatched(), &Forgetful), &mut rows);
        let summary = summary.map_err(|error| self.blame(error, &variants))?;
        Ok((rows, summary.until.expect("such a run says where it stopped")))
    }
}

#[cfg(test)]
mod tests {
    use crate::api::{Error, Scenario};
    use crate::study::Plan;
    use crate::study::rows::OutcomeRow;

    const FLOODS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/classics/floods_together.toml");

    #[test]
    fn rows_are_those_of_a_run_with_just_these_draws() {
        let scenario = Scenario::open(FLOODS).expect("the file is sound");
        let most = Plan {
            draws: 1_000,
            games: 2,
            ..Plan::default()
        };
        let (rows, until) = scenario.run_until(0.25, &most).expect("it can be run");
        let draws = until.looks.last().expect("there is a look").draws;
        assert!(until.met && draws == 192, "{until:?}");
        let run = scenario.run(&Plan { draws, ..most }).expect("it can be run");
        assert_eq!(rows.of::<OutcomeRow>(), run.of::<OutcomeRow>());
        let (_, until) = scenario
            .run_until(0.01, &Plan { draws: 200, ..most })
            .expect("it can be run");
        assert!(!until.met);
    }

    #[test]
    fn widths_that_no_interval_has_are_refused() {
        let scenario = Scenario::open(FLOODS).expect("the file is sound");
        let nominal = Plan::default().nominal().expect("so many can be counted");
        for (width, plan) in [
            (0.0, Plan::default()),
            (f64::NAN, Plan::default()),
            (1.5, Plan::default()),
            (0.1, nominal),
        ] {
            let refused = scenario.run_until(width, &plan);
            assert!(matches!(refused, Err(Error::Unknown(_))), "{width}");
        }
    }
}
