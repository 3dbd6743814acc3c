//! How games ended: over all of them, and by the true types of the actors.

use super::{Result, Results, ratio};
use crate::study::draw_summary::types;
use crate::study::rows::{OutcomeByTypeRow, OutcomeRow};
use crate::study::sink::Sink;
use crate::study::statistics::{mean, proportion_interval, quantiles, sd, share_interval};

impl Results<'_> {
    /// The rows of outcomes.
    pub(super) fn outcomes(&self) -> Vec<OutcomeRow> {
        let outcomes = 0..self.game.outcomes;
        outcomes.map(|outcome| self.outcome(outcome)).collect()
    }

    fn outcome(&self, number: usize) -> OutcomeRow {
        let totals = self.totals;
        let counts = totals.draws.iter().map(|draw| draw.played.outcomes[number]);
        let counts: Vec<u64> = counts.collect();
        let probabilities = totals.over_draws(|draw| draw.exact.outcomes[number]);
        let (games, count) = (totals.games(), counts.iter().sum::<u64>());
        let share_interval = share_interval(&counts, games / totals.count() as u64);
        let interval = proportion_interval(&probabilities);
        let [p05, p50, p95] = quantiles(&probabilities, [0.05, 0.5, 0.95]);
        OutcomeRow {
            variant: self.variant.clone(),
            outcome: self.names.outcomes[number].clone(),
            games,
            count: totals.any_games().map(|_| count),
            share: totals.any_games().map(|games| count as f64 / games),
            share_low: share_interval.map(|interval| interval.low),
            share_high: share_interval.map(|interval| interval.high),
            probability: mean(&probabilities),
            probability_low: interval.map(|interval| interval.low),
            probability_high: interval.map(|interval| interval.high),
            probability_sd: sd(&probabilities),
            probability_p05: p05,
            probability_p50: p50,
            probability_p95: p95,
        }
    }

    /// Hands over the rows of outcomes by type.
    pub(super) fn outcomes_by_type(&self, sink: &mut impl Sink) -> Result<()> {
        let (game, names, totals) = (self.game, self.names, self.totals);
        for (at, (of, value)) in types(game).into_iter().enumerate() {
            let chances = totals.over_draws(|draw| draw.exact.types[at]);
            for (outcome, name) in names.outcomes.iter().enumerate() {
                let place = at * game.outcomes + outcome;
                let joint = totals.over_draws(|draw| draw.exact.outcomes_by_type[place]);
                let given = joint.iter().zip(&chances);
                let given = given.filter_map(|(&joint, &chance)| ratio(joint, chance));
                let given: Vec<f64> = given.collect();
                let percentiles = (!given.is_empty()).then(|| quantiles(&given, [0.05, 0.95]));
                sink.put(OutcomeByTypeRow {
                    variant: self.variant.clone(),
                    actor: names.actors[game.attributes[of].actor].clone(),
                    true_type: names.attribute_values[of][value].clone(),
                    outcome: name.clone(),
                    probability: ratio(mean(&joint), mean(&chances)),
                    probability_p05: percentiles.map(|[p05, _]| p05),
                    probability_p95: percentiles.map(|[_, p95]| p95),
                    type_probability: mean(&chances),
                })?;
            }
        }
        Ok(())
    }
}
