//! The manifest of a run: its arguments, how well its draws were solved, and the machine.

use serde::Serialize;

use super::identity::hash;
use super::results::About;
use crate::study::run_summary::{SolverSummary, VariantSummary};
use crate::study::{Plan, RunSummary, Until, Variant};

/// What a manifest says of the command besides its study.
#[derive(Clone, Debug)]
pub(crate) struct Circumstances {
    /// The id of the results.
    pub id: String,
    /// The arguments as they were given.
    pub arguments: Vec<String>,
    /// The `--set` arguments.
    pub sets: Vec<String>,
    /// The number of threads.
    pub threads: usize,
    /// The cores of the machine.
    pub cores: usize,
    /// When it began, in seconds since 1970.
    pub started: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// A manifest: what is said of a study of any kind, around what is said of this one.
#[derive(Serialize)]
pub(crate) struct Manifest<'a, S> {
    tool: &'static str,
    version: &'static str,
    /// The id of the results.
    id: &'a str,
    #[serde(flatten)]
    study: S,
    wall_time_seconds: f64,
    host: Host,
}

/// The machine, and when the study began.
#[derive(Serialize)]
struct Host {
    os: &'static str,
    architecture: &'static str,
    cores: usize,
    threads: usize,
    started_unix_seconds: u64,
}

impl Circumstances {
    /// A manifest with these entries about the study.
    pub(super) fn around<S>(&self, study: S) -> Manifest<'_, S> {
        Manifest {
            tool: "pactum",
            version: env!("CARGO_PKG_VERSION"),
            id: &self.id,
            study,
            wall_time_seconds: self.seconds,
            host: Host {
                os: std::env::consts::OS,
                architecture: std::env::consts::ARCH,
                cores: self.cores,
                threads: self.threads,
                started_unix_seconds: self.started,
            },
        }
    }
}

/// What the manifest of a run says of it.
#[derive(Serialize)]
pub(crate) struct RunEntries<'a> {
    scenario: ScenarioEntry<'a>,
    arguments: Arguments<'a>,
    seed: u64,
    counts: Counts,
    /// Why it stopped, where it was to go on until its probabilities are known well enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a Until>,
    /// The size of the game, by variant.
    size: Vec<SizeEntry<'a>>,
    /// How the draws were solved, by variant.
    solver: Vec<SolverEntry<'a>>,
    /// Whether the played games agree with the exact probabilities, by variant; empty where none were played.
    exact_versus_played: Vec<AgreementEntry<'a>>,
    /// The outcomes of each variant.
    headline: Vec<HeadlineEntry<'a>>,
}

/// The arguments of a run.
#[derive(Serialize)]
struct Arguments<'a> {
    as_given: &'a [String],
    variants: Vec<&'a str>,
    set: &'a [String],
    #[serde(flatten)]
    plan: &'a Plan,
}

/// How much was played.
#[derive(Serialize)]
struct Counts {
    variants: usize,
    draws_per_variant: u64,
    games_per_draw: u64,
    /// Of a variant none of whose draws failed.
    games_per_variant: u64,
    /// The draws of all variants that failed, in which no games were played.
    failed_draws: u64,
    /// The games of all variants.
    games: u64,
}

/// The manifest of a run of these variants.
pub(crate) fn manifest<'a>(
    circumstances: &'a Circumstances,
    about: &'a About,
    plan: &'a Plan,
    variants: &'a [Variant],
    summary: &'a RunSummary,
) -> Manifest<'a, RunEntries<'a>> {
    let found = &summary.variants;
    let names = variants.iter().map(|variant| variant.name.as_str());
    let games_per_variant = plan.draws * plan.games;
    let failed_draws = found.iter().map(|variant| variant.solver.failed).sum();
    circumstances.around(RunEntries {
        scenario: ScenarioEntry::of(about),
        arguments: Arguments {
            as_given: &circumstances.arguments,
            variants: names.collect(),
            set: &circumstances.sets,
            plan,
        },
        seed: plan.seed,
        counts: Counts {
            variants: variants.len(),
            draws_per_variant: plan.draws,
            games_per_draw: plan.games,
            games_per_variant,
            failed_draws,
            games: games_per_variant * variants.len() as u64 - failed_draws * plan.games,
        },
        until: summary.until.as_ref(),
        size: variants.iter().map(SizeEntry::of).collect(),
        solver: found.iter().map(SolverEntry::of).collect(),
        exact_versus_played: found.iter().filter_map(AgreementEntry::of).collect(),
        headline: found.iter().flat_map(headline).collect(),
    })
}

/// A scenario that was studied.
#[derive(Serialize)]
pub(super) struct ScenarioEntry<'a> {
    name: &'a str,
    title: &'a str,
    /// Of its text as run.
    hash: String,
}

impl<'a> ScenarioEntry<'a> {
    pub(super) fn of(about: &'a About) -> Self {
        Self {
            name: &about.name,
            title: &about.title,
            hash: hash(&about.scenario),
        }
    }
}

/// The size of a variant's game.
#[derive(Serialize)]
struct SizeEntry<'a> {
    variant: &'a str,
    periods: usize,
    states_between_periods: usize,
    nodes: usize,
    edges: usize,
    information_sets: usize,
    /// Combinations of types, and of bound or free.
    classes: usize,
    /// Parameters that carry a distribution.
    parameters: usize,
}

impl<'a> SizeEntry<'a> {
    fn of(variant: &'a Variant) -> Self {
        let size = &variant.explored.size;
        Self {
            variant: &variant.name,
            periods: variant.model.periods,
            states_between_periods: size.period_states,
            nodes: size.nodes,
            edges: size.edges,
            information_sets: size.sets,
            classes: size.type_profiles,
            parameters: variant.model.parameters.len(),
        }
    }
}

/// How the draws of a variant were solved.
#[derive(Serialize)]
pub(super) struct SolverEntry<'a> {
    pub(super) variant: &'a str,
    #[serde(flatten)]
    pub(super) solver: &'a SolverSummary,
    /// What every actor's precision was multiplied by, in a comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) precision: Option<f64>,
}

impl<'a> SolverEntry<'a> {
    fn of(variant: &'a VariantSummary) -> Self {
        Self {
            variant: &variant.name,
            solver: &variant.solver,
            precision: None,
        }
    }
}

/// Whether the played games of a variant agree with the exact probabilities.
#[derive(Serialize)]
struct AgreementEntry<'a> {
    variant: &'a str,
    /// The number of outcomes that were looked at.
    outcomes: usize,
    /// The outcome that fits worst, and its tail probability.
    worst_outcome: &'a str,
    smallest_tail: f64,
    smallest_tail_times_outcomes: f64,
}

impl<'a> AgreementEntry<'a> {
    fn of(variant: &'a VariantSummary) -> Option<Self> {
        let agreement = variant.agreement.as_ref()?;
        Some(Self {
            variant: &variant.name,
            outcomes: agreement.outcomes,
            worst_outcome: &agreement.outcome,
            smallest_tail: agreement.tail,
            smallest_tail_times_outcomes: agreement.tail * agreement.outcomes as f64,
        })
    }
}

/// The probability of an outcome over all draws, and over those that were solved.
#[derive(Serialize)]
struct HeadlineEntry<'a> {
    variant: &'a str,
    outcome: &'a str,
    probability: f64,
    /// Null where no draw was solved.
    probability_solved_draws_only: Option<f64>,
}

fn headline(variant: &VariantSummary) -> impl Iterator<Item = HeadlineEntry<'_>> {
    let solved = variant.probabilities_of_solved.as_ref();
    let outcomes = variant.outcomes.iter().enumerate();
    outcomes.map(move |(number, row)| HeadlineEntry {
        variant: &variant.name,
        outcome: &row.outcome,
        probability: row.probability,
        probability_solved_draws_only: solved.map(|of| of[number]),
    })
}
