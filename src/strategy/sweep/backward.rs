//! Backward: values of places from the horizon to the start, and responses to them on the way.

use super::forward::{Beliefs, needs_beliefs};
use super::response::{best, logit, shared_best, single_best};
use super::scaled_play::ScaledPlay;
use crate::game::{Bound, Edge, Game, InformationSet, Layer, LayerKind, PeriodGraph, PeriodState, Play, Profile};
use crate::numeric::lanes::{Lanes, map, update, zip};
use crate::numeric::math::max;
use crate::strategy::Reachable;

/// How sets respond in a sweep.
#[derive(Clone, Debug)]
pub(in crate::strategy) struct Manner<const W: usize> {
    /// The share s of the way on which all precisions rise, by lane.
    pub(in crate::strategy) share: Lanes<W>,
    /// How best responders play.
    pub(in crate::strategy) best: BestManner<W>,
    /// How far each lane moves towards the responses: 1 all the way, 0 not at all.
    pub(in crate::strategy) step: Lanes<W>,
    /// Whether values are worked out at all sets, for regret, and not only where play rests on them.
    pub(in crate::strategy) everywhere: bool,
}

/// How best responders play.
#[derive(Clone, Debug)]
pub(in crate::strategy) enum BestManner<const W: usize> {
    /// As logit responders with this precision, by actor.
    Smooth(Vec<Lanes<W>>),
    /// One best action each; values within the tolerance, by actor, count as equal.
    Single(Vec<Lanes<W>>),
    /// All best actions share evenly.
    Shared(Vec<Lanes<W>>),
}

/// What a sweep found.
#[derive(Clone, Debug)]
pub(in crate::strategy) struct Swept<const W: usize> {
    /// The largest |probability − response| over all sets, by lane.
    pub(in crate::strategy) residual: Lanes<W>,
    /// The same over the sets that follow their responses part of the way.
    pub(in crate::strategy) smooth_residual: Lanes<W>,
    /// The largest one-shot regret over the sets whose values were worked out, by actor.
    pub(in crate::strategy) regret: Vec<Lanes<W>>,
    /// The same over best responders' sets alone.
    pub(in crate::strategy) best_regret: Vec<Lanes<W>>,
}

/// Sweeps backward once: each set's probabilities move towards the response to its actions' values, and values further
/// back rest on the probabilities as moved.
pub(in crate::strategy) struct Sweep<'a, 'g, const W: usize> {
    pub(in crate::strategy) bound: &'a Bound<'g, W>,
    pub(in crate::strategy) beliefs: &'a Beliefs<W>,
    pub(in crate::strategy) reachable: &'a Reachable,
    pub(in crate::strategy) manner: &'a Manner<W>,
    pub(in crate::strategy) careful: &'a mut [ScaledPlay],
    /// Where what was worked out on the way is written down, if it is wanted.
    pub(in crate::strategy) record: Option<&'a mut Record<W>>,
}

/// What a sweep works out on its way; only what it meets is written.
#[derive(Clone, Debug, Default)]
pub(in crate::strategy) struct Record<const W: usize> {
    /// For each period (t at t − 1), the value of each place of its graph: place × actors + actor.
    pub(in crate::strategy) values: Vec<Vec<Lanes<W>>>,
    /// For each period, the expected value of each choice of its graph to the actor who makes it.
    pub(in crate::strategy) choices: Vec<Vec<Lanes<W>>>,
}

impl<const W: usize> Record<W> {
    /// Nothing written yet.
    pub(in crate::strategy) fn of(game: &Game) -> Self {
        let choices = |&graph: &usize| vec![[0.0; W]; game.graphs[graph].choices];
        Self {
            values: vec![Vec::new(); game.periods],
            choices: game.calendar.iter().map(choices).collect(),
        }
    }
}

/// Room that is used again from set to set.
#[derive(Default)]
struct Room<const W: usize> {
    values: Vec<Lanes<W>>,
    odds: Vec<Lanes<W>>,
    response: Vec<Lanes<W>>,
}

impl<const W: usize> Sweep<'_, '_, W> {
    /// Runs the sweep.
    pub(in crate::strategy) fn run(&mut self, profile: &mut Profile<W>) -> Swept<W> {
        let game = self.bound.game;
        let mut swept = Swept {
            residual: [0.0; W],
            smooth_residual: [0.0; W],
            regret: vec![[0.0; W]; game.actors],
            best_regret: vec![[0.0; W]; game.actors],
        };
        let mut room = Room::default();
        // The value of each place of the graph: place × actors + actor.
        let mut values: Vec<Lanes<W>> = Vec::new();
        let mut later = vec![[0.0; W]; game.period_states.len() * game.actors];
        for period in (1..=game.periods).rev() {
            let graph = game.graph(period);
            self.swap_with_record(period, &mut values);
            self.begin(graph, period, &later, &mut values);
            for layer in graph.layers.iter().rev() {
                match layer.kind {
                    LayerKind::Choice => {
                        let choices = &mut profile.periods[period - 1];
                        self.decide(graph, layer, period, choices, &mut values, &mut swept, &mut room);
                    }
                    LayerKind::Opportunity | LayerKind::Bound | LayerKind::Effect => {
                        self.draw(graph, layer, period, &mut values);
                    }
                }
            }
            self.collect(graph, &values, &mut later);
            self.swap_with_record(period, &mut values);
        }
        swept
    }

    /// Done before a period and after it, the period's values are worked out in the record itself, if one is wanted.
    fn swap_with_record(&mut self, period: usize, values: &mut Vec<Lanes<W>>) {
        if let Some(record) = &mut self.record {
            std::mem::swap(&mut record.values[period - 1], values);
        }
    }

    /// Sets the values of period states, as the period ends there, and of leaves. Those of nodes follow one by one.
    fn begin(&self, graph: &PeriodGraph, period: usize, later: &[Lanes<W>], values: &mut Vec<Lanes<W>>) {
        let game = self.bound.game;
        let actors = game.actors;
        let totals = self.bound.totals(period);
        let nodes = graph.nodes.len() * actors;
        let period_states = game.period_states.len() * actors;
        values.resize(nodes + period_states + game.leaves.len() * actors, [0.0; W]);
        let (at_period_states, at_leaves) = values[nodes..].split_at_mut(period_states);
        for (number, values) in at_period_states.chunks_exact_mut(actors).enumerate() {
            let later = &later[number * actors..(number + 1) * actors];
            self.end_period(&game.period_states[number], period, later, values);
        }
        for (leaf, values) in game.leaves.iter().zip(at_leaves.chunks_exact_mut(actors)) {
            let first = leaf.payment_set as usize * actors;
            values.copy_from_slice(&totals[first..first + actors]);
        }
    }

    /// Sets the values of a period state at which a period ends.
    fn end_period(&self, period_state: &PeriodState, period: usize, later: &[Lanes<W>], values: &mut [Lanes<W>]) {
        let game = self.bound.game;
        let pays =
            |payment_set: u32, actor: usize| &self.bound.totals(period)[payment_set as usize * game.actors + actor];
        for (actor, value) in values.iter_mut().enumerate() {
            let last = period_state.horizon.filter(|_| period == game.periods);
            let after = match last {
                None if period == game.periods => &[0.0; W],
                None => &later[actor],
                Some(_) => pays(period_state.perpetuity, actor),
            };
            let ending = last.map_or(0, |leaf| leaf.payment_set);
            let (each, ending) = (pays(period_state.each_period, actor), pays(ending, actor));
            let discount = &self.bound.discounts[actor];
            *value = std::array::from_fn(|lane| each[lane] + discount[lane] * after[lane] + ending[lane]);
        }
    }

    /// The values of period states as a period begins there.
    fn collect(&self, graph: &PeriodGraph, values: &[Lanes<W>], later: &mut [Lanes<W>]) {
        let actors = self.bound.game.actors;
        for (number, entry) in graph.entry.iter().enumerate() {
            if let Some(place) = entry {
                let place = *place as usize * actors;
                later[number * actors..(number + 1) * actors].copy_from_slice(&values[place..place + actors]);
            }
        }
    }

    fn draw(&self, graph: &PeriodGraph, layer: &Layer, period: usize, values: &mut [Lanes<W>]) {
        let slots = self.bound.slots(period);
        let totals = self.bound.totals(period);
        for node in layer.nodes.clone() {
            let edges = graph.edges_at(node);
            let chance = |edge: usize| &slots[edges[edge].chance.index()];
            self.weigh_ways(edges, node, chance, totals, values);
        }
    }

    /// Sets the values of a node: those beyond each of its edges, weighted by the edge's chance.
    fn weigh_ways<'c>(
        &self,
        edges: &[Edge],
        node: usize,
        chance: impl Fn(usize) -> &'c Lanes<W>,
        totals: &[Lanes<W>],
        values: &mut [Lanes<W>],
    ) {
        let actors = self.bound.game.actors;
        // Edges lead forward, so the values beyond stand behind the node's own.
        let (here, beyond) = values.split_at_mut((node + 1) * actors);
        for (actor, here) in here[node * actors..].iter_mut().enumerate() {
            let mut sum = [0.0; W];
            for (number, edge) in edges.iter().enumerate() {
                let chance = chance(number);
                let beyond = &beyond[(edge.to as usize - node - 1) * actors + actor];
                if edge.payment_set == 0 {
                    for lane in 0..W {
                        sum[lane] += chance[lane] * beyond[lane];
                    }
                } else {
                    let pay = &totals[edge.payment_set as usize * actors + actor];
                    for lane in 0..W {
                        sum[lane] += chance[lane] * (beyond[lane] + pay[lane]);
                    }
                }
            }
            *here = sum;
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one step of the sweep, split off to be read alone"
    )]
    fn decide(
        &mut self,
        graph: &PeriodGraph,
        layer: &Layer,
        period: usize,
        choices: &mut [Lanes<W>],
        values: &mut [Lanes<W>],
        swept: &mut Swept<W>,
        room: &mut Room<W>,
    ) {
        let totals = self.bound.totals(period);
        let reachable = &self.reachable.sets(period)[layer.information_sets.clone()];
        for (set, reachable) in graph.information_sets[layer.information_sets.clone()]
            .iter()
            .zip(reachable)
        {
            let play = &mut choices[set.first_choice..set.first_choice + set.actions];
            let respond = needs_beliefs(set);
            if *reachable && set.actions > 1 && (respond || self.manner.everywhere) {
                self.weigh_actions(graph, set, period, values, &mut room.values);
                if let Some(record) = &mut self.record {
                    record.choices[period - 1][set.first_choice..set.first_choice + set.actions]
                        .copy_from_slice(&room.values);
                }
                if respond {
                    self.respond(set, period, play, room, swept);
                }
                let regret = regret(&room.values, play);
                update(&mut swept.regret[set.actor], &regret, max);
                if set.play == Play::BestResponse {
                    update(&mut swept.best_regret[set.actor], &regret, max);
                }
            }
            for node in set.nodes.clone() {
                let edges = graph.edges_at(node);
                self.weigh_ways(edges, node, |choice| &play[choice], totals, values);
            }
        }
    }

    /// The expected value of each action of a set, given the actor's belief, in units of the period.
    fn weigh_actions(
        &self,
        graph: &PeriodGraph,
        set: &InformationSet,
        period: usize,
        values: &[Lanes<W>],
        into: &mut Vec<Lanes<W>>,
    ) {
        let actors = self.bound.game.actors;
        let totals = self.bound.totals(period);
        let weights = &self.beliefs.weights[period - 1];
        let alone = set.nodes.len() == 1;
        let mut total = [0.0; W];
        into.clear();
        into.resize(set.actions, [0.0; W]);
        for node in set.nodes.clone() {
            let weight = if alone { &[1.0; W] } else { &weights[node] };
            update(&mut total, weight, |sum, weight| sum + weight);
            for (edge, value) in graph.edges_of(node).zip(into.iter_mut()) {
                let edge = &graph.edges[edge];
                let beyond = &values[edge.to as usize * actors + set.actor];
                let pay = &totals[edge.payment_set as usize * actors + set.actor];
                for lane in 0..W {
                    value[lane] += weight[lane] * (beyond[lane] + pay[lane]);
                }
            }
        }
        if alone {
            return;
        }
        for value in into {
            update(
                value,
                &total,
                |value, total| if total > 0.0 { value / total } else { 0.0 },
            );
        }
    }

    /// Moves the play of a set towards its response.
    fn respond(
        &mut self,
        set: &InformationSet,
        period: usize,
        play: &mut [Lanes<W>],
        room: &mut Room<W>,
        swept: &mut Swept<W>,
    ) {
        let smooth = match (&set.play, &self.manner.best) {
            (Play::Logit(precision), _) => Some(zip(
                &self.bound.number(*precision, period),
                &self.manner.share,
                |a, b| a * b,
            )),
            (_, BestManner::Smooth(precision)) => Some(precision[set.actor]),
            (_, BestManner::Single(tolerance)) => {
                single_best(&room.values, play, &tolerance[set.actor], &mut room.response);
                None
            }
            (_, BestManner::Shared(tolerance)) => {
                shared_best(&room.values, &tolerance[set.actor], &mut room.response);
                None
            }
        };
        if let Some(precision) = smooth {
            logit(&room.values, &precision, &mut room.odds, &mut room.response);
        }
        // A pure reply is played or it is not: there is nothing to follow part of the way.
        let step = match smooth {
            Some(_) => self.manner.step,
            None => map(&self.manner.step, |step| if step > 0.0 { 1.0 } else { 0.0 }),
        };
        for (play, response) in play.iter_mut().zip(&room.response) {
            for lane in 0..W {
                let gap = response[lane] - play[lane];
                swept.residual[lane] = max(swept.residual[lane], gap.abs());
                if smooth.is_some() {
                    swept.smooth_residual[lane] = max(swept.smooth_residual[lane], gap.abs());
                }
                play[lane] = match step[lane] {
                    1.0 => response[lane],
                    step => play[lane] + step * gap,
                };
            }
        }
        if smooth.is_some() {
            self.respond_with_care(set, period, &room.odds);
        }
    }

    fn respond_with_care(&mut self, set: &InformationSet, period: usize, odds: &[Lanes<W>]) {
        for careful in self.careful.iter_mut() {
            let lane = careful.lane();
            let step = self.manner.step[lane];
            if step > 0.0 {
                let odds: Vec<f64> = odds.iter().map(|odds| odds[lane]).collect();
                careful.respond(period, set.first_choice, &odds, step);
            }
        }
    }
}

/// The most that the actor could gain here by one deviation.
fn regret<const W: usize>(values: &[Lanes<W>], play: &[Lanes<W>]) -> Lanes<W> {
    let mut expected = [0.0; W];
    for (value, play) in values.iter().zip(play) {
        for lane in 0..W {
            expected[lane] += value[lane] * play[lane];
        }
    }
    zip(&best(values), &expected, |best, expected| best - expected)
}
