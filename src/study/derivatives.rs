//! Derivatives of one draw's exact results by its parameters, through the equilibrium.

use std::sync::atomic::AtomicBool;

use schemars::JsonSchema;
use serde::Serialize;

use super::draws::Draws;
use super::error::{StudyError, Undifferentiable};
use super::rows::ComparisonKind;
use super::sets::{Naming, SetName};
use super::solve::{SelectedDraw, bound};
use super::solver::Solver;
use super::switching_values::FreedVariant;
use super::table::name_tables;
use super::variant::Variant;
use crate::game::Bound;
use crate::numeric::lanes::LANES;
use crate::strategy::{Derivatives, NoDerivative, Tie};

name_tables! { DerivativeRow: "derivatives" }

/// One row per variant, result and parameter: how the exact result changes with the parameter, equilibrium play included.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("unit" = "probability, or payoff discounted to the start", "primaryKey" = ["variant", "kind", "name", "parameter"]))]
pub struct DerivativeRow {
    /// The variant.
    pub variant: String,
    /// `outcome` (a probability) or `payoff` (an expected payoff).
    pub kind: ComparisonKind,
    /// The outcome, or the actor whose payoff it is.
    pub name: String,
    /// The result in this draw.
    pub value: f64,
    /// The parameter, as `--set` calls it.
    pub parameter: String,
    /// Its value in this draw.
    #[schemars(extend("unit" = "the parameter's"))]
    pub at: f64,
    /// The derivative of the result by the parameter; empty where there is none.
    #[schemars(extend("unit" = "result per unit of the parameter"))]
    pub derivative: Option<f64>,
    /// The percentage by which the result changes where the parameter changes by one per cent: derivative × parameter /
    /// result. Empty where there is no derivative, or the result is 0.
    #[schemars(extend("unit" = ""))]
    pub elasticity: Option<f64>,
    /// Why there is no derivative; empty where there is one.
    pub tie: Option<TieKind>,
}

/// What is tied where a result has no derivative by a parameter: to both sides of its value, the result changes at
/// different rates, or jumps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TieKind {
    /// Two numbers that a formula compares are equal: in `min`, `max`, `abs`, `if`, a comparison or a rounding; the
    /// chance that remains for `otherwise` counts as `max(0, …)`.
    Formula,
    /// Two actions are equally good for an actor that acts on its own best later choices.
    BestAction,
    /// A chance is 0 here, and the beliefs at some information sets jump where it is above 0.
    Belief,
}

impl From<Tie> for TieKind {
    fn from(tie: Tie) -> Self {
        match tie {
            Tie::Formula => Self::Formula,
            Tie::BestAction => Self::BestAction,
            Tie::Belief => Self::Belief,
        }
    }
}

/// The derivatives of all results of a draw by its uncertain parameters: outcome by outcome, then actor by actor.
///
/// # Errors
/// The draw makes no sense, or its results have no derivatives.
pub(crate) fn derivatives(
    variant: &Variant,
    which: SelectedDraw,
    interrupt: &AtomicBool,
) -> Result<Vec<DerivativeRow>, StudyError> {
    let bound = bound(variant, which)?;
    let point = Draws::new(&variant.model, which.seed, which.draw.is_none()).at(which.draw.unwrap_or(0));
    let parameters = variant.model.parameters.iter().zip(point).enumerate();
    let parameters = parameters.map(|(number, (parameter, at))| (number, parameter.name.clone(), at));
    rows((variant, which), bound, &parameters.collect::<Vec<_>>(), interrupt)
}

/// The same by all numbers of a scenario, its certain ones among them.
///
/// # Errors
/// Those of [`derivatives`].
pub(crate) fn derivatives_by_all(
    freed: FreedVariant<'_>,
    which: SelectedDraw,
    interrupt: &AtomicBool,
) -> Result<Vec<DerivativeRow>, StudyError> {
    bound(freed.variant, which)?;
    let point = freed.point(which);
    let numbers = freed.varied.iter();
    let numbers = numbers.map(|varied| (varied.parameter, varied.key.clone(), point[varied.parameter]));
    let bound = Bound::single(&freed.freed.explored.game, &point);
    rows((freed.freed, which), bound, &numbers.collect::<Vec<_>>(), interrupt)
}

/// A parameter: its index in the game, its name and its value.
type Named = (usize, String, f64);

fn rows(
    (variant, which): (&Variant, SelectedDraw),
    mut bound: Bound<'_, 1>,
    parameters: &[Named],
    interrupt: &AtomicBool,
) -> Result<Vec<DerivativeRow>, StudyError> {
    let block = which.draw.unwrap_or(0) / LANES as u64;
    let solver = Solver::new(bound.game);
    let found = solver.derivatives(&mut bound, block, interrupt);
    let found = found.map_err(|why| undifferentiable(variant, which, why))?;
    let names = &variant.explored.names;
    let outcomes = names.outcomes.iter().map(|name| (ComparisonKind::Outcome, name));
    let results = outcomes.chain(names.declared().iter().map(|name| (ComparisonKind::Payoff, name)));
    let results = results.zip(&found);
    let rows =
        results.flat_map(|(result, found)| parameters.iter().map(move |named| row(variant, result, found, named)));
    Ok(rows.collect())
}

fn row(
    variant: &Variant,
    (kind, name): (ComparisonKind, &String),
    found: &Derivatives,
    (number, parameter, at): &Named,
) -> DerivativeRow {
    let derivative = found.by_parameter[*number];
    let value = found.value;
    let elasticity = |derivative: f64| derivative * at / value;
    DerivativeRow {
        variant: variant.name.clone(),
        kind,
        name: name.clone(),
        value,
        parameter: parameter.clone(),
        at: *at,
        derivative: derivative.ok(),
        elasticity: derivative
            .ok()
            .map(elasticity)
            .filter(|elasticity| elasticity.is_finite()),
        tie: derivative.err().map(TieKind::from),
    }
}

fn undifferentiable(variant: &Variant, which: SelectedDraw, why: NoDerivative) -> StudyError {
    let explored = &variant.explored;
    let why = match why {
        NoDerivative::Interrupted => return StudyError::Interrupted,
        NoDerivative::BestResponse { period, set } => {
            let SetName { stage, actor, .. } = Naming::new(&explored.game, &explored.names).name(period, set);
            format!(
                "`{actor}` chooses by best response at `{stage}`, so that results stay or jump; give it a precision, \
                 for instance with --precision"
            )
        }
        NoDerivative::NotSolved => "the draw is not solved".to_owned(),
        NoDerivative::Singular => {
            "the branch of equilibria turns round here or meets another; another draw or precision has derivatives"
                .to_owned()
        }
    };
    let (variant, SelectedDraw { draw, seed }) = (variant.name.clone(), which);
    StudyError::NoDerivative(Box::new(Undifferentiable {
        variant,
        draw,
        seed,
        why,
    }))
}
