//! `pactum report`: one page about results folders.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value};

use super::args;
use super::command_names;
use super::console::Console;
use super::failure::Failure;
use super::graph::graph_of;
use super::scenario::read;
use crate::api::{Error, Scenario};
use crate::explore::MAX_STATES;
use crate::report::chart::png::pictures;
use crate::report::graph::Graph;
use crate::report::identity;
use crate::report::page::{Introduction, Page, Subjects, page};
use crate::report::past_results::{PastResults, Unreadable};
use crate::report::whole_file::write_all;
use crate::report::workbook::{Problem, Source, workbook};

/// The arguments of `pactum report`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum report \"$(pactum path deal)\"
  pactum report \"$(pactum path deal)\" --out deal.html
  pactum report \"$(pactum path deal)\" --live --out try.html
  pactum report \"$(pactum path deal)\" --charts charts
  pactum report \"$(pactum path deal)\" --xlsx deal.xlsx

The page is one HTML file, which opens without a network: headline, outcomes, comparison, timeline, payoffs, \
promises, the scenario with its sources, how it was computed and the command that does it again. The first folder \
gives the title. Its path is printed, and below it that of the workbook; without --out the page is \
report-<id>.html beside the first folder.

The workbook of --xlsx has a sheet on what it is, one on what its columns mean, and one for each table, with numbers \
as numbers and without the time of writing. A table with more than 1,048,575 rows or 16,384 columns fits no sheet, \
and is refused.")]
pub(super) struct Report {
    /// Results folders of runs and studies.
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,
    /// Write the page to this file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Put the engine into the page, with sliders for everything that `--set` can set, in the scenario of the first folder.
    /// The page is about a megabyte larger, and still one file that needs no network.
    #[arg(long)]
    live: bool,
    /// Write each chart to this folder as well, as SVG and as PNG.
    #[arg(long, value_name = "DIR")]
    charts: Option<PathBuf>,
    /// Write the tables to this workbook as well.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// Replace files that exist.
    #[arg(long)]
    force: bool,
}

/// Writes the page, and the charts and the workbook where they are asked for.
pub(super) fn command(arguments: &Report, console: &Console) -> Result<(), Failure> {
    if arguments.out.is_some() && arguments.out == arguments.xlsx {
        return Err(Failure::usage("--out and --xlsx name the same file"));
    }
    let commands = command_names();
    let folders = arguments
        .folders
        .iter()
        .map(|path| Folder::read(path, &commands, console));
    let folders = folders.collect::<Result<Vec<Folder>, Failure>>()?;
    let out = arguments.out.clone().unwrap_or_else(|| beside(&folders));
    if arguments.out.is_some() {
        refuse_existing(&out, arguments.force)?;
    }
    if arguments.live && folders[0].past.scenarios().len() > 1 {
        return Err(Failure::usage(
            "--live needs one scenario, and the first folder compares several; put the folder of a run first",
        ));
    }
    let first = arguments.live.then(|| first_numbers(&folders[0].past));
    let subjects: Vec<Subjects<'_>> = folders.iter().map(Folder::subject).collect();
    let Page {
        html,
        charts,
        introductions,
    } = page(&subjects, first.as_ref()).map_err(|(place, problem)| unreadable(&arguments.folders[place], &problem))?;
    let mut files = vec![(out.clone(), html.into_bytes())];
    if let Some(path) = &arguments.xlsx {
        files.push((path.clone(), workbook_file(arguments, &folders, &introductions)?));
    }
    if let Some(folder) = &arguments.charts {
        files.extend(chart_files(folder, charts)?);
    }
    for (path, _) in &files[1..] {
        refuse_existing(path, arguments.force)?;
    }
    if let Some(folder) = &arguments.charts {
        let made = fs::create_dir_all(folder);
        made.map_err(|reason| Failure::Output(format!("cannot write {}: {reason}", folder.display())))?;
    }
    write_all(&files)?;
    let named = [Some(&out), arguments.xlsx.as_ref()].into_iter().flatten();
    let lines: String = named.map(|path| format!("{}\n", path.display())).collect();
    console.data(&lines)
}

/// By variant, what the engine of a live page finds first, so that the page need not wait for it. A variant that makes no
/// sense has none; the page says why.
fn first_numbers(past: &PastResults) -> Map<String, Value> {
    let Ok(scenario) = Scenario::open(past.scenario_path()) else {
        return Map::new();
    };
    let found = |variant: &str| {
        let point = scenario.clone().variant(variant)?.nominal_point()?;
        Ok::<_, Error>((variant.to_owned(), point.preview()?.json()["tables"].take()))
    };
    scenario.variants().filter_map(|variant| found(variant).ok()).collect()
}

/// The workbook of the folders' tables.
fn workbook_file(arguments: &Report, folders: &[Folder], introductions: &[Introduction]) -> Result<Vec<u8>, Failure> {
    let sources = folders.iter().zip(introductions).map(|(folder, introduction)| Source {
        past: &folder.past,
        introduction,
    });
    let sources: Vec<Source<'_>> = sources.collect();
    workbook(&sources).map_err(|(place, problem)| {
        let path = &arguments.folders[place];
        match problem {
            Problem::Results(problem) => unreadable(path, &problem),
            problem => Failure::Output(format!("{}: {problem}", path.display())),
        }
    })
}

/// The charts as files, each as SVG and as PNG.
fn chart_files(folder: &Path, charts: Vec<(String, String)>) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let texts: Vec<&str> = charts.iter().map(|(_, text)| text.as_str()).collect();
    let pictures =
        pictures(&texts).map_err(|reason| Failure::Unexpected(format!("a chart cannot be drawn: {reason}")))?;
    let both = charts.into_iter().zip(pictures).flat_map(|((name, text), picture)| {
        let path = |ending: &str| folder.join(format!("{name}.{ending}"));
        [(path("svg"), text.into_bytes()), (path("png"), picture)]
    });
    Ok(both.collect())
}

/// A results folder with what is read of its scenario.
struct Folder {
    past: PastResults,
    command: String,
    scenario: Scenario,
    graph: Graph,
}

impl Folder {
    fn read(path: &Path, commands: &[String], console: &Console) -> Result<Self, Failure> {
        let shown = path.display();
        if !path.is_dir() {
            return Err(Failure::usage(format!(
                "there is no folder {shown}; `pactum runs` lists the results that are there"
            )));
        }
        let past = PastResults::read(path).and_then(|past| past.check_files().map(|()| past));
        let past = past.map_err(|problem| unreadable(path, &problem))?;
        let command = past
            .arguments()
            .into_iter()
            .find(|argument| commands.iter().any(|name| name == argument));
        let command = command.unwrap_or("run").to_owned();
        let scenario = args::Scenario {
            scenario: past.scenario_path(),
            set: Vec::new(),
            max_states: MAX_STATES,
        };
        let scenario = read(&scenario, &[]).map_err(|error| console.failure(error))?;
        Ok(Self {
            past,
            command,
            graph: graph_of(&scenario, console)?,
            scenario,
        })
    }

    fn subject(&self) -> Subjects<'_> {
        Subjects {
            past: &self.past,
            command: &self.command,
            models: &self.scenario.models,
            graph: &self.graph,
        }
    }
}

/// A folder that is none of results is a wrong argument; one that is damaged is like a wrong scenario.
fn unreadable(path: &Path, problem: &Unreadable) -> Failure {
    let path = path.display();
    match problem {
        Unreadable::Foreign(why) => Failure::usage(format!(
            "{path} is no results folder: {why}; `pactum runs` lists the results that are there"
        )),
        Unreadable::Damaged(why) => Failure::Scenario(format!(
            "error: the results in {path} are damaged: {why}\nrun the command again with --force to write them anew\n"
        )),
    }
}

/// The file beside the first folder that is named after all of them.
fn beside(folders: &[Folder]) -> PathBuf {
    let ids = folders.iter().map(|folder| folder.past.id().unwrap_or_default());
    let id = identity::id([env!("CARGO_PKG_VERSION")].into_iter().chain(ids));
    let name = format!("report-{id}.html");
    let first = folders.first().map_or(Path::new("."), |folder| &folder.past.path);
    // `.` and `..` have no name of their own to put another in the place of.
    match first.file_name() {
        Some(_) => first.with_file_name(name),
        None => fs::canonicalize(first)
            .unwrap_or_else(|_| first.to_owned())
            .with_file_name(name),
    }
}

fn refuse_existing(path: &Path, force: bool) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_err() || force {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::Output(format!(
        "{path} exists already; choose another path, or give --force to replace it"
    )))
}
