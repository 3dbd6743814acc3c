//! Probabilities of any size with their changes: of a chance, of type profiles, and of reaching a place.

use super::numbers::Numbers;
use super::recorder::{Recorder, Tie};
use crate::game::{Bound, Factor};
use crate::numeric::linear_record::{Change, Weighted};
use crate::numeric::scaled::{Scaled, Tremble};

/// The probability of an edge, with its change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance {
    /// The probability; of a choice, it may be too small to differ from 0.
    pub(super) value: f64,
    /// Its change, or that of its logarithm.
    pub(super) change: Change,
    /// Whether it is that of the logarithm, as for choices that respond to values.
    pub(super) logarithmic: bool,
}

impl Chance {
    /// The change of the probability, given what it is multiplied by.
    pub(super) fn times(&self, factor: f64) -> Weighted {
        let weight = if self.logarithmic { self.value * factor } else { factor };
        (self.change, weight)
    }

    /// The change of the logarithm of a probability above 0.
    pub(super) fn relative(&self) -> Weighted {
        match self.logarithmic {
            true => (self.change, 1.0),
            false if self.value > 0.0 => (self.change, 1.0 / self.value),
            false => (Change::NONE, 0.0),
        }
    }

    /// The change of a probability of 0.
    fn emerging(&self, factor: f64) -> Weighted {
        if self.logarithmic || self.value > 0.0 {
            (Change::NONE, 0.0)
        } else {
            (self.change, factor)
        }
    }
}

/// A probability with its changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mass {
    /// The probability in the limit of vanishing trembles.
    pub(super) size: Tremble,
    /// The change of its logarithm; where it is 0, that of the coefficient with which it vanishes.
    pub(super) relative: Change,
    /// Where it is 0 but for trembles, its change.
    pub(super) emerging: Change,
}

impl Mass {
    pub(super) const IMPOSSIBLE: Self = Self::constant(Tremble::IMPOSSIBLE);
    pub(super) const CERTAIN: Self = Self::constant(Tremble::CERTAIN);

    const fn constant(size: Tremble) -> Self {
        Self {
            size,
            relative: Change::NONE,
            emerging: Change::NONE,
        }
    }

    /// The probability without trembles.
    pub(super) fn plain(&self) -> f64 {
        if self.size.order == 0 {
            self.size.weight.over(0)
        } else {
            0.0
        }
    }

    /// The probability of all of these.
    pub(super) fn product(
        recorder: &mut Recorder,
        (bound, numbers): (&Bound<'_, 1>, &Numbers),
        factors: &[Factor],
    ) -> Self {
        factors.iter().fold(Self::CERTAIN, |product, factor| {
            let chance = Chance {
                value: bound.number(factor.chance, 0)[0],
                change: numbers.slot(factor.chance, 0),
                logarithmic: false,
            };
            let size = Tremble::of(Scaled::new(chance.value, 0), 1.0 / factor.options as f64);
            let flow = Flow::through(&product, &chance, size);
            let mut sum = MassSum::default();
            sum.add(&flow, flow.size);
            sum.close(recorder, flow.size)
        })
    }

    /// Notes that beliefs and play at some set may be others at once where this probability is no longer 0.
    pub(super) fn emerge(&mut self, recorder: &mut Recorder) {
        let jump = recorder.tie(Tie::Belief, [self.emerging, Change::NONE]);
        self.emerging = recorder.sum([(self.emerging, 1.0), (jump, 1.0)]);
    }

    /// The change of the probability itself, multiplied.
    pub(super) fn change(&self, factor: f64) -> [Weighted; 2] {
        [(self.relative, self.plain() * factor), (self.emerging, factor)]
    }
}

/// The probability of two independent events together, with its changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flow {
    pub(super) size: Tremble,
    relative: [Weighted; 2],
    emerging: [Weighted; 2],
}

impl Flow {
    /// That of coming to a place and taking an edge there; `size` is the edge's chance.
    pub(super) fn through(place: &Mass, chance: &Chance, size: Tremble) -> Self {
        Self {
            size: place.size.times(size),
            relative: [(place.relative, 1.0), chance.relative()],
            emerging: [(place.emerging, chance.value), chance.emerging(place.plain())],
        }
    }

    /// That of two events.
    pub(super) fn both(a: &Mass, b: &Mass) -> Self {
        Self {
            size: a.size.times(b.size),
            relative: [(a.relative, 1.0), (b.relative, 1.0)],
            emerging: [(a.emerging, b.plain()), (b.emerging, a.plain())],
        }
    }

    /// The change of its part in a sum whose limit is not 0, as a share of the sum; of any other sum, that of the part's
    /// coefficient in the sum's.
    pub(super) fn share(&self, of: Tremble) -> impl Iterator<Item = Weighted> {
        let share = self.size.share_of(of);
        let relative = self.relative.map(|(change, weight)| (change, weight * share));
        let emerging = self.emerging.map(|(change, weight)| {
            let part = Tremble {
                order: 0,
                weight: Scaled::new(weight, 0),
            };
            (change, part.share_of(of))
        });
        let terms = relative.into_iter().chain(emerging);
        terms.filter(|(change, weight)| *change != Change::NONE && *weight != 0.0)
    }

    /// The change of its part in a sum whose limit is 0.
    pub(super) fn emerging(&self, of: Tremble) -> impl Iterator<Item = Weighted> {
        let vanishes = of.order > 0;
        let terms = self.emerging.into_iter();
        terms.filter(move |(change, weight)| vanishes && *change != Change::NONE && *weight != 0.0)
    }
}

/// The changes of a sum of flows.
#[derive(Clone, Debug, Default)]
pub(super) struct MassSum {
    relative: Vec<Weighted>,
    emerging: Vec<Weighted>,
}

impl MassSum {
    /// Adds a flow to a sum of this size.
    pub(super) fn add(&mut self, flow: &Flow, size: Tremble) {
        self.relative.extend(flow.share(size));
        self.emerging.extend(flow.emerging(size));
    }

    /// The sum, which begins anew.
    pub(super) fn close(&mut self, recorder: &mut Recorder, size: Tremble) -> Mass {
        Mass {
            size,
            relative: recorder.sum(self.relative.drain(..)),
            emerging: recorder.sum(self.emerging.drain(..)),
        }
    }
}
