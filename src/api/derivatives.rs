//! The derivatives of a scenario's exact results by its numbers.

use super::error::Error;
use super::scenario::Scenario;
use crate::study::derivatives::DerivativeRow;
use crate::study::{FreedVariant, SelectedDraw, StudyError, Variant, derivatives, derivatives_by_all};

impl Scenario {
    /// How the exact results of one draw of every chosen variant change with each uncertain parameter, equilibrium play
    /// included: the derivative of each outcome's probability and of each actor's expected payoff. `None` is the nominal
    /// point.
    ///
    /// # Errors
    /// The scenario is wrong, a number makes no sense in the draw, or its results have no derivatives.
    pub fn derivatives(&self, draw: Option<u64>, seed: u64) -> Result<Vec<DerivativeRow>, Error> {
        self.of_each(|variant| Ok(derivatives(variant, SelectedDraw { draw, seed })))
    }

    /// The same by every number of the scenario that may vary alone, its certain ones among them; without the certain
    /// ones where a scenario with all of them free would be unsound.
    ///
    /// # Errors
    /// Those of [`Scenario::derivatives`].
    pub fn derivatives_by_all(&self, draw: Option<u64>, seed: u64) -> Result<Vec<DerivativeRow>, Error> {
        self.of_each(|variant| {
            let (freed, varied, _) = self.freed(variant)?;
            let freed = FreedVariant {
                variant,
                freed: &freed,
                varied: &varied,
            };
            Ok(derivatives_by_all(freed, SelectedDraw { draw, seed }))
        })
    }

    /// The rows of every chosen variant.
    fn of_each(
        &self,
        rows: impl Fn(&Variant) -> Result<Result<Vec<DerivativeRow>, StudyError>, Error>,
    ) -> Result<Vec<DerivativeRow>, Error> {
        let variants = self.explore()?;
        let rows = variants
            .iter()
            .map(|variant| rows(variant)?.map_err(|error| self.blame(error, [variant])));
        let rows: Vec<Vec<DerivativeRow>> = rows.collect::<Result<_, _>>()?;
        Ok(rows.concat())
    }
}
