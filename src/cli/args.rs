//! The command line as it is written.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::explore::MAX_STATES;
use crate::interchange::MOST_NODES;
use crate::numeric::stream::DRAWS_LIMIT;

/// A simulator for conditional deals: "if they break it, then we do this".
///
/// A scenario file says who the actors are, what each wants, what each may do and when, and which promises bind whom.
#[derive(Debug, Parser)]
#[command(
    name = "pactum",
    version,
    after_help = "\
Exit codes:
  0    fine
  1    something unexpected
  2    the command line is wrong
  3    the scenario is wrong, or a probability in some draw
  4    the output was refused: it exists, or cannot be written
  5    some draw was not solved (the results folder is written first, the draws marked),
       or fmt --check found a file that it would change
  130  interrupted"
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,
    /// Flags of every command.
    #[command(flatten)]
    pub(super) verbosity: Verbosity,
}

/// Flags about what is printed, and how.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Verbosity {
    /// Say only what was asked for: no progress, no remarks.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more.
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(super) color: Colour,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How tables are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Shown {
    /// In columns.
    Table,
    /// As JSON.
    Json,
    /// As CSV.
    Csv,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Play a scenario: exact and Monte Carlo outcome distributions, written to a results folder.
    #[command(after_help = "\
Examples:
  pactum run deal.toml
  pactum run deal.toml --draws 5000 --games 20 --seed 7
  pactum run deal.toml --variant clause --set entry_on_violation.credibility=0.9
  pactum run deal.toml --nominal --out results/central
  pactum run deal.toml --format csv --quiet | column -s, -t

The folder's path is the last thing printed (with --format json it is the last key, with --format csv it goes to
standard error). Without --out the folder is results/<scenario>/<id>/; results/<scenario>/latest holds its path.")]
    Run(Run),
    /// Set variants of a scenario, or scenarios, side by side: what differs, for whom it is better, and how sure that is.
    #[command(after_help = "\
Examples:
  pactum compare deal.toml
  pactum compare deal.toml --outcome war_alone --outcome war_with_nato
  pactum compare deal.toml --variant plain_ceasefire --variant clause --set credibility=0.9
  pactum compare deal.toml other.toml --draws 200
  pactum compare deal.toml --nominal --format csv

The others are compared with the first, draw by draw: under one seed, parameters of one name have the same values \
everywhere. Probabilities and payoffs are exact in each draw, so no games are played. \"turns in\" is the share of draws \
in which the sign is the other way than the mean's; where it is more than a quarter, or the 95 % interval of the mean \
holds zero, the answer is called open. Headlines are given again with every actor's precision λ halved and doubled (in \
the first 100 draws), and by the true type of the first actor that has types (of all of them in comparisons.csv). The \
folder's path is the last thing printed; without --out it is results/<scenario>/compare-<id>/. Exit code 5 where some \
draw is not solved.")]
    Compare(Compare),
    /// Prove a scenario sound, and print the size of its game.
    #[command(after_help = "\
Examples:
  pactum check deal.toml
  pactum check deal.toml --draws 10000 --seed 7
  pactum check deal.toml --format json
  pactum check deal.toml --parameters --format csv")]
    Check(Check),
    /// Work out how the actors play in one draw: strategies, what each action is worth, regret, beliefs.
    #[command(after_help = "\
Examples:
  pactum solve deal.toml --variant clause
  pactum solve deal.toml --at russia_moves --period 1 --beliefs
  pactum solve deal.toml --when 'clause == in_force and balance == 0' --format csv
  pactum solve deal.toml --draw 3 --seed 7 --format json
  pactum solve deal.toml --lambda 2
  pactum solve deal.toml --path --format csv > path.csv
  pactum solve poker.efg --lambda 1.5
  pactum solve poker.efg

A game file of Gambit's (.efg, .nfg) is solved at one precision of all players; without --lambda their precision rises \
until nobody can gain more than 1e-5 of its payoff range by one deviation.

The central values of all parameters are taken unless --draw names a draw of a run with the same seed. For people the \
likeliest information sets are shown; CSV and JSON hold all. Exit code 5 where the draw is not solved.")]
    Solve(Solve),
    /// Say why an actor acts as it does: what each action is worth, term by term, what follows it, and what is believed.
    #[command(after_help = "\
Examples:
  pactum explain deal.toml --variant clause
  pactum explain deal.toml --at russia_moves --type revisionist --period 3
  pactum explain deal.toml --actor us --when 'crisis == invoked'
  pactum explain deal.toml --at russia_moves --all --format csv
  pactum explain deal.toml --at russia_moves --type revisionist --flips --draws 20

Of the information sets that fit, the one that games come to most often is explained, for each stage, actor and type; \
where nothing is asked for, those of the first actor who decides. `solve` lists all. The central values of all \
parameters are taken unless --draw names a draw of a run with the same seed. Exit code 5 where the draw is not solved.")]
    Explain(Explain),
    /// Tell one game step by step.
    #[command(after_help = "\
Examples:
  pactum trace deal.toml --draw 3 --game 17
  pactum trace deal.toml --variant clause --nominal --game 5

Draw and game are numbered as in draws.csv and games.csv, from 0; with the seed of a run, the game is the same.")]
    Trace(Trace),
    /// Write a game for others: Gambit's .efg and .nfg, or a Markov chain for PRISM and Storm.
    #[command(after_help = "\
Examples:
  pactum export deal.toml --format efg > deal.efg
  pactum export deal.toml --variant clause --format efg --max-nodes 5000 --out deal.efg
  pactum export poker.efg --format nfg
  pactum export deal.toml --format prism --out deal
  pactum export poker.efg --format prism --lambda 2 --out poker

A scenario is taken at the nominal values of its parameters. What is and is not the same in the
file is said on standard error and in the file's comment. For prism the files are NAME.tra,
NAME.lab, NAME.ACTOR.srew (NAME.ACTOR_losses.srew) and, below 5,000 states, NAME.prism.")]
    Export(Export),
    /// Say what the code of an error means, why it is one, and how it looks right.
    #[command(after_help = "\
Examples:
  pactum explain-error E313
  pactum explain-error          all codes with their titles

Messages show the code in brackets: error[E313]. The same texts are on one page, docs/errors.md.")]
    ExplainError(ExplainError),
    /// Write a commented scenario to start from.
    #[command(after_help = "\
Examples:
  pactum new truce
  pactum new standoff --template crisis

The file is NAME.toml; it runs as it is, and an existing one is never overwritten (exit code 4).")]
    New(New),
    /// Bring scenario files into their usual form, in place; comments and meaning stay as they are.
    #[command(after_help = "\
Examples:
  pactum fmt deal.toml
  pactum fmt --check scenarios/*.toml
  pactum fmt - < deal.toml

The files that change are listed on standard output. A file is written as a whole or not at all, and none is written if
one of them is no TOML (exit code 3). With --check, exit code 5 says that a file is not in its usual form.")]
    Fmt(Fmt),
    /// Print the JSON Schema of scenario files, by which editors complete and check.
    #[command(after_help = "\
Examples:
  pactum schema > pactum.schema.json

With that file beside a scenario, an editor that knows TOML schemas takes this first line:
  #:schema ./pactum.schema.json")]
    Schema,
    /// Print what a shell needs to complete command lines.
    #[command(after_help = "\
Examples:
  pactum completions bash > ~/.local/share/bash-completion/completions/pactum
  pactum completions fish > ~/.config/fish/completions/pactum.fish")]
    Completions(Completions),
    /// Print the manual page, or write one for every command.
    #[command(after_help = "\
Examples:
  pactum man | man -l -
  pactum man --out ~/.local/share/man/man1")]
    Man(Man),
}

/// Which scenario, and how it is changed.
#[derive(Args, Clone, Debug)]
pub(super) struct Scenario {
    /// The scenario file.
    #[arg(value_name = "SCENARIO")]
    pub(super) scenario: PathBuf,
    /// Set a key, over the file and its variants; `check --parameters` lists the keys. May be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// The most states and positions within stages that a game may have.
    #[arg(long, value_name = "N", default_value_t = MAX_STATES)]
    pub(super) max_states: usize,
}

/// How much is drawn.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Sample {
    /// How many draws of the uncertain parameters.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=DRAWS_LIMIT))]
    pub(super) draws: u64,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,
    /// One draw, at the central values of all parameters.
    #[arg(long)]
    pub(super) nominal: bool,
    /// How many threads; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(super) threads: Option<usize>,
}

/// Which draw is solved, and how.
#[derive(Args, Clone, Debug)]
pub(super) struct Solving {
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Option<String>,
    /// The draw, from 0; without it the central values of all parameters are taken.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..DRAWS_LIMIT))]
    pub(super) draw: Option<u64>,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,
    /// Take the central values of all parameters, as is done without --draw.
    #[arg(long, conflicts_with = "draw")]
    pub(super) nominal: bool,
    /// The precision of everybody who responds to expected payoffs, by logit or by the best action; what is fixed or
    /// follows rules stays.
    #[arg(long, value_name = "L", value_parser = precision)]
    pub(super) lambda: Option<f64>,
}

/// Which information sets are meant; what is left out may be anything.
#[derive(Args, Clone, Debug)]
pub(super) struct Sets {
    /// At this stage.
    #[arg(long, visible_alias = "stage", value_name = "STAGE")]
    pub(super) at: Option<String>,
    /// Of this actor.
    #[arg(long, value_name = "ACTOR")]
    pub(super) actor: Option<String>,
    /// If the actor is of this type.
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) type_: Option<String>,
    /// In this period, from 1.
    #[arg(long, value_name = "N")]
    pub(super) period: Option<usize>,
    /// Where this holds, written as in the scenario, for instance 'clause == in_force and balance > 0'.
    #[arg(long, value_name = "CONDITION")]
    pub(super) when: Option<String>,
    /// Where the actor knows this: an information set as `solve` names it, or parts of it.
    #[arg(long, value_name = "NAME=VALUE ...")]
    pub(super) seen: Option<String>,
}

/// `pactum run`.
#[derive(Args, Debug)]
pub(super) struct Run {
    /// Which scenario.
    #[command(flatten)]
    pub(super) scenario: Scenario,
    /// Play this variant; may be repeated. All variants in the order of the file by default; differences are to the first.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Vec<String>,
    /// How much is drawn.
    #[command(flatten)]
    pub(super) sample: Sample,
    /// How many games of each draw; with --nominal, games × draws are played in the one draw.
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) games: u64,
    /// Write results to this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Replace an older results folder.
    #[arg(long)]
    pub(super) force: bool,
    /// Write games.csv too: a row for every game. It takes disk and memory in proportion.
    #[arg(long)]
    pub(super) games_csv: bool,
    /// How the table of outcomes is printed.
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    pub(super) format: Shown,
}

/// `pactum compare`.
#[derive(Args, Debug)]
pub(super) struct Compare {
    /// The scenario files; the first variant of the first is the one that the others are compared with.
    #[arg(value_name = "SCENARIO", required = true)]
    pub(super) scenarios: Vec<PathBuf>,
    /// Compare this variant; may be repeated. With several files, of each file those of these variants that it has, and
    /// all of a file with only one. All variants by default.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Vec<String>,
    /// The headline: the probability of this outcome; repeated, of any of these. By default outcomes whose names share
    /// their first word are a headline together, like war_alone and war_with_nato; where none do, each is one; of two
    /// that are everything together, the first is enough.
    #[arg(long, value_name = "NAME")]
    pub(super) outcome: Vec<String>,
    /// Set a value in every file; may be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// The most states and positions within stages that a game may have.
    #[arg(long, value_name = "N", default_value_t = MAX_STATES)]
    pub(super) max_states: usize,
    /// How much is drawn.
    #[command(flatten)]
    pub(super) sample: Sample,
    /// Write results to this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Replace an older results folder.
    #[arg(long)]
    pub(super) force: bool,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    pub(super) format: Shown,
}

/// `pactum check`.
#[derive(Args, Debug)]
pub(super) struct Check {
    /// Which scenario.
    #[command(flatten)]
    pub(super) scenario: Scenario,
    /// Check this variant; may be repeated. All variants by default.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Vec<String>,
    /// The draws that are checked: those that a run with the same arguments uses.
    #[command(flatten)]
    pub(super) sample: Sample,
    /// List every key that --set can set: value, unit, distribution, source.
    #[arg(long)]
    pub(super) parameters: bool,
    /// How the table is printed.
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    pub(super) format: Shown,
}

/// `pactum solve`.
#[derive(Args, Debug)]
pub(super) struct Solve {
    /// Which scenario.
    #[command(flatten)]
    pub(super) scenario: Scenario,
    /// Which draw.
    #[command(flatten)]
    pub(super) solving: Solving,
    /// Which information sets.
    #[command(flatten)]
    pub(super) sets: Sets,
    /// Say what is believed at each information set, too.
    #[arg(long)]
    pub(super) beliefs: bool,
    /// Follow the branch from even chance instead, and print it point by point, for plotting.
    #[arg(long, conflicts_with_all = ["beliefs", "at", "actor", "type_", "period", "when", "seen"])]
    pub(super) path: bool,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    pub(super) format: Shown,
}

/// `pactum explain`.
#[derive(Args, Debug)]
pub(super) struct Explain {
    /// Which scenario.
    #[command(flatten)]
    pub(super) scenario: Scenario,
    /// Which draw.
    #[command(flatten)]
    pub(super) solving: Solving,
    /// Which information sets.
    #[command(flatten)]
    pub(super) sets: Sets,
    /// Explain every information set that fits.
    #[arg(long, conflicts_with = "flips")]
    pub(super) all: bool,
    /// Say which change of which single number would make another action the most likely one, the smallest first.
    #[arg(long)]
    pub(super) flips: bool,
    /// Ask in how many of the first N draws such a number could do so.
    #[arg(long, value_name = "N", requires = "flips", value_parser = clap::value_parser!(u64).range(1..=DRAWS_LIMIT))]
    pub(super) draws: Option<u64>,
    /// How many threads look for such changes; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub(super) threads: Option<usize>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Shown::Table)]
    pub(super) format: Shown,
}

/// `pactum trace`.
#[derive(Args, Debug)]
pub(super) struct Trace {
    /// Which scenario.
    #[command(flatten)]
    pub(super) scenario: Scenario,
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Option<String>,
    /// The draw, from 0.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..DRAWS_LIMIT))]
    pub(super) draw: u64,
    /// The game within the draw, from 0.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) game: u64,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) seed: u64,
    /// Take the central values of all parameters instead of a draw.
    #[arg(long, conflicts_with = "draw")]
    pub(super) nominal: bool,
}

/// `pactum export`.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// The scenario, or a game file (.efg or .nfg).
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// What is written.
    #[arg(long, value_enum)]
    pub(super) format: Exported,
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Option<String>,
    /// Set a key of the scenario; `check --parameters` lists the keys. May be repeated.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) set: Vec<String>,
    /// Write to this file instead of standard output; for prism, what the files' names begin with.
    #[arg(long, value_name = "PATH")]
    pub(super) out: Option<PathBuf>,
    /// The most nodes of a tree that a scenario is written out as.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = nodes)]
    pub(super) max_nodes: usize,
    /// The most states and positions within stages that a scenario's game may have.
    #[arg(long, value_name = "N", default_value_t = MAX_STATES)]
    pub(super) max_states: usize,
    /// The precision at which a game file is solved for prism; a scenario has its own.
    #[arg(long, value_name = "L", value_parser = precision)]
    pub(super) lambda: Option<f64>,
    /// Replace files that exist.
    #[arg(long)]
    pub(super) force: bool,
}

/// What an export writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Exported {
    /// Gambit's extensive form.
    Efg,
    /// Gambit's normal form.
    Nfg,
    /// The Markov chain of the solved game.
    Prism,
}

/// `pactum explain-error`.
#[derive(Args, Debug)]
pub(super) struct ExplainError {
    /// The code, like E313; all codes are listed without one.
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

/// `pactum new`.
#[derive(Args, Debug)]
pub(super) struct New {
    /// The name of the scenario; the file is NAME.toml.
    #[arg(value_name = "NAME")]
    pub(super) name: PathBuf,
    /// What it is about.
    #[arg(long, value_enum, default_value_t = Template::Deal)]
    pub(super) template: Template,
}

/// What a new scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Template {
    /// A peace, and a clause that says what follows if it is broken.
    Deal,
    /// Two sides that escalate or back down, with an audience at home.
    Crisis,
    /// Offers that are taken or left, while waiting costs both.
    Bargaining,
    /// One side may cheat, the other may look, both at once.
    Inspection,
}

/// `pactum fmt`.
#[derive(Args, Debug)]
pub(super) struct Fmt {
    /// The scenario files; `-` alone formats standard input to standard output.
    #[arg(value_name = "SCENARIO", required = true)]
    pub(super) scenarios: Vec<PathBuf>,
    /// Change nothing: list the files that would change.
    #[arg(long)]
    pub(super) check: bool,
}

/// `pactum completions`.
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

/// `pactum man`.
#[derive(Args, Debug)]
pub(super) struct Man {
    /// Write one page for each command to this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
}

fn nodes(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(nodes) if (1..=MOST_NODES).contains(&nodes) => Ok(nodes),
        _ => Err(format!("not a number of nodes, 1 to {MOST_NODES}")),
    }
}

fn precision(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(precision) if (0.0..=f64::MAX).contains(&precision) => Ok(precision),
        _ => Err("not a precision, a number from 0 on".to_owned()),
    }
}

fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one thread is needed".to_owned()),
        Ok(threads) if threads <= 1024 => Ok(threads),
        _ => Err("not a number of threads, 1 to 1024".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }
}
