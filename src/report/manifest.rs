//! The manifest of a run: what was asked, how well it went, and on which machine.

use serde_json::{Value, json};

use super::identity::hash;
use super::number::json_number;
use crate::study::findings::{SolverFindings, VariantFindings};
use crate::study::{Findings, Plan, Variant};

/// What the manifest tells beyond the findings.
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
pub(crate) fn manifest(circumstances: &Circumstances, plan: &Plan, variants: &[Variant], findings: &Findings) -> Value {
    let told = &findings.variants;
    json!({
        "tool": "pactum",
        "version": env!("CARGO_PKG_VERSION"),
        "id": circumstances.id,
        "scenario": {
            "name": circumstances.name,
            "title": circumstances.title,
            "hash": hash(&circumstances.scenario),
        },
        "arguments": {
            "as_given": circumstances.arguments,
            "variants": names(variants),
            "set": circumstances.sets,
            "draws": plan.draws,
            "games": plan.games,
            "seed": plan.seed,
            "nominal": plan.nominal,
            "games_csv": plan.every_game,
        },
        "seed": plan.seed,
        "counts": {
            "variants": variants.len(),
            "draws_per_variant": plan.draws,
            "games_per_draw": plan.games,
            "games_per_variant": plan.draws * plan.games,
            "games": plan.draws * plan.games * variants.len() as u64,
        },
        "size": variants.iter().map(size).collect::<Value>(),
        "solver": told.iter().map(|of| solver(&of.name, &of.solver)).collect::<Value>(),
        "exact_versus_played": told.iter().map(agreement).collect::<Value>(),
        "headline": told.iter().flat_map(headline).collect::<Value>(),
        "wall_time_seconds": json_number(circumstances.seconds),
        "host": host(circumstances),
    })
}

/// The machine, and when it began.
pub(super) fn host(circumstances: &Circumstances) -> Value {
    json!({
        "os": std::env::consts::OS,
        "architecture": std::env::consts::ARCH,
        "cores": circumstances.cores,
        "threads": circumstances.threads,
        "started_unix_seconds": circumstances.started,
    })
}

fn names(variants: &[Variant]) -> Vec<&str> {
    variants.iter().map(|variant| variant.name.as_str()).collect()
}

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
pub(super) fn solver(variant: &str, solver: &SolverFindings) -> Value {
    let counts = |counts: &[(&str, u64)]| {
        let counted = counts.iter().map(|&(word, count)| (word.to_owned(), count.into()));
        Value::Object(counted.collect())
    };
    json!({
        "variant": variant,
        "statuses": counts(&solver.statuses),
        "evidence": counts(&solver.evidence),
        "unsolved": solver.unsolved,
        "max_residual": json_number(solver.residual),
        "max_regret": json_number(solver.regret),
        "mean_sweeps": json_number(solver.mean_sweeps),
        "max_sweeps": solver.sweeps,
        "folds": solver.folds,
        "bifurcations": solver.bifurcations,
        "audited": solver.audited,
        "audits_disagreeing": solver.disagreeing,
    })
}

fn agreement(variant: &VariantFindings) -> Value {
    let agreement = &variant.agreement;
    json!({
        "variant": variant.name,
        "outcomes": agreement.outcomes,
        "worst_outcome": agreement.outcome,
        "smallest_tail": json_number(agreement.tail),
        "smallest_tail_times_outcomes": json_number(agreement.tail * agreement.outcomes as f64),
    })
}

/// The headline probabilities with all draws in, and with those that were not solved left out.
fn headline(variant: &VariantFindings) -> Vec<Value> {
    let row = |(number, row): (usize, &crate::study::rows::OutcomeRow)| {
        let solved = variant
            .probabilities_of_solved
            .as_ref()
            .map(|of| json_number(of[number]));
        json!({
            "variant": variant.name,
            "outcome": row.outcome,
            "probability": json_number(row.probability),
            "probability_solved_draws_only": solved,
        })
    };
    variant.outcomes.iter().enumerate().map(row).collect()
}
