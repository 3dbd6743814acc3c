//! One box of PRIM: peeling, then pasting, with the objective of the EMA Workbench (J. H. Kwakkel and S. C. Cunningham,
//! *Technological Forecasting and Social Change* 111, 2016): the gain in density for each draw that is removed.

use std::cmp::Ordering;

use super::Worlds;
use crate::numeric::math::{max, min};

/// How patiently boxes are sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Settings {
    /// The share of a box's draws that one peel removes, or one paste adds; more than 0 and less than one half.
    pub peel: f64,
    /// The least share of all draws that a box holds.
    pub mass: f64,
}

/// The values of a parameter that a box holds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Limits {
    /// The lowest.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl Limits {
    /// All values of a sample.
    pub(crate) fn around(values: &[f64]) -> Self {
        Self {
            low: values.iter().copied().fold(f64::INFINITY, min),
            high: values.iter().copied().fold(f64::NEG_INFINITY, max),
        }
    }

    fn hold(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// The limit at an end.
    pub(crate) fn at(self, end: End) -> f64 {
        match end {
            End::Low => self.low,
            End::High => self.high,
        }
    }

    /// The same with another limit at one end.
    pub(super) fn with(self, end: End, limit: f64) -> Self {
        match end {
            End::Low => Self { low: limit, ..self },
            End::High => Self { high: limit, ..self },
        }
    }
}

/// An end of a parameter's range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The lower one.
    Low,
    /// The upper one.
    High,
}

/// Both ends.
pub(super) const ENDS: [End; 2] = [End::Low, End::High];

/// How many draws there are, and how many of them are cases of interest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The draws.
    pub draws: u64,
    /// The cases of interest among them.
    pub cases: u64,
}

impl Counts {
    /// Counts one more draw.
    pub(super) fn add(&mut self, of_interest: bool) {
        self.draws += 1;
        self.cases += u64::from(of_interest);
    }

    /// The share of the draws that are cases; 0 of no draws.
    pub(crate) fn density(self) -> f64 {
        match self.draws {
            0 => 0.0,
            draws => self.cases as f64 / draws as f64,
        }
    }

    /// The gain in density for each draw that is removed, or added.
    fn gain_over(self, old: Self) -> f64 {
        match self.draws.abs_diff(old.draws) {
            0 => 0.0,
            change => (self.density() - old.density()) / change as f64,
        }
    }
}

/// How a box of the trajectory came from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It is the first, with all draws that are left.
    Start,
    /// A limit was drawn in.
    Peel,
    /// A limit was let out.
    Paste,
}

/// A box of the trajectory.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    /// How it came from the one before.
    pub phase: Phase,
    /// The parameter whose limit was moved, and at which end.
    pub moved: Option<(usize, End)>,
    /// The limits of each parameter.
    pub limits: Vec<Limits>,
    /// The number of parameters that it restricts.
    pub restricted: usize,
    /// What it holds.
    pub inside: Counts,
}

/// The search for one box among the draws that are left.
pub(super) struct Search<'a> {
    worlds: &'a Worlds,
    settings: Settings,
    /// The range of each parameter over all draws, those before included.
    ranges: Vec<Limits>,
    /// For each parameter, the draws that are left in the order of its values.
    sorted: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    /// A search among the draws that are `left`.
    pub(super) fn new(worlds: &'a Worlds, left: &[bool], settings: Settings) -> Self {
        let mut sorted = worlds.sorted();
        for order in &mut sorted {
            order.retain(|&draw| left[draw]);
        }
        let parameters = worlds.parameters.iter();
        Self {
            worlds,
            settings,
            ranges: parameters.map(|parameter| Limits::around(&parameter.values)).collect(),
            sorted,
        }
    }

    /// The trajectory: the whole space, then box after box, until neither peeling nor pasting makes the box denser.
    pub(super) fn trajectory(&self) -> Vec<Step> {
        let mut steps = vec![Step {
            phase: Phase::Start,
            moved: None,
            limits: self.ranges.clone(),
            restricted: 0,
            inside: self.count(&self.ranges),
        }];
        for phase in [Phase::Peel, Phase::Paste] {
            while let Some(next) = steps.last().and_then(|last| self.next(phase, last)) {
                steps.push(next);
            }
        }
        steps
    }

    /// The range of a parameter over all draws.
    pub(super) fn range(&self, parameter: usize) -> Limits {
        self.ranges[parameter]
    }

    /// What a box holds of the draws that are left.
    pub(super) fn count(&self, limits: &[Limits]) -> Counts {
        self.worlds.count(self.inside(limits))
    }

    /// The draws that are left and in a box.
    pub(super) fn inside(&self, limits: &[Limits]) -> impl Iterator<Item = usize> {
        let left = self.sorted.first().map_or(&[][..], Vec::as_slice).iter().copied();
        left.filter(|&draw| self.holds(limits, draw))
    }

    fn holds(&self, limits: &[Limits], draw: usize) -> bool {
        let mut parameters = self.worlds.parameters.iter().zip(limits);
        parameters.all(|(parameter, limits)| limits.hold(parameter.values[draw]))
    }

    /// The number of parameters that a box restricts.
    fn restricted(&self, limits: &[Limits]) -> usize {
        let pairs = limits.iter().zip(&self.ranges);
        pairs.filter(|(limits, range)| limits != range).count()
    }

    /// The best next box, if it is denser and large enough. Of equally good ones the one that restricts fewer parameters
    /// is best, then the first.
    fn next(&self, phase: Phase, last: &Step) -> Option<Step> {
        let mut best: Option<(f64, Step)> = None;
        for step in self.candidates(phase, last) {
            let gain = step.inside.gain_over(last.inside);
            let better = |(other, than): &(f64, Step)| {
                let fewer = than.restricted.cmp(&step.restricted);
                gain.total_cmp(other).then(fewer) == Ordering::Greater
            };
            if best.as_ref().is_none_or(better) {
                best = Some((gain, step));
            }
        }
        let (gain, step) = best?;
        let large = step.inside.draws as f64 / self.worlds.draws() as f64 >= self.settings.mass;
        (gain > 0.0 && large).then_some(step)
    }

    /// Which of two equally good candidates is taken rests on their order.
    fn candidates(&self, phase: Phase, last: &Step) -> Vec<Step> {
        let mut inside = vec![false; self.worlds.draws()];
        self.inside(&last.limits).for_each(|draw| inside[draw] = true);
        let mut all = Vec::new();
        for (parameter, &range) in self.ranges.iter().enumerate() {
            let own = last.limits[parameter];
            if phase == Phase::Paste && own == range {
                continue;
            }
            let mut freed = last.limits.clone();
            freed[parameter] = range;
            // A box may be let out into what it holds but for the limits of this parameter.
            let may_hold = |&draw: &usize| inside[draw] || phase == Phase::Paste && self.holds(&freed, draw);
            let members: Vec<usize> = self.sorted[parameter].iter().copied().filter(may_hold).collect();
            let of_parameter = &self.worlds.parameters[parameter].values;
            let values: Vec<f64> = members.iter().map(|&draw| of_parameter[draw]).collect();
            let moves = match phase {
                Phase::Paste => self.pastes(&values, own, range),
                Phase::Start | Phase::Peel => self.peels(&values),
            };
            for (end, limit) in moves {
                let (mut limits, own) = (last.limits.clone(), own.with(end, limit));
                limits[parameter] = own;
                let held = members.iter().filter(|&&draw| own.hold(of_parameter[draw]));
                all.push(Step {
                    phase,
                    moved: Some((parameter, end)),
                    restricted: self.restricted(&limits),
                    limits,
                    inside: self.worlds.count(held.copied()),
                });
            }
        }
        all
    }

    /// The limits that remove a share of these values at either end.
    fn peels(&self, values: &[f64]) -> [(End, f64); 2] {
        let upper = parting_value(values, 1.0 - self.settings.peel);
        let lower = parting_value(values, self.settings.peel);
        [(End::High, upper), (End::Low, lower)]
    }

    /// The limits that take in a share of the values beyond either end.
    fn pastes(&self, values: &[f64], own: Limits, range: Limits) -> [(End, f64); 2] {
        let below = &values[..values.partition_point(|&value| value <= own.low)];
        let above = &values[values.partition_point(|&value| value < own.high)..];
        let to = |beyond: &[f64], share, end: f64| {
            if beyond.is_empty() {
                end
            } else {
                parting_value(beyond, share)
            }
        };
        let lower = to(below, 1.0 - self.settings.peel, range.low);
        let upper = to(above, self.settings.peel, range.high);
        [(End::Low, lower), (End::High, upper)]
    }
}

/// The value at which a share of a sorted sample is parted from the rest: midway between two that differ.
fn parting_value(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = last as f64 * share;
    let (mut low, mut high) = (place.floor() as usize, place.ceil() as usize);
    if share > 0.5 {
        while sorted[low] == sorted[high] && low > 0 {
            low -= 1;
        }
    } else {
        while sorted[low] == sorted[high] && high < last {
            high += 1;
        }
    }
    (sorted[low] + sorted[high]) / 2.0
}
