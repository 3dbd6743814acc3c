//! The one way in which a number becomes text in a file: the shortest decimals that read back as the same number.

/// A finite number as text: the shortest decimals, with an exponent where there would be many zeros, never −0.
pub(crate) fn shortest(value: f64) -> String {
    let value = unsigned_zero(value);
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

/// The same number, where −0 is 0.
pub(crate) fn unsigned_zero(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { value }
}
