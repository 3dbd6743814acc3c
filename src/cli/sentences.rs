//! What `check` says in plain sentences: what was shown, and how.

use crate::numeric::decimal::shortest;
use crate::report::figure::short;
use crate::report::terminal::grouped;
use crate::source::{Code, Diagnostic, Span};
use crate::study::sharp_choices::{SHARP, SharpChoice};
use crate::study::{Counterexample, Plan, Proof, Variant};

/// λ × payoff range at which a tenth of the range makes odds of e to 1.
const USUAL: f64 = 10.0;

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
    let certain = |variant: &Variant| variant.model.parameters.is_empty();
    let once = "checked once and for all.";
    if variants.iter().all(certain) {
        return format!("No parameter is uncertain: probabilities were {once}");
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
        format!("No probability rests on an uncertain parameter: they were {once}")
    } else if always == checks {
        let places = match checks {
            1 => "the one place".to_owned(),
            _ => format!("all {} places", grouped(checks as u64)),
        };
        format!(
            "Probabilities lie in [0, 1] and sum to 1 for all values of the uncertain parameters: interval arithmetic shows \
             it for {places} where they rest on any."
        )
    } else {
        let [shown, all] = [always, checks].map(|count| grouped(count as u64));
        let some = (always > 0).then(|| {
            format!(
                "for all values of the uncertain parameters in {shown} of {all} places (by interval arithmetic), in the others "
            )
        });
        let open = open(proofs);
        let rest = (!open.is_empty()).then(|| format!(" The others rest on {}: another draw may fail.", listed(&open)));
        let (some, rest) = (some.unwrap_or_default(), rest.unwrap_or_default());
        format!("Probabilities lie in [0, 1] and sum to 1 {some}{tried}.{rest}")
    };
    format!("{first}\nPayoffs, precisions and discounts were checked {tried}.")
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
    let quoted = names.iter().take(MOST_NAMES).map(|name| format!("`{name}`"));
    let quoted = quoted.collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => quoted,
        more => format!("{quoted} and {more} more"),
    }
}

/// A warning of values at which probabilities make no sense, though no draw that was tried has them.
pub(super) fn counterexample(found: &Counterexample) -> Diagnostic {
    let values = found.parameters.iter();
    let values = values.map(|(name, value)| format!("{name} = {}", shortest(*value)));
    let (values, place) = (values.collect::<Vec<_>>().join(", "), &found.place);
    let message = format!("a draw with {values} would give chances that make no sense ({place})");
    let warning = match &found.witness {
        Some(witness) => witness.warning(message),
        None => Diagnostic::warning(Code::FailsBeyond, message),
    };
    warning.help("a run that comes upon such a draw stops there; truncate the distribution, or give one branch `otherwise = true`")
}

/// A warning of a precision that leaves next to nothing to chance.
pub(super) fn sharp_choice(actor: &str, span: Span, choice: &SharpChoice) -> Diagnostic {
    let [precision, range, product] = [choice.precision, choice.range, choice.product()].map(short);
    let message = format!(
        "λ × payoff range of `{actor}` is {precision} × {range} = {product}, above {SHARP}: it hardly ever takes another \
         action than the best"
    );
    let usual = short(USUAL / choice.range);
    Diagnostic::warning(Code::SharpChoice, message)
        .at(span, "")
        .help(format!(
            "λ multiplies payoffs in the file's units: {usual} would make a tenth of the range odds of e to 1"
        ))
        .help("`strategy = \"best_response\"` says that it never errs")
}
