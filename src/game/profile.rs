//! Strategy profiles: a probability for each action at each information set, for a block of draws.

use super::Game;
use crate::numeric::lanes::{LANES, Lanes};

/// How all actors play, for a block of draws: for each period, one probability for each choice of its graph (see
/// [`InformationSet::first_choice`](super::Set::first_choice)) and lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile<const W: usize = LANES> {
    /// By period (period t at t − 1), then choice, then lane.
    pub periods: Vec<Vec<Lanes<W>>>,
}

impl<const W: usize> Profile<W> {
    /// The profile in which every action of a set is equally likely.
    pub fn uniform(game: &Game) -> Self {
        let of_graph = |graph: &super::PeriodGraph| {
            let mut choices = vec![[0.0; W]; graph.choices];
            for set in &graph.information_sets {
                let equal = 1.0 / set.actions as f64;
                choices[set.first_choice..set.first_choice + set.actions].fill([equal; W]);
            }
            choices
        };
        Self {
            periods: game
                .calendar
                .iter()
                .map(|&graph| of_graph(&game.graphs[graph]))
                .collect(),
        }
    }
}
