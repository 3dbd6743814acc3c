//! Blocks of draws.

/// The number of draws in a block.
pub const LANES: usize = 8;

/// One number for each draw of a block.
pub type Lanes = [f64; LANES];
