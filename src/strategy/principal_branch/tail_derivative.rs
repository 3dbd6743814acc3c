//! How what period states are worth beyond the last period changes with the log-odds: the linear system of that worth,
//! differentiated.

use super::PrincipalBranch;
use super::changes::{add_weighted, average, center};
use crate::game::{InformationSet, LastMet, LayerKind, PeriodGraph, Tail};
use crate::numeric::krylov::minimal_residual;
use crate::numeric::lanes::{Lanes, add, map, update, zip};

/// The residual of the changes, as a fraction of what changes at once.
const TOLERANCE: f64 = 1e-12;
/// The most products.
const PRODUCTS: usize = 200;

/// The changes of each period state's worth to each actor, in directions side by side: state × actors + actor; empty where
/// the game stops at the horizon. `by_x` has an entry for each unknown, `reach` the changes of the logarithm of each
/// node's reach, by period, where play rests on beliefs.
pub(super) fn changes<const D: usize>(
    at: &PrincipalBranch<'_, '_>,
    by_x: &[Lanes<D>],
    reach: &[Vec<Lanes<D>>],
) -> Vec<Lanes<D>> {
    let Some(tail) = &at.bound.game.tail else {
        return Vec::new();
    };
    let nothing = vec![[0.0; D]; tail.states.len() * at.bound.game.actors];
    let play = Some(Play { by_x, reach });
    let at_once = Pass { at, tail, play }.run(&nothing);
    let later = Pass { at, tail, play: None };
    let product = |direction: &[Lanes<D>]| {
        let image = later.run(direction);
        let rest = direction.iter().zip(&image);
        rest.map(|(direction, image)| zip(direction, image, |a, b| a - b))
            .collect()
    };
    minimal_residual(product, &at_once, &[TOLERANCE; D], PRODUCTS).solution
}

/// Changes of play and of beliefs.
struct Play<'a, const D: usize> {
    by_x: &'a [Lanes<D>],
    reach: &'a [Vec<Lanes<D>>],
}

/// A backward pass of changes through one period beyond the last.
struct Pass<'a, 'b, 'g, const D: usize> {
    at: &'a PrincipalBranch<'b, 'g>,
    tail: &'a Tail,
    /// `None` where only what follows changes.
    play: Option<Play<'a, D>>,
}

impl<const D: usize> Pass<'_, '_, '_, D> {
    /// The changes as a period begins, given those as the next one begins.
    fn run(&self, later: &[Lanes<D>]) -> Vec<Lanes<D>> {
        let bound = self.at.bound;
        let game = bound.game;
        let actors = game.actors;
        let graph = game.graph(game.periods);
        let mut places = vec![[0.0; D]; game.places(graph) * actors];
        let ends = places[graph.nodes.len() * actors..].iter_mut().zip(later).enumerate();
        for (number, (change, later)) in ends.filter(|(number, _)| self.tail.states[number / actors]) {
            let [discount] = bound.discounts[number % actors];
            *change = map(later, |later| discount * later);
        }
        let slots = bound.slots(game.periods);
        for layer in graph.layers.iter().rev() {
            if layer.kind == LayerKind::Choice {
                for number in layer.information_sets.clone() {
                    if let Some(met) = &self.tail.sets[number] {
                        self.pass_set((graph, number, met), &mut places);
                    }
                }
            } else if layer.kind == LayerKind::Members {
                for node in layer.nodes.clone() {
                    self.pass_members((graph, node), &mut places);
                }
            } else {
                for node in layer.nodes.clone() {
                    let edges = graph.edges_at(node);
                    let chance = |edge: usize| slots[edges[edge].chance.index()][0];
                    average(edges, node, actors, chance, &mut places);
                }
            }
        }
        let mut worth = vec![[0.0; D]; later.len()];
        graph.values_at_entry(&places, actors, &mut worth);
        self.tail.clear_unreached(&mut worth, actors, &[0.0; D]);
        worth
    }

    fn pass_members(&self, (graph, node): (&PeriodGraph, usize), places: &mut [Lanes<D>]) {
        let game = self.at.bound.game;
        let Some((members, met)) = self.tail.members_at(graph, node) else {
            return;
        };
        let play = &self.at.profile.periods[met.period - 1][met.choices(game)];
        let ways = members.distribution(play, |slot| self.at.bound.number(slot, game.periods));
        average(graph.edges_at(node), node, game.actors, |way| ways[way][0], places);
        let moved = self.moved(met, play);
        if moved.is_empty() {
            return;
        }
        for (way, moved) in members.changes(&moved).iter().enumerate() {
            for actor in 0..game.actors {
                let weight = ways[way][0] * self.value(graph, node, way, actor);
                add_weighted(&mut places[node * game.actors + actor], weight, moved);
            }
        }
    }

    fn pass_set(&self, (graph, number, met): (&PeriodGraph, usize, &LastMet), places: &mut [Lanes<D>]) {
        let game = self.at.bound.game;
        let set = &graph.information_sets[number];
        let play = &self.at.profile.periods[met.period - 1][met.choices(game)];
        let moved = self.moved(met, play);
        for node in set.nodes.clone() {
            let edges = graph.edges_at(node);
            average(edges, node, game.actors, |choice| play[choice][0], places);
            for (action, moved) in moved.iter().enumerate() {
                for actor in 0..game.actors {
                    let weight = play[action][0] * self.value(graph, node, action, actor);
                    add_weighted(&mut places[node * game.actors + actor], weight, moved);
                }
            }
        }
        if let Some([share]) = self.at.bound.given_back(set) {
            let change = self.regret_change((graph, set, met), self.at.tail.best[number][0], (play, &moved), places);
            for node in set.nodes.clone() {
                add_weighted(&mut places[node * game.actors + set.actor], share, &change);
            }
        }
    }

    /// The changes of the logarithms of a set's probabilities; empty where they stay.
    fn moved(&self, met: &LastMet, play: &[Lanes<1>]) -> Vec<Lanes<D>> {
        let first = self.at.log_odds.sets(met.period)[met.set];
        let (Some(changes), Some(first)) = (&self.play, first) else {
            return Vec::new();
        };
        let mut moved = vec![[0.0; D]; play.len()];
        self.at.log_odds.spread(first, changes.by_x, [0.0; D], &mut moved);
        center(&mut moved, play);
        moved
    }

    /// The change of the regret at a set where `best` stays the best action.
    fn regret_change(
        &self,
        (graph, set, met): (&PeriodGraph, &InformationSet, &LastMet),
        best: usize,
        (play, moved): (&[Lanes<1>], &[Lanes<D>]),
        places: &[Lanes<D>],
    ) -> Lanes<D> {
        let actors = self.at.bound.game.actors;
        let belief = self.belief(set, met);
        let shifts = self.shifts(met, &belief);
        let mut change = [0.0; D];
        for (action, [chance]) in play.iter().enumerate() {
            let mut of_action = [0.0; D];
            let mut value = 0.0;
            for (at, node) in set.nodes.clone().enumerate() {
                let target = graph.edges_at(node)[action].to as usize * actors + set.actor;
                let here = self.value(graph, node, action, set.actor);
                value += belief[at] * here;
                add_weighted(&mut of_action, belief[at], &places[target]);
                if let Some(shift) = shifts.get(at) {
                    add_weighted(&mut of_action, belief[at] * here, shift);
                }
            }
            let weight = if action == best { 1.0 - chance } else { -chance };
            add_weighted(&mut change, weight, &of_action);
            if let Some(moved) = moved.get(action) {
                add_weighted(&mut change, -chance * value, moved);
            }
        }
        change
    }

    /// The probability of each node of a set as the actor believes.
    fn belief(&self, set: &InformationSet, met: &LastMet) -> Vec<f64> {
        if set.nodes.len() == 1 {
            return vec![1.0];
        }
        let weights = &self.at.beliefs.weights[met.period - 1];
        let weight = |node: &Option<usize>| node.map_or(0.0, |node| weights[node][0]);
        let total: f64 = met.nodes.iter().map(weight).sum();
        met.nodes.iter().map(|node| weight(node) / total).collect()
    }

    /// The changes of the logarithm of each node's probability as the actor believes; empty where they stay.
    fn shifts(&self, met: &LastMet, belief: &[f64]) -> Vec<Lanes<D>> {
        let reach = self.play.as_ref().and_then(|play| play.reach.get(met.period - 1));
        let Some(reach) = reach.filter(|_| belief.len() > 1) else {
            return Vec::new();
        };
        let mut shifts: Vec<Lanes<D>> = met
            .nodes
            .iter()
            .map(|node| node.map_or([0.0; D], |node| reach[node]))
            .collect();
        let mut mean = [0.0; D];
        for (shift, belief) in shifts.iter().zip(belief) {
            add(&mut mean, &map(shift, |shift| belief * shift));
        }
        for shift in &mut shifts {
            update(shift, &mean, |shift, mean| shift - mean);
        }
        shifts
    }

    /// What an action at a node pays an actor, and what its target is worth.
    fn value(&self, graph: &PeriodGraph, node: usize, action: usize, actor: usize) -> f64 {
        let game = self.at.bound.game;
        let edge = &graph.edges_at(node)[action];
        let [target] = self.at.tail.places[edge.to as usize * game.actors + actor];
        let [pay] = self.at.bound.totals(game.periods)[edge.payment_set as usize * game.actors + actor];
        target + pay
    }
}
