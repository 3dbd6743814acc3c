//! Strategy profiles: a probability for each action at each information set, for a block of draws.

use super::{Bound, Game};
use crate::numeric::lanes::{LANES, Lanes, copy_lane};

/// How all actors play, for a block of draws: for each period, one probability for each choice of its graph (see
/// [`InformationSet::first_choice`](super::InformationSet::first_choice)) and lane, then those of [`Members`](super::Members).
#[derive(Clone, Debug, PartialEq)]
pub struct Profile<const W: usize = LANES> {
    /// By period (period t at t − 1), then choice, then lane.
    pub periods: Vec<Vec<Lanes<W>>>,
}

impl<const W: usize> Profile<W> {
    /// The profile in which every action of a set is equally likely, or with nests every member of a nest. Those of
    /// [`Members`](super::Members) are open.
    pub fn uniform(game: &Game) -> Self {
        let of_graph = |graph: &super::PeriodGraph| {
            let mut choices = vec![[0.0; W]; graph.entries()];
            for set in &graph.information_sets {
                for (choice, share) in choices[set.choices()].iter_mut().zip(set.even_play()) {
                    *choice = [share; W];
                }
            }
            choices
        };
        let calendar = game.calendar.iter();
        let periods = calendar.map(|&graph| of_graph(&game.graphs[graph])).collect();
        Self { periods }
    }

    /// The profile of one lane alone.
    pub(crate) fn alone(&self, lane: usize) -> Profile<1> {
        let of_period = |choices: &Vec<Lanes<W>>| choices.iter().map(|choice| [choice[lane]]).collect();
        Profile {
            periods: self.periods.iter().map(of_period).collect(),
        }
    }

    /// Where solving starts: uniform play where play responds to values, the fixed probabilities elsewhere.
    pub(crate) fn initial(bound: &Bound<'_, W>) -> Self {
        let mut profile = Self::uniform(bound.game);
        for (period, choices) in (1..).zip(&mut profile.periods) {
            for set in &bound.game.graph(period).information_sets {
                let fixed = set.play.fixed().unwrap_or_default();
                for (choice, chance) in choices[set.choices()].iter_mut().zip(fixed) {
                    *choice = bound.number(*chance, period);
                }
            }
        }
        profile.count_members(bound);
        profile
    }

    /// Whether each period has as many probabilities as in the other one.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        let lengths = |profile: &Self| profile.periods.iter().map(Vec::len).collect::<Vec<_>>();
        lengths(self) == lengths(other)
    }

    /// Works out the probabilities of [`Members`](super::Members) anew, after those of information sets changed.
    pub(crate) fn count_members(&mut self, bound: &Bound<'_, W>) {
        for (period, choices) in (1..).zip(&mut self.periods) {
            let graph = bound.game.graph(period);
            graph.count_members(choices, |slot| bound.number(slot, period));
        }
    }

    /// Copies one lane of play to a lane of another profile.
    pub(crate) fn copy_lane<const V: usize>(&mut self, to: usize, other: &Profile<V>, from: usize) {
        for (own, other) in self.periods.iter_mut().zip(&other.periods) {
            copy_lane((own, to), (other, from));
        }
    }
}
