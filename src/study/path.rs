//! The principal branch of one draw, point by point, and the precision from which on nobody has much to gain.

use std::ops::ControlFlow;

use schemars::JsonSchema;
use serde::Serialize;

use super::sets::{Naming, SetName};
use super::table::Row;
use crate::game::{Bound, Names};
use crate::numeric::math::max;
use crate::numeric::path_following::{Branch, End, TraceOptions, follow};
use crate::strategy::{PrincipalBranch, Reachable, SingularPoint, payoff_ranges};

/// From point to point no unknown changes by more than this, in shares of 1 + the largest: lines between points look
/// smooth.
const SMOOTH: f64 = 0.1;

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

impl Row for ShareRow {
    const TABLE: &'static str = "path";
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

impl Row for PrecisionRow {
    const TABLE: &'static str = "path";
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
    walk(bound, smooth, until, |share, branch| {
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
    })
}

/// Follows the branch of a draw to where nobody could gain more than this share of its payoff range.
pub(crate) fn negligible(bound: &Bound<'_, 1>, share: f64) -> PathEnd {
    walk(bound, TraceOptions::default(), Until::Regret(share), |_, _| ())
}

fn walk(
    bound: &Bound<'_, 1>,
    course: TraceOptions,
    until: Until,
    mut show: impl FnMut(f64, &PrincipalBranch<'_, '_>),
) -> PathEnd {
    let reachable = Reachable::of(bound.game);
    let mut branch = PrincipalBranch::of(bound, &reachable);
    let mut shown = PrincipalBranch::of(bound, &reachable);
    let ranges = payoff_ranges(bound);
    let even = branch.start();
    let course = TraceOptions {
        goal: match until {
            Until::Share(share) => share,
            Until::Regret(_) => f64::INFINITY,
        },
        ..course
    };
    let mut regret = 0.0;
    let way = follow(&mut branch, even, &course, &mut |x, s| {
        shown.evaluate(x, s);
        show(s, &shown);
        regret = largest(&shown, bound, &ranges);
        match until {
            Until::Regret(share) if regret <= share => ControlFlow::Break(()),
            Until::Regret(_) | Until::Share(_) => ControlFlow::Continue(()),
        }
    });
    PathEnd {
        arrived: way.end != End::Lost,
        share: way.s,
        regret,
        singular_points: way.singular_points,
    }
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
