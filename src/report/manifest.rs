//! The manifest of a run: its arguments, how well its draws were solved, and the machine.

use serde::Serialize;

use super::identity::hash;
use crate::study::run_summary::{SolverSummary, VariantSummary};
use crate::study::{Plan, RunSummary, Variant};

/// What the manifest says besides the summary.
#[derive(Clone, Debug)]
pub(crate) struct Circumstances {
    /// The name of the scenario.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The scenario as run.
    pub scenario: String,
    /// The id of the run.
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

/// The manifest of a run.
#[derive(Serialize)]
pub(crate) struct Manifest<'a> {
    tool: &'static str,
    version: &'static str,
    id: &'a str,
    scenario: ScenarioEntry<'a>,
    arguments: Arguments<'a>,
    seed: u64,
    counts: Counts,
    size: Vec<Size<'a>>,
    solver: Vec<SolverEntry<'a>>,
    exact_versus_played: Vec<AgreementEntry<'a>>,
    headline: Vec<Headline<'a>>,
    wall_time_seconds: f64,
    host: Host,
}

impl<'a> Manifest<'a> {
    /// The manifest of a run of these variants.
    pub(crate) fn new(
        circumstances: &'a Circumstances,
        plan: &Plan,
        variants: &'a [Variant],
        summary: &'a RunSummary,
    ) -> Self {
        let found = &summary.variants;
        let games_per_variant = plan.draws * plan.games;
        Self {
            tool: "pactum",
            version: env!("CARGO_PKG_VERSION"),
            id: &circumstances.id,
            scenario: ScenarioEntry::new(&circumstances.name, &circumstances.title, &circumstances.scenario),
            arguments: Arguments {
                as_given: &circumstances.arguments,
                variants: variants.iter().map(|variant| variant.name.as_str()).collect(),
                set: &circumstances.sets,
                draws: plan.draws,
                games: plan.games,
                seed: plan.seed,
                nominal: plan.nominal,
                games_csv: plan.every_game,
            },
            seed: plan.seed,
            counts: Counts {
                variants: variants.len(),
                draws_per_variant: plan.draws,
                games_per_draw: plan.games,
                games_per_variant,
                games: games_per_variant * variants.len() as u64,
            },
            size: variants.iter().map(Size::of).collect(),
            solver: found.iter().map(|of| SolverEntry::new(&of.name, &of.solver)).collect(),
            exact_versus_played: found.iter().map(AgreementEntry::of).collect(),
            headline: found.iter().flat_map(headline).collect(),
            wall_time_seconds: circumstances.seconds,
            host: Host::of(circumstances),
        }
    }
}

/// A scenario that was run.
#[derive(Serialize)]
pub(super) struct ScenarioEntry<'a> {
    name: &'a str,
    title: &'a str,
    hash: String,
}

impl<'a> ScenarioEntry<'a> {
    pub(super) fn new(name: &'a str, title: &'a str, text: &str) -> Self {
        Self {
            name,
            title,
            hash: hash(text),
        }
    }
}

#[derive(Serialize)]
struct Arguments<'a> {
    as_given: &'a [String],
    variants: Vec<&'a str>,
    set: &'a [String],
    draws: u64,
    games: u64,
    seed: u64,
    nominal: bool,
    games_csv: bool,
}

#[derive(Serialize)]
struct Counts {
    variants: usize,
    draws_per_variant: u64,
    games_per_draw: u64,
    games_per_variant: u64,
    games: u64,
}

/// The size of a variant's game.
#[derive(Serialize)]
struct Size<'a> {
    variant: &'a str,
    periods: usize,
    states_between_periods: usize,
    nodes: usize,
    edges: usize,
    information_sets: usize,
    classes: usize,
    parameters: usize,
}

impl<'a> Size<'a> {
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
    variant: &'a str,
    #[serde(flatten)]
    solver: &'a SolverSummary,
}

impl<'a> SolverEntry<'a> {
    pub(super) fn new(variant: &'a str, solver: &'a SolverSummary) -> Self {
        Self { variant, solver }
    }
}

/// Whether the played games of a variant agree with the exact probabilities.
#[derive(Serialize)]
struct AgreementEntry<'a> {
    variant: &'a str,
    outcomes: usize,
    worst_outcome: &'a str,
    smallest_tail: f64,
    smallest_tail_times_outcomes: f64,
}

impl<'a> AgreementEntry<'a> {
    fn of(variant: &'a VariantSummary) -> Self {
        let agreement = &variant.agreement;
        Self {
            variant: &variant.name,
            outcomes: agreement.outcomes,
            worst_outcome: &agreement.outcome,
            smallest_tail: agreement.tail,
            smallest_tail_times_outcomes: agreement.tail * agreement.outcomes as f64,
        }
    }
}

/// The probability of an outcome over all draws, and over those that were solved.
#[derive(Serialize)]
struct Headline<'a> {
    variant: &'a str,
    outcome: &'a str,
    probability: f64,
    probability_solved_draws_only: Option<f64>,
}

fn headline(variant: &VariantSummary) -> impl Iterator<Item = Headline<'_>> {
    let solved = variant.probabilities_of_solved.as_ref();
    variant.outcomes.iter().enumerate().map(move |(number, row)| Headline {
        variant: &variant.name,
        outcome: &row.outcome,
        probability: row.probability,
        probability_solved_draws_only: solved.map(|of| of[number]),
    })
}

/// The machine, and when the study began.
#[derive(Serialize)]
pub(super) struct Host {
    os: &'static str,
    architecture: &'static str,
    cores: usize,
    threads: usize,
    started_unix_seconds: u64,
}

impl Host {
    pub(super) fn of(circumstances: &Circumstances) -> Self {
        Self {
            os: std::env::consts::OS,
            architecture: std::env::consts::ARCH,
            cores: circumstances.cores,
            threads: circumstances.threads,
            started_unix_seconds: circumstances.started,
        }
    }
}
