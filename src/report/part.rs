//! The hidden part folder of results that are under way: finished blocks of draws, from which the same command goes on.
//!
//! Its file `blocks` begins with a line that names the format and the id of the results. Records follow, in the order in
//! which blocks were finished: site, block and count of numbers (64 bits each, little-endian), the numbers, and the first
//! eight bytes of the blake3 hash of all that. What follows the last whole record is dropped when the file is opened.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::folder::{FolderError, make_parents};
use crate::study::evaluation::BlockStore;

/// The file of finished blocks.
const BLOCKS: &str = "blocks";
/// The bytes of a word.
const WORD: usize = 8;
/// The words of a record before its numbers.
const HEAD: usize = 3;

/// Finished blocks of draws on disk.
pub(crate) struct Part {
    folder: PathBuf,
    /// The parents that had to be made, outermost first.
    made: Vec<PathBuf>,
    file: Mutex<File>,
    known: BTreeMap<(u64, u64), Vec<f64>>,
}

impl Part {
    /// Opens the part of results with this id beside their folder, or begins it. With `fresh`, what was finished before is
    /// forgotten.
    ///
    /// # Errors
    /// It cannot be written, or another process works on it.
    pub(crate) fn open(target: &Path, id: &str, fresh: bool) -> Result<Self, FolderError> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let folder = target.with_file_name(format!(".{name}.part"));
        let refused = |reason| FolderError::write(&folder, reason);
        let made = make_parents(&folder)?;
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(folder.join(BLOCKS)).map_err(refused)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(FolderError::Busy(target.to_owned())),
            // A file system without locks: two equal commands at once would write the same numbers.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let known = recover(&mut file, id, fresh).map_err(refused)?;
        let file = Mutex::new(file);
        Ok(Self {
            folder,
            made,
            file,
            known,
        })
    }

    /// How many blocks were finished before.
    pub(crate) fn finished(&self) -> usize {
        self.known.len()
    }

    /// Removes the part, once the results are complete or cannot be had.
    pub(crate) fn remove(self) {
        drop(self.file);
        // What stays is found by the next equal command.
        let _ = fs::remove_dir_all(&self.folder);
        for parent in self.made.iter().rev() {
            // Those that hold the results stay.
            let _ = fs::remove_dir(parent);
        }
    }
}

impl BlockStore for Part {
    fn known(&self, site: u64, block: u64) -> Option<Vec<f64>> {
        self.known.get(&(site, block)).cloned()
    }

    fn keep(&self, site: u64, block: u64, numbers: &[f64]) -> io::Result<()> {
        let record = record(site, block, numbers);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&record)
    }
}

/// The blocks that a file holds, which then ends with the last of them.
fn recover(file: &mut File, id: &str, fresh: bool) -> io::Result<BTreeMap<(u64, u64), Vec<f64>>> {
    let header = format!("pactum blocks 1 {id}\n");
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let mut known = BTreeMap::new();
    let mut end = header.len();
    if fresh || !bytes.starts_with(header.as_bytes()) {
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(header.as_bytes())?;
        return Ok(known);
    }
    while let Some((length, place, numbers)) = read(&bytes[end..]) {
        known.insert(place, numbers);
        end += length;
    }
    file.set_len(end as u64)?;
    file.seek(SeekFrom::Start(end as u64))?;
    Ok(known)
}

fn record(site: u64, block: u64, numbers: &[f64]) -> Vec<u8> {
    let head = [site, block, numbers.len() as u64];
    let words = head.into_iter().chain(numbers.iter().map(|number| number.to_bits()));
    let mut bytes: Vec<u8> = words.flat_map(u64::to_le_bytes).collect();
    let hash = blake3::hash(&bytes);
    bytes.extend(&hash.as_bytes()[..WORD]);
    bytes
}

/// The record at the beginning of some bytes: its length, its site and block, its numbers; `None` where it is not whole.
fn read(bytes: &[u8]) -> Option<(usize, (u64, u64), Vec<f64>)> {
    let word = |at: usize| {
        let bytes = bytes.get(at * WORD..(at + 1) * WORD)?;
        Some(u64::from_le_bytes(bytes.try_into().ok()?))
    };
    let count = usize::try_from(word(2)?).ok()?;
    let length = count.checked_add(HEAD)?.checked_mul(WORD)?;
    let hash = bytes.get(length..length.checked_add(WORD)?)?;
    if blake3::hash(&bytes[..length]).as_bytes()[..WORD] != *hash {
        return None;
    }
    let numbers = (HEAD..HEAD + count).map(|at| word(at).map(f64::from_bits));
    Some((length + WORD, (word(0)?, word(1)?), numbers.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{BLOCKS, Part};
    use crate::study::evaluation::BlockStore;

    #[test]
    fn whole_blocks_survive_and_the_rest_is_computed_again() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("sweep-1");
        let open = |id, fresh| Part::open(&target, id, fresh).expect("it can be written");
        let part = open("1", false);
        part.keep(0, 0, &[0.5, f64::NAN]).expect("there is room");
        part.keep(7, 1, &[-1.0]).expect("there is room");
        drop(part);
        let file = place.path().join(".sweep-1.part").join(BLOCKS);
        let whole = fs::read(&file).expect("it is there");
        for cut in 1..40 {
            fs::write(&file, &whole[..whole.len() - cut]).expect("there is room");
            let part = open("1", false);
            let first = part.known(0, 0).expect("its record is whole");
            assert!(first[0] == 0.5 && first[1].is_nan());
            assert_eq!((part.finished(), part.known(7, 1)), (1, None), "{cut} bytes cut off");
        }
        let part = open("1", false);
        part.keep(7, 1, &[-1.0]).expect("there is room");
        drop(part);
        assert_eq!(fs::read(&file).expect("it is there"), whole);
        assert_eq!(open("1", true).finished(), 0);
    }

    #[test]
    fn blocks_of_other_results_do_not_count() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("out");
        let part = Part::open(&target, "1", false).expect("it can be written");
        part.keep(0, 0, &[1.0]).expect("there is room");
        assert!(Part::open(&target, "1", false).is_err(), "two processes at once");
        drop(part);
        let other = Part::open(&target, "2", false).expect("it can be written");
        assert_eq!(other.finished(), 0);
        other.remove();
        assert!(!place.path().join(".out.part").exists());
    }
}
