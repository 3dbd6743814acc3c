//! The arguments that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::shard_flag;
use super::threads::MOST_THREADS;
use crate::explore::MAX_STATES;
use crate::numeric::stream::DRAWS_LIMIT;
use crate::report::Format;
use crate::study::block_store::Shard;
use crate::study::{Plan, evaluation};

/// Flags about what is printed, and how.
#[derive(Args, Clone, Copy, Debug, Default)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which scenario, and how it is changed.
#[derive(Args, Clone, Debug)]
pub(super) struct Scenario {
    /// The scenario file; `-` reads standard input.
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
#[derive(Args, Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Sample {
    /// How many draws of the uncertain parameters; 1,000 by default.
    #[arg(long, value_name = "N", value_parser = whole::<1, DRAWS_LIMIT>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) draws: Option<u64>,
    /// The seed of all randomness; 0 by default.
    #[arg(long, value_name = "N", value_parser = whole::<0, { u64::MAX }>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seed: Option<u64>,
    /// One draw, at the central values of all parameters.
    #[arg(long)]
    pub(super) nominal: bool,
    /// How many threads; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    #[serde(skip)]
    pub(super) threads: Option<usize>,
}

impl Sample {
    /// How many draws, those of the nominal point aside.
    pub(super) fn draws(&self) -> u64 {
        self.draws.unwrap_or_else(|| Plan::default().draws)
    }

    /// The seed.
    pub(super) fn seed(&self) -> u64 {
        self.seed.unwrap_or_else(|| Plan::default().seed)
    }
}

/// The most draws of a study, whose results in each draw are kept in memory until the end.
pub(super) const STUDY_DRAWS_LIMIT: u64 = 10_000_000;

/// How much a study draws at each of its points.
#[derive(Args, Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct StudySample {
    /// How many draws of the uncertain parameters.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = whole::<1, STUDY_DRAWS_LIMIT>)]
    pub(super) draws: u64,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<0, { u64::MAX }>)]
    pub(super) seed: u64,
    /// One draw, at the central values of all parameters.
    #[arg(long)]
    pub(super) nominal: bool,
    /// How many threads; all cores by default. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    #[serde(skip)]
    pub(super) threads: Option<usize>,
}

impl StudySample {
    /// The draws.
    pub(super) fn sample(&self) -> evaluation::Sample {
        let Self { draws, seed, .. } = *self;
        match self.nominal {
            true => evaluation::Sample::Nominal,
            false => evaluation::Sample::Seeded { draws, seed },
        }
    }
}

/// Where the results of a study go.
#[derive(Args, Clone, Debug)]
pub(super) struct Output {
    /// Write results to this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Whether it is computed again.
    #[command(flatten)]
    pub(super) again: Again,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(super) format: Format,
    /// Do one of N equal parts of the work, for several machines: I/N with I from 1, or slurm, slurm/N or k8s/N in a
    /// task of an array. `pactum merge` joins them.
    #[arg(long, value_name = "I/N", value_parser = shard_flag::parse)]
    pub(super) shard: Option<Shard>,
    /// Join the shards in this folder, as `pactum merge` asks.
    #[arg(long, value_name = "DIR", hide = true)]
    pub(super) shards: Vec<PathBuf>,
    /// What the scenario is called in results; by default as its file.
    #[arg(long, value_name = "NAME", hide = true)]
    pub(super) name: Option<String>,
}

/// Whether what is there already is computed again.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Again {
    /// Replace an older results folder.
    #[arg(long)]
    pub(super) force: bool,
    /// Start anew, even where an interrupted command has finished a part.
    #[arg(long)]
    pub(super) fresh: bool,
}

/// Which draw is solved, and how.
#[derive(Args, Clone, Debug)]
pub(super) struct Solving {
    /// The variant; the first by default.
    #[arg(long, value_name = "NAME")]
    pub(super) variant: Option<String>,
    /// The draw, from 0; without it the central values of all parameters are taken.
    #[arg(long, value_name = "N", value_parser = whole::<0, { DRAWS_LIMIT - 1 }>)]
    pub(super) draw: Option<u64>,
    /// The seed of all randomness.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<0, { u64::MAX }>)]
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

/// A whole number within bounds.
pub(super) fn whole<const LEAST: u64, const MOST: u64>(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| (LEAST..=MOST).contains(number));
    number.ok_or_else(|| match MOST {
        u64::MAX => format!("not a whole number from {LEAST} on"),
        _ => format!("not a whole number from {LEAST} to {MOST}"),
    })
}

pub(super) fn precision(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(precision) if (0.0..=f64::MAX).contains(&precision) => Ok(precision),
        _ => Err("not a precision, a number from 0 on".to_owned()),
    }
}

pub(super) fn threads(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least one thread is needed".to_owned()),
        Ok(threads) if threads <= MOST_THREADS => Ok(threads),
        _ => Err(format!("not a number of threads, 1 to {MOST_THREADS}")),
    }
}
