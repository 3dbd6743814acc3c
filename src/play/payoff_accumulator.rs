//! Accumulates the discounted payments of a batch of games, by payoff term.

use super::draw::Draw;
use crate::game::{Game, PaymentSet};
use crate::numeric::lanes::Lanes;

/// All amounts of a period are computed in advance if at least this many games run, for each amount.
const GAMES_PER_AMOUNT: f64 = 0.25;
/// The number of terms in a block.
const BLOCK: usize = 4;

/// Amounts that are added at once.
type Block = [f64; BLOCK];

/// The payments of a batch of games.
#[derive(Debug)]
pub(super) struct PayoffAccumulator {
    /// For each game, the sum of each term's payments so far, in whole blocks.
    paid: Vec<Block>,
    /// The number of blocks of a game.
    blocks: usize,
    terms: usize,
    /// The discount weight of the current period, by actor.
    weights: Vec<f64>,
    /// The weighted amounts of all payment sets in the current period, laid out by [`Span`]; empty where they were not
    /// computed in advance.
    amounts: Vec<Block>,
    spans: Vec<Span>,
}

/// The terms that a payment set pays, in whole blocks from the first to the last: adding zeros to a few terms is faster
/// than looking up which ones are paid.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// The first of its blocks of amounts.
    amount: u32,
    /// The first of its blocks of terms.
    term: u32,
    length: u32,
}

/// The numbers of one draw in one period.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeriodAmounts<'a> {
    game: &'a Game,
    pub(super) slots: &'a [Lanes],
    lane: usize,
}

impl PayoffAccumulator {
    pub(super) fn new(game: &Game, games: usize) -> Self {
        let terms = game.term_actor.len();
        Self {
            paid: vec![[0.0; BLOCK]; games * terms.div_ceil(BLOCK)],
            blocks: terms.div_ceil(BLOCK),
            terms,
            weights: vec![1.0; game.actors],
            amounts: Vec::new(),
            spans: spans(&game.payment_sets),
        }
    }

    /// Sets all sums to 0, before period 1.
    pub(super) fn reset(&mut self, games: usize) {
        self.paid[..games * self.blocks].fill([0.0; BLOCK]);
        self.weights.fill(1.0);
        self.amounts.clear();
    }

    /// Discounts by one period.
    pub(super) fn discount(&mut self, discounts: &[Lanes], lane: usize) {
        self.amounts.clear();
        for (weight, discount) in self.weights.iter_mut().zip(discounts) {
            *weight *= discount[lane];
        }
    }

    /// Computes the amounts of the current period in advance, if enough games run.
    pub(super) fn prepare(&mut self, now: PeriodAmounts<'_>, games: usize) {
        let last = self.spans.last();
        let length = last.map_or(0, |span| (span.amount + span.length) as usize);
        if (games as f64) < (length * BLOCK) as f64 * GAMES_PER_AMOUNT {
            return;
        }
        self.amounts.clear();
        self.amounts.resize(length, [0.0; BLOCK]);
        for (payment_set, span) in (0..).zip(&self.spans) {
            for (term, amount) in now.amounts(payment_set, &self.weights) {
                let block = span.amount as usize + term / BLOCK - span.term as usize;
                self.amounts[block][term % BLOCK] = amount;
            }
        }
    }

    /// Pays a payment set to a game.
    #[inline]
    pub(super) fn pay(&mut self, now: PeriodAmounts<'_>, game: u32, payment_set: u32) {
        if self.amounts.is_empty() {
            self.pay_directly(now, game, payment_set);
            return;
        }
        let span = self.spans[payment_set as usize];
        let term = game as usize * self.blocks + span.term as usize;
        for block in 0..span.length as usize {
            let amounts = self.amounts[span.amount as usize + block];
            for (paid, amount) in self.paid[term + block].iter_mut().zip(amounts) {
                *paid += amount;
            }
        }
    }

    fn pay_directly(&mut self, now: PeriodAmounts<'_>, game: u32, payment_set: u32) {
        let first = game as usize * self.blocks;
        let paid = self.paid[first..first + self.blocks].as_flattened_mut();
        for (term, amount) in now.amounts(payment_set, &self.weights) {
            paid[term] += amount;
        }
    }

    /// The payments to a game so far, by term.
    pub(super) fn of(&self, game: usize) -> &[f64] {
        &self.paid[game * self.blocks..(game + 1) * self.blocks].as_flattened()[..self.terms]
    }
}

impl<'a> PeriodAmounts<'a> {
    pub(super) fn new(draw: &Draw<'a>, period: usize) -> Self {
        Self {
            game: draw.bound.game,
            slots: draw.bound.slots(period),
            lane: draw.lane,
        }
    }

    /// The terms of a payment set with their amounts, weighted by actor.
    #[inline]
    fn amounts(&self, payment_set: u32, weights: &[f64]) -> impl Iterator<Item = (usize, f64)> {
        let payments = self.game.payment_sets[payment_set as usize].payments.iter();
        payments.map(|&(term, slot)| {
            let weight = weights[self.game.term_actor[term as usize]];
            (term as usize, self.slots[slot.index()][self.lane] * weight)
        })
    }
}

fn spans(payment_sets: &[PaymentSet]) -> Vec<Span> {
    let mut amount = 0;
    let span = |payment_set: &PaymentSet| {
        let payments = payment_set.payments.iter();
        let blocks = payments.map(|&(term, _)| term / BLOCK as u32);
        let term = blocks.clone().min().unwrap_or(0);
        let length = blocks.max().map_or(0, |last| last + 1 - term);
        let span = Span { amount, term, length };
        amount += length;
        span
    };
    payment_sets.iter().map(span).collect()
}
