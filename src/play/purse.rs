//! What games side by side are paid.

use super::layout::Layout;
use crate::numeric::lanes::Lanes;

/// All amounts of a period are worked out beforehand where so many games run, for each payment of the game.
const GAMES_PER_PAYMENT: f64 = 0.5;

/// The payments to games that walk side by side.
#[derive(Debug)]
pub(super) struct Purse {
    /// What each game was paid so far: `game × terms + term`.
    paid: Vec<f64>,
    terms: usize,
    /// What a payment of the current period weighs, by actor.
    weights: Vec<f64>,
    /// The weighted amount of every payment in the current period, where it was worked out beforehand.
    amounts: Vec<f64>,
}

/// The numbers that hold in a period of a draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prices<'a> {
    pub(super) slots: &'a [Lanes],
    pub(super) lane: usize,
}

impl Purse {
    pub(super) fn new(layout: &Layout<'_>, games: usize) -> Self {
        let terms = layout.game.term_actor.len();
        Self {
            paid: vec![0.0; games * terms],
            terms,
            weights: vec![1.0; layout.game.actors],
            amounts: Vec::new(),
        }
    }

    /// Empties the purse, before period 1.
    pub(super) fn open(&mut self, games: usize) {
        self.paid[..games * self.terms].fill(0.0);
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
    pub(super) fn prepare(&mut self, layout: &Layout<'_>, prices: Prices<'_>, games: usize) {
        let payments = &layout.payments;
        if games as f64 >= payments.len() as f64 * GAMES_PER_PAYMENT {
            let weights = &self.weights;
            let amount = |payment: &super::layout::Payment| prices.amount(payment, weights);
            self.amounts.clear();
            self.amounts.extend(payments.iter().map(amount));
        }
    }

    /// Pays a bundle.
    #[inline]
    pub(super) fn pay(&mut self, layout: &Layout<'_>, prices: Prices<'_>, game: u32, bundle: u32) {
        let first = game as usize * self.terms;
        let paid = &mut self.paid[first..first + self.terms];
        let range = layout.payments_of(bundle);
        if self.amounts.is_empty() {
            for payment in &layout.payments[range] {
                paid[payment.term as usize] += prices.amount(payment, &self.weights);
            }
        } else {
            for (payment, amount) in layout.payments[range.clone()]
                .iter()
                .zip(&self.amounts[range])
            {
                paid[payment.term as usize] += amount;
            }
        }
    }

    /// What a game was paid, by term.
    pub(super) fn of(&self, game: usize) -> &[f64] {
        &self.paid[game * self.terms..(game + 1) * self.terms]
    }
}

impl Prices<'_> {
    #[inline]
    fn amount(&self, payment: &super::layout::Payment, weights: &[f64]) -> f64 {
        self.slots[payment.slot as usize][self.lane] * weights[payment.actor as usize]
    }
}
