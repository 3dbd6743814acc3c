//! Log-odds: the coordinates in which a profile is followed.
//!
//! Each set that responds and has a choice counts one unknown for each action but the first: the logarithm of its
//! probability over that of the first. No profile is out of reach, and no probability can leave [0, 1].

use crate::game::{Game, InformationSet, Profile};
use crate::numeric::lanes::Lanes;
use crate::numeric::math::{exp, max};
use crate::strategy::Reachable;
use crate::strategy::sweep::forward::needs_beliefs;

/// Which unknown stands for which action.
#[derive(Clone, Debug)]
pub(in crate::strategy) struct LogOdds {
    /// By period (t at t − 1), then by set of its graph: the first unknown; `None` where nothing is unknown.
    first: Vec<Vec<Option<usize>>>,
    count: usize,
}

impl LogOdds {
    /// The unknowns of a game.
    pub(in crate::strategy) fn of(game: &Game, reachable: &Reachable) -> Self {
        let mut count = 0;
        let mut first = Vec::with_capacity(game.periods);
        for (before, &graph) in game.calendar.iter().enumerate() {
            let sets = game.graphs[graph].information_sets.iter();
            let numbered = sets.zip(reachable.sets(before + 1)).map(|(set, reachable)| {
                let unknown = *reachable && needs_beliefs(set) && set.actions > 1;
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
    pub(in crate::strategy) fn count(&self) -> usize {
        self.count
    }

    /// For each set of a period's graph, its first unknown.
    pub(in crate::strategy) fn sets(&self, period: usize) -> &[Option<usize>] {
        &self.first[period - 1]
    }

    /// The sets that have unknowns, by period and number in its graph.
    pub(in crate::strategy) fn places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.first.iter().enumerate().flat_map(|(before, sets)| {
            let open = sets.iter().enumerate().filter(|(_, first)| first.is_some());
            open.map(move |(number, _)| (before + 1, number))
        })
    }

    /// Calls `with` for each set that has unknowns: its period, and the first of them.
    pub(in crate::strategy) fn each<'g>(&self, game: &'g Game, mut with: impl FnMut(usize, &'g InformationSet, usize)) {
        for (before, (sets, &graph)) in self.first.iter().zip(&game.calendar).enumerate() {
            for (set, first) in game.graphs[graph].information_sets.iter().zip(sets) {
                if let Some(first) = *first {
                    with(before + 1, set, first);
                }
            }
        }
    }

    /// Writes the play that the unknowns say into a profile.
    pub(in crate::strategy) fn write(&self, game: &Game, x: &[f64], profile: &mut Profile<1>) {
        self.each(game, |period, set, first| {
            let choices = &mut profile.periods[period - 1];
            play(&odds(set, first, x), &mut choices[set.first_choice..]);
        });
    }
}

/// The logarithms of a set's probabilities up to a common summand, the largest being 0.
pub(in crate::strategy) fn odds(set: &InformationSet, first: usize, x: &[f64]) -> Vec<f64> {
    let mut odds = Vec::with_capacity(set.actions);
    odds.push(0.0);
    odds.extend_from_slice(&x[first..first + set.actions - 1]);
    let most = odds.iter().fold(0.0, |most, &odds| max(most, odds));
    for odds in &mut odds {
        *odds -= most;
    }
    odds
}

/// Writes the probabilities that logarithms say.
fn play(odds: &[f64], choices: &mut [Lanes<1>]) {
    let weights: Vec<f64> = odds.iter().map(|&odds| exp(odds)).collect();
    let total: f64 = weights.iter().sum();
    for (choice, weight) in choices.iter_mut().zip(weights) {
        choice[0] = weight / total;
    }
}
