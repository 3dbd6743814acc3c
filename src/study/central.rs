//! A variant at the nominal values of its parameters.

use super::block::bind_nominal;
use super::error::StudyError;
use super::variant::Variant;
use crate::game::Bound;

/// The game of a variant with the nominal values put in.
///
/// # Errors
/// That some number makes no sense there.
pub fn central(variant: &Variant) -> Result<Bound<'_>, StudyError> {
    bind_nominal(variant, 0)
}
