//! Mathematics without a domain.

pub mod distribution;
pub mod lanes;
pub mod math;
