//! `pactum compare`.

use super::args;
use super::clock::Clock;
use super::console::Console;
use super::failure::Failure;
use super::interrupt::Interrupt;
use super::output_dir::OutputDir;
use super::progress_bar::Bar;
use super::sides::Sides;
use super::threads::{self, cores};
use crate::api::position;
use crate::report::comparing::folder::{Manifest, joined, write};
use crate::report::comparing::{Comparison, warnings};
use crate::report::results::is_result_file;
use crate::report::{About, Circumstances, Folder, Format, identity};
use crate::study::contrast::outcomes_of;
use crate::study::{Contrast, Group, Inquiry, Level, Watch, contrast};

/// Compares variants, or files.
pub(super) fn command(arguments: &args::Compare, console: &Console) -> Result<(), Failure> {
    let clock = Clock::start();
    let sides = Sides::load(arguments, console)?;
    let scenarios = sides.scenarios();
    let id = id(arguments, &sides, &scenarios);
    let name = joined(&scenarios, "-", |about| &about.name);
    let place = OutputDir::of_comparison(arguments.out.as_deref(), &name, &id);
    let interrupt = Interrupt::listen()?;
    let folder = prepare(arguments, &place, &id, &interrupt)?;
    let explored = sides.explore(console)?;
    interrupt.check()?;
    let levels = Level::all(explored, draws(arguments));
    let inquiry = Inquiry {
        seed: arguments.sample.seed,
        nominal: arguments.sample.nominal,
        headlines: headlines(&arguments.outcome, &levels[0], console)?,
    };
    let contrast = work_out(arguments, (&levels, &inquiry), &sides, &interrupt, console)?;
    let comparison = Comparison {
        titles: &sides.titles(),
        labels: &sides.labels(),
        inquiry: &inquiry,
        levels: &levels,
        contrast: &contrast,
    };
    if let Some(folder) = folder {
        let circumstances = Circumstances {
            name,
            title: joined(&scenarios, "; ", |about| &about.title),
            scenario: joined(&scenarios, "", |about| &about.scenario),
            id,
            arguments: std::env::args().skip(1).collect(),
            sets: arguments.set.clone(),
            threads: arguments.sample.threads.unwrap_or_else(cores),
            cores: cores(),
            started: clock.started(),
            seconds: clock.seconds(),
        };
        let manifest = Manifest::new(&circumstances, &scenarios, &comparison);
        write(folder, &scenarios, &comparison, &manifest)?;
    }
    print(&comparison, &place.shown(), arguments.format.into(), console)
}

/// How many draws are compared.
fn draws(arguments: &args::Compare) -> u64 {
    if arguments.sample.nominal {
        1
    } else {
        arguments.sample.draws
    }
}

/// The short hash of everything that the results follow from.
fn id(arguments: &args::Compare, sides: &Sides, scenarios: &[About]) -> String {
    let asked = format!(
        "compare draws {} seed {} nominal {} outcomes {}",
        draws(arguments),
        arguments.sample.seed,
        arguments.sample.nominal,
        arguments.outcome.join(" ")
    );
    let texts = scenarios.iter().map(|about| about.scenario.as_str());
    let fixed = [env!("CARGO_PKG_VERSION"), &asked];
    identity::id(fixed.into_iter().chain(texts).chain(sides.names()))
}

/// The folder to be filled; none where these very results are there already.
fn prepare(
    arguments: &args::Compare,
    place: &OutputDir,
    id: &str,
    interrupt: &Interrupt,
) -> Result<Option<Folder>, Failure> {
    if place.complete(id) && !arguments.force {
        return Ok(None);
    }
    let folder = Folder::prepare(&place.path, arguments.force, is_result_file)?;
    interrupt.guard(folder.gathering());
    Ok(Some(folder))
}

/// The outcomes that are asked for, or those that belong together.
fn headlines(asked: &[String], level: &Level, console: &Console) -> Result<Vec<Group>, Failure> {
    let all = outcomes_of(&level.sides);
    if asked.is_empty() {
        return Ok(Group::headlines(&all));
    }
    let mut wanted: Vec<String> = Vec::new();
    for name in asked {
        position("outcome", Some(name), &all).map_err(|error| console.failure(error))?;
        if !wanted.contains(name) {
            wanted.push(name.clone());
        }
    }
    Ok(vec![Group::of(wanted)])
}

fn work_out(
    arguments: &args::Compare,
    (levels, inquiry): (&[Level], &Inquiry),
    sides: &Sides,
    interrupt: &Interrupt,
    console: &Console,
) -> Result<Contrast, Failure> {
    let all = levels.iter().map(|level| level.draws * level.sides.len() as u64);
    let bar = Bar::new(all.sum(), console);
    let watch = Watch {
        progress: &|progress| bar.show(progress),
        interrupt: interrupt.flag(),
    };
    let found = threads::on(arguments.sample.threads, || contrast(levels, inquiry, &watch))?;
    bar.clear();
    found.map_err(|error| {
        let scenario = sides.blamed(&error);
        console.failure(scenario.blame(error, &levels[0].sides))
    })
}

fn print(comparison: &Comparison<'_>, path: &str, format: Format, console: &Console) -> Result<(), Failure> {
    let shown = comparison.show(path, format);
    match format {
        Format::Table => console.data(&format!("{shown}\n{path}\n"))?,
        Format::Json => console.data(&shown)?,
        Format::Csv => {
            for warning in warnings(comparison.contrast) {
                console.warn(&warning);
            }
            console.data(&shown)?;
            console.remark(path);
        }
    }
    if comparison.contrast.unsolved() > 0 {
        Err(Failure::NotSolved)
    } else {
        Ok(())
    }
}
