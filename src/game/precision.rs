//! Scales the logit precisions of all actors together.

use super::Game;
use crate::expression::Binary;

impl Game {
    /// Whether any actor responds with a precision.
    pub fn has_precisions(&self) -> bool {
        let mut sets = self.information_sets();
        sets.any(|set| set.play.precision().is_some())
    }

    /// The same game with every precision multiplied by a factor.
    #[must_use]
    pub fn with_precisions_times(mut self, factor: f64) -> Self {
        let factor = self.tape.constant(factor);
        let graphs = self.graphs.iter_mut();
        for set in graphs.flat_map(|graph| &mut graph.information_sets) {
            if let Some(precision) = set.play.precision_mut() {
                *precision = self.tape.binary(Binary::Multiply, *precision, factor);
            }
        }
        self
    }
}
