//! One solved draw, ready to be played.

use crate::game::{Bound, Profile};

/// One solved draw, ready to be played.
#[derive(Clone, Copy, Debug)]
pub struct Draw<'a> {
    /// The block of draws that it belongs to.
    pub bound: &'a Bound<'a>,
    /// The strategy profile of the block.
    pub profile: &'a Profile,
    /// Its lane in the block.
    pub lane: usize,
    /// Its number among all draws.
    pub number: u64,
}
