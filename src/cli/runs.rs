//! `pactum runs` and `pactum path`: the results that are there already.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::command_names;
use super::console::Console;
use super::failure::Failure;
use super::output_dir::RESULTS;
use super::scenario::name_of;
use crate::report::Format;
use crate::report::past_results::{LATEST, PastResults};
use crate::report::results_list::{list, shown};
use crate::source::wording::{alternatives, closest, quoted};

/// The arguments of `pactum runs`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum runs
  pactum runs --format csv | column -s, -t
  pactum runs --format json | jq -r '.[] | select(.kind == \"run\") | .path'

Listed is what lies in results/ here, the newest first. Folders that are damaged, or hold something else, are listed \
with what is wrong with them.")]
pub(super) struct Runs {
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// The arguments of `pactum path`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum path deal.toml
  column -s, -t \"$(pactum path deal)/outcomes.csv\"
  pactum path

The path is absolute. Results are those in results/ here, or else in the nearest parent folder that has a results/. \
Exit code 3 where the scenario has none, 4 where there are none at all.")]
pub(super) struct LatestPath {
    /// The scenario: its file, or its name, which is the file's without the ending. Of all scenarios, the latest run, if
    /// none is named.
    #[arg(value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
}

/// Lists what lies in `results/`.
pub(super) fn runs(arguments: &Runs, console: &Console) -> Result<(), Failure> {
    let results = Path::new(RESULTS);
    let commands = command_names();
    let is_command = |word: &str| commands.iter().any(|name| name == word);
    let rows = match results.is_dir() {
        true => list(results, &is_command).map_err(|error| unreadable(results, &error))?,
        false => Vec::new(),
    };
    if rows.is_empty() {
        console.remark("there are no results in results/ here; `pactum run SCENARIO` makes some");
    }
    console.data(&shown(&rows, arguments.format, console.width()))
}

/// Prints the path of the latest results.
pub(super) fn path(arguments: &LatestPath, console: &Console) -> Result<(), Failure> {
    let here = env::current_dir().map_err(|error| unreadable(Path::new("."), &error))?;
    let mut places = here.ancestors().map(|folder| folder.join(RESULTS));
    let Some(results) = places.find(|results| results.is_dir()) else {
        return Err(no_results(
            "there is no folder results/, neither here nor in a parent folder",
        ));
    };
    let noted = noted(&results).map_err(|error| unreadable(&results, &error))?;
    let latest = match &arguments.scenario {
        Some(scenario) => of_scenario(&name_of(scenario), &noted, &results)?,
        None => newest(&noted, &results)?,
    };
    console.data(&format!("{}\n", latest.display()))
}

/// The scenarios that name their latest results, and the folder of each.
fn noted(results: &Path) -> std::io::Result<Vec<(String, PathBuf)>> {
    let mut noted = Vec::new();
    for entry in fs::read_dir(results)? {
        let folder = entry?.path();
        let Ok(text) = fs::read_to_string(folder.join(LATEST)) else {
            continue;
        };
        // Wherever the command was started, the results lie beside the note.
        if let Some((name, id)) = folder.file_name().zip(Path::new(text.trim_end()).file_name()) {
            noted.push((name.to_string_lossy().into_owned(), folder.join(id)));
        }
    }
    noted.sort();
    Ok(noted)
}

fn of_scenario(name: &str, noted: &[(String, PathBuf)], results: &Path) -> Result<PathBuf, Failure> {
    let Some((_, latest)) = noted.iter().find(|(known, _)| known == name) else {
        let known: Vec<&str> = noted.iter().map(|(known, _)| known.as_str()).collect();
        let meant = closest(name, known.iter().copied());
        let meant = meant
            .map(|meant| format!("; did you mean {}?", quoted(meant)))
            .unwrap_or_default();
        let message = format!("there is no run of {} in {}{meant}", quoted(name), results.display());
        let known = match &known[..] {
            [] => "there is no run of any scenario".to_owned(),
            known => format!("there are runs of {}", alternatives(known)),
        };
        return Err(Failure::Scenario(format!("error: {message}\n{known}\n")));
    };
    PastResults::read(latest).map_err(|problem| {
        let (path, name) = (latest.display(), quoted(name));
        Failure::Output(format!(
            "the latest results of {name} were {path}, which gives none ({problem})\nrun it again"
        ))
    })?;
    Ok(latest.clone())
}

/// The latest results of any scenario, by the dates in their manifests.
fn newest(noted: &[(String, PathBuf)], results: &Path) -> Result<PathBuf, Failure> {
    let there = noted.iter().filter_map(|(_, latest)| PastResults::read(latest).ok());
    let newest = there.max_by_key(PastResults::started);
    newest
        .map(|past| past.path)
        .ok_or_else(|| no_results(&format!("there is no run in {}", results.display())))
}

fn no_results(message: &str) -> Failure {
    Failure::Output(format!("{message}\n`pactum run SCENARIO` makes one"))
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::Output(format!("{} cannot be read: {error}", folder.display()))
}
