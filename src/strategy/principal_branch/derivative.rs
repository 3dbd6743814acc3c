//! A sweep, differentiated: how the distance of a profile from its response changes as log-odds and precisions move, in
//! several directions side by side.
//!
//! Forward go the changes of the logarithms of reach, of which beliefs are made; backward those of values.

use super::PrincipalBranch;
use crate::game::{Bound, Edge, InformationSet, LayerKind, PeriodGraph};
use crate::numeric::lanes::{Lanes, map, update, zip};

/// The change of F along directions: `by_x` has an entry for each unknown, `by_s` is that of the share.
pub(in crate::strategy) fn derivative<const D: usize>(
    at: &PrincipalBranch<'_, '_>,
    by_x: &[Lanes<D>],
    by_s: &Lanes<D>,
) -> Vec<Lanes<D>> {
    let reach = if at.beliefs_matter {
        forward(at, by_x)
    } else {
        Vec::new()
    };
    Backward {
        at,
        by_x,
        by_s,
        reach: &reach,
        image: vec![[0.0; D]; by_x.len()],
        logarithms: Vec::new(),
    }
    .run()
}

/// The change of the logarithm of each node's reach, by period.
fn forward<const D: usize>(at: &PrincipalBranch<'_, '_>, by_x: &[Lanes<D>]) -> Vec<Vec<Lanes<D>>> {
    let game = at.bound.game;
    let mut period_states = vec![[0.0; D]; game.period_states.len()];
    let mut all = Vec::with_capacity(game.periods);
    for period in 1..=game.periods {
        let graph = game.graph(period);
        let choices = choices(at, graph, period, by_x);
        let nodes = graph.nodes.len();
        let mut places = vec![[0.0; D]; nodes + period_states.len() + game.leaves.len()];
        let (entries, edges) = at.flows.of(graph, period);
        for ((share, place), period_state) in entries.iter().zip(&graph.entry).zip(&period_states) {
            if let Some(place) = place {
                update(&mut places[*place as usize], period_state, |sum, change| {
                    sum + share * change
                });
            }
        }
        for (number, node) in graph.nodes.iter().enumerate() {
            let here = places[number];
            for (action, way) in graph.edges_of(number).enumerate() {
                let share = edges[way];
                if share == 0.0 {
                    continue;
                }
                let to = &mut places[graph.edges[way].to as usize];
                if node.first_choice == u32::MAX {
                    update(to, &here, |sum, change| sum + share * change);
                } else {
                    let chance = &choices[node.first_choice as usize + action];
                    let change = zip(&here, chance, |here, chance| here + chance);
                    update(to, &change, |sum, change| sum + share * change);
                }
            }
        }
        period_states.copy_from_slice(&places[nodes..nodes + game.period_states.len()]);
        places.truncate(nodes);
        all.push(places);
    }
    all
}

/// The change of the logarithm of each choice's probability in a period, as the unknowns say.
fn choices<const D: usize>(
    at: &PrincipalBranch<'_, '_>,
    graph: &PeriodGraph,
    period: usize,
    by_x: &[Lanes<D>],
) -> Vec<Lanes<D>> {
    let mut changes = vec![[0.0; D]; graph.choices];
    let play = &at.profile.periods[period - 1];
    for (set, first) in graph.information_sets.iter().zip(at.coordinates.sets(period)) {
        let Some(first) = *first else { continue };
        let here = set.first_choice..set.first_choice + set.actions;
        let changes = &mut changes[here.clone()];
        changes[1..].copy_from_slice(&by_x[first..first + set.actions - 1]);
        center(changes, &play[here]);
    }
    changes
}

/// From changes of log-odds to those of logarithms of probabilities: their mean is taken away.
fn center<const D: usize>(changes: &mut [Lanes<D>], play: &[Lanes<1>]) {
    let mut mean = [0.0; D];
    for (change, [chance]) in changes.iter().zip(play) {
        update(&mut mean, change, |sum, change| sum + chance * change);
    }
    for change in changes {
        update(change, &mean, |change, mean| change - mean);
    }
}

struct Backward<'a, 'b, 'g, const D: usize> {
    at: &'a PrincipalBranch<'b, 'g>,
    by_x: &'a [Lanes<D>],
    by_s: &'a Lanes<D>,
    reach: &'a [Vec<Lanes<D>>],
    image: Vec<Lanes<D>>,
    /// Changes of the logarithms of the probabilities that values come from, at the set at hand.
    logarithms: Vec<Lanes<D>>,
}

impl<'g, const D: usize> Backward<'_, '_, 'g, D> {
    fn run(mut self) -> Vec<Lanes<D>> {
        let bound: &Bound<'g, 1> = self.at.bound;
        let game = bound.game;
        let actors = game.actors;
        let mut later = vec![[0.0; D]; game.period_states.len() * actors];
        let mut changes: Vec<Lanes<D>> = Vec::new();
        for period in (1..=game.periods).rev() {
            let graph = game.graph(period);
            let nodes = graph.nodes.len() * actors;
            changes.clear();
            changes.resize(nodes + later.len() + game.leaves.len() * actors, [0.0; D]);
            if period < game.periods {
                for (number, (change, later)) in changes[nodes..].iter_mut().zip(&later).enumerate() {
                    let [discount] = bound.discounts[number % actors];
                    *change = map(later, |later| discount * later);
                }
            }
            for layer in graph.layers.iter().rev() {
                if layer.kind == LayerKind::Choice {
                    for set in layer.information_sets.clone() {
                        self.decide(graph, (period, set), &mut changes);
                    }
                } else {
                    let slots = bound.slots(period);
                    for node in layer.nodes.clone() {
                        let edges = graph.edges_at(node);
                        let chance = |way: usize| slots[edges[way].chance.index()][0];
                        draw(edges, node, actors, chance, &mut changes);
                    }
                }
            }
            for (number, entry) in graph.entry.iter().enumerate() {
                if let Some(place) = entry {
                    let place = *place as usize * actors;
                    later[number * actors..(number + 1) * actors].copy_from_slice(&changes[place..place + actors]);
                }
            }
        }
        self.image
    }

    /// The changes at a set: of its responses, if it has any, and of its nodes' values.
    fn decide(&mut self, graph: &PeriodGraph, (period, number): (usize, usize), changes: &mut [Lanes<D>]) {
        let set = &graph.information_sets[number];
        let actors = self.at.bound.game.actors;
        let here = set.first_choice..set.first_choice + set.actions;
        let play = &self.at.response.periods[period - 1][here];
        let first = self.at.coordinates.sets(period)[number];
        if let Some(first) = first {
            self.respond(graph, set, (period, first), changes);
        }
        for node in set.nodes.clone() {
            let edges = graph.edges_at(node);
            draw(edges, node, actors, |way| play[way][0], changes);
            if first.is_some() {
                self.shift(edges, node, (period, play), changes);
            }
        }
    }

    /// The changes of F at a set, and in `logarithms` those of the play that values come from.
    fn respond(
        &mut self,
        graph: &PeriodGraph,
        set: &InformationSet,
        (period, first): (usize, usize),
        changes: &[Lanes<D>],
    ) {
        let (precision, rise) = self.at.precision(set, period);
        let values = &self.at.record.choices[period - 1][set.first_choice..];
        let mut moved = std::mem::take(&mut self.logarithms);
        self.weigh(graph, set, period, changes, &mut moved);
        let base = moved[0];
        for (action, moved) in moved.iter_mut().enumerate() {
            let ahead = values[action][0] - values[0][0];
            for lane in 0..D {
                moved[lane] = precision * (moved[lane] - base[lane]) + rise * ahead * self.by_s[lane];
            }
        }
        for (action, moved) in moved.iter().enumerate().skip(1) {
            let unknown = first + action - 1;
            self.image[unknown] = zip(&self.by_x[unknown], moved, |x, moved| x - moved);
        }
        if self.at.still {
            moved[0] = [0.0; D];
            moved[1..].copy_from_slice(&self.by_x[first..first + set.actions - 1]);
        }
        let here = set.first_choice..set.first_choice + set.actions;
        center(&mut moved, &self.at.response.periods[period - 1][here]);
        self.logarithms = moved;
    }

    /// The changes of the expected values of a set's actions: those of values beyond, and those of beliefs.
    fn weigh(
        &self,
        graph: &PeriodGraph,
        set: &InformationSet,
        period: usize,
        changes: &[Lanes<D>],
        into: &mut Vec<Lanes<D>>,
    ) {
        into.clear();
        into.resize(set.actions, [0.0; D]);
        let alone = set.nodes.len() == 1;
        let weights = &self.at.beliefs.weights[period - 1];
        let total: f64 = if alone {
            1.0
        } else {
            weights[set.nodes.clone()].iter().map(|[weight]| weight).sum()
        };
        let belief = |node: usize| if alone { 1.0 } else { weights[node][0] / total };
        let mut mean = [0.0; D];
        if !alone {
            for node in set.nodes.clone() {
                let reach = &self.reach[period - 1][node];
                update(&mut mean, reach, |sum, change| sum + belief(node) * change);
            }
        }
        for node in set.nodes.clone() {
            let belief = belief(node);
            let shift = if alone {
                [0.0; D]
            } else {
                zip(&self.reach[period - 1][node], &mean, |change, mean| change - mean)
            };
            let edges = graph.edges_at(node);
            for (edge, into) in edges.iter().zip(into.iter_mut()) {
                let beyond = &changes[edge.to as usize * self.at.bound.game.actors + set.actor];
                let worth = self.worth(edge, set.actor, period);
                for lane in 0..D {
                    into[lane] += belief * (beyond[lane] + shift[lane] * worth);
                }
            }
        }
    }

    /// Adds to a node's changes what its actor's moving responses make of the values beyond.
    fn shift(&self, edges: &[Edge], node: usize, (period, play): (usize, &[Lanes<1>]), changes: &mut [Lanes<D>]) {
        let actors = self.at.bound.game.actors;
        for ((edge, [chance]), moved) in edges.iter().zip(play).zip(&self.logarithms) {
            for actor in 0..actors {
                let weight = chance * self.worth(edge, actor, period);
                let change = &mut changes[node * actors + actor];
                update(change, moved, |sum, moved| sum + weight * moved);
            }
        }
    }

    /// What an edge and everything beyond it is worth to an actor.
    fn worth(&self, edge: &Edge, actor: usize, period: usize) -> f64 {
        let actors = self.at.bound.game.actors;
        let [beyond] = self.at.record.values[period - 1][edge.to as usize * actors + actor];
        let [pay] = self.at.bound.totals(period)[edge.payment_set as usize * actors + actor];
        beyond + pay
    }
}

/// Sets a node's changes to those beyond its edges, weighted by their chances.
fn draw<const D: usize>(
    edges: &[Edge],
    node: usize,
    actors: usize,
    chance: impl Fn(usize) -> f64,
    changes: &mut [Lanes<D>],
) {
    for actor in 0..actors {
        let mut sum = [0.0; D];
        for (way, edge) in edges.iter().enumerate() {
            let chance = chance(way);
            let beyond = &changes[edge.to as usize * actors + actor];
            update(&mut sum, beyond, |sum, beyond| sum + chance * beyond);
        }
        changes[node * actors + actor] = sum;
    }
}
