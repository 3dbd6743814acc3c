//! Solves a block of draws: all precisions rise together from uniform play along the principal branch of logit
//! equilibria (McKelvey & Palfrey 1998; Turocy 2005, 2010).
//!
//! Sweeps follow the branch in steps where they contract; the branches of other draws are traced by arc length.

mod continuation;
mod damping;
pub(crate) mod limit;
mod pure_best_response;
mod solution;

use std::array::from_fn;
use std::ops::ControlFlow;

use super::beliefs::Beliefs;
use super::payoff_range::payoff_ranges;
use super::principal_branch::trace::{Trace, trace};
use super::reachable::Reachable;
use super::steepness::steepness;
use super::sweep::backward::{BestResponse, ResponseRule, Sweep, SweepResult};
use super::sweep::forward::{Forward, RareSets};
use super::sweep::scaled_play::ScaledPlay;
use super::sweep::tail::{self, TailPlay, TailWorth};
use super::sweep::update_beliefs;
use crate::game::{Bound, Profile};
use crate::numeric::lanes::Lanes;
use crate::numeric::math::{exp, ln, max};
use crate::numeric::path_following::{SingularPoint, TraceOptions};
use continuation::{COARSE, Continuation, FINE, Next};
pub use solution::{BranchMethod, Evidence, Options, Solution, Status};

/// Branches of up to this many unknowns are traced at once: tracing is quick there, and sweeps may leave the branch.
const SMALL: usize = 60;
/// Best responders respond smoothly up to this share, and purely from there.
const STEEP: f64 = 0.97;
/// The residual to reach at that share.
const STEEP_TOLERANCE: f64 = 1e-2;
/// Sweeps continue to this fraction of the tolerance, because the check that follows holds all play still.
const INNER: f64 = 0.1;
/// The residual of what follows the last period, as a share of how far the last sweep moved play. An error of the worth is
/// as many times as large as the periods that it sums over.
const TAIL_SHARE: f64 = 1e-5;
/// The residual that rounding may leave, in shares of precision × payoff range.
const ROUNDING: f64 = 1e-15;
/// The residual of a rough solution, and the most sweeps that it may take.
const ROUGH: f64 = 1e-3;
const ROUGH_SWEEPS: u32 = 20;
/// The least residual that sweeps are asked for.
const LEAST_TOLERANCE: f64 = 1e-15;

/// Solves a block of draws.
pub fn solve<const W: usize>(bound: &Bound<'_, W>, reachable: &Reachable, options: &Options) -> Solution<W> {
    let mut solver = Solver::new(bound, reachable, *options);
    if bound.game.has_best_responses() {
        solver.follow_branch(STEEP, STEEP_TOLERANCE);
        return solver.pure_best_responses();
    }
    if bound.game.has_beliefs() || bound.game.has_members() || bound.game.tail.is_some() {
        solver.follow_branch(1.0, options.tolerance * INNER);
    } else {
        solver.induct();
    }
    solver.finish()
}

/// Solves a block of draws roughly, by sweeps with full precisions from the solution of a similar one. Gives `None` where
/// sweeps do not contract, somebody chooses by best response, or the solution is of another game.
pub(crate) fn solve_roughly<const W: usize>(
    bound: &Bound<'_, W>,
    reachable: &Reachable,
    near: &Solution<W>,
) -> Option<Solution<W>> {
    let mut solver = Solver::new(bound, reachable, Options::default());
    if bound.game.has_best_responses() || !solver.start_from(near) {
        return None;
    }
    solver.continuations = [Continuation::at_goal(ROUGH, ROUGH_SWEEPS); W];
    solver.sweep_until_stopped();
    let stuck = solver.continuations.iter().any(|continuation| continuation.stuck);
    (!stuck).then(|| solver.rough_solution(near))
}

struct Solver<'a, 'g, const W: usize> {
    bound: &'a Bound<'g, W>,
    options: Options,
    forward: Forward<'a, 'g, W>,
    /// The payoff range of each actor; empty where nobody chooses by best response.
    ranges: Vec<Lanes<W>>,
    profile: Profile<W>,
    /// The profile that lanes return to after too large a step.
    kept: Profile<W>,
    beliefs: Beliefs<W>,
    /// What period states are worth beyond the last period, in the values that actors act on.
    tail: TailWorth<W>,
    /// How far the last sweep at the present share moved the play of each lane; 1 before the first.
    moved: Lanes<W>,
    scaled: Vec<ScaledPlay>,
    continuations: [Continuation; W],
    reached: Lanes<W>,
    evidence: [Evidence; W],
    singular_points: [Vec<(SingularPoint, f64)>; W],
}

impl<'a, 'g, const W: usize> Solver<'a, 'g, W> {
    fn new(bound: &'a Bound<'g, W>, reachable: &'a Reachable, options: Options) -> Self {
        let profile = Profile::initial(bound);
        let best_responses = bound.game.has_best_responses();
        Self {
            bound,
            options,
            forward: Forward::new(bound, reachable),
            ranges: if best_responses {
                payoff_ranges(bound)
            } else {
                Vec::new()
            },
            kept: profile.clone(),
            profile,
            beliefs: Beliefs::even(bound),
            tail: TailWorth::of(bound.game),
            moved: [1.0; W],
            scaled: Vec::new(),
            continuations: [Continuation::at_goal(0.0, 0); W],
            reached: [1.0; W],
            evidence: [Evidence::Induction; W],
            singular_points: from_fn(|_| Vec::new()),
        }
    }

    /// Takes over the play of sets that respond. Gives whether the profile is of a game like this one.
    fn start_from(&mut self, near: &Solution<W>) -> bool {
        if !near.profile.is_alike(&self.profile) || near.beyond.len() != self.tail.states.len() {
            return false;
        }
        self.tail.states.clone_from(&near.beyond_acted_on);
        let both = self.profile.periods.iter_mut().zip(&near.profile.periods);
        for (period, (play, near)) in (1..).zip(both) {
            let sets = self.bound.game.graph(period).information_sets.iter();
            for set in sets.filter(|set| set.play.responds()) {
                play[set.choices()].copy_from_slice(&near[set.choices()]);
            }
        }
        self.profile.count_members(self.bound);
        true
    }

    /// Sweeps once with full precisions: backward induction, which is exact where play rests on no belief. The check that
    /// follows finds out.
    fn induct(&mut self) {
        self.continuations = [Continuation::at_goal(self.options.tolerance * INNER, self.options.sweeps); W];
        self.sweep(self.smooth(), [1.0; W]);
        for continuation in &mut self.continuations {
            continuation.sweeps += 1;
        }
    }

    /// Follows the branch to a share of the precisions: by sweeps, and by arc length in draws in which they do not
    /// contract.
    fn follow_branch(&mut self, goal: f64, tolerance: f64) {
        self.evidence = [Evidence::Contraction; W];
        let (size, sweeps) = match self.options.method {
            BranchMethod::Adaptive => (COARSE, self.forward.reachable.unknowns() > SMALL),
            BranchMethod::FineSteps => (FINE, true),
            BranchMethod::ArcLength => (FINE, false),
        };
        self.continuations = [Continuation::new(size, goal, tolerance, self.options.sweeps); W];
        if sweeps {
            self.sweep_until_stopped();
        }
        for lane in 0..W {
            let continuation = &self.continuations[lane];
            if continuation.stuck || !continuation.stopped {
                self.trace(lane, goal);
            }
        }
    }

    fn trace(&mut self, lane: usize, goal: f64) {
        // Lanes beyond those that hold draws repeat the last one.
        if lane >= self.bound.used {
            return self.repeat(self.bound.used - 1, lane);
        }
        let course = TraceOptions {
            goal,
            tolerance: self.options.tolerance * INNER * INNER,
            ..TraceOptions::default()
        };
        let alone = self.bound.alone(lane);
        let traced = trace(&alone, self.forward.reachable, &course, &mut |_, _| {
            ControlFlow::Continue(())
        });
        self.take(lane, traced, goal);
    }

    /// Takes over the end of a traced branch.
    fn take(&mut self, lane: usize, traced: Trace, goal: f64) {
        self.profile.copy_lane(lane, &traced.profile, 0);
        self.scaled.retain(|scaled| scaled.lane() != lane);
        self.scaled.extend(traced.scaled.map(|scaled| scaled.in_lane(lane)));
        self.reached[lane] = if traced.share < goal { traced.share } else { 1.0 };
        self.evidence[lane] = Evidence::Trace;
        self.singular_points[lane] = traced.singular_points;
        let continuation = &mut self.continuations[lane];
        continuation.sweeps += traced.sweeps;
        continuation.stopped = true;
        continuation.stuck = traced.steep;
        continuation.share = traced.share;
    }

    fn repeat(&mut self, from: usize, to: usize) {
        let numbers = [&mut self.profile.periods, &mut self.beliefs.weights];
        for number in numbers.into_iter().flatten().flatten() {
            number[to] = number[from];
        }
        self.scaled.retain(|scaled| scaled.lane() != to);
        let scaled = self.scaled.iter().find(|scaled| scaled.lane() == from);
        let repeated = scaled.map(|scaled| scaled.clone().in_lane(to));
        self.scaled.extend(repeated);
        self.continuations[to] = self.continuations[from];
    }

    /// Sweeps until every lane has stopped. A lane that has stopped stays as it is.
    fn sweep_until_stopped(&mut self) {
        while self.continuations.iter().any(|continuation| !continuation.stopped) {
            self.update_beliefs(RareSets::Report);
            let step = from_fn(|lane| if self.continuations[lane].stopped { 0.0 } else { 1.0 });
            let result = self.sweep(self.smooth(), step);
            for lane in 0..W {
                if self.continuations[lane].stopped {
                    continue;
                }
                let next = self.continuations[lane].record(result.residual[lane]);
                match next {
                    Next::Keep(ratio) => self.extrapolate(lane, ratio),
                    Next::Restore => self.restore(lane),
                    Next::Continue => {}
                }
                if next != Next::Continue {
                    self.moved[lane] = 1.0;
                }
            }
        }
    }

    /// Keeps the play of a lane, and moves it on along the branch: by so many times the change of its log-odds since it was
    /// kept last. Play that would move far stays.
    fn extrapolate(&mut self, lane: usize, ratio: f64) {
        let extended = self.scaled.iter().any(|scaled| scaled.lane() == lane);
        let mut furthest = 0.0;
        for (period, kept) in (1..).zip(&mut self.kept.periods).filter(|_| !extended) {
            let sets = self.bound.game.graph(period).information_sets.iter();
            for set in sets.filter(|set| set.play.responds() && !set.is_later_part()) {
                // What was kept becomes what comes next.
                let next = &mut kept[set.choices()];
                let now = &self.profile.periods[period - 1][set.choices()];
                let mut total = 0.0;
                for (next, now) in next.iter_mut().zip(now) {
                    if next[lane] > 0.0 {
                        next[lane] = now[lane] * exp(ratio * ln(now[lane] / next[lane]));
                    }
                    total += next[lane];
                }
                for (next, now) in next.iter_mut().zip(now) {
                    next[lane] /= total;
                    furthest = max(furthest, (next[lane] - now[lane]).abs());
                }
            }
        }
        if extended || furthest > continuation::JUMP {
            return self.kept.copy_lane(lane, &self.profile, lane);
        }
        let numbers = self.kept.periods.iter_mut().zip(&mut self.profile.periods);
        for (kept, play) in numbers.flat_map(|(kept, play)| kept.iter_mut().zip(play)) {
            std::mem::swap(&mut kept[lane], &mut play[lane]);
        }
        self.profile.count_members(self.bound);
    }

    fn restore(&mut self, lane: usize) {
        self.profile.copy_lane(lane, &self.kept, lane);
        for scaled in self.scaled.iter_mut().filter(|scaled| scaled.lane() == lane) {
            *scaled = ScaledPlay::new(&self.kept, lane);
        }
    }

    /// Best responders respond smoothly, with precision s / (1 − s) over their payoff range.
    fn smooth(&self) -> BestResponse<W> {
        let precision = |range: &Lanes<W>| {
            from_fn(|lane| {
                let share = self.continuations[lane].share;
                if range[lane] > 0.0 {
                    share / (1.0 - share) / range[lane]
                } else {
                    0.0
                }
            })
        };
        BestResponse::Smooth(self.ranges.iter().map(precision).collect())
    }

    fn update_beliefs(&mut self, rare: RareSets) {
        update_beliefs(&self.forward, &self.profile, &mut self.beliefs, rare, &mut self.scaled);
    }

    /// Sweeps once; with no step in any lane, all play stays still and all sets are evaluated.
    fn sweep(&mut self, best: BestResponse<W>, step: Lanes<W>) -> SweepResult<W> {
        let rule = ResponseRule {
            share: from_fn(|lane| self.continuations[lane].share),
            best,
            step,
            all_sets: step.iter().all(|&step| step == 0.0),
            acted_on: true,
        };
        let play = TailPlay {
            bound: self.bound,
            profile: &self.profile,
            beliefs: &self.beliefs,
            acted_on: true,
            responds: (!rule.all_sets).then_some(&rule),
        };
        // While play still moves, what follows it need not be known better than that.
        let tolerance = self.moved.map(|moved| {
            if rule.all_sets {
                tail::TOLERANCE
            } else {
                max(tail::TOLERANCE, TAIL_SHARE * moved)
            }
        });
        self.tail
            .update(&play, &step.map(|step| rule.all_sets || step > 0.0), &tolerance);
        let beyond = std::mem::take(&mut self.tail.states);
        let result = self.sweep_by(&rule, &beyond);
        self.tail.states = beyond;
        self.moved = result.residual;
        result
    }

    fn sweep_by(&mut self, rule: &ResponseRule<W>, beyond: &[Lanes<W>]) -> SweepResult<W> {
        Sweep {
            bound: self.bound,
            beliefs: &self.beliefs,
            reachable: self.forward.reachable,
            rule,
            scaled: &mut self.scaled,
            beyond,
            record: None,
        }
        .run(&mut self.profile)
    }

    /// Checks the profile while all play stays still. A lane whose moving sweeps converged but whose check fails sweeps
    /// on to a smaller residual.
    fn finish(mut self) -> Solution<W> {
        let mut inner = self.options.tolerance * INNER;
        loop {
            self.update_beliefs(RareSets::ReportAll);
            for continuation in &mut self.continuations {
                continuation.share = 1.0;
            }
            let result = self.sweep(self.smooth(), [0.0; W]);
            inner *= INNER;
            let tolerance = self.tolerance(&result.residual);
            let mut again = false;
            for (lane, continuation) in self.continuations.iter_mut().enumerate() {
                let short = result.residual[lane] > tolerance[lane] && !continuation.stuck;
                if short && continuation.may_continue() && inner >= LEAST_TOLERANCE {
                    continuation.resume(inner);
                    again = true;
                }
            }
            if !again {
                return self.solution(result);
            }
            self.sweep_until_stopped();
        }
    }

    /// The largest residual that counts as solved: values are rounded, and responses multiply that by the precision.
    fn tolerance(&self, residual: &Lanes<W>) -> Lanes<W> {
        let asked = self.options.tolerance;
        if residual.iter().all(|&residual| residual <= asked) {
            return [asked; W];
        }
        steepness(self.bound).map(|steepness| max(asked, ROUNDING * steepness))
    }

    /// What period states are worth beyond the last period as everybody plays, from about that on, up to a residual.
    fn worth_as_played(&self, about: &[Lanes<W>], tolerance: Lanes<W>) -> TailWorth<W> {
        let play = TailPlay {
            bound: self.bound,
            profile: &self.profile,
            beliefs: &self.beliefs,
            acted_on: false,
            responds: None,
        };
        let mut worth = self.tail.clone();
        worth.states.copy_from_slice(about);
        worth.update(&play, &[true; W], &tolerance);
        worth
    }

    /// The largest regrets in the values of the game as it is played, while all play stays still.
    fn regret_as_played(&mut self, beyond: &[Lanes<W>]) -> Vec<Lanes<W>> {
        // At the end of the branch the precision of best responders has no bound.
        let exact = vec![[0.0; W]; self.bound.game.actors];
        let rule = ResponseRule {
            share: [1.0; W],
            best: BestResponse::Single(exact),
            step: [0.0; W],
            all_sets: true,
            acted_on: false,
        };
        self.sweep_by(&rule, beyond).regret
    }

    /// The profile as it is, which no check has seen; a similar solution knows about what it is worth.
    fn rough_solution(self, near: &Solution<W>) -> Solution<W> {
        let worth = self.worth_as_played(&near.beyond, [ROUGH * ROUGH; W]);
        let residual = self.moved;
        self.ended([Status::NotConverged; W], (residual, Vec::new()), worth)
    }

    fn solution(mut self, result: SweepResult<W>) -> Solution<W> {
        let worth = self.worth_as_played(&self.tail.states, [tail::TOLERANCE; W]);
        let regret = if self.bound.game.has_own_later() {
            self.regret_as_played(&worth.states)
        } else {
            result.regret
        };
        let tolerance = self.tolerance(&result.residual);
        let solved = |lane: usize| {
            let tail = max(worth.residual[lane], self.tail.residual[lane]);
            result.residual[lane] <= tolerance[lane] && tail <= self.options.tolerance
        };
        let converged: [bool; W] = from_fn(solved);
        let status = converged.map(|yes| if yes { Status::Converged } else { Status::NotConverged });
        self.ended(status, (result.residual, regret), worth)
    }

    fn ended(
        self,
        status: [Status; W],
        (residual, regret): (Lanes<W>, Vec<Lanes<W>>),
        worth: TailWorth<W>,
    ) -> Solution<W> {
        Solution {
            status,
            residual,
            regret,
            beyond: worth.states,
            beyond_acted_on: self.tail.states,
            sweeps: self.continuations.map(|continuation| continuation.sweeps),
            profile: self.profile,
            beliefs: self.beliefs,
            reached: self.reached,
            evidence: self.evidence,
            singular_points: self.singular_points,
        }
    }
}
