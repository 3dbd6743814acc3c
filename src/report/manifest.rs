//! The manifest of a run: its arguments, how well its draws were solved, and the machine.

use serde_json::{Value, json};

use super::identity::hash;
use super::json::joined;
use super::results::About;
use crate::study::run_summary::{SolverSummary, VariantSummary};
use crate::study::{Plan, RunSummary, Variant};

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

impl Circumstances {
    /// A manifest with these entries about the study.
    pub(super) fn around(&self, study: Value) -> Value {
        let tool = json!({
            "tool": "pactum",
            "version": env!("CARGO_PKG_VERSION"),
            "id": self.id,
        });
        let machine = json!({
            "wall_time_seconds": self.seconds,
            "host": {
                "os": std::env::consts::OS,
                "architecture": std::env::consts::ARCH,
                "cores": self.cores,
                "threads": self.threads,
                "started_unix_seconds": self.started,
            },
        });
        joined([tool, study, machine])
    }
}

/// The manifest of a run of these variants.
pub(crate) fn manifest(
    circumstances: &Circumstances,
    about: &About,
    plan: &Plan,
    variants: &[Variant],
    summary: &RunSummary,
) -> Value {
    let found = &summary.variants;
    let names = variants.iter().map(|variant| variant.name.as_str());
    let names: Vec<&str> = names.collect();
    let games_per_variant = plan.draws * plan.games;
    circumstances.around(json!({
        "scenario": scenario(about),
        "arguments": {
            "as_given": circumstances.arguments,
            "variants": names,
            "set": circumstances.sets,
            "draws": plan.draws,
            "games": plan.games,
            "seed": plan.seed,
            "nominal": plan.nominal,
            "games_csv": plan.every_game,
        },
        "seed": plan.seed,
        "counts": {
            "variants": names.len(),
            "draws_per_variant": plan.draws,
            "games_per_draw": plan.games,
            "games_per_variant": games_per_variant,
            "games": games_per_variant * names.len() as u64,
        },
        "size": variants.iter().map(size).collect::<Value>(),
        "solver": found.iter().map(|of| solver(&of.name, &of.solver)).collect::<Value>(),
        "exact_versus_played": found.iter().map(agreement).collect::<Value>(),
        "headline": found.iter().flat_map(headline).collect::<Value>(),
    }))
}

/// A scenario that was run.
pub(super) fn scenario(about: &About) -> Value {
    json!({
        "name": about.name,
        "title": about.title,
        "hash": hash(&about.scenario),
    })
}

/// The size of a variant's game.
fn size(variant: &Variant) -> Value {
    let size = &variant.explored.size;
    json!({
        "variant": variant.name,
        "periods": variant.model.periods,
        "states_between_periods": size.period_states,
        "nodes": size.nodes,
        "edges": size.edges,
        "information_sets": size.sets,
        "classes": size.type_profiles,
        "parameters": variant.model.parameters.len(),
    })
}

/// How the draws of a variant were solved.
pub(super) fn solver(variant: &str, solver: &SolverSummary) -> Value {
    joined([json!({ "variant": variant }), json!(solver)])
}

/// Whether the played games of a variant agree with the exact probabilities.
fn agreement(variant: &VariantSummary) -> Value {
    let agreement = &variant.agreement;
    json!({
        "variant": variant.name,
        "outcomes": agreement.outcomes,
        "worst_outcome": agreement.outcome,
        "smallest_tail": agreement.tail,
        "smallest_tail_times_outcomes": agreement.tail * agreement.outcomes as f64,
    })
}

/// The probability of each outcome over all draws, and over those that were solved.
fn headline(variant: &VariantSummary) -> impl Iterator<Item = Value> {
    let solved = variant.probabilities_of_solved.as_ref();
    let outcomes = variant.outcomes.iter().enumerate();
    outcomes.map(move |(number, row)| {
        json!({
            "variant": variant.name,
            "outcome": row.outcome,
            "probability": row.probability,
            "probability_solved_draws_only": solved.map(|of| of[number]),
        })
    })
}
