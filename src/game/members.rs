//! How the further members of a group choose: each like its first member with the same private attributes, and all at once.
//!
//! A node of theirs has an edge for each way to count their actions. The probabilities of the counts follow from those of the
//! first member's actions (a multinomial distribution) and stand in a profile behind those of all information sets, so that
//! whatever passes over a graph finds the chance of such an edge like that of any other.

use std::ops::Range;

use super::Slot;
use crate::numeric::counts::{counts, ways};
use crate::numeric::lanes::{Lanes, add, map, product};
use crate::numeric::scaled::{Scaled, Tremble};

/// Further members of a group who play one information set.
///
/// They are counted in categories: those that choose an action, for each edge of the set; those that are bound, where some
/// may be; those that are not asked, where some may not be.
#[derive(Clone, Debug, PartialEq)]
pub struct Members {
    /// How many there are, at least one.
    pub count: usize,
    /// The information set that each of them plays where it is asked and free, by its number in the graph.
    pub set: usize,
    /// The number of its actions.
    pub actions: usize,
    /// The chance of being asked; `None` where each of them is.
    pub asked: Option<Slot>,
    /// The promise that binds each that is asked with some chance on this occasion; `None` where none does.
    pub bound: Option<Promise>,
    /// Where the probabilities of the counts begin in a profile's list for the period.
    pub first: usize,
}

/// A promise that binds on an occasion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    /// The commitment.
    pub commitment: usize,
    /// The chance with which it binds.
    pub chance: Slot,
    /// The number of the promised action at its stage.
    pub action: u16,
}

/// What further members in one category do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Category {
    /// They choose this edge of their set.
    Choice(usize),
    /// They are bound.
    Bound(Promise),
    /// They are not asked.
    NotAsked,
}

impl Members {
    /// The categories, in order.
    pub(crate) fn categories(&self) -> impl Iterator<Item = Category> + use<> {
        let choices = (0..self.actions).map(Category::Choice);
        let bound = self.bound.map(Category::Bound);
        choices.chain(bound).chain(self.asked.map(|_| Category::NotAsked))
    }

    /// The number of ways to count.
    pub(crate) fn ways(&self) -> usize {
        let categories = self.categories().count();
        ways(self.count, categories, usize::MAX).expect("there is no limit")
    }

    /// What each way counts in each category.
    pub(crate) fn counts(&self) -> Vec<Vec<u32>> {
        let count = u32::try_from(self.count).expect("few members");
        counts(count, self.categories().count())
    }

    /// Where the probabilities of the counts stand in a profile's list for the period.
    pub(crate) fn entries(&self) -> Range<usize> {
        self.first..self.first + self.ways()
    }

    /// The chance with which one member falls in each category, given the play of the set.
    pub(crate) fn chances<P: Probability>(&self, play: &[P], slot: impl Fn(Slot) -> P) -> Vec<P> {
        let asked = self.asked.map(&slot);
        let bound = self.bound.map(|promise| slot(promise.chance));
        let of_asked = |chance: P| asked.map_or(chance, |asked| asked.times(chance));
        let free = bound.map_or(P::ONE, |bound| bound.complement());
        let chance = |category| match category {
            Category::Choice(choice) if bound.is_none() => of_asked(play[choice]),
            Category::Choice(choice) => of_asked(free.times(play[choice])),
            Category::Bound(_) => of_asked(bound.unwrap_or(P::ONE)),
            Category::NotAsked => asked.map_or(P::ONE, |asked| asked.complement()),
        };
        self.categories().map(chance).collect()
    }

    /// The changes of the logarithm of each way's probability, given those of the set's choices.
    pub(crate) fn changes<const D: usize>(&self, changes: &[Lanes<D>]) -> Vec<Lanes<D>> {
        let of_way = |way: Vec<u32>| {
            let mut sum = [0.0; D];
            for (count, change) in way.into_iter().zip(changes) {
                add(&mut sum, &map(change, |change| f64::from(count) * change));
            }
            sum
        };
        self.counts().into_iter().map(of_way).collect()
    }

    /// The probability of each way to count, given the play of the set.
    pub(crate) fn distribution<P: Probability>(&self, play: &[P], slot: impl Fn(Slot) -> P) -> Vec<P> {
        let mut ways = vec![P::ONE; self.ways()];
        self.probabilities(&self.chances(play, slot), &mut ways);
        ways
    }

    /// The probability of each way to count, given the chance of each category: products of positive numbers only.
    pub(crate) fn probabilities<P: Probability>(&self, chances: &[P], into: &mut [P]) {
        let powers = |&chance: &P| {
            let mut powers = vec![P::ONE; self.count + 1];
            for exponent in 1..=self.count {
                powers[exponent] = powers[exponent - 1].times(chance);
            }
            powers
        };
        let powers: Vec<Vec<P>> = chances.iter().map(powers).collect();
        let rest = multinomial(P::ONE, self.count, &powers, into);
        debug_assert!(rest.is_empty(), "each way has one probability");
    }
}

/// Sets the probabilities of all ways to share out so many members among categories, whose chances to the power of each
/// count are given; the entries that are left.
fn multinomial<'i, P: Probability>(given: P, left: usize, powers: &[Vec<P>], into: &'i mut [P]) -> &'i mut [P] {
    let [first, others @ ..] = powers else { return into };
    if others.is_empty() {
        into[0] = given.times(first[left]);
        return &mut into[1..];
    }
    let (mut into, mut ways) = (into, 1.0);
    for (count, &power) in first.iter().enumerate().take(left + 1) {
        // The number of ways stands beside the power that it makes up for, so that neither leaves the range of numbers.
        let chance = given.times(P::number(ways).times(power));
        into = multinomial(chance, left - count, others, into);
        ways = ways * (left - count) as f64 / (count + 1) as f64;
    }
    into
}

/// The probability of an event in one kind of numbers.
pub(crate) trait Probability: Copy {
    /// A certain event.
    const ONE: Self;
    /// A number of equally likely events.
    fn number(number: f64) -> Self;
    /// That of two independent events.
    fn times(self, other: Self) -> Self;
    /// That of the event not happening.
    fn complement(self) -> Self;
}

/// Plain numbers, by lane.
impl<const W: usize> Probability for Lanes<W> {
    const ONE: Self = [1.0; W];

    #[inline(always)]
    fn number(number: f64) -> Self {
        [number; W]
    }

    #[inline(always)]
    fn times(self, other: Self) -> Self {
        product(&self, &other)
    }

    #[inline(always)]
    fn complement(self) -> Self {
        map(&self, |chance| 1.0 - chance)
    }
}

/// Numbers with an extended range of exponents.
impl Probability for Scaled {
    const ONE: Self = Self::ONE;

    fn number(number: f64) -> Self {
        Self::new(number, 0)
    }

    fn times(self, other: Self) -> Self {
        self.times(other)
    }

    fn complement(self) -> Self {
        Self::new(1.0 - self.over(0), 0)
    }
}

/// Chances in the limit of vanishing trembles.
impl Probability for Tremble {
    const ONE: Self = Self::CERTAIN;

    fn number(number: f64) -> Self {
        Self {
            order: 0,
            weight: Scaled::new(number, 0),
        }
    }

    fn times(self, other: Self) -> Self {
        self.times(other)
    }

    fn complement(self) -> Self {
        let plain = if self.order == 0 { self.weight.over(0) } else { 0.0 };
        Self::of(Scaled::new(1.0 - plain, 0), 0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::{Members, Probability, Promise};
    use crate::numeric::scaled::{Scaled, Tremble};

    fn members(count: usize, actions: usize) -> Members {
        Members {
            count,
            set: 0,
            actions,
            asked: None,
            bound: None,
            first: 0,
        }
    }

    fn probabilities<P: Probability>(of: &Members, chances: &[P]) -> Vec<P> {
        let mut all = vec![P::ONE; of.ways()];
        of.probabilities(chances, &mut all);
        all
    }

    #[test]
    fn probabilities_of_counts_are_multinomial() {
        let two = probabilities(&members(31, 2), &[[0.3], [0.7]]);
        let expected = 4495.0 * 0.027 * crate::numeric::math::pow(0.7, 28.0);
        assert!((two[3][0] / expected - 1.0).abs() < 1e-13, "{:?}", two[3]);
        let three = probabilities(&members(9, 3), &[[0.2], [0.5], [0.3]]);
        let sum: f64 = three.iter().map(|[chance]| chance).sum();
        assert!((sum - 1.0).abs() < 1e-14, "{sum}");
    }

    #[test]
    fn many_members_stay_within_the_range_of_numbers() {
        let probabilities = probabilities(&members(1000, 2), &[[0.5], [0.5]]);
        assert!((probabilities[500][0] - 0.025_225_018_178_360_8).abs() < 1e-13);
        let sum: f64 = probabilities.iter().map(|[chance]| chance).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn rare_counts_keep_their_digits_and_impossible_ones_tremble() {
        let of = members(31, 2);
        let tiny = probabilities(&of, &[Scaled::new(1e-12, 0), Scaled::ONE]);
        let tinier = probabilities(&of, &[Scaled::new(1e-14, 0), Scaled::ONE]);
        assert!((tinier[31].share_of(tiny[31]) / 1e-62 - 1.0).abs() < 1e-12);
        let chances = [Tremble::of(Scaled::ZERO, 0.5), Tremble::CERTAIN];
        let orders: Vec<u32> = probabilities(&of, &chances).iter().map(|way| way.order).collect();
        assert_eq!(orders, (0..=31).collect::<Vec<u32>>());
    }

    #[test]
    fn those_that_are_bound_or_not_asked_are_counted_apart() {
        let chance = crate::expression::Tape::new().constant(0.0);
        let promise = Promise {
            commitment: 0,
            chance,
            action: 1,
        };
        let of = Members {
            asked: Some(chance),
            bound: Some(promise),
            ..members(5, 2)
        };
        // Both chances are the same here.
        let chances = of.chances(&[[0.25], [0.75]], |_| [0.8]);
        let expected = [0.8 * 0.2 * 0.25, 0.8 * 0.2 * 0.75, 0.64, 0.2];
        for ([chance], expected) in chances.iter().zip(expected) {
            assert!((chance - expected).abs() < 1e-15);
        }
    }
}
