//! What is known of a point soon.

use serde_json::{Value, json};

use super::error::Error;
use crate::study::nominal_solution::NominalSolution;
use crate::study::rows::{OutcomeRow, PayoffRow, TimelineRow};
use crate::study::table::Row;
use crate::study::{Rows, Variant};

/// What is known of a point before its audit.
pub struct Preview {
    /// Whether the solution is rough: its probabilities have an error of about 10⁻⁴.
    pub rough: bool,
    /// The rows of outcomes, payoffs and the timeline, as a run gives them.
    pub rows: Rows,
}

impl Preview {
    /// What a solution says.
    ///
    /// # Errors
    /// A number makes no sense at the point.
    pub(super) fn of(variant: &Variant, solution: &NominalSolution) -> Result<Self, Error> {
        let mut rows = Rows::default();
        solution.put_rows(variant, &mut rows).map_err(Error::Write)?;
        Ok(Self {
            rough: solution.is_rough(),
            rows,
        })
    }

    /// The same as JSON: whether it is `rough`, and `tables` by name, as [`Rows::json`] gives them.
    pub fn json(&self) -> Value {
        let tables = json!({
            OutcomeRow::TABLE: self.rows.json::<OutcomeRow>(),
            PayoffRow::TABLE: self.rows.json::<PayoffRow>(),
            TimelineRow::TABLE: self.rows.json::<TimelineRow>(),
        });
        json!({ "rough": self.rough, "tables": tables })
    }
}
