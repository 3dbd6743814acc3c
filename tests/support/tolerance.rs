//! Numbers that are known to some digits.

/// Expects a number to be met.
#[track_caller]
pub(crate) fn meets(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found} is not {wanted}");
}
