//! For each view of an observer as a period starts: the probabilities of its period states under the observer's prior and
//! under the true one.

use super::observers::{Observer, Observers};
use crate::game::{Bound, Profile, Trembling};
use crate::numeric::lanes::{Lanes, add, is_zero, product};
use crate::numeric::scaled::{Scaled, Tremble, proportions};

/// The period states that an observer cannot tell apart.
pub(super) struct View<'v, const W: usize> {
    pub(super) observer: &'v Observer,
    pub(super) period_states: &'v [u32],
    /// How likely each period state is to the observer, in proportion.
    pub(super) seen: &'v [Lanes<W>],
    /// Their sum.
    pub(super) seen_total: Lanes<W>,
    /// The true chance of each period state.
    pub(super) truth: &'v [Lanes<W>],
}

/// Computes the views of all observers in a block of draws.
#[derive(Clone, Debug)]
pub(super) struct Viewer<'a, const W: usize> {
    observers: &'a Observers<'a>,
    bound: &'a Bound<'a, W>,
    profile: &'a Profile<W>,
    /// By prior: the chance of each type profile.
    priors: Vec<Vec<Lanes<W>>>,
    /// By lane: the reach in the trembling-hand limit, once it is needed.
    limits: [Option<Limits>; W],
    seen: Vec<Lanes<W>>,
    truth: Vec<Lanes<W>>,
}

/// Reach probabilities of one draw in the trembling-hand limit.
#[derive(Clone, Debug)]
struct Limits {
    /// The chance of each type profile, by prior.
    priors: Vec<Vec<Tremble>>,
    /// The reach of each period state given its type profile, by period (period t at t − 1).
    reach: Vec<Vec<Tremble>>,
}

impl<'a, const W: usize> Viewer<'a, W> {
    pub(super) fn new(observers: &'a Observers<'a>, bound: &'a Bound<'a, W>, profile: &'a Profile<W>) -> Self {
        let priors = 0..observers.game.priors;
        let chances = |prior| bound.type_profile_chances(prior);
        Self {
            observers,
            bound,
            profile,
            priors: priors.map(chances).collect(),
            limits: [const { None }; W],
            seen: Vec::new(),
            truth: Vec::new(),
        }
    }

    /// Shows `each` view that is reached as a period starts, given the reach of each period state.
    pub(super) fn each(&mut self, period: usize, reach: &[Lanes<W>], mut each: impl FnMut(&View<'_, W>)) {
        let observers = self.observers;
        for observer in &observers.observers {
            for period_states in &observer.views {
                let (mut seen_total, true_total) = self.gather(observer, period_states, reach);
                if is_zero(&true_total) {
                    continue;
                }
                // Where the observer's prior excludes every history that leads here, its beliefs are the limit of vanishing
                // trembles.
                for lane in 0..W {
                    if seen_total[lane] == 0.0 && true_total[lane] > 0.0 {
                        seen_total[lane] = self.take_limit(observer, period_states, period, lane);
                    }
                }
                each(&View {
                    observer,
                    period_states,
                    seen: &self.seen,
                    seen_total,
                    truth: &self.truth,
                });
            }
        }
    }

    /// Collects the probabilities of the period states of one view, and their sums.
    fn gather(&mut self, observer: &Observer, period_states: &[u32], reach: &[Lanes<W>]) -> (Lanes<W>, Lanes<W>) {
        let game = self.observers.game;
        let (mut seen_total, mut true_total) = ([0.0; W], [0.0; W]);
        self.seen.clear();
        self.truth.clear();
        for &period_state in period_states {
            let type_profile = game.period_states[period_state as usize].type_profile;
            let reach = &reach[period_state as usize];
            let seen = product(reach, &self.priors[observer.prior][type_profile]);
            let truth = product(reach, &self.priors[0][type_profile]);
            add(&mut seen_total, &seen);
            add(&mut true_total, &truth);
            self.seen.push(seen);
            self.truth.push(truth);
        }
        (seen_total, true_total)
    }

    fn take_limit(&mut self, observer: &Observer, period_states: &[u32], period: usize, lane: usize) -> f64 {
        let game = self.observers.game;
        let compute = || Limits::new(self.bound, self.profile, lane);
        let limits = self.limits[lane].get_or_insert_with(compute);
        let mass = |&period_state: &u32| {
            let type_profile = game.period_states[period_state as usize].type_profile;
            let prior = limits.priors[observer.prior][type_profile];
            limits.reach[period - 1][period_state as usize].times(prior)
        };
        let masses: Vec<Tremble> = period_states.iter().map(mass).collect();
        let mut weights = vec![0.0; masses.len()];
        proportions(&masses, &mut weights);
        for (seen, weight) in self.seen.iter_mut().zip(&weights) {
            seen[lane] = *weight;
        }
        weights.iter().sum()
    }
}

impl Limits {
    fn new<const W: usize>(bound: &Bound<'_, W>, profile: &Profile<W>, lane: usize) -> Self {
        let trembling = Trembling::new(bound, lane);
        let choice = |period: usize, choice: usize| Scaled::new(profile.periods[period - 1][choice][lane], 0);
        let mut reach = Vec::new();
        trembling.forward(choice, |_, starts, _| reach.push(starts.to_vec()));
        let priors = trembling.priors();
        Self { priors, reach }
    }
}
