//! One draw's principal branch, traced from even chance on: what is left where sweeps do not contract, and what judges
//! them where they do.

use super::PrincipalBranch;
use crate::game::{Bound, Profile};
use crate::numeric::path::{Branch, Course, Go, SingularPoint, follow};
use crate::strategy::Reachable;
use crate::strategy::sweep::scaled_play::ScaledPlay;

/// Where following a draw's branch led.
pub(in crate::strategy) struct Traced {
    /// The profile there.
    pub(in crate::strategy) profile: Profile<1>,
    /// The same with chances of any size, where they matter.
    pub(in crate::strategy) careful: Option<ScaledPlay>,
    /// The share there.
    pub(in crate::strategy) share: f64,
    /// What was met, and at which share.
    pub(in crate::strategy) singular_points: Vec<(SingularPoint, f64)>,
    /// Sweeps made.
    pub(in crate::strategy) sweeps: u32,
}

/// Traces a draw's branch as far as the course goes.
pub(in crate::strategy) fn trace(bound: &Bound<'_, 1>, reachable: &Reachable, course: &Course) -> Traced {
    let mut branch = PrincipalBranch::of(bound, reachable);
    let even = vec![0.0; branch.unknowns()];
    let way = follow(&mut branch, even, course, &mut |_, _| Go::On);
    let careful = branch.say(&way.x);
    Traced {
        profile: branch.profile,
        careful,
        share: way.s,
        singular_points: way.singular_points,
        sweeps: u32::try_from(way.evaluations).unwrap_or(u32::MAX),
    }
}
