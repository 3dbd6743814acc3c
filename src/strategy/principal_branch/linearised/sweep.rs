//! How the responses of a sweep change: its backward pass, recorded.

use super::playing::Playing;
use super::reach::Reach;
use super::recorder::Recorder;
use super::response;
use super::values::{PeriodValues, Value};
use crate::game::{LayerKind, PeriodState};
use crate::numeric::linear_record::Change;
use crate::strategy::principal_branch::PrincipalBranch;

/// The backward pass of a sweep.
pub(super) struct Sweep<'a, 'b, 'g> {
    pub(super) at: &'a PrincipalBranch<'b, 'g>,
    pub(super) playing: &'a Playing<'a, 'g>,
    pub(super) reach: &'a Reach,
}

impl Sweep<'_, '_, '_> {
    /// Records the changes of all responses, as log-odds by unknown, given those of what period states are worth beyond the
    /// last period.
    pub(super) fn record(&self, recorder: &mut Recorder, beyond: &[Change]) -> Vec<Change> {
        let Playing { bound, numbers, .. } = *self.playing;
        let game = bound.game;
        let mut images = vec![Change::NONE; self.at.log_odds.count()];
        let mut later = beyond.to_vec();
        later.resize(game.period_states.len() * game.actors, Change::NONE);
        for period in (1..=game.periods).rev() {
            let graph = game.graph(period);
            let values = &self.at.record.places[period - 1];
            let mut pass = PeriodValues::new((bound, numbers), (graph, period), values);
            for (number, state) in game.period_states.iter().enumerate() {
                self.end_period(recorder, &mut pass, (number, state), &later);
            }
            pass.end_at_leaves();
            for layer in graph.layers.iter().rev() {
                if layer.kind == LayerKind::Choice {
                    for set in layer.information_sets.clone() {
                        self.pass_set(recorder, &mut pass, set, &mut images);
                    }
                } else {
                    for node in layer.nodes.clone().filter(|&node| self.is_reached(period, node)) {
                        let chance = |option, edge: &_| self.playing.edge(graph, (node, option, edge), period);
                        pass.average(recorder, node, chance, None);
                    }
                }
            }
            graph.values_at_entry(&pass.changes, game.actors, &mut later);
        }
        images
    }

    /// Whether some play leads to a node.
    fn is_reached(&self, period: usize, node: usize) -> bool {
        self.reach.places[period - 1][node].size.is_possible()
    }

    /// Sets the changes of the values of a state at which a period ends.
    fn end_period(
        &self,
        recorder: &mut Recorder,
        pass: &mut PeriodValues<'_, '_>,
        (number, state): (usize, &PeriodState),
        later: &[Change],
    ) {
        let game = self.playing.bound.game;
        let last = state
            .horizon
            .filter(|_| pass.period == game.periods && game.tail.is_none());
        let place = pass.graph.nodes.len() + number;
        for actor in 0..game.actors {
            let (worth, by_worth) = match last {
                Some(_) => pass.total(state.perpetuity, actor),
                None => {
                    let worth = self.worth(pass.period, number, actor);
                    (worth, later[number * game.actors + actor])
                }
            };
            let (discount, by_discount) = self.playing.discount(actor);
            let terms = [
                (pass.total(state.each_period, actor).1, 1.0),
                (by_worth, discount),
                (by_discount, worth),
                (pass.total(last.map_or(0, |leaf| leaf.payment_set), actor).1, 1.0),
            ];
            pass.changes[place * game.actors + actor] = recorder.sum(terms);
        }
    }

    /// What a period state is worth to an actor after a period, as the next one begins.
    fn worth(&self, period: usize, state: usize, actor: usize) -> f64 {
        let game = self.playing.bound.game;
        let known = if period == game.periods {
            self.at.tail.states.get(state * game.actors + actor)
        } else {
            let place = game.graph(period + 1).entry[state];
            place.map(|place| &self.at.record.places[period][place as usize * game.actors + actor])
        };
        known.map_or(0.0, |[worth]| *worth)
    }

    /// The changes at a set: of its response, if it responds, and of its nodes' values.
    fn pass_set(&self, recorder: &mut Recorder, pass: &mut PeriodValues<'_, '_>, number: usize, images: &mut [Change]) {
        let period = pass.period;
        let set = &pass.graph.information_sets[number];
        let mut play = self.playing.choices[period - 1][set.choices()].to_vec();
        let mut added = None;
        if let Some(first) = self.at.log_odds.sets(period)[number] {
            let nodes: Vec<Option<usize>> = set.members().map(Some).collect();
            let known = (&self.at.beliefs, self.playing.bound);
            let belief = self.reach.belief(recorder, known, set, (period, &nodes));
            let actions: Vec<Value> = pass.of_actions(recorder, set, &belief);
            let numbers = self.playing.numbers;
            let log_odds = response::log_odds(recorder, (self.at, numbers), (set, period), &actions);
            images[first..first + set.actions - 1].copy_from_slice(&log_odds);
            let chances = &self.at.profile.periods[period - 1][set.choices()];
            play = response::choices(recorder, chances, &log_odds);
            added = self.playing.given_back(recorder, set, &actions, &play);
        }
        for node in set.nodes.clone().filter(|&node| self.is_reached(period, node)) {
            pass.average(recorder, node, |action, _| play[action], added);
        }
    }
}
