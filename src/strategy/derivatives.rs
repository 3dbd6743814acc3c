//! Derivatives of the exact results of one draw by its parameters, through the equilibrium.
//!
//! The log-odds x of an equilibrium solve x = r(x, θ), with r the response and θ the parameters. A result R(x, θ) then has
//! the derivative ∂R/∂θ + aᵀ ∂r/∂θ, where a solves (1 − ∂r/∂x)ᵀ a = ∂R/∂x: one linear system for a result, however many
//! parameters there are. GMRES solves it; each product is one pass backwards over the recorded derivative.

use std::sync::atomic::{AtomicBool, Ordering};

use super::principal_branch::PrincipalBranch;
use super::principal_branch::linearised::{Asked, Linearised, Tie};
use super::reachable::Reachable;
use super::solve::{Solution, Status};
use crate::game::{Bound, Game, Profile};
use crate::numeric::krylov::stoppable_minimal_residual;
use crate::numeric::lanes::{LANES, Lanes, zip};
use crate::numeric::linear_record::{Change, Weights};
use crate::numeric::math::max;

/// The residual of the linear systems, as a fraction of the right-hand side.
const TOLERANCE: f64 = 1e-11;
/// With a larger residual a system counts as unsolved.
const LARGEST_RESIDUAL: f64 = 1e-8;
/// The most products.
const PRODUCTS: usize = 400;
/// Two sides of a tie change alike if they do up to this fraction; a result does not depend on a tie if its derivative
/// would differ by no more than this fraction of its largest.
const ALIKE: f64 = 1e-9;
/// Derivatives below this fraction of the result are rounding errors.
const ROUNDING: f64 = 1e-14;

/// The result of a draw, and its derivatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Derivatives {
    /// The result.
    pub value: f64,
    /// Its derivative by each parameter; the tie at which it has none.
    pub by_parameter: Vec<Result<f64, Tie>>,
}

/// Why the results of a draw have no derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDerivative {
    /// Somebody chooses by best response at an information set that play can reach: results jump or stay.
    BestResponse {
        /// The period.
        period: usize,
        /// The set, by its number in the period's graph.
        set: usize,
    },
    /// The draw is not solved.
    NotSolved,
    /// The linear system is singular up to rounding: the branch of equilibria turns round or meets another here.
    Singular,
    /// It was asked to stop.
    Interrupted,
}

/// The derivatives of the probability of each outcome, then of the expected payoff of each actor under the true prior.
/// It stops at the next product of a linear system when `interrupt` is set.
///
/// # Errors
/// There are none in this draw.
pub fn derivatives(
    bound: &Bound<'_, 1>,
    reachable: &Reachable,
    solution: &Solution<1>,
    interrupt: &AtomicBool,
) -> Result<Vec<Derivatives>, NoDerivative> {
    let solved = (&solution.profile, solution.status[0]);
    let map = linearised(bound, reachable, solved, Asked::OutcomesAndPayoffs)?;
    let changes: Vec<Change> = map.results.iter().map(|(_, change)| *change).collect();
    let totals = totals(&map, &changes, interrupt)?;
    let found = map.results.iter().zip(&totals);
    let mut found: Vec<Derivatives> = found
        .map(|((value, _), total)| Derivatives::of(*value, total))
        .collect();
    note_ties((&map, interrupt), &totals, &mut found)?;
    Ok(found)
}

/// The map of all changes at a solution.
fn linearised(
    bound: &Bound<'_, 1>,
    reachable: &Reachable,
    (profile, status): (&Profile<1>, Status),
    asked: Asked,
) -> Result<Linearised, NoDerivative> {
    if let Some((period, set)) = best_response(bound.game, reachable) {
        return Err(NoDerivative::BestResponse { period, set });
    }
    if status != Status::Converged {
        return Err(NoDerivative::NotSolved);
    }
    let (branch, x) = PrincipalBranch::at_equilibrium(bound, reachable, profile);
    Ok(Linearised::of(&branch, &x, asked))
}

/// The probabilities of everything that may be seen of one draw's game, ready to be differentiated.
#[derive(Debug)]
pub struct EventProbabilities {
    map: Linearised,
}

impl EventProbabilities {
    /// Those of a draw, whose solution ended so.
    ///
    /// # Errors
    /// They have no derivatives in this draw.
    pub fn of(
        bound: &Bound<'_, 1>,
        reachable: &Reachable,
        solved: (&Profile<1>, Status),
    ) -> Result<Self, NoDerivative> {
        linearised(bound, reachable, solved, Asked::Events).map(|map| Self { map })
    }

    /// The probability of an event of this number.
    pub fn at(&self, event: usize) -> f64 {
        self.map.results[event].0
    }

    /// For each weighted sum of probabilities, given by the numbers of events and their weights, its derivative by each
    /// parameter. Where something is tied, it is that of one side.
    ///
    /// # Errors
    /// A linear system is singular, or it was asked to stop.
    pub fn gradients(&self, sums: &[Vec<(usize, f64)>], interrupt: &AtomicBool) -> Result<Vec<Vec<f64>>, NoDerivative> {
        // A narrow pass over the record costs less than a wide one with empty lanes.
        match sums.len() {
            0..=1 => self.gradients_in::<1>(sums, interrupt),
            2 => self.gradients_in::<2>(sums, interrupt),
            3..=4 => self.gradients_in::<4>(sums, interrupt),
            _ => self.gradients_in::<LANES>(sums, interrupt),
        }
    }

    fn gradients_in<const D: usize>(
        &self,
        sums: &[Vec<(usize, f64)>],
        interrupt: &AtomicBool,
    ) -> Result<Vec<Vec<f64>>, NoDerivative> {
        let mut found = Vec::with_capacity(sums.len());
        for block in sums.chunks(D) {
            let numbers = (0..).zip(block).flat_map(|(lane, sum)| {
                let change = move |&(event, weight): &(usize, f64)| (self.map.results[event].1, in_lane(lane, weight));
                sum.iter().map(change)
            });
            let weights = adjoint::<D>(&self.map, &numbers.collect::<Vec<_>>(), interrupt)?;
            let of = |lane: usize| {
                self.map
                    .parameters
                    .iter()
                    .map(|change| weights.of(*change)[lane])
                    .collect()
            };
            found.extend((0..block.len()).map(of));
        }
        Ok(found)
    }
}

/// A weight in one lane, 0 in the others.
fn in_lane<const D: usize>(lane: usize, weight: f64) -> Lanes<D> {
    std::array::from_fn(|other| if other == lane { weight } else { 0.0 })
}

impl Derivatives {
    fn of(value: f64, total: &Total) -> Self {
        Self {
            value,
            by_parameter: total.by_parameter.iter().map(|derivative| Ok(*derivative)).collect(),
        }
    }
}

/// The first information set that play can reach and at which somebody chooses by best response: its period and number.
fn best_response(game: &Game, reachable: &Reachable) -> Option<(usize, usize)> {
    (1..=game.periods).find_map(|period| {
        let sets = game.graph(period).information_sets.iter();
        let mut sets = sets.zip(reachable.sets(period));
        let found = sets.position(|(set, reachable)| *reachable && set.actions > 1 && set.play.is_best_response());
        found.map(|set| (period, set))
    })
}

/// How a number changes at the equilibrium.
struct Total {
    by_parameter: Vec<f64>,
    /// For each tie, the weight of its effect.
    by_tie: Vec<f64>,
}

/// How some numbers change at the equilibrium, given their changes on the map.
fn totals(map: &Linearised, changes: &[Change], interrupt: &AtomicBool) -> Result<Vec<Total>, NoDerivative> {
    let mut found = Vec::with_capacity(changes.len());
    for block in changes.chunks(LANES) {
        let numbers = (0..).zip(block).map(|(lane, change)| (*change, in_lane(lane, 1.0)));
        let weights = adjoint::<LANES>(map, &numbers.collect::<Vec<_>>(), interrupt)?;
        found.extend((0..block.len()).map(|lane| Total {
            by_parameter: map.parameters.iter().map(|change| weights.of(*change)[lane]).collect(),
            by_tie: map.kinks.iter().map(|kink| weights.of(kink.effect)[lane]).collect(),
        }));
    }
    Ok(found)
}

/// The weights of all changes in some sums of numbers, a lane each, each with what it owes to the unknowns.
fn adjoint<const D: usize>(
    map: &Linearised,
    numbers: &[(Change, Lanes<D>)],
    interrupt: &AtomicBool,
) -> Result<Weights<D>, NoDerivative> {
    let numbers = numbers.iter().copied();
    let unknowns = |weights: &Weights<D>| -> Vec<Lanes<D>> {
        let unknowns = map.unknowns.iter();
        unknowns.map(|unknown| weights.of(*unknown)).collect()
    };
    let images = |solution: &[Lanes<D>]| -> Vec<(Change, Lanes<D>)> {
        let images = map.images.iter().copied();
        images.zip(solution.iter().copied()).collect()
    };
    let mut weights = Weights::default();
    map.record.weigh(numbers.clone(), &mut weights);
    let right = unknowns(&weights);
    let interrupted = || interrupt.load(Ordering::Relaxed);
    let product = |direction: &[Lanes<D>]| {
        if interrupted() {
            return None;
        }
        map.record.weigh(images(direction), &mut weights);
        let image = unknowns(&weights);
        let rest = direction.iter().zip(&image);
        let rest = rest.map(|(direction, image)| zip(direction, image, |a, b| a - b));
        Some(rest.collect())
    };
    let solved = stoppable_minimal_residual(product, &right, &[TOLERANCE; D], PRODUCTS);
    if interrupted() {
        return Err(NoDerivative::Interrupted);
    }
    if solved.residual.iter().any(|residual| *residual > LARGEST_RESIDUAL) {
        return Err(NoDerivative::Singular);
    }
    map.record.weigh(numbers.chain(images(&solved.solution)), &mut weights);
    Ok(weights)
}

/// Takes back the derivatives that do not exist because of a tie.
fn note_ties(
    (map, interrupt): (&Linearised, &AtomicBool),
    totals: &[Total],
    found: &mut [Derivatives],
) -> Result<(), NoDerivative> {
    let matters = |kink: &usize| totals.iter().any(|total| total.by_tie[*kink] != 0.0);
    let kinks: Vec<usize> = (0..map.kinks.len()).filter(matters).collect();
    let sides: Vec<Change> = kinks.iter().flat_map(|&kink| map.kinks[kink].sides).collect();
    let sides = self::totals(map, &sides, interrupt)?;
    for (&kink, sides) in kinks.iter().zip(sides.chunks_exact(2)) {
        let (one, other) = (&sides[0].by_parameter, &sides[1].by_parameter);
        for (total, found) in totals.iter().zip(found.iter_mut()) {
            let largest = total.by_parameter.iter().fold(0.0, |most, by| max(most, by.abs()));
            let least = ALIKE * largest + ROUNDING * found.value.abs();
            for (parameter, derivative) in found.by_parameter.iter_mut().enumerate() {
                let apart = (one[parameter] - other[parameter]).abs();
                let alike = apart <= ALIKE * max(one[parameter].abs(), other[parameter].abs());
                if !alike && apart * total.by_tie[kink].abs() > least {
                    *derivative = Err(map.kinks[kink].tie);
                }
            }
        }
    }
    Ok(())
}
