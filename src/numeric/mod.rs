//! Mathematics without a domain: portable elementary functions, distributions, random streams, summaries.
//!
//! Everything here gives the same bits on every 64-bit machine: it uses only operations that IEEE 754 defines exactly
//! (the four operations, square root, rounding, comparison), written out here or in the `libm` crate.

pub mod copula;
pub mod decimal;
pub mod dirichlet;
pub mod distribution;
pub mod krylov;
pub mod lanes;
pub mod linear;
pub mod math;
pub mod path;
pub mod quantile;
pub mod scaled;
pub mod sketch;
mod special;
pub mod stream;
pub mod summary;
pub mod tabulated;
