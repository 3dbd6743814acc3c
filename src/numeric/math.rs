//! Portable mathematics (placeholder until the numeric branch lands).
#![expect(missing_docs, reason = "to be replaced")]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}
pub fn sqrt(x: f64) -> f64 {
    libm::sqrt(x)
}
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
pub fn max(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
pub fn min(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
