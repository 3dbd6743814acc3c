//! Chances as slots of the tape, and the checks that they are probabilities in every draw.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::states::{Undefined, Valuation};
use crate::expression::{Binary, Slot, Tape, Tree};
use crate::game::{ChanceCheck, Total};
use crate::numeric::decimal::{outside, rounded};
use crate::numeric::precision::PROBABILITY_TOLERANCE;
use crate::scenario::model::{Chance, Effect};
use crate::source::Span;

/// A remainder below this is a rounding error and no branch.
const NO_REMAINDER: f64 = 1e-12;

/// A chance that is no probability in any draw.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BadChance {
    /// It lies outside [0, 1].
    Outside(f64),
    /// The chances sum to this, which is not what they should.
    Sum(f64),
    /// No branch is possible.
    NonePossible,
}

/// Why there are no options of a move of chance.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NoOptions {
    /// Their chances are no probabilities.
    BadChance(BadChance),
    /// A formula has no value.
    Undefined(Undefined),
}

impl From<BadChance> for NoOptions {
    fn from(bad: BadChance) -> Self {
        Self::BadChance(bad)
    }
}

impl From<Undefined> for NoOptions {
    fn from(undefined: Undefined) -> Self {
        Self::Undefined(undefined)
    }
}

/// The checks to make in every draw, each once.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    known: FxHashMap<(Vec<Slot>, Total, Option<usize>), usize>,
    pub(crate) all: Vec<ChanceCheck>,
    pub(crate) places: Vec<String>,
    /// Where the file gives the chances of the start, whose checks are the first ones.
    pub(crate) start_spans: Vec<Span>,
    /// Checks to watch, by number.
    watched: BTreeSet<usize>,
    /// The watched checks that were required since this was last drained.
    pub(crate) required: Vec<usize>,
}

impl Checks {
    /// No checks yet, and the numbers of some to watch.
    pub(crate) fn watching(checks: impl IntoIterator<Item = usize>) -> Self {
        Self {
            watched: checks.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Checks constants at once, and records a check for every draw where chances depend on it.
    pub(crate) fn require(
        &mut self,
        tape: &Tape,
        chances: &[Slot],
        total: Total,
        graph: Option<usize>,
        place: impl FnOnce() -> String,
    ) -> Result<(), BadChance> {
        let constant = |&slot: &Slot| tape.constant_value(slot);
        let constants: Vec<f64> = chances.iter().filter_map(constant).collect();
        let range = -PROBABILITY_TOLERANCE..=1.0 + PROBABILITY_TOLERANCE;
        if let Some(&bad) = constants.iter().find(|value| !range.contains(*value)) {
            return Err(BadChance::Outside(bad));
        }
        if constants.len() == chances.len() {
            let sum: f64 = constants.iter().sum();
            return match total {
                Total::One if (sum - 1.0).abs() > PROBABILITY_TOLERANCE => Err(BadChance::Sum(sum)),
                Total::AtMostOne if sum > 1.0 + PROBABILITY_TOLERANCE => Err(BadChance::Sum(sum)),
                Total::Positive if sum <= 0.0 => Err(BadChance::NonePossible),
                _ => Ok(()),
            };
        }
        let key = (chances.to_vec(), total, graph);
        let number = *self.known.entry(key).or_insert(self.all.len());
        if self.watched.contains(&number) {
            self.required.push(number);
        }
        if number == self.all.len() {
            let chances = chances.to_vec();
            self.all.push(ChanceCheck {
                chances,
                total,
                graph,
                place: self.places.len(),
            });
            self.places.push(place());
        }
        Ok(())
    }
}

/// The graph that chances belong to, and how a message calls their place.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) graph: Option<usize>,
    pub(crate) place: &'a dyn Fn() -> String,
}

/// The branches of an effect that are possible in a state, by number, each with its chance.
pub(crate) fn branches(
    tape: &mut Tape,
    checks: &mut Checks,
    effect: &Effect,
    at: Valuation<'_>,
    origin: Origin<'_>,
) -> Result<Vec<(usize, Slot)>, NoOptions> {
    let mut given = Vec::new();
    let mut rest = None;
    for (number, branch) in effect.branches.iter().enumerate() {
        match &branch.chance {
            Chance::Sure => return Ok(vec![(number, tape.constant(1.0))]),
            Chance::Otherwise => rest = Some(number),
            Chance::Given(tree) => {
                if at.holds(branch.when.as_ref())? {
                    given.push((number, at.bind(tape, tree, branch.span)?));
                }
            }
        }
    }
    let slots: Vec<Slot> = given.iter().map(|(_, slot)| *slot).collect();
    let total = rest.map_or(Total::One, |_| Total::AtMostOne);
    checks.require(tape, &slots, total, origin.graph, origin.place)?;
    let mut options = match rest {
        Some(number) => {
            given.push((number, remainder(tape, &slots)));
            given.sort_by_key(|(number, _)| *number);
            given
        }
        None => normalized(tape, given),
    };
    options.retain(|(_, slot)| tape.constant_value(*slot) != Some(0.0));
    if options.is_empty() {
        return Err(BadChance::NonePossible.into());
    }
    Ok(options)
}

/// One less the sum of chances.
fn remainder(tape: &mut Tape, chances: &[Slot]) -> Slot {
    let sum = sum(tape, chances);
    let one = tape.constant(1.0);
    let rest = tape.binary(Binary::Subtract, one, sum);
    match tape.constant_value(rest) {
        Some(value) if value < NO_REMAINDER => tape.constant(0.0),
        Some(_) => rest,
        None => {
            let zero = tape.constant(0.0);
            tape.binary(Binary::Maximum, zero, rest)
        }
    }
}

/// Chances divided by their sum, so that they sum to one up to rounding.
pub(crate) fn normalized(tape: &mut Tape, chances: Vec<(usize, Slot)>) -> Vec<(usize, Slot)> {
    let slots: Vec<Slot> = chances.iter().map(|(_, slot)| *slot).collect();
    let total = sum(tape, &slots);
    if tape.constant_value(total) == Some(1.0) {
        return chances;
    }
    let share = |(number, slot)| {
        // 0 divided by a sum that varies would be no constant, and the option would count as possible.
        if tape.constant_value(slot) == Some(0.0) {
            return (number, slot);
        }
        (number, tape.binary(Binary::Divide, slot, total))
    };
    chances.into_iter().map(share).collect()
}

/// The sum of slots.
pub(crate) fn sum(tape: &mut Tape, slots: &[Slot]) -> Slot {
    let zero = tape.constant(0.0);
    slots
        .iter()
        .fold(zero, |sum, &slot| tape.binary(Binary::Add, sum, slot))
}

/// Two options, the first with this chance and the second with the remainder; only those that are possible.
pub(crate) fn either(
    tape: &mut Tape,
    checks: &mut Checks,
    (chance, span): (&Tree, Span),
    at: Valuation<'_>,
    origin: Origin<'_>,
) -> Result<Vec<(usize, Slot)>, NoOptions> {
    let first = at.bind(tape, chance, span)?;
    checks.require(tape, &[first], Total::AtMostOne, origin.graph, origin.place)?;
    let second = remainder(tape, &[first]);
    let mut options = vec![(0, first), (1, second)];
    options.retain(|(_, slot)| tape.constant_value(*slot) != Some(0.0));
    Ok(options)
}

impl std::fmt::Display for BadChance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Outside(value) => write!(f, "a chance is {}, which is no probability", outside(*value, 0.0, 1.0)),
            Self::Sum(sum) => write!(f, "the chances sum to {}", rounded(*sum)),
            Self::NonePossible => write!(f, "no branch is possible"),
        }
    }
}

impl BadChance {
    /// A remedy.
    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Outside(_) => "a probability lies between 0 and 1",
            Self::Sum(sum) if *sum > 1.0 => "the chances of branches must not exceed 1 together",
            Self::Sum(_) => "let them sum to 1, or give one branch `otherwise = true`",
            Self::NonePossible => "give one branch `otherwise = true`",
        }
    }
}
