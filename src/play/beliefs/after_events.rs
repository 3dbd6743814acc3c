//! Posterior beliefs after each event: as the next period starts, in games that continue.

use super::Beliefs;
use super::events::{Events, Occurrences, Site};
use super::expectation::add_expectations;
use super::observers::{Observers, Question};
use crate::game::{Bound, PeriodPlay, Profile};
use crate::numeric::lanes::{LANES, Lanes, add, is_zero, product};
use crate::play::exact::PeriodStart;

/// Sums of the beliefs after each event, over all periods of a block of draws.
#[derive(Clone, Debug)]
pub struct BeliefsAfterEvents<'a, const W: usize = LANES> {
    observers: &'a Observers<'a>,
    events: &'a Events,
    bound: &'a Bound<'a, W>,
    profile: &'a Profile<W>,
    /// The true chance of each type profile.
    type_profiles: Vec<Lanes<W>>,
    /// The sums of beliefs in games in which an event happened: event × entries + entry.
    sums: Vec<Lanes<W>>,
    /// For each place of the graph, the expected belief in a value at the end of the period.
    values: Vec<Lanes<W>>,
    /// The chance of each occurrence of an event.
    flows: Vec<Lanes<W>>,
}

impl<'a, const W: usize> BeliefsAfterEvents<'a, W> {
    /// Before any period.
    pub fn new(
        observers: &'a Observers<'a>,
        events: &'a Events,
        bound: &'a Bound<'a, W>,
        profile: &'a Profile<W>,
    ) -> Self {
        Self {
            observers,
            events,
            bound,
            profile,
            type_profiles: bound.type_profile_chances(0),
            sums: vec![[0.0; W]; events.list().len() * observers.entries()],
            values: Vec::new(),
            flows: Vec::new(),
        }
    }

    /// Adds the period that is over as another one starts, as [`exact_observed`](crate::play::exact_observed)
    /// shows it, given the beliefs then.
    pub fn observe(&mut self, now: &PeriodStart<'_, W>, beliefs: &Beliefs<'_, W>) {
        let over = now.period - 1;
        if over == 0 {
            return;
        }
        let play = PeriodPlay::new(self.bound, self.profile, over);
        let occurrences = self.events.occurrences(self.bound.game.calendar[over - 1]);
        self.find_flows(&play, occurrences, now);
        for question in self.observers.questions() {
            for believed in 0..question.size {
                self.expect(&play, question.first_value + believed, beliefs);
                self.add_beliefs(occurrences, question, believed);
            }
        }
    }

    /// The beliefs of games in which an event happened and the private attribute in question has the value `truth`,
    /// added up.
    pub fn sum(&self, event: usize, question: &Question, truth: usize, believed: usize) -> Lanes<W> {
        let entry = question.entry(truth, believed);
        self.sums[event * self.observers.entries() + entry]
    }

    /// Computes the chance of each occurrence.
    fn find_flows(&mut self, play: &PeriodPlay<'_, W>, occurrences: &Occurrences, now: &PeriodStart<'_, W>) {
        self.flows.clear();
        self.flows.resize(occurrences.list.all.len(), [0.0; W]);
        for &(site, occurrence) in &occurrences.sites {
            let prior = &self.type_profiles[occurrences.list.all[occurrence].type_profile];
            let flow = match site {
                Site::Edge { node, .. } if is_zero(&now.passed[node]) => continue,
                Site::Edge { node, option } => {
                    let mass = product(&now.passed[node], prior);
                    product(&mass, play.chance(node, option))
                }
                Site::Entry(state) => product(&now.entered[state], prior),
            };
            add(&mut self.flows[occurrence], &flow);
        }
    }

    /// Computes the expected belief in a value as the next period starts; games that end count as 0.
    fn expect(&mut self, play: &PeriodPlay<'_, W>, value: usize, beliefs: &Beliefs<'_, W>) {
        let places = self.bound.game.places(play.graph);
        self.values.clear();
        self.values.resize(play.graph.nodes.len(), [0.0; W]);
        let held = beliefs.held().chunks_exact(self.observers.values);
        self.values.extend(held.map(|held| held[value]));
        self.values.resize(places, [0.0; W]);
        add_expectations(play, &mut self.values);
    }

    fn add_beliefs(&mut self, occurrences: &Occurrences, question: &Question, believed: usize) {
        let type_profiles = &self.bound.game.type_profiles;
        for (occurrence, flow) in occurrences.list.all.iter().zip(&self.flows) {
            let truth = type_profiles[occurrence.type_profile].values[question.about];
            let sum = occurrence.event * self.observers.entries() + question.entry(truth, believed);
            let belief = product(flow, &self.values[occurrence.to]);
            add(&mut self.sums[sum], &belief);
        }
    }
}
