//! The quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal & Wright 2006, *Numerical Optimization*, 6.1),
//! with a line search that halves each step until it brings enough.

use argmin::core::{CostFunction, Error, Executor, Gradient, IterState, State};
use argmin::solver::linesearch::BacktrackingLineSearch;
use argmin::solver::linesearch::condition::ArmijoCondition;
use argmin::solver::quasinewton::BFGS;

/// The share of a step's promised gain that it must bring.
pub(crate) const SUFFICIENT: f64 = 1e-4;

/// When a search ends.
pub(crate) struct Stop {
    /// After so many steps.
    pub steps: u64,
    /// Where the gradient is no longer than this.
    pub gradient: f64,
    /// Where a step gains no more than this.
    pub gain: f64,
}

/// A place, its gradient and an inverse curvature.
type SearchState = IterState<Vec<f64>, Vec<f64>, (), Vec<Vec<f64>>, (), f64>;

/// The place with the least cost that is met from a start, given a first guess of the inverse curvature; and the problem.
///
/// # Errors
/// Those of the problem.
pub(crate) fn minimise<P>(
    problem: P,
    start: Vec<f64>,
    inverse: Vec<Vec<f64>>,
    stop: &Stop,
) -> Result<(Vec<f64>, P), Error>
where
    P: CostFunction<Param = Vec<f64>, Output = f64> + Gradient<Param = Vec<f64>, Gradient = Vec<f64>>,
{
    let line = BacktrackingLineSearch::new(ArmijoCondition::new(SUFFICIENT)?).rho(0.5)?;
    let solver = BFGS::new(line)
        .with_tolerance_grad(stop.gradient)?
        .with_tolerance_cost(stop.gain)?;
    let configure = |state: SearchState| state.param(start).inv_hessian(inverse).max_iters(stop.steps);
    let executor = Executor::new(problem, solver).configure(configure);
    let mut done = executor.ctrlc(false).timer(false).run()?;
    let best = done.state.get_best_param().cloned().zip(done.problem.take_problem());
    best.ok_or_else(|| Error::msg("no step was made"))
}
