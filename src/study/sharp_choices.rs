//! Actors whose precision is so high for their payoffs that they hardly ever take another action than the best.

use super::block::central;
use super::error::StudyError;
use super::variant::Variant;
use crate::game::Bound;
use crate::numeric::math::max;
use crate::strategy::watched_payoff_ranges;

/// The product of precision and payoff range above which choices count as sharp: a twentieth of the range then makes odds
/// of more than 20,000 to 1.
pub(crate) const SHARP: f64 = 200.0;

/// An actor that chooses sharply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SharpChoice {
    /// The actor.
    pub(crate) actor: usize,
    /// Its highest precision.
    pub(crate) precision: f64,
    /// The largest payoff of any play minus the smallest, over the periods that are watched.
    pub(crate) range: f64,
}

impl SharpChoice {
    /// Precision times payoff range.
    pub(crate) fn product(&self) -> f64 {
        self.precision * self.range
    }
}

/// The actors of a variant that choose sharply at the nominal point.
///
/// # Errors
/// The nominal point makes no sense.
pub(crate) fn sharp_choices(variant: &Variant) -> Result<Vec<SharpChoice>, StudyError> {
    let bound = central(variant)?.alone(0);
    let precisions = precisions(&bound);
    let choices = (0..bound.game.actors).map(|actor| (actor, precisions[actor]));
    if precisions.iter().all(|&precision| precision == 0.0) {
        return Ok(Vec::new());
    }
    let ranges = watched_payoff_ranges(&bound);
    let choices = choices.map(|(actor, precision)| SharpChoice {
        actor,
        precision,
        range: ranges[actor][0],
    });
    Ok(choices.filter(|choice| choice.product() > SHARP).collect())
}

/// The highest precision of each actor; 0 where it never responds by logit.
fn precisions(bound: &Bound<'_, 1>) -> Vec<f64> {
    let mut highest = vec![0.0; bound.game.actors];
    for period in 1..=bound.game.periods {
        for set in &bound.game.graph(period).information_sets {
            if let Some(slot) = set.play.precision() {
                let [precision] = bound.number(slot, period);
                highest[set.actor] = max(highest[set.actor], precision);
            }
        }
    }
    highest
}
