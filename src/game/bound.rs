//! A block of draws bound to a game: every number that the game leaves open, for each draw of the block.

use super::{Game, Play, Total};
use crate::expression::Slot;
use crate::numeric::lanes::{LANES, Lanes};

/// A game with the parameters of a block of draws put into it.
#[derive(Clone, Debug)]
pub struct Bound<'g> {
    /// The game.
    pub game: &'g Game,
    /// How many lanes hold draws; the others repeat the last one.
    pub used: usize,
    /// The discount factor of each actor.
    pub discounts: Vec<Lanes>,
    /// Numbers by period: one entry where none varies, otherwise one for each period 0..=T.
    numbers: Vec<Numbers>,
}

/// How far chances may miss their range or total by rounding.
const ROUNDING: f64 = 1e-9;

/// A number of a draw that breaks what every draw must keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Broken {
    /// The lane of the draw.
    pub lane: usize,
    /// What is wrong.
    pub what: BrokenNumber,
}

/// What is wrong with a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BrokenNumber {
    /// A chance lies outside [0, 1].
    Chance {
        /// The chance.
        value: f64,
        /// Where it comes from, see [`Names::places`](super::Names::places).
        place: usize,
        /// The period.
        period: usize,
    },
    /// Chances do not sum to what they must.
    Sum {
        /// Their sum.
        sum: f64,
        /// Where they come from, see [`Names::places`](super::Names::places).
        place: usize,
        /// The period.
        period: usize,
    },
    /// A discount factor lies outside (0, 1].
    Discount {
        /// The actor.
        actor: usize,
        /// The factor.
        value: f64,
    },
    /// A payment is no finite number.
    Payment {
        /// The payoff term.
        term: usize,
        /// The payment.
        value: f64,
        /// The period.
        period: usize,
    },
    /// A precision is negative or no finite number.
    Precision {
        /// The actor.
        actor: usize,
        /// The precision.
        value: f64,
        /// The period.
        period: usize,
    },
}

/// Numbers in one period.
#[derive(Clone, Debug)]
struct Numbers {
    slots: Vec<Lanes>,
    /// What each bundle pays each actor: `bundle × actors + actor`.
    totals: Vec<Lanes>,
}

impl<'g> Bound<'g> {
    /// Puts parameters into a game: `draws` holds, for each draw (one to eight), the value of each parameter.
    pub fn new(game: &'g Game, draws: &[Vec<f64>]) -> Self {
        assert!(
            !draws.is_empty() && draws.len() <= LANES,
            "a block holds one to {LANES} draws"
        );
        let parameters: Vec<Lanes> = (0..game.parameters)
            .map(|parameter| {
                std::array::from_fn(|lane| draws[lane.min(draws.len() - 1)][parameter])
            })
            .collect();
        let mut slots = game.tape.run(&parameters, 0);
        let mut numbers = Vec::new();
        let last = if game.tape.varies_by_period() {
            game.periods
        } else {
            0
        };
        for period in 0..=last {
            slots = game.tape.rerun(slots, &parameters, period);
            numbers.push(Numbers {
                totals: totals(game, &slots),
                slots: slots.clone(),
            });
        }
        let discounts = game
            .discounts
            .iter()
            .map(|slot| slots[slot.index()])
            .collect();
        Self {
            game,
            used: draws.len(),
            discounts,
            numbers,
        }
    }

    /// The values of all slots in a period (0 before the first), to be indexed by [`Slot::index`].
    pub fn slots(&self, period: usize) -> &[Lanes] {
        &self.of(period).slots
    }

    /// What each bundle pays each actor in a period: entry `bundle × actors + actor`, in units of that period.
    pub fn totals(&self, period: usize) -> &[Lanes] {
        &self.of(period).totals
    }

    /// One number in a period.
    pub fn number(&self, slot: Slot, period: usize) -> Lanes {
        self.of(period).slots[slot.index()]
    }

    /// The chance of each class under a prior.
    pub fn class_chances(&self, prior: usize) -> Vec<Lanes> {
        let chance = |class: &super::Class| {
            class.factors[prior]
                .iter()
                .fold([1.0; LANES], |product, factor| {
                    let factor = self.number(factor.chance, 0);
                    std::array::from_fn(|lane| product[lane] * factor[lane])
                })
        };
        self.game.classes.iter().map(chance).collect()
    }

    /// The chance of each start ending, given its class.
    pub fn start_chances(&self) -> Vec<Lanes> {
        let chance = |ending: &super::StartEnding| {
            ending.within.iter().fold([1.0; LANES], |product, factor| {
                let factor = self.number(factor.chance, 0);
                std::array::from_fn(|lane| product[lane] * factor[lane])
            })
        };
        self.game.start.endings.iter().map(chance).collect()
    }

    /// The first number that breaks what every draw must keep, lane by lane: chances are probabilities and sum to
    /// what they must, payments and precisions are finite, discount factors lie in (0, 1].
    pub fn broken(&self) -> Option<Broken> {
        (0..self.used).find_map(|lane| {
            let what = self.broken_chance(lane);
            let what = what.or_else(|| self.broken_discount(lane));
            let what = what.or_else(|| self.broken_payment(lane));
            let what = what.or_else(|| self.broken_precision(lane));
            what.map(|what| Broken { lane, what })
        })
    }

    fn broken_chance(&self, lane: usize) -> Option<BrokenNumber> {
        self.game.checks.iter().find_map(|check| {
            self.periods_of(check.frame).find_map(|period| {
                let values: Vec<f64> = check
                    .chances
                    .iter()
                    .map(|&slot| self.number(slot, period)[lane])
                    .collect();
                let place = check.place;
                if let Some(&value) = values
                    .iter()
                    .find(|value| !(-ROUNDING..=1.0 + ROUNDING).contains(*value))
                {
                    return Some(BrokenNumber::Chance {
                        value,
                        place,
                        period,
                    });
                }
                let sum: f64 = values.iter().sum();
                let wrong = match check.total {
                    Total::One => (sum - 1.0).abs() > ROUNDING,
                    Total::AtMostOne => sum > 1.0 + ROUNDING,
                    Total::Free => false,
                };
                wrong.then_some(BrokenNumber::Sum { sum, place, period })
            })
        })
    }

    /// The periods played on a frame, or 0 for the start. Where no number varies the first of them stands for all.
    fn periods_of(&self, frame: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        let played = (1..=self.game.periods).filter(move |&period| match frame {
            Some(frame) => self.game.calendar[period - 1] == frame,
            None => false,
        });
        let start = frame.is_none().then_some(0);
        let enough = if self.numbers.len() > 1 {
            usize::MAX
        } else {
            1
        };
        start.into_iter().chain(played).take(enough)
    }

    fn broken_discount(&self, lane: usize) -> Option<BrokenNumber> {
        self.discounts
            .iter()
            .enumerate()
            .find_map(|(actor, discount)| {
                let value = discount[lane];
                (!(value > 0.0 && value <= 1.0)).then_some(BrokenNumber::Discount { actor, value })
            })
    }

    fn broken_payment(&self, lane: usize) -> Option<BrokenNumber> {
        let payments = self.game.bundles.iter().flat_map(|bundle| &bundle.payments);
        payments.into_iter().find_map(|&(term, slot)| {
            (0..self.numbers.len()).find_map(|period| {
                let value = self.number(slot, period)[lane];
                (period > 0 || self.numbers.len() == 1)
                    .then_some(value)
                    .filter(|value| !value.is_finite())
                    .map(|value| BrokenNumber::Payment {
                        term: term as usize,
                        value,
                        period,
                    })
            })
        })
    }

    fn broken_precision(&self, lane: usize) -> Option<BrokenNumber> {
        self.game
            .frames
            .iter()
            .enumerate()
            .find_map(|(number, frame)| {
                frame.sets.iter().find_map(|set| {
                    let Play::Logit(precision) = set.play else {
                        return None;
                    };
                    self.periods_of(Some(number)).find_map(|period| {
                        let value = self.number(precision, period)[lane];
                        (!(value >= 0.0 && value.is_finite())).then_some(BrokenNumber::Precision {
                            actor: set.actor,
                            value,
                            period,
                        })
                    })
                })
            })
    }

    fn of(&self, period: usize) -> &Numbers {
        self.numbers.get(period).unwrap_or(&self.numbers[0])
    }
}

fn totals(game: &Game, slots: &[Lanes]) -> Vec<Lanes> {
    let mut totals = vec![[0.0; LANES]; game.bundles.len() * game.actors];
    for (number, bundle) in game.bundles.iter().enumerate() {
        for &(term, slot) in &bundle.payments {
            let total = &mut totals[number * game.actors + game.term_actor[term as usize]];
            for (sum, amount) in total.iter_mut().zip(slots[slot.index()]) {
                *sum += amount;
            }
        }
    }
    totals
}
