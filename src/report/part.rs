//! The hidden part folder of results that are under way. It belongs to one process at a time, and holds what is finished of
//! the work, the results folder as it is being filled, and for a moment the older one that it replaces.
//!
//! A process that stops, however it does, leaves a part folder that the next equal command takes over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::block_file::{BlockFile, Opened};
use super::folder::{Folder, FolderError, make_parents, names_in, refuse_what_exists};
use super::swap::swap;

/// The file of finished blocks.
const BLOCKS: &str = "blocks";
/// The results folder as it is being filled; after a swap, the older one.
const GATHERING: &str = "results";
/// The results folder that is being replaced, where two folders cannot be swapped at once.
const REPLACED: &str = "replaced";

/// Where results are to appear, and what may be there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim<'a> {
    /// The path.
    pub target: &'a Path,
    /// The id of the results.
    pub id: &'a str,
    /// Whether they may take the place of an older results folder.
    pub replace: bool,
    /// Whether what was finished before is forgotten.
    pub fresh: bool,
    /// Whether a results folder may hold a file of this name.
    pub ours: fn(&str) -> bool,
}

/// What comes of a claim.
#[derive(Debug)]
pub(crate) enum Claimed {
    /// The part folder is ours.
    Ours(Box<Part>),
    /// Another process computes the same results.
    Busy,
}

/// A part folder that is ours.
#[derive(Debug)]
pub(crate) struct Part {
    /// Where the results are to appear.
    target: PathBuf,
    folder: PathBuf,
    /// The parents that had to be made, outermost first.
    made: Vec<PathBuf>,
    blocks: BlockFile,
    replace: bool,
    ours: fn(&str) -> bool,
    removed: bool,
}

impl Part {
    /// Claims the part folder of results. Whatever would keep them from appearing is refused here, before any work.
    ///
    /// # Errors
    /// It cannot be written, something is in the way, or another process computes other results for the same place.
    pub(crate) fn claim(claim: &Claim<'_>) -> Result<Claimed, FolderError> {
        let claimed = Self::take(claim)?;
        if let Claimed::Ours(part) = &claimed {
            refuse_what_exists(&part.target, claim.replace, claim.ours)?;
        }
        Ok(claimed)
    }

    /// Takes the part folder over, or makes it.
    fn take(claim: &Claim<'_>) -> Result<Claimed, FolderError> {
        let target = whole_path(claim.target)?;
        let (parent, folder) = part_folder(&target)?;
        let made = make_parents(parent)?;
        let opened = open(&folder, claim).map_err(|reason| {
            remove_empty(&made);
            FolderError::write(&folder, reason)
        })?;
        let Some(blocks) = opened.ours(&target, claim.id)? else {
            return Ok(Claimed::Busy);
        };
        let part = Self {
            target,
            folder,
            made,
            blocks,
            replace: claim.replace,
            ours: claim.ours,
            removed: false,
        };
        part.recover()?;
        Ok(Claimed::Ours(Box::new(part)))
    }

    /// Refuses, before any work, a place that cannot take results later.
    ///
    /// # Errors
    /// Something is in the way.
    pub(crate) fn refuse(claim: &Claim<'_>) -> Result<(), FolderError> {
        refuse_what_exists(&whole_path(claim.target)?, claim.replace, claim.ours)
    }

    /// Whether a process that was at work on these results has left its part folder, or is at work still.
    pub(crate) fn is_begun(claim: &Claim<'_>) -> bool {
        let target = whole_path(claim.target).ok();
        let folder = target.and_then(|target| Some(part_folder(&target).ok()?.1));
        folder.is_some_and(|folder| matches!(BlockFile::read(&folder.join(BLOCKS), claim.id), Ok(Some(_))))
    }

    /// Removes what a process left that was stopped once the results were complete.
    pub(crate) fn clean(claim: &Claim<'_>) {
        let left = whole_path(claim.target).and_then(|target| Ok(part_folder(&target)?.1.exists()));
        if let (Ok(true), Ok(Claimed::Ours(part))) = (left, Self::take(claim)) {
            part.remove();
        }
    }

    /// The blocks that are finished.
    pub(crate) fn blocks(&self) -> &BlockFile {
        &self.blocks
    }

    /// Takes blocks from further files.
    pub(crate) fn join(&mut self, others: Vec<BlockFile>) {
        self.blocks.join(others);
    }

    /// The part folder.
    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// Begins the results folder.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn begin(&self) -> Result<Folder, FolderError> {
        Folder::begin(&self.target, &self.folder.join(GATHERING))
    }

    /// Gives a results folder that is complete its place; then the part is no more.
    ///
    /// # Errors
    /// The system refuses it. The part stays, and what is finished of the work with it.
    pub(crate) fn put_in_place(self, folder: Folder) -> Result<PathBuf, FolderError> {
        let gathering = folder.into_path();
        let put = match self.replace && self.target.exists() {
            true => swap(&gathering, &self.target, &self.folder.join(REPLACED)),
            false => fs::rename(&gathering, &self.target),
        };
        put.and_then(|()| self.keep_strangers())
            .map_err(|reason| FolderError::write(&self.target, reason))?;
        let target = self.target.clone();
        self.remove();
        Ok(target)
    }

    /// Removes the part, once the results are complete or cannot be had.
    pub(crate) fn remove(mut self) {
        self.discard();
    }

    /// Undoes or finishes what a process was about that was stopped while it replaced results.
    fn recover(&self) -> Result<(), FolderError> {
        let replaced = self.folder.join(REPLACED);
        let undone = match replaced.exists() && !self.target.exists() {
            true => fs::rename(&replaced, &self.target),
            false => self.keep_strangers(),
        };
        let removed = undone.and_then(|()| remove_if_there(&self.folder.join(GATHERING)));
        removed.map_err(|reason| FolderError::write(&self.folder, reason))
    }

    /// Moves what a person put into the older results folder, while it was being replaced, to the new one.
    fn keep_strangers(&self) -> io::Result<()> {
        for older in [GATHERING, REPLACED].map(|name| self.folder.join(name)) {
            if older.exists() && self.target.exists() {
                for stranger in names_in(&older)?.iter().filter(|name| !(self.ours)(name)) {
                    let to = self.target.join(stranger);
                    if !to.exists() {
                        fs::rename(older.join(stranger), to)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Removes the part once. The file whose lock makes it ours goes last, and the folder only if nobody has begun another.
    fn discard(&mut self) {
        if std::mem::replace(&mut self.removed, true) {
            return;
        }
        self.blocks.disown();
        for name in names_in(&self.folder).unwrap_or_default() {
            let path = self.folder.join(&name);
            // What stays is found by the next equal command.
            let _ = match path.is_dir() {
                true => fs::remove_dir_all(path),
                false if name == BLOCKS => Ok(()),
                false => fs::remove_file(path),
            };
        }
        let _ = fs::remove_file(self.folder.join(BLOCKS));
        let _ = fs::remove_dir(&self.folder);
        remove_empty(&self.made);
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Without any finished block there is nothing to go on from.
        if self.blocks.finished() == 0 {
            self.discard();
        }
    }
}

fn open(folder: &Path, claim: &Claim<'_>) -> io::Result<Opened> {
    loop {
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        match BlockFile::open(&folder.join(BLOCKS), claim.id, claim.fresh) {
            // Its last owner has just removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => return opened,
        }
    }
}

/// The path of a results folder without `.` at its end, links followed.
fn whole_path(target: &Path) -> Result<PathBuf, FolderError> {
    let whole: PathBuf = target.components().collect();
    match whole.exists() {
        true => fs::canonicalize(&whole).map_err(|reason| FolderError::write(&whole, reason)),
        false => Ok(whole),
    }
}

/// The parent of a results folder, and its part folder there.
fn part_folder(target: &Path) -> Result<(&Path, PathBuf), FolderError> {
    let Some(name) = target.file_name() else {
        return Err(FolderError::NotAFolder(target.to_owned()));
    };
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".part");
    let parent = parent.unwrap_or(Path::new("."));
    Ok((parent, parent.join(hidden)))
}

fn remove_empty(made: &[PathBuf]) {
    for parent in made.iter().rev() {
        // Those that hold something stay.
        let _ = fs::remove_dir(parent);
    }
}

fn remove_if_there(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Claim, Claimed, Part, REPLACED};
    use crate::report::folder::{FolderError, MANIFEST};
    use crate::study::block_store::BlockStore;

    fn ours(name: &str) -> bool {
        ["old.csv", "new.csv", MANIFEST].contains(&name)
    }

    fn claim(target: &Path, replace: bool) -> Result<Part, FolderError> {
        let claim = Claim {
            target,
            id: "1",
            replace,
            fresh: false,
            ours,
        };
        Part::claim(&claim).map(|claimed| match claimed {
            Claimed::Ours(part) => *part,
            Claimed::Busy => panic!("nobody else is at work"),
        })
    }

    fn fill(part: &Part) -> super::Folder {
        let mut folder = part.begin().expect("it can be made");
        folder.write("new.csv", "x\n1\n").expect("there is room");
        folder
            .seal(&serde_json::json!({ "tool": "pactum" }))
            .expect("there is room")
    }

    /// The names in a folder, hidden ones too.
    fn names(folder: &Path) -> Vec<String> {
        super::names_in(folder).expect("it is there")
    }

    #[test]
    fn results_appear_whole_and_nothing_else_stays() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("a/b");
        let part = claim(&target.join("."), false).expect("it can be written");
        part.blocks().keep(0, 0, &|| vec![1]).expect("there is room");
        let folder = fill(&part);
        assert!(!target.exists());
        part.put_in_place(folder).expect("it can be renamed");
        assert_eq!(names(&target), [MANIFEST, "new.csv"]);
        let manifest = fs::read_to_string(target.join(MANIFEST)).expect("it is there");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
        let hash = crate::report::identity::hash("x\n1\n");
        assert_eq!(
            manifest["files"],
            serde_json::json!([{ "name": "new.csv", "bytes": 4, "hash": hash }])
        );
        assert_eq!(names(&place.path().join("a")), ["b"]);
    }

    #[test]
    fn a_part_without_finished_blocks_leaves_nothing_and_one_with_some_stays() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("a/b");
        let part = claim(&target, false).expect("it can be written");
        drop(fill(&part));
        drop(part);
        assert!(names(place.path()).is_empty());
        let part = claim(&target, false).expect("it can be written");
        part.blocks().keep(0, 0, &|| vec![1]).expect("there is room");
        drop(part.begin().expect("it can be made"));
        drop(part);
        assert_eq!(names(&place.path().join("a/.b.part")), ["blocks"]);
        let part = claim(&target, false).expect("it can be written");
        assert_eq!(part.blocks().finished(), 1);
        part.remove();
        assert!(names(&place.path().join("a")).is_empty());
    }

    #[test]
    fn what_exists_is_refused_and_only_results_are_replaced() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("results");
        fs::create_dir(&target).expect("it can be made");
        let refused = |replace| claim(&target, replace).err();
        assert!(matches!(refused(false), Some(FolderError::Exists(_))));
        fs::write(target.join("old.csv"), "old").expect("there is room");
        assert!(matches!(refused(true), Some(FolderError::Unmarked(_))));
        fs::write(target.join("thesis.txt"), "mine").expect("there is room");
        assert!(matches!(refused(true), Some(FolderError::Foreign { .. })));
        fs::remove_file(target.join("thesis.txt")).expect("it is there");
        fs::write(target.join(MANIFEST), "{}").expect("there is room");
        let part = claim(&target, true).expect("it is ours");
        let folder = fill(&part);
        assert!(target.join("old.csv").exists(), "nothing changes before the end");
        fs::write(target.join("thesis.txt"), "mine").expect("there is room");
        part.put_in_place(folder).expect("it can be replaced");
        assert_eq!(names(&target), [MANIFEST, "new.csv", "thesis.txt"]);
        assert_eq!(names(place.path()), ["results"]);
        let file = place.path().join("file");
        fs::write(&file, "").expect("there is room");
        assert!(matches!(claim(&file, true), Err(FolderError::NotAFolder(_))));
        assert!(matches!(claim(&file.join("x"), true), Err(FolderError::Write { .. })));
        assert_eq!(names(place.path()), ["file", "results"]);
    }

    #[test]
    fn results_that_were_set_aside_come_back() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("results");
        let aside = place.path().join(".results.part").join(REPLACED);
        fs::create_dir_all(&aside).expect("it can be made");
        fs::write(aside.join(MANIFEST), "{}").expect("there is room");
        assert!(matches!(claim(&target, false), Err(FolderError::Exists(_))));
        assert_eq!(names(&target), [MANIFEST]);
    }

    #[test]
    fn equal_work_waits_and_other_work_is_refused() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("results");
        let part = claim(&target, false).expect("it can be written");
        let again = |id| {
            Part::claim(&Claim {
                target: &target,
                id,
                replace: false,
                fresh: false,
                ours,
            })
        };
        assert!(matches!(again("1"), Ok(Claimed::Busy)));
        assert!(matches!(again("2"), Err(FolderError::Busy(_))));
        drop(part);
        assert!(matches!(again("2"), Ok(Claimed::Ours(_))));
    }
}
