//! The folder that a command writes its results to.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::Again;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use crate::api::Error;
use crate::report::part::{Claim, Claimed, Part};
use crate::report::past_results::{LATEST, PastResults, Unreadable};
use crate::report::results::is_result_file;
use crate::report::whole_file::write_whole;
use crate::report::{Folder, FolderError, Format, Summary};

/// How long one waits before looking again whether another process has finished.
pub(super) const PATIENCE: Duration = Duration::from_millis(100);

/// The folder of all results, where a command is started.
pub(super) const RESULTS: &str = "results";

/// A folder for results.
pub(super) struct OutputDir {
    /// The folder.
    pub(super) path: PathBuf,
    /// Whether the user chose it.
    chosen: bool,
    /// The file that holds the path of the latest run's results.
    latest: Option<PathBuf>,
}

/// Results that an earlier command has completed.
pub(super) struct Past {
    /// What the folder says of them.
    pub(super) results: PastResults,
    /// What the command printed.
    pub(super) summary: Summary,
}

impl Past {
    /// Fails where some draw was not solved, as the command did that wrote the results.
    pub(super) fn solved(&self) -> Result<(), Failure> {
        let solved = self.results.unsolved() == 0;
        solved.then_some(()).ok_or(Failure::NotSolved)
    }
}

impl OutputDir {
    /// The folder of a run of a scenario.
    pub(super) fn of_run(out: Option<&Path>, name: &str, id: &str) -> Self {
        let of_scenario = Path::new(RESULTS).join(name);
        Self {
            path: out.map_or_else(|| of_scenario.join(id), Path::to_owned),
            chosen: out.is_some(),
            latest: out.is_none().then(|| of_scenario.join(LATEST)),
        }
    }

    /// The folder of another study. It leaves `latest` alone, which names the latest run.
    pub(super) fn of_study(study: &str, out: Option<&Path>, name: &str, id: &str) -> Self {
        let of_scenario = Path::new(RESULTS).join(name);
        let own = || of_scenario.join(format!("{study}-{id}"));
        Self {
            path: out.map_or_else(own, Path::to_owned),
            chosen: out.is_some(),
            latest: None,
        }
    }

    /// The folder of a study of a run's results, beside the run's folder. It leaves `latest` alone.
    pub(super) fn beside(out: Option<&Path>, run: &Path, study: &str, id: &str) -> Self {
        // `.` and `..` have no name of their own to put another in the place of.
        let whole = || std::fs::canonicalize(run).unwrap_or_else(|_| run.to_owned());
        let named = || {
            if run.file_name().is_some() {
                run.to_owned()
            } else {
                whole()
            }
        };
        let own = || named().with_file_name(format!("{study}-{id}"));
        Self {
            path: out.map_or_else(own, Path::to_owned),
            chosen: out.is_some(),
            latest: None,
        }
    }

    /// The path as text.
    pub(super) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Whether the folder holds the complete results of this id already.
    ///
    /// # Errors
    /// The results of this id were changed.
    fn complete(&self, id: &str) -> Result<bool, Failure> {
        let past = match PastResults::read(&self.path) {
            Ok(past) if past.id() == Some(id) => past,
            Err(problem @ Unreadable::Damaged(_)) => return Err(self.damaged(&problem)),
            _ => return Ok(false),
        };
        past.check_files().map_err(|problem| self.damaged(&problem))?;
        Ok(true)
    }

    fn damaged(&self, problem: &Unreadable) -> Failure {
        let path = self.shown();
        Failure::Output(format!("{path} is {problem}\n--force computes it again"))
    }

    /// The part of work that is under way; `None` where the results of this id are there already, unless they are to be
    /// replaced. A folder that could not take the results is refused here, before any work. Where another process computes
    /// the same results, waits for it.
    pub(super) fn claim(
        &self,
        id: &str,
        again: Again,
        (interrupt, console): (&Interrupt, &Console),
    ) -> Result<Option<Part>, Failure> {
        let claim = self.claim_of(id, again);
        // A folder that the user chose is looked for only where a command like this one was stopped, or is waited for.
        let mut sought = !again.force && (!self.chosen || Part::is_begun(&claim));
        let mut waited = false;
        loop {
            let there = || Ok::<bool, Failure>(sought && self.complete(id)?);
            if there()? {
                Part::clean(&claim);
                return Ok(None);
            }
            match Part::claim(&claim) {
                Ok(Claimed::Ours(part)) => {
                    interrupt.goes_on();
                    return Ok(Some(*part));
                }
                // Another process has just finished.
                Err(FolderError::Exists(_)) if there()? => return Ok(None),
                Err(error) => return Err(error.into()),
                Ok(Claimed::Busy) if waited => {}
                Ok(Claimed::Busy) => {
                    console.remark("another process is computing the same results; waiting for it");
                    waited = true;
                    sought = !again.force;
                }
            }
            interrupt.wait(PATIENCE)?;
        }
    }

    /// Whether the results of this id are there already, so that no shard of them is needed. A folder that cannot take the
    /// results later is refused here, before any work.
    pub(super) fn settled(&self, id: &str, again: Again) -> Result<bool, Failure> {
        if !again.force && !self.chosen && self.complete(id)? {
            return Ok(true);
        }
        Part::refuse(&self.claim_of(id, again))?;
        Ok(false)
    }

    fn claim_of<'a>(&'a self, id: &'a str, again: Again) -> Claim<'a> {
        Claim {
            target: &self.path,
            id,
            replace: again.force,
            fresh: again.fresh,
            ours: is_result_file,
        }
    }

    /// The failure of work that came to an error. What is finished of it stays where the same command can go on.
    pub(super) fn failed(part: Part, error: Error, console: &Console) -> Failure {
        match error {
            Error::Interrupted if part.blocks().finished() > 0 => return Failure::Paused,
            Error::Interrupted | Error::Write(_) => {}
            _ => part.remove(),
        }
        console.failure(error)
    }

    /// Prints the complete results that are there, as the command did that wrote them.
    pub(super) fn show_past(&self, table: &str, format: Format, console: &Console) -> Result<(), Failure> {
        self.say_complete(console);
        let past = self.past(table)?;
        console.results(&past.summary.show(format, console.width()), &self.shown(), format)?;
        past.solved()
    }

    /// Says that not everything is computed, where that is so.
    pub(super) fn say_going_on(part: &Part, console: &Console) {
        if part.blocks().finished() > 0 {
            console.remark("going on with what an interrupted command has finished; --fresh starts anew");
        }
    }

    /// Says that nothing is computed.
    pub(super) fn say_complete(&self, console: &Console) {
        console.remark(&format!(
            "{} is complete already; --force computes it again",
            self.shown()
        ));
    }

    /// The complete results that are there; `table` is the name of the table that is printed as CSV.
    pub(super) fn past(&self, table: &str) -> Result<Past, Failure> {
        let unreadable =
            |problem: &dyn std::error::Error| Failure::Output(format!("cannot read {}: {problem}", self.shown()));
        Ok(Past {
            results: PastResults::read(&self.path).map_err(|problem| unreadable(&problem))?,
            summary: Summary::read(&self.path, table).map_err(|problem| unreadable(&problem))?,
        })
    }

    /// Gives results that are complete their place, and in the default folder writes their path to the file `latest`.
    pub(super) fn finish(&self, part: Part, folder: Folder) -> Result<(), Failure> {
        part.put_in_place(folder)?;
        self.note_latest()
    }

    /// Writes the path of these results to the file `latest`, for runs in the default folder.
    pub(super) fn note_latest(&self) -> Result<(), Failure> {
        if let Some(latest) = &self.latest {
            let whole = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
            write_whole(latest, &format!("{}\n", whole.display()))?;
        }
        Ok(())
    }
}
