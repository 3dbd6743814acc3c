//! Limits on the size of game files, so that no file can exhaust the memory.

use super::error::FileError;
use crate::source::{Code, Span};

/// The largest file that is read, in bytes.
pub(crate) const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The most nodes of a tree, and the most combinations of strategies of a table.
pub(crate) const MOST_NODES: usize = 1_000_000;

/// The most payoffs.
pub(super) const MOST_PAYOFFS: usize = 8_000_000;

/// The most values that solving may have to hold: nodes or outcomes × players.
pub(super) const MOST_VALUES: usize = 10_000_000;

/// Refuses more of something than the limit.
pub(super) fn too_many(place: Span, most: usize, what: &str) -> FileError {
    too_large(place, &format!("more than {most} {what}"))
}

/// Refuses what is beyond a limit.
pub(super) fn too_large(place: Span, what: &str) -> FileError {
    let message = format!("the game has {what}, which is more than can be handled");
    Box::new(Code::GameTooLarge.at(place, message))
}
