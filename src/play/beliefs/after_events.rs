//! What actors believe once something has happened: as the next period starts, in games that go on.

use super::Beliefs;
use super::events::{Events, Ways};
use super::expectation::PeriodPlay;
use super::observers::{Observers, Question};
use crate::game::{Bound, Profile};
use crate::numeric::lanes::{LANES, Lanes, add, is_zero, product};
use crate::play::exact::PeriodStart;

/// What is believed after each event, over all periods of a block of draws.
#[derive(Clone, Debug)]
pub struct BeliefsAfterEvents<'a> {
    observers: &'a Observers<'a>,
    events: &'a Events,
    bound: &'a Bound<'a>,
    profile: &'a Profile,
    /// The true chance of each type profile.
    type_profiles: Vec<Lanes>,
    /// Beliefs in games in which an event happened, added up: event × entries + entry.
    sums: Vec<Lanes>,
    /// For each place of the graph, how likely a value will be held at the end of the period.
    values: Vec<Lanes>,
    /// How often each way is taken on which something happens.
    flows: Vec<Lanes>,
}

impl<'a> BeliefsAfterEvents<'a> {
    /// Nothing happened yet.
    pub fn new(observers: &'a Observers<'a>, events: &'a Events, bound: &'a Bound<'a>, profile: &'a Profile) -> Self {
        Self {
            observers,
            events,
            bound,
            profile,
            type_profiles: bound.type_profile_chances(0),
            sums: vec![[0.0; LANES]; events.list().len() * observers.entries()],
            values: Vec::new(),
            flows: Vec::new(),
        }
    }

    /// Takes note of the period that is over as another one starts, as [`exact_observed`](crate::play::exact_observed)
    /// shows it, given the beliefs then.
    pub fn observe(&mut self, now: &PeriodStart<'_>, beliefs: &Beliefs<'_>) {
        let over = now.period - 1;
        if over == 0 {
            return;
        }
        let play = PeriodPlay::of(self.bound, self.profile, over);
        let ways = self.events.ways(self.bound.game.calendar[over - 1]);
        self.flows.clear();
        self.flows.resize(ways.list.len(), [0.0; LANES]);
        self.find_flows(&play, ways, now.passed);
        self.find_sure_flows(&play, ways, now);
        for question in self.observers.questions() {
            for believed in 0..question.size {
                self.expect(&play, question.first_value + believed, beliefs);
                self.add_beliefs(ways, question, believed);
            }
        }
    }

    /// The beliefs of games in which an event happened and the private attribute in question has the value `truth`,
    /// added up.
    pub fn sum(&self, event: usize, question: &Question, truth: usize, believed: usize) -> Lanes {
        let entry = question.entry(truth, believed);
        self.sums[event * self.observers.entries() + entry]
    }

    /// Works out how often each way is taken.
    fn find_flows(&mut self, play: &PeriodPlay<'_>, ways: &Ways, places: &[Lanes]) {
        for (number, node) in play.graph.nodes.iter().enumerate() {
            if is_zero(&places[number]) {
                continue;
            }
            let here = product(&places[number], &self.type_profiles[node.type_profile as usize]);
            for (edge, _, chance) in play.ways(number) {
                if let Some(way) = ways.of_edge[edge] {
                    add(&mut self.flows[way as usize], &product(&here, chance));
                }
            }
        }
    }

    /// The same for what is sure to happen on the way along an edge, or to where the period begins.
    fn find_sure_flows(&mut self, play: &PeriodPlay<'_>, ways: &Ways, now: &PeriodStart<'_>) {
        for sure in &ways.sure {
            let type_profile = play.graph.nodes[sure.node].type_profile as usize;
            let here = product(&now.passed[sure.node], &self.type_profiles[type_profile]);
            let chance = play.chance(sure.node, sure.edge);
            add(&mut self.flows[sure.way as usize], &product(&here, chance));
        }
        for &(period_state, way) in &ways.entered {
            let type_profile = self.bound.game.period_states[period_state].type_profile;
            let here = product(&now.entered[period_state], &self.type_profiles[type_profile]);
            add(&mut self.flows[way as usize], &here);
        }
    }

    /// Works out how likely a value will be held as the next period starts; games that end count for nothing.
    fn expect(&mut self, play: &PeriodPlay<'_>, value: usize, beliefs: &Beliefs<'_>) {
        let nodes = play.graph.nodes.len();
        self.values.clear();
        self.values.resize(nodes, [0.0; LANES]);
        let held = beliefs.held().chunks_exact(self.observers.values);
        self.values.extend(held.map(|held| held[value]));
        let leaves = self.bound.game.leaves.len();
        self.values.resize(self.values.len() + leaves, [0.0; LANES]);
        play.look_ahead(&mut self.values);
    }

    fn add_beliefs(&mut self, ways: &Ways, question: &Question, believed: usize) {
        for (way, flow) in ways.list.iter().zip(&self.flows) {
            let truth = self.bound.game.type_profiles[way.type_profile].values[question.about];
            let entry = question.entry(truth, believed);
            add(
                &mut self.sums[way.event * self.observers.entries() + entry],
                &product(flow, &self.values[way.to]),
            );
        }
    }
}
