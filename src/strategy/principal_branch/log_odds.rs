//! Log-odds: the coordinates of a profile on the branch.
//!
//! Each set that responds and has a choice has one unknown for each action but the first: the logarithm of its
//! probability over that of the first. Every profile with positive probabilities has such coordinates, and none of them
//! leads out of [0, 1].

use crate::game::{Game, InformationSet, Profile};
use crate::numeric::math::{exp, max};
use crate::strategy::Reachable;

/// The numbering of the unknowns.
#[derive(Clone, Debug)]
pub(super) struct LogOdds {
    /// By period (t at t − 1), then by set of its graph: the first unknown; `None` where there is none.
    first: Vec<Vec<Option<usize>>>,
    count: usize,
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
        Self { first, count }
    }

    /// The number of unknowns.
    pub(super) fn count(&self) -> usize {
        self.count
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
            let weights: Vec<f64> = odds(set, first, x).iter().map(|&odds| exp(odds)).collect();
            let total: f64 = weights.iter().sum();
            for (choice, weight) in profile.periods[period - 1][set.choices()].iter_mut().zip(weights) {
                choice[0] = weight / total;
            }
        });
    }
}

/// The logarithms of a set's probabilities up to a common summand, the largest being 0.
pub(super) fn odds(set: &InformationSet, first: usize, x: &[f64]) -> Vec<f64> {
    let mut odds = Vec::with_capacity(set.actions);
    odds.push(0.0);
    odds.extend_from_slice(&x[first..first + set.actions - 1]);
    let most = odds.iter().fold(0.0, |most, &odds| max(most, odds));
    for odds in &mut odds {
        *odds -= most;
    }
    odds
}
