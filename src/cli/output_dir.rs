//! The folder that a command writes its results to.

use std::path::{Path, PathBuf};

use super::args::Output;
use super::failure::Failure;
use super::interrupt::Interrupt;
use crate::report::Folder;
use crate::report::folder::write_whole;
use crate::report::part::Part;
use crate::report::past_results::{LATEST, PastResults};
use crate::report::results::is_result_file;

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
    fn complete(&self, id: &str) -> bool {
        !self.chosen && PastResults::read(&self.path).is_ok_and(|past| past.id() == Some(id))
    }

    /// The folder, ready to be filled; `None` where the results of this id are there already, unless they are to be
    /// replaced. An immediate exit removes what is unfinished.
    pub(super) fn prepare(&self, id: &str, replace: bool, interrupt: &Interrupt) -> Result<Option<Folder>, Failure> {
        if self.complete(id) && !replace {
            return Ok(None);
        }
        let folder = Folder::prepare(&self.path, replace, is_result_file)?;
        interrupt.guard(&folder.gathering);
        Ok(Some(folder))
    }

    /// The part of a study that is under way; `None` where the results of this id are there already, unless they are to be
    /// replaced. A folder that could not take the results is refused here, before any work.
    pub(super) fn part(&self, id: &str, output: &Output) -> Result<Option<Part>, Failure> {
        if self.complete(id) && !output.force {
            return Ok(None);
        }
        Folder::refuse(&self.path, output.force, is_result_file)?;
        Ok(Some(Part::open(&self.path, id, output.fresh)?))
    }

    /// Whether the results that are there missed the target up to which they were to be worked out.
    pub(super) fn missed_target(&self) -> bool {
        PastResults::read(&self.path).is_ok_and(|past| past.missed_target())
    }

    /// Writes the path of these results to the file `latest`, for runs in the default folder.
    pub(super) fn note_latest(&self) -> Result<(), Failure> {
        if let Some(latest) = &self.latest {
            write_whole(latest, &format!("{}\n", self.shown()))?;
        }
        Ok(())
    }
}
