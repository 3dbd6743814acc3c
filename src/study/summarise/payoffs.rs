//! The payoffs of the actors, term by term and in total.

use crate::numeric::sketch::Sketch;
use crate::play::Moments;
use crate::study::draw_summary::DrawSummary;
use crate::study::rows::PayoffRow;
use crate::study::sink::Sink;
use crate::study::statistics::{mean, mean_interval, mean_interval_of_games};
use crate::study::totals::Totals;
use crate::study::variant::Variant;

/// The name of all terms together.
const TOTAL: &str = "total";

/// Puts the rows of payoffs into the sink: for each actor its terms in file order, then the total.
pub(super) fn payoffs(
    variant: &Variant,
    totals: &Totals,
    sink: &mut impl Sink,
) -> std::io::Result<()> {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    for (actor, actor_name) in names.actors.iter().enumerate() {
        let own = (0..game.term_actor.len()).filter(|&term| game.term_actor[term] == actor);
        for term in own {
            sink.put(PayoffRow {
                variant: variant.name.clone(),
                actor: actor_name.clone(),
                term: names.terms[term].clone(),
                ..row(
                    totals,
                    |draw| draw.played.terms[term],
                    |draw| draw.exact.terms[term],
                    &totals.tallies.terms[term],
                )
            })?;
        }
        sink.put(PayoffRow {
            variant: variant.name.clone(),
            actor: actor_name.clone(),
            term: TOTAL.to_owned(),
            ..row(
                totals,
                |draw| draw.played.totals[actor],
                |draw| draw.exact.payoffs[actor],
                &totals.tallies.totals[actor],
            )
        })?;
    }
    Ok(())
}

/// The numbers of a row, still without its names.
fn row(
    totals: &Totals,
    moments: impl Fn(&DrawSummary) -> Moments,
    exact: impl Fn(&DrawSummary) -> f64,
    sketch: &Sketch,
) -> PayoffRow {
    let games = totals.games() as f64;
    let of_draws = totals.over_draws(|draw| moments(draw).sum / draw.played.games as f64);
    let mean_played = totals
        .draws
        .iter()
        .map(|draw| moments(draw).sum)
        .sum::<f64>()
        / games;
    let squares = totals
        .draws
        .iter()
        .map(|draw| moments(draw).squares)
        .sum::<f64>();
    // Where all games gave the same, rounding may leave a variance a little below 0.
    let variance = (squares / games - mean_played * mean_played) * games / (games - 1.0);
    let sd = if variance > 0.0 {
        crate::numeric::math::sqrt(variance)
    } else {
        0.0
    };
    let interval =
        mean_interval(&of_draws).or_else(|| mean_interval_of_games(mean_played, sd, games));
    let [p05, p25, p50, p75, p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| sketch.quantile(p));
    PayoffRow {
        variant: String::new(),
        actor: String::new(),
        term: String::new(),
        mean: mean_played,
        mean_low: interval.map(|interval| interval.low),
        mean_high: interval.map(|interval| interval.high),
        sd: (games > 1.0).then_some(sd),
        p05,
        p25,
        p50,
        p75,
        p95,
        exact_mean: mean(&totals.over_draws(exact)),
    }
}
