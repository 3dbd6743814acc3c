//! Advances a batch of games through a period, layer by layer.

use super::commitment_tracker::CommitmentTracker;
use super::compiled_game::{CompiledEdge, CompiledGame, CompiledGraph, CompiledLayer, Counts};
use super::draw::Draw;
use super::payoff_accumulator::{PayoffAccumulator, PeriodAmounts};
use super::streams::{Streams, invert};
use super::tally::Tallies;
use crate::game::{Node, PeriodGraph, index};
use crate::numeric::lanes::Lanes;

/// The thresholds of a layer are computed in advance if at least this many games are at it, for each of its edges.
const GAMES_PER_EDGE: f64 = 1.0;
/// Random numbers are drawn one by one if fewer than one in this many is needed: one alone costs as much as these.
const NUMBERS_AT_ONCE: usize = 32;

/// The positions of a batch of games, and the buffers for advancing them. Games are numbered within their batch.
#[derive(Debug)]
pub(super) struct Batch {
    /// The games that are not over, by rising number.
    pub(super) running: Vec<u32>,
    /// The place of each running game, in their order; after the last period, its period state.
    pub(super) at: Vec<u32>,
    /// Buffer for the running games at a layer, as positions in their order.
    at_layer: Vec<u32>,
    /// All running games as positions in their order.
    everyone: Vec<u32>,
    /// Buffer for the payments of a layer: the game, and the payment set.
    due: Vec<(u32, u32)>,
    /// Random numbers, by game.
    pub(super) numbers: Vec<f64>,
    /// For each edge of the graph, the number below which it or an earlier edge of its node is taken, where it was computed.
    thresholds: Vec<f64>,
    /// Whether a layer's thresholds were computed and hold for all periods of the graph.
    ready: Vec<bool>,
    /// The graph that the thresholds belong to.
    graph: usize,
}

/// One period of a batch of games.
pub(super) struct Period<'a> {
    pub(super) draw: &'a Draw<'a>,
    pub(super) period: usize,
    /// The number of the first game.
    first: u64,
    /// How many games there are.
    count: usize,
    /// The number of the graph that is played.
    number: usize,
    pub(super) graph: &'a PeriodGraph,
    compiled: &'a CompiledGraph,
    streams: &'a Streams,
    pub(super) amounts: PeriodAmounts<'a>,
    choices: &'a [Lanes],
    /// Whether any number of the game changes from period to period.
    varies: bool,
}

/// What the games of a batch add to.
pub(super) struct Accumulators<'a> {
    pub(super) payoffs: &'a mut PayoffAccumulator,
    pub(super) commitments: &'a mut CommitmentTracker,
    pub(super) tallies: &'a mut Tallies,
}

impl Batch {
    pub(super) fn new(games: usize) -> Self {
        Self {
            running: Vec::with_capacity(games),
            at: Vec::with_capacity(games),
            at_layer: vec![0; games],
            everyone: (0..index(games)).collect(),
            due: vec![(0, 0); games],
            numbers: vec![0.0; games],
            thresholds: Vec::new(),
            ready: Vec::new(),
            graph: 0,
        }
    }

    /// Advances all running games to the period states and leaves at which a period ends.
    pub(super) fn advance(&mut self, now: &Period<'_>, sums: &mut Accumulators<'_>) {
        if self.graph != now.number || self.ready.is_empty() {
            self.graph = now.number;
            self.thresholds.resize(now.compiled.edges.len(), 0.0);
            self.ready.clear();
            self.ready.resize(now.compiled.layers.len(), false);
        }
        for (number, layer) in now.compiled.layers.iter().enumerate() {
            let count = self.find(layer);
            if count > 0 {
                if layer.random {
                    self.draw_numbers(now, number, count);
                }
                self.pass(now, number, count, sums);
            }
        }
    }

    /// Another draw has other thresholds.
    pub(super) fn begin_draw(&mut self) {
        self.ready.clear();
    }

    /// Finds the games at a layer, and counts them. Where all are, no list is made.
    fn find(&mut self, layer: &CompiledLayer) -> usize {
        let width = layer.nodes.end - layer.nodes.start;
        let is_here = |place: u32| place.wrapping_sub(layer.nodes.start) < width;
        let count = self.at.iter().filter(|&&place| is_here(place)).count();
        if count == 0 || count == self.at.len() {
            return count;
        }
        let mut listed = 0;
        for (slot, &place) in (0..).zip(&self.at) {
            // Always written, and counted only if the game is here: a branch would be hard to predict.
            self.at_layer[listed] = slot;
            listed += usize::from(is_here(place));
            if listed == count {
                break;
            }
        }
        count
    }

    /// The games that were found, as positions in the order of running games.
    fn found(&self, count: usize) -> &[u32] {
        if count == self.running.len() {
            &self.everyone[..count]
        } else {
            &self.at_layer[..count]
        }
    }

    /// Draws the random numbers of a layer for the games at it.
    fn draw_numbers(&mut self, now: &Period<'_>, layer: usize, count: usize) {
        let Period {
            number, draw, period, ..
        } = *now;
        let mut stream = now.streams.layer(number, layer, draw.number, period);
        if count * NUMBERS_AT_ONCE < now.count {
            for at in 0..count {
                let game = self.running[self.found(count)[at] as usize];
                self.numbers[game as usize] = stream.at(now.first + u64::from(game));
            }
        } else {
            stream.fill(now.first, &mut self.numbers[..now.count]);
        }
    }

    /// Advances the games at a layer along the edges that chance or their actors take.
    fn pass(&mut self, now: &Period<'_>, number: usize, count: usize, sums: &mut Accumulators<'_>) {
        let layer = &now.compiled.layers[number];
        let many = count as f64 >= layer.edges.len() as f64 * GAMES_PER_EDGE;
        if many && !self.ready[number] {
            self.prepare(now, layer);
            self.ready[number] = layer.counts == Counts::Nothing && !now.varies;
        }
        let prepared = many || self.ready[number];
        let Self {
            running,
            at,
            due,
            at_layer,
            everyone,
            numbers,
            thresholds,
            ..
        } = self;
        let found = if count == running.len() { everyone } else { at_layer };
        let games = LayerGames {
            running,
            at,
            due,
            slots: &found[..count],
            numbers,
        };
        // Held in locals: fields behind references would be read again for every game.
        let nodes = now.graph.nodes.as_slice();
        let (first_node, first_edge) = (layer.nodes.start, layer.edges.start);
        let thresholds = thresholds.as_slice();
        match layer.degree {
            Some(2) if prepared => games.pass(now, layer, sums, move |place, number| {
                let first = first_edge + (place - first_node) * 2;
                first + u32::from(number >= thresholds[first as usize])
            }),
            Some(3) if prepared => games.pass(now, layer, sums, move |place, number| {
                let first = first_edge + (place - first_node) * 3;
                first + passed(&thresholds[first as usize..first as usize + 2], number)
            }),
            _ if prepared => games.pass(now, layer, sums, move |place, number| {
                let node = &nodes[place as usize];
                let first = node.first_edge as usize;
                let thresholds = &thresholds[first..first + node.edges as usize - 1];
                node.first_edge + passed(thresholds, number)
            }),
            _ => games.pass(now, layer, sums, move |place, number| {
                let node = &nodes[place as usize];
                let chance = |option| now.chance(node, option);
                node.first_edge + index(invert(number, node.edges as usize, chance))
            }),
        }
    }

    /// Computes the thresholds of a layer: the same sums as in [`invert`].
    fn prepare(&mut self, now: &Period<'_>, layer: &CompiledLayer) {
        for node in &now.graph.nodes[layer.nodes.start as usize..layer.nodes.end as usize] {
            let mut sum = 0.0;
            let first = node.first_edge as usize;
            let thresholds = &mut self.thresholds[first..first + node.edges as usize];
            for (option, threshold) in thresholds.iter_mut().enumerate() {
                sum += now.chance(node, option);
                *threshold = sum;
            }
        }
    }
}

/// The games at a layer.
struct LayerGames<'a> {
    running: &'a [u32],
    /// The place of each running game.
    at: &'a mut [u32],
    due: &'a mut [(u32, u32)],
    /// The running games at the layer, as positions in their order.
    slots: &'a [u32],
    /// A random number for each game.
    numbers: &'a [f64],
}

impl LayerGames<'_> {
    /// Advances each game along the edge that `choose` picks, given its place and its random number.
    #[inline]
    fn pass(
        self,
        now: &Period<'_>,
        layer: &CompiledLayer,
        sums: &mut Accumulators<'_>,
        choose: impl Fn(u32, f64) -> u32,
    ) {
        // The loop of a layer leaves out the steps that the layer never needs.
        let action = |edge: &CompiledEdge, taken: &mut [u64]| taken[edge.tally as usize] += 1;
        let members = |edge: &CompiledEdge, taken: &mut [u64]| {
            for &(tally, count) in &now.compiled.done[edge.tally as usize] {
                taken[tally as usize] += u64::from(count);
            }
        };
        match (layer.counts, layer.quiet) {
            (Counts::Action, true) => self.advance::<true>(now, sums, choose, action),
            (Counts::Action, false) => self.advance::<false>(now, sums, choose, action),
            (Counts::Members, true) => self.advance::<true>(now, sums, choose, members),
            (Counts::Members, false) => self.advance::<false>(now, sums, choose, members),
            (Counts::Nothing, true) => self.advance::<true>(now, sums, choose, |_, _| ()),
            (Counts::Nothing, false) => self.advance::<false>(now, sums, choose, |_, _| ()),
        }
    }

    #[inline]
    fn advance<const QUIET: bool>(
        self,
        now: &Period<'_>,
        sums: &mut Accumulators<'_>,
        choose: impl Fn(u32, f64) -> u32,
        count: impl Fn(&CompiledEdge, &mut [u64]),
    ) {
        let (taken, commitments) = sums.tallies.period(now.period);
        let Self {
            running,
            at,
            due,
            slots,
            numbers,
        } = self;
        let edges = now.compiled.edges.as_slice();
        let mut payments = 0;
        for &slot in slots {
            let (game, at) = (running[slot as usize], &mut at[slot as usize]);
            let edge = choose(*at, numbers[game as usize]);
            let edge = &edges[edge as usize];
            *at = edge.to;
            count(edge, taken);
            if QUIET {
                continue;
            }
            due[payments] = (game, edge.payment_set);
            payments += usize::from(edge.payment_set != 0);
            if edge.event != 0 {
                let event = &now.compiled.events.all[edge.event as usize];
                let tracker = &mut sums.commitments;
                tracker.record(event, game, now.period, commitments);
            }
        }
        for &(game, payment_set) in &due[..payments] {
            sums.payoffs.pay(now.amounts, game, payment_set);
        }
    }
}

/// The number of thresholds that a number has reached. They rise, so that this is the option in which it falls.
#[inline]
fn passed(thresholds: &[f64], number: f64) -> u32 {
    let reached = |&threshold: &f64| u32::from(number >= threshold);
    thresholds.iter().map(reached).sum()
}

impl<'a> Period<'a> {
    pub(super) fn new(
        compiled: &'a CompiledGame<'_>,
        draw: &'a Draw<'_>,
        period: usize,
        first: u64,
        count: usize,
    ) -> Self {
        let number = compiled.game.calendar[period - 1];
        Self {
            draw,
            period,
            first,
            count,
            number,
            graph: &compiled.game.graphs[number],
            compiled: &compiled.graphs[number],
            streams: &compiled.streams,
            amounts: PeriodAmounts::new(draw, period),
            choices: &draw.profile.periods[period - 1],
            varies: compiled.game.tape.varies_by_period(),
        }
    }

    /// The chance that an option of a node is taken.
    #[inline]
    fn chance(&self, node: &Node, option: usize) -> f64 {
        if let Some(choice) = node.choice(option) {
            return self.choices[choice][self.draw.lane];
        }
        let edge = &self.graph.edges[node.first_edge as usize + option];
        self.amounts.slots[edge.chance.index()][self.draw.lane]
    }
}
