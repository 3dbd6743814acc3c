//! The way to a profile on which beliefs, values and responses agree: from uniform play, precisions rising.

use super::Reachable;
use super::forward::{Beliefs, Faint, Priors, forward, needs_beliefs};
use super::journey::{Journey, Next};
use super::spread::ranges;
use super::sweep::{BestManner, Manner, Sweep, Swept};
use super::trembles::Careful;
use crate::game::{Bound, Game, Play, Profile};
use crate::numeric::lanes::{LANES, Lanes, map};

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
    /// Iterated pure replies did not come to rest where no best responder could gain.
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
    /// The share s of the way at which the profile had to jump, where it did: a fold or a bifurcation may lie there,
    /// and the profile may be on another branch from there on.
    pub jumps: [Option<f64>; LANES],
}

/// Best responders climb to this share with finite precision, and reply purely from there.
const STEEP: f64 = 0.97;
/// The residual that is near enough there.
const STEEP_TOLERANCE: f64 = 1e-2;
/// The most rounds of pure replies where nobody else has to follow.
const PURE_ROUNDS: u32 = 200;
/// A best responder's regret, and what counts as a tie, in shares of its payoff range.
const BEST_TOLERANCE: f64 = 1e-9;
/// Sweeps go on to this share of the tolerance, as the check that follows holds all play still.
const INNER: f64 = 0.1;
/// The least residual that is asked for.
const LEAST_TOLERANCE: f64 = 1e-15;

/// Solves a block of draws.
pub fn solve(bound: &Bound<'_>, reachable: &Reachable, options: &Options) -> Solution {
    let kinds = Kinds::of(bound.game);
    let mut solver = Solver::new(bound, reachable, *options, kinds);
    if kinds.best_response {
        solver.climb(STEEP, STEEP_TOLERANCE);
        solver.reply_purely()
    } else {
        if kinds.beliefs_matter {
            solver.climb(1.0, options.tolerance * INNER);
        } else {
            solver.begin_at_goal();
        }
        solver.finish()
    }
}

/// What kinds of play a game has.
#[derive(Clone, Copy, Debug)]
struct Kinds {
    best_response: bool,
    logit: bool,
    /// Whether any strategic set has several nodes; otherwise one sweep backward is exact.
    beliefs_matter: bool,
}

impl Kinds {
    fn of(game: &Game) -> Self {
        let sets = || game.frames.iter().flat_map(|frame| &frame.sets);
        Self {
            best_response: sets().any(|set| set.play == Play::BestResponse),
            logit: sets().any(|set| matches!(set.play, Play::Logit(_))),
            beliefs_matter: sets().any(|set| needs_beliefs(set) && set.nodes.len() > 1),
        }
    }
}

struct Solver<'a, 'g> {
    bound: &'a Bound<'g>,
    reachable: &'a Reachable,
    options: Options,
    kinds: Kinds,
    priors: Priors,
    ranges: Vec<Lanes>,
    profile: Profile,
    /// The profile to which lanes go back that went too far.
    kept: Profile,
    beliefs: Beliefs,
    careful: Vec<Careful>,
    journeys: [Journey; LANES],
}

/// How best responders play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Best {
    Smooth,
    Single,
    Shared,
}

impl<'a, 'g> Solver<'a, 'g> {
    fn new(bound: &'a Bound<'g>, reachable: &'a Reachable, options: Options, kinds: Kinds) -> Self {
        let profile = opening(bound);
        Self {
            bound,
            reachable,
            options,
            kinds,
            priors: Priors::of(bound),
            ranges: if kinds.best_response {
                ranges(bound)
            } else {
                Vec::new()
            },
            kept: profile.clone(),
            profile,
            beliefs: Beliefs::even(bound),
            careful: Vec::new(),
            journeys: [Journey::at_goal(0.0, 0); LANES],
        }
    }

    /// Follows the responses while precisions rise.
    fn climb(&mut self, goal: f64, tolerance: f64) {
        self.journeys = [Journey::climb(goal, tolerance, self.options.sweeps); LANES];
        self.travel(Best::Smooth);
    }

    /// Starts with full precisions: one sweep backward is exact.
    fn begin_at_goal(&mut self) {
        self.journeys =
            [Journey::at_goal(self.options.tolerance * INNER, self.options.sweeps); LANES];
        self.travel(Best::Smooth);
    }

    /// Sweeps until every lane has stopped. A lane that has stopped stays as it is.
    fn travel(&mut self, best: Best) {
        while self.journeys.iter().any(|journey| !journey.stopped) {
            self.believe(match (best, self.kinds.best_response) {
                (Best::Smooth, false) => Faint::Report,
                // Best repliers keep the last beliefs of sets that they leave unreached: all must be right by then.
                (Best::Smooth, true) => Faint::ReportAll,
                (Best::Single | Best::Shared, _) => Faint::Keep,
            });
            let swept = self.sweep(&self.manner(best, false));
            for lane in 0..LANES {
                if self.journeys[lane].stopped {
                    continue;
                }
                match self.journeys[lane].note(swept.residual[lane], swept.smooth_residual[lane]) {
                    Next::Keep => copy_profile(&mut self.kept, &self.profile, lane),
                    Next::Back => self.go_back(lane),
                    Next::Sweep | Next::Stop => {}
                }
            }
        }
    }

    fn go_back(&mut self, lane: usize) {
        copy_profile(&mut self.profile, &self.kept, lane);
        for careful in &mut self.careful {
            if careful.lane() == lane {
                *careful = Careful::new(&self.kept, lane);
            }
        }
    }

    /// How the next sweep goes; `still` holds everything as it is and looks everywhere.
    fn manner(&self, best: Best, still: bool) -> Manner {
        let tolerance = || self.tolerances();
        Manner {
            share: map_lanes(|lane| self.journeys[lane].share),
            best: match best {
                Best::Smooth => BestManner::Smooth(self.smooth_best()),
                Best::Single => BestManner::Single(tolerance()),
                Best::Shared => BestManner::Shared(tolerance()),
            },
            step: map_lanes(|lane| {
                let journey = &self.journeys[lane];
                if still || journey.stopped {
                    0.0
                } else {
                    journey.step
                }
            }),
            everywhere: still,
        }
    }

    /// The precision of best responders: s / (1 − s) over the payoff range.
    fn smooth_best(&self) -> Vec<Lanes> {
        let precision = |range: &Lanes| {
            map_lanes(|lane| {
                let share = self.journeys[lane].share;
                if range[lane] > 0.0 {
                    share / (1.0 - share) / range[lane]
                } else {
                    0.0
                }
            })
        };
        self.ranges.iter().map(precision).collect()
    }

    /// What counts as a tie for best responders, by actor.
    fn tolerances(&self) -> Vec<Lanes> {
        let tolerance = |range: &Lanes| map(range, |range| range * BEST_TOLERANCE);
        self.ranges.iter().map(tolerance).collect()
    }

    /// Works out beliefs anew. Lanes in which sets are reached too faintly are done with care from then on.
    fn believe(&mut self, faint: Faint) {
        let found = forward(
            self.bound,
            &self.priors,
            self.reachable,
            &self.profile,
            &mut self.beliefs,
            faint,
        );
        if faint == Faint::Keep {
            return;
        }
        for lane in (0..LANES).filter(|&lane| found[lane]) {
            if !self.careful.iter().any(|careful| careful.lane() == lane) {
                self.careful.push(Careful::new(&self.profile, lane));
            }
        }
        for careful in &self.careful {
            careful.believe(self.bound, &mut self.beliefs);
        }
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

    /// Holds the profile still and works out what every set would do.
    fn check(&mut self, best: Best) -> Swept {
        self.believe(if best == Best::Smooth {
            Faint::ReportAll
        } else {
            Faint::Keep
        });
        self.sweep(&self.manner(best, true))
    }

    /// The end of the way, where nobody replies purely. Sweeps move play as they go, the check holds it still: a lane
    /// that passes the one and not the other goes on to a smaller residual.
    fn finish(mut self) -> Solution {
        let mut inner = self.options.tolerance * INNER;
        loop {
            let swept = self.check(Best::Smooth);
            inner *= INNER;
            let mut again = false;
            for (journey, residual) in self.journeys.iter_mut().zip(swept.residual) {
                let short = residual > self.options.tolerance;
                if short && journey.may_go_on() && inner >= LEAST_TOLERANCE {
                    journey.go_on(inner, self.options.sweeps);
                    again = true;
                }
            }
            if !again {
                return self.solution(swept);
            }
            self.travel(Best::Smooth);
        }
    }

    fn solution(self, swept: Swept) -> Solution {
        let tolerance = self.options.tolerance;
        Solution {
            status: map_lanes(|lane| {
                if swept.residual[lane] <= tolerance {
                    Status::Converged
                } else {
                    Status::NotConverged
                }
            }),
            residual: swept.residual,
            regret: swept.regret,
            sweeps: map_lanes(|lane| self.journeys[lane].sweeps),
            jumps: map_lanes(|lane| self.journeys[lane].jump),
            profile: self.profile,
            beliefs: self.beliefs,
        }
    }

    /// The end of the way, where best responders reply purely; ties are shared where the profile so made passes too.
    fn reply_purely(mut self) -> Solution {
        let single = self.replies(Best::Single);
        let (profile, beliefs) = (self.profile.clone(), self.beliefs.clone());
        let shared = self.replies(Best::Shared);
        let mut swept = single.clone();
        for lane in 0..LANES {
            if self.passes(&shared, lane) {
                take_lane(&mut swept, &shared, lane);
            } else {
                copy_profile(&mut self.profile, &profile, lane);
                for (to, from) in self.beliefs.weights.iter_mut().zip(&beliefs.weights) {
                    copy_lane(to, from, lane);
                }
            }
        }
        let content = map_lanes(|lane| self.is_content(&swept, lane));
        let mut solution = self.solution(swept);
        for (status, content) in solution.status.iter_mut().zip(content) {
            if !content {
                *status = Status::NoPureEquilibrium;
            }
        }
        solution
    }

    /// Lets best responders reply purely, and the others follow, until all is still.
    fn replies(&mut self, best: Best) -> Swept {
        let rounds = if self.kinds.logit {
            self.options.sweeps
        } else {
            PURE_ROUNDS
        };
        for journey in &mut self.journeys {
            let limit = journey.sweeps.saturating_add(rounds);
            journey.go_on(self.options.tolerance * INNER, limit);
        }
        self.travel(best);
        self.check(best)
    }

    fn passes(&self, swept: &Swept, lane: usize) -> bool {
        swept.residual[lane] <= self.options.tolerance && self.is_content(swept, lane)
    }

    /// Whether no best responder could gain.
    fn is_content(&self, swept: &Swept, lane: usize) -> bool {
        let tolerances = self.tolerances();
        swept
            .best_regret
            .iter()
            .zip(&tolerances)
            .all(|(regret, tolerance)| regret[lane] <= tolerance[lane])
    }
}

fn copy_profile(to: &mut Profile, from: &Profile, lane: usize) {
    for (to, from) in to.periods.iter_mut().zip(&from.periods) {
        copy_lane(to, from, lane);
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
