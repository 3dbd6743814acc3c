//! A results folder on disk: refused before any work where it cannot be written, and then complete or absent.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The file that marks a results folder.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Why a folder cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// Something is there already.
    #[error("{path} exists already; choose another --out, or give --force to replace it", path = .0.display())]
    Exists(PathBuf),
    /// It is no folder.
    #[error("{path} is not a folder", path = .0.display())]
    NotAFolder(PathBuf),
    /// Replacing it would lose something that is not ours.
    #[error(
        "{path} holds {stranger:?}, which is not part of a results folder: it is not replaced, not even with --force",
        path = .path.display()
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        stranger: String,
    },
    /// It has no manifest, so it is no results folder.
    #[error(
        "{path} holds no {MANIFEST}, so it is no results folder: it is not replaced, not even with --force",
        path = .0.display()
    )]
    Unmarked(PathBuf),
    /// Another process works on the same results.
    #[error("another process is working on {path}; wait for it, or choose another --out", path = .0.display())]
    Busy(PathBuf),
    /// The system refuses to write.
    #[error("cannot write {path}: {reason}", path = .path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// The error of the system.
        #[source]
        reason: io::Error,
    },
}

impl FolderError {
    /// Joins a path to the error of the system.
    pub(crate) fn write(path: &Path, reason: io::Error) -> Self {
        let path = path.to_owned();
        Self::Write { path, reason }
    }
}

/// A folder that is being written: its files are in a hidden sibling, which is renamed at the end.
/// Dropped before that, it removes them.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The path that it will have.
    pub target: PathBuf,
    /// The path under which it gathers until then.
    pub gathering: PathBuf,
    /// The parents that had to be made, outermost first.
    made: Vec<PathBuf>,
    files: Vec<PathBuf>,
    replace: bool,
}

impl Folder {
    /// Fails where something is there that the folder cannot take the place of.
    pub(crate) fn refuse(target: &Path, replace: bool, ours: fn(&str) -> bool) -> Result<(), FolderError> {
        let whole = fs::canonicalize(target);
        refuse_what_exists(whole.as_deref().unwrap_or(target), replace, ours)
    }

    /// Makes sure that the folder can be written. `replace` allows it to take the place of an empty folder or an older
    /// results folder, which holds a manifest, and nothing but files that are `ours` by their names.
    pub(crate) fn prepare(target: &Path, replace: bool, ours: fn(&str) -> bool) -> Result<Self, FolderError> {
        let mut target = target.to_owned();
        if target.exists() {
            let whole = fs::canonicalize(&target);
            target = whole.map_err(|reason| FolderError::write(&target, reason))?;
        }
        refuse_what_exists(&target, replace, ours)?;
        let Some(name) = target.file_name() else {
            return Err(FolderError::NotAFolder(target));
        };
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let made = make_parents(parent)?;
        let hidden = format!(".{}.partial-{}", name.to_string_lossy(), std::process::id());
        let folder = Self {
            gathering: parent.join(hidden),
            target,
            made,
            files: Vec::new(),
            replace,
        };
        let made = fs::create_dir(&folder.gathering);
        made.map_err(|reason| FolderError::write(&folder.gathering, reason))?;
        Ok(folder)
    }

    /// Begins a file.
    pub(crate) fn create(&mut self, name: &str) -> Result<BufWriter<File>, FolderError> {
        let path = self.gathering.join(name);
        let file = File::create(&path).map_err(|reason| self.refused(name, reason))?;
        self.files.push(path);
        Ok(BufWriter::new(file))
    }

    /// Writes a whole file.
    pub(crate) fn write(&mut self, name: &str, content: &(impl AsRef<[u8]> + ?Sized)) -> Result<(), FolderError> {
        let mut file = self.create(name)?;
        let written = file.write_all(content.as_ref()).and_then(|()| file.flush());
        written.map_err(|reason| self.refused(name, reason))
    }

    /// The error that the system refuses to write a file.
    pub(super) fn refused(&self, name: &str, reason: io::Error) -> FolderError {
        FolderError::write(&self.target.join(name), reason)
    }

    /// Gives the folder its name.
    pub(crate) fn finish(mut self) -> Result<PathBuf, FolderError> {
        let settled = self.settle();
        settled.map_err(|reason| FolderError::write(&self.target, reason))?;
        self.made.clear();
        Ok(std::mem::take(&mut self.target))
    }

    fn settle(&mut self) -> io::Result<()> {
        // A folder that looks complete must not lose data in a crash.
        for file in &self.files {
            File::open(file)?.sync_all()?;
        }
        if !(self.replace && self.target.exists()) {
            return fs::rename(&self.gathering, &self.target);
        }
        let older = self.gathering.with_extension("replaced");
        fs::rename(&self.target, &older)?;
        if let Err(reason) = fs::rename(&self.gathering, &self.target) {
            fs::rename(&older, &self.target)?;
            return Err(reason);
        }
        fs::remove_dir_all(&older)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A failure here cannot be reported; the folder itself never appears.
        let _ = fs::remove_dir_all(&self.gathering);
        for parent in self.made.iter().rev() {
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Replaces a file atomically: it holds the old text or the new one, never a part. Its permissions stay.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<(), FolderError> {
    write_all(&[(path.to_owned(), text)])
}

/// Writes files together: none gets its name before all are complete.
pub(crate) fn write_all<B: AsRef<[u8]>>(files: &[(PathBuf, B)]) -> Result<(), FolderError> {
    let partial = |path: &Path| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".partial-{}", std::process::id()));
        PathBuf::from(name)
    };
    let each = |step: &dyn Fn(&Path, &[u8]) -> io::Result<()>| {
        let mut files = files.iter();
        files
            .try_for_each(|(path, bytes)| step(path, bytes.as_ref()).map_err(|reason| FolderError::write(path, reason)))
    };
    let written = each(&|path, bytes| write_beside(path, &partial(path), bytes));
    let named = written.and_then(|()| each(&|path, _| fs::rename(partial(path), path)));
    named.inspect_err(|_| {
        for (path, _) in files {
            // The first failure is the one to report.
            let _ = fs::remove_file(partial(path));
        }
    })
}

fn write_beside(path: &Path, partial: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(partial)?;
    if let Ok(there) = fs::metadata(path) {
        file.set_permissions(there.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

fn refuse_what_exists(target: &Path, replace: bool, ours: fn(&str) -> bool) -> Result<(), FolderError> {
    let Ok(there) = fs::symlink_metadata(target) else {
        return Ok(());
    };
    if !there.is_dir() {
        return Err(FolderError::NotAFolder(target.to_owned()));
    }
    if !replace {
        return Err(FolderError::Exists(target.to_owned()));
    }
    let names = || -> io::Result<Vec<String>> {
        let entries = fs::read_dir(target)?;
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        entries.map(|entry| entry.map(name)).collect()
    };
    let mut names = names().map_err(|reason| FolderError::write(target, reason))?;
    names.sort();
    let marked = names.is_empty() || names.iter().any(|name| name == MANIFEST);
    match names.into_iter().find(|name| !ours(name)) {
        Some(stranger) => Err(FolderError::Foreign {
            path: target.to_owned(),
            stranger,
        }),
        None if !marked => Err(FolderError::Unmarked(target.to_owned())),
        None => Ok(()),
    }
}

pub(super) fn make_parents(parent: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let named = parent.ancestors().filter(|path| !path.as_os_str().is_empty());
    let missing = named.take_while(|path| !path.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    fs::create_dir_all(parent).map_err(|reason| {
        for path in missing.iter().rev() {
            // Some of them may not have been made.
            let _ = fs::remove_dir(path);
        }
        FolderError::write(parent, reason)
    })?;
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Folder, FolderError, MANIFEST, write_all, write_whole};

    fn old(name: &str) -> bool {
        ["old.csv", MANIFEST].contains(&name)
    }

    fn nothing(_: &str) -> bool {
        false
    }

    #[test]
    fn a_folder_appears_whole() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("a/b");
        let mut folder = Folder::prepare(&target, false, nothing).expect("it can be written");
        folder.write("one.csv", "x\n1\n").expect("there is room");
        assert!(!target.exists());
        assert_eq!(folder.finish().expect("it can be renamed"), target);
        assert_eq!(
            fs::read_to_string(target.join("one.csv")).expect("it is there"),
            "x\n1\n"
        );
        assert_eq!(fs::read_dir(place.path().join("a")).expect("it is there").count(), 1);
    }

    #[test]
    fn a_folder_not_finished_leaves_nothing() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let mut folder = Folder::prepare(&place.path().join("a/b/c"), false, nothing).expect("it can be written");
        folder.write("one.csv", "x\n").expect("there is room");
        drop(folder);
        assert_eq!(fs::read_dir(place.path()).expect("it is there").count(), 0);
    }

    #[test]
    fn what_exists_is_refused_and_only_results_are_replaced() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("results");
        fs::create_dir(&target).expect("it can be made");
        assert!(matches!(
            Folder::prepare(&target, false, nothing),
            Err(FolderError::Exists(_))
        ));
        fs::write(target.join("old.csv"), "old").expect("there is room");
        assert!(matches!(
            Folder::prepare(&target, true, nothing),
            Err(FolderError::Foreign { .. })
        ));
        assert!(matches!(
            Folder::prepare(&target, true, old),
            Err(FolderError::Unmarked(_))
        ));
        fs::write(target.join(MANIFEST), "{}").expect("there is room");
        let mut folder = Folder::prepare(&target, true, old).expect("it is ours");
        folder.write("new.csv", "new").expect("there is room");
        assert!(target.join("old.csv").exists(), "nothing changes before the end");
        folder.finish().expect("it can be replaced");
        assert!(!target.join("old.csv").exists());
        assert!(target.join("new.csv").exists());
        assert_eq!(fs::read_dir(place.path()).expect("it is there").count(), 1);
        let file = place.path().join("file");
        fs::write(&file, "").expect("there is room");
        assert!(matches!(
            Folder::prepare(&file, true, nothing),
            Err(FolderError::NotAFolder(_))
        ));
        assert!(matches!(
            Folder::prepare(&file.join("x"), true, nothing),
            Err(FolderError::Write { .. })
        ));
    }

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
        assert!(write_all(&[(fine.clone(), "x"), (bad, "y")]).is_err());
        assert_eq!(fs::read_dir(place.path()).expect("it is there").count(), 0);
        write_all(&[(fine.clone(), "x")]).expect("there is room");
        assert_eq!(fs::read_to_string(&fine).expect("it is there"), "x");
    }
}
