//! Log-odds: the coordinates of a profile on the branch.
//!
//! Each set that responds and has a choice has one unknown for each action but one: the logarithm of its probability
//! over that of the reference action, which is the first one unless another is chosen. Every profile with positive
//! probabilities has such coordinates, and none of them leads out of [0, 1]. The unknown of the first action takes the
//! place of the reference.

use crate::game::{Game, InformationSet, Profile};
use crate::numeric::math::{exp, max};
use crate::strategy::Reachable;

/// The numbering of the unknowns.
#[derive(Clone, Debug)]
pub(super) struct LogOdds {
    /// By period (t at t − 1), then by set of its graph: the first unknown; `None` where there is none.
    first: Vec<Vec<Option<usize>>>,
    count: usize,
    /// By the first unknown of a set: its reference action.
    references: Vec<usize>,
}

impl LogOdds {
    /// The unknowns of a game.
    pub(super) fn of(game: &Game, reachable: &Reachable) -> Self {
        let mut count = 0;
        let mut first = Vec::with_capacity(game.periods);
        for period in 1..=game.periods {
            let sets = game.graph(period).information_sets.iter();
            let numbered = sets.zip(reachable.sets(period)).map(|(set, reachable)| {
                let unknown = *reachable && set.play.responds() && set.actions > 1;
                unknown.then(|| {
                    count += set.actions - 1;
                    count - (set.actions - 1)
                })
            });
            first.push(numbered.collect());
        }
        Self {
            first,
            count,
            references: vec![0; count],
        }
    }

    /// The number of unknowns.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The reference action of the set with this first unknown.
    pub(super) fn reference(&self, first: usize) -> usize {
        self.references[first]
    }

    /// Chooses it. Unknowns keep their numbers, not what they mean.
    pub(super) fn refer_to(&mut self, first: usize, action: usize) {
        self.references[first] = action;
    }

    /// The actions of a set of so many that have unknowns, each with its unknown.
    pub(super) fn unknowns(&self, first: usize, actions: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let reference = self.reference(first);
        (1..actions).map(move |place| (if place == reference { 0 } else { place }, first + place - 1))
    }

    /// Spreads what belongs to a set's unknowns over its actions, with `own` for the reference.
    pub(super) fn spread<T: Copy>(&self, first: usize, x: &[T], own: T, actions: &mut [T]) {
        actions[self.reference(first)] = own;
        for (action, unknown) in self.unknowns(first, actions.len()) {
            actions[action] = x[unknown];
        }
    }

    /// For each set of a period's graph, its first unknown.
    pub(super) fn sets(&self, period: usize) -> &[Option<usize>] {
        &self.first[period - 1]
    }

    /// The sets that have unknowns, by period and number in its graph, each with its first unknown.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        (1..).zip(&self.first).flat_map(|(period, sets)| {
            let sets = sets.iter().enumerate();
            sets.filter_map(move |(number, first)| first.map(|first| (period, number, first)))
        })
    }

    /// Calls `with` for each set that has unknowns: its period, and the first of them.
    pub(super) fn each<'g>(&self, game: &'g Game, mut with: impl FnMut(usize, &'g InformationSet, usize)) {
        for (period, number, first) in self.places() {
            with(period, &game.graph(period).information_sets[number], first);
        }
    }

    /// Writes the play at `x` into a profile.
    pub(super) fn write(&self, game: &Game, x: &[f64], profile: &mut Profile<1>) {
        self.each(game, |period, set, first| {
            let weights: Vec<f64> = self.odds(set, first, x).iter().map(|&odds| exp(odds)).collect();
            let total: f64 = weights.iter().sum();
            for (choice, weight) in profile.periods[period - 1][set.choices()].iter_mut().zip(weights) {
                choice[0] = weight / total;
            }
        });
    }

    /// The logarithms of a set's probabilities up to a common summand, the largest being 0.
    pub(super) fn odds(&self, set: &InformationSet, first: usize, x: &[f64]) -> Vec<f64> {
        let mut odds = vec![0.0; set.actions];
        self.spread(first, x, 0.0, &mut odds);
        let most = odds.iter().fold(0.0, |most, &odds| max(most, odds));
        for odds in &mut odds {
            *odds -= most;
        }
        odds
    }
}
