//! The principal branch of one draw, point by point, and its limit as all precisions rise.

use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use super::sets::{Naming, SetName};
use super::solve::Answer;
use super::solver::Audited;
use super::table::name_tables;
use crate::game::{Bound, Names};
use crate::numeric::math::max;
use crate::numeric::path_following::{End, TraceOptions};
use crate::strategy::{Limit, PrincipalBranch, Reachable, SingularPoint, Status, Trace, limit, payoff_ranges, trace};

/// From point to point no unknown changes by more than this, in shares of 1 + the largest: lines between points look
/// smooth.
const SMOOTH: f64 = 0.1;
/// Nobody should have much to gain where precisions are this many times as large.
const FARTHEST: f64 = 1e14;

/// A probability at a point of a branch.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct PathChoice {
    /// The information set.
    #[serde(flatten)]
    pub at: SetName,
    /// The action.
    pub action: String,
    /// The probability with which it is taken.
    #[schemars(extend("unit" = "probability"))]
    pub probability: f64,
    /// The most that the actor could gain at this information set by one deviation.
    #[schemars(extend("unit" = "payoff"))]
    pub regret: f64,
}

name_tables! {
    ShareRow: "path",
    PrecisionRow: "path",
}

/// One row per point of the branch, information set and action.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct ShareRow {
    /// Which share of their precisions the actors have.
    #[schemars(extend("unit" = "share of all precisions"))]
    pub share: f64,
    /// What is chosen there.
    #[serde(flatten)]
    pub choice: PathChoice,
}

/// One row per point of the branch, information set and action.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub(crate) struct PrecisionRow {
    /// The precision of all players.
    #[schemars(extend("unit" = "per unit of payoff"))]
    pub lambda: f64,
    /// What is chosen there.
    #[serde(flatten)]
    pub choice: PathChoice,
}

/// How far a branch is followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Until {
    /// To this share of all precisions.
    Share(f64),
    /// Until nobody could gain more than this share of its payoff range by one deviation.
    Regret(f64),
}

/// Where following a branch ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PathEnd {
    /// Whether it got where it was meant to.
    pub arrived: bool,
    /// The share of all precisions there.
    pub share: f64,
    /// The most that anybody could gain there by one deviation, in shares of its payoff range.
    pub regret: f64,
    /// Folds and crossings on the way, and at which share.
    pub singular_points: Vec<(SingularPoint, f64)>,
}

/// Follows the branch of a draw. `show` receives each choice at each point, and the share of all precisions there.
pub(crate) fn follow_path(
    bound: &Bound<'_, 1>,
    names: &Names,
    until: Until,
    mut show: impl FnMut(f64, PathChoice),
) -> PathEnd {
    let naming = Naming::new(bound.game, names);
    let smooth = TraceOptions {
        change: SMOOTH,
        ..TraceOptions::default()
    };
    let reachable = Reachable::of(bound.game);
    let (_, end) = walk(bound, &reachable, smooth, until, |share, branch| {
        for (period, number) in branch.sets() {
            let set = &naming.graph(period).information_sets[number];
            for (action, &[probability]) in branch.play(period, number).iter().enumerate() {
                let choice = PathChoice {
                    at: naming.name(period, number),
                    action: naming.action(period, set, action),
                    probability,
                    regret: branch.regret(period, number),
                };
                show(share, choice);
            }
        }
    });
    end
}

/// The limit of a game's branch as the precision of all its players rises.
pub(crate) struct GameLimit<'g> {
    /// The precision to which the branch was followed.
    pub precision: f64,
    /// Where that ended.
    pub end: PathEnd,
    /// The equilibrium, if it arrived.
    pub answer: Option<Answer<'g>>,
    /// Whether actions outside the support have probability 0.
    pub supported: bool,
}

/// Follows the branch of the game that `bind` gives with a precision until nobody could gain more than a share of its
/// payoff range. At the precision `scale` payoffs begin to matter.
pub(crate) fn limit_of<'g>(
    bind: impl Fn(f64) -> Bound<'g, 1>,
    names: &'g Names,
    scale: f64,
    negligible: f64,
) -> GameLimit<'g> {
    let slight = bind(scale);
    let reachable = Reachable::of(slight.game);
    if !slight.game.has_beliefs() {
        return limit_by_induction(bind, names, (scale, negligible), &reachable);
    }
    let until = Until::Regret(negligible);
    let (traced, end) = walk(&slight, &reachable, TraceOptions::default(), until, |_, _| ());
    let precision = end.share * scale;
    let mut limit_of = GameLimit {
        precision,
        end,
        answer: None,
        supported: false,
    };
    if limit_of.end.arrived {
        let bound = bind(precision);
        let Limit { solution, supported } = limit(&bound, &reachable, Some(traced), negligible);
        limit_of.supported = supported;
        limit_of.answer = Some(Answer::new(bound, names, Audited { solution, agrees: None }));
    }
    limit_of
}

/// The same where play rests on no belief: backward induction at higher and higher precisions.
fn limit_by_induction<'g>(
    bind: impl Fn(f64) -> Bound<'g, 1>,
    names: &'g Names,
    (scale, negligible): (f64, f64),
    reachable: &Reachable,
) -> GameLimit<'g> {
    let mut share = 1.0 / negligible;
    loop {
        let bound = bind(share * scale);
        let Limit { solution, supported } = limit(&bound, reachable, None, negligible);
        let arrived = solution.status == [Status::Converged];
        if arrived || share >= FARTHEST {
            let end = PathEnd {
                arrived,
                share,
                regret: negligible,
                singular_points: Vec::new(),
            };
            let answer = Answer::new(bound, names, Audited { solution, agrees: None });
            return GameLimit {
                precision: share * scale,
                end,
                answer: Some(answer),
                supported,
            };
        }
        share *= 10.0;
    }
}

fn walk(
    bound: &Bound<'_, 1>,
    reachable: &Reachable,
    course: TraceOptions,
    until: Until,
    mut show: impl FnMut(f64, &PrincipalBranch<'_, '_>),
) -> (Trace, PathEnd) {
    let ranges = payoff_ranges(bound);
    let (goal, enough) = match until {
        Until::Share(share) => (share, None),
        Until::Regret(regret) => (FARTHEST, Some(regret)),
    };
    let course = TraceOptions { goal, ..course };
    let (mut regret, mut farthest) = (0.0, 0.0);
    let way = trace(bound, reachable, &course, &mut |branch, share| {
        show(share, branch);
        regret = largest(branch, bound, &ranges);
        // Beyond a fold the branch has other points at the same share, the first of which `solve` finds.
        let first_time = share >= farthest;
        farthest = max(farthest, share);
        match enough {
            Some(enough) if regret <= enough && first_time => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    let end = PathEnd {
        arrived: way.end == if enough.is_some() { End::Stopped } else { End::Arrived },
        share: way.share,
        regret,
        singular_points: way.singular_points.clone(),
    };
    (way, end)
}

/// The most that anybody could gain by one deviation, in shares of its payoff range.
fn largest(branch: &PrincipalBranch<'_, '_>, bound: &Bound<'_, 1>, ranges: &[[f64; 1]]) -> f64 {
    let mut most = 0.0;
    for (period, number) in branch.sets() {
        let graph = bound.game.graph(period);
        let [range] = ranges[graph.information_sets[number].actor];
        if range > 0.0 {
            most = max(most, branch.regret(period, number) / range);
        }
    }
    most
}
