//! What period states are worth where play goes on for ever after the last period.
//!
//! Every information set plays on as in the last period that met it, with the belief held then, so that the worth of the
//! period states is a fixed point of one pass backward through a period. In the values that an actor with
//! [`Game::own_later`] acts on, the best actions at its own sets stand inside it. Where sets that the last period meets
//! respond, their play and the worth are found together: a sweep then has no more to settle than in a game that stops.

use std::array::from_fn;

use super::backward::{Buffers, ResponseRule};
use super::period_pass::{Belief, average, give_back};
use crate::game::{Bound, Edge, Game, LastMet, LayerKind, PeriodGraph, Profile, Tail};
use crate::numeric::acceleration::Acceleration;
use crate::numeric::lanes::{Lanes, add, product, ratio, update, vectorised};
use crate::numeric::math::max;
use crate::strategy::Beliefs;

/// The largest residual that counts as solved, as a fraction of the largest worth.
pub(crate) const TOLERANCE: f64 = 1e-13;
/// The most passes.
const MOST_PASSES: usize = 600;

/// What period states are worth beyond the last period.
#[derive(Clone, Debug)]
pub(crate) struct TailWorth<const W: usize> {
    /// The worth of each period state to each actor as a period begins there: state × actors + actor. Empty where the game
    /// stops at the horizon.
    pub(crate) states: Vec<Lanes<W>>,
    /// The same for each place of the last period's graph: place × actors + actor.
    pub(crate) places: Vec<Lanes<W>>,
    /// The best action at each set at which an actor gives its regret back.
    pub(crate) best: Vec<[usize; W]>,
    /// The residual that is left, as a fraction of the largest worth, by lane.
    pub(crate) residual: Lanes<W>,
}

/// Who plays how beyond the last period.
pub(crate) struct TailPlay<'a, 'g, const W: usize> {
    pub(crate) bound: &'a Bound<'g, W>,
    pub(crate) profile: &'a Profile<W>,
    pub(crate) beliefs: &'a Beliefs<W>,
    /// Whether values are those that actors act on.
    pub(crate) acted_on: bool,
    /// How sets that the last period meets respond to the worth, in lanes that take whole steps; `None` where all play
    /// is held still.
    pub(crate) responds: Option<&'a ResponseRule<W>>,
}

impl<const W: usize> TailWorth<W> {
    /// Nothing is worth anything yet.
    pub(crate) fn of(game: &Game) -> Self {
        let (states, sets) = game
            .tail
            .as_ref()
            .map_or((0, 0), |tail| (tail.states.len(), tail.sets.len()));
        Self {
            states: vec![[0.0; W]; states * game.actors],
            places: Vec::new(),
            best: vec![[0; W]; sets],
            residual: [0.0; W],
        }
    }

    /// Solves for the worth in the active lanes, from what it was, until the residual is this fraction of the largest
    /// worth; the other lanes stay as they are.
    pub(crate) fn update(&mut self, play: &TailPlay<'_, '_, W>, active: &[bool; W], tolerance: &Lanes<W>) {
        let game = play.bound.game;
        let Some(tail) = &game.tail else { return };
        // Where play is worth nothing, what rounding leaves of it is no measure.
        let mut least = [0.0; W];
        for total in play.bound.totals(game.periods) {
            update(&mut least, total, |most, total| max(most, TOLERANCE * total.abs()));
        }
        let mut left = vec![[0.0; W]; self.states.len()];
        let (mut past, mut buffers) = (Acceleration::default(), Buffers::default());
        for _ in 0..MOST_PASSES {
            vectorised(
                #[inline(always)]
                || play.pass(tail, self, &mut buffers, &mut left),
            );
            let (mut scale, mut largest) = (least, [0.0; W]);
            for (next, state) in left.iter_mut().zip(&self.states) {
                update(&mut scale, next, |most, next| max(most, next.abs()));
                update(next, state, |next, state| next - state);
                update(&mut largest, next, |most, left| max(most, left.abs()));
            }
            let residual = ratio(&largest, &scale);
            let open: [bool; W] = from_fn(|lane| active[lane] && residual[lane] > tolerance[lane]);
            for lane in (0..W).filter(|&lane| active[lane]) {
                self.residual[lane] = residual[lane];
            }
            if !open.contains(&true) {
                return;
            }
            for lane in (0..W).filter(|&lane| !open[lane]) {
                left.iter_mut().for_each(|entry| entry[lane] = 0.0);
            }
            past.step(&mut self.states, &left);
        }
    }
}

impl<const W: usize> TailPlay<'_, '_, W> {
    /// Passes backward through one period beyond the last, given what period states are worth as the next one begins. Sets
    /// the values of all places of the graph, and what period states are worth as it begins.
    #[inline(always)]
    fn pass(&self, tail: &Tail, worth: &mut TailWorth<W>, buffers: &mut Buffers<W>, next: &mut [Lanes<W>]) {
        let game = self.bound.game;
        let actors = game.actors;
        let graph = game.graph(game.periods);
        let TailWorth {
            states, places, best, ..
        } = worth;
        // What an earlier pass left at places that are not reached has no weight in any belief.
        places.resize(game.places(graph) * actors, [0.0; W]);
        self.end_period(tail, states, &mut places[graph.nodes.len() * actors..]);
        let (slots, totals) = (self.bound.slots(game.periods), self.bound.totals(game.periods));
        for layer in graph.layers.iter().rev() {
            if layer.kind == LayerKind::Choice {
                for number in layer.information_sets.clone() {
                    if let Some(met) = &tail.sets[number] {
                        self.pass_set((graph, number, met), places, &mut best[number], buffers);
                    }
                }
            } else if layer.kind == LayerKind::Members {
                for node in layer.nodes.clone() {
                    self.pass_members(tail, (graph, node), places);
                }
            } else {
                let chance = |_: usize, edge: &Edge| &slots[edge.chance.index()];
                average(graph, layer.nodes.clone(), actors, chance, totals, places);
            }
        }
        graph.values_at_entry(places, actors, next);
        tail.clear_unreached(next, actors, &[0.0; W]);
    }

    #[inline(always)]
    fn pass_members(&self, tail: &Tail, (graph, node): (&PeriodGraph, usize), places: &mut [Lanes<W>]) {
        let game = self.bound.game;
        let Some((members, met)) = tail.members_at(graph, node) else {
            return;
        };
        let play = &self.profile.periods[met.period - 1][met.choices(game)];
        let ways = members.distribution(play, |slot| self.bound.number(slot, game.periods));
        let totals = self.bound.totals(game.periods);
        average(graph, node..node + 1, game.actors, |way, _| &ways[way], totals, places);
    }

    /// Sets the values of period states as the period ends, and of leaves.
    #[inline(always)]
    fn end_period(&self, tail: &Tail, later: &[Lanes<W>], places: &mut [Lanes<W>]) {
        let game = self.bound.game;
        let actors = game.actors;
        let totals = self.bound.totals(game.periods);
        let (states, leaves) = places.split_at_mut(game.period_states.len() * actors);
        let ends = game
            .period_states
            .iter()
            .zip(&tail.states)
            .zip(later.chunks_exact(actors));
        for (((state, reached), later), values) in ends.zip(states.chunks_exact_mut(actors)) {
            if *reached {
                let first = state.each_period as usize * actors;
                for (actor, value) in values.iter_mut().enumerate() {
                    *value = product(&self.bound.discounts[actor], &later[actor]);
                    add(value, &totals[first + actor]);
                }
            }
        }
        for (leaf, values) in game.leaves.iter().zip(leaves.chunks_exact_mut(actors)) {
            let first = leaf.payment_set as usize * actors;
            values.copy_from_slice(&totals[first..first + actors]);
        }
    }

    #[inline(always)]
    fn pass_set(
        &self,
        (graph, number, met): (&PeriodGraph, usize, &LastMet),
        places: &mut [Lanes<W>],
        best: &mut [usize; W],
        buffers: &mut Buffers<W>,
    ) {
        let game = self.bound.game;
        let totals = self.bound.totals(game.periods);
        let set = &graph.information_sets[number];
        let mut play = &self.profile.periods[met.period - 1][met.choices(game)];
        let responds = self
            .responds
            .filter(|_| met.whole && met.period == game.periods && set.actions > 1 && set.play.responds());
        let share = self.bound.given_back(set).filter(|_| self.acted_on);
        if responds.is_some() || share.is_some() {
            let weights = &self.beliefs.weights[met.period - 1];
            let belief = Belief {
                set,
                weight: |node: usize| met.nodes[node - set.nodes.start].map_or(&[0.0; W], |node| &weights[node]),
            };
            belief.action_values(graph, game.actors, totals, places, &mut buffers.values);
        }
        if let Some(rule) = responds
            && rule.response(self.bound, (set, met.period), play, buffers)
        {
            for (response, play) in buffers.response.iter_mut().zip(play) {
                *response = from_fn(|lane| {
                    if rule.step[lane] == 1.0 {
                        response[lane]
                    } else {
                        play[lane]
                    }
                });
            }
            play = &buffers.response;
        }
        let chance = |action: usize, _: &Edge| &play[action];
        average(graph, set.nodes.clone(), game.actors, chance, totals, places);
        if let Some(share) = share {
            *best = from_fn(|lane| best_action(&buffers.values, lane));
            let mut lost: Lanes<W> = from_fn(|lane| buffers.values[best[lane]][lane]);
            for (value, play) in buffers.values.iter().zip(play) {
                update(&mut lost, &product(value, play), |lost, part| lost - part);
            }
            give_back(set, game.actors, &product(&lost, &share), places);
        }
    }
}

/// The first action of the largest value in a lane.
fn best_action<const W: usize>(values: &[Lanes<W>], lane: usize) -> usize {
    let better = |best: usize, action: usize| {
        if values[action][lane] > values[best][lane] {
            action
        } else {
            best
        }
    };
    (1..values.len()).fold(0, better)
}
