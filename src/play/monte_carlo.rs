//! Seeded games, many at once: all games of a draw walk layer by layer, side by side.

use super::layout::{FrameLayout, Layout};
use super::promises::Promises;
use super::purse::{Prices, Purse};
use super::streams::invert;
use super::tally::{Played, Tallies};
use crate::game::{Bound, Frame, Node, Profile, StartNext, StartTo};
use crate::numeric::lanes::Lanes;

/// How many games walk side by side. It changes no result, only how well the caches are used.
const CHUNK: usize = 1024;
/// Thresholds of a layer are worked out beforehand where so many games stand in it, for each of its edges.
const GAMES_PER_EDGE: f64 = 0.5;
/// Random numbers are drawn one by one where fewer than one in so many is needed: one alone costs as much as these.
const NUMBERS_AT_ONCE: usize = 32;

/// One draw, ready to be played.
#[derive(Clone, Copy, Debug)]
pub struct Draw<'a> {
    /// The block of draws that it belongs to.
    pub bound: &'a Bound<'a>,
    /// How the actors play.
    pub profile: &'a Profile,
    /// Its lane in the block.
    pub lane: usize,
    /// Its number among all draws.
    pub number: u64,
}

/// How one game went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GameRecord<'a> {
    /// Its number within the draw.
    pub game: u64,
    /// How it ended.
    pub outcome: usize,
    /// The period in which it ended.
    pub last_period: usize,
    /// What each actor was paid in all.
    pub payoffs: &'a [f64],
}

/// Plays games of a laid-out game. It holds the memory that they need, to be used again for the next draw.
#[derive(Debug)]
pub struct Player<'g> {
    layout: &'g Layout<'g>,
    /// Games that wait, by layer; then those that survive the period, and those that end in it.
    queues: Vec<Vec<Token>>,
    /// Games that stand between two periods.
    running: Vec<Token>,
    /// How far games have come before the first period.
    starts: Vec<StartNext>,
    /// The random numbers of a layer, by game.
    numbers: Vec<f64>,
    /// For each edge of a layer, the number below which it or an earlier edge of its node is taken.
    thresholds: Vec<f64>,
    purse: Purse,
    promises: Promises,
    /// How each game ended.
    ends: Vec<End>,
    /// What each actor was paid in one game.
    payoffs: Vec<f64>,
    chunk: usize,
}

/// A game that waits at a node or a boundary; for a moment, the edge that it takes.
#[derive(Clone, Copy, Debug)]
struct Token {
    game: u32,
    at: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct End {
    outcome: u32,
    period: u32,
}

impl<'g> Player<'g> {
    /// A player of a game.
    pub fn new(layout: &'g Layout<'g>) -> Self {
        Self::with_chunk(layout, CHUNK)
    }

    pub(super) fn with_chunk(layout: &'g Layout<'g>, chunk: usize) -> Self {
        let queues = layout
            .frames
            .iter()
            .map(FrameLayout::queues)
            .max()
            .unwrap_or(0);
        Self {
            layout,
            queues: vec![Vec::with_capacity(chunk); queues],
            running: Vec::with_capacity(chunk),
            starts: Vec::with_capacity(chunk),
            numbers: vec![0.0; chunk],
            thresholds: Vec::new(),
            purse: Purse::new(layout, chunk),
            promises: Promises::new(&layout.game.commitments, chunk),
            ends: vec![End::default(); chunk],
            payoffs: vec![0.0; layout.game.actors],
            chunk,
        }
    }

    /// Plays games of a draw, numbered from 0: counts what many draws share in `tallies`, and shows each game that
    /// is over to `record`, in order.
    pub fn play(
        &mut self,
        draw: &Draw<'_>,
        games: u64,
        tallies: &mut Tallies,
        mut record: impl FnMut(&GameRecord<'_>),
    ) -> Played {
        let mut played = Played::new(self.layout.game);
        played.games = games;
        let mut first = 0;
        while first < games {
            let count =
                usize::try_from(games - first).map_or(self.chunk, |left| left.min(self.chunk));
            self.play_chunk(draw, first, count, tallies);
            self.fold(first, count, &mut played, tallies, &mut record);
            first += count as u64;
        }
        played
    }

    fn play_chunk(&mut self, draw: &Draw<'_>, first: u64, count: usize, tallies: &mut Tallies) {
        let game = self.layout.game;
        self.purse.open(count);
        self.promises.reset(count);
        self.start(draw, first, count);
        for period in 1..=game.periods {
            if self.running.is_empty() {
                break;
            }
            let step = Step::new(self.layout, draw, period, first, count);
            if period > 1 {
                self.purse.discount(&draw.bound.discounts, draw.lane);
            }
            self.purse
                .prepare(self.layout, step.prices(), self.running.len());
            self.play_period(&step, tallies);
        }
        self.reach_horizon(draw);
    }

    fn play_period(&mut self, step: &Step<'_>, tallies: &mut Tallies) {
        let layers = step.layout.layers.len();
        for Token { game, at } in self.running.drain(..) {
            let entry = step.layout.entries[at as usize];
            self.queues[usize::from(entry.queue)].push(Token { game, at: entry.at });
        }
        for layer in 0..layers {
            if !self.queues[layer].is_empty() {
                let mut waiting = std::mem::take(&mut self.queues[layer]);
                self.draw_numbers(step, layer, &waiting);
                self.choose(step, layer, &mut waiting);
                self.follow(step, layer, &waiting, tallies);
                waiting.clear();
                self.queues[layer] = waiting;
            }
        }
        std::mem::swap(&mut self.running, &mut self.queues[layers]);
        for Token { game, at } in &self.running {
            let bundle = self.layout.each_period[*at as usize];
            if bundle != 0 {
                self.purse.pay(self.layout, step.prices(), *game, bundle);
            }
        }
        self.end_queue(step, layers + 1);
    }

    /// Draws what is drawn before the first period.
    fn start(&mut self, draw: &Draw<'_>, first: u64, count: usize) {
        let start = &self.layout.game.start;
        let slots = draw.bound.slots(0);
        let root = if start.nodes.is_empty() {
            StartNext::Ending(0)
        } else {
            StartNext::Node(0)
        };
        self.starts.clear();
        self.starts.resize(count, root);
        for number in 0..start.draws {
            self.layout
                .streams
                .start(number, draw.number)
                .fill(first, &mut self.numbers[..count]);
            for (at, &random) in self.starts.iter_mut().zip(&self.numbers) {
                if let StartNext::Node(node) = *at
                    && start.nodes[node].draw == number
                {
                    let options = &start.nodes[node].options;
                    let chance = |option: usize| slots[options[option].0.index()][draw.lane];
                    *at = options[invert(random, options.len(), chance)].1;
                }
            }
        }
        self.begin(Prices {
            slots,
            lane: draw.lane,
        });
    }

    /// Puts the games where the first period begins.
    fn begin(&mut self, prices: Prices<'_>) {
        let start = &self.layout.game.start;
        self.running.clear();
        for (game, next) in self.starts.iter().enumerate() {
            let StartNext::Ending(ending) = *next else {
                unreachable!("the draws of a start come in order")
            };
            let game = small(game);
            match start.endings[ending].to {
                StartTo::Boundary(at) => self.running.push(Token {
                    game,
                    at: small(at),
                }),
                StartTo::Leaf(leaf) => {
                    let leaf = &self.layout.game.leaves[leaf];
                    self.ends[game as usize] = End {
                        outcome: small(leaf.outcome),
                        period: 0,
                    };
                    self.purse.pay(self.layout, prices, game, leaf.bundle);
                }
            }
        }
    }

    /// Draws the random numbers of a layer for the games that stand in it.
    fn draw_numbers(&mut self, step: &Step<'_>, layer: usize, waiting: &[Token]) {
        if !step.layout.layers[layer].open {
            return;
        }
        let mut stream =
            self.layout
                .streams
                .layer(step.number, layer, step.draw.number, step.period);
        if waiting.len() * NUMBERS_AT_ONCE < step.count {
            for token in waiting {
                self.numbers[token.game as usize] = stream.at(step.first + u64::from(token.game));
            }
        } else {
            stream.fill(step.first, &mut self.numbers[..step.count]);
        }
    }

    /// Finds the edge that each game takes, and puts it in place of the node.
    fn choose(&mut self, step: &Step<'_>, layer: usize, waiting: &mut [Token]) {
        let here = &step.layout.layers[layer];
        if waiting.len() as f64 >= here.edges.len() as f64 * GAMES_PER_EDGE {
            self.choose_by_thresholds(step, layer, waiting);
            return;
        }
        for token in waiting {
            let node = &step.frame.nodes[token.at as usize];
            let chance = |option| step.chance(node, here.choice, option);
            let option = invert(
                self.numbers[token.game as usize],
                node.edges as usize,
                chance,
            );
            token.at = node.first_edge + small(option);
        }
    }

    fn choose_by_thresholds(&mut self, step: &Step<'_>, layer: usize, waiting: &mut [Token]) {
        let here = &step.layout.layers[layer];
        self.thresholds.clear();
        for node in &step.frame.nodes[step.frame.layers[layer].nodes.clone()] {
            let mut sum = 0.0;
            for option in 0..node.edges as usize {
                sum += step.chance(node, here.choice, option);
                self.thresholds.push(sum);
            }
        }
        for token in waiting {
            let node = &step.frame.nodes[token.at as usize];
            let first = node.first_edge as usize - here.edges.start;
            let number = self.numbers[token.game as usize];
            let thresholds = &self.thresholds[first..first + node.edges as usize - 1];
            let option: u32 = thresholds
                .iter()
                .map(|&threshold| u32::from(number >= threshold))
                .sum();
            token.at = node.first_edge + option;
        }
    }

    /// Takes the edges that were chosen in a layer.
    fn follow(&mut self, step: &Step<'_>, layer: usize, waiting: &[Token], tallies: &mut Tallies) {
        let choice = step.layout.layers[layer].choice;
        let (taken, commitments) = tallies.period(step.period);
        for &Token { game, at: edge } in waiting {
            let path = &step.layout.paths[edge as usize];
            if choice {
                taken[path.tally as usize] += 1;
            }
            if path.bundle != 0 {
                self.purse
                    .pay(self.layout, step.prices(), game, path.bundle);
            }
            if path.event != 0 {
                let event = &step.layout.events[path.event as usize];
                self.promises.see(event, game, step.period, commitments);
            }
            self.queues[usize::from(path.to.queue)].push(Token {
                game,
                at: path.to.at,
            });
        }
    }

    /// Ends the games that came to a leaf.
    fn end_queue(&mut self, step: &Step<'_>, queue: usize) {
        for Token { game, at } in self.queues[queue].drain(..) {
            let leaf = &self.layout.game.leaves[at as usize];
            self.ends[game as usize] = End {
                outcome: small(leaf.outcome),
                period: small(step.period),
            };
            self.purse
                .pay(self.layout, step.prices(), game, leaf.bundle);
        }
    }

    /// Ends the games that survived the last period.
    fn reach_horizon(&mut self, draw: &Draw<'_>) {
        let game = self.layout.game;
        let prices = Prices {
            slots: draw.bound.slots(game.periods),
            lane: draw.lane,
        };
        for token in &self.running {
            let leaf = game.boundaries[token.at as usize].horizon;
            let leaf = leaf.expect("a state that is reached at the horizon has an outcome");
            self.ends[token.game as usize] = End {
                outcome: small(leaf.outcome),
                period: small(game.periods),
            };
            self.purse.pay(self.layout, prices, token.game, leaf.bundle);
        }
        self.purse.discount(&draw.bound.discounts, draw.lane);
        for token in &self.running {
            let bundle = game.boundaries[token.at as usize].perpetuity;
            self.purse.pay(self.layout, prices, token.game, bundle);
        }
    }

    /// Counts the games of a chunk, which are over, in order.
    fn fold(
        &mut self,
        first: u64,
        count: usize,
        played: &mut Played,
        tallies: &mut Tallies,
        record: &mut impl FnMut(&GameRecord<'_>),
    ) {
        for game in 0..count {
            let End { outcome, period } = self.ends[game];
            self.payoffs.fill(0.0);
            for (term, &paid) in self.purse.of(game).iter().enumerate() {
                played.terms[term].add(paid);
                tallies.terms[term].add(paid);
                self.payoffs[self.layout.game.term_actor[term]] += paid;
            }
            for (actor, &payoff) in self.payoffs.iter().enumerate() {
                played.totals[actor].add(payoff);
                tallies.totals[actor].add(payoff);
            }
            played.outcomes[outcome as usize] += 1;
            self.promises.close(game, &mut tallies.commitments);
            record(&GameRecord {
                game: first + game as u64,
                outcome: outcome as usize,
                last_period: period as usize,
                payoffs: &self.payoffs,
            });
        }
    }
}

/// One period of a chunk of games.
struct Step<'a> {
    draw: &'a Draw<'a>,
    period: usize,
    /// The number of the frame that is played.
    number: usize,
    frame: &'a Frame,
    layout: &'a FrameLayout,
    /// The number of the first game.
    first: u64,
    /// How many games there are.
    count: usize,
    slots: &'a [Lanes],
    choices: &'a [Lanes],
}

impl<'a> Step<'a> {
    fn new(
        layout: &'a Layout<'_>,
        draw: &'a Draw<'_>,
        period: usize,
        first: u64,
        count: usize,
    ) -> Self {
        let number = layout.game.calendar[period - 1];
        Self {
            draw,
            period,
            number,
            frame: &layout.game.frames[number],
            layout: &layout.frames[number],
            first,
            count,
            slots: draw.bound.slots(period),
            choices: &draw.profile.periods[period - 1],
        }
    }

    fn prices(&self) -> Prices<'a> {
        Prices {
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
            let edge = &self.frame.edges[node.first_edge as usize + option];
            self.slots[edge.chance.index()][self.draw.lane]
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("games, periods and places are numbered by 32 bits")
}
