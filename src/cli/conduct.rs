//! Carries out a study: finds its folder, goes on from what was finished, shows progress, writes and prints.

use std::path::Path;

use serde::Serialize;

use super::args::{self, Output};
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::output_dir::OutputDir;
use super::progress_bar::watched;
use super::scenario::name_in_results;
use super::shard::{Whole, joined};
use super::study_file::StudyFile;
use crate::api::{Conduct, Error, Scenario};
use crate::report::block_file::BlockFile;
use crate::report::study_results::Findings;
use crate::report::{About, identity};
use crate::study::Watch;
use crate::study::evaluation::Sample;

/// A path beside which no results lie.
const NOWHERE: &str = "";

/// A study as its command line asks for it.
pub(super) struct Study<'a> {
    /// The name of the command.
    pub(super) name: &'static str,
    /// That of its first table.
    pub(super) table: &'static str,
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
    /// A table that the study reads beside the scenario.
    pub(super) beside: Option<&'a str>,
}

impl Study<'_> {
    /// Carries out the study; `arguments` are those that its results follow from.
    pub(super) fn conduct(
        &self,
        arguments: &impl Serialize,
        console: &Console,
        work: impl FnOnce(&Watch<'_>, &BlockFile) -> Result<Findings, Error> + Send,
    ) -> Result<(), Failure> {
        let prepare = |_: &Path| Ok(((), 0));
        self.conduct_after(arguments, console, prepare, |watch, blocks, ()| work(watch, blocks))
    }

    /// The same after something was prepared, given the folder of the results, and only if they are not there yet;
    /// `prepare` also says how many draws need not be solved.
    pub(super) fn conduct_after<P: Send>(
        &self,
        arguments: &impl Serialize,
        console: &Console,
        prepare: impl FnOnce(&Path) -> Result<(P, u64), Error> + Send,
        work: impl FnOnce(&Watch<'_>, &BlockFile, P) -> Result<Findings, Error> + Send,
    ) -> Result<(), Failure> {
        let clock = Clock::start(console);
        let about = About {
            name: name_in_results(self.output, self.scenario),
            title: self.loaded.title().to_owned(),
            scenario: self.loaded.resolved(),
        };
        let study = StudyFile::of(self.name, arguments, self.scenario.max_states)?;
        let text = study.text();
        let parts = [env!("CARGO_PKG_VERSION"), &about.scenario, &text];
        let id = identity::id(parts.into_iter().chain(self.beside));
        let place = OutputDir::of_study(self.name, self.output.out.as_deref(), &about.name, &id);
        if let Some(shard) = self.output.shard {
            let whole = Whole {
                place: &place,
                id: &id,
                scenario: &about.scenario,
                study: &study.named(&about.name),
                draws: self.draws,
                threads: self.threads,
            };
            let done = whole.compute(shard, self.output, console, |watch, blocks| {
                // Every shard has to number the blocks of all points.
                match work(watch, blocks, prepare(Path::new(NOWHERE))?.0) {
                    Err(Error::Interrupted) => Ok(true),
                    done => done.map(|_| false),
                }
            })?;
            return done.map_err(|error| console.failure(error));
        }
        let joined = joined(self.output, &id)?;
        let interrupt = console.interrupt()?;
        let Some(mut part) = place.claim(&id, self.output.again, (&interrupt, console))? else {
            return place.show_past(self.table, self.output.format, console);
        };
        OutputDir::say_going_on(&part, console);
        // Shards have numbered the blocks of all points.
        let beside = if joined.is_empty() {
            place.path.as_path()
        } else {
            Path::new(NOWHERE)
        };
        part.join(joined);
        let found = match prepare(beside) {
            Ok((prepared, known)) => {
                let work = |watch: &Watch<'_>| work(watch, part.blocks(), prepared);
                watched(self.draws - known, self.threads, (&interrupt, console), work)?
            }
            Err(error) => Err(error),
        };
        let found = match found {
            Ok(found) => found,
            Err(error) => return Err(OutputDir::failed(part, error, console)),
        };
        let circumstances = clock.circumstances(id, &self.scenario.set, self.threads);
        let study = study.named(&about.name);
        let folder = found.fill(part.begin()?, &about, &study, &circumstances)?;
        place.finish(part, folder)?;
        let shown = found.summary().show(self.output.format, console.width());
        console.results(&shown, &place.shown(), self.output.format)?;
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
}
