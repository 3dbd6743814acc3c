//! The payoffs of the actors, term by term and in total.

use super::{Result, Results};
use crate::numeric::math::sqrt;
use crate::numeric::sketch::Sketch;
use crate::play::Moments;
use crate::study::draw_summary::DrawSummary;
use crate::study::rows::PayoffRow;
use crate::study::sink::Sink;
use crate::study::statistics::{Interval, mean, mean_interval, mean_interval_of_games};
use crate::study::totals::Totals;

/// The name of all terms together.
const TOTAL: &str = "total";

impl Results<'_> {
    /// Puts the rows of payoffs into the sink: for each actor its terms in file order, then the total.
    pub(super) fn payoffs(&self, sink: &mut impl Sink) -> Result<()> {
        let (game, names, totals) = (self.game, self.names, self.totals);
        for (actor, actor_name) in names.declared().iter().enumerate() {
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

/// What all played games give of a term or the total.
struct Played {
    mean: f64,
    /// The 95 % interval of the mean; `None` with one game.
    interval: Option<Interval>,
    /// The standard deviation over games; `None` with one game.
    sd: Option<f64>,
}

impl Played {
    fn of(totals: &Totals, moments: impl Fn(&DrawSummary) -> Moments, games: f64) -> Self {
        let of_draws = totals.over_draws(|draw| moments(draw).sum / draw.played.games as f64);
        let all = || totals.draws.iter().map(&moments);
        let mean = all().map(|moments| moments.sum).sum::<f64>() / games;
        let squares: f64 = all().map(|moments| moments.squares).sum();
        // Where all games gave the same, rounding may leave a variance a little below 0.
        let variance = (squares / games - mean * mean) * games / (games - 1.0);
        let sd = if variance > 0.0 { sqrt(variance) } else { 0.0 };
        let of_games = || mean_interval_of_games(mean, sd, games);
        Self {
            mean,
            interval: mean_interval(&of_draws).or_else(of_games),
            sd: (games > 1.0).then_some(sd),
        }
    }
}

/// A row about a term or the total, by what each draw played and expects of it, and the sketch of all games.
fn row<M: Fn(&DrawSummary) -> Moments, E: Fn(&DrawSummary) -> f64>(
    [variant, actor]: [&String; 2],
    term: &str,
    totals: &Totals,
    (moments, exact, sketch): (M, E, &Sketch),
) -> PayoffRow {
    let played = totals.any_games().map(|games| Played::of(totals, moments, games));
    let interval = played.as_ref().and_then(|played| played.interval);
    let [p05, p25, p50, p75, p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| sketch.quantile(p));
    PayoffRow {
        variant: variant.clone(),
        actor: actor.clone(),
        term: term.to_owned(),
        mean: played.as_ref().map(|played| played.mean),
        mean_low: interval.map(|interval| interval.low),
        mean_high: interval.map(|interval| interval.high),
        sd: played.and_then(|played| played.sd),
        p05,
        p25,
        p50,
        p75,
        p95,
        exact_mean: mean(&totals.over_draws(exact)),
    }
}
