//! Properties that hold in every scenario, such as invariance to names and to the scale of payoffs.

use std::collections::BTreeSet;

use pactum::unstable::explore::Limits;
use pactum::unstable::expression::{Binary, Tree};
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::{StageKind, Strategy};
use pactum::unstable::strategy::Status;
use pactum::unstable::study::{SelectedDraw, SetFilter, Variant, solve};

use super::compare::{LIMIT, Verdict};
use super::engine::{answer, draws, read};
use crate::interpreter::responses::uniform;
use crate::interpreter::walk::walk;

/// Probabilities found by solving may differ by what a residual of 1e-10 allows.
const SOLVED: f64 = 1e-7;

/// The chance of each outcome and the expected payment of each term, at the nominal point.
#[derive(Debug)]
struct Result {
    outcomes: Vec<f64>,
    terms: Vec<(usize, String, f64)>,
}

/// What the engine says of a model; nothing where it is too large or has no solution of the kind asked for.
fn result(model: &Model) -> std::result::Result<Result, Verdict> {
    let draws = draws(model, &[]);
    if walk(model, &draws[0], &uniform(model), LIMIT).is_none() {
        return Err(Verdict::Passed("too large"));
    }
    let answer = answer(model, &draws).map_err(Verdict::Wrong)?;
    if answer.solution.status[0] != Status::Converged {
        return Err(Verdict::Passed("not solved"));
    }
    let terms = model.terms.iter().zip(&answer.exact.terms);
    Ok(Result {
        outcomes: answer.exact.outcomes.iter().map(|lanes| lanes[0]).collect(),
        terms: terms
            .map(|(term, lanes)| (term.actor, term.name.clone(), lanes[0]))
            .collect(),
    })
}

fn near(what: &str, found: f64, wanted: f64) -> std::result::Result<(), Verdict> {
    if (found - wanted).abs() <= SOLVED * (1.0 + wanted.abs()) {
        return Ok(());
    }
    Err(Verdict::Wrong(format!("{what}: {found} is not {wanted}")))
}

fn model(text: &str) -> std::result::Result<Model, Verdict> {
    read(text).map_err(Verdict::Wrong)
}

/// Some game with this text ends somehow.
pub(crate) fn probabilities_sum_to_one(text: &str) -> std::result::Result<(), Verdict> {
    let found = result(&model(text)?)?;
    near("the sum of all outcomes", found.outcomes.iter().sum(), 1.0)
}

/// Every information set has its own name, and the parts of an action value add up to it.
pub(crate) fn explanations_add_up(text: &str) -> std::result::Result<(), Verdict> {
    let model = model(text)?;
    let limits = Limits { states: 3_000 };
    let Ok(variant) = Variant::new("base", model, &limits) else {
        return Err(Verdict::Passed("too large"));
    };
    let which = SelectedDraw { draw: None, seed: 0 };
    let answer = solve(&variant, which).map_err(|error| Verdict::Wrong(error.to_string()))?;
    let explained = answer.explain(&SetFilter::default(), true);
    let mut names = BTreeSet::new();
    for one in &explained {
        let at = &one.at;
        let name = format!(
            "{} {} {} {:?} {}",
            at.period,
            at.stage,
            at.actor,
            at.actor_type,
            at.full()
        );
        for action in &one.actions {
            let sum = action.terms.iter().map(|(_, part)| part).sum();
            near(&format!("terms at {name}"), sum, action.payoff)?;
            let sum = action.outcomes.iter().map(|(_, chance)| chance).sum();
            near(&format!("outcomes at {name}"), sum, 1.0)?;
        }
        for (about, chances) in &one.beliefs {
            let sum = chances.iter().map(|(_, chance)| chance).sum();
            near(&format!("belief of {about} at {name}"), sum, 1.0)?;
        }
        if !names.insert(name.clone()) {
            return Err(Verdict::Wrong(format!("{name} is there twice")));
        }
    }
    Ok(())
}

/// All payoffs times four and all precisions divided by it: the same choices.
pub(crate) fn only_precision_times_payoff_matters(text: &str) -> std::result::Result<(), Verdict> {
    let plain = model(text)?;
    let mut scaled = plain.clone();
    for term in &mut scaled.terms {
        term.amount = times(&term.amount, 4.0);
    }
    for stage in &mut scaled.stages {
        if let StageKind::Decision { choices, .. } = &mut stage.kind {
            for choice in choices {
                if let Strategy::Logit(precision) = &mut choice.strategy {
                    *precision = times(precision, 0.25);
                }
            }
        }
    }
    let (plain, scaled) = (result(&plain)?, result(&scaled)?);
    for (number, (one, other)) in plain.outcomes.iter().zip(&scaled.outcomes).enumerate() {
        near(&format!("outcome {number} with scaled payoffs"), *other, *one)?;
    }
    for ((_, name, one), (_, _, other)) in plain.terms.iter().zip(&scaled.terms) {
        near(&format!("term {name} with scaled payoffs"), *other, 4.0 * one)?;
    }
    Ok(())
}

fn times(tree: &Tree, factor: f64) -> Tree {
    Tree::Binary(Binary::Multiply, Box::new([tree.clone(), Tree::Constant(factor)]))
}

/// Actors under other names, and declared in the opposite order: nothing but names changes.
pub(crate) fn names_and_places_mean_nothing(text: &str) -> std::result::Result<(), Verdict> {
    let one = model(text)?;
    let renamed = [("north", "zealot"), ("south", "aspirant"), ("west", "middle")]
        .iter()
        .fold(text.to_string(), |text, (old, new)| text.replace(old, new));
    let other = model(&turned(&renamed))?;
    let actors = one.actors.len();
    let (plain, turned) = (result(&one)?, result(&other)?);
    for (number, (one, other)) in plain.outcomes.iter().zip(&turned.outcomes).enumerate() {
        near(&format!("outcome {number} with other names"), *other, *one)?;
    }
    for (actor, name, amount) in &plain.terms {
        let same = turned
            .terms
            .iter()
            .find(|(a, n, _)| *a == actors - 1 - actor && n == name);
        let Some((_, _, found)) = same else {
            return Err(Verdict::Wrong(format!("term {name} of actor {actor} is lost")));
        };
        near(&format!("term {name} with other names"), *found, *amount)?;
    }
    Ok(())
}

/// The text with the actors' sections, which stand together, in the opposite order.
fn turned(text: &str) -> String {
    let mut sections: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("[actors.")
            || (line.starts_with('[') && !line.starts_with("[[actors."))
            || sections.is_empty()
        {
            sections.push(String::new());
        }
        let last = sections.last_mut().expect("one was begun");
        last.push_str(line);
        last.push('\n');
    }
    let (actors, rest): (Vec<String>, Vec<String>) = sections
        .into_iter()
        .partition(|section| section.starts_with("[actors."));
    let actors: String = actors.into_iter().rev().collect();
    rest.concat() + &actors
}

/// Someone chooses between an ending and a situation that lasts, both worth the same, in this period: the chance of
/// the ending must be one half.
pub(crate) fn ending_or_lasting(worth: f64, discount: f64, periods: usize, chosen: usize) -> f64 {
    let text = format!(
        r#"
title = "An ending or a situation that lasts"
periods = {periods}
[actors.one]
discount = {discount}
strategy = {{ logit = 5 }}
[[actors.one.payoffs]]
name = "ending"
paid = "at_end"
when = "ended"
amount = {worth}
[[actors.one.payoffs]]
name = "lasting"
paid = "lasting"
when = "lasts"
amount = {worth}
[[actors.one.payoffs]]
name = "waiting"
paid = "lasting"
when = "not lasts"
amount = 3
[variables.ended]
truth = true
start = false
[variables.lasts]
truth = true
start = false
[[stages]]
name = "choice"
when = "period == {chosen}"
actor = "one"
[[stages.actions]]
name = "end"
set = {{ ended = true }}
[[stages.actions]]
name = "last"
set = {{ lasts = true }}
[[outcomes]]
name = "ended"
when = "ended"
[[outcomes]]
name = "lasted"
at_end = true
"#
    );
    let model = read(&text).expect("the scenario is sound");
    let draws = draws(&model, &[]);
    let answer = answer(&model, &draws).expect("it can be explored");
    answer.exact.outcomes[0][0]
}
