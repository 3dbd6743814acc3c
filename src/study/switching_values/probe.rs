//! The most likely actions at some information sets, with one number of a scenario at another value.

use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

use super::FreedVariant;
use crate::game::{Bound, InformationSet};
use crate::numeric::lanes::LANES;
use crate::scenario::Varied;
use crate::strategy::{Solution, Status};
use crate::study::sets::{Naming, SetName};
use crate::study::solve::SelectedDraw;
use crate::study::solver::Solver;
use crate::study::soundness::{Unsound, check};

/// The number of bisections by blocks that locate the last sensible value of a range.
const DIVISIONS: u32 = 8;
/// That value is taken for a whole number if it is nearer to it than this share of the way.
const ROUND: f64 = 1e-6;

/// A draw from which numbers are changed.
pub(super) struct Origin {
    /// The values of all numbers.
    pub(super) point: Vec<f64>,
    /// The most likely action at each set.
    pub(super) now: Vec<usize>,
}

/// A number at another value.
pub(super) type Change<'v> = (&'v Varied, f64);

/// A scenario whose numbers may be changed, and the sets that are looked at.
pub(super) struct Probe<'a> {
    pub(super) freed_variant: FreedVariant<'a>,
    pub(super) sets: &'a [SetName],
    /// The sets in the game with free parameters: period and number; `None` where it has no such set.
    pub(super) places: Vec<Option<(usize, usize)>>,
    seed: u64,
    solver: Solver,
    /// Chances that make no sense already in the draw that is asked about: no play reaches them.
    unreached: Vec<(usize, usize)>,
}

impl<'a> Probe<'a> {
    pub(super) fn new(freed_variant: FreedVariant<'a>, which: SelectedDraw, sets: &'a [SetName]) -> Self {
        let explored = &freed_variant.freed.explored;
        let naming = Naming::new(&explored.game, &explored.names);
        let place = |wanted: &SetName| {
            let mut sets = 0..naming.graph(wanted.period).information_sets.len();
            let found = sets.find(|&number| naming.name(wanted.period, number).is(wanted));
            found.map(|number| (wanted.period, number))
        };
        let mut probe = Self {
            places: sets.iter().map(place).collect(),
            solver: Solver::rough(&explored.game),
            seed: which.seed,
            unreached: Vec::new(),
            freed_variant,
            sets,
        };
        let here = Bound::new(&explored.game, &[probe.point(which.draw)]);
        let unsound = check(&here, &explored.names);
        probe.unreached = unsound.into_iter().flat_map(|lane| lane.chances).collect();
        probe
    }

    /// A draw, if it is solved.
    pub(super) fn origin(&self, draw: Option<u64>) -> Option<Origin> {
        let point = self.point(draw);
        let game = &self.freed_variant.freed.explored.game;
        let bound = Bound::new(game, std::slice::from_ref(&point));
        let now = self.likeliest(&bound).pop().flatten()?;
        Some(Origin { point, now })
    }

    /// The values of all numbers in a draw.
    fn point(&self, draw: Option<u64>) -> Vec<f64> {
        let seed = self.seed;
        self.freed_variant.point(SelectedDraw { draw, seed })
    }

    /// The draw with one number at another value, for each of some.
    fn bound(&self, origin: &Origin, changes: &[Change<'_>]) -> Bound<'a> {
        let with = |(varied, value): &Change<'_>| {
            let mut point = origin.point.clone();
            point[varied.parameter] = *value;
            point
        };
        let points: Vec<Vec<f64>> = changes.iter().map(with).collect();
        Bound::new(&self.freed_variant.freed.explored.game, &points)
    }

    /// The most likely actions at each point of a block; `None` where it makes no sense or is not solved.
    fn likeliest(&self, bound: &Bound<'_>) -> Vec<Option<Vec<usize>>> {
        let sound = self.makes_sense(bound);
        if !sound.contains(&true) {
            return vec![None; bound.used];
        }
        let solution = self.solver.once(bound);
        let lane = |lane: usize| {
            let fine = sound[lane] && solution.status[lane] == Status::Converged;
            fine.then(|| self.actions(&solution, lane))
        };
        (0..bound.used).map(lane).collect()
    }

    /// Whether the numbers of each point of a block make sense.
    fn makes_sense(&self, bound: &Bound<'_>) -> Vec<bool> {
        let known = |chance: &(usize, usize)| self.unreached.contains(chance);
        let is_unreached = |of: &Unsound| of.other.is_none() && of.chances.iter().all(known);
        let mut unsound = check(bound, &self.freed_variant.freed.explored.names);
        unsound.retain(|unsound| !is_unreached(unsound));
        let sound = |lane| unsound.iter().all(|unsound| unsound.lane != lane);
        (0..bound.used).map(sound).collect()
    }

    fn actions(&self, solution: &Solution, lane: usize) -> Vec<usize> {
        let action = |place: &Option<(usize, usize)>| {
            let Some((period, number)) = *place else {
                return 0;
            };
            let set = self.set(period, number);
            let play = &solution.profile.periods[period - 1][set.first_choice..];
            let better = |action: usize, best: usize| play[action][lane] > play[best][lane];
            (0..set.actions).fold(0, |best, at| if better(at, best) { at } else { best })
        };
        self.places.iter().map(action).collect()
    }

    pub(super) fn set(&self, period: usize, number: usize) -> &InformationSet {
        let game = &self.freed_variant.freed.explored.game;
        &game.graph(period).information_sets[number]
    }

    /// The most likely actions with one number at another value, for each of some.
    pub(super) fn solved(&self, origin: &Origin, changes: &[Change<'_>]) -> Vec<Option<Vec<usize>>> {
        let blocks = changes.par_chunks(LANES);
        let blocks = blocks.map(|block| self.likeliest(&self.bound(origin, block)));
        blocks.collect::<Vec<_>>().concat()
    }

    /// The last value on the way to an end of a number's range at which the scenario makes sense.
    pub(super) fn sensible(&self, origin: &Origin, varied: &Varied, end: f64) -> f64 {
        let fine = |values: &[f64]| {
            let changes: Vec<Change<'_>> = values.iter().map(|&value| (varied, value)).collect();
            self.makes_sense(&self.bound(origin, &changes))
        };
        if fine(&[end]) == [true] {
            return end;
        }
        let from = origin.point[varied.parameter];
        let (mut good, mut bad) = (from, end);
        for _ in 0..DIVISIONS {
            let parts = stretches(good, bad, LANES);
            let ends: Vec<f64> = parts.iter().map(|part| part[1]).collect();
            let Some(first) = fine(&ends).iter().position(|fine| !fine) else {
                break;
            };
            [good, bad] = parts[first];
        }
        let whole = good.round();
        let is_near = (whole - good).abs() < ROUND * (end - from).abs();
        let takes_whole = is_near && fine(&[whole]) == [true];
        if takes_whole { whole } else { good }
    }
}

/// The steps of equal size from one value to another.
pub(super) fn stretches(from: f64, to: f64, steps: usize) -> Vec<[f64; 2]> {
    if from == to {
        return Vec::new();
    }
    let value = |at: usize| from + (to - from) * (at as f64 / steps as f64);
    (0..steps).map(|at| [value(at), value(at + 1)]).collect()
}
