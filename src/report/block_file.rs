//! A file of finished blocks of draws, from which interrupted work goes on. One process at a time writes to it, at its end.
//!
//! It begins with a line that names the format and the id of the results. Records follow, in the order in which blocks
//! were finished: site, block and length of the content (64 bits each, little-endian), the content, and the first eight
//! bytes of the blake3 hash of all that. What follows the last whole record is dropped when the file is opened.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use same_file::Handle;

use super::folder::FolderError;
use crate::study::block_store::{BlockStore, Shard};

/// The bytes of a word.
const WORD: usize = 8;
/// The words of a record before its content.
const HEAD: usize = 3;
/// How the first line begins; the id follows.
const FORMAT: &str = "pactum blocks 3 ";

/// A block: its site and its number.
type Key = (u64, u64);
/// The last record of a shard that is finished, which is no block.
const END: Key = (u64::MAX, u64::MAX);

/// Where the content of a record stands in the file: its first byte, and how many there are.
type Place = (u64, usize);

/// Finished blocks of draws on disk.
#[derive(Debug)]
pub(crate) struct BlockFile {
    open: Mutex<Records>,
    /// Where no locks are to be had, a file that says who writes here.
    owner: Option<Owner>,
    /// The shard that it is of, if it is of one.
    shard: Option<Shard>,
    /// Files of further blocks.
    others: Vec<BlockFile>,
}

/// A file that says who writes, removed with the work.
#[derive(Debug)]
struct Owner(PathBuf);

/// The records of a file.
#[derive(Debug)]
struct Records {
    file: File,
    places: BTreeMap<Key, Place>,
    /// Where the last one ends.
    end: u64,
}

/// What comes of opening a file of blocks to write to it.
#[derive(Debug)]
pub(crate) enum Opened {
    /// It is ours until it is dropped.
    Ours(BlockFile),
    /// Another process writes to it, for the results of this id; empty where it has just begun, and not yet written that.
    Taken(String),
    /// The file system has no locks, and this file says that another process writes here.
    Owned(PathBuf),
}

impl Opened {
    /// The file, where it is ours; `None` where another process computes the results of the same id, which one can wait for,
    /// or will soon say of which.
    ///
    /// # Errors
    /// Another process works on other results at this path, or seems to.
    pub(crate) fn ours(self, path: &Path, id: &str) -> Result<Option<BlockFile>, FolderError> {
        let path = path.to_owned();
        match self {
            Self::Ours(blocks) => Ok(Some(blocks)),
            Self::Taken(other) if other == id || other.is_empty() => Ok(None),
            Self::Taken(_) => Err(FolderError::Busy(path)),
            Self::Owned(owner) => Err(FolderError::Owned { path, owner }),
        }
    }
}

impl BlockFile {
    /// Opens the file of blocks of the results with this id, or begins it. With `fresh`, and where it is of other results,
    /// what was finished before is forgotten.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn open(path: &Path, id: &str, fresh: bool) -> io::Result<Opened> {
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        loop {
            let file = options.open(path)?;
            let owner = match file.try_lock() {
                Ok(()) => None,
                Err(TryLockError::WouldBlock) => return id_of(&file).map(Opened::Taken),
                Err(TryLockError::Error(_)) => {
                    let owner = path.with_extension("owner");
                    if !claimed(&owner)? {
                        return Ok(Opened::Owned(owner));
                    }
                    Some(Owner(owner))
                }
            };
            // Whoever held the lock before may have removed the file.
            if is_at(&file, path)? {
                return Ok(Opened::Ours(Self {
                    owner,
                    ..Self::of(Records::recover(file, id, fresh)?)
                }));
            }
        }
    }

    /// Opens a file of blocks to read it; `None` where it is of results with another id.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) fn read(path: &Path, id: &str) -> io::Result<Option<Self>> {
        let file = File::open(path)?;
        if id_of(&file)? != id {
            return Ok(None);
        }
        Ok(Some(Self::of(Records::of(file)?)))
    }

    fn of(records: Records) -> Self {
        Self {
            open: Mutex::new(records),
            owner: None,
            shard: None,
            others: Vec::new(),
        }
    }

    /// The same for a shard, whose blocks alone are wanted.
    pub(crate) fn of_shard(self, shard: Shard) -> Self {
        Self {
            shard: Some(shard),
            ..self
        }
    }

    /// Removes the file that says who writes here, if there is one.
    pub(crate) fn disown(&mut self) {
        drop(self.owner.take());
    }

    /// Takes blocks from further files.
    pub(crate) fn join(&mut self, others: Vec<Self>) {
        self.others = others;
    }

    /// Notes that all is done that was to be done.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn close(&self) -> io::Result<()> {
        self.records().append(END, &[])
    }

    /// Whether that was noted.
    pub(crate) fn is_closed(&self) -> bool {
        self.records().places.contains_key(&END)
    }

    /// How many blocks are finished.
    pub(crate) fn finished(&self) -> usize {
        self.records().places.len()
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Where it stays, the message that names it says so.
        let _ = fs::remove_file(&self.0);
    }
}

impl BlockStore for BlockFile {
    fn known(&self, site: u64, block: u64) -> io::Result<Option<Vec<u8>>> {
        if let Some(own) = self.records().content((site, block))? {
            return Ok(Some(own));
        }
        for other in &self.others {
            if let Some(content) = other.known(site, block)? {
                return Ok(Some(content));
            }
        }
        Ok(None)
    }

    fn shard(&self) -> Option<Shard> {
        self.shard
    }

    fn keep(&self, site: u64, block: u64, content: &dyn Fn() -> Vec<u8>) -> io::Result<()> {
        let content = content();
        self.records().append((site, block), &content)
    }
}

impl Records {
    /// The records of a file that is to be written to, which then ends with the last whole one.
    fn recover(mut file: File, id: &str, fresh: bool) -> io::Result<Self> {
        if fresh || id_of(&file)? != id {
            let header = format!("{FORMAT}{id}\n");
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(header.as_bytes())?;
        }
        let records = Self::of(file)?;
        records.file.set_len(records.end)?;
        Ok(records)
    }

    /// The records of a file that begins as it should.
    fn of(mut file: File) -> io::Result<Self> {
        let all = file.metadata()?.len();
        let mut reader = BufReader::new(&mut file);
        reader.seek(SeekFrom::Start(0))?;
        let mut end = reader.skip_until(b'\n')? as u64;
        let mut places = BTreeMap::new();
        while let Some((key, length)) = read_record(&mut reader, all - end)? {
            places.insert(key, (end + (HEAD * WORD) as u64, length));
            end += ((HEAD + 1) * WORD + length) as u64;
        }
        Ok(Self { file, places, end })
    }

    fn content(&mut self, key: Key) -> io::Result<Option<Vec<u8>>> {
        let Some(&(first, length)) = self.places.get(&key) else {
            return Ok(None);
        };
        let mut content = vec![0; length];
        self.file.seek(SeekFrom::Start(first))?;
        self.file.read_exact(&mut content)?;
        Ok(Some(content))
    }

    fn append(&mut self, key: Key, content: &[u8]) -> io::Result<()> {
        let head = [key.0, key.1, content.len() as u64];
        let mut bytes: Vec<u8> = head.into_iter().flat_map(u64::to_le_bytes).collect();
        bytes.extend(content);
        bytes.extend(hash(&bytes));
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&bytes)?;
        self.places
            .insert(key, (self.end + (HEAD * WORD) as u64, content.len()));
        self.end += bytes.len() as u64;
        Ok(())
    }
}

/// Reads the next record: its key and the length of its content; `None` where none follows that is whole and not longer
/// than what is left of the file.
fn read_record(reader: &mut impl Read, left: u64) -> io::Result<Option<(Key, usize)>> {
    let mut bytes = vec![0; HEAD * WORD];
    if left < bytes.len() as u64 {
        return Ok(None);
    }
    reader.read_exact(&mut bytes)?;
    let word = |at: usize| {
        let mut word = [0; WORD];
        word.copy_from_slice(&bytes[at * WORD..(at + 1) * WORD]);
        u64::from_le_bytes(word)
    };
    let (key, length) = ((word(0), word(1)), word(2));
    let rest = ((HEAD + 1) * WORD) as u64;
    let whole = length.checked_add(rest).is_some_and(|all| all <= left);
    let Some(length) = usize::try_from(length).ok().filter(|_| whole) else {
        return Ok(None);
    };
    let content = bytes.len()..bytes.len() + length;
    bytes.resize(content.end + WORD, 0);
    reader.read_exact(&mut bytes[content.start..])?;
    let (all, kept) = bytes.split_at(content.end);
    Ok((hash(all) == kept).then_some((key, length)))
}

/// The bytes of a hash that a record ends with.
fn hash(bytes: &[u8]) -> [u8; WORD] {
    let mut kept = [0; WORD];
    kept.copy_from_slice(&blake3::hash(bytes).as_bytes()[..WORD]);
    kept
}

/// The id in the first line of a file; empty where it is no file of blocks.
fn id_of(mut file: &File) -> io::Result<String> {
    file.seek(SeekFrom::Start(0))?;
    let mut line = Vec::new();
    BufReader::new(file.take(1024)).read_until(b'\n', &mut line)?;
    let id = line.strip_prefix(FORMAT.as_bytes());
    let id = id.and_then(|id| id.strip_suffix(b"\n")).unwrap_or_default();
    Ok(String::from_utf8_lossy(id).into_owned())
}

/// Whether an open file is the one at a path.
pub(super) fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let own = Handle::from_file(file.try_clone()?)?;
    match Handle::from_path(path) {
        Ok(there) => Ok(there == own),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes the file that says who writes, where no locks are to be had; whether nobody had made it before.
fn claimed(owner: &Path) -> io::Result<bool> {
    let mut options = OpenOptions::new();
    match options.write(true).create_new(true).open(owner) {
        Ok(mut file) => writeln!(file, "process {}", std::process::id()).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{BlockFile, Opened};
    use crate::study::block_store::BlockStore;

    fn open(path: &Path, id: &str, fresh: bool) -> BlockFile {
        match BlockFile::open(path, id, fresh).expect("it can be written") {
            Opened::Ours(file) => file,
            other => panic!("nobody else writes: {other:?}"),
        }
    }

    fn known(file: &BlockFile, site: u64, block: u64) -> Option<Vec<u8>> {
        file.known(site, block).expect("it can be read")
    }

    #[test]
    fn whole_blocks_survive_and_the_rest_is_computed_again() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("blocks");
        let file = open(&path, "1", false);
        file.keep(0, 0, &|| vec![5; 9]).expect("there is room");
        file.keep(7, 1, &|| vec![1]).expect("there is room");
        drop(file);
        let whole = fs::read(&path).expect("it is there");
        for cut in 1..33 {
            fs::write(&path, &whole[..whole.len() - cut]).expect("there is room");
            let file = open(&path, "1", false);
            assert_eq!(known(&file, 0, 0), Some(vec![5; 9]));
            assert_eq!((file.finished(), known(&file, 7, 1)), (1, None), "{cut} bytes cut off");
        }
        let file = open(&path, "1", false);
        file.keep(7, 1, &|| vec![1]).expect("there is room");
        assert_eq!(
            (known(&file, 7, 1), known(&file, 0, 0)),
            (Some(vec![1]), Some(vec![5; 9]))
        );
        drop(file);
        assert_eq!(fs::read(&path).expect("it is there"), whole);
        let reader = BlockFile::read(&path, "1")
            .expect("it can be read")
            .expect("of this id");
        assert_eq!((reader.finished(), known(&reader, 0, 0)), (2, Some(vec![5; 9])));
        assert_eq!(open(&path, "1", true).finished(), 0);
    }

    #[test]
    fn blocks_that_were_changed_and_what_follows_them_do_not_count() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("blocks");
        let file = open(&path, "1", false);
        let header = fs::read(&path).expect("it is there").len();
        file.keep(0, 0, &|| vec![5; 9]).expect("there is room");
        drop(file);
        let whole = fs::read(&path).expect("it is there");
        for changed in header..whole.len() {
            let mut bytes = whole.clone();
            bytes[changed] ^= 0x81;
            fs::write(&path, bytes).expect("there is room");
            assert_eq!(open(&path, "1", false).finished(), 0, "byte {changed}");
        }
    }

    #[test]
    fn one_process_writes_at_a_time_and_blocks_of_other_results_do_not_count() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("blocks");
        let file = open(&path, "1", false);
        file.keep(0, 0, &|| vec![1]).expect("there is room");
        let second = BlockFile::open(&path, "2", false).expect("it can be tried");
        assert!(matches!(second, Opened::Taken(id) if id == "1"));
        drop(file);
        assert!(BlockFile::read(&path, "2").expect("it can be read").is_none());
        assert_eq!(open(&path, "2", false).finished(), 0);
    }

    #[test]
    fn who_has_just_begun_is_waited_for() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("blocks");
        let begun = fs::File::create(&path).expect("there is room");
        begun.lock().expect("nobody else holds it");
        let opened = BlockFile::open(&path, "1", false).expect("it can be tried");
        assert!(matches!(opened.ours(&path, "1"), Ok(None)));
    }
}
