//! A variant at the nominal values of its parameters.

use super::block::bind;
use super::draws::Draws;
use super::error::StudyError;
use super::variant::Variant;
use crate::game::Bound;

/// The game of a variant with the nominal values put in.
///
/// # Errors
/// That some number makes no sense there.
pub fn central(variant: &Variant) -> Result<Bound<'_>, StudyError> {
    let seed = 0;
    let draws = Draws::new(&variant.model, seed, true);
    bind(variant, &draws, seed, 0, 1)
}
