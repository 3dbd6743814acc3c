//! The way to a profile on which beliefs, values and responses agree: from uniform play, precisions rising.

use super::Reachable;
use super::forward::{Beliefs, Faint, Priors, forward, needs_beliefs};
use super::spread::ranges;
use super::sweep::{BestManner, Manner, Sweep, Swept};
use super::trembles::Careful;
use crate::game::{Bound, Game, Play, Profile};
use crate::numeric::lanes::{LANES, Lanes, map, splat};

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The largest residual that counts as solved: the largest |probability − response| over all information sets.
    pub tolerance: f64,
    /// The most sweeps for a draw.
    pub sweeps: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tolerance: 1e-10,
            sweeps: 2_000,
        }
    }
}

/// How solving a draw ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The residual is within the tolerance.
    Converged,
    /// It is not; the profile is where the sweeps stopped.
    NotConverged,
    /// A best responder could still gain, whichever pure replies were tried.
    NoPureEquilibrium,
}

/// How the actors play, for a block of draws, and how well it is known.
#[derive(Clone, Debug)]
pub struct Solution {
    /// The profile.
    pub profile: Profile,
    /// The beliefs that it was found with.
    pub beliefs: Beliefs,
    /// How each lane ended.
    pub status: [Status; LANES],
    /// The largest |probability − response|, by lane.
    pub residual: Lanes,
    /// The largest one-shot regret over all information sets, by actor, in payoff units of the set's period.
    pub regret: Vec<Lanes>,
    /// Sweeps made, by lane.
    pub sweeps: [u32; LANES],
}

/// On the way a step of the ramp is left behind once the residual is below this.
const NEAR: f64 = 1e-2;
/// The most sweeps at one step of the ramp.
const RAMP_SWEEPS: u32 = 100;
/// The steps of the ramp before its end, at s = 1.
const RAMP: [f64; 3] = [0.25, 0.5, 0.75];
/// Further steps where best responders' precisions grow without bound.
const STEEP_RAMP: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 0.97];
/// The most rounds of pure replies.
const PURE_ROUNDS: u32 = 200;
/// A best responder's regret, and what counts as a tie, in shares of its payoff range.
const BEST_TOLERANCE: f64 = 1e-9;
/// The least step that damping goes down to.
const LEAST_STEP: f64 = 1.0 / 1024.0;
/// So many sweeps without progress halve the step.
const PATIENCE: u32 = 2;
/// So many sweeps with progress double it again.
const CONFIDENCE: u32 = 24;

/// Solves a block of draws.
pub fn solve(bound: &Bound<'_>, reachable: &Reachable, options: &Options) -> Solution {
    let mut solver = Solver::new(bound, reachable, *options);
    let kinds = Kinds::of(bound.game);
    if kinds.simultaneous_with_beliefs {
        let ramp: &[f64] = if kinds.best_response {
            &STEEP_RAMP
        } else {
            &RAMP
        };
        for &share in ramp {
            solver.climb(share);
        }
    }
    if kinds.best_response {
        solver.reply_purely()
    } else {
        solver.finish()
    }
}

/// What kinds of play a game has.
struct Kinds {
    best_response: bool,
    /// Whether any strategic set has several nodes; otherwise one sweep backward is exact.
    simultaneous_with_beliefs: bool,
}

impl Kinds {
    fn of(game: &Game) -> Self {
        let mut sets = game.frames.iter().flat_map(|frame| &frame.sets);
        Self {
            best_response: sets.clone().any(|set| set.play == Play::BestResponse),
            simultaneous_with_beliefs: sets.any(|set| needs_beliefs(set) && set.nodes.len() > 1),
        }
    }
}

struct Solver<'a, 'g> {
    bound: &'a Bound<'g>,
    reachable: &'a Reachable,
    options: Options,
    priors: Priors,
    ranges: Vec<Lanes>,
    profile: Profile,
    beliefs: Beliefs,
    careful: Vec<Careful>,
    pace: [Pace; LANES],
}

/// How a lane goes forward.
#[derive(Clone, Copy, Debug)]
struct Pace {
    sweeps: u32,
    step: f64,
    last: f64,
    worse: u32,
    better: u32,
}

impl Pace {
    fn new() -> Self {
        Self {
            sweeps: 0,
            step: 1.0,
            last: f64::INFINITY,
            worse: 0,
            better: 0,
        }
    }

    /// Takes note of a residual: without progress the step is halved, with lasting progress doubled.
    fn note(&mut self, residual: f64) {
        if residual < self.last {
            self.better += 1;
            self.worse = 0;
        } else {
            self.worse += 1;
            self.better = 0;
        }
        self.last = residual;
        if self.worse >= PATIENCE && self.step > LEAST_STEP {
            self.step *= 0.5;
            self.worse = 0;
        }
        if self.better >= CONFIDENCE && self.step < 1.0 {
            self.step *= 2.0;
            self.better = 0;
        }
    }
}

impl<'a, 'g> Solver<'a, 'g> {
    fn new(bound: &'a Bound<'g>, reachable: &'a Reachable, options: Options) -> Self {
        let best_response = Kinds::of(bound.game).best_response;
        Self {
            bound,
            reachable,
            options,
            priors: Priors::of(bound),
            ranges: if best_response {
                ranges(bound)
            } else {
                Vec::new()
            },
            profile: opening(bound),
            beliefs: Beliefs::even(bound),
            careful: Vec::new(),
            pace: [Pace::new(); LANES],
        }
    }

    /// Follows the responses at a share of the way until they are near.
    fn climb(&mut self, share: f64) {
        let precision = self.smooth_best(share);
        let manner = Manner {
            share: splat(share),
            best: BestManner::Smooth(precision),
            step: splat(0.0),
            everywhere: false,
        };
        self.settle(manner, splat(NEAR), RAMP_SWEEPS);
    }

    /// The precision of best responders at a share of the way: s / (1 − s) over the payoff range.
    fn smooth_best(&self, share: f64) -> Vec<Lanes> {
        let odds = share / (1.0 - share);
        let precision =
            |range: &Lanes| map(range, |range| if range > 0.0 { odds / range } else { 0.0 });
        self.ranges.iter().map(precision).collect()
    }

    /// Sweeps until the residual of every lane is below its tolerance, or its sweeps are used up; tells which lanes
    /// got there.
    fn settle(&mut self, mut manner: Manner, tolerance: Lanes, sweeps: u32) -> [bool; LANES] {
        let mut done = [false; LANES];
        for pace in &mut self.pace {
            pace.last = f64::INFINITY;
        }
        let pure = !matches!(manner.best, BestManner::Smooth(_));
        let mut left = sweeps;
        while left > 0 && done.contains(&false) {
            left -= 1;
            let fresh = self.believe(match (pure, self.ranges.is_empty()) {
                (true, _) => Faint::Keep,
                // Best repliers keep the last beliefs of sets that they leave unreached, so all must be right by then.
                (false, false) => Faint::ReportAll,
                (false, true) => Faint::Report,
            });
            for lane in 0..LANES {
                done[lane] &= !fresh[lane];
                let step = if pure { 1.0 } else { self.pace[lane].step };
                manner.step[lane] = if done[lane] { 0.0 } else { step };
            }
            let swept = self.sweep(&manner);
            for lane in 0..LANES {
                if done[lane] {
                    continue;
                }
                let pace = &mut self.pace[lane];
                pace.sweeps += 1;
                pace.note(swept.residual[lane]);
                done[lane] = swept.residual[lane] <= tolerance[lane];
            }
        }
        done
    }

    /// Works out beliefs anew; tells which lanes are done with care from now on.
    fn believe(&mut self, faint: Faint) -> [bool; LANES] {
        let found = forward(
            self.bound,
            &self.priors,
            self.reachable,
            &self.profile,
            &mut self.beliefs,
            faint,
        );
        let mut fresh = [false; LANES];
        if faint == Faint::Keep {
            return fresh;
        }
        for lane in (0..LANES).filter(|&lane| found[lane]) {
            if !self.careful.iter().any(|careful| careful.lane() == lane) {
                self.careful.push(Careful::new(&self.profile, lane));
                fresh[lane] = true;
            }
        }
        for careful in &self.careful {
            careful.believe(self.bound, &mut self.beliefs);
        }
        fresh
    }

    fn sweep(&mut self, manner: &Manner) -> Swept {
        Sweep {
            bound: self.bound,
            beliefs: &self.beliefs,
            reachable: self.reachable,
            manner,
            careful: &mut self.careful,
        }
        .run(&mut self.profile)
    }

    /// The end of the way, where nobody replies purely.
    fn finish(mut self) -> Solution {
        let manner = Manner {
            share: splat(1.0),
            best: BestManner::Smooth(Vec::new()),
            step: splat(0.0),
            everywhere: false,
        };
        let mut inner = splat(self.options.tolerance * 0.1);
        loop {
            let used = self.pace.iter().map(|pace| pace.sweeps).max().unwrap_or(0);
            let left = self.options.sweeps.saturating_sub(used).max(1);
            let done = self.settle(manner.clone(), inner, left);
            let swept = self.check(&manner, false);
            let mut again = false;
            for lane in 0..LANES {
                // Swept and checked residuals differ a little: the check holds all values still.
                if done[lane]
                    && swept.residual[lane] > self.options.tolerance
                    && inner[lane] > 1e-15
                {
                    inner[lane] *= 0.1;
                    again = true;
                }
            }
            if !again {
                return self.solution(swept);
            }
        }
    }

    /// Holds the profile still and works out what every set would do.
    fn check(&mut self, manner: &Manner, pure: bool) -> Swept {
        self.believe(if pure { Faint::Keep } else { Faint::ReportAll });
        let still = Manner {
            step: splat(0.0),
            everywhere: true,
            ..manner.clone()
        };
        self.sweep(&still)
    }

    fn solution(self, swept: Swept) -> Solution {
        let tolerance = self.options.tolerance;
        let status = map_lanes(|lane| {
            if swept.residual[lane] <= tolerance {
                Status::Converged
            } else {
                Status::NotConverged
            }
        });
        Solution {
            profile: self.profile,
            beliefs: self.beliefs,
            status,
            residual: swept.residual,
            regret: swept.regret,
            sweeps: map_lanes(|lane| self.pace[lane].sweeps),
        }
    }

    /// The end of the way, where best responders reply purely; ties are shared where the profile so made passes too.
    fn reply_purely(mut self) -> Solution {
        let tolerance: Vec<Lanes> = self
            .ranges
            .iter()
            .map(|range| map(range, |range| range * BEST_TOLERANCE))
            .collect();
        let manner = |best| Manner {
            share: splat(1.0),
            best,
            step: splat(0.0),
            everywhere: false,
        };
        let inner = splat(self.options.tolerance * 0.1);
        let single = manner(BestManner::Single(tolerance.clone()));
        self.settle(single.clone(), inner, PURE_ROUNDS);
        let swept = self.check(&single, true);
        let passed = self.passes(&swept, &tolerance);
        let (profile, beliefs) = (self.profile.clone(), self.beliefs.clone());
        let shared = manner(BestManner::Shared(tolerance.clone()));
        self.settle(shared.clone(), inner, PURE_ROUNDS);
        let shared_swept = self.check(&shared, true);
        let shared_passed = self.passes(&shared_swept, &tolerance);
        let mut swept = swept;
        let mut status = [Status::Converged; LANES];
        for lane in 0..LANES {
            if shared_passed[lane] {
                take_lane(&mut swept, &shared_swept, lane);
                continue;
            }
            self.restore(&profile, &beliefs, lane);
            if !passed[lane] {
                status[lane] = Status::NoPureEquilibrium;
            }
        }
        let mut solution = self.solution(swept);
        for (known, lane) in solution.status.iter_mut().zip(status) {
            if lane == Status::NoPureEquilibrium {
                *known = lane;
            }
        }
        solution
    }

    /// Whether each lane's best responders have nothing to gain and the others respond as they should.
    fn passes(&self, swept: &Swept, tolerance: &[Lanes]) -> [bool; LANES] {
        let best_responder = |actor: usize| {
            let mut sets = self.bound.game.frames.iter().flat_map(|frame| &frame.sets);
            sets.any(|set| set.actor == actor && set.play == Play::BestResponse)
        };
        let responders: Vec<usize> = (0..self.bound.game.actors)
            .filter(|&a| best_responder(a))
            .collect();
        map_lanes(|lane| {
            swept.residual[lane] <= self.options.tolerance
                && responders
                    .iter()
                    .all(|&actor| swept.best_regret[actor][lane] <= tolerance[actor][lane])
        })
    }

    fn restore(&mut self, profile: &Profile, beliefs: &Beliefs, lane: usize) {
        for (to, from) in self.profile.periods.iter_mut().zip(&profile.periods) {
            copy_lane(to, from, lane);
        }
        for (to, from) in self.beliefs.weights.iter_mut().zip(&beliefs.weights) {
            copy_lane(to, from, lane);
        }
    }
}

fn copy_lane(to: &mut [Lanes], from: &[Lanes], lane: usize) {
    for (to, from) in to.iter_mut().zip(from) {
        to[lane] = from[lane];
    }
}

fn take_lane(to: &mut Swept, from: &Swept, lane: usize) {
    to.residual[lane] = from.residual[lane];
    copy_lane(&mut to.regret, &from.regret, lane);
    copy_lane(&mut to.best_regret, &from.best_regret, lane);
}

fn map_lanes<T>(of: impl FnMut(usize) -> T) -> [T; LANES] {
    std::array::from_fn(of)
}

/// Uniform play where play rests on responses, the given play elsewhere.
fn opening(bound: &Bound<'_>) -> Profile {
    let mut profile = Profile::uniform(bound.game);
    for period in 1..=bound.game.periods {
        let frame = &bound.game.frames[bound.game.calendar[period - 1]];
        let choices = &mut profile.periods[period - 1];
        for set in &frame.sets {
            if let Play::Given(chances) = &set.play {
                for (choice, chance) in choices[set.first_choice..].iter_mut().zip(chances) {
                    *choice = bound.number(*chance, period);
                }
            }
        }
    }
    profile
}
