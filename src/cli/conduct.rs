//! Carries out a study: finds its folder, goes on from what was finished, shows progress, writes and prints.

use std::path::Path;

use serde::Serialize;
use toml::{Table, Value};

use super::args::{self, Output};
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::output_dir::OutputDir;
use super::progress_bar::watched;
use super::scenario::name_of;
use crate::api::{Conduct, Error, Scenario};
use crate::explore::MAX_STATES;
use crate::report::part::Part;
use crate::report::study_results::Findings;
use crate::report::{About, Folder, identity};
use crate::study::Watch;
use crate::study::evaluation::Sample;

/// A study as its command line asks for it.
pub(super) struct Study<'a> {
    /// The name of the command, and of its first table.
    pub(super) name: &'static str,
    /// The scenario as asked for.
    pub(super) scenario: &'a args::Scenario,
    /// The scenario as read.
    pub(super) loaded: &'a Scenario,
    /// Where results go.
    pub(super) output: &'a Output,
    /// How many threads.
    pub(super) threads: Option<usize>,
    /// How many draws are solved, for the progress bar.
    pub(super) draws: u64,
}

impl Study<'_> {
    /// Carries out the study; `arguments` are those that its results follow from.
    pub(super) fn conduct(
        &self,
        arguments: &impl Serialize,
        console: &Console,
        work: impl FnOnce(&Watch<'_>, &Part) -> Result<Findings, Error> + Send,
    ) -> Result<(), Failure> {
        let prepare = |_: &Path| Ok(((), 0));
        self.conduct_after(arguments, console, prepare, |watch, part, ()| work(watch, part))
    }

    /// The same after something was prepared, given the folder of the results, and only if they are not there yet;
    /// `prepare` also says how many draws need not be solved.
    pub(super) fn conduct_after<P: Send>(
        &self,
        arguments: &impl Serialize,
        console: &Console,
        prepare: impl FnOnce(&Path) -> Result<(P, u64), Error>,
        work: impl FnOnce(&Watch<'_>, &Part, P) -> Result<Findings, Error> + Send,
    ) -> Result<(), Failure> {
        let clock = Clock::start();
        let name = self
            .output
            .name
            .clone()
            .unwrap_or_else(|| name_of(&self.scenario.scenario));
        let about = About {
            name,
            title: self.loaded.title().to_owned(),
            scenario: self.loaded.resolved(),
        };
        let study = self.file(arguments)?;
        let id = identity::id([env!("CARGO_PKG_VERSION"), &about.scenario, &study.to_string()]);
        let place = OutputDir::of_study(self.name, self.output.out.as_deref(), &about.name, &id);
        let path = place.shown();
        let interrupt = Interrupt::listen()?;
        let Some(part) = place.part(&id, self.output)? else {
            console.remark(&format!("{path} is complete already; --force computes it again"));
            let past = place.past(self.name)?;
            let shown = past.summary.show(self.output.format, console.width());
            console.results(&shown, &path, self.output.format)?;
            return past.solved();
        };
        if part.finished() > 0 {
            console.remark("going on with what an interrupted command has finished; --fresh starts anew");
        }
        let found = match prepare(&place.path) {
            Ok((prepared, known)) => {
                let work = |watch: &Watch<'_>| work(watch, &part, prepared);
                watched(self.draws - known, self.threads, (&interrupt, console), work)?
            }
            Err(error) => Err(error),
        };
        let found = match found {
            Ok(found) => found,
            Err(Error::Interrupted) => return Err(Failure::Paused),
            Err(error) => {
                part.remove();
                return Err(console.failure(error));
            }
        };
        let circumstances = clock.circumstances(id, &self.scenario.set, self.threads);
        let folder = Folder::prepare(&place.path, self.output.force, crate::report::results::is_result_file)?;
        interrupt.guard(&folder.gathering);
        found.write(folder, &about, &named(study, &about.name).to_string(), &circumstances)?;
        part.remove();
        let shown = found.summary().show(self.output.format, console.width());
        console.results(&shown, &path, self.output.format)?;
        let solved = found.draws.1 == 0;
        solved.then_some(()).ok_or(Failure::NotSolved)
    }

    /// Carries out a study of the same draws at every point.
    pub(super) fn conduct_on(
        &self,
        sample: &Sample,
        arguments: &impl Serialize,
        console: &Console,
        work: impl FnOnce(&Conduct<'_>) -> Result<Findings, Error> + Send,
    ) -> Result<(), Failure> {
        self.conduct(arguments, console, |watch, store| {
            work(&Conduct { sample, store, watch })
        })
    }

    /// The study as a file that `pactum study` runs again: the scenario of its folder, and all arguments but defaults that
    /// switch nothing on.
    fn file(&self, arguments: &impl Serialize) -> Result<Table, Failure> {
        let unwritable = |error: toml::ser::Error| Failure::Unexpected(error.to_string());
        let mut file = Table::new();
        file.insert("study".to_owned(), Value::from(self.name));
        file.insert("scenario".to_owned(), Value::from("scenario.toml"));
        let says_something = |(_, value): &(String, Value)| match value {
            Value::Boolean(on) => *on,
            Value::Array(values) => !values.is_empty(),
            _ => true,
        };
        let arguments = Table::try_from(arguments).map_err(unwritable)?;
        file.extend(arguments.into_iter().filter(says_something));
        if self.scenario.max_states != MAX_STATES {
            let states = i64::try_from(self.scenario.max_states).unwrap_or(i64::MAX);
            file.insert("max-states".to_owned(), Value::from(states));
        }
        Ok(file)
    }
}

/// The study of a scenario that is called so, whatever its file is called.
fn named(mut study: Table, name: &str) -> Table {
    study.insert("name".to_owned(), Value::from(name));
    study
}
