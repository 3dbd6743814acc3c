//! Beliefs of actors about each other's private attributes as a period starts.

pub(crate) mod after_events;
pub(crate) mod events;
mod expectation;
pub(crate) mod observers;
#[cfg(test)]
mod tests;
pub(crate) mod trust;
#[cfg(test)]
mod trust_tests;
mod view;

use crate::game::{Bound, Profile};
use crate::numeric::lanes::{LANES, Lanes, add, product, ratio};
use observers::{Observers, Question};
use view::{View, Viewer};

/// Reported beliefs of a block of draws, period by period.
#[derive(Clone, Debug)]
pub struct Beliefs<'a, const W: usize = LANES> {
    viewer: Viewer<'a, W>,
    sums_so_far: BeliefSums<'a, W>,
}

/// One belief, held in games of one draw that its observer cannot distinguish.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Belief {
    /// The period that starts.
    pub period: usize,
    /// The question, by its number in [`Observers::questions`].
    pub question: usize,
    /// The true value in these games.
    pub truth: usize,
    /// The value that the belief is about.
    pub believed: usize,
    /// The draw, as a lane of its block.
    pub lane: usize,
    /// The belief.
    pub belief: f64,
    /// The chance of these games.
    pub weight: f64,
}

/// Sums of the beliefs observed so far.
#[derive(Clone, Debug)]
struct BeliefSums<'a, const W: usize> {
    observers: &'a Observers<'a>,
    /// The number of lanes that hold draws.
    used: usize,
    /// The sum of beliefs, weighted by true chances: period (index t − 1) × entries + entry.
    sums: Vec<Lanes<W>>,
    /// The true chances: period (index t − 1) × values + true value.
    masses: Vec<Lanes<W>>,
    /// The belief in each value at each period state, as the period that was observed last started: period state
    /// × values + value. Period states that no game reaches keep what they had.
    held: Vec<Lanes<W>>,
}

impl<'a, const W: usize> Beliefs<'a, W> {
    /// Before any period.
    pub fn new(observers: &'a Observers<'a>, bound: &'a Bound<'a, W>, profile: &'a Profile<W>) -> Self {
        let game = observers.game;
        let zeros = |count: usize| vec![[0.0; W]; count];
        Self {
            viewer: Viewer::new(observers, bound, profile),
            sums_so_far: BeliefSums {
                observers,
                used: bound.used,
                sums: zeros(game.periods * observers.entries()),
                masses: zeros(game.periods * observers.values),
                held: zeros(game.period_states.len() * observers.values),
            },
        }
    }

    /// Adds a period as it starts, given the reach of each period state as
    /// [`exact_observed`](super::exact_observed) shows it, and shows `each` belief that some games hold.
    pub fn observe(&mut self, period: usize, reach: &[Lanes<W>], mut each: impl FnMut(&Belief)) {
        let sums_so_far = &mut self.sums_so_far;
        self.viewer.each(period, reach, |view| {
            for number in view.observer.questions.clone() {
                sums_so_far.count(view, number, period, &mut each);
            }
        });
    }

    /// The sum over games of the chance that they give to a value, and the chance of these games: those running as
    /// `period` starts in which the private attribute in question has the value `truth`.
    pub fn sum(&self, period: usize, question: &Question, truth: usize, believed: usize) -> (Lanes<W>, Lanes<W>) {
        let so_far = &self.sums_so_far;
        let (entries, values) = (so_far.observers.entries(), so_far.observers.values);
        let sum = (period - 1) * entries + question.entry(truth, believed);
        let mass = (period - 1) * values + question.first_value + truth;
        (so_far.sums[sum], so_far.masses[mass])
    }

    /// The same over all running games, for any true value.
    pub fn sum_of_all(&self, period: usize, question: &Question, believed: usize) -> (Lanes<W>, Lanes<W>) {
        let mut all = ([0.0; W], [0.0; W]);
        for truth in 0..question.size {
            let (sum, mass) = self.sum(period, question, truth, believed);
            add(&mut all.0, &sum);
            add(&mut all.1, &mass);
        }
        all
    }

    /// The belief in each value at each period state, as the period that was observed last started: period state
    /// × values + value.
    fn held(&self) -> &[Lanes<W>] {
        &self.sums_so_far.held
    }
}

impl<const W: usize> BeliefSums<'_, W> {
    /// Counts what is believed at a view in answer to a question.
    fn count(&mut self, view: &View<'_, W>, number: usize, period: usize, each: &mut impl FnMut(&Belief)) {
        let question = &self.observers.questions()[number];
        let seen = self.by_value(view, question, view.seen);
        let truth = self.by_value(view, question, view.truth);
        let first = (period - 1) * self.observers.values + question.first_value;
        for (mass, truth) in self.masses[first..].iter_mut().zip(&truth) {
            add(mass, truth);
        }
        for (believed, seen) in seen.iter().enumerate() {
            let belief = ratio(seen, &view.seen_total);
            self.hold(view, question.first_value + believed, &belief);
            for (truth, weight) in truth.iter().enumerate() {
                let entry = question.entry(truth, believed);
                let sum = (period - 1) * self.observers.entries() + entry;
                add(&mut self.sums[sum], &product(weight, &belief));
                for lane in (0..self.used).filter(|&lane| weight[lane] > 0.0) {
                    each(&Belief {
                        period,
                        question: number,
                        truth,
                        believed,
                        lane,
                        belief: belief[lane],
                        weight: weight[lane],
                    });
                }
            }
        }
    }

    /// The chances of a view's period states, added up by the value of the private attribute in question.
    fn by_value(&self, view: &View<'_, W>, question: &Question, chances: &[Lanes<W>]) -> Vec<Lanes<W>> {
        let game = self.observers.game;
        let mut sums = vec![[0.0; W]; question.size];
        for (&period_state, chance) in view.period_states.iter().zip(chances) {
            let type_profile = game.period_states[period_state as usize].type_profile;
            let value = game.type_profiles[type_profile].values[question.about];
            add(&mut sums[value], chance);
        }
        sums
    }

    fn hold(&mut self, view: &View<'_, W>, value: usize, belief: &Lanes<W>) {
        for &period_state in view.period_states {
            self.held[period_state as usize * self.observers.values + value] = *belief;
        }
    }
}
