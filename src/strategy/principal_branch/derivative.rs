//! The derivative of F in several directions side by side: how the difference of a profile from its response changes as
//! log-odds and precisions change.
//!
//! Changes of the logarithms of reach, from which those of beliefs follow, propagate forward; changes of values propagate
//! backward.

use super::PrincipalBranch;
use super::changes::{add_weighted, average, center};
use crate::game::{Bound, Edge, InformationSet, LayerKind, Part, PeriodGraph};
use crate::numeric::lanes::{Lanes, map, zip};
use crate::strategy::sweep::response::logit_log_odds_changes;

/// The derivative of F in directions: `by_x` has an entry for each unknown, `by_s` is that of the share.
pub(super) fn derivative<const D: usize>(
    at: &PrincipalBranch<'_, '_>,
    by_x: &[Lanes<D>],
    by_s: &Lanes<D>,
) -> Vec<Lanes<D>> {
    let reach = if at.has_beliefs { forward(at, by_x) } else { Vec::new() };
    Backward {
        at,
        by_x,
        by_s,
        reach: &reach,
        image: vec![[0.0; D]; by_x.len()],
        logarithms: Vec::new(),
        regret: [0.0; D],
    }
    .run()
}

/// The changes of the logarithm of each node's reach, by period.
fn forward<const D: usize>(at: &PrincipalBranch<'_, '_>, by_x: &[Lanes<D>]) -> Vec<Vec<Lanes<D>>> {
    let game = at.bound.game;
    let mut states = vec![[0.0; D]; game.period_states.len()];
    let mut all = Vec::with_capacity(game.periods);
    for period in 1..=game.periods {
        let graph = game.graph(period);
        let choices = choices(at, graph, period, by_x);
        let mut places = vec![[0.0; D]; game.places(graph)];
        let (entries, edges) = at.edge_shares.of(graph, period);
        for ((share, place), state) in entries.iter().zip(&graph.entry).zip(&states) {
            if let Some(place) = place {
                add_weighted(&mut places[*place as usize], *share, state);
            }
        }
        for (number, node) in graph.nodes.iter().enumerate() {
            let here = places[number];
            for (option, edge) in graph.edges_of(number).enumerate() {
                let share = edges[edge];
                if share == 0.0 {
                    continue;
                }
                let change = match node.choice(option) {
                    Some(choice) => zip(&here, &choices[choice], |here, chance| here + chance),
                    None => here,
                };
                add_weighted(&mut places[graph.edges[edge].to as usize], share, &change);
            }
        }
        states.copy_from_slice(&places[game.state_places(graph)]);
        places.truncate(graph.nodes.len());
        all.push(places);
    }
    all
}

/// The changes of the logarithm of each choice's probability in a period.
fn choices<const D: usize>(
    at: &PrincipalBranch<'_, '_>,
    graph: &PeriodGraph,
    period: usize,
    by_x: &[Lanes<D>],
) -> Vec<Lanes<D>> {
    let mut changes = vec![[0.0; D]; graph.entries()];
    let play = &at.profile.periods[period - 1];
    for (set, first) in graph.information_sets.iter().zip(at.log_odds.sets(period)) {
        let Some(first) = *first else { continue };
        let changes = &mut changes[set.choices()];
        at.log_odds.spread(first, by_x, [0.0; D], changes);
        center(changes, &play[set.choices()]);
    }
    for members in &graph.members {
        let set = graph.information_sets[members.set].choices();
        let of_ways = members.changes(&changes[set]);
        changes[members.entries()].copy_from_slice(&of_ways);
    }
    changes
}

struct Backward<'a, 'b, 'g, const D: usize> {
    at: &'a PrincipalBranch<'b, 'g>,
    by_x: &'a [Lanes<D>],
    by_s: &'a Lanes<D>,
    reach: &'a [Vec<Lanes<D>>],
    image: Vec<Lanes<D>>,
    /// The changes of the logarithms of the probabilities that values follow from, at the current set.
    logarithms: Vec<Lanes<D>>,
    /// The change of the regret at the current set, in the values that its actor acts on.
    regret: Lanes<D>,
}

impl<'g, const D: usize> Backward<'_, '_, 'g, D> {
    fn run(mut self) -> Vec<Lanes<D>> {
        let bound: &Bound<'g, 1> = self.at.bound;
        let game = bound.game;
        let actors = game.actors;
        let mut later = super::tail_derivative::changes(self.at, self.by_x, self.reach);
        later.resize(game.period_states.len() * actors, [0.0; D]);
        let mut changes: Vec<Lanes<D>> = Vec::new();
        for period in (1..=game.periods).rev() {
            let graph = game.graph(period);
            let nodes = graph.nodes.len() * actors;
            changes.clear();
            changes.resize(game.places(graph) * actors, [0.0; D]);
            if period < game.periods || game.tail.is_some() {
                for (number, (change, later)) in changes[nodes..].iter_mut().zip(&later).enumerate() {
                    let [discount] = bound.discounts[number % actors];
                    *change = map(later, |later| discount * later);
                }
            }
            let choices = if graph.members.is_empty() {
                Vec::new()
            } else {
                choices(self.at, graph, period, self.by_x)
            };
            for layer in graph.layers.iter().rev() {
                if layer.kind == LayerKind::Members {
                    for node in layer.nodes.clone() {
                        self.pass_members(graph, (period, node), &choices, &mut changes);
                    }
                } else if layer.kind == LayerKind::Choice {
                    for set in layer.information_sets.clone() {
                        self.pass_set(graph, (period, set), &mut changes);
                    }
                } else {
                    let slots = bound.slots(period);
                    for node in layer.nodes.clone() {
                        let edges = graph.edges_at(node);
                        let chance = |edge: usize| slots[edges[edge].chance.index()][0];
                        average(edges, node, actors, chance, &mut changes);
                    }
                }
            }
            graph.values_at_entry(&changes, actors, &mut later);
        }
        self.image
    }

    /// The changes of the values of a node of further members, given those of the logarithms of all choices.
    fn pass_members(
        &mut self,
        graph: &PeriodGraph,
        (period, node): (usize, usize),
        choices: &[Lanes<D>],
        changes: &mut [Lanes<D>],
    ) {
        let edges = graph.edges_at(node);
        let first = graph.nodes[node].first_choice as usize;
        let ways = first..first + edges.len();
        let play = &self.at.profile.periods[period - 1][ways.clone()];
        average(edges, node, self.at.bound.game.actors, |way| play[way][0], changes);
        self.logarithms.clear();
        self.logarithms.extend_from_slice(&choices[ways]);
        self.add_changes_of_play(edges, node, (period, play), changes);
    }

    /// The changes at a set: of its response, if it responds, and of its nodes' values.
    fn pass_set(&mut self, graph: &PeriodGraph, (period, number): (usize, usize), changes: &mut [Lanes<D>]) {
        let set = &graph.information_sets[number];
        let (sets, choices) = (self.at.log_odds.sets(period), set.choices());
        let (mut play, mut first) = (&self.at.response.periods[period - 1][choices.clone()], sets[number]);
        if let Part::Later(whole) = set.part {
            // The set responds where its first part stands.
            (play, first) = (&self.at.profile.periods[period - 1][choices], sets[whole]);
            if let Some(first) = first {
                self.logarithms.resize(set.actions, [0.0; D]);
                self.at
                    .log_odds
                    .spread(first, self.by_x, [0.0; D], &mut self.logarithms);
                center(&mut self.logarithms, play);
            }
        } else if let Some(first) = first {
            self.respond(graph, set, (period, first), changes);
        }
        for node in set.nodes.clone() {
            let edges = graph.edges_at(node);
            average(
                edges,
                node,
                self.at.bound.game.actors,
                |choice| play[choice][0],
                changes,
            );
            if first.is_some() {
                self.add_changes_of_play(edges, node, (period, play), changes);
                if let Some([share]) = self.at.bound.given_back(set) {
                    let actors = self.at.bound.game.actors;
                    add_weighted(&mut changes[node * actors + set.actor], share, &self.regret);
                }
            }
        }
    }

    /// The changes of F at a set, and in `logarithms` those of the play that values follow from.
    fn respond(
        &mut self,
        graph: &PeriodGraph,
        set: &InformationSet,
        (period, first): (usize, usize),
        changes: &[Lanes<D>],
    ) {
        let (precision, by_share) = self.at.precision(set, period);
        let values = &self.at.record.choices[period - 1][set.choices()];
        let mut moved = std::mem::take(&mut self.logarithms);
        self.action_values(graph, set, period, changes, &mut moved);
        let play = &self.at.response.periods[period - 1][set.choices()];
        let mut regret = regret_change(values, play, &moved);
        let reference = self.at.log_odds.reference(first);
        match self.at.nested(set, period) {
            Some(nested) => {
                let tree = set.nests.as_ref().expect("the set has nests");
                let precision = |_, scale: f64| map(self.by_s, |by_s| by_share * scale * by_s);
                nested.log_odds_changes(tree, precision, reference, &mut moved);
            }
            None => logit_log_odds_changes(precision, values, (by_share, self.by_s), reference, &mut moved),
        }
        for (action, unknown) in self.at.log_odds.unknowns(first, set.actions) {
            self.image[unknown] = zip(&self.by_x[unknown], &moved[action], |x, moved| x - moved);
        }
        if self.at.values_from_play {
            self.at.log_odds.spread(first, self.by_x, [0.0; D], &mut moved);
        }
        center(&mut moved, play);
        for (([value], [play]), moved) in values.iter().zip(play).zip(&moved) {
            add_weighted(&mut regret, -value * play, moved);
        }
        self.regret = regret;
        self.logarithms = moved;
    }

    /// The changes of the expected values of a set's actions, by the values of targets and by beliefs.
    fn action_values(
        &self,
        graph: &PeriodGraph,
        set: &InformationSet,
        period: usize,
        changes: &[Lanes<D>],
        into: &mut Vec<Lanes<D>>,
    ) {
        into.clear();
        into.resize(set.actions, [0.0; D]);
        let single = set.is_single();
        let weights = &self.at.beliefs.weights[period - 1];
        let total: f64 = set.members().map(|node| weights[node][0]).sum();
        let belief = |node: usize| if single { 1.0 } else { weights[node][0] / total };
        let mut mean = [0.0; D];
        if !single {
            for node in set.members() {
                add_weighted(&mut mean, belief(node), &self.reach[period - 1][node]);
            }
        }
        for node in set.members() {
            let belief = belief(node);
            let shift = if single {
                [0.0; D]
            } else {
                zip(&self.reach[period - 1][node], &mean, |change, mean| change - mean)
            };
            for (edge, into) in graph.edges_at(node).iter().zip(into.iter_mut()) {
                let target = &changes[edge.to as usize * self.at.bound.game.actors + set.actor];
                let value = self.value(edge, set.actor, period);
                for lane in 0..D {
                    into[lane] += belief * (target[lane] + shift[lane] * value);
                }
            }
        }
    }

    /// Adds to the changes of a node's values those that come from changes of the play at its set.
    fn add_changes_of_play(
        &self,
        edges: &[Edge],
        node: usize,
        (period, play): (usize, &[Lanes<1>]),
        changes: &mut [Lanes<D>],
    ) {
        let actors = self.at.bound.game.actors;
        for ((edge, [chance]), moved) in edges.iter().zip(play).zip(&self.logarithms) {
            for actor in 0..actors {
                let weight = chance * self.value(edge, actor, period);
                add_weighted(&mut changes[node * actors + actor], weight, moved);
            }
        }
    }

    /// The value of an edge to an actor: what it pays and the value of its target.
    fn value(&self, edge: &Edge, actor: usize, period: usize) -> f64 {
        let actors = self.at.bound.game.actors;
        let [target] = self.at.record.places[period - 1][edge.to as usize * actors + actor];
        let [pay] = self.at.bound.totals(period)[edge.payment_set as usize * actors + actor];
        target + pay
    }
}

/// The change of the regret at a set as the values of its actions change and play stays still.
fn regret_change<const D: usize>(values: &[Lanes<1>], play: &[Lanes<1>], changes: &[Lanes<D>]) -> Lanes<D> {
    let mut best = 0;
    for (action, value) in values.iter().enumerate() {
        if value[0] > values[best][0] {
            best = action;
        }
    }
    let mut change = changes[best];
    for ([play], action) in play.iter().zip(changes) {
        add_weighted(&mut change, -play, action);
    }
    change
}
