//! What period states are worth where play goes on for ever after the last period.
//!
//! Every information set plays on as in the last period that met it, with the belief held then, so that the worth of the
//! period states solves a linear system. In the values that an actor with [`Game::own_later`] acts on, the best actions at
//! its own sets stand inside it: policy iteration solves for them. One pass backward through a period applies the system
//! to a vector, from which GMRES solves it.

use super::period_pass::{Belief, average, give_back};
use crate::game::{Bound, Game, LastMet, LayerKind, PeriodGraph, Profile, Tail};
use crate::numeric::krylov::minimal_residual;
use crate::numeric::lanes::{Lanes, add, product, update, zip};
use crate::numeric::math::{max, min, sqrt};
use crate::strategy::Beliefs;

/// The largest residual that counts as solved, as a fraction of the largest worth.
pub(crate) const TOLERANCE: f64 = 1e-13;
/// The most rounds of policy iteration; each solves a linear system.
const MOST_ROUNDS: usize = 100;
/// The most products in one round; a linear system that needs more is resumed in the next.
const PRODUCTS: usize = 60;

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
        let totals = play.bound.totals(game.periods);
        let nothing = vec![[0.0; W]; totals.len()];
        let mut next = vec![[0.0; W]; self.states.len()];
        // Where play is worth nothing, what rounding leaves of it is no measure.
        let mut least = [0.0; W];
        for total in totals {
            update(&mut least, total, |most, total| max(most, TOLERANCE * total.abs()));
        }
        for _ in 0..MOST_ROUNDS {
            let mut best = std::mem::take(&mut self.best);
            let policy = Policy::Improve(&mut best);
            play.pass(tail, (&self.states, totals), policy, &mut self.places, &mut next);
            self.best = best;
            let mut left: Vec<Lanes<W>> = next
                .iter()
                .zip(&self.states)
                .map(|(a, b)| zip(a, b, |a, b| a - b))
                .collect();
            let mut scale = least;
            let mut largest = [0.0; W];
            let mut length = [0.0; W];
            for (left, next) in left.iter().zip(&next) {
                update(&mut scale, next, |most, next| max(most, next.abs()));
                update(&mut largest, left, |most, left| max(most, left.abs()));
                add(&mut length, &product(left, left));
            }
            let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
            let residual = zip(&largest, &scale, share);
            let open: [bool; W] = std::array::from_fn(|lane| active[lane] && residual[lane] > tolerance[lane]);
            for lane in (0..W).filter(|&lane| active[lane]) {
                self.residual[lane] = residual[lane];
            }
            if !open.contains(&true) {
                return;
            }
            for lane in (0..W).filter(|&lane| !open[lane]) {
                left.iter_mut().for_each(|entry| entry[lane] = 0.0);
            }
            let goal = std::array::from_fn(|lane| {
                let wanted = share(0.1 * tolerance[lane] * scale[lane], sqrt(length[lane]));
                max(1e-14, min(0.1, wanted))
            });
            let mut places = Vec::new();
            let product = |direction: &[Lanes<W>]| {
                let mut image = vec![[0.0; W]; direction.len()];
                play.pass(
                    tail,
                    (direction, &nothing),
                    Policy::Keep(&self.best),
                    &mut places,
                    &mut image,
                );
                for (image, direction) in image.iter_mut().zip(direction) {
                    update(image, direction, |image, direction| direction - image);
                }
                image
            };
            let solved = minimal_residual(product, &left, &goal, PRODUCTS);
            for (state, change) in self.states.iter_mut().zip(&solved.solution) {
                add(state, change);
            }
        }
    }
}

/// How a pass takes the best actions where regret is given back.
enum Policy<'p, const W: usize> {
    /// As the values of the pass make them, which are noted.
    Improve(&'p mut Vec<[usize; W]>),
    /// As noted.
    Keep(&'p [[usize; W]]),
}

impl<const W: usize> TailPlay<'_, '_, W> {
    /// Passes backward through one period beyond the last, given what period states are worth as the next one begins and
    /// what payment sets pay. Sets the values of all places of the graph, and what period states are worth as it begins.
    fn pass(
        &self,
        tail: &Tail,
        (later, totals): (&[Lanes<W>], &[Lanes<W>]),
        mut policy: Policy<'_, W>,
        places: &mut Vec<Lanes<W>>,
        worth: &mut [Lanes<W>],
    ) {
        let game = self.bound.game;
        let actors = game.actors;
        let graph = game.graph(game.periods);
        places.clear();
        places.resize(game.places(graph) * actors, [0.0; W]);
        self.end_period(tail, (later, totals), &mut places[graph.nodes.len() * actors..]);
        let slots = self.bound.slots(game.periods);
        for layer in graph.layers.iter().rev() {
            if layer.kind == LayerKind::Choice {
                for number in layer.information_sets.clone() {
                    if let Some(met) = &tail.sets[number] {
                        self.pass_set((graph, number, met), totals, &mut policy, places);
                    }
                }
            } else {
                for node in layer.nodes.clone() {
                    let edges = graph.edges_at(node);
                    let chance = |edge: usize| &slots[edges[edge].chance.index()];
                    average(edges, node, actors, chance, totals, places);
                }
            }
        }
        graph.values_at_entry(places, actors, worth);
        tail.clear_unreached(worth, actors, &[0.0; W]);
    }

    /// Sets the values of period states as the period ends, and of leaves.
    fn end_period(&self, tail: &Tail, (later, totals): (&[Lanes<W>], &[Lanes<W>]), places: &mut [Lanes<W>]) {
        let game = self.bound.game;
        let actors = game.actors;
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

    fn pass_set(
        &self,
        (graph, number, met): (&PeriodGraph, usize, &LastMet),
        totals: &[Lanes<W>],
        policy: &mut Policy<'_, W>,
        places: &mut [Lanes<W>],
    ) {
        let game = self.bound.game;
        let set = &graph.information_sets[number];
        let play = &self.profile.periods[met.period - 1][met.choices(game)];
        for node in set.nodes.clone() {
            average(
                graph.edges_at(node),
                node,
                game.actors,
                |choice| &play[choice],
                totals,
                places,
            );
        }
        let share = self.bound.given_back(set).filter(|_| self.acted_on);
        let Some(share) = share else { return };
        let weights = &self.beliefs.weights[met.period - 1];
        let belief = Belief {
            set,
            weight: |node: usize| met.nodes[node - set.nodes.start].map_or(&[0.0; W], |node| &weights[node]),
        };
        let mut values = Vec::new();
        belief.action_values(graph, game.actors, totals, places, &mut values);
        let best = match policy {
            Policy::Improve(best) => {
                best[number] = std::array::from_fn(|lane| best_action(&values, lane));
                best[number]
            }
            Policy::Keep(best) => best[number],
        };
        let mut lost: Lanes<W> = std::array::from_fn(|lane| values[best[lane]][lane]);
        for (value, play) in values.iter().zip(play) {
            update(&mut lost, &product(value, play), |lost, part| lost - part);
        }
        give_back(set, game.actors, &product(&lost, &share), places);
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
