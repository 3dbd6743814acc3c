//! Seeded games, many at once: all games of a draw walk side by side.

use super::batch::{Batch, Books, Period};
use super::commitment_tracker::CommitmentTracker;
use super::compiled_game::CompiledGame;
use super::payoff_accumulator::{PayoffAccumulator, PeriodAmounts};
use super::streams::invert;
use super::tally::{SampleStatistics, Tallies};
use crate::game::{Bound, Profile, StartNext, StartTo};

/// How many games walk side by side. It changes no result, only how well the caches are used.
const CHUNK: usize = 512;

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
pub struct Simulator<'g> {
    layout: &'g CompiledGame<'g>,
    walk: Batch,
    /// How far games have come before the first period.
    starts: Vec<StartNext>,
    purse: PayoffAccumulator,
    promises: CommitmentTracker,
    /// How each game ended.
    ends: Vec<End>,
    /// What each actor was paid in one game.
    payoffs: Vec<f64>,
    chunk: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct End {
    outcome: u32,
    period: u32,
}

impl<'g> Simulator<'g> {
    /// A player of a game.
    pub fn new(layout: &'g CompiledGame<'g>) -> Self {
        Self::with_chunk(layout, CHUNK)
    }

    pub(super) fn with_chunk(layout: &'g CompiledGame<'g>, chunk: usize) -> Self {
        Self {
            layout,
            walk: Batch::new(chunk),
            starts: Vec::with_capacity(chunk),
            purse: PayoffAccumulator::new(layout, chunk),
            promises: CommitmentTracker::new(&layout.game.commitments, chunk),
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
    ) -> SampleStatistics {
        let mut played = SampleStatistics::new(self.layout.game);
        played.games = games;
        self.walk.begin_draw();
        let mut first = 0;
        while first < games {
            let count = usize::try_from(games - first).map_or(self.chunk, |left| left.min(self.chunk));
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
            if self.walk.running.is_empty() {
                return;
            }
            let now = Period::new(self.layout, draw, period, first, count);
            if period > 1 {
                self.purse.discount(&draw.bound.discounts, draw.lane);
            }
            self.purse
                .prepare(self.layout, now.amounts_now(), self.walk.running.len());
            let (purse, promises) = (&mut self.purse, &mut self.promises);
            self.walk.period(
                &now,
                &mut Books {
                    layout: self.layout,
                    purse,
                    promises,
                    tallies,
                },
            );
            self.close(&now);
        }
        self.reach_horizon(draw);
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
                .fill(first, &mut self.walk.numbers[..count]);
            for (at, &random) in self.starts.iter_mut().zip(&self.walk.numbers) {
                if let StartNext::Node(node) = *at
                    && start.nodes[node].draw == number
                {
                    let options = &start.nodes[node].options;
                    let chance = |option: usize| slots[options[option].0.index()][draw.lane];
                    *at = options[invert(random, options.len(), chance)].1;
                }
            }
        }
        self.begin(PeriodAmounts { slots, lane: draw.lane });
    }

    /// Puts the games where the first period begins.
    fn begin(&mut self, amounts_now: PeriodAmounts<'_>) {
        let start = &self.layout.game.start;
        let first = &self.layout.graphs[self.layout.game.calendar[0]];
        self.walk.running.clear();
        self.walk.at.clear();
        for (game, next) in self.starts.iter().enumerate() {
            let StartNext::Ending(ending) = *next else {
                unreachable!("the draws of a start come in order")
            };
            let game = small(game);
            match start.endings[ending].to {
                StartTo::PeriodState(period_state) => {
                    self.walk.at.push(first.entries[period_state]);
                    self.walk.running.push(game);
                }
                StartTo::Leaf(leaf) => {
                    let leaf = &self.layout.game.leaves[leaf];
                    self.ends[game as usize] = End {
                        outcome: small(leaf.outcome),
                        period: 0,
                    };
                    self.purse.pay(self.layout, amounts_now, game, leaf.payment_set);
                }
            }
        }
    }

    /// The end of a period: games that survived it go on to the next, if there is one, and others end.
    fn close(&mut self, now: &Period<'_>) {
        let (game, nodes) = (self.layout.game, now.graph.nodes.len());
        let next = game.calendar.get(now.period).map(|&graph| &self.layout.graphs[graph]);
        let mut kept = 0;
        for slot in 0..self.walk.running.len() {
            let number = self.walk.running[slot];
            let place = self.walk.at[slot] as usize - nodes;
            let payment_set = if place < game.period_states.len() {
                self.walk.running[kept] = number;
                self.walk.at[kept] = match next {
                    Some(graph) => {
                        if let Some(&delivers) = graph.entry_delivers.get(place) {
                            self.promises.deliver(number, delivers);
                        }
                        graph.entries[place]
                    }
                    None => small(place),
                };
                kept += 1;
                self.layout.each_period[place]
            } else {
                let leaf = &game.leaves[place - game.period_states.len()];
                self.ends[number as usize] = End {
                    outcome: small(leaf.outcome),
                    period: small(now.period),
                };
                leaf.payment_set
            };
            if payment_set != 0 {
                self.purse.pay(self.layout, now.amounts_now(), number, payment_set);
            }
        }
        self.walk.running.truncate(kept);
        self.walk.at.truncate(kept);
    }

    /// Ends the games that survived the last period.
    fn reach_horizon(&mut self, draw: &Draw<'_>) {
        let game = self.layout.game;
        let amounts_now = PeriodAmounts {
            slots: draw.bound.slots(game.periods),
            lane: draw.lane,
        };
        for (&number, &place) in self.walk.running.iter().zip(&self.walk.at) {
            let leaf = game.period_states[place as usize].horizon;
            let leaf = leaf.expect("a state that is reached at the horizon has an outcome");
            self.ends[number as usize] = End {
                outcome: small(leaf.outcome),
                period: small(game.periods),
            };
            self.purse.pay(self.layout, amounts_now, number, leaf.payment_set);
        }
        self.purse.discount(&draw.bound.discounts, draw.lane);
        for (&number, &place) in self.walk.running.iter().zip(&self.walk.at) {
            let payment_set = game.period_states[place as usize].perpetuity;
            self.purse.pay(self.layout, amounts_now, number, payment_set);
        }
    }

    /// Counts the games of a chunk, which are over, in order.
    fn fold(
        &mut self,
        first: u64,
        count: usize,
        played: &mut SampleStatistics,
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

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("games, periods and places are numbered by 32 bits")
}
