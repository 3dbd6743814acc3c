//! Where a study keeps the blocks of draws that it has finished.

use std::io;

/// Keeps finished blocks of draws, so that an interrupted study goes on where it was.
pub(crate) trait BlockStore: Sync {
    /// The numbers of a block that was kept before.
    fn known(&self, site: u64, block: u64) -> Option<Vec<f64>>;

    /// Keeps the numbers of a block.
    ///
    /// # Errors
    /// They cannot be kept.
    fn keep(&self, site: u64, block: u64, numbers: &[f64]) -> io::Result<()>;
}

/// Keeps nothing.
pub(crate) struct Forgetful;

impl BlockStore for Forgetful {
    fn known(&self, _: u64, _: u64) -> Option<Vec<f64>> {
        None
    }

    fn keep(&self, _: u64, _: u64, _: &[f64]) -> io::Result<()> {
        Ok(())
    }
}
