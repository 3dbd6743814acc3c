//! The derivatives of a scenario's exact results by its numbers.

use super::error::Error;
use super::scenario::{Scenario, unwatched};
use crate::study::derivatives::DerivativeRow;
use crate::study::{FreedVariant, Progress, SelectedDraw, StudyError, Variant, Watch, derivatives, derivatives_by_all};

impl Scenario {
    /// How the exact results of one draw of every chosen variant change with each uncertain parameter, equilibrium play
    /// included: the derivative of each outcome's probability and of each actor's expected payoff. `None` is the nominal
    /// point.
    ///
    /// # Errors
    /// The scenario is wrong, a number makes no sense in the draw, or its results have no derivatives.
    pub fn derivatives(&self, draw: Option<u64>, seed: u64) -> Result<Vec<DerivativeRow>, Error> {
        self.derivatives_watched(draw, seed, unwatched())
    }

    /// The same, stopped soon after it is interrupted.
    pub(super) fn derivatives_watched(
        &self,
        draw: Option<u64>,
        seed: u64,
        watch: &Watch<'_>,
    ) -> Result<Vec<DerivativeRow>, Error> {
        self.of_each(watch, |variant| {
            Ok(derivatives(variant, SelectedDraw { draw, seed }, watch.interrupt))
        })
    }

    /// The same by every number of the scenario that may vary alone, its certain ones among them; without the certain
    /// ones where a scenario with all of them free would be unsound.
    ///
    /// # Errors
    /// Those of [`Scenario::derivatives`].
    pub fn derivatives_by_all(&self, draw: Option<u64>, seed: u64) -> Result<Vec<DerivativeRow>, Error> {
        let watch = unwatched();
        self.of_each(watch, |variant| {
            let (freed, varied, _) = self.freed(variant)?;
            let freed = FreedVariant {
                variant,
                freed: &freed,
                varied: &varied,
            };
            Ok(derivatives_by_all(freed, SelectedDraw { draw, seed }, watch.interrupt))
        })
    }

    /// The rows of every chosen variant.
    fn of_each(
        &self,
        watch: &Watch<'_>,
        rows: impl Fn(&Variant) -> Result<Result<Vec<DerivativeRow>, StudyError>, Error>,
    ) -> Result<Vec<DerivativeRow>, Error> {
        let variants = self.explore()?;
        let mut all = Vec::new();
        for (variant, done) in variants.iter().zip(1..) {
            if watch.interrupted() {
                return Err(Error::Interrupted);
            }
            all.extend(rows(variant)?.map_err(|error| self.blame(error, [variant]))?);
            (watch.progress)(Progress {
                done,
                of: variants.len() as u64,
            });
        }
        Ok(all)
    }
}
