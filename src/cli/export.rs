//! `pactum export`: a scenario or a game file, written for other programs.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::game_file::refused;
use super::scenario::{explore, load, shown, warn};
use crate::api::Scenario;
use crate::explore::MAX_STATES;
use crate::game::{Bound, Names};
use crate::interchange::{
    Form, GameFile, MOST_NODES, TooManyNodes, Tree, chain, efg, equivalence_notes, extensive_form, game_file, import,
    nfg, open, prism, table, umb,
};
use crate::report::whole_file::write_all;
use crate::source::Sources;
use crate::strategy::{Options, Reachable, Status, solve};
use crate::study::{Variant, central};

/// What an export writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Exported {
    /// Gambit's extensive form.
    Efg,
    /// Gambit's normal form.
    Nfg,
    /// The Markov chain of the solved game, as text files.
    Prism,
    /// The same in the unified Markov binary format.
    Umb,
}

impl Exported {
    /// Whether the game is solved.
    fn is_chain(self) -> bool {
        matches!(self, Self::Prism | Self::Umb)
    }
}

/// The arguments of `pactum export`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum export deal.toml --format efg > deal.efg
  pactum export deal.toml --variant clause --format efg --max-nodes 5000 --out clause.efg
  pactum export poker.efg --format nfg
  pactum export deal.toml --format prism --out deal
  pactum export deal.toml --format umb --out deal.umb
  pactum export poker.efg --format prism --lambda 2 --out poker

A scenario is taken at the nominal values of its parameters. What is and is not the same in the file is said on \
standard error and in the file's comment. For prism the files are NAME.tra, NAME.lab, NAME.ACTOR.srew \
(NAME.ACTOR_losses.srew) and, below 5,000 states, NAME.prism. umb is the binary format that PRISM and Storm share: one \
file, with everything in it.")]
pub(super) struct Export {
    /// The scenario, or a game file (.efg or .nfg).
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What is written.
    #[arg(long, value_enum)]
    format: Exported,
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Set a key of the scenario; `check --parameters` lists the keys. May be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Write to this file instead of standard output; for prism, what the files' names begin with.
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// The most nodes of a tree that a scenario is written out as.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = nodes)]
    max_nodes: usize,
    /// The most states and positions within stages that a scenario's game may have.
    #[arg(long, value_name = "N", default_value_t = MAX_STATES)]
    max_states: usize,
    /// The precision at which a game file is solved for prism and umb; a scenario has its own.
    #[arg(long, value_name = "L", value_parser = args::precision)]
    lambda: Option<f64>,
    /// Replace files that exist.
    #[arg(long)]
    force: bool,
}

/// Writes a scenario or a game file in another form.
pub(super) fn command(arguments: &Export, console: &Console) -> Result<(), Failure> {
    if arguments.out.is_none() {
        let missing = match arguments.format {
            Exported::Prism => Some("--format prism writes several files: say with --out what their names begin with"),
            Exported::Umb => Some("--format umb writes a binary file: say with --out which"),
            Exported::Efg | Exported::Nfg => None,
        };
        missing.map_or(Ok(()), |message| Err(Failure::usage(message)))?;
    }
    if !arguments.format.is_chain() && arguments.lambda.is_some() {
        let message = "--lambda is for --format prism and umb: nothing is solved for the others";
        return Err(Failure::usage(message));
    }
    if let Some(out) = &arguments.out {
        // The names of other files are known only when all is done.
        let first = match arguments.format {
            Exported::Prism => named(out, ".tra"),
            Exported::Efg | Exported::Nfg | Exported::Umb => out.clone(),
        };
        refuse_existing(&first, arguments)?;
    }
    if game_file(&arguments.file) {
        of_game_file(arguments, console)
    } else {
        of_scenario(arguments, console)
    }
}

fn of_game_file(arguments: &Export, console: &Console) -> Result<(), Failure> {
    let (sets, variant) = (!arguments.set.is_empty(), arguments.variant.is_some());
    if sets || variant {
        let option = if sets { "--set" } else { "--variant" };
        return Err(Failure::usage(format!("{option} is for scenarios, not for game files")));
    }
    let mut sources = Sources::new();
    let file = open(&arguments.file, &mut sources).map_err(|error| refused(error, &sources, console))?;
    warn(&sources, file.warnings.all(), console);
    if arguments.format.is_chain() {
        return chain_of_file(arguments, file, &sources, console);
    }
    let text = match file.form {
        form if arguments.format == Exported::Efg => efg(&tree(form)?),
        Form::Table(table) => nfg(&table),
        Form::Tree(tree) => table_of(&tree, console)?,
    };
    write(arguments, console, &[(String::new(), text)])
}

fn tree(form: Form) -> Result<Tree, Failure> {
    match form {
        Form::Tree(tree) => Ok(tree),
        Form::Table(table) if table.tree_nodes().is_some_and(|nodes| nodes <= MOST_NODES) => Ok(table.to_tree()),
        Form::Table(_) => Err(Failure::Output(format!(
            "the tree would have more than {MOST_NODES} nodes"
        ))),
    }
}

fn table_of(tree: &Tree, console: &Console) -> Result<String, Failure> {
    let table = table(tree).map_err(|why| Failure::Output(why.to_string()))?;
    let sets = |player: usize| tree.sets.iter().filter(|set| set.player == player).count();
    if (0..tree.players.len()).any(|player| sets(player) > 1) {
        console.warn(
            "some player has several information sets: the normal form has the same Nash equilibria, but not the same \
             logit equilibria",
        );
    }
    Ok(nfg(&table))
}

fn chain_of_file(arguments: &Export, file: GameFile, sources: &Sources, console: &Console) -> Result<(), Failure> {
    let Some(lambda) = arguments.lambda else {
        let message = "a game file is solved for prism and umb: give the precision with --lambda";
        return Err(Failure::usage(message));
    };
    let imported = import(file).map_err(|found| Failure::Scenario(shown(sources, found.all(), console)))?;
    let bound = Bound::new(&imported.game, &[vec![lambda]]);
    let about = format!("{}, solved at lambda = {lambda}", imported.tree.title);
    write_chain(arguments, console, &bound, &imported.names, &about)
}

fn of_scenario(arguments: &Export, console: &Console) -> Result<(), Failure> {
    if arguments.lambda.is_some() {
        let message = "--lambda is for game files; a scenario has precisions of its own";
        return Err(Failure::usage(message));
    }
    let wanted: Vec<String> = arguments.variant.iter().cloned().collect();
    let scenario = args::Scenario {
        scenario: arguments.file.clone(),
        set: arguments.set.clone(),
        max_states: arguments.max_states,
    };
    let mut loaded = load(&scenario, &wanted, console)?;
    loaded.keep_first();
    let variants = explore(&loaded, console)?;
    let write = |variant| of_variant(arguments, console, &loaded, variant);
    variants.iter().try_for_each(write)
}

fn of_variant(arguments: &Export, console: &Console, scenario: &Scenario, variant: &Variant) -> Result<(), Failure> {
    let (title, name) = (scenario.title(), &variant.name);
    let bound = central(variant);
    let bound = bound.map_err(|error| console.failure(scenario.blame(error, [variant])))?;
    let names = &variant.explored.names;
    let about = format!("{title}; variant {name} at the nominal values, written by pactum.");
    if arguments.format.is_chain() {
        return write_chain(arguments, console, &bound, names, &about);
    }
    if bound.game.tail.is_some() {
        let message = "play goes on for ever after the last period, and no game file can say that; export a finite game \
                       with --set periods.then=stops, or the chain with --format prism or umb";
        return Err(Failure::Output(message.to_owned()));
    }
    if bound.game.declared < bound.game.actors {
        let message = "groups are counted, and no game file can say that; export the chain with --format prism or umb";
        return Err(Failure::Output(message.to_owned()));
    }
    let unrolled = extensive_form(&bound, names, arguments.max_nodes);
    let mut unrolled = unrolled.map_err(|size| too_large(size, arguments.max_nodes))?;
    let said = equivalence_notes(&bound, names, &unrolled);
    for sentence in &said {
        console.remark(sentence);
    }
    unrolled.tree.title = title.to_owned();
    unrolled.tree.comment = format!("{about}\n{}", said.join("\n"));
    let text = match arguments.format {
        Exported::Nfg => table_of(&unrolled.tree, console)?,
        _ => efg(&unrolled.tree),
    };
    write(arguments, console, &[(String::new(), text)])
}

fn too_large(TooManyNodes(size): TooManyNodes, most: usize) -> Failure {
    let shown = match size {
        ..1e9 => format!("{size}"),
        _ => format!("{size:.1e}"),
    };
    let cure = if size <= MOST_NODES as f64 {
        format!("raise it with --max-nodes {shown}, or shorten the scenario")
    } else {
        "shorten the scenario, or export the chain with --format prism or umb".to_owned()
    };
    Failure::Output(format!("the tree would have {shown} nodes, more than {most}; {cure}"))
}

fn write_chain(
    arguments: &Export,
    console: &Console,
    bound: &Bound<'_>,
    names: &Names,
    about: &str,
) -> Result<(), Failure> {
    let solution = solve(bound, &Reachable::of(bound.game), &Options::default());
    if solution.status[0] != Status::Converged {
        console.say("error: the game was not solved; there is no profile to write the chain of\n");
        return Err(Failure::NotSolved);
    }
    let mut bound = bound.clone();
    bound.fill_in(&solution.beyond);
    let chain = chain(&bound, names, &solution.profile);
    match arguments.format {
        Exported::Umb => write(arguments, console, &[(String::new(), umb(&chain, about))]),
        _ => write(arguments, console, &prism(&chain, about)),
    }
}

/// Writes to files whose names begin with the same path, or texts to standard output. The names that were written are
/// printed.
fn write<B: AsRef<[u8]>>(arguments: &Export, console: &Console, files: &[(String, B)]) -> Result<(), Failure> {
    let Some(out) = &arguments.out else {
        let text = |bytes: &B| String::from_utf8_lossy(bytes.as_ref()).into_owned();
        return files.iter().try_for_each(|(_, bytes)| console.file_text(&text(bytes)));
    };
    let files = files.iter().map(|(ending, bytes)| (named(out, ending), bytes.as_ref()));
    let files: Vec<(PathBuf, &[u8])> = files.collect();
    for (path, _) in &files {
        refuse_existing(path, arguments)?;
    }
    write_all(&files)?;
    let paths = files.iter().map(|(path, _)| path.display());
    let listed = paths.map(|path| format!("{path}\n"));
    console.data(&listed.collect::<String>())
}

fn refuse_existing(path: &Path, arguments: &Export) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_err() || arguments.force {
        return Ok(());
    }
    let path = path.display();
    Err(Failure::Output(format!(
        "{path} exists already; choose another --out, or give --force to replace it"
    )))
}

fn named(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn nodes(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(nodes) if (1..=MOST_NODES).contains(&nodes) => Ok(nodes),
        _ => Err(format!("not a number of nodes, 1 to {MOST_NODES}")),
    }
}
