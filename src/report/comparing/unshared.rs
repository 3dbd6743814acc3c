//! What two sides do not share, so that nobody takes numbers for alike that are not.

use crate::report::terminal::{counted, probability};
use crate::study::Variant;

/// A side, with the probability of each of its outcomes.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) variant: &'a Variant,
    pub(super) outcomes: &'a [f64],
}

impl<'a> Side<'a> {
    pub(super) fn of((variant, outcomes): (&'a Variant, &'a Vec<f64>)) -> Self {
        Self { variant, outcomes }
    }
}

/// What the sides do not share, a sentence each.
pub(super) fn unshared(baseline: Side<'_>, side: Side<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = spans(baseline.variant, side.variant).into_iter().collect();
    for (here, there) in [(baseline, side), (side, baseline)] {
        sentences.extend(only_here(here, there.variant));
    }
    sentences
}

/// What only one side has.
fn only_here(here: Side<'_>, there: &Variant) -> Vec<String> {
    let (own, others) = (&here.variant.explored.names, &there.explored.names);
    let outcomes = endings(here, &others.outcomes);
    let actors = lacking(&own.actors, &others.actors);
    let mut missing = vec![("outcome", outcomes, ""), ("actor", actors, "")];
    for (actor, types) in own.actors.iter().zip(&own.types) {
        if let Some(place) = others.actors.iter().position(|name| name == actor) {
            missing.push(("type", lacking(types, &others.types[place]), actor));
        }
    }
    missing.retain(|(_, names, _)| !names.is_empty());
    let side = &here.variant.name;
    let sentence = |(what, names, actor): (&str, Vec<String>, &str)| {
        let plural = if names.len() > 1 { "s" } else { "" };
        let whose = (!actor.is_empty()).then(|| format!(" of `{actor}`"));
        let (names, whose) = (names.join(", "), whose.unwrap_or_default());
        format!("only `{side}` has the {what}{plural} {names}{whose}")
    };
    missing.into_iter().map(sentence).collect()
}

/// How long each game lasts, where that differs.
fn spans(baseline: &Variant, side: &Variant) -> Option<String> {
    let span = |variant: &Variant| {
        let model = &variant.model;
        counted(model.periods as u64, &model.period_unit)
    };
    let (there, here) = (span(baseline), span(side));
    let (one, other) = (&baseline.name, &side.name);
    let differ = || format!("`{one}` lasts {there}, `{other}` {here}: numbers are as of the end of each");
    (there != here).then(differ)
}

/// The outcomes that the other side does not know, with their probabilities.
fn endings(here: Side<'_>, there: &[String]) -> Vec<String> {
    let outcomes = here.variant.explored.names.outcomes.iter();
    let missing = outcomes.zip(here.outcomes).filter(|(name, _)| !there.contains(name));
    let named = missing.map(|(name, &chance)| format!("`{name}` ({})", probability(chance)));
    named.collect()
}

/// The names that the other side does not know.
fn lacking(here: &[String], there: &[String]) -> Vec<String> {
    let missing = here.iter().filter(|name| !there.contains(name));
    missing.map(|name| format!("`{name}`")).collect()
}
