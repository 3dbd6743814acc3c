//! A results folder on disk: refused before any work where it cannot be written, and then complete or absent.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::identity::size_and_hash;
use super::json::pretty;

/// The file that says what a results folder is of, and what else it holds.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The file that describes the tables of a results folder. It marks one as well, as the manifest may have been lost.
pub(super) const PACKAGE: &str = "datapackage.json";
/// A file that is written to see whether that can be done. It stays where a process is killed just then.
pub(super) const PROBE: &str = ".pactum-probe";

/// Why a folder cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    /// Something is there already.
    #[error("{path} exists already; choose another --out, or give --force to replace it", path = .0.display())]
    Exists(PathBuf),
    /// It holds results, without what says whether they are complete.
    #[error(
        "{path} has lost its {MANIFEST}, which says whether its results are complete; choose another --out, or give --force \
         to compute them again",
        path = .0.display()
    )]
    LostManifest(PathBuf),
    /// It is no folder.
    #[error("{path} is not a folder; choose another --out", path = .0.display())]
    NotAFolder(PathBuf),
    /// Replacing it would lose something that is not ours.
    #[error(
        "{path} holds {stranger:?}, which is not part of a results folder: it is not replaced, not even with --force; move \
         that away, or choose another --out",
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
        "{path} holds no {MANIFEST}, so it is no results folder: it is not replaced, not even with --force; move it away, or \
         choose another --out",
        path = .0.display()
    )]
    Unmarked(PathBuf),
    /// A file system of its own begins there.
    #[error("{path} is a mount point, which cannot be replaced; choose a folder in it", path = .0.display())]
    MountPoint(PathBuf),
    /// Another process works on other results for the same place.
    #[error("another process is working on {path}; wait for it, or choose another --out", path = .0.display())]
    Busy(PathBuf),
    /// Another process seems to work there, and there are no locks by which to tell.
    #[error(
        "another process is working on {path}, as {owner} says (this file system has no locks); if it is not, remove that \
         file, and give the command again",
        path = .path.display(),
        owner = .owner.display()
    )]
    Owned {
        /// The folder of the results.
        path: PathBuf,
        /// The file that says so.
        owner: PathBuf,
    },
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

/// A folder that is being filled, under another path than the one that it will have. Dropped before it is complete, it
/// removes what it holds.
#[derive(Debug)]
pub(crate) struct Folder {
    /// The path that it will have.
    target: PathBuf,
    /// The path under which it gathers until then.
    gathering: PathBuf,
    files: Vec<String>,
    sealed: bool,
}

/// A manifest, and what the folder holds besides.
#[derive(Serialize)]
struct Sealed<'a, M> {
    #[serde(flatten)]
    manifest: &'a M,
    files: Vec<FileEntry>,
}

/// A file as it was written.
#[derive(Serialize, Deserialize)]
pub(super) struct FileEntry {
    pub(super) name: String,
    pub(super) bytes: u64,
    /// Of its content, by blake3.
    pub(super) hash: String,
}

impl Folder {
    /// Begins a folder.
    ///
    /// # Errors
    /// The system refuses it.
    pub(super) fn begin(target: &Path, gathering: &Path) -> Result<Self, FolderError> {
        fs::create_dir(gathering).map_err(|reason| FolderError::write(gathering, reason))?;
        Ok(Self {
            target: target.to_owned(),
            gathering: gathering.to_owned(),
            files: Vec::new(),
            sealed: false,
        })
    }

    /// Begins a file.
    pub(crate) fn create(&mut self, name: &str) -> Result<BufWriter<File>, FolderError> {
        let file = File::create(self.gathering.join(name)).map_err(|reason| self.refused(name, reason))?;
        self.files.push(name.to_owned());
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

    /// Completes the folder: the manifest comes last, and lists every other file with its size and hash.
    pub(crate) fn seal(mut self, manifest: &impl Serialize) -> Result<Self, FolderError> {
        self.files.sort();
        let entries = self.files.iter().map(|name| self.entry(name));
        let sealed = Sealed {
            manifest,
            files: entries.collect::<Result<_, _>>()?,
        };
        self.write(MANIFEST, &pretty(&sealed))?;
        // A folder that looks complete must not lose data in a crash.
        for path in self.files.iter().map(|name| self.gathering.join(name)) {
            let synced = File::options().write(true).open(&path).and_then(|file| file.sync_all());
            synced.map_err(|reason| FolderError::write(&path, reason))?;
        }
        self.sealed = true;
        Ok(self)
    }

    fn entry(&self, name: &str) -> Result<FileEntry, FolderError> {
        let read = size_and_hash(&self.gathering.join(name));
        let (bytes, hash) = read.map_err(|reason| self.refused(name, reason))?;
        Ok(FileEntry {
            name: name.to_owned(),
            bytes,
            hash,
        })
    }

    /// The path under which a complete folder waits for its place.
    pub(super) fn into_path(self) -> PathBuf {
        self.gathering.clone()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.sealed {
            // A failure here cannot be reported; the folder itself never appears.
            let _ = fs::remove_dir_all(&self.gathering);
        }
    }
}

/// Fails where something is at a path that a results folder cannot take the place of. `replace` allows an empty folder or an
/// older results folder, with nothing in it but files that are `ours` by their names.
pub(super) fn refuse_what_exists(target: &Path, replace: bool, ours: fn(&str) -> bool) -> Result<(), FolderError> {
    let Ok(there) = fs::symlink_metadata(target) else {
        return Ok(());
    };
    if !there.is_dir() {
        return Err(FolderError::NotAFolder(target.to_owned()));
    }
    let names = names_in(target).map_err(|reason| FolderError::write(target, reason))?;
    let holds = |mark: &str| names.iter().any(|name| name == mark);
    if !replace {
        return Err(match holds(PACKAGE) && !holds(MANIFEST) {
            true => FolderError::LostManifest(target.to_owned()),
            false => FolderError::Exists(target.to_owned()),
        });
    }
    if is_mount_point(target, &there) {
        return Err(FolderError::MountPoint(target.to_owned()));
    }
    let marked = names.is_empty() || holds(PACKAGE) || holds(MANIFEST);
    match names.into_iter().find(|name| !ours(name)) {
        Some(stranger) => Err(FolderError::Foreign {
            path: target.to_owned(),
            stranger,
        }),
        None if !marked => Err(FolderError::Unmarked(target.to_owned())),
        None => is_writable(target).map_err(|reason| FolderError::write(target, reason)),
    }
}

/// The names in a folder, in order.
pub(super) fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?;
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(|entry| entry.map(name)).collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

/// Fails where nothing can be put into a folder, which then cannot be moved either.
fn is_writable(folder: &Path) -> io::Result<()> {
    let probe = folder.join(PROBE);
    File::create(&probe)?;
    fs::remove_file(probe)
}

/// Whether a file system of its own begins at a folder, which cannot be moved.
#[cfg(unix)]
fn is_mount_point(folder: &Path, there: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    let parent = fs::metadata(folder.join(".."));
    parent.is_ok_and(|parent| parent.dev() != there.dev())
}

/// Whether a file system of its own begins at a folder, which is unknown here.
#[cfg(not(unix))]
fn is_mount_point(_: &Path, _: &fs::Metadata) -> bool {
    false
}

/// Makes a folder of files that come one by one, and its parents.
pub(crate) fn make_folder(folder: &Path) -> Result<(), FolderError> {
    fs::create_dir_all(folder).map_err(|reason| FolderError::write(folder, reason))
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
