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

/// The bytes that are kept of something. Much of it is zeros, which take hardly any room.
///
/// # Panics
/// Never: everything that is kept has a form in bytes.
pub(super) fn encode(content: &impl Serialize) -> Vec<u8> {
    let bytes = postcard::to_allocvec(content).expect("plain numbers and lists of them");
    lz4_flex::compress_prepend_size(&bytes)
}

/// What the bytes were made from.
///
/// # Errors
/// They are of something else.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> io::Result<T> {
    let bytes = lz4_flex::decompress_size_prepended(bytes).map_err(io::Error::other)?;
    postcard::from_bytes(&bytes).map_err(io::Error::other)
}
