//! Mathematics without a domain: portable elementary functions, distributions, random streams, summaries.
//!
//! Everything here gives the same bits on every 64-bit machine: it uses only operations that IEEE 754 defines exactly
//! (the four operations, square root, rounding, comparison), written out here or in the `libm` crate.

pub(crate) mod acceleration;
pub(crate) mod betting_interval;
pub(crate) mod copula;
pub(crate) mod counts;
pub(crate) mod decimal;
pub(crate) mod dirichlet;
pub(crate) mod distribution;
pub(crate) mod krylov;
pub(crate) mod lanes;
pub(crate) mod latin_hypercube;
pub(crate) mod level;
pub(crate) mod linear;
pub(crate) mod linear_record;
pub(crate) mod math;
pub(crate) mod path_following;
pub(crate) mod precision;
pub(crate) mod prior;
pub(crate) mod quantile;
pub(crate) mod quasi_newton;
pub(crate) mod scaled;
pub(crate) mod sketch;
pub(crate) mod sobol_points;
mod special;
pub(crate) mod stream;
pub(crate) mod summary;
pub(crate) mod symmetric;
