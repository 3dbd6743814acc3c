//! Whether a variant's numbers make sense at the nominal point and in every draw that a run would use.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::block::{bind, bind_nominal};
use super::draws::Draws;
use super::error::StudyError;
use super::plan::{Plan, Watch};
use super::variant::Variant;
use crate::numeric::lanes::LANES;

/// Checks the nominal point, and every draw of the plan; the first that makes no sense is the error.
///
/// # Errors
/// A draw makes no sense, or an interruption.
pub fn verify(variant: &Variant, plan: &Plan, watch: &Watch<'_>) -> Result<(), StudyError> {
    bind_nominal(variant, plan.seed)?;
    if variant.model.parameters.is_empty() || plan.nominal {
        return Ok(());
    }
    let draws = Draws::new(&variant.model, plan.seed, false);
    let lanes = LANES as u64;
    let blocks = (0..plan.draws.div_ceil(lanes)).into_par_iter();
    let first_bad = blocks.find_map_first(|block| {
        if watch.interrupted() {
            return Some(StudyError::Interrupted);
        }
        let first = block * lanes;
        bind(variant, &draws, first, (plan.draws - first).min(lanes)).err()
    });
    first_bad.map_or(Ok(()), Err)
}
