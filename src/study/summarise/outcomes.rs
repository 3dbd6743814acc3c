//! How games ended: over all of them, and by the true types of the actors.

use super::ratio;
use crate::study::kept::types;
use crate::study::rows::{OutcomeByTypeRow, OutcomeRow, Record, Sink};
use crate::study::statistics::{mean, proportion_interval, quantiles, sd, share_interval};
use crate::study::totals::Totals;
use crate::study::variant::Variant;

/// The rows of outcomes.
pub(super) fn outcomes(variant: &Variant, totals: &Totals) -> Vec<OutcomeRow> {
    let names = variant.explored.names.outcomes.iter().enumerate();
    names
        .map(|(number, name)| outcome(&variant.name, name, number, totals))
        .collect()
}

fn outcome(variant: &str, name: &str, number: usize, totals: &Totals) -> OutcomeRow {
    let counts: Vec<u64> = totals.kept.iter().map(|kept| kept.played.outcomes[number]).collect();
    let probabilities = totals.over_draws(|kept| kept.outcomes[number]);
    let (games, count) = (totals.games(), counts.iter().sum());
    OutcomeRow {
        variant: variant.to_owned(),
        outcome: name.to_owned(),
        games,
        count,
        share: count as f64 / games as f64,
        share_interval: share_interval(&counts, games / totals.draws() as u64),
        probability: mean(&probabilities),
        probability_interval: proportion_interval(&probabilities),
        sd: sd(&probabilities),
        percentiles: quantiles(probabilities, [0.05, 0.5, 0.95]),
    }
}

/// Hands over the rows of outcomes by type.
pub(super) fn by_type(variant: &Variant, totals: &Totals, sink: &mut dyn Sink) -> std::io::Result<()> {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    for (at, (of, value)) in types(game).into_iter().enumerate() {
        let chances = totals.over_draws(|kept| kept.types[at]);
        for (outcome, name) in names.outcomes.iter().enumerate() {
            let place = at * game.outcomes + outcome;
            let joint = totals.over_draws(|kept| kept.outcomes_by_type[place]);
            let pairs = joint.iter().zip(&chances);
            let given: Vec<f64> = pairs.filter_map(|(&joint, &chance)| ratio(joint, chance)).collect();
            sink.put(Record::OutcomeByType(OutcomeByTypeRow {
                variant: variant.name.clone(),
                actor: names.actors[game.attributes[of].actor].clone(),
                true_type: names.attribute_values[of][value].clone(),
                outcome: name.clone(),
                probability: ratio(mean(&joint), mean(&chances)),
                percentiles: (!given.is_empty()).then(|| quantiles(given, [0.05, 0.95])),
                type_probability: mean(&chances),
            }))?;
        }
    }
    Ok(())
}
