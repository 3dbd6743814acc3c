//! How steeply the actors of a game respond.

use crate::game::Bound;
use crate::numeric::lanes::{Lanes, update, zip};
use crate::numeric::math::max;
use crate::strategy::payoff_range::payoff_ranges;

/// The largest precision × payoff range of an information set.
pub(super) fn steepness<const W: usize>(bound: &Bound<'_, W>) -> Lanes<W> {
    let ranges = payoff_ranges(bound);
    let mut most = [0.0; W];
    for period in 1..=bound.game.periods {
        for set in &bound.game.graph(period).information_sets {
            if let Some(precision) = set.play.precision() {
                let product = zip(&bound.number(precision, period), &ranges[set.actor], |a, b| a * b);
                update(&mut most, &product, max);
            }
        }
    }
    most
}
