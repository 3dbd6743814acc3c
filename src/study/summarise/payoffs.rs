//! What the actors earned, term by term and in all.

use crate::numeric::sketch::Sketch;
use crate::play::Moments;
use crate::study::kept::Kept;
use crate::study::rows::{PayoffRow, Record, Sink};
use crate::study::statistics::{mean, mean_interval, mean_interval_of_games};
use crate::study::totals::Totals;
use crate::study::variant::Variant;

/// The name of all terms together.
const TOTAL: &str = "total";

/// Hands over the rows of payoffs: for each actor its terms in file order, then the total.
pub(super) fn payoffs(variant: &Variant, totals: &Totals, sink: &mut dyn Sink) -> std::io::Result<()> {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    for (actor, actor_name) in names.actors.iter().enumerate() {
        let own = (0..game.term_actor.len()).filter(|&term| game.term_actor[term] == actor);
        for term in own {
            let put = row(
                totals,
                |kept| kept.played.terms[term],
                |kept| kept.terms[term],
                percentiles(&totals.tallies.terms[term]),
            );
            sink.put(Record::Payoff(named(put, variant, actor_name, &names.terms[term])))?;
        }
        let put = row(
            totals,
            |kept| kept.played.totals[actor],
            |kept| kept.payoffs[actor],
            percentiles(&totals.tallies.totals[actor]),
        );
        sink.put(Record::Payoff(named(put, variant, actor_name, TOTAL)))?;
    }
    Ok(())
}

fn named(row: PayoffRow, variant: &Variant, actor: &str, term: &str) -> PayoffRow {
    PayoffRow {
        variant: variant.name.clone(),
        actor: actor.to_owned(),
        term: term.to_owned(),
        ..row
    }
}

fn row(
    totals: &Totals,
    moments: impl Fn(&Kept) -> Moments,
    exact: impl Fn(&Kept) -> f64,
    percentiles: [Option<f64>; 5],
) -> PayoffRow {
    let games = totals.games() as f64;
    let of_draws = totals.over_draws(|kept| moments(kept).sum / kept.played.games as f64);
    let mean_played = totals.kept.iter().map(|kept| moments(kept).sum).sum::<f64>() / games;
    let squares = totals.kept.iter().map(|kept| moments(kept).squares).sum::<f64>();
    // Rounding may leave a little less than nothing where all games gave the same.
    let variance = (squares / games - mean_played * mean_played) * games / (games - 1.0);
    let sd = if variance > 0.0 {
        crate::numeric::math::sqrt(variance)
    } else {
        0.0
    };
    PayoffRow {
        variant: String::new(),
        actor: String::new(),
        term: String::new(),
        mean: mean_played,
        mean_interval: mean_interval(&of_draws).or_else(|| mean_interval_of_games(mean_played, sd, games)),
        sd: (games > 1.0).then_some(sd),
        percentiles,
        exact_mean: mean(&totals.over_draws(exact)),
    }
}

fn percentiles(sketch: &Sketch) -> [Option<f64>; 5] {
    [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| sketch.quantile(p))
}
