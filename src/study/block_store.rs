//! Where work that is finished is kept, so that what was interrupted goes on where it was.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The part of a work that falls to one of several machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    /// Its number, from 1.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

impl Shard {
    /// Whether a unit of work, by its number from 0, falls to it.
    pub(crate) fn takes(self, unit: u64) -> bool {
        unit % self.of == self.number - 1
    }
}

/// Keeps finished blocks of draws.
pub(crate) trait BlockStore: Sync {
    /// What was kept of a block before.
    ///
    /// # Errors
    /// It cannot be read.
    fn known(&self, site: u64, block: u64) -> io::Result<Option<Vec<u8>>>;

    /// Keeps a block; `content` gives its bytes.
    ///
    /// # Errors
    /// It cannot be kept.
    fn keep(&self, site: u64, block: u64, content: &dyn Fn() -> Vec<u8>) -> io::Result<()>;

    /// The shard whose blocks are wanted, and no others: work stops once they are kept.
    fn shard(&self) -> Option<Shard> {
        None
    }
}

/// Where the blocks of one list of draws are kept, as those of a variant.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    /// Its number in the work.
    pub(super) number: u64,
    pub(super) store: &'a dyn BlockStore,
}

impl Site<'_> {
    /// What was kept of a block before; `None` where that is of something else, which does not fit, so that it is made anew.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn known<T: DeserializeOwned>(
        &self,
        block: u64,
        fits: impl FnOnce(&T) -> bool,
    ) -> io::Result<Option<T>> {
        let known = self.store.known(self.number, block)?;
        Ok(known.and_then(|bytes| decode(&bytes)).filter(fits))
    }

    /// Keeps a block.
    ///
    /// # Errors
    /// It cannot be kept.
    pub(super) fn keep(&self, block: u64, content: &impl Serialize) -> io::Result<()> {
        self.store.keep(self.number, block, &|| encode(content))
    }
}

/// Keeps nothing.
pub(crate) struct Forgetful;

impl BlockStore for Forgetful {
    fn known(&self, _: u64, _: u64) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    fn keep(&self, _: u64, _: u64, _: &dyn Fn() -> Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

/// A byte stands for fewer, so that a size that is not that of the bytes takes no memory.
const MOST_COMPRESSED: usize = 256;

/// The bytes that are kept of something. Much of it is zeros, which take hardly any room.
///
/// # Panics
/// Never: everything that is kept has a form in bytes.
pub(super) fn encode(content: &impl Serialize) -> Vec<u8> {
    let bytes = postcard::to_allocvec(content).expect("plain numbers and lists of them");
    lz4_flex::compress_prepend_size(&bytes)
}

/// What the bytes were made from; `None` where they are of something else.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (size, compressed) = lz4_flex::block::uncompressed_size(bytes).ok()?;
    if size / MOST_COMPRESSED > compressed.len() {
        return None;
    }
    let bytes = lz4_flex::decompress(compressed, size).ok()?;
    postcard::from_bytes(&bytes).ok()
}
