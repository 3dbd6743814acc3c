//! `pactum verify`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::args::{threads, whole};
use super::console::Console;
use super::failure::Failure;
use super::run::{Run, derive_draws};
use super::study::{FromFile, command_line};
use crate::numeric::stream::StreamKey;
use crate::report::folder::MANIFEST;
use crate::report::identity;
use crate::report::past_results::PastResults;
use crate::report::results::STUDY;
use crate::report::run_folder::DRAWS;
use crate::report::verification::{DrawKey, LineRef, Verification, draw_lines, draw_of, lines, lines_at};

/// The arguments of `pactum verify`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum verify \"$(pactum path deal)\"
  pactum verify \"$(pactum path deal)\" outcomes.csv:2 draws.csv:17
  pactum verify \"$(pactum path deal)\" --sample 20

The folder's scenario.toml and study.toml say what is computed. Lines of draws.csv and games.csv are derived from their \
draws alone; every other line takes the whole command, which writes to the folder for temporary files (TMPDIR names \
another). All files are compared but manifest.json, which says when and where it was computed. Exit code 5 where a \
line differs.")]
pub(super) struct Verify {
    /// The results folder.
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Compare these lines only: a file of the folder and the number of a line in it. All lines by default.
    #[arg(value_name = "FILE:LINE")]
    lines: Vec<LineRef>,
    /// Compare this many draws of a run, taken at random, and nothing else.
    #[arg(long, value_name = "N", conflicts_with = "lines", value_parser = whole::<1, { u64::MAX }>)]
    sample: Option<u64>,
    /// The seed by which the sample is taken.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<0, { u64::MAX }>)]
    seed: u64,
    /// How many threads; all cores by default.
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<usize>,
}

/// A folder whose lines are derived again.
pub(super) struct Published<'a> {
    arguments: &'a Verify,
    results: PastResults,
    /// The lines that are compared; all where there are none.
    wanted: BTreeSet<LineRef>,
    /// Where what takes the whole command is derived.
    derived: PathBuf,
}

impl Verify {
    /// Reads what the folder says of itself.
    pub(super) fn published(&self, console: &Console) -> Result<Published<'_>, Failure> {
        let shown = self.dir.display();
        let results = PastResults::read(&self.dir).map_err(|problem| refused(&self.dir, &problem))?;
        if !self.dir.join(STUDY).exists() {
            return Err(Failure::Output(format!(
                "{shown} holds no {STUDY}, which says how it is derived\n{MANIFEST} holds the command; give it again"
            )));
        }
        results.check_inputs().map_err(|problem| {
            Failure::Output(format!("{shown} is {problem}, so that nothing can be derived from it"))
        })?;
        let (theirs, ours) = (results.version(), env!("CARGO_PKG_VERSION"));
        if theirs != ours {
            console.warn(&format!(
                "pactum {theirs} computed it, and {ours} derives it again: lines may differ for that reason alone"
            ));
        }
        // What the folder says its id is need not be fit for a path.
        let id = identity::id([results.id().unwrap_or_default()]);
        Ok(Published {
            derived: std::env::temp_dir().join(format!("pactum-verify-{id}")),
            wanted: self.wanted(&results)?,
            arguments: self,
            results,
        })
    }

    /// The lines that are asked for, which the folder must have.
    fn wanted(&self, results: &PastResults) -> Result<BTreeSet<LineRef>, Failure> {
        if let Some(count) = self.sample {
            return self.sampled(count);
        }
        let files = results.file_names();
        if let Some(LineRef { file, .. }) = self.lines.iter().find(|line| !files.contains(&line.file)) {
            let listed: Vec<&str> = files.iter().map(String::as_str).collect();
            let (dir, listed) = (self.dir.display(), listed.join(", "));
            return Err(Failure::usage(format!(
                "{file:?} is no file of {dir} that can be derived again\nit has {listed}"
            )));
        }
        let wanted = self.lines.iter().cloned().collect();
        let there = lines_at(&self.dir, &wanted).map_err(|problem| refused(&self.dir, &problem))?;
        if let Some(LineRef { file, line }) = wanted.iter().find(|line| !there.contains_key(line)) {
            return Err(Failure::usage(format!(
                "{} has no line {line}",
                self.dir.join(file).display()
            )));
        }
        Ok(wanted)
    }

    /// Draws at random, one of each of `count` equal parts of the table.
    fn sampled(&self, count: u64) -> Result<BTreeSet<LineRef>, Failure> {
        let path = self.dir.join(DRAWS);
        if !path.exists() {
            return Err(Failure::usage(format!(
                "--sample takes draws of a run, and {} holds no {DRAWS}\nname lines, or leave it out to compare all",
                self.dir.display()
            )));
        }
        let lines = lines(&path).map_err(|problem| refused(&path, &problem))?;
        let rows = (lines.count() as u64).saturating_sub(1);
        let mut stream = StreamKey::of(self.seed, &["verify"]).stream(0, 0);
        let count = count.min(rows);
        let part = |number: u64| (u128::from(number) * u128::from(rows) / u128::from(count)) as u64;
        let line = |number: u64| LineRef {
            file: DRAWS.to_owned(),
            // The first line is the header.
            line: 2 + part(number) + stream.below(part(number + 1) - part(number)),
        };
        Ok((0..count).map(line).collect())
    }
}

impl Published<'_> {
    /// The file of the command that is given again.
    pub(super) fn study(&self) -> FromFile {
        FromFile::of(self.arguments.dir.join(STUDY))
    }

    /// The command line that derives the whole folder again.
    pub(super) fn command_line(&self) -> Result<Vec<OsString>, Failure> {
        let mut line = command_line(&self.study())?;
        let mut out = OsString::from("--out=");
        out.push(&self.derived);
        line.push(out);
        line.push("--force".into());
        line.extend(
            self.arguments
                .threads
                .map(|threads| format!("--threads={threads}").into()),
        );
        Ok(line)
    }

    /// Whether only lines are compared each of which follows from one draw.
    pub(super) fn follows_from_draws(&self) -> bool {
        !self.wanted.is_empty() && self.wanted.iter().all(LineRef::follows_from_draw)
    }

    /// Derives the draws of the wanted lines again, and compares these.
    pub(super) fn verify_draws(&self, run: &Run, console: &Console) -> Result<(), Failure> {
        let dir = &self.arguments.dir;
        let published = lines_at(dir, &self.wanted).map_err(|problem| refused(dir, &problem))?;
        let draws: Vec<(&str, u64)> = published.values().filter_map(|line| draw_of(line)).collect();
        let of = self.results.run().map_or(0, |run| run.drawn.draws);
        let mut derived = draw_lines(&derive_draws(run, of, &draws, console)?);
        let mut found = Verification::default();
        for (place, line) in published {
            let again = derived.remove(&DrawKey::of(&place.file, &line));
            found.compare(place, Some(line), again);
        }
        self.report(&found, console)
    }

    /// Compares the folder with the one that the command has written, and removes the latter.
    pub(super) fn compare(&self, done: Result<(), Failure>, console: &Console) -> Result<(), Failure> {
        match done {
            // The folder is complete.
            Ok(()) | Err(Failure::NotSolved | Failure::TargetNotMet) => {}
            Err(failure) => return Err(failure),
        }
        let mut files = self.results.file_names();
        let derived = PastResults::read(&self.derived).map_err(|problem| refused(&self.derived, &problem))?;
        files.extend(derived.file_names());
        let folders = [self.arguments.dir.as_path(), &self.derived];
        let found = Verification::of_folders(folders, &files, &self.wanted);
        let found = found.map_err(|problem| refused(&self.arguments.dir, &problem))?;
        fs::remove_dir_all(&self.derived).map_err(|problem| refused(&self.derived, &problem))?;
        self.report(&found, console)
    }

    fn report(&self, found: &Verification, console: &Console) -> Result<(), Failure> {
        let page = found.page(&self.arguments.dir);
        console.data(&page.lay_out(console.width()))?;
        found.holds().then_some(()).ok_or(Failure::TargetNotMet)
    }
}

fn refused(path: &Path, problem: &dyn std::fmt::Display) -> Failure {
    Failure::Output(format!("{} cannot be read: {problem}", path.display()))
}
