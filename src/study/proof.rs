//! What intervals prove about a variant's probabilities for all values of its uncertain parameters.

use super::variant::Variant;
use crate::explore::{ChanceWitness, ProofResult, chance_witness, prove};

/// What was shown of the checks of chances of a variant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Proof {
    /// How many checks rest on something that is drawn, or on the period.
    pub checks: usize,
    /// How many of them hold in every draw.
    pub always: usize,
    /// The parameters on which those rest of which it is not known.
    pub rest_on: Vec<String>,
    /// Values at which chances make no sense: one example for each place in the file.
    pub fails: Vec<Counterexample>,
}

/// Values of uncertain parameters at which chances make no sense, though no draw that was tried has them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Counterexample {
    /// Where the chances come from.
    pub place: String,
    /// The parameters, with the values.
    pub parameters: Vec<(String, f64)>,
    /// Where they are needed, and how a game comes there; `None` at the start.
    pub witness: Option<ChanceWitness>,
}

/// What can be shown of a variant's probabilities by intervals.
pub(crate) fn proof(variant: &Variant) -> Proof {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    let mut proof = Proof {
        checks: game.checks.len(),
        ..Proof::default()
    };
    let mut open: Vec<usize> = Vec::new();
    for (number, shown) in prove(&variant.model, game).into_iter().enumerate() {
        match shown {
            ProofResult::Always => proof.always += 1,
            ProofResult::Undecided { parameters } => open.extend(parameters),
            ProofResult::Fails { parameters, period } => {
                open.extend(parameters.iter().map(|(parameter, _)| parameter));
                let named = parameters.into_iter();
                let named = named.map(|(at, value)| (names.parameters[at].clone(), value));
                let parameters: Vec<(String, f64)> = named.collect();
                let same = |(one, other): (&(String, f64), &(String, f64))| one.0 == other.0;
                let known = |found: &Counterexample| {
                    found.parameters.len() == parameters.len() && found.parameters.iter().zip(&parameters).all(same)
                };
                if proof.fails.iter().any(known) {
                    continue;
                }
                let check = &game.checks[number];
                let failing = [(number, period)];
                let witness = || chance_witness(&variant.model, &failing);
                let witness = check.graph.and_then(|_| witness());
                // A check that no play reaches in that period cannot fail.
                if check.graph.is_none() || witness.is_some() {
                    proof.fails.push(Counterexample {
                        place: names.places[check.place].clone(),
                        parameters,
                        witness,
                    });
                }
            }
        }
    }
    open.sort_unstable();
    open.dedup();
    let name = |parameter: usize| names.parameters[parameter].clone();
    proof.rest_on = open.into_iter().map(name).collect();
    proof
}
