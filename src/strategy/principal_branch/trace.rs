//! Traces the principal branch of one draw by arc length (Allgower & Georg 1990).

use std::ops::ControlFlow;

use super::PrincipalBranch;
use crate::game::{Bound, Profile};
use crate::numeric::path_following::{SingularPoint, TraceOptions, follow};
use crate::strategy::Reachable;
use crate::strategy::sweep::scaled_play::ScaledPlay;

/// The end of a traced branch.
pub(crate) struct Trace {
    /// The profile there.
    pub(crate) profile: Profile<1>,
    /// The same with an extended range of exponents, where it is needed.
    pub(crate) scaled: Option<ScaledPlay>,
    /// The share s there.
    pub(crate) share: f64,
    /// The folds and bifurcations on the branch, each with its share.
    pub(crate) singular_points: Vec<(SingularPoint, f64)>,
    /// The number of sweeps.
    pub(crate) sweeps: u32,
}

/// Traces the branch of a draw from uniform play to the goal of the course.
pub(crate) fn trace(bound: &Bound<'_, 1>, reachable: &Reachable, options: &TraceOptions) -> Trace {
    let mut branch = PrincipalBranch::of(bound, reachable);
    let start = branch.start();
    let way = follow(&mut branch, start, options, &mut |_, _| ControlFlow::Continue(()));
    let scaled = branch.set_play(&way.x);
    Trace {
        profile: branch.profile,
        scaled,
        share: way.s,
        singular_points: way.singular_points,
        sweeps: u32::try_from(way.evaluations).unwrap_or(u32::MAX),
    }
}
