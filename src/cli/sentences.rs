//! What `check` says in plain sentences: what was shown, and how.

use crate::numeric::decimal::shortest;
use crate::report::terminal::grouped;
use crate::source::{Code, Diagnostic};
use crate::study::{Counterexample, Plan, Proof, Variant};

/// The most parameters that a sentence names.
const MOST_NAMES: usize = 6;

/// What was shown by exploring every state.
pub(super) fn structure(title: &str) -> String {
    format!(
        "{title}: sound. Whatever is drawn, in every reachable state somebody can act, no number leaves its range, no bound \
         actor is asked for the impossible, and every game ends in exactly one outcome: all states were looked at. States \
         that an actor cannot tell apart offer it the same actions, as guards read only what the actor sees."
    )
}

/// For which values of the parameters the probabilities were shown to be probabilities, and how.
pub(super) fn probabilities(variants: &[Variant], proofs: &[Proof], plan: &Plan) -> String {
    let uncertain = variants
        .iter()
        .any(|variant| !variant.model.parameters.is_empty());
    if !uncertain {
        return "No parameter is uncertain: probabilities were checked once and for all."
            .to_owned();
    }
    let checks: usize = proofs.iter().map(|proof| proof.checks).sum();
    let always: usize = proofs.iter().map(|proof| proof.always).sum();
    let tried = if plan.nominal {
        "at the nominal point".to_owned()
    } else {
        format!(
            "at the nominal point, and at each of the {} draws that a run with --seed {} uses",
            grouped(plan.draws),
            plan.seed
        )
    };
    let first = if checks == 0 {
        "No probability rests on an uncertain parameter: they were checked once and for all."
            .to_owned()
    } else if always == checks {
        format!(
            "Probabilities lie in [0, 1] and sum to 1 for all values of the uncertain parameters: interval arithmetic shows \
             it for {}.",
            counted(checks, "all ", "place", "places")
        )
    } else {
        let open: Vec<&str> = open(proofs);
        let some = if always == 0 {
            String::new()
        } else {
            format!(
                "for all values of the uncertain parameters in {} of {} places (by interval arithmetic), in the others ",
                grouped(always as u64),
                grouped(checks as u64)
            )
        };
        let rest = if open.is_empty() {
            String::new()
        } else {
            format!(
                " The others rest on {}: another draw may fail.",
                listed(&open)
            )
        };
        format!("Probabilities lie in [0, 1] and sum to 1 {some}{tried}.{rest}")
    };
    format!("{first}\nPayoffs, precisions and discounts were checked {tried}.")
}

fn counted(count: usize, all: &str, one: &str, many: &str) -> String {
    match count {
        1 => format!("the one {one} where they rest on any"),
        _ => format!(
            "{all}{} {many} where they rest on any",
            grouped(count as u64)
        ),
    }
}

/// The parameters on which those probabilities rest that were only tried.
fn open(proofs: &[Proof]) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for name in proofs.iter().flat_map(|proof| &proof.rest_on) {
        if !all.contains(&name.as_str()) {
            all.push(name);
        }
    }
    all
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(MOST_NAMES);
    let tail = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    format!("{}{tail}", quoted.join(", "))
}

/// Warnings of values at which probabilities make no sense, though no draw that was tried has them.
pub(super) fn beyond(proof: &Proof) -> Vec<Diagnostic> {
    proof.fails.iter().map(counterexample).collect()
}

fn counterexample(found: &Counterexample) -> Diagnostic {
    let values: Vec<String> = found
        .parameters
        .iter()
        .map(|(name, value)| format!("{name} = {}", shortest(*value)))
        .collect();
    let message = format!(
        "a draw with {} would give chances that make no sense ({})",
        values.join(", "),
        found.place
    );
    let warning = match &found.witness {
        Some(witness) => witness.warning(message),
        None => Diagnostic::warning(Code::FailsBeyond, message),
    };
    warning.help("a run that comes upon such a draw stops there; truncate the distribution, or give one branch `otherwise = true`")
}
