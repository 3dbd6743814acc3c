//! Audits a solved block: solves it again by following its branches more closely, and compares the two profiles.

use super::reachable::Reachable;
use super::solve::{BranchMethod, Options, Solution, solve};
use crate::game::{Bound, Layer, LayerKind, PeriodGraph};
use crate::numeric::lanes::{Lanes, update, zip};
use crate::numeric::math::max;

/// Branches of up to this many unknowns are traced by arc length; sweeps in fine steps follow larger ones in less time. Each
/// step of a trace differentiates by every unknown, and each derivative visits every node: their product has a limit too.
const TRACED_UNKNOWNS: usize = 400;
const TRACED_WORK: usize = 1_000_000;

/// The second solution of a block of draws.
#[derive(Clone, Debug)]
pub(crate) struct Audit<const W: usize> {
    /// The solution.
    pub solution: Solution<W>,
    /// The largest difference between the probabilities of the two solutions, by lane.
    pub difference: Lanes<W>,
}

/// How much a pass visits: nodes, and each way in which further members of groups may choose.
fn visited(graph: &PeriodGraph) -> usize {
    let of_layer = |layer: &Layer| match layer.kind {
        LayerKind::Members => layer.nodes.clone().map(|node| graph.edges_of(node).len()).sum(),
        _ => layer.nodes.len(),
    };
    graph.layers.iter().map(of_layer).sum()
}

/// Solves a block again and compares the result with the first solution.
pub(crate) fn audit<const W: usize>(
    bound: &Bound<'_, W>,
    reachable: &Reachable,
    options: &Options,
    first: &Solution<W>,
) -> Audit<W> {
    let game = bound.game;
    let visited: usize = (1..=game.periods).map(|period| visited(game.graph(period))).sum();
    let unknowns = reachable.unknowns();
    let method = if unknowns <= TRACED_UNKNOWNS && unknowns * visited <= TRACED_WORK {
        BranchMethod::ArcLength
    } else {
        BranchMethod::FineSteps
    };
    let solution = solve(bound, reachable, &Options { method, ..*options });
    let mut difference = [0.0; W];
    let periods = first.profile.periods.iter().zip(&solution.profile.periods);
    for (first, second) in periods.flat_map(|(first, second)| first.iter().zip(second)) {
        update(&mut difference, &zip(first, second, |a, b| (a - b).abs()), max);
    }
    Audit { solution, difference }
}
