//! What games side by side are paid.

use super::compiled_game::{CompiledGame, Payment};
use crate::numeric::lanes::Lanes;

/// All amounts of a period are worked out beforehand where so many games run, for each amount.
const GAMES_PER_AMOUNT: f64 = 0.25;
/// The number of terms in a block.
const BLOCK: usize = 4;

/// The payments to games that walk side by side.
#[derive(Debug)]
pub(super) struct PayoffAccumulator {
    /// What each game was paid so far: for each game its terms, filled up to whole blocks.
    paid: Vec<Block>,
    /// The number of blocks of a game.
    blocks: usize,
    terms: usize,
    /// What a payment of the current period weighs, by actor.
    weights: Vec<f64>,
    /// The weighted amounts of all payment sets in the current period, laid out by [`Span`], if they were worked out
    /// beforehand.
    amounts: Vec<Block>,
    spans: Vec<Span>,
}

/// The terms that a payment set pays, in whole blocks from the first to the last: to add zeros to a few terms is faster
/// than to look up which ones are meant.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// The first of its blocks of amounts.
    amount: u32,
    /// The first of its blocks of terms.
    term: u32,
    length: u32,
}

/// Amounts that are added at once.
type Block = [f64; BLOCK];

/// The numbers that hold in a period of a draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeriodAmounts<'a> {
    pub(super) slots: &'a [Lanes],
    pub(super) lane: usize,
}

impl PayoffAccumulator {
    pub(super) fn new(layout: &CompiledGame<'_>, games: usize) -> Self {
        let terms = layout.game.term_actor.len();
        Self {
            paid: vec![[0.0; BLOCK]; games * terms.div_ceil(BLOCK)],
            blocks: terms.div_ceil(BLOCK),
            terms,
            weights: vec![1.0; layout.game.actors],
            amounts: Vec::new(),
            spans: spans(layout),
        }
    }

    /// Empties the purse, before period 1.
    pub(super) fn open(&mut self, games: usize) {
        self.paid[..games * self.blocks].fill([0.0; BLOCK]);
        self.weights.fill(1.0);
        self.amounts.clear();
    }

    /// Lets a period pass.
    pub(super) fn discount(&mut self, discounts: &[Lanes], lane: usize) {
        self.amounts.clear();
        for (weight, discount) in self.weights.iter_mut().zip(discounts) {
            *weight *= discount[lane];
        }
    }

    /// Works out the amounts of the current period, if so many games make it worth while.
    pub(super) fn prepare(&mut self, layout: &CompiledGame<'_>, amounts_now: PeriodAmounts<'_>, games: usize) {
        let length = self.spans.last().map_or(0, |span| (span.amount + span.length) as usize);
        if (games as f64) < (length * BLOCK) as f64 * GAMES_PER_AMOUNT {
            return;
        }
        self.amounts.clear();
        self.amounts.resize(length, [0.0; BLOCK]);
        for (payment_set, span) in (0..).zip(&self.spans) {
            for payment in &layout.payments[layout.payments_of(payment_set)] {
                let block = (span.amount + payment.term / BLOCK as u32 - span.term) as usize;
                self.amounts[block][payment.term as usize % BLOCK] = amounts_now.amount(payment, &self.weights);
            }
        }
    }

    /// Pays a payment set.
    #[inline]
    pub(super) fn pay(
        &mut self,
        layout: &CompiledGame<'_>,
        amounts_now: PeriodAmounts<'_>,
        game: u32,
        payment_set: u32,
    ) {
        if self.amounts.is_empty() {
            self.pay_directly(layout, amounts_now, game, payment_set);
            return;
        }
        let Span { amount, term, length } = self.spans[payment_set as usize];
        let term = game as usize * self.blocks + term as usize;
        for block in 0..length as usize {
            let amounts = self.amounts[amount as usize + block];
            for (paid, amount) in self.paid[term + block].iter_mut().zip(amounts) {
                *paid += amount;
            }
        }
    }

    fn pay_directly(&mut self, layout: &CompiledGame<'_>, amounts_now: PeriodAmounts<'_>, game: u32, payment_set: u32) {
        let first = game as usize * self.blocks;
        let paid = self.paid[first..first + self.blocks].as_flattened_mut();
        for payment in &layout.payments[layout.payments_of(payment_set)] {
            paid[payment.term as usize] += amounts_now.amount(payment, &self.weights);
        }
    }

    /// What a game was paid, by term.
    pub(super) fn of(&self, game: usize) -> &[f64] {
        &self.paid[game * self.blocks..(game + 1) * self.blocks].as_flattened()[..self.terms]
    }
}

impl PeriodAmounts<'_> {
    #[inline]
    fn amount(&self, payment: &Payment, weights: &[f64]) -> f64 {
        self.slots[payment.slot as usize][self.lane] * weights[payment.actor as usize]
    }
}

fn spans(layout: &CompiledGame<'_>) -> Vec<Span> {
    let mut amount = 0;
    let span = |payment_set: &crate::game::PaymentSet| {
        let blocks = || payment_set.payments.iter().map(|&(term, _)| term / BLOCK as u32);
        let first = blocks().min().unwrap_or(0);
        let length = blocks().max().map_or(0, |last| last + 1 - first);
        let span = Span {
            amount,
            term: first,
            length,
        };
        amount += length;
        span
    };
    layout.game.payment_sets.iter().map(span).collect()
}
