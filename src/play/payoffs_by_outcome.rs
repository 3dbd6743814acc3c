//! What each payoff term comes to in the games that end in each outcome: one forward pass that carries, for every place,
//! the chance of being there and what has been paid on the way.

use crate::game::{Bound, Edge, Layer, LayerKind, Leaf, PeriodGraph, Profile, StartTo};

/// The chance of each outcome, and what is paid in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PayoffsByOutcome {
    /// The chance of each outcome.
    pub(crate) chances: Vec<f64>,
    /// The expected discounted payment of each term in games with an outcome, times its chance: `outcome × terms + term`.
    pub(crate) terms: Vec<f64>,
}

/// Computes it under a profile and the true prior.
pub(crate) fn payoffs_by_outcome(bound: &Bound<'_, 1>, profile: &Profile<1>) -> PayoffsByOutcome {
    let mut pass = Pass::new(bound);
    pass.start();
    for period in 1..=bound.game.periods {
        pass.play(period, &profile.periods[period - 1]);
    }
    pass.found
}

/// A chance, and the payments of each term weighted by it.
#[derive(Clone, Debug)]
struct Flow {
    chance: f64,
    paid: Vec<f64>,
}

impl Flow {
    fn none(terms: usize) -> Self {
        let paid = vec![0.0; terms];
        Self { chance: 0.0, paid }
    }

    /// Adds a share of another flow.
    fn add(&mut self, other: &Self, share: f64) {
        self.chance += other.chance * share;
        for (sum, paid) in self.paid.iter_mut().zip(&other.paid) {
            *sum += paid * share;
        }
    }
}

/// The state of the pass.
struct Pass<'a, 'g> {
    bound: &'a Bound<'g, 1>,
    /// The chance of each type profile.
    profiles: Vec<f64>,
    /// The discount weight of the current period, by actor.
    weights: Vec<f64>,
    /// The flow into each period state, between two periods.
    entering: Vec<Flow>,
    found: PayoffsByOutcome,
}

impl<'a, 'g> Pass<'a, 'g> {
    fn new(bound: &'a Bound<'g, 1>) -> Self {
        let game = bound.game;
        let terms = game.term_actor.len();
        Self {
            bound,
            profiles: bound.type_profile_chances(0).iter().map(|[chance]| *chance).collect(),
            weights: vec![1.0; game.actors],
            entering: vec![Flow::none(terms); game.period_states.len()],
            found: PayoffsByOutcome {
                chances: vec![0.0; game.outcomes],
                terms: vec![0.0; game.outcomes * terms],
            },
        }
    }

    /// The draws before the first period.
    fn start(&mut self) {
        let game = self.bound.game;
        let chances = self.bound.start_chances();
        for (ending, [chance]) in game.start.endings.iter().zip(chances) {
            let mut flow = Flow::none(game.term_actor.len());
            flow.chance = chance;
            match ending.to {
                StartTo::PeriodState(state) => self.entering[state].add(&flow, 1.0),
                StartTo::Leaf(leaf) => self.end(0, &game.leaves[leaf], flow),
            }
        }
    }

    /// Plays a period from its beginning to its end.
    fn play(&mut self, period: usize, choices: &[[f64; 1]]) {
        let game = self.bound.game;
        let graph = game.graph(period);
        let none = Flow::none(game.term_actor.len());
        let mut places = vec![none.clone(); game.places(graph)];
        for (entry, flow) in graph.entry.iter().zip(&self.entering) {
            if let Some(place) = entry {
                places[*place as usize].add(flow, 1.0);
            }
        }
        for layer in &graph.layers {
            self.pass_layer((period, graph), layer, choices, &mut places);
        }
        let nodes = graph.nodes.len();
        let leaves = places.split_off(nodes + game.period_states.len());
        for (leaf, flow) in game.leaves.iter().zip(leaves) {
            self.end(period, leaf, flow);
        }
        self.entering = places.split_off(nodes);
        self.close(period);
    }

    fn pass_layer(
        &self,
        (period, graph): (usize, &PeriodGraph),
        layer: &Layer,
        choices: &[[f64; 1]],
        places: &mut [Flow],
    ) {
        if layer.kind == LayerKind::Choice {
            for set in &graph.information_sets[layer.information_sets.clone()] {
                let chances: Vec<f64> = choices[set.choices()].iter().map(|[chance]| *chance).collect();
                for node in set.nodes.clone() {
                    self.pass_node(period, graph, node, &chances, places);
                }
            }
            return;
        }
        let slots = self.bound.slots(period);
        for node in layer.nodes.clone() {
            let edges = graph.edges_at(node).iter().enumerate();
            let chance = |(option, edge): (usize, &Edge)| match graph.nodes[node].choice(option) {
                Some(choice) => choices[choice][0],
                None => slots[edge.chance.index()][0],
            };
            let chances: Vec<f64> = edges.map(chance).collect();
            self.pass_node(period, graph, node, &chances, places);
        }
    }

    /// Lets what came to a node go on along its edges.
    fn pass_node(&self, period: usize, graph: &PeriodGraph, node: usize, chances: &[f64], places: &mut [Flow]) {
        if places[node].chance == 0.0 {
            return;
        }
        let flow = std::mem::replace(&mut places[node], Flow::none(0));
        for (edge, &chance) in graph.edges_at(node).iter().zip(chances) {
            let mut along = Flow::none(flow.paid.len());
            along.add(&flow, chance);
            self.pay(period, edge.payment_set, &mut along);
            places[edge.to as usize].add(&along, 1.0);
        }
    }

    /// Pays what is paid at the end of a period, and ends the games that are at the horizon.
    fn close(&mut self, period: usize) {
        let game = self.bound.game;
        let last = period == game.periods;
        let mut entering = std::mem::take(&mut self.entering);
        for (state, flow) in game.period_states.iter().zip(&mut entering) {
            self.pay(period, state.each_period, flow);
            if let Some(leaf) = state.horizon.as_ref().filter(|_| last) {
                self.pay(period, leaf.payment_set, flow);
            }
        }
        for (weight, [discount]) in self.weights.iter_mut().zip(&self.bound.discounts) {
            *weight *= discount;
        }
        for (state, flow) in game.period_states.iter().zip(&mut entering) {
            if let Some(leaf) = state.horizon.as_ref().filter(|_| last) {
                self.pay(period, state.perpetuity, flow);
                self.settle(leaf, flow);
            }
        }
        self.entering = entering;
    }

    /// Ends games at a leaf within a period.
    fn end(&mut self, period: usize, leaf: &Leaf, mut flow: Flow) {
        self.pay(period, leaf.payment_set, &mut flow);
        self.settle(leaf, &flow);
    }

    /// Counts games that ended at a leaf.
    fn settle(&mut self, leaf: &Leaf, flow: &Flow) {
        let chance = self.profiles[leaf.type_profile];
        self.found.chances[leaf.outcome] += flow.chance * chance;
        let terms = flow.paid.len();
        let sums = &mut self.found.terms[leaf.outcome * terms..][..terms];
        for (sum, paid) in sums.iter_mut().zip(&flow.paid) {
            *sum += paid * chance;
        }
    }

    /// Adds a payment set to what has been paid.
    fn pay(&self, period: usize, payment_set: u32, flow: &mut Flow) {
        for &(term, slot) in &self.bound.game.payment_sets[payment_set as usize].payments {
            let [amount] = self.bound.number(slot, period);
            let weight = self.weights[self.bound.game.term_actor[term as usize]];
            flow.paid[term as usize] += flow.chance * amount * weight;
        }
    }
}
