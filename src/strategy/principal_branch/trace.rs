//! Traces the principal branch of one draw by arc length (Allgower & Georg 1990).

use std::ops::ControlFlow;

use super::PrincipalBranch;
use super::steep::SteepBranch;
use crate::game::{Bound, Profile};
use crate::numeric::math::{exp, ln};
use crate::numeric::path_following::{Branch, End, SingularPoint, TraceOptions, TracedBranch, follow};
use crate::strategy::Reachable;
use crate::strategy::steepness::steepness;
use crate::strategy::sweep::scaled_play::ScaledPlay;

/// With a larger precision × payoff range the logarithm of the share is the parameter.
const STEEP: f64 = 300.0;
/// It starts at this precision × payoff range, where play is nearly even.
const NEARLY_EVEN: f64 = 1e-3;
/// Its largest step.
const RISE: f64 = 1.0;
/// Where Newton's method comes no closer, it has converged if what is left of an equation is at most the first, or the
/// last correction of a coordinate at most the second.
const ROUNDING: f64 = 1e-5;
const SETTLED: f64 = 1e-7;
/// The most unknowns for which its Jacobian is computed as a dense matrix.
const DENSE: usize = 1_200;

/// The most steps where there are more unknowns, as each takes long.
const LARGE_STEPS: usize = 200;

/// The end of a traced branch.
pub(crate) struct Trace {
    /// The profile there.
    pub(crate) profile: Profile<1>,
    /// The same with an extended range of exponents, where it is needed.
    pub(crate) scaled: Option<ScaledPlay>,
    /// Whether precisions are too high for sweeps.
    pub(crate) steep: bool,
    /// How following the branch ended.
    pub(crate) end: End,
    /// The share s there.
    pub(crate) share: f64,
    /// The folds and bifurcations on the branch, each with its share.
    pub(crate) singular_points: Vec<(SingularPoint, f64)>,
    /// The number of sweeps.
    pub(crate) sweeps: u32,
}

/// Traces the branch of a draw from uniform play to the goal of the options. `watch` receives the branch, moved to each
/// point, and its share; it may stop.
pub(crate) fn trace(
    bound: &Bound<'_, 1>,
    reachable: &Reachable,
    options: &TraceOptions,
    watch: &mut dyn FnMut(&PrincipalBranch<'_, '_>, f64) -> ControlFlow<()>,
) -> Trace {
    let mut branch = PrincipalBranch::of(bound, reachable);
    let [steepness] = steepness(bound);
    if steepness * options.goal > STEEP {
        let steep = SteepBranch::of(bound, reachable, steepness);
        return trace_steeply(steep, NEARLY_EVEN / steepness, options, watch);
    }
    let start = branch.start();
    let way = follow(&mut branch, start, options, watch);
    let scaled = branch.set_play(&way.x);
    Trace::new(branch, scaled, way, false)
}

/// The same by the logarithm of the share, from this small one.
fn trace_steeply(
    mut steep: SteepBranch<'_, '_>,
    small: f64,
    options: &TraceOptions,
    watch: &mut dyn FnMut(&PrincipalBranch<'_, '_>, f64) -> ControlFlow<()>,
) -> Trace {
    let even = steep.branch.start();
    steep.evaluate(&even, f64::NEG_INFINITY);
    if watch(&steep.branch, 0.0).is_break() {
        let way = TracedBranch::still(even);
        return Trace::new(steep.branch, None, way, true);
    }
    let options = TraceOptions {
        start: ln(small),
        goal: ln(options.goal),
        rise: RISE,
        rounding: ROUNDING,
        settled: SETTLED,
        dense: DENSE,
        steps: if even.len() > DENSE { LARGE_STEPS } else { options.steps },
        ..*options
    };
    let mut way = follow(
        &mut steep,
        even,
        &options,
        &mut |steep: &SteepBranch<'_, '_>, logarithm| watch(&steep.branch, exp(logarithm)),
    );
    let scaled = steep.scaled_play(&way.x, way.s);
    let SteepBranch { branch, .. } = steep;
    way.s = exp(way.s);
    for (_, share) in &mut way.singular_points {
        *share = exp(*share);
    }
    Trace::new(branch, scaled, way, true)
}

impl Trace {
    fn new(branch: PrincipalBranch<'_, '_>, scaled: Option<ScaledPlay>, way: TracedBranch, steep: bool) -> Self {
        Self {
            profile: branch.profile,
            scaled,
            end: way.end,
            steep,
            share: way.s,
            singular_points: way.singular_points,
            sweeps: u32::try_from(way.evaluations).unwrap_or(u32::MAX),
        }
    }
}
