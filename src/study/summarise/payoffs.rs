//! The payoffs of the actors, term by term and in total.

use super::{Result, Results};
use crate::numeric::math::sqrt;
use crate::numeric::sketch::Sketch;
use crate::play::Moments;
use crate::study::draw_summary::DrawSummary;
use crate::study::rows::PayoffRow;
use crate::study::sink::Sink;
use crate::study::statistics::{mean, mean_interval, mean_interval_of_games};
use crate::study::totals::Totals;

/// The name of all terms together.
const TOTAL: &str = "total";

impl Results<'_> {
    /// Puts the rows of payoffs into the sink: for each actor its terms in file order, then the total.
    pub(super) fn payoffs(&self, sink: &mut impl Sink) -> Result<()> {
        let (game, names, totals) = (self.game, self.names, self.totals);
        for (actor, actor_name) in names.actors.iter().enumerate() {
            let whose = [self.variant, actor_name];
            let own = (0..game.term_actor.len()).filter(|&term| game.term_actor[term] == actor);
            for term in own {
                let played = |draw: &DrawSummary| draw.played.terms[term];
                let exact = |draw: &DrawSummary| draw.exact.terms[term];
                let sketch = &totals.tallies.terms[term];
                sink.put(row(whose, &names.terms[term], totals, (played, exact, sketch)))?;
            }
            let played = |draw: &DrawSummary| draw.played.totals[actor];
            let exact = |draw: &DrawSummary| draw.exact.payoffs[actor];
            let sketch = &totals.tallies.totals[actor];
            sink.put(row(whose, TOTAL, totals, (played, exact, sketch)))?;
        }
        Ok(())
    }
}

/// A row about a term or the total, by what each draw played and expects of it, and the sketch of all games.
fn row<M: Fn(&DrawSummary) -> Moments, E: Fn(&DrawSummary) -> f64>(
    [variant, actor]: [&String; 2],
    term: &str,
    totals: &Totals,
    (moments, exact, sketch): (M, E, &Sketch),
) -> PayoffRow {
    let games = totals.games() as f64;
    let of_draws = totals.over_draws(|draw| moments(draw).sum / draw.played.games as f64);
    let all = || totals.draws.iter().map(&moments);
    let mean_played = all().map(|moments| moments.sum).sum::<f64>() / games;
    let squares: f64 = all().map(|moments| moments.squares).sum();
    // Where all games gave the same, rounding may leave a variance a little below 0.
    let variance = (squares / games - mean_played * mean_played) * games / (games - 1.0);
    let sd = if variance > 0.0 { sqrt(variance) } else { 0.0 };
    let of_games = || mean_interval_of_games(mean_played, sd, games);
    let interval = mean_interval(&of_draws).or_else(of_games);
    let [p05, p25, p50, p75, p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| sketch.quantile(p));
    PayoffRow {
        variant: variant.clone(),
        actor: actor.clone(),
        term: term.to_owned(),
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
