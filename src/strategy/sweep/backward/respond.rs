//! Moves the play of an information set towards its response to the values of its actions.

use super::{BestResponse, Buffers, ResponseRule, Sweep, SweepResult};
use crate::game::{Bound, InformationSet, PeriodGraph};
use crate::numeric::lanes::{Lanes, map, product, update, zip};
use crate::numeric::math::max;
use crate::strategy::sweep::nested_logit;
use crate::strategy::sweep::period_pass::{Belief, regret};
use crate::strategy::sweep::response::{logit, shared_best, single_best};

impl<const W: usize> Sweep<'_, '_, W> {
    /// Moves the play of a set towards its response, and notes residual and regret. The regret, where it is computed.
    #[inline(always)]
    pub(super) fn respond(
        &mut self,
        graph: &PeriodGraph,
        set: &InformationSet,
        period: usize,
        play: &mut [Lanes<W>],
        values: &[Lanes<W>],
        (result, buffers): (&mut SweepResult<W>, &mut Buffers<W>),
    ) -> Option<Lanes<W>> {
        let responds = set.play.responds();
        if set.actions < 2 || !(responds || self.rule.all_sets) {
            return None;
        }
        let weights = &self.beliefs.weights[period - 1];
        let belief = Belief {
            set,
            weight: |node: usize| &weights[node],
        };
        belief.action_values(
            graph,
            self.bound.game.actors,
            self.bound.totals(period),
            values,
            &mut buffers.values,
        );
        if let Some(record) = &mut self.record {
            record.choices[period - 1][set.choices()].copy_from_slice(&buffers.values);
        }
        if responds {
            let smooth = self.rule.response(self.bound, (set, period), play, buffers);
            self.step(smooth, play, &buffers.response, result);
            if smooth && !self.scaled.is_empty() {
                self.step_scaled(set, period, buffers);
            } else {
                for scaled in self.scaled.iter_mut() {
                    scaled.take_over(period, set.first_choice, play);
                }
            }
        }
        let regret = regret(&buffers.values, play);
        update(&mut result.regret[set.actor], &regret, max);
        if set.play.is_best_response() {
            update(&mut result.best_regret[set.actor], &regret, max);
        }
        Some(regret)
    }

    /// Moves play towards a response. A pure best response is played or it is not, so that any step goes all the way.
    #[inline(always)]
    fn step(&self, smooth: bool, play: &mut [Lanes<W>], response: &[Lanes<W>], result: &mut SweepResult<W>) {
        let step = if smooth {
            self.rule.step
        } else {
            map(&self.rule.step, |step| if step > 0.0 { 1.0 } else { 0.0 })
        };
        for (play, response) in play.iter_mut().zip(response) {
            let gap = zip(response, play, |response, play| response - play);
            let size = map(&gap, f64::abs);
            update(&mut result.residual, &size, max);
            if smooth {
                update(&mut result.smooth_residual, &size, max);
            }
            let moved = zip(&step, &gap, |step, gap| step * gap);
            for lane in 0..W {
                let part = play[lane] + moved[lane];
                play[lane] = if step[lane] == 1.0 { response[lane] } else { part };
            }
        }
    }

    fn step_scaled(&mut self, set: &InformationSet, period: usize, buffers: &mut Buffers<W>) {
        let Buffers { odds, nested, .. } = buffers;
        if let Some(tree) = &set.nests {
            odds.clear();
            odds.resize(set.actions, [0.0; W]);
            nested.log_probabilities(tree, odds);
        }
        for scaled in self.scaled.iter_mut() {
            let lane = scaled.lane();
            let step = self.rule.step[lane];
            if step > 0.0 {
                let odds: Vec<f64> = odds.iter().map(|odds| odds[lane]).collect();
                scaled.respond(period, set.first_choice, &odds, step);
            }
        }
    }
}

impl<const W: usize> ResponseRule<W> {
    /// Computes the response of a set; whether it is a smooth one.
    #[inline(always)]
    pub(in crate::strategy::sweep) fn response(
        &self,
        bound: &Bound<'_, W>,
        (set, period): (&InformationSet, usize),
        play: &[Lanes<W>],
        buffers: &mut Buffers<W>,
    ) -> bool {
        let Buffers {
            values,
            odds,
            response,
            nested,
        } = buffers;
        let precision = match (set.play.precision(), &self.best) {
            (Some(precision), _) => product(&bound.number(precision, period), &self.share),
            (None, BestResponse::Smooth(precision)) => precision[set.actor],
            (None, BestResponse::Single(tolerance)) => {
                single_best(values, play, &tolerance[set.actor], response);
                return false;
            }
            (None, BestResponse::Shared(tolerance)) => {
                shared_best(values, &tolerance[set.actor], response);
                if let Some(tree) = &set.nests {
                    nested_logit::shared_best(tree, values, &tolerance[set.actor], response);
                }
                return false;
            }
        };
        if let Some(tree) = &set.nests {
            nested.update(tree, values, &precision, |slot| bound.number(slot, period));
            nested.response(tree, response);
        } else {
            logit(values, &precision, odds, response);
        }
        true
    }
}
