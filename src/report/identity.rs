//! The name of a run: a short hash of everything that its results follow from.

use std::fs::File;
use std::io;
use std::path::Path;

/// The length of an id.
const LENGTH: usize = 12;

/// The hash of a content, in full.
pub(crate) fn hash(content: impl AsRef<[u8]>) -> String {
    blake3::hash(content.as_ref()).to_hex().to_string()
}

/// The size and the hash of a file, which may be larger than the memory.
///
/// # Errors
/// It cannot be read.
pub(super) fn size_and_hash(path: &Path) -> io::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok((hasher.count(), hasher.finalize().to_hex().to_string()))
}

/// The id of a run: the beginning of the digest of its parts.
pub(crate) fn id<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    digest(parts)[..LENGTH].to_owned()
}

/// A digest that is equal for equal parts, each preceded by its length so that no two lists of parts are confused.
pub(crate) fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn ids_tell_lists_apart() {
        assert_eq!(id(["a", "b"]), id(["a", "b"]));
        assert_ne!(id(["a", "b"]), id(["ab", ""]));
        assert_ne!(id(["a", "b"]), id(["b", "a"]));
        assert_eq!(id(["a"]).len(), 12);
    }
}
