//! The timeline: cumulative probabilities, hazards, and the means of measures.

use super::{Result, Results, ratio};
use crate::study::draw_summary::DrawSummary;
use crate::study::rows::{TimelineKind, TimelineRow};
use crate::study::sink::Sink;
use crate::study::statistics::{mean, quantiles};
use crate::study::totals::Totals;

/// The name of all outcomes together.
const TOTAL: &str = "total";

impl Results<'_> {
    /// Puts the rows of the timeline into the sink, period by period.
    pub(super) fn timeline(&self, sink: &mut impl Sink) -> Result<()> {
        let (game, names, totals) = (self.game, self.names, self.totals);
        let mut ended = vec![vec![0.0; game.outcomes]; totals.count()];
        for period in 0..=game.periods {
            let mut put =
                |kind, name: &str, pairs: Vec<(f64, f64)>| sink.put(row(self.variant, period, kind, name, &pairs));
            for (ended, draw) in ended.iter_mut().zip(&totals.draws) {
                let now = &draw.endings[period * game.outcomes..][..game.outcomes];
                for (ended, now) in ended.iter_mut().zip(now) {
                    *ended += now;
                }
            }
            for (outcome, name) in names.outcomes.iter().enumerate() {
                let pairs = ended.iter().map(|ended| (ended[outcome], 1.0)).collect();
                put(TimelineKind::Cumulative, name, pairs)?;
            }
            let all = ended.iter().map(|ended| (ended.iter().sum(), 1.0));
            put(TimelineKind::Cumulative, TOTAL, all.collect())?;
            let Some(at) = period.checked_sub(1) else {
                continue;
            };
            let running = pairs(totals, |draw| (draw.running[at], 1.0));
            put(TimelineKind::Running, TOTAL, running)?;
            for (outcome, name) in names.outcomes.iter().enumerate() {
                let place = period * game.outcomes + outcome;
                let now = pairs(totals, |draw| (draw.endings[place], draw.running[at]));
                put(TimelineKind::Hazard, name, now)?;
            }
            let all = |draw: &DrawSummary| {
                let now = &draw.endings[period * game.outcomes..][..game.outcomes];
                (now.iter().sum(), draw.running[at])
            };
            put(TimelineKind::Hazard, TOTAL, pairs(totals, all))?;
            for (measure, (name, _)) in names.measures.iter().enumerate() {
                let place = at * game.measures + measure;
                let sums = pairs(totals, |draw| (draw.measures[place], draw.survives[at]));
                put(TimelineKind::Measure, name, sums)?;
            }
        }
        Ok(())
    }
}

fn pairs(totals: &Totals, take: impl Fn(&DrawSummary) -> (f64, f64)) -> Vec<(f64, f64)> {
    totals.draws.iter().map(take).collect()
}

/// A row whose value is a ratio of sums over draws, each draw given as the part and the whole.
fn row(variant: &str, period: usize, kind: TimelineKind, name: &str, pairs: &[(f64, f64)]) -> TimelineRow {
    let (parts, wholes): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let values = pairs.iter().filter_map(|&(part, whole)| ratio(part, whole));
    let values: Vec<f64> = values.collect();
    let percentiles = (!values.is_empty()).then(|| quantiles(&values, [0.05, 0.95]));
    TimelineRow {
        variant: variant.to_owned(),
        period,
        kind,
        name: name.to_owned(),
        value: ratio(mean(&parts), mean(&wholes)),
        value_p05: percentiles.map(|[p05, _]| p05),
        value_p95: percentiles.map(|[_, p95]| p95),
    }
}

#[cfg(test)]
mod tests {
    use super::row;
    use crate::study::rows::TimelineKind;

    #[test]
    fn a_hazard_weighs_draws_by_their_running_games() {
        let row = row(
            "base",
            3,
            TimelineKind::Hazard,
            "war",
            &[(0.1, 0.2), (0.1, 0.8), (0.0, 0.0)],
        );
        assert_eq!(row.value, Some(0.2));
        let (low, high) = row.value_p05.zip(row.value_p95).expect("two draws have games left");
        assert!((0.125..0.5).contains(&low) && high <= 0.5 && low < high);
    }

    #[test]
    fn no_games_left_is_missing() {
        let row = row("base", 3, TimelineKind::Hazard, "war", &[(0.0, 0.0)]);
        assert_eq!((row.value, row.value_p05), (None, None));
    }
}
