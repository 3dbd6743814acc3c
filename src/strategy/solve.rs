//! The way to a profile on which beliefs, values and responses agree: from uniform play, precisions rising, a ladder of
//! two rungs. Sweeps climb where they contract; the other draws' branches are traced by arc length.

use super::Reachable;
use super::continuation::{Continuation, LONG, Next, SHORT};
use super::lane::{copy_lane, copy_profile, map_lanes};
use super::payoff_range::payoff_ranges;
use super::principal_branch::trace::{Traced, trace};
use super::sweep::backward::{BestManner, Manner, Sweep, Swept};
use super::sweep::forward::{Beliefs, Faint, Priors, beliefs, forward, needs_beliefs};
use super::sweep::scaled_play::ScaledPlay;
use crate::game::{Bound, Game, Play, Profile};
use crate::numeric::lanes::{LANES, Lanes, map};
use crate::numeric::path::{Course, SingularPoint};

/// How far to go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The largest residual that counts as solved: the largest |probability − response| over all information sets.
    pub tolerance: f64,
    /// The most sweeps for a draw.
    pub sweeps: u32,
    /// How closely each draw's branch is followed.
    pub method: BranchMethod,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            tolerance: 1e-10,
            sweeps: 2_000,
            method: BranchMethod::Adaptive,
        }
    }
}

/// How closely a branch is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchMethod {
    /// By tracing in small games; in others by sweeps at a few stations, and by tracing where they do not contract.
    Adaptive,
    /// By sweeps at many stations, each all but solved; where they do not contract, by tracing.
    FineSteps,
    /// By tracing only.
    ArcLength,
}

/// How solving a draw ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The residual is within the tolerance.
    Converged,
    /// It is not; the profile is where the way ended.
    NotConverged,
    /// Iterated pure replies did not come to rest where no best responder could gain.
    NoPureEquilibrium,
}

/// What shows that a profile is the one sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Beliefs decide nothing: backward induction gives the only one.
    Induction,
    /// Sweeps contracted at every station of the way, so that no fold and no crossing lies there.
    Contraction,
    /// The branch was traced from even chance on.
    Trace,
}

/// How the actors play, for a block of draws, and how well it is known.
#[derive(Clone, Debug)]
pub struct Solution<const W: usize = LANES> {
    /// The profile.
    pub profile: Profile<W>,
    /// The beliefs that it was found with.
    pub beliefs: Beliefs<W>,
    /// How each lane ended.
    pub status: [Status; W],
    /// The largest |probability − response|, by lane.
    pub residual: Lanes<W>,
    /// The largest one-shot regret over all information sets, by actor, in payoff units of the set's period.
    pub regret: Vec<Lanes<W>>,
    /// Sweeps made, by lane.
    pub sweeps: [u32; W],
    /// The share s of the way from uniform play that was reached, by lane: 1 at its end.
    pub reached: Lanes<W>,
    /// What shows that the profile is on the principal branch, by lane.
    pub evidence: [Evidence; W],
    /// Folds and crossings that were met on the way, and at which share s, by lane.
    pub singular_points: [Vec<(SingularPoint, f64)>; W],
}

/// Up to so many unknowns a branch is traced at once: that takes little time, and sweeps may be led astray.
const SMALL: usize = 60;
/// Best responders climb to this share with finite precision, and reply purely from there.
const STEEP: f64 = 0.97;
/// The residual that is near enough there.
const STEEP_TOLERANCE: f64 = 1e-2;
/// Sweeps go on to this share of the tolerance, as the check that follows holds all play still.
const INNER: f64 = 0.1;
/// The least residual that is asked for.
const LEAST_TOLERANCE: f64 = 1e-15;

/// Solves a block of draws.
pub fn solve<const W: usize>(bound: &Bound<'_, W>, reachable: &Reachable, options: &Options) -> Solution<W> {
    let mut solver = Solver::new(bound, reachable, *options);
    if solver.kinds.best_response {
        solver.climb(STEEP, STEEP_TOLERANCE);
        return solver.reply_purely();
    }
    if solver.kinds.beliefs_matter {
        solver.climb(1.0, options.tolerance * INNER);
    } else {
        solver.induct();
    }
    solver.finish()
}

/// Whether any strategic set has several nodes; otherwise one sweep backward is exact.
pub(super) fn beliefs_matter(game: &Game) -> bool {
    let mut sets = game.graphs.iter().flat_map(|graph| &graph.information_sets);
    sets.any(|set| needs_beliefs(set) && set.nodes.len() > 1)
}

/// What kinds of play a game has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds {
    pub(super) best_response: bool,
    pub(super) logit: bool,
    beliefs_matter: bool,
}

impl Kinds {
    fn of(game: &Game) -> Self {
        let sets = || game.graphs.iter().flat_map(|graph| &graph.information_sets);
        Self {
            best_response: sets().any(|set| set.play == Play::BestResponse),
            logit: sets().any(|set| matches!(set.play, Play::Logit(_))),
            beliefs_matter: beliefs_matter(game),
        }
    }
}

pub(super) struct Solver<'a, 'g, const W: usize> {
    pub(super) bound: &'a Bound<'g, W>,
    reachable: &'a Reachable,
    pub(super) options: Options,
    pub(super) kinds: Kinds,
    priors: Priors<W>,
    pub(super) ranges: Vec<Lanes<W>>,
    pub(super) profile: Profile<W>,
    /// The profile to which lanes go back that went too far.
    kept: Profile<W>,
    pub(super) beliefs: Beliefs<W>,
    careful: Vec<ScaledPlay>,
    pub(super) climbs: [Continuation; W],
    reached: Lanes<W>,
    evidence: [Evidence; W],
    singular_points: [Vec<(SingularPoint, f64)>; W],
}

impl<'a, 'g, const W: usize> Solver<'a, 'g, W> {
    fn new(bound: &'a Bound<'g, W>, reachable: &'a Reachable, options: Options) -> Self {
        let profile = opening(bound);
        let kinds = Kinds::of(bound.game);
        Self {
            bound,
            reachable,
            options,
            kinds,
            priors: Priors::of(bound),
            ranges: if kinds.best_response {
                payoff_ranges(bound)
            } else {
                Vec::new()
            },
            kept: profile.clone(),
            profile,
            beliefs: Beliefs::even(bound),
            careful: Vec::new(),
            climbs: [Continuation::at_goal(0.0, 0); W],
            reached: [1.0; W],
            evidence: [Evidence::Induction; W],
            singular_points: map_lanes(|_| Vec::new()),
        }
    }

    /// Follows the responses while precisions rise to a share of the whole; draws in which sweeps do not contract are
    /// traced.
    fn climb(&mut self, goal: f64, tolerance: f64) {
        self.evidence = [Evidence::Contraction; W];
        let (stride, sweeps) = match self.options.method {
            BranchMethod::Adaptive => (LONG, self.reachable.unknowns() > SMALL),
            BranchMethod::FineSteps => (SHORT, true),
            BranchMethod::ArcLength => (SHORT, false),
        };
        self.climbs = [Continuation::new(stride, goal, tolerance, self.options.sweeps); W];
        if sweeps {
            self.travel();
        }
        for lane in 0..W {
            let climb = &self.climbs[lane];
            if climb.stuck || !climb.stopped {
                self.trace(lane, goal);
            }
        }
    }

    /// Starts with full precisions: one sweep backward is exact.
    fn induct(&mut self) {
        self.climbs = [Continuation::at_goal(self.options.tolerance * INNER, self.options.sweeps); W];
        self.travel();
    }

    fn trace(&mut self, lane: usize, goal: f64) {
        let course = Course {
            goal,
            tolerance: self.options.tolerance * INNER * INNER,
            ..Course::default()
        };
        // Lanes beyond those that hold draws repeat the last one.
        if lane >= self.bound.used {
            let last = self.bound.used - 1;
            return self.repeat(last, lane);
        }
        let alone = self.bound.alone(lane);
        let traced = trace(&alone, self.reachable, &course);
        if self.kinds.best_response {
            self.take_beliefs(lane, &alone, &traced);
        }
        self.take(lane, traced, goal);
    }

    /// Takes over what is believed where tracing a lane's branch led: best repliers keep it at sets that they leave
    /// unreached.
    fn take_beliefs(&mut self, lane: usize, alone: &Bound<'_, 1>, traced: &Traced) {
        let mut believed = beliefs(alone, &traced.profile);
        if let Some(careful) = &traced.careful {
            careful.believe(alone, &mut believed, &mut |_, _| ());
        }
        for (to, from) in self.beliefs.weights.iter_mut().zip(&believed.weights) {
            for (to, from) in to.iter_mut().zip(from) {
                to[lane] = from[0];
            }
        }
    }

    /// Takes over where tracing a lane's branch led.
    fn take(&mut self, lane: usize, traced: Traced, goal: f64) {
        for (to, from) in self.profile.periods.iter_mut().zip(&traced.profile.periods) {
            for (to, from) in to.iter_mut().zip(from) {
                to[lane] = from[0];
            }
        }
        self.careful.retain(|careful| careful.lane() != lane);
        self.careful.extend(traced.careful.map(|careful| careful.in_lane(lane)));
        self.reached[lane] = if traced.share < goal { traced.share } else { 1.0 };
        self.evidence[lane] = Evidence::Trace;
        self.singular_points[lane] = traced.singular_points;
        let climb = &mut self.climbs[lane];
        climb.sweeps += traced.sweeps;
        climb.stopped = true;
        climb.share = traced.share;
    }

    fn repeat(&mut self, from: usize, to: usize) {
        let numbers = [&mut self.profile.periods, &mut self.beliefs.weights];
        for number in numbers.into_iter().flatten().flatten() {
            number[to] = number[from];
        }
        self.careful.retain(|careful| careful.lane() != to);
        let careful = self.careful.iter().find(|careful| careful.lane() == from);
        let repeated = careful.map(|careful| careful.clone().in_lane(to));
        self.careful.extend(repeated);
        self.climbs[to] = self.climbs[from];
    }

    /// Sweeps until every lane has stopped. A lane that has stopped stays as it is.
    fn travel(&mut self) {
        // Best repliers keep the last beliefs of sets that they leave unreached: all must be right by then.
        let faint = if self.kinds.best_response {
            Faint::ReportAll
        } else {
            Faint::Report
        };
        while self.climbs.iter().any(|climb| !climb.stopped) {
            self.believe(faint);
            let steps = map_lanes(|lane| if self.climbs[lane].stopped { 0.0 } else { 1.0 });
            let swept = self.sweep(&self.manner(self.smooth(), steps));
            for lane in 0..W {
                if self.climbs[lane].stopped {
                    continue;
                }
                match self.climbs[lane].note(swept.residual[lane]) {
                    Next::Keep => copy_profile(&mut self.kept, &self.profile, lane),
                    Next::Back => self.go_back(lane),
                    Next::Sweep | Next::Arrived | Next::Stuck => {}
                }
            }
        }
    }

    fn go_back(&mut self, lane: usize) {
        copy_profile(&mut self.profile, &self.kept, lane);
        for careful in &mut self.careful {
            if careful.lane() == lane {
                *careful = ScaledPlay::new(&self.kept, lane);
            }
        }
    }

    /// How the next sweep goes; no step in any lane holds everything as it is and looks everywhere.
    pub(super) fn manner(&self, best: BestManner<W>, step: Lanes<W>) -> Manner<W> {
        Manner {
            share: map_lanes(|lane| self.climbs[lane].share),
            best,
            step,
            everywhere: step.iter().all(|&step| step == 0.0),
        }
    }

    /// Best responders play smoothly, with precision s / (1 − s) over their payoff range.
    fn smooth(&self) -> BestManner<W> {
        let precision = |range: &Lanes<W>| {
            map_lanes(|lane| {
                let share = self.climbs[lane].share;
                if range[lane] > 0.0 {
                    share / (1.0 - share) / range[lane]
                } else {
                    0.0
                }
            })
        };
        BestManner::Smooth(self.ranges.iter().map(precision).collect())
    }

    /// Works out beliefs anew. Lanes in which sets are reached too faintly are done with care from then on.
    pub(super) fn believe(&mut self, faint: Faint) {
        let found = forward(
            self.bound,
            &self.priors,
            self.reachable,
            &self.profile,
            &mut self.beliefs,
            faint,
            &mut |_, _| (),
        );
        if faint == Faint::Keep {
            return;
        }
        for lane in (0..W).filter(|&lane| found[lane]) {
            if !self.careful.iter().any(|careful| careful.lane() == lane) {
                self.careful.push(ScaledPlay::new(&self.profile, lane));
            }
        }
        for careful in &self.careful {
            careful.believe(self.bound, &mut self.beliefs, &mut |_, _| ());
        }
    }

    pub(super) fn sweep(&mut self, manner: &Manner<W>) -> Swept<W> {
        Sweep {
            bound: self.bound,
            beliefs: &self.beliefs,
            reachable: self.reachable,
            manner,
            careful: &mut self.careful,
            record: None,
        }
        .run(&mut self.profile)
    }

    /// The end of the way, where nobody replies purely. Sweeps move play as they go, the check holds it still: a lane
    /// that passes the one and not the other goes on to a smaller residual.
    fn finish(mut self) -> Solution<W> {
        let mut inner = self.options.tolerance * INNER;
        loop {
            self.believe(Faint::ReportAll);
            for climb in &mut self.climbs {
                climb.share = 1.0;
            }
            let swept = self.sweep(&self.manner(self.smooth(), [0.0; W]));
            inner *= INNER;
            let mut again = false;
            for (climb, residual) in self.climbs.iter_mut().zip(swept.residual) {
                let short = residual > self.options.tolerance && !climb.stuck;
                if short && climb.may_go_on() && inner >= LEAST_TOLERANCE {
                    climb.go_on(inner, self.options.sweeps);
                    again = true;
                }
            }
            if !again {
                return self.solution(swept);
            }
            self.travel();
        }
    }

    pub(super) fn solution(self, swept: Swept<W>) -> Solution<W> {
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
            sweeps: map_lanes(|lane| self.climbs[lane].sweeps),
            profile: self.profile,
            beliefs: self.beliefs,
            reached: self.reached,
            evidence: self.evidence,
            singular_points: self.singular_points,
        }
    }

    /// Puts the play and beliefs of another solution of the block into a lane.
    pub(super) fn take_lane(&mut self, profile: &Profile<W>, beliefs: &Beliefs<W>, lane: usize) {
        copy_profile(&mut self.profile, profile, lane);
        for (to, from) in self.beliefs.weights.iter_mut().zip(&beliefs.weights) {
            copy_lane(to, from, lane);
        }
    }

    /// What counts as a tie for best responders, by actor, given which share of their range does.
    pub(super) fn ties(&self, share: f64) -> Vec<Lanes<W>> {
        let tolerance = |range: &Lanes<W>| map(range, |range| range * share);
        self.ranges.iter().map(tolerance).collect()
    }
}

/// Uniform play where play rests on responses, the given play elsewhere.
pub(super) fn opening<const W: usize>(bound: &Bound<'_, W>) -> Profile<W> {
    let mut profile = Profile::uniform(bound.game);
    for period in 1..=bound.game.periods {
        let graph = bound.game.graph(period);
        let choices = &mut profile.periods[period - 1];
        for set in &graph.information_sets {
            if let Play::Fixed(chances) = &set.play {
                for (choice, chance) in choices[set.first_choice..].iter_mut().zip(chances) {
                    *choice = bound.number(*chance, period);
                }
            }
        }
    }
    profile
}
