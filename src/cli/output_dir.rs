//! The folder that a command writes its results to.

use std::error::Error;
use std::path::{Path, PathBuf};

use super::args::Output;
use super::failure::Failure;
use super::interrupt::Interrupt;
use crate::report::folder::write_whole;
use crate::report::part::Part;
use crate::report::past_results::{LATEST, PastResults};
use crate::report::results::is_result_file;
use crate::report::{Folder, Summary};

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

    /// Whether the folder holds the complete results of this id already; a folder chosen by the user never counts.
    ///
    /// # Errors
    /// The results of this id were changed.
    fn complete(&self, id: &str) -> Result<bool, Failure> {
        let past = PastResults::read(&self.path).ok();
        let Some(past) = past.filter(|past| !self.chosen && past.id() == Some(id)) else {
            return Ok(false);
        };
        let damaged = |problem| {
            let path = self.shown();
            Failure::Output(format!(
                "{path} holds these results, but is {problem}\n--force computes it again"
            ))
        };
        past.check_files().map_err(damaged)?;
        Ok(true)
    }

    /// The folder, ready to be filled; `None` where the results of this id are there already, unless they are to be
    /// replaced. An immediate exit removes what is unfinished.
    pub(super) fn prepare(&self, id: &str, replace: bool, interrupt: &Interrupt) -> Result<Option<Folder>, Failure> {
        if !replace && self.complete(id)? {
            return Ok(None);
        }
        let folder = Folder::prepare(&self.path, replace, is_result_file)?;
        interrupt.guard(&folder.gathering);
        Ok(Some(folder))
    }

    /// The part of a study that is under way; `None` where the results of this id are there already, unless they are to be
    /// replaced. A folder that could not take the results is refused here, before any work.
    pub(super) fn part(&self, id: &str, output: &Output) -> Result<Option<Part>, Failure> {
        if !output.force && self.complete(id)? {
            return Ok(None);
        }
        Folder::refuse(&self.path, output.force, is_result_file)?;
        Ok(Some(Part::open(&self.path, id, output.fresh)?))
    }

    /// The complete results that are there; `table` is the name of the table that is printed as CSV.
    pub(super) fn past(&self, table: &str) -> Result<Past, Failure> {
        let unreadable = |problem: &dyn Error| Failure::Output(format!("cannot read {}: {problem}", self.shown()));
        Ok(Past {
            results: PastResults::read(&self.path).map_err(|problem| unreadable(&problem))?,
            summary: Summary::read(&self.path, table).map_err(|problem| unreadable(&problem))?,
        })
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
