//! `pactum graph`: a scenario drawn.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::scenario::load;
use crate::api::Scenario;
use crate::report::graph::Graph;
use crate::report::whole_file::write_whole;

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum GraphFormat {
    /// A picture.
    Svg,
    /// The language of Graphviz.
    Dot,
}

/// The arguments of `pactum graph`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum graph deal.toml --out deal.svg
  pactum graph deal.toml --format dot | dot -Tpdf > deal.pdf
  pactum graph deal.toml --variant clause > clause.svg

Drawn are the stages of a period from top to bottom: who moves, what each move sets, who promised it and when, and \
the outcomes that it may lead to. A move may lead to an outcome if it sets what the outcome's condition reads; what \
can truly be reached, `pactum check` proves.")]
pub(super) struct DrawnGraph {
    #[command(flatten)]
    scenario: args::Scenario,
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// How it is written.
    #[arg(long, value_enum, default_value_t = GraphFormat::Svg)]
    format: GraphFormat,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace a file that exists.
    #[arg(long)]
    force: bool,
}

/// The graph of the first chosen variant.
pub(super) fn graph_of(scenario: &Scenario, console: &Console) -> Result<Graph, Failure> {
    let written = scenario.written().map_err(|error| console.failure(error))?;
    Ok(Graph::of(&written, scenario.title()))
}

/// Draws a scenario.
pub(super) fn command(arguments: &DrawnGraph, console: &Console) -> Result<(), Failure> {
    let wanted: Vec<String> = arguments.variant.iter().cloned().collect();
    let scenario = load(&arguments.scenario, &wanted, console)?;
    let graph = graph_of(&scenario, console)?;
    let text = match arguments.format {
        GraphFormat::Svg => graph.svg(),
        GraphFormat::Dot => graph.dot(),
    };
    let Some(out) = &arguments.out else {
        return console.file_text(&text);
    };
    if fs::symlink_metadata(out).is_ok() && !arguments.force {
        let out = out.display();
        return Err(Failure::Output(format!(
            "{out} exists already; choose another --out, or give --force to replace it"
        )));
    }
    write_whole(out, &text)?;
    console.data(&format!("{}\n", out.display()))
}
