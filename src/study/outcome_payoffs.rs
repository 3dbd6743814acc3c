//! What each payoff adds up to in each outcome, at the nominal point: where a sign is wrong, an actor gains by what it should
//! fear.

use schemars::JsonSchema;
use serde::Serialize;

use super::error::StudyError;
use super::solve::{SelectedDraw, bound};
use super::solver::{Solver, solved};
use super::table::name_tables;
use super::variant::Variant;
use crate::play::payoffs_by_outcome;

name_tables! {
    OutcomePayoffRow: "payoffs_by_outcome",
}

/// The term that stands for all of an actor's.
pub(crate) const TOTAL: &str = "total";

/// One row per variant, outcome, actor and payoff term: what the term adds up to in the games that end so.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["variant", "outcome", "actor", "term"]))]
pub(crate) struct OutcomePayoffRow {
    /// The variant of the scenario.
    pub(crate) variant: String,
    /// The outcome.
    pub(crate) outcome: String,
    /// Its probability at the nominal point.
    #[schemars(extend("unit" = "probability"))]
    pub(crate) probability: f64,
    /// The actor.
    pub(crate) actor: String,
    /// The payoff term; `total` for all of them.
    pub(crate) term: String,
    /// The expected payment over the games that end so, discounted to the start; empty where none does.
    #[schemars(extend("unit" = "payoff"))]
    pub(crate) mean: Option<f64>,
}

/// The rows of a variant, by actor, term and outcome; and whether the nominal point is solved.
///
/// # Errors
/// The nominal point makes no sense.
pub(crate) fn outcome_payoffs(variant: &Variant) -> Result<(Vec<OutcomePayoffRow>, bool), StudyError> {
    let mut bound = bound(variant, SelectedDraw { draw: None, seed: 0 })?;
    let (game, names) = (bound.game, &variant.explored.names);
    let audited = Solver::new(game).solve(&mut bound, 0);
    let found = payoffs_by_outcome(&bound, &audited.solution.profile);
    let terms = game.term_actor.len();
    let mean = |outcome: usize, term: usize| {
        let chance = found.chances[outcome];
        (chance > 0.0).then(|| found.terms[outcome * terms + term] / chance)
    };
    let mut rows = Vec::new();
    for (actor, name) in names.declared().iter().enumerate() {
        let own: Vec<usize> = (0..terms).filter(|&term| game.term_actor[term] == actor).collect();
        let mut row = |term: &str, mean: &dyn Fn(usize) -> Option<f64>| {
            rows.extend(
                names
                    .outcomes
                    .iter()
                    .enumerate()
                    .map(|(outcome, label)| OutcomePayoffRow {
                        variant: variant.name.clone(),
                        outcome: label.clone(),
                        probability: found.chances[outcome],
                        actor: name.clone(),
                        term: term.to_owned(),
                        mean: mean(outcome),
                    }),
            );
        };
        for &term in &own {
            row(&names.terms[term], &|outcome| mean(outcome, term));
        }
        row(TOTAL, &|outcome| {
            own.iter().try_fold(0.0, |sum, &term| Some(sum + mean(outcome, term)?))
        });
    }
    Ok((rows, solved(&audited, 0).fine))
}

#[cfg(test)]
mod tests {
    use super::{TOTAL, outcome_payoffs};
    use crate::api::Scenario;
    use crate::study::{SelectedDraw, Variant, solve};

    /// Payoffs by outcome, weighted by the chances of the outcomes, are what the actors expect.
    #[test]
    fn over_all_outcomes_they_are_the_expected_payoffs() {
        for file in [
            "classics/entry_deterrence.toml",
            "classics/three_decisions.toml",
            "nato_clause.toml",
        ] {
            let scenario = Scenario::open(format!("scenarios/{file}")).expect("it is right");
            let (name, model) = scenario.models.last().expect("it has a variant");
            let variant: Variant = scenario.explored(name, model).expect("it is sound");
            let (rows, fine) = outcome_payoffs(&variant).expect("it makes sense");
            assert!(fine, "{file}");
            let which = SelectedDraw { draw: None, seed: 0 };
            for expected in solve(&variant, which).expect("it makes sense").actors() {
                let own = rows
                    .iter()
                    .filter(|row| row.actor == expected.actor && row.term == TOTAL);
                let sum: f64 = own.filter_map(|row| Some(row.probability * row.mean?)).sum();
                let error = (sum - expected.expected_payoff).abs();
                assert!(
                    error < 1e-9,
                    "{file}, {}: {sum}, not {}",
                    expected.actor,
                    expected.expected_payoff
                );
            }
        }
    }
}
