//! Trust in a commitment before its occasion comes: the probability that observers give to its being honoured, if it is
//! triggered in the period that starts.

use super::expectation::add_expectations;
use super::observers::Observers;
use super::view::{View, Viewer};
use crate::game::{Bound, Category, PeriodGraph, PeriodPlay, Profile};
use crate::numeric::lanes::{LANES, Lanes, add, map, product, ratio};

/// Computes the trust of all actors but the one who is committed.
#[derive(Clone, Debug)]
pub struct Trust<'a, const W: usize = LANES> {
    bound: &'a Bound<'a, W>,
    profile: &'a Profile<W>,
    viewer: Viewer<'a, W>,
    /// For each place of the graph, the expected number of occasions of the commitment, and of those on which it is honoured.
    occasions: Vec<Lanes<W>>,
    honours: Vec<Lanes<W>>,
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
    /// The probability that the observer gives to the commitment being honoured on an occasion in this period; `None` where
    /// it excludes any.
    pub belief: Option<f64>,
    /// The true expected number of occasions in these games, in this period.
    pub occasions: f64,
    /// The true expected number of them on which it is honoured.
    pub honours: f64,
}

impl<'a, const W: usize> Trust<'a, W> {
    /// Before any period.
    pub fn new(observers: &'a Observers<'a>, bound: &'a Bound<'a, W>, profile: &'a Profile<W>) -> Self {
        Self {
            bound,
            profile,
            viewer: Viewer::new(observers, bound, profile),
            occasions: Vec::new(),
            honours: Vec::new(),
        }
    }

    /// Shows `each` the trust in every commitment that may have an occasion in a period, given the reach of each period
    /// state as it starts.
    pub fn observe(&mut self, period: usize, reach: &[Lanes<W>], mut each: impl FnMut(&Trusted)) {
        let play = PeriodPlay::new(self.bound, self.profile, period);
        for commitment in 0..self.bound.game.commitments.len() {
            if has_occasions(play.graph, commitment) {
                self.expect(&play, period, commitment);
                self.look(&play, period, (commitment, reach), &mut each);
            }
        }
    }

    /// Computes the expected numbers of occasions and of honoured ones, from every place of the period on.
    fn expect(&mut self, play: &PeriodPlay<'_, W>, period: usize, commitment: usize) {
        let game = self.bound.game;
        let places = game.places(play.graph);
        let choices = &self.profile.periods[period - 1];
        for values in [&mut self.occasions, &mut self.honours] {
            values.clear();
            values.resize(places, [0.0; W]);
        }
        for set in &play.graph.information_sets {
            let mut occasions = set.occasions.iter();
            let Some(occasion) = occasions.find(|occasion| occasion.commitment == commitment) else {
                continue;
            };
            for node in set.nodes.clone() {
                self.occasions[node] = [1.0; W];
                if let Some(edge) = occasion.promised {
                    self.honours[node] = choices[set.first_choice + edge];
                }
            }
        }
        self.expect_of_members(play, period, commitment);
        add_expectations(play, &mut self.occasions);
        add_expectations(play, &mut self.honours);
    }

    /// Sets what further members of a group do on occasions of a commitment.
    fn expect_of_members(&mut self, play: &PeriodPlay<'_, W>, period: usize, commitment: usize) {
        let graph = play.graph;
        for node in 0..graph.nodes.len() {
            let Some(members) = graph.members_at(node) else {
                continue;
            };
            let set = &graph.information_sets[members.set];
            let mut occasions = set.occasions.iter();
            let Some(occasion) = occasions.find(|occasion| occasion.commitment == commitment) else {
                continue;
            };
            let own = &self.profile.periods[period - 1][set.choices()];
            let chances = members.chances(own, |slot| self.bound.number(slot, period));
            for (category, chance) in members.categories().zip(chances) {
                let honours = match category {
                    Category::Choice(choice) => occasion.promised == Some(choice),
                    Category::Bound(promise) => promise.commitment == commitment,
                    Category::NotAsked => continue,
                };
                let expected = map(&chance, |chance| members.count as f64 * chance);
                add(&mut self.occasions[node], &expected);
                if honours {
                    add(&mut self.honours[node], &expected);
                }
            }
        }
    }

    /// Computes the trust at every view of every observer.
    fn look(
        &mut self,
        play: &PeriodPlay<'_, W>,
        period: usize,
        (commitment, reach): (usize, &[Lanes<W>]),
        each: &mut impl FnMut(&Trusted),
    ) {
        let game = self.bound.game;
        let promiser = game.commitments[commitment].actor;
        let (occasions, honours) = (&self.occasions, &self.honours);
        let used = self.bound.used;
        self.viewer.each(period, reach, |view| {
            let observer = view.observer.actor;
            if observer == promiser {
                return;
            }
            let thought_of = expected(play.graph, view, occasions);
            let belief = ratio(&expected(play.graph, view, honours), &thought_of);
            for (&period_state, truth) in view.period_states.iter().zip(view.truth) {
                let Some(place) = play.graph.entry[period_state as usize] else {
                    continue;
                };
                let occasions = product(truth, &occasions[place as usize]);
                let honours = product(truth, &honours[place as usize]);
                for lane in (0..used).filter(|&lane| occasions[lane] > 0.0) {
                    each(&Trusted {
                        commitment,
                        observer,
                        type_profile: game.period_states[period_state as usize].type_profile,
                        lane,
                        belief: (thought_of[lane] > 0.0).then_some(belief[lane]),
                        occasions: occasions[lane],
                        honours: honours[lane],
                    });
                }
            }
        });
    }
}

/// Whether a commitment may have an occasion in a graph.
fn has_occasions(graph: &PeriodGraph, commitment: usize) -> bool {
    let mut occasions = graph.information_sets.iter().flat_map(|set| &set.occasions);
    occasions.any(|occasion| occasion.commitment == commitment)
}

/// The expectation at a view, as likely as each of its period states is to the observer.
fn expected<const W: usize>(graph: &PeriodGraph, view: &View<'_, W>, values: &[Lanes<W>]) -> Lanes<W> {
    let mut sum = [0.0; W];
    for (&period_state, chance) in view.period_states.iter().zip(view.seen) {
        if let Some(place) = graph.entry[period_state as usize] {
            add(&mut sum, &product(chance, &values[place as usize]));
        }
    }
    sum
}
