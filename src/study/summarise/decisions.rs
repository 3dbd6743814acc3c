//! The table of decisions: what actors did when they were asked.

use super::{Result, Results, ratio};
use crate::study::rows::DecisionRow;
use crate::study::sink::Sink;

impl Results<'_> {
    /// Puts the rows of decisions into the sink, period by period; unreachable ones have no row.
    pub(super) fn decisions(&self, sink: &mut impl Sink) -> Result<()> {
        let (game, names, totals) = (self.game, self.names, self.totals);
        let all: usize = game.decision_kinds.iter().map(|row| row.actions).sum();
        for period in 1..=game.periods {
            for (number, row) in game.decision_kinds.iter().enumerate() {
                let reached = totals.reached[(period - 1) * game.decision_kinds.len() + number];
                if reached <= 0.0 {
                    continue;
                }
                let taken = &totals.taken[(period - 1) * all + row.first..][..row.actions];
                let counts = totals.tallies.taken(period, row);
                let asked = totals.tallies.asked(period, row) as f64;
                for (action, name) in names.actions_of(row.stage, row.actor).iter().enumerate() {
                    sink.put(DecisionRow {
                        variant: self.variant.clone(),
                        period,
                        stage: names.stages[row.stage].clone(),
                        actor: names.player(row.actor).clone(),
                        actor_type: row.actor_type.map(|of| names.types[row.actor][of].clone()),
                        action: name.clone(),
                        reached: reached / totals.count() as f64,
                        share: ratio(counts[action] as f64, asked),
                        probability: ratio(taken[action], reached),
                        bound: row.bound,
                    })?;
                }
            }
        }
        Ok(())
    }
}
