//! Replaces files atomically: a file holds the old text or the new one, never a part.
//!
//! The new text is written to a hidden file beside it, which is locked meanwhile. What a process leaves there that is stopped
//! is taken over by the next one that writes the file.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::block_file::is_at;
use super::folder::FolderError;

/// Replaces a file. Its permissions stay.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<(), FolderError> {
    write_all(&[(path.to_owned(), text)])
}

/// Writes files together: none gets its name before all are complete.
pub(crate) fn write_all<B: AsRef<[u8]>>(files: &[(PathBuf, B)]) -> Result<(), FolderError> {
    let mut files: Vec<&(PathBuf, B)> = files.iter().collect();
    // Processes that write the same files must not wait for each other.
    files.sort_by_key(|(path, _)| path);
    let mut partials: Vec<Partial<'_>> = Vec::new();
    for (path, bytes) in files {
        let partial = Partial::of(path, bytes.as_ref(), &partials);
        partials.push(partial.map_err(|reason| FolderError::write(path, reason))?);
    }
    partials.into_iter().try_for_each(Partial::name)
}

/// A file that is complete under another name.
struct Partial<'a> {
    target: &'a Path,
    path: PathBuf,
    /// Locked while it is open.
    file: Option<File>,
}

impl<'a> Partial<'a> {
    fn of(target: &'a Path, bytes: &[u8], others: &[Self]) -> io::Result<Self> {
        let mut name = std::ffi::OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(".partial");
        let path = target.with_file_name(name);
        for other in others.iter().filter_map(|other| other.file.as_ref()) {
            if is_at(other, &path)? {
                return Err(io::Error::other("it is to be written twice"));
            }
        }
        let mut partial = Self {
            target,
            file: Some(locked(&path)?),
            path,
        };
        partial.write(bytes)?;
        Ok(partial)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        if let Ok(there) = fs::metadata(self.target) {
            file.set_permissions(there.permissions())?;
        }
        file.set_len(0)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    /// Gives the file its name.
    fn name(mut self) -> Result<(), FolderError> {
        fs::rename(&self.path, self.target).map_err(|reason| FolderError::write(self.target, reason))?;
        self.file = None;
        Ok(())
    }
}

impl Drop for Partial<'_> {
    fn drop(&mut self) {
        if self.file.is_some() {
            // The first failure is the one to report.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens a file that nobody else writes to; waits for whoever does.
fn locked(path: &Path) -> io::Result<File> {
    loop {
        let file = File::options().write(true).create(true).truncate(false).open(path)?;
        // Where there are no locks, two processes that write the same file at the same moment are not kept apart.
        let _ = file.lock();
        // Whoever held the lock before has renamed the file, or removed it.
        if is_at(&file, path)? {
            return Ok(file);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{write_all, write_whole};

    #[test]
    fn a_file_is_replaced_at_once() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("latest");
        write_whole(&path, "one\n").expect("there is room");
        write_whole(&path, "two\n").expect("there is room");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "two\n");
        assert_eq!(fs::read_dir(place.path()).expect("it is there").count(), 1);
    }

    #[test]
    fn files_are_written_together_or_not_at_all() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let fine = place.path().join("fine");
        let bad = place.path().join("missing/folder");
        let twice = place.path().join("./fine");
        for other in [bad, twice] {
            assert!(write_all(&[(fine.clone(), "x"), (other, "y")]).is_err());
            assert_eq!(fs::read_dir(place.path()).expect("it is there").count(), 0);
        }
        write_all(&[(fine.clone(), "x")]).expect("there is room");
        assert_eq!(fs::read_to_string(&fine).expect("it is there"), "x");
    }

    #[test]
    fn what_a_stopped_process_left_is_taken_over() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("latest");
        fs::write(place.path().join(".latest.partial"), "a longer text that is").expect("there is room");
        write_whole(&path, "new\n").expect("there is room");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "new\n");
        assert_eq!(fs::read_dir(place.path()).expect("it is there").count(), 1);
    }

    #[test]
    fn many_who_write_the_same_file_wait_for_each_other() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("latest");
        let texts = ["a".repeat(10_000), "b".repeat(20_000)];
        std::thread::scope(|scope| {
            for text in texts.iter().cycle().take(8) {
                scope.spawn(|| (0..20).for_each(|_| write_whole(&path, text).expect("there is room")));
            }
        });
        assert!(texts.contains(&fs::read_to_string(&path).expect("it is there")));
        assert_eq!(fs::read_dir(place.path()).expect("it is there").count(), 1);
    }
}
