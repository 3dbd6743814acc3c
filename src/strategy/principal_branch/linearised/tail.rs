//! How what period states are worth beyond the last period changes: the pass of which it is a fixed point, recorded.

use super::mass::Chance;
use super::playing::{Playing, of_members};
use super::reach::Reach;
use super::recorder::Recorder;
use super::values::PeriodValues;
use crate::game::{LastMet, LayerKind, Tail};
use crate::numeric::linear_record::Change;
use crate::strategy::Beliefs;
use crate::strategy::sweep::tail::TailWorth;

/// A backward pass through one period beyond the last.
pub(super) struct TailPass<'a, 'g> {
    pub(super) tail: &'a Tail,
    pub(super) worth: &'a TailWorth<1>,
    pub(super) playing: &'a Playing<'a, 'g>,
    pub(super) reach: &'a Reach,
    /// The beliefs at sets where regret is given back; `None` where values are those of the game as it is played.
    pub(super) beliefs: Option<&'a Beliefs<1>>,
}

impl TailPass<'_, '_> {
    /// The changes of the worth as a period begins, given those as the next one begins: state × actors + actor.
    pub(super) fn record(&self, recorder: &mut Recorder, later: &[Change]) -> Vec<Change> {
        let Playing { bound, numbers, .. } = *self.playing;
        let game = bound.game;
        let graph = game.graph(game.periods);
        let mut pass = PeriodValues::new((bound, numbers), (graph, game.periods), &self.worth.places);
        for (number, state) in game.period_states.iter().enumerate() {
            for actor in (0..game.actors).filter(|_| self.tail.states[number]) {
                let entry = number * game.actors + actor;
                let (discount, by_discount) = self.playing.discount(actor);
                let terms = [
                    (later[entry], discount),
                    (by_discount, self.worth.states[entry][0]),
                    (pass.total(state.each_period, actor).1, 1.0),
                ];
                pass.changes[graph.nodes.len() * game.actors + entry] = recorder.sum(terms);
            }
        }
        pass.end_at_leaves();
        for layer in graph.layers.iter().rev() {
            if layer.kind == LayerKind::Choice {
                for number in layer.information_sets.clone() {
                    if let Some(met) = &self.tail.sets[number] {
                        self.pass_set(recorder, &mut pass, (number, met));
                    }
                }
            } else if layer.kind == LayerKind::Members {
                for node in layer.nodes.clone() {
                    self.pass_members(recorder, &mut pass, node);
                }
            } else {
                for node in layer.nodes.clone() {
                    let chance = |_, edge: &_| self.playing.chance(edge, game.periods);
                    pass.average(recorder, node, chance, None);
                }
            }
        }
        let mut worth = vec![Change::NONE; later.len()];
        graph.values_at_entry(&pass.changes, game.actors, &mut worth);
        self.tail.clear_unreached(&mut worth, game.actors, &Change::NONE);
        worth
    }

    fn pass_members(&self, recorder: &mut Recorder, pass: &mut PeriodValues<'_, '_>, node: usize) {
        let Playing { bound, numbers, .. } = *self.playing;
        let Some((members, met)) = self.tail.members_at(pass.graph, node) else {
            return;
        };
        let play = &self.playing.choices[met.period - 1][met.choices(bound.game)];
        let changes = of_members(recorder, (bound, numbers), (members, bound.game.periods), play);
        let plain: Vec<[f64; 1]> = play.iter().map(|chance| [chance.value]).collect();
        let ways = members.distribution(&plain, |slot| bound.number(slot, bound.game.periods));
        let chance = |way: usize, _: &_| Chance {
            value: ways[way][0],
            change: changes[way],
            logarithmic: true,
        };
        pass.average(recorder, node, chance, None);
    }

    fn pass_set(&self, recorder: &mut Recorder, pass: &mut PeriodValues<'_, '_>, (number, met): (usize, &LastMet)) {
        let bound = self.playing.bound;
        let set = &pass.graph.information_sets[number];
        let play = &self.playing.choices[met.period - 1][met.choices(bound.game)];
        let added = self
            .beliefs
            .filter(|_| bound.given_back(set).is_some())
            .and_then(|beliefs| {
                let belief = self
                    .reach
                    .belief(recorder, (beliefs, bound), set, (met.period, &met.nodes));
                let actions = pass.of_actions(recorder, set, &belief);
                self.playing.given_back(recorder, set, &actions, play)
            });
        for node in set.nodes.clone() {
            pass.average(recorder, node, |action, _| play[action], added);
        }
    }
}
