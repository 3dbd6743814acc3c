//! The exact distribution of outcomes, payments and decisions under a profile: one forward pass for a block of draws.

use super::members::Done;
use super::tally::Compliance;
use crate::game::{Bound, Layer, LayerKind, Leaf, PeriodGraph, Profile, StartTo};
use crate::numeric::lanes::{LANES, Lanes, add, is_zero, map, product};

/// The exact distribution for each draw of a block, under the true prior.
#[derive(Clone, Debug, PartialEq)]
pub struct Exact<const W: usize = LANES> {
    /// The chance of each outcome.
    pub outcomes: Vec<Lanes<W>>,
    /// The chance of each type profile and outcome together: `type profile × outcomes + outcome`.
    pub outcomes_by_type_profile: Vec<Lanes<W>>,
    /// The chance of each type profile.
    pub type_profiles: Vec<Lanes<W>>,
    /// The chance that the game ends in a period with an outcome: `period × outcomes + outcome`, periods 0..=T (0 is the
    /// start).
    pub endings: Vec<Lanes<W>>,
    /// The chance that the game is still running at the start of each period (index t − 1 for period t).
    pub running: Vec<Lanes<W>>,
    /// The chance that the game survives the stages of each period (index t − 1).
    pub survives: Vec<Lanes<W>>,
    /// For each period (index t − 1) and measure, its sum over surviving games, weighted by their chance.
    pub measures: Vec<Lanes<W>>,
    /// The chance that a decision of a kind is reached: period (index t − 1) × kinds + kind.
    pub reached: Vec<Lanes<W>>,
    /// The chance of taking an action: period (index t − 1) × all kinds' actions + `DecisionKind::first` + action.
    pub taken: Vec<Lanes<W>>,
    /// Compliance with commitments, as expected numbers of occasions: (commitment × type profiles + type profile) ×
    /// kinds of compliance + kind.
    pub compliance: Vec<Lanes<W>>,
    /// The expected discounted payment of each term.
    pub terms: Vec<Lanes<W>>,
}

/// Computes the exact distribution under a profile.
pub fn exact<const W: usize>(bound: &Bound<'_, W>, profile: &Profile<W>) -> Exact<W> {
    exact_observed(bound, profile, |_| ())
}

/// The reach of places as a period starts. A *reach* is the chance that the game is at a place given its type profile; the
/// chance itself is the reach times the chance of the type profile under a prior. Observers may hold a prior that gives
/// weight to type profiles that never occur under the true one.
#[derive(Clone, Copy, Debug)]
pub struct PeriodStart<'a, const W: usize = LANES> {
    /// The period that starts.
    pub period: usize,
    /// The reach of each period state.
    pub reach: &'a [Lanes<W>],
    /// The reach of each place of the graph of the period before; empty as the first period starts.
    pub passed: &'a [Lanes<W>],
    /// The reach of each period state as the period before started; empty as the first period starts.
    pub entered: &'a [Lanes<W>],
}

/// Computes the exact distribution under a profile, and shows `observe` each period as it starts.
pub fn exact_observed<const W: usize>(
    bound: &Bound<'_, W>,
    profile: &Profile<W>,
    mut observe: impl FnMut(&PeriodStart<'_, W>),
) -> Exact<W> {
    let mut pass = Pass::new(bound);
    pass.start();
    for period in 1..=bound.game.periods {
        observe(&PeriodStart {
            period,
            reach: &pass.at_period_state,
            passed: &pass.reach,
            entered: &pass.entered,
        });
        pass.enter(period);
        pass.play(period, &profile.periods[period - 1]);
        pass.close(period);
        pass.pay(period);
        pass.discount();
    }
    pass.pay_perpetuity();
    pass.result
}

/// The state of a forward pass.
struct Pass<'a, 'g, const W: usize> {
    bound: &'a Bound<'g, W>,
    /// The reach of each period state, between two periods.
    at_period_state: Vec<Lanes<W>>,
    /// The reach of each period state as the period started.
    entered: Vec<Lanes<W>>,
    /// The reach of each place of the period's graph.
    reach: Vec<Lanes<W>>,
    /// The chance that each payment set is paid in the current period.
    paid: Vec<Lanes<W>>,
    /// The discount weight of the current period, by actor.
    weights: Vec<Lanes<W>>,
    result: Exact<W>,
}

impl<'a, 'g, const W: usize> Pass<'a, 'g, W> {
    fn new(bound: &'a Bound<'g, W>) -> Self {
        let game = bound.game;
        let zeros = |count: usize| vec![[0.0; W]; count];
        let actions: usize = game.decision_kinds.iter().map(|row| row.actions).sum();
        let of_commitment = game.type_profiles.len() * Compliance::ALL.len();
        let result = Exact {
            outcomes: zeros(game.outcomes),
            outcomes_by_type_profile: zeros(game.type_profiles.len() * game.outcomes),
            type_profiles: bound.type_profile_chances(0),
            endings: zeros((game.periods + 1) * game.outcomes),
            running: zeros(game.periods),
            survives: zeros(game.periods),
            measures: zeros(game.periods * game.measures),
            reached: zeros(game.periods * game.decision_kinds.len()),
            taken: zeros(game.periods * actions),
            compliance: zeros(game.commitments.len() * of_commitment),
            terms: zeros(game.term_actor.len()),
        };
        Self {
            bound,
            at_period_state: zeros(game.period_states.len()),
            entered: Vec::new(),
            reach: Vec::new(),
            paid: zeros(game.payment_sets.len()),
            weights: vec![[1.0; W]; game.actors],
            result,
        }
    }

    /// Period 0: the draws before the first period.
    fn start(&mut self) {
        let game = self.bound.game;
        for (ending, within) in game.start.endings.iter().zip(self.bound.start_chances()) {
            match ending.to {
                StartTo::PeriodState(state) => add(&mut self.at_period_state[state], &within),
                StartTo::Leaf(leaf) => self.end(0, &game.leaves[leaf], &within),
            }
        }
        self.pay(0);
    }

    /// Puts the games where their period begins.
    fn enter(&mut self, period: usize) {
        let game = self.bound.game;
        let graph = game.graph(period);
        self.entered.clone_from(&self.at_period_state);
        self.reach.clear();
        self.reach.resize(game.places(graph), [0.0; W]);
        let states = game.period_states.iter().zip(&self.at_period_state);
        for (place, (period_state, reach)) in graph.entry.iter().zip(states) {
            if let Some(place) = place {
                add(&mut self.reach[*place as usize], reach);
                let mass = product(reach, &self.result.type_profiles[period_state.type_profile]);
                add(&mut self.result.running[period - 1], &mass);
            }
        }
    }

    /// Plays the stages of a period.
    fn play(&mut self, period: usize, choices: &[Lanes<W>]) {
        let graph = self.bound.game.graph(period);
        for layer in &graph.layers {
            match layer.kind {
                LayerKind::Choice => self.decide(period, graph, layer, choices),
                LayerKind::Members => self.count(period, graph, layer, choices),
                _ => self.draw(graph, layer, self.bound.slots(period)),
            }
        }
    }

    fn decide(&mut self, period: usize, graph: &PeriodGraph, layer: &Layer, choices: &[Lanes<W>]) {
        let kinds = &self.bound.game.decision_kinds;
        let type_profiles = self.bound.game.type_profiles.len();
        let actions = self.result.taken.len() / self.bound.game.periods;
        let taken = &mut self.result.taken[(period - 1) * actions..period * actions];
        let reached = &mut self.result.reached[(period - 1) * kinds.len()..period * kinds.len()];
        for set in &graph.information_sets[layer.information_sets.clone()] {
            let chances = &choices[set.choices()];
            let first = kinds[set.decision_kind].first;
            for node in set.nodes.clone() {
                let reach = self.reach[node];
                if is_zero(&reach) {
                    continue;
                }
                let type_profile = graph.nodes[node].type_profile as usize;
                let mass = product(&reach, &self.result.type_profiles[type_profile]);
                add(&mut reached[set.decision_kind], &mass);
                let edges = graph.edges_at(node);
                for (choice, (edge, chance)) in edges.iter().zip(chances).enumerate() {
                    add(&mut self.reach[edge.to as usize], &product(&reach, chance));
                    let share = product(&mass, chance);
                    add(&mut taken[first + usize::from(edge.action)], &share);
                    for occasion in &set.occasions {
                        let place = occasion.commitment * type_profiles + type_profile;
                        let kind = Compliance::of(occasion, choice) as usize;
                        let place = place * Compliance::ALL.len() + kind;
                        add(&mut self.result.compliance[place], &share);
                    }
                    if edge.payment_set != 0 {
                        add(&mut self.paid[edge.payment_set as usize], &share);
                    }
                }
            }
        }
    }

    /// Further members of groups choose: what each of them does counts.
    fn count(&mut self, period: usize, graph: &PeriodGraph, layer: &Layer, choices: &[Lanes<W>]) {
        let game = self.bound.game;
        let actions = self.result.taken.len() / game.periods;
        for node in layer.nodes.clone() {
            let reach = self.reach[node];
            let Some(members) = graph.members_at(node).filter(|_| !is_zero(&reach)) else {
                continue;
            };
            let type_profile = graph.nodes[node].type_profile as usize;
            let mass = product(&reach, &self.result.type_profiles[type_profile]);
            let done = Done::of(game, graph, members);
            let kinds = (period - 1) * game.decision_kinds.len();
            let ways = members.counts().into_iter().zip(&choices[members.entries()]);
            for (edge, (way, chance)) in graph.edges_at(node).iter().zip(ways) {
                add(&mut self.reach[edge.to as usize], &product(&reach, chance));
                let share = product(&mass, chance);
                for (count, deed) in done.each(&way) {
                    let counted = map(&share, |share| share * f64::from(count));
                    add(&mut self.result.reached[kinds + deed.kind], &counted);
                    add(&mut self.result.taken[(period - 1) * actions + deed.tally], &counted);
                    for &(commitment, kind) in &deed.compliance {
                        let place = commitment * game.type_profiles.len() + type_profile;
                        let place = place * Compliance::ALL.len() + kind as usize;
                        add(&mut self.result.compliance[place], &counted);
                    }
                }
                if edge.payment_set != 0 {
                    add(&mut self.paid[edge.payment_set as usize], &share);
                }
            }
        }
    }

    fn draw(&mut self, graph: &PeriodGraph, layer: &Layer, slots: &[Lanes<W>]) {
        for node in layer.nodes.clone() {
            let reach = self.reach[node];
            if is_zero(&reach) {
                continue;
            }
            let type_profile = graph.nodes[node].type_profile as usize;
            for edge in graph.edges_at(node) {
                let flow = product(&reach, &slots[edge.chance.index()]);
                add(&mut self.reach[edge.to as usize], &flow);
                if edge.payment_set != 0 {
                    let mass = product(&flow, &self.result.type_profiles[type_profile]);
                    add(&mut self.paid[edge.payment_set as usize], &mass);
                }
            }
        }
    }

    /// Ends a period: some games ended in it, the others survived it.
    fn close(&mut self, period: usize) {
        let game = self.bound.game;
        let nodes = game.graph(period).nodes.len();
        let leaves = nodes + game.period_states.len();
        for (number, leaf) in game.leaves.iter().enumerate() {
            let reach = self.reach[leaves + number];
            if !is_zero(&reach) {
                self.end(period, leaf, &reach);
            }
        }
        let ends = &self.reach[nodes..leaves];
        self.at_period_state.copy_from_slice(ends);
        for number in 0..game.period_states.len() {
            let reach = self.at_period_state[number];
            if !is_zero(&reach) {
                self.survive(period, number, &reach);
            }
        }
    }

    fn survive(&mut self, period: usize, number: usize, reach: &Lanes<W>) {
        let game = self.bound.game;
        let period_state = &game.period_states[number];
        let slots = self.bound.slots(period);
        let mass = product(reach, &self.result.type_profiles[period_state.type_profile]);
        add(&mut self.result.survives[period - 1], &mass);
        add(&mut self.paid[period_state.each_period as usize], &mass);
        let measures = (period - 1) * game.measures..period * game.measures;
        let measures = &mut self.result.measures[measures];
        for (sum, slot) in measures.iter_mut().zip(&period_state.measures) {
            add(sum, &product(&mass, &slots[slot.index()]));
        }
        if period == game.periods
            && let Some(leaf) = &period_state.horizon
        {
            self.end(period, leaf, reach);
        }
    }

    /// Ends games of this reach at a leaf.
    fn end(&mut self, period: usize, leaf: &Leaf, reach: &Lanes<W>) {
        let outcomes = self.bound.game.outcomes;
        let mass = product(reach, &self.result.type_profiles[leaf.type_profile]);
        add(&mut self.result.outcomes[leaf.outcome], &mass);
        let of_type_profile = leaf.type_profile * outcomes + leaf.outcome;
        let sum = &mut self.result.outcomes_by_type_profile[of_type_profile];
        add(sum, &mass);
        let of_period = period * outcomes + leaf.outcome;
        add(&mut self.result.endings[of_period], &mass);
        add(&mut self.paid[leaf.payment_set as usize], &mass);
    }

    /// Adds the payments of a period to the terms.
    fn pay(&mut self, period: usize) {
        let game = self.bound.game;
        let slots = self.bound.slots(period);
        for (payment_set, paid) in game.payment_sets.iter().zip(&mut self.paid) {
            if is_zero(paid) {
                continue;
            }
            for &(term, slot) in &payment_set.payments {
                let weight = &self.weights[game.term_actor[term as usize]];
                let amount = product(&slots[slot.index()], weight);
                let amount = product(paid, &amount);
                add(&mut self.result.terms[term as usize], &amount);
            }
            *paid = [0.0; W];
        }
    }

    /// Discounts by one period.
    fn discount(&mut self) {
        for (weight, discount) in self.weights.iter_mut().zip(&self.bound.discounts) {
            *weight = product(weight, discount);
        }
    }

    /// Pays for the lasting situation after the horizon.
    fn pay_perpetuity(&mut self) {
        let states = self.bound.game.period_states.iter();
        for (period_state, reach) in states.zip(&self.at_period_state) {
            if period_state.perpetuity != 0 {
                let mass = product(reach, &self.result.type_profiles[period_state.type_profile]);
                add(&mut self.paid[period_state.perpetuity as usize], &mass);
            }
        }
        self.pay(self.bound.game.periods);
    }
}
