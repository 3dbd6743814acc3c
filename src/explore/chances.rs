//! Chances on the tape: of branches, of opportunities, of mixtures; and the checks that every draw must pass.

use crate::numeric::precision::PROBABILITY_TOLERANCE;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::expression::{Binary, Slot, Tape, Tree, evaluate::evaluate};
use crate::game::{ChanceCheck, Total};
use crate::scenario::model::{Chance, Effect};
use crate::source::Span;

/// What is left below this, after the other branches, is rounding and no branch of its own.
const NOTHING_LEFT: f64 = 1e-12;

/// A chance that is no probability whatever is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum BadChance {
    /// It lies outside [0, 1].
    Outside(f64),
    /// The chances sum to this, which is not what they should.
    Sum(f64),
    /// No branch is possible.
    NonePossible,
}

/// Checks to make in every draw, each once.
#[derive(Debug, Default)]
pub(crate) struct Checks {
    known: FxHashMap<(Vec<Slot>, Total, Option<usize>), usize>,
    pub(crate) all: Vec<ChanceCheck>,
    pub(crate) places: Vec<String>,
    /// What needs those of the start, which are the first.
    pub(crate) start_spans: Vec<Span>,
    /// The checks that are looked for, by number.
    wanted: BTreeSet<usize>,
    /// Which of them were asked for since this was last looked at.
    pub(crate) asked: Vec<usize>,
}

impl Checks {
    /// No checks yet, and some that are looked for.
    pub(crate) fn looking_for(checks: impl IntoIterator<Item = usize>) -> Self {
        Self {
            wanted: checks.into_iter().collect(),
            ..Self::default()
        }
    }

    /// Constants are checked here and now; anything else is noted for every draw.
    pub(crate) fn require(
        &mut self,
        tape: &Tape,
        chances: &[Slot],
        total: Total,
        graph: Option<usize>,
        place: impl FnOnce() -> String,
    ) -> Result<(), BadChance> {
        let constants: Vec<f64> = chances.iter().filter_map(|&slot| tape.constant_value(slot)).collect();
        if let Some(&bad) = constants
            .iter()
            .find(|value| !(-PROBABILITY_TOLERANCE..=1.0 + PROBABILITY_TOLERANCE).contains(*value))
        {
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
        let number = *self
            .known
            .entry((chances.to_vec(), total, graph))
            .or_insert(self.all.len());
        if self.wanted.contains(&number) {
            self.asked.push(number);
        }
        if number == self.all.len() {
            self.all.push(ChanceCheck {
                chances: chances.to_vec(),
                total,
                graph,
                place: self.places.len(),
            });
            self.places.push(place());
        }
        Ok(())
    }
}

/// Where chances come from: what a message about them says, and the graph that needs them.
#[derive(Clone, Copy)]
pub(crate) struct From<'a> {
    pub(crate) graph: Option<usize>,
    pub(crate) place: &'a dyn Fn() -> String,
}

/// Where trees get their numbers from: a state and a period.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub(crate) state: &'a [i32],
    pub(crate) lows: &'a [i32],
    pub(crate) period: usize,
}

impl At<'_> {
    /// Whether a condition holds; one that is not written always does.
    pub(crate) fn holds(self, when: Option<&Tree>) -> bool {
        when.is_none_or(|when| self.value(when) != 0.0)
    }

    /// The value of a tree that reads no uncertain parameter.
    pub(crate) fn value(self, tree: &Tree) -> f64 {
        evaluate(tree, self.state, self.lows, self.period)
    }

    /// The slot of a tree.
    pub(crate) fn bind(self, tape: &mut Tape, tree: &Tree) -> Slot {
        tape.bind(tree, self.state, self.lows)
    }
}

/// The branches of an effect that are possible in a state, by number, each with its chance.
pub(crate) fn branches(
    tape: &mut Tape,
    checks: &mut Checks,
    effect: &Effect,
    at: At<'_>,
    from: From<'_>,
) -> Result<Vec<(usize, Slot)>, BadChance> {
    let mut given = Vec::new();
    let mut rest = None;
    for (number, branch) in effect.branches.iter().enumerate() {
        match &branch.chance {
            Chance::Sure => return Ok(vec![(number, tape.constant(1.0))]),
            Chance::Otherwise => rest = Some(number),
            Chance::Given(tree) if at.holds(branch.when.as_ref()) => {
                given.push((number, at.bind(tape, tree)));
            }
            Chance::Given(_) => {}
        }
    }
    let slots: Vec<Slot> = given.iter().map(|(_, slot)| *slot).collect();
    let total = if rest.is_some() { Total::AtMostOne } else { Total::One };
    checks.require(tape, &slots, total, from.graph, from.place)?;
    let mut options = match rest {
        Some(number) => {
            let left = left(tape, &slots);
            given.push((number, left));
            given.sort_by_key(|(number, _)| *number);
            given
        }
        None => shared_out(tape, given),
    };
    options.retain(|(_, slot)| tape.constant_value(*slot) != Some(0.0));
    if options.is_empty() {
        return Err(BadChance::NonePossible);
    }
    Ok(options)
}

/// What chances leave of one.
pub(crate) fn left(tape: &mut Tape, chances: &[Slot]) -> Slot {
    let sum = sum(tape, chances);
    let one = tape.constant(1.0);
    let left = tape.binary(Binary::Subtract, one, sum);
    match tape.constant_value(left) {
        Some(left) if left < NOTHING_LEFT => tape.constant(0.0),
        Some(_) => left,
        None => {
            let nothing = tape.constant(0.0);
            tape.binary(Binary::Maximum, nothing, left)
        }
    }
}

/// Chances divided by their sum, so that they sum to one as exactly as rounding allows.
pub(crate) fn shared_out(tape: &mut Tape, chances: Vec<(usize, Slot)>) -> Vec<(usize, Slot)> {
    let slots: Vec<Slot> = chances.iter().map(|(_, slot)| *slot).collect();
    let total = sum(tape, &slots);
    if tape.constant_value(total) == Some(1.0) {
        return chances;
    }
    let share = |(number, slot)| {
        // What is impossible stays so, whatever the others are divided by.
        let impossible = tape.constant_value(slot) == Some(0.0);
        let slot = if impossible {
            slot
        } else {
            tape.binary(Binary::Divide, slot, total)
        };
        (number, slot)
    };
    chances.into_iter().map(share).collect()
}

/// The sum of slots.
pub(crate) fn sum(tape: &mut Tape, slots: &[Slot]) -> Slot {
    let nothing = tape.constant(0.0);
    slots
        .iter()
        .fold(nothing, |sum, &slot| tape.binary(Binary::Add, sum, slot))
}

/// Two options, the first with this chance and the second with what it leaves; only those that are possible.
pub(crate) fn either(
    tape: &mut Tape,
    checks: &mut Checks,
    chance: &Tree,
    at: At<'_>,
    from: From<'_>,
) -> Result<Vec<(usize, Slot)>, BadChance> {
    let first = at.bind(tape, chance);
    checks.require(tape, &[first], Total::AtMostOne, from.graph, from.place)?;
    let second = left(tape, &[first]);
    let mut options = vec![(0, first), (1, second)];
    options.retain(|(_, slot)| tape.constant_value(*slot) != Some(0.0));
    Ok(options)
}

impl std::fmt::Display for BadChance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Outside(value) => write!(f, "a chance is {value}, which is no probability"),
            Self::Sum(sum) => write!(f, "the chances sum to {sum}"),
            Self::NonePossible => write!(f, "no branch is possible"),
        }
    }
}

impl BadChance {
    /// What would mend it.
    pub(crate) fn help(&self) -> Option<String> {
        Some(match self {
            Self::Outside(_) => "a probability lies between 0 and 1".to_owned(),
            Self::Sum(sum) if *sum > 1.0 => "the chances of branches must not exceed 1 together".to_owned(),
            Self::Sum(_) => "let them sum to 1, or give one branch `otherwise = true`".to_owned(),
            Self::NonePossible => "give one branch `otherwise = true`".to_owned(),
        })
    }
}
