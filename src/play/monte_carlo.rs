//! Simulates seeded games of a draw in batches.

use super::batch::{Accumulators, Batch, Period};
use super::commitment_tracker::CommitmentTracker;
use super::compiled_game::CompiledGame;
use super::draw::Draw;
use super::payoff_accumulator::{PayoffAccumulator, PeriodAmounts};
use super::streams::invert;
use super::tally::{SampleStatistics, Tallies};
use crate::game::{Leaf, StartNext, StartTo, index};

/// The number of games in a batch. It changes no result, only how well the caches are used.
const BATCH: usize = 512;

/// The result of one game.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GameRecord<'a> {
    /// Its number within the draw.
    pub game: u64,
    /// The outcome.
    pub outcome: usize,
    /// The period in which it ended.
    pub last_period: usize,
    /// The discounted payoff of each actor.
    pub payoffs: &'a [f64],
}

/// Simulates games of a compiled game. Its buffers are used again for the next draw.
#[derive(Debug)]
pub struct Simulator<'g> {
    compiled: &'g CompiledGame<'g>,
    batch: Batch,
    /// The position of each game before the first period.
    starts: Vec<StartNext>,
    payoffs: PayoffAccumulator,
    commitments: CommitmentTracker,
    /// The end of each game.
    ends: Vec<End>,
    /// The payoff of each actor in one game.
    actor_payoffs: Vec<f64>,
    size: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct End {
    outcome: u32,
    period: u32,
}

impl End {
    fn new(leaf: &Leaf, period: usize) -> Self {
        Self {
            outcome: index(leaf.outcome),
            period: index(period),
        }
    }
}

impl<'g> Simulator<'g> {
    /// A simulator of a game.
    pub fn new(compiled: &'g CompiledGame<'g>) -> Self {
        Self::with_batch_size(compiled, BATCH)
    }

    pub(super) fn with_batch_size(compiled: &'g CompiledGame<'g>, size: usize) -> Self {
        Self {
            compiled,
            batch: Batch::new(size),
            starts: Vec::with_capacity(size),
            payoffs: PayoffAccumulator::new(compiled.game, size),
            commitments: CommitmentTracker::new(&compiled.game.commitments, size),
            ends: vec![End::default(); size],
            actor_payoffs: vec![0.0; compiled.game.actors],
            size,
        }
    }

    /// Plays games of a draw, numbered from 0: adds to the `tallies` of many draws, and shows each game that is over to
    /// `record`, in order.
    pub fn play(
        &mut self,
        draw: &Draw<'_>,
        games: u64,
        tallies: &mut Tallies,
        mut record: impl FnMut(&GameRecord<'_>),
    ) -> SampleStatistics {
        let mut statistics = SampleStatistics::new(self.compiled.game);
        statistics.games = games;
        self.batch.begin_draw();
        let mut first = 0;
        while first < games {
            let count = usize::try_from(games - first).map_or(self.size, |left| left.min(self.size));
            self.play_batch(draw, first, count, tallies);
            self.add_up(first, count, &mut statistics, tallies, &mut record);
            first += count as u64;
        }
        statistics
    }

    fn play_batch(&mut self, draw: &Draw<'_>, first: u64, count: usize, tallies: &mut Tallies) {
        self.payoffs.reset(count);
        self.commitments.reset(count);
        self.start(draw, first, count);
        for period in 1..=self.compiled.game.periods {
            if self.batch.running.is_empty() {
                return;
            }
            let now = Period::new(self.compiled, draw, period, first, count);
            if period > 1 {
                self.payoffs.discount(&draw.bound.discounts, draw.lane);
            }
            self.payoffs.prepare(now.amounts, self.batch.running.len());
            let mut sums = Accumulators {
                payoffs: &mut self.payoffs,
                commitments: &mut self.commitments,
                tallies,
            };
            self.batch.advance(&now, &mut sums);
            self.end_period(&now);
        }
        self.reach_horizon(draw);
    }

    /// Makes the draws before the first period.
    fn start(&mut self, draw: &Draw<'_>, first: u64, count: usize) {
        let start = &self.compiled.game.start;
        let slots = draw.bound.slots(0);
        self.starts.clear();
        self.starts.resize(count, start.root());
        for number in 0..start.draws {
            let mut stream = self.compiled.streams.start(number, draw.number);
            stream.fill(first, &mut self.batch.numbers[..count]);
            for (at, &random) in self.starts.iter_mut().zip(&self.batch.numbers) {
                if let StartNext::Node(node) = *at
                    && start.nodes[node].draw == number
                {
                    let options = &start.nodes[node].options;
                    let chance = |option: usize| slots[options[option].0.index()][draw.lane];
                    *at = options[invert(random, options.len(), chance)].1;
                }
            }
        }
        self.begin(PeriodAmounts::new(draw, 0));
    }

    /// Puts the games where the first period begins.
    fn begin(&mut self, amounts: PeriodAmounts<'_>) {
        let game = self.compiled.game;
        let graph = &self.compiled.graphs[game.calendar[0]];
        self.batch.running.clear();
        self.batch.at.clear();
        for (number, next) in self.starts.iter().enumerate() {
            let StartNext::Ending(ending) = *next else {
                unreachable!("the draws of a start come in order")
            };
            match game.start.endings[ending].to {
                StartTo::PeriodState(state) => {
                    self.batch.at.push(graph.entries[state]);
                    self.batch.running.push(index(number));
                }
                StartTo::Leaf(leaf) => {
                    let leaf = &game.leaves[leaf];
                    self.ends[number] = End::new(leaf, 0);
                    self.payoffs.pay(amounts, index(number), leaf.payment_set);
                }
            }
        }
    }

    /// Ends a period: games that survived it continue with the next, if there is one, and the others end.
    fn end_period(&mut self, now: &Period<'_>) {
        let (game, nodes) = (self.compiled.game, now.graph.nodes.len());
        let next = game.calendar.get(now.period);
        let next = next.map(|&graph| &self.compiled.graphs[graph]);
        let mut kept = 0;
        for slot in 0..self.batch.running.len() {
            let number = self.batch.running[slot];
            let place = self.batch.at[slot] as usize - nodes;
            let payment_set = if place < game.period_states.len() {
                self.batch.running[kept] = number;
                self.batch.at[kept] = match next {
                    Some(graph) => {
                        if let Some(&delivers) = graph.entry_delivers.get(place) {
                            self.commitments.deliver(number, delivers);
                        }
                        graph.entries[place]
                    }
                    None => index(place),
                };
                kept += 1;
                self.compiled.each_period[place]
            } else {
                let leaf = &game.leaves[place - game.period_states.len()];
                self.ends[number as usize] = End::new(leaf, now.period);
                leaf.payment_set
            };
            if payment_set != 0 {
                self.payoffs.pay(now.amounts, number, payment_set);
            }
        }
        self.batch.running.truncate(kept);
        self.batch.at.truncate(kept);
    }

    /// Ends the games that survived the last period.
    fn reach_horizon(&mut self, draw: &Draw<'_>) {
        let game = self.compiled.game;
        let amounts = PeriodAmounts::new(draw, game.periods);
        for (&number, &place) in self.batch.running.iter().zip(&self.batch.at) {
            let leaf = game.period_states[place as usize].horizon_leaf();
            self.ends[number as usize] = End::new(leaf, game.periods);
            self.payoffs.pay(amounts, number, leaf.payment_set);
        }
        self.payoffs.discount(&draw.bound.discounts, draw.lane);
        for (&number, &place) in self.batch.running.iter().zip(&self.batch.at) {
            let payment_set = game.period_states[place as usize].perpetuity;
            self.payoffs.pay(amounts, number, payment_set);
        }
    }

    /// Adds up the games of a batch, which are over, in order.
    fn add_up(
        &mut self,
        first: u64,
        count: usize,
        statistics: &mut SampleStatistics,
        tallies: &mut Tallies,
        record: &mut impl FnMut(&GameRecord<'_>),
    ) {
        for game in 0..count {
            let End { outcome, period } = self.ends[game];
            self.actor_payoffs.fill(0.0);
            for (term, &paid) in self.payoffs.of(game).iter().enumerate() {
                statistics.terms[term].add(paid);
                tallies.terms[term].add(paid);
                self.actor_payoffs[self.compiled.game.term_actor[term]] += paid;
            }
            for (actor, &payoff) in self.actor_payoffs.iter().enumerate() {
                statistics.totals[actor].add(payoff);
                tallies.totals[actor].add(payoff);
            }
            statistics.outcomes[outcome as usize] += 1;
            self.commitments.close(game, &mut tallies.commitments);
            record(&GameRecord {
                game: first + game as u64,
                outcome: outcome as usize,
                last_period: period as usize,
                payoffs: &self.actor_payoffs,
            });
        }
    }
}
