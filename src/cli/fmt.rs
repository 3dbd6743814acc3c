//! `pactum fmt`: scenario files in their usual form.

use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::scenario::shown;
use crate::report::FolderError;
use crate::report::whole_file::write_whole;
use crate::scenario::{LoadError, formatted, text_of};
use crate::source::Sources;
use crate::source::input::STANDARD_INPUT;

/// The arguments of `pactum fmt`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum fmt deal.toml
  pactum fmt --check deal.toml other.toml
  pactum fmt - < deal.toml

The files that change are listed on standard output. A file is written as a whole or not at all, and none is written \
if one of them is no TOML (exit code 3). With --check, exit code 5 says that a file is not in its usual form.")]
pub(super) struct Fmt {
    /// The scenario files; `-` alone formats standard input to standard output.
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Change nothing: list the files that would change.
    #[arg(long)]
    check: bool,
}

/// A text as it was found, and as it should be.
struct Text {
    found: String,
    usual: String,
}

impl Text {
    fn differs(&self) -> bool {
        self.found != self.usual
    }
}

/// Formats files in place, or standard input to standard output.
pub(super) fn command(arguments: &Fmt, console: &Console) -> Result<(), Failure> {
    if arguments.scenarios == [Path::new("-")] {
        return stream(arguments.check, console);
    }
    if arguments.scenarios.contains(&PathBuf::from("-")) {
        let text = "`-` stands for standard input, which is formatted by itself";
        return Err(Failure::usage(text));
    }
    let texts = arguments.scenarios.iter();
    let texts = every(texts.map(|path| usual(text_of(path), path, console)))?;
    let texts = arguments.scenarios.iter().zip(&texts);
    let changes: Vec<(&PathBuf, &Text)> = texts.filter(|(_, text)| text.differs()).collect();
    for (path, text) in &changes {
        if !arguments.check {
            replace(path, &text.usual)?;
        }
        console.data(&format!("{}\n", path.display()))?;
    }
    let (some, all) = (changes.len(), arguments.scenarios.len());
    let done = if arguments.check { "would change" } else { "changed" };
    console.remark(&format!("{some} of {all} {done}"));
    let formatted = !arguments.check || some == 0;
    formatted.then_some(()).ok_or(Failure::NotFormatted)
}

fn stream(check: bool, console: &Console) -> Result<(), Failure> {
    let (stream, name) = (Path::new(STANDARD_INPUT), Path::new("standard input"));
    let text = usual(text_of(stream), name, console).map_err(Failure::Scenario)?;
    if !check {
        return console.file_text(&text.usual);
    }
    if !text.differs() {
        return Ok(());
    }
    console.data("-\n")?;
    Err(Failure::NotFormatted)
}

/// A text with its usual form, or what to say of it.
fn usual(text: Result<String, LoadError>, name: &Path, console: &Console) -> Result<Text, String> {
    let found = text.map_err(|error| format!("error: {error}\n"))?;
    let mut sources = Sources::new();
    match formatted(&found, &name.display().to_string(), &mut sources) {
        Ok(usual) => Ok(Text { found, usual }),
        Err(wrong) => Err(shown(&sources, wrong.all(), console)),
    }
}

/// All of these, or all that is wrong: no file is changed unless every one of them can be read.
fn every<T>(each: impl Iterator<Item = Result<T, String>>) -> Result<Vec<T>, Failure> {
    let (good, wrong): (Vec<_>, Vec<_>) = each.partition(Result::is_ok);
    if wrong.is_empty() {
        return Ok(good.into_iter().filter_map(Result::ok).collect());
    }
    let said: Vec<String> = wrong.into_iter().filter_map(Result::err).collect();
    Err(Failure::Scenario(said.join("\n")))
}

/// Replaces a file at once; of a link, what it points to.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |reason| FolderError::write(path, reason);
    let file = path.canonicalize().map_err(refused)?;
    // A new file could take its place all the same, which is not what its owner wants.
    if file.metadata().map_err(refused)?.permissions().readonly() {
        let path = path.display();
        return Err(Failure::Output(format!("{path} may not be written to")));
    }
    Ok(write_whole(&file, text)?)
}
