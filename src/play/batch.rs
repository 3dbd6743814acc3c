//! Games side by side on their way through a period, layer by layer.

use super::commitment_tracker::CommitmentTracker;
use super::compiled_game::{CompiledGame, GraphLayout, LayerLayout};
use super::monte_carlo::Draw;
use super::payoff_accumulator::{PayoffAccumulator, PeriodAmounts};
use super::streams::invert;
use super::tally::Tallies;
use crate::game::{Node, PeriodGraph};
use crate::numeric::lanes::Lanes;

/// Thresholds of a layer are worked out beforehand where so many games stand in it, for each of its edges.
const GAMES_PER_EDGE: f64 = 1.0;
/// Random numbers are drawn one by one where fewer than one in so many is needed: one alone costs as much as these.
const NUMBERS_AT_ONCE: usize = 32;

/// Where games stand that walk side by side, and the memory for moving them. Games have numbers within their chunk.
#[derive(Debug)]
pub(super) struct Batch {
    /// The games that are not over, by rising number.
    pub(super) running: Vec<u32>,
    /// The place of each running game, in their order, in the period's graph; after the last period, its period state.
    pub(super) at: Vec<u32>,
    /// Room for the running games that stand in a layer, as places in their order.
    standing: Vec<u32>,
    /// All running games as places in their order.
    everyone: Vec<u32>,
    /// Room for what games are to be paid in a layer: the game, and the payment set.
    due: Vec<(u32, u32)>,
    /// Random numbers, by game.
    pub(super) numbers: Vec<f64>,
    /// For each edge of the graph, the number below which it or an earlier edge of its node is taken, as far as that
    /// was worked out.
    thresholds: Vec<f64>,
    /// Whether a layer's thresholds hold for all periods of the graph and were worked out.
    ready: Vec<bool>,
    /// The graph that thresholds are of.
    graph: usize,
}

/// One period of a chunk of games.
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
    layout: &'a GraphLayout,
    slots: &'a [Lanes],
    choices: &'a [Lanes],
    /// Whether any number of the game changes from period to period.
    varies: bool,
}

/// What is touched on the way.
pub(super) struct Books<'a> {
    pub(super) layout: &'a CompiledGame<'a>,
    pub(super) purse: &'a mut PayoffAccumulator,
    pub(super) promises: &'a mut CommitmentTracker,
    pub(super) tallies: &'a mut Tallies,
}

impl Batch {
    pub(super) fn new(games: usize) -> Self {
        Self {
            running: Vec::with_capacity(games),
            at: Vec::with_capacity(games),
            standing: vec![0; games],
            everyone: (0..small(games)).collect(),
            due: vec![(0, 0); games],
            numbers: vec![0.0; games],
            thresholds: Vec::new(),
            ready: Vec::new(),
            graph: 0,
        }
    }

    /// Takes all running games to the period states and leaves at which a period ends.
    pub(super) fn period(&mut self, now: &Period<'_>, books: &mut Books<'_>) {
        if self.graph != now.number || self.ready.is_empty() {
            self.graph = now.number;
            self.forget(now.layout);
        }
        for (number, layer) in now.layout.layers.iter().enumerate() {
            let standing = self.find(layer);
            if standing > 0 {
                if layer.open {
                    self.draw_numbers(now, books.layout, number, standing);
                }
                self.pass(now, number, standing, books);
            }
        }
    }

    /// Another draw has other thresholds.
    pub(super) fn begin_draw(&mut self) {
        self.ready.clear();
    }

    fn forget(&mut self, layout: &GraphLayout) {
        self.thresholds.resize(layout.paths.len(), 0.0);
        self.ready.clear();
        self.ready.resize(layout.layers.len(), false);
    }

    /// Finds the games that stand in a layer; how many they are. Where all do, nothing is listed.
    fn find(&mut self, layer: &LayerLayout) -> usize {
        let width = layer.nodes.end - layer.nodes.start;
        let stands = |place: u32| place.wrapping_sub(layer.nodes.start) < width;
        let count = self.at.iter().filter(|&&place| stands(place)).count();
        if count == 0 || count == self.at.len() {
            return count;
        }
        let mut standing = 0;
        for (slot, &place) in (0..).zip(&self.at) {
            // Written always and counted only if it stands there: which games do is hard to foretell.
            self.standing[standing] = slot;
            standing += usize::from(stands(place));
            if standing == count {
                break;
            }
        }
        count
    }

    /// The games that were found, as places in the order of running games.
    fn found(&self, count: usize) -> &[u32] {
        if count == self.running.len() {
            &self.everyone[..count]
        } else {
            &self.standing[..count]
        }
    }

    /// Draws the random numbers of a layer for the games that stand in it.
    fn draw_numbers(&mut self, now: &Period<'_>, layout: &CompiledGame<'_>, layer: usize, standing: usize) {
        let mut stream = layout.streams.layer(now.number, layer, now.draw.number, now.period);
        if standing * NUMBERS_AT_ONCE < now.count {
            for at in 0..standing {
                let game = self.running[self.found(standing)[at] as usize];
                self.numbers[game as usize] = stream.at(now.first + u64::from(game));
            }
        } else {
            stream.fill(now.first, &mut self.numbers[..now.count]);
        }
    }

    /// Takes the games that stand in a layer on to where chance or their actors lead them.
    fn pass(&mut self, now: &Period<'_>, number: usize, standing: usize, books: &mut Books<'_>) {
        let layer = &now.layout.layers[number];
        let many = standing as f64 >= layer.edges.len() as f64 * GAMES_PER_EDGE;
        if many && !self.ready[number] {
            self.prepare(now, layer);
            self.ready[number] = !layer.choice && !now.varies;
        }
        let prepared = many || self.ready[number];
        let Self {
            running,
            at,
            due,
            standing: listed,
            everyone,
            numbers,
            thresholds,
            ..
        } = self;
        let all = standing == running.len();
        let crowd = Crowd {
            running,
            at,
            due,
            slots: if all {
                &everyone[..standing]
            } else {
                &listed[..standing]
            },
            numbers,
        };
        // Held in locals: what stands behind references would be read anew for every game.
        let nodes = now.graph.nodes.as_slice();
        let (first_node, first_edge) = (layer.nodes.start, layer.edges.start);
        let (thresholds, is_choice) = (thresholds.as_slice(), layer.choice);
        match layer.degree {
            Some(2) if prepared => crowd.pass(now, layer, books, move |place, number| {
                let first = first_edge + (place - first_node) * 2;
                first + u32::from(number >= thresholds[first as usize])
            }),
            Some(3) if prepared => crowd.pass(now, layer, books, move |place, number| {
                let first = first_edge + (place - first_node) * 3;
                first + passed(&thresholds[first as usize..first as usize + 2], number)
            }),
            _ if prepared => crowd.pass(now, layer, books, move |place, number| {
                let node = &nodes[place as usize];
                let first = node.first_edge as usize;
                node.first_edge + passed(&thresholds[first..first + node.edges as usize - 1], number)
            }),
            _ => crowd.pass(now, layer, books, move |place, number| {
                let node = &nodes[place as usize];
                let chance = |option| now.chance(node, is_choice, option);
                node.first_edge + small(invert(number, node.edges as usize, chance))
            }),
        }
    }

    /// Works out the thresholds of a layer: the same sums that [`invert`] makes.
    fn prepare(&mut self, now: &Period<'_>, layer: &LayerLayout) {
        for node in &now.graph.nodes[layer.nodes.start as usize..layer.nodes.end as usize] {
            let mut sum = 0.0;
            let first = node.first_edge as usize;
            let thresholds = &mut self.thresholds[first..first + node.edges as usize];
            for (option, threshold) in thresholds.iter_mut().enumerate() {
                sum += now.chance(node, layer.choice, option);
                *threshold = sum;
            }
        }
    }
}

/// The games that stand in a layer.
struct Crowd<'a> {
    /// The running games.
    running: &'a [u32],
    /// The place of each running game.
    at: &'a mut [u32],
    due: &'a mut [(u32, u32)],
    /// Which running games stand here.
    slots: &'a [u32],
    /// A random number for each game.
    numbers: &'a [f64],
}

impl Crowd<'_> {
    /// Takes each game along the edge that `choose` finds, given its place and its random number.
    #[inline]
    fn pass(self, now: &Period<'_>, layer: &LayerLayout, books: &mut Books<'_>, choose: impl Fn(u32, f64) -> u32) {
        // What a layer cannot do is left out of its loop.
        match (layer.choice, layer.quiet) {
            (true, true) => self.walk::<true, true>(now, books, choose),
            (true, false) => self.walk::<true, false>(now, books, choose),
            (false, true) => self.walk::<false, true>(now, books, choose),
            (false, false) => self.walk::<false, false>(now, books, choose),
        }
    }

    #[inline]
    fn walk<const CHOICE: bool, const QUIET: bool>(
        self,
        now: &Period<'_>,
        books: &mut Books<'_>,
        choose: impl Fn(u32, f64) -> u32,
    ) {
        let (taken, commitments) = books.tallies.period(now.period);
        let Self {
            running,
            at,
            due,
            slots,
            numbers,
        } = self;
        let paths = now.layout.paths.as_slice();
        let mut owed = 0;
        for &slot in slots {
            let (game, at) = (running[slot as usize], &mut at[slot as usize]);
            let edge = choose(*at, numbers[game as usize]);
            let path = &paths[edge as usize];
            *at = path.to;
            if CHOICE {
                taken[path.tally as usize] += 1;
            }
            if QUIET {
                continue;
            }
            due[owed] = (game, path.payment_set);
            owed += usize::from(path.payment_set != 0);
            if path.event != 0 {
                let event = &now.layout.events[path.event as usize];
                books.promises.see(event, game, now.period, commitments);
            }
        }
        for &(game, payment_set) in &due[..owed] {
            books.purse.pay(books.layout, now.amounts_now(), game, payment_set);
        }
    }
}

/// How many thresholds a number has passed. They rise, so that this is the option in which it falls.
#[inline]
fn passed(thresholds: &[f64], number: f64) -> u32 {
    thresholds.iter().map(|&threshold| u32::from(number >= threshold)).sum()
}

impl<'a> Period<'a> {
    pub(super) fn new(
        layout: &'a CompiledGame<'_>,
        draw: &'a Draw<'_>,
        period: usize,
        first: u64,
        count: usize,
    ) -> Self {
        let number = layout.game.calendar[period - 1];
        Self {
            draw,
            period,
            first,
            count,
            number,
            graph: &layout.game.graphs[number],
            layout: &layout.graphs[number],
            slots: draw.bound.slots(period),
            choices: &draw.profile.periods[period - 1],
            varies: layout.game.tape.varies_by_period(),
        }
    }

    pub(super) fn amounts_now(&self) -> PeriodAmounts<'a> {
        PeriodAmounts {
            slots: self.slots,
            lane: self.draw.lane,
        }
    }

    /// The chance that an option of a node is taken.
    #[inline]
    fn chance(&self, node: &Node, choice: bool, option: usize) -> f64 {
        if choice {
            self.choices[node.first_choice as usize + option][self.draw.lane]
        } else {
            let edge = &self.graph.edges[node.first_edge as usize + option];
            self.slots[edge.chance.index()][self.draw.lane]
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("edges are numbered by 32 bits")
}
