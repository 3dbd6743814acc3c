//! Trust in a commitment before it is tested: the probability that observers give to its being honoured, if it is
//! triggered in the period that starts.

use super::expectation::add_expectations;
use super::observers::Observers;
use super::view::{View, Viewer};
use crate::game::{Bound, Occasion, PeriodGraph, PeriodPlay, Profile};
use crate::numeric::lanes::{LANES, Lanes, add, product, ratio};

/// Computes the trust of all actors but the one who is committed.
#[derive(Clone, Debug)]
pub struct Trust<'a> {
    bound: &'a Bound<'a>,
    profile: &'a Profile,
    viewer: Viewer<'a>,
    /// For each place of the graph, the expected number of times that the commitment is tested, and honoured.
    tests: Vec<Lanes>,
    honours: Vec<Lanes>,
}

/// The trust of an observer in games of one draw that it cannot tell apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trusted {
    /// The commitment.
    pub commitment: usize,
    /// The observer.
    pub observer: usize,
    /// The type profile of these games.
    pub type_profile: usize,
    /// The draw, as a lane of its block.
    pub lane: usize,
    /// The probability that the observer gives to the commitment being honoured if it is tested now.
    pub belief: f64,
    /// The true expected number of times that the commitment is tested in these games, in this period.
    pub tests: f64,
    /// The true expected number of times that it is honoured.
    pub honours: f64,
}

impl<'a> Trust<'a> {
    /// Before any period.
    pub fn new(observers: &'a Observers<'a>, bound: &'a Bound<'a>, profile: &'a Profile) -> Self {
        Self {
            bound,
            profile,
            viewer: Viewer::new(observers, bound, profile),
            tests: Vec::new(),
            honours: Vec::new(),
        }
    }

    /// Shows `each` the trust in every commitment that may be tested in a period, given the reach of each period state as
    /// it starts. An observer who excludes a test has none.
    pub fn observe(&mut self, period: usize, reach: &[Lanes], mut each: impl FnMut(&Trusted)) {
        let play = PeriodPlay::new(self.bound, self.profile, period);
        for commitment in 0..self.bound.game.commitments.len() {
            if tested(play.graph, commitment) {
                self.expect(&play, period, commitment);
                self.look(&play, period, (commitment, reach), &mut each);
            }
        }
    }

    /// Computes the expected numbers of tests and of honoured ones, from every place of the period on.
    fn expect(&mut self, play: &PeriodPlay<'_>, period: usize, commitment: usize) {
        let game = self.bound.game;
        let places = game.places(play.graph);
        let choices = &self.profile.periods[period - 1];
        for values in [&mut self.tests, &mut self.honours] {
            values.clear();
            values.resize(places, [0.0; LANES]);
        }
        for set in &play.graph.information_sets {
            let mut occasions = set.occasions.iter();
            let Some(occasion) = occasions.find(|occasion| tests(occasion, commitment)) else {
                continue;
            };
            for node in set.nodes.clone() {
                self.tests[node] = [1.0; LANES];
                if let Some(edge) = occasion.promised {
                    self.honours[node] = choices[set.first_choice + edge];
                }
            }
        }
        add_expectations(play, &mut self.tests);
        add_expectations(play, &mut self.honours);
    }

    /// Computes the trust at every view of every observer.
    fn look(
        &mut self,
        play: &PeriodPlay<'_>,
        period: usize,
        (commitment, reach): (usize, &[Lanes]),
        each: &mut impl FnMut(&Trusted),
    ) {
        let game = self.bound.game;
        let promiser = game.commitments[commitment].actor;
        let (tests, honours) = (&self.tests, &self.honours);
        let used = self.bound.used;
        self.viewer.each(period, reach, |view| {
            let observer = view.observer.actor;
            if observer == promiser {
                return;
            }
            let expected_tests = expected(play.graph, view, tests);
            let belief = ratio(&expected(play.graph, view, honours), &expected_tests);
            for (&period_state, truth) in view.period_states.iter().zip(view.truth) {
                let Some(place) = play.graph.entry[period_state as usize] else {
                    continue;
                };
                let tests = product(truth, &tests[place as usize]);
                let honours = product(truth, &honours[place as usize]);
                let known = |&lane: &usize| tests[lane] > 0.0 && expected_tests[lane] > 0.0;
                for lane in (0..used).filter(known) {
                    each(&Trusted {
                        commitment,
                        observer,
                        type_profile: game.period_states[period_state as usize].type_profile,
                        lane,
                        belief: belief[lane],
                        tests: tests[lane],
                        honours: honours[lane],
                    });
                }
            }
        });
    }
}

/// Whether a commitment may be tested in a graph.
fn tested(graph: &PeriodGraph, commitment: usize) -> bool {
    let mut occasions = graph.information_sets.iter().flat_map(|set| &set.occasions);
    occasions.any(|occasion| tests(occasion, commitment))
}

/// Whether an occasion tests a commitment.
fn tests(occasion: &Occasion, commitment: usize) -> bool {
    occasion.commitment == commitment && occasion.available
}

/// The expectation at a view, as likely as each of its period states is to the observer.
fn expected(graph: &PeriodGraph, view: &View<'_>, values: &[Lanes]) -> Lanes {
    let mut sum = [0.0; LANES];
    for (&period_state, chance) in view.period_states.iter().zip(view.seen) {
        if let Some(place) = graph.entry[period_state as usize] {
            add(&mut sum, &product(chance, &values[place as usize]));
        }
    }
    sum
}
