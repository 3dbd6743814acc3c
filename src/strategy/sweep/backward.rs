//! Backward pass: the values of places from the horizon to the start, and the responses of information sets to them.

mod respond;

use super::nested_logit::NestedLogit;
use super::period_pass::{average, give_back};
use super::scaled_play::ScaledPlay;
use crate::game::{Bound, Edge, Game, InformationSet, Layer, LayerKind, PeriodGraph, PeriodState, Profile};
use crate::numeric::lanes::{Lanes, product, vectorised};
use crate::strategy::{Beliefs, Reachable};

/// How information sets respond in a sweep.
#[derive(Clone, Debug)]
pub(crate) struct ResponseRule<const W: usize> {
    /// The share s of their precision with which logit sets respond, by lane.
    pub(crate) share: Lanes<W>,
    /// How best responders respond.
    pub(crate) best: BestResponse<W>,
    /// The fraction of the distance to its response that play moves, by lane: 1 to the response, 0 to stay.
    pub(crate) step: Lanes<W>,
    /// Whether values are computed at all sets, for regret, and not only where play responds to them.
    pub(crate) all_sets: bool,
    /// Whether values are those that actors act on, with [`Game::own_later`], and not those of the game as it is played.
    pub(crate) acted_on: bool,
}

/// How best responders respond.
#[derive(Clone, Debug)]
pub(crate) enum BestResponse<const W: usize> {
    /// As logit responders with this precision, by actor.
    Smooth(Vec<Lanes<W>>),
    /// One best action each; values within the tolerance, by actor, count as equal.
    Single(Vec<Lanes<W>>),
    /// All best actions share evenly.
    Shared(Vec<Lanes<W>>),
}

/// What a sweep found, by lane.
#[derive(Clone, Debug)]
pub(crate) struct SweepResult<const W: usize> {
    /// The largest |probability − response| over all sets.
    pub(crate) residual: Lanes<W>,
    /// The same over the sets with a smooth response.
    pub(crate) smooth_residual: Lanes<W>,
    /// The largest one-shot regret over the sets whose values were computed, by actor.
    pub(crate) regret: Vec<Lanes<W>>,
    /// The same over best responders' sets alone.
    pub(crate) best_regret: Vec<Lanes<W>>,
}

/// A sweep: each set's probabilities move towards the response to its actions' values, and values of earlier places use
/// the moved probabilities.
pub(crate) struct Sweep<'a, 'g, const W: usize> {
    pub(crate) bound: &'a Bound<'g, W>,
    pub(crate) beliefs: &'a Beliefs<W>,
    pub(crate) reachable: &'a Reachable,
    pub(crate) rule: &'a ResponseRule<W>,
    pub(crate) scaled: &'a mut [ScaledPlay],
    /// Where play goes on after the last period: what each period state is worth to each actor as a period begins there,
    /// state × actors + actor. Otherwise empty.
    pub(crate) beyond: &'a [Lanes<W>],
    /// Receives the values that the sweep computes, if they are wanted.
    pub(crate) record: Option<&'a mut ValueRecord<W>>,
}

/// The values that a sweep computes; entries that it does not visit keep what they held.
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueRecord<const W: usize> {
    /// For each period (t at t − 1), the value of each place of its graph: place × actors + actor.
    pub(crate) places: Vec<Vec<Lanes<W>>>,
    /// For each period, the expected value of each choice of its graph to the actor who makes it.
    pub(crate) choices: Vec<Vec<Lanes<W>>>,
}

impl<const W: usize> ValueRecord<W> {
    /// An empty record.
    pub(crate) fn of(game: &Game) -> Self {
        let choices = |&graph: &usize| vec![[0.0; W]; game.graphs[graph].choices];
        Self {
            places: vec![Vec::new(); game.periods],
            choices: game.calendar.iter().map(choices).collect(),
        }
    }
}

/// Buffers that are used again from set to set.
#[derive(Default)]
pub(super) struct Buffers<const W: usize> {
    pub(super) values: Vec<Lanes<W>>,
    odds: Vec<Lanes<W>>,
    pub(super) response: Vec<Lanes<W>>,
    nested: NestedLogit<W>,
}

impl<const W: usize> Sweep<'_, '_, W> {
    /// Runs the sweep.
    pub(crate) fn run(&mut self, profile: &mut Profile<W>) -> SweepResult<W> {
        vectorised(
            #[inline(always)]
            || self.pass(profile),
        )
    }

    #[inline(always)]
    fn pass(&mut self, profile: &mut Profile<W>) -> SweepResult<W> {
        let game = self.bound.game;
        let mut result = SweepResult {
            residual: [0.0; W],
            smooth_residual: [0.0; W],
            regret: vec![[0.0; W]; game.actors],
            best_regret: vec![[0.0; W]; game.actors],
        };
        let mut buffers = Buffers::default();
        // The value of each place of the graph: place × actors + actor.
        let mut values: Vec<Lanes<W>> = Vec::new();
        let mut later = self.beyond.to_vec();
        later.resize(game.period_states.len() * game.actors, [0.0; W]);
        for period in (1..=game.periods).rev() {
            let graph = game.graph(period);
            self.swap_with_record(period, &mut values);
            self.end_of_period(graph, period, &later, &mut values);
            for layer in graph.layers.iter().rev() {
                match layer.kind {
                    LayerKind::Choice => {
                        let choices = &mut profile.periods[period - 1];
                        let sets = layer.information_sets.clone();
                        let reachable = &self.reachable.sets(period)[sets.clone()];
                        for (set, reachable) in graph.information_sets[sets].iter().zip(reachable) {
                            let play = &mut choices[set.choices()];
                            let mut lost = None;
                            if *reachable {
                                lost = self.respond(graph, set, period, play, &values, (&mut result, &mut buffers));
                            }
                            self.pass_set(graph, set, period, play, &mut values);
                            let share = self.bound.given_back(set).filter(|_| self.rule.acted_on);
                            if let (Some(lost), Some(share)) = (lost, share) {
                                give_back(set, game.actors, &product(&lost, &share), &mut values);
                            }
                        }
                    }
                    LayerKind::Members => {
                        self.pass_members(graph, layer, period, &profile.periods[period - 1], &mut values);
                    }
                    LayerKind::Opportunity | LayerKind::Bound | LayerKind::Effect => {
                        self.pass_chance(graph, layer, period, &mut values);
                    }
                }
            }
            graph.count_members(&mut profile.periods[period - 1], |slot| self.bound.number(slot, period));
            graph.values_at_entry(&values, game.actors, &mut later);
            self.swap_with_record(period, &mut values);
        }
        result
    }

    /// Swaps the record's array in before a period and back after it, so that values are computed in place.
    fn swap_with_record(&mut self, period: usize, values: &mut Vec<Lanes<W>>) {
        if let Some(record) = &mut self.record {
            std::mem::swap(&mut record.places[period - 1], values);
        }
    }

    /// Sets the values of period states, as the period ends there, and of leaves.
    #[inline(always)]
    fn end_of_period(&self, graph: &PeriodGraph, period: usize, later: &[Lanes<W>], values: &mut Vec<Lanes<W>>) {
        let game = self.bound.game;
        let actors = game.actors;
        let totals = self.bound.totals(period);
        values.resize(game.places(graph) * actors, [0.0; W]);
        let mut places = values[graph.nodes.len() * actors..].chunks_exact_mut(actors);
        let states = game.period_states.iter().zip(later.chunks_exact(actors));
        for ((state, later), values) in states.zip(places.by_ref()) {
            self.end_period(state, period, later, values);
        }
        for (leaf, values) in game.leaves.iter().zip(places) {
            let first = leaf.payment_set as usize * actors;
            values.copy_from_slice(&totals[first..first + actors]);
        }
    }

    /// Sets the values of a state at which a period ends.
    #[inline(always)]
    fn end_period(&self, state: &PeriodState, period: usize, later: &[Lanes<W>], values: &mut [Lanes<W>]) {
        let game = self.bound.game;
        let pays = |set: u32, actor: usize| &self.bound.totals(period)[set as usize * game.actors + actor];
        for (actor, value) in values.iter_mut().enumerate() {
            let last = state.horizon.filter(|_| period == game.periods && game.tail.is_none());
            // Without a horizon outcome, `later` is 0 after the last period.
            let after = match last {
                None => &later[actor],
                Some(_) => pays(state.perpetuity, actor),
            };
            let ending = last.map_or(0, |leaf| leaf.payment_set);
            let (each, ending) = (pays(state.each_period, actor), pays(ending, actor));
            let discount = &self.bound.discounts[actor];
            *value = std::array::from_fn(|lane| each[lane] + discount[lane] * after[lane] + ending[lane]);
        }
    }

    #[inline(always)]
    fn pass_chance(&self, graph: &PeriodGraph, layer: &Layer, period: usize, values: &mut [Lanes<W>]) {
        let slots = self.bound.slots(period);
        let totals = self.bound.totals(period);
        let chance = |_: usize, edge: &Edge| &slots[edge.chance.index()];
        average(
            graph,
            layer.nodes.clone(),
            self.bound.game.actors,
            chance,
            totals,
            values,
        );
    }

    /// Further members play as their sets did before this sweep: all of them choose at once.
    #[inline(always)]
    fn pass_members(
        &self,
        graph: &PeriodGraph,
        layer: &Layer,
        period: usize,
        choices: &[Lanes<W>],
        values: &mut [Lanes<W>],
    ) {
        let totals = self.bound.totals(period);
        for node in layer.nodes.clone() {
            let first = graph.nodes[node].first_choice as usize;
            let chance = |way: usize, _: &Edge| &choices[first + way];
            average(graph, node..node + 1, self.bound.game.actors, chance, totals, values);
        }
    }

    #[inline(always)]
    fn pass_set(
        &self,
        graph: &PeriodGraph,
        set: &InformationSet,
        period: usize,
        play: &[Lanes<W>],
        values: &mut [Lanes<W>],
    ) {
        let totals = self.bound.totals(period);
        let chance = |action: usize, _: &Edge| &play[action];
        average(graph, set.nodes.clone(), self.bound.game.actors, chance, totals, values);
    }
}
