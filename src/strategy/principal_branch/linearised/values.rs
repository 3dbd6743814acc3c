//! Backward through a period: how the values of nodes and of actions, and regrets, change.

use super::mass::Chance;
use super::numbers::Numbers;
use super::recorder::{Recorder, Tie};
use crate::game::{Bound, Edge, InformationSet, PeriodGraph};
use crate::numeric::lanes::Lanes;
use crate::numeric::linear_record::{Change, Weighted};

/// Actions whose values differ by less than this fraction of them are equally good.
const TIED: f64 = 1e-9;

/// The values of all places of a period and their changes: place × actors + actor.
pub(super) struct PeriodValues<'a, 'g> {
    pub(super) graph: &'a PeriodGraph,
    pub(super) bound: &'a Bound<'g, 1>,
    pub(super) numbers: &'a Numbers,
    /// The period whose numbers hold.
    pub(super) period: usize,
    pub(super) values: &'a [Lanes<1>],
    pub(super) changes: Vec<Change>,
}

/// A value with its change.
pub(super) type Value = (f64, Change);

impl<'a, 'g> PeriodValues<'a, 'g> {
    /// No value changes yet.
    pub(super) fn new(
        (bound, numbers): (&'a Bound<'g, 1>, &'a Numbers),
        (graph, period): (&'a PeriodGraph, usize),
        values: &'a [Lanes<1>],
    ) -> Self {
        let game = bound.game;
        Self {
            graph,
            bound,
            numbers,
            period,
            values,
            changes: vec![Change::NONE; game.places(graph) * game.actors],
        }
    }

    /// What a payment set pays an actor.
    pub(super) fn total(&self, payment_set: u32, actor: usize) -> Value {
        let entry = payment_set as usize * self.bound.game.actors + actor;
        let [total] = self.bound.totals(self.period)[entry];
        (total, self.numbers.totals(self.period)[entry])
    }

    /// Sets the changes of the values of leaves.
    pub(super) fn end_at_leaves(&mut self) {
        let game = self.bound.game;
        let first = self.graph.nodes.len() + game.period_states.len();
        for (number, leaf) in game.leaves.iter().enumerate() {
            for actor in 0..game.actors {
                self.changes[(first + number) * game.actors + actor] = self.total(leaf.payment_set, actor).1;
            }
        }
    }

    /// Sets the changes of a node's values: those of the average over its edges. `added` is added to the value of an actor.
    pub(super) fn average(
        &mut self,
        recorder: &mut Recorder,
        node: usize,
        chance: impl Fn(usize, &Edge) -> Chance,
        added: Option<(usize, Change)>,
    ) {
        let actors = self.bound.game.actors;
        for actor in 0..actors {
            let edges = self.graph.edges_at(node).iter().enumerate();
            let terms = edges.flat_map(|(number, edge)| {
                let chance = chance(number, edge);
                let (value, [target, pay]) = self.edge(edge, actor);
                [(target, chance.value), (pay, chance.value), chance.times(value)]
            });
            let added = added.filter(|(of, _)| *of == actor).map(|(_, change)| (change, 1.0));
            self.changes[node * actors + actor] = recorder.sum(terms.chain(added));
        }
    }

    /// The value of an edge to an actor, and the changes of its target's value and of what it pays.
    fn edge(&self, edge: &Edge, actor: usize) -> (f64, [Change; 2]) {
        let actors = self.bound.game.actors;
        let target = edge.to as usize * actors + actor;
        let (pay, by_pay) = self.total(edge.payment_set, actor);
        (self.values[target][0] + pay, [self.changes[target], by_pay])
    }

    /// The expected value of each action of a set to its actor, given what it believes.
    pub(super) fn of_actions(&self, recorder: &mut Recorder, set: &InformationSet, belief: &[Value]) -> Vec<Value> {
        let of_action = |action: usize| {
            let mut value = 0.0;
            let mut terms: Vec<Weighted> = Vec::with_capacity(3 * belief.len());
            for (node, (share, change)) in set.members().zip(belief) {
                let (here, changes) = self.edge(&self.graph.edges_at(node)[action], set.actor);
                // What is never believed may be worth no number.
                if *share != 0.0 {
                    value += share * here;
                    terms.extend(changes.map(|change| (change, *share)));
                }
                terms.push((*change, here));
            }
            (value, recorder.sum(terms))
        };
        (0..set.actions).map(of_action).collect()
    }
}

/// What the best action gains over play.
pub(super) fn regret(recorder: &mut Recorder, actions: &[Value], play: &[Chance]) -> Value {
    let mut best = 0;
    for (action, (value, _)) in actions.iter().enumerate() {
        if *value > actions[best].0 {
            best = action;
        }
    }
    let (most, of_best) = actions[best];
    let mut lost = most;
    let mut terms = vec![(of_best, 1.0)];
    for (action, ((value, change), chance)) in actions.iter().zip(play).enumerate() {
        lost -= chance.value * value;
        terms.extend([(*change, -chance.value), chance.times(-value)]);
        let tied = most - value <= TIED * (most.abs() + value.abs());
        if action != best && tied {
            terms.push((recorder.tie(Tie::BestAction, [of_best, *change]), 1.0));
        }
    }
    (lost, recorder.sum(terms))
}
