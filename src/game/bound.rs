//! A block of draws bound to a game: every number that the game leaves open, for each draw of the block.

use super::{Factor, Game, InformationSet};
use crate::expression::Slot;
use crate::numeric::lanes::{LANES, Lanes};

/// A game with the parameters of a block of draws put into it.
#[derive(Clone, Debug)]
pub struct Bound<'g, const W: usize = LANES> {
    /// The game.
    pub game: &'g Game,
    /// How many lanes hold draws; the others repeat the last one.
    pub used: usize,
    /// The discount factor of each actor.
    pub discounts: Vec<Lanes<W>>,
    /// The share of [`Game::own_later`], by actor.
    pub own_later: Vec<Option<Lanes<W>>>,
    /// Numbers by period: one entry where none varies, otherwise one for each period 0..=T.
    numbers: Vec<Numbers<W>>,
}

/// Numbers in one period.
#[derive(Clone, Debug)]
struct Numbers<const W: usize> {
    slots: Vec<Lanes<W>>,
    /// What each payment set pays each actor: `payment set × actors + actor`.
    totals: Vec<Lanes<W>>,
}

impl<'g> Bound<'g> {
    /// Puts parameters into a game: `draws` holds, for each draw (one to eight), the value of each parameter.
    pub fn new(game: &'g Game, draws: &[Vec<f64>]) -> Self {
        Self::of_width(game, draws)
    }
}

impl<'g> Bound<'g, 1> {
    /// Puts the parameters of one draw into a game.
    pub fn single(game: &'g Game, draw: &[f64]) -> Self {
        Self::of_width(game, &[draw.to_vec()])
    }
}

impl<'g, const W: usize> Bound<'g, W> {
    /// The draw of one lane alone.
    pub fn alone(&self, lane: usize) -> Bound<'g, 1> {
        let pick = |numbers: &[Lanes<W>]| numbers.iter().map(|number| [number[lane]]).collect();
        let alone = |numbers: &Numbers<W>| Numbers {
            slots: pick(&numbers.slots),
            totals: pick(&numbers.totals),
        };
        Bound {
            game: self.game,
            used: 1,
            discounts: pick(&self.discounts),
            own_later: self
                .own_later
                .iter()
                .map(|share| share.map(|share| [share[lane]]))
                .collect(),
            numbers: self.numbers.iter().map(alone).collect(),
        }
    }

    fn of_width(game: &'g Game, draws: &[Vec<f64>]) -> Self {
        let used = draws.len();
        assert!((1..=W).contains(&used), "a block holds one to {W} draws");
        let values = |parameter| std::array::from_fn(|lane| draws[lane.min(used - 1)][parameter]);
        let parameters: Vec<Lanes<W>> = (0..game.parameters).map(values).collect();
        let mut slots = game.tape.run(&parameters, 0);
        let mut numbers = Vec::new();
        let last = if game.tape.varies_by_period() { game.periods } else { 0 };
        for period in 0..=last {
            slots = game.tape.rerun(slots, &parameters, period);
            numbers.push(Numbers {
                totals: totals(game, &slots),
                slots: slots.clone(),
            });
        }
        let discounts = game.discounts.iter();
        let own_later = game.own_later.iter().map(|share| share.map(|slot| slots[slot.index()]));
        Self {
            game,
            used,
            discounts: discounts.map(|slot| slots[slot.index()]).collect(),
            own_later: own_later.collect(),
            numbers,
        }
    }

    /// Fills in what period states are worth beyond the last period: state × actors + actor.
    pub fn fill_in(&mut self, worth: &[Lanes<W>]) {
        let Some(tail) = &self.game.tail else { return };
        let last = self.numbers.len() - 1;
        let numbers = &mut self.numbers[last];
        for (slot, worth) in tail.worth.iter().zip(worth) {
            numbers.slots[slot.index()] = *worth;
        }
        numbers.totals = totals(self.game, &numbers.slots);
    }

    /// The values of all slots in a period (0 before the first), to be indexed by [`Slot::index`].
    pub fn slots(&self, period: usize) -> &[Lanes<W>] {
        &self.of(period).slots
    }

    /// What each payment set pays each actor in a period: entry `payment set × actors + actor`, in units of that
    /// period.
    pub fn totals(&self, period: usize) -> &[Lanes<W>] {
        &self.of(period).totals
    }

    /// One number in a period.
    pub fn number(&self, slot: Slot, period: usize) -> Lanes<W> {
        self.of(period).slots[slot.index()]
    }

    /// The share of its regret at a set that the actor gives back in the values that it acts on earlier; `None` where it
    /// gives nothing back.
    pub(crate) fn given_back(&self, set: &InformationSet) -> Option<Lanes<W>> {
        self.own_later[set.actor].filter(|_| set.actions > 1 && set.play.precision().is_some())
    }

    /// The chance of each type profile under a prior.
    pub fn type_profile_chances(&self, prior: usize) -> Vec<Lanes<W>> {
        let profiles = self.game.type_profiles.iter();
        profiles.map(|profile| self.product(&profile.factors[prior])).collect()
    }

    /// The chance of each start ending, given its type profile.
    pub fn start_chances(&self) -> Vec<Lanes<W>> {
        let endings = self.game.start.endings.iter();
        endings.map(|ending| self.product(&ending.within)).collect()
    }

    fn product(&self, factors: &[Factor]) -> Lanes<W> {
        factors.iter().fold([1.0; W], |product, factor| {
            let factor = self.number(factor.chance, 0);
            std::array::from_fn(|lane| product[lane] * factor[lane])
        })
    }

    fn of(&self, period: usize) -> &Numbers<W> {
        self.numbers.get(period).unwrap_or(&self.numbers[0])
    }
}

fn totals<const W: usize>(game: &Game, slots: &[Lanes<W>]) -> Vec<Lanes<W>> {
    let mut totals = vec![[0.0; W]; game.payment_sets.len() * game.actors];
    for (number, payment_set) in game.payment_sets.iter().enumerate() {
        for &(term, slot) in &payment_set.payments {
            let total = &mut totals[number * game.actors + game.term_actor[term as usize]];
            for (sum, amount) in total.iter_mut().zip(slots[slot.index()]) {
                *sum += amount;
            }
        }
    }
    totals
}
