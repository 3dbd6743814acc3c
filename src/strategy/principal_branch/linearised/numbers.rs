//! How the numbers of a game change with its parameters.

use super::recorder::{Recorder, Tie};
use crate::game::{Bound, Game, Rate, Rates, Slot};
use crate::numeric::linear_record::Change;

/// The changes of a game's numbers.
#[derive(Debug)]
pub(super) struct Numbers {
    /// Those of each parameter.
    pub(super) parameters: Vec<Change>,
    /// By period: one entry where no number varies, otherwise one for each period 0..=T.
    periods: Vec<InPeriod>,
}

/// The changes of numbers in one period.
#[derive(Clone, Debug)]
struct InPeriod {
    slots: Vec<Change>,
    /// Payment set × actors + actor.
    totals: Vec<Change>,
}

impl Numbers {
    /// Records the changes of all numbers; `worth` holds those of what period states are worth beyond the last period.
    pub(super) fn record(recorder: &mut Recorder, bound: &Bound<'_, 1>, worth: &[Change]) -> Self {
        let game = bound.game;
        let parameters = recorder.inputs(game.parameters);
        let mut slots = vec![Change::NONE; game.tape.len()];
        let tail = game.tail.iter().flat_map(|tail| &tail.worth);
        for (slot, worth) in tail.zip(worth) {
            slots[slot.index()] = *worth;
        }
        let mut rates = Rates::of(&game.tape);
        let mut periods = Vec::new();
        let last = if game.tape.varies_by_period() { game.periods } else { 0 };
        for period in 0..=last {
            rates.each(bound.slots(period), period > 0, |slot, rate| {
                slots[slot.index()] = match rate {
                    Rate::Parameter(parameter) => parameters[parameter],
                    Rate::Operands(rates, ties) => {
                        let side = |slot: Slot| slots[slot.index()];
                        let effect = |&(a, b): &(Slot, Option<Slot>)| {
                            let sides = [side(a), b.map_or(Change::NONE, side)];
                            (recorder.tie(Tie::Formula, sides), 1.0)
                        };
                        let effects: Vec<_> = ties.iter().map(effect).collect();
                        let operands = rates.into_iter().map(|(slot, rate)| (side(slot), rate));
                        recorder.sum(operands.chain(effects))
                    }
                };
            });
            periods.push(InPeriod {
                totals: totals(recorder, game, &slots),
                slots: slots.clone(),
            });
        }
        Self { parameters, periods }
    }

    /// The change of a number in a period (0 before the first).
    pub(super) fn slot(&self, slot: Slot, period: usize) -> Change {
        self.of(period).slots[slot.index()]
    }

    /// The change of what a payment set pays an actor in a period: entry payment set × actors + actor.
    pub(super) fn totals(&self, period: usize) -> &[Change] {
        &self.of(period).totals
    }

    fn of(&self, period: usize) -> &InPeriod {
        self.periods.get(period).unwrap_or(&self.periods[0])
    }
}

fn totals(recorder: &mut Recorder, game: &Game, slots: &[Change]) -> Vec<Change> {
    let mut totals = Vec::with_capacity(game.payment_sets.len() * game.actors);
    for set in &game.payment_sets {
        for actor in 0..game.actors {
            let own = set.payments.iter();
            let own = own.filter(|(term, _)| game.term_actor[*term as usize] == actor);
            totals.push(recorder.sum(own.map(|(_, slot)| (slots[slot.index()], 1.0))));
        }
    }
    totals
}
