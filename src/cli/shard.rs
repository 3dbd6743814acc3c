//! `--shard`: a part of a command's work, for one of several machines. `pactum merge` joins what they did.
//!
//! Beside the folder of the results stands one of shards: the scenario as run, the command as a file, and for each shard a
//! file of finished blocks, which nobody else writes to.

use std::path::{Path, PathBuf};

use super::args::Output;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::output_dir::{OutputDir, PATIENCE};
use super::progress_bar::watched;
use super::shard_flag::parse;
use crate::report::block_file::BlockFile;
use crate::report::folder::{FolderError, make_folder};
use crate::report::results::STUDY;
use crate::report::whole_file::write_whole;
use crate::study::Watch;
use crate::study::block_store::Shard;

/// The scenario as run.
const SCENARIO: &str = "scenario.toml";
/// How the files of shards end.
const ENDING: &str = ".blocks";

/// What a shard is of.
pub(super) struct Whole<'a> {
    /// Where the results will be.
    pub(super) place: &'a OutputDir,
    /// Their id.
    pub(super) id: &'a str,
    /// The text of the scenario as run.
    pub(super) scenario: &'a str,
    /// The command as a file.
    pub(super) study: &'a str,
    /// How many draws all shards together solve.
    pub(super) draws: u64,
    /// How many threads.
    pub(super) threads: Option<usize>,
}

impl Whole<'_> {
    /// Does a shard's part. `work` keeps its blocks and stops; whether it did is what it returns.
    pub(super) fn compute<E: Send>(
        &self,
        shard: Shard,
        output: &Output,
        console: &Console,
        work: impl FnOnce(&Watch<'_>, &BlockFile) -> Result<bool, E> + Send,
    ) -> Result<Result<(), E>, Failure> {
        let folder = folder_of(&self.place.path);
        let path = folder.join(file_of(shard));
        let shown = folder.display();
        let closed =
            BlockFile::read(&path, self.id).is_ok_and(|blocks| blocks.is_some_and(|blocks| blocks.is_closed()));
        if (output.again.fresh || !closed) && self.place.settled(self.id, output.again)? {
            self.place.say_complete(console);
            console.data(&format!("{shown}\n"))?;
            return Ok(Ok(()));
        }
        make_folder(&folder)?;
        self.describe(&folder, output.again.force)?;
        let interrupt = console.interrupt()?;
        let blocks = self
            .open(&path, output.again.fresh, (&interrupt, console))?
            .of_shard(shard);
        if !blocks.is_closed() {
            let draws = self.draws.div_ceil(shard.of);
            let work = |watch: &Watch<'_>| work(watch, &blocks);
            match watched(draws, self.threads, (&interrupt, console), work)? {
                Ok(true) => interrupt.check().map_err(|_| Failure::Paused)?,
                Ok(false) => {
                    return Err(Failure::usage(
                        "there is nothing in this study that could be shared out",
                    ));
                }
                Err(error) => return Ok(Err(error)),
            }
            blocks.close().map_err(|reason| FolderError::write(&path, reason))?;
        }
        let Shard { number, of } = shard;
        console.remark(&format!(
            "shard {number} of {of} is finished; once all are, pactum merge {shown} joins them"
        ));
        console.data(&format!("{shown}\n"))?;
        Ok(Ok(()))
    }

    /// Writes what merging needs into the folder of shards. What shards of another scenario or command have finished is not
    /// lost to them, unless it is to be replaced.
    fn describe(&self, folder: &Path, replace: bool) -> Result<(), Failure> {
        let files = [(SCENARIO, self.scenario), (STUDY, self.study)].map(|(name, text)| (folder.join(name), text));
        let there = files.each_ref().map(|(path, _)| std::fs::read_to_string(path).ok());
        let other =
            |((_, text), there): (&(PathBuf, &str), &Option<String>)| there.as_ref().is_some_and(|there| there != text);
        if !replace && files.iter().zip(&there).any(other) {
            let folder = folder.display();
            return Err(Failure::Output(format!(
                "{folder} holds shards of another scenario or command\nchoose another --out, or give --force to replace them"
            )));
        }
        for ((path, text), there) in files.iter().zip(there) {
            if there.as_deref() != Some(text) {
                write_whole(path, text)?;
            }
        }
        Ok(())
    }

    /// Opens a shard's file of blocks. Where another process writes to it, waits for it: a task that a scheduler starts
    /// again may meet the one before it.
    fn open(
        &self,
        path: &Path,
        fresh: bool,
        (interrupt, console): (&Interrupt, &Console),
    ) -> Result<BlockFile, Failure> {
        let mut waited = false;
        loop {
            let opened = BlockFile::open(path, self.id, fresh && !waited);
            let opened = opened.map_err(|reason| FolderError::write(path, reason))?;
            if let Some(blocks) = opened.ours(path, self.id)? {
                interrupt.goes_on();
                return Ok(blocks);
            }
            if !waited {
                console.remark("another process computes this shard; waiting for it");
                waited = true;
            }
            interrupt.wait(PATIENCE)?;
        }
    }
}

/// The folder of shards beside that of the results.
fn folder_of(results: &Path) -> PathBuf {
    let mut name = results.file_name().unwrap_or_default().to_owned();
    name.push(".shards");
    results.with_file_name(name)
}

fn file_of(Shard { number, of }: Shard) -> String {
    format!("{number}-of-{of}{ENDING}")
}

/// The blocks of the shards that are to be joined, if any are.
pub(super) fn joined(output: &Output, id: &str) -> Result<Vec<BlockFile>, Failure> {
    match output.shards.is_empty() {
        true => Ok(Vec::new()),
        false => gather(&output.shards, id),
    }
}

/// The shards that some folders hold, if none is missing; the first folder has the study.
fn gather(folders: &[PathBuf], id: &str) -> Result<Vec<BlockFile>, Failure> {
    let refused = |path: &Path, reason: &str| Failure::Output(format!("{}: {reason}", path.display()));
    let mut found: Vec<(Shard, PathBuf)> = Vec::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder).map_err(|error| refused(folder, &error.to_string()))?;
        for entry in entries {
            let path = entry.map_err(|error| refused(folder, &error.to_string()))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let shard = name.strip_suffix(ENDING).map(|name| name.replace("-of-", "/"));
            if let Some(Ok(shard)) = shard.map(|shard| parse(&shard)) {
                found.push((shard, path));
            }
        }
    }
    found.sort_by_key(|(shard, _)| shard.number);
    let Some(of) = found.first().map(|(shard, _)| shard.of) else {
        return Err(refused(&folders[0], "holds no shards; --shard I/N writes them"));
    };
    if let Some((other, path)) = found.iter().find(|(shard, _)| shard.of != of) {
        return Err(refused(
            path,
            &format!("is one of {} shards, and others are of {of}", other.of),
        ));
    }
    let mut blocks = Vec::new();
    let mut missing: Vec<u64> = (1..=of).collect();
    for (shard, path) in found {
        // A shard that was killed as it began.
        if std::fs::metadata(&path).is_ok_and(|file| file.len() == 0) {
            continue;
        }
        let read = BlockFile::read(&path, id).map_err(|error| refused(&path, &error.to_string()))?;
        let read = read.ok_or_else(|| {
            refused(
                &path,
                "is of other results: of another scenario, command or version of pactum",
            )
        })?;
        if read.is_closed() {
            missing.retain(|&number| number != shard.number);
        }
        blocks.push(read);
    }
    if missing.is_empty() {
        return Ok(blocks);
    }
    let listed: Vec<String> = missing.iter().map(u64::to_string).collect();
    let (noun, verb) = if missing.len() == 1 {
        ("shard", "is")
    } else {
        ("shards", "are")
    };
    Err(refused(
        &folders[0],
        &format!(
            "{noun} {} of {of} {verb} missing or not finished; give their commands again",
            listed.join(", ")
        ),
    ))
}
