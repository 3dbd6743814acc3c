//! The limit of a draw's branch as all precisions rise: a Nash equilibrium, sequentially rational also where nobody gets.

use super::Solver;
use super::solution::{Options, Solution, Status};
use crate::game::{Bound, Profile};
use crate::strategy::Reachable;
use crate::strategy::payoff_range::payoff_ranges;
use crate::strategy::principal_branch::trace::Trace;
use crate::strategy::sweep::backward::SweepResult;
use crate::strategy::sweep::forward::RareSets;

/// Actions below this probability are taken for vanishing.
const VANISHING: f64 = 1e-6;

/// The far end of a branch.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    /// The profile; converged where nobody can gain more than what is negligible.
    pub solution: Solution<1>,
    /// Whether actions outside the support have probability 0.
    pub supported: bool,
}

/// The limit of the branch of a draw whose precisions are high: those at which it was traced, or, where play rests on no
/// belief and nothing was traced, any. Nobody may be able to gain more than the share `negligible` of its payoff range.
pub(crate) fn limit(bound: &Bound<'_, 1>, reachable: &Reachable, traced: Option<Trace>, negligible: f64) -> Limit {
    let mut solver = Solver::new(bound, reachable, Options::default());
    match traced {
        Some(mut traced) => {
            let share = traced.share;
            for (_, met) in &mut traced.singular_points {
                *met /= share;
            }
            solver.take(0, traced, share);
        }
        None => solver.induct(),
    }
    solver.continuations[0].share = 1.0;
    let ranges = payoff_ranges(bound);
    let slight = |result: &SweepResult<1>| {
        let mut regrets = result.regret.iter().zip(&ranges);
        regrets.all(|([regret], [range])| *regret <= negligible * range)
    };
    solver.update_beliefs(RareSets::ReportAll);
    let mut result = solver.sweep(solver.smooth(), [0.0]);
    let (profile, beliefs) = (solver.profile.clone(), solver.beliefs.clone());
    drop_vanishing(bound, &mut solver.profile);
    solver.scaled.clear();
    solver.believe_where_reached();
    let without = solver.sweep(solver.smooth(), [0.0]);
    let supported = slight(&without);
    if supported {
        result.regret = without.regret;
    } else {
        (solver.profile, solver.beliefs) = (profile, beliefs);
    }
    let converged = slight(&result);
    let mut solution = solver.solution(result);
    solution.status = [if converged {
        Status::Converged
    } else {
        Status::NotConverged
    }];
    Limit { solution, supported }
}

impl Solver<'_, '_, 1> {
    /// Updates beliefs by Bayes' rule at sets that are reached; others keep the beliefs of the branch.
    fn believe_where_reached(&mut self) {
        let mut found = self.beliefs.clone();
        let (forward, profile) = (&self.forward, &self.profile);
        forward.run(profile, &mut found, RareSets::Report, &mut |_, _, _| ());
        for period in 1..=self.bound.game.periods {
            let (from, to) = (&found.weights[period - 1], &mut self.beliefs.weights[period - 1]);
            for set in &self.bound.game.graph(period).information_sets {
                if set.members().any(|node| from[node] > [0.0]) {
                    set.members().for_each(|node| to[node] = from[node]);
                }
            }
        }
    }
}

/// Takes vanishing actions out of the play of sets that respond.
fn drop_vanishing(bound: &Bound<'_, 1>, profile: &mut Profile<1>) {
    for period in 1..=bound.game.periods {
        let sets = bound.game.graph(period).information_sets.iter();
        for set in sets.filter(|set| set.play.responds() && !set.is_later_part()) {
            let play = &mut profile.periods[period - 1][set.choices()];
            for [chance] in play.iter_mut().filter(|[chance]| *chance < VANISHING) {
                *chance = 0.0;
            }
            let total: f64 = play.iter().map(|[chance]| chance).sum();
            for [chance] in play {
                *chance /= total;
            }
        }
    }
    profile.count_members(bound);
}
