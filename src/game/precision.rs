//! Everybody's precision raised and lowered together.

use super::{Game, Play};
use crate::expression::Binary;

impl Game {
    /// Whether anybody responds with a precision.
    pub fn has_precisions(&self) -> bool {
        let mut sets = self.graphs.iter().flat_map(|graph| &graph.information_sets);
        sets.any(|set| matches!(set.play, Play::Logit(_)))
    }

    /// The same game in which every precision is so many times as high.
    #[must_use]
    pub fn with_precisions_times(mut self, factor: f64) -> Self {
        let factor = self.tape.constant(factor);
        for set in self.graphs.iter_mut().flat_map(|graph| &mut graph.information_sets) {
            if let Play::Logit(precision) = &mut set.play {
                *precision = self.tape.binary(Binary::Multiply, *precision, factor);
            }
        }
        self
    }
}
