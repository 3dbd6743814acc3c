//! Keys of a scenario as parameters, so that every draw may have its own values of them.

use crate::scenario::ast::{Amounts, Scenario};
use crate::scenario::freed_parameters::{free, priors_of};
use crate::scenario::lower::lower;
use crate::scenario::model::Model;
use crate::scenario::scenario_file::Document;
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;
use crate::source::Diagnostics;

/// A variant in which keys are parameters.
#[derive(Clone, Debug)]
pub(crate) struct Levers {
    /// The variant.
    pub model: Model,
    /// By key, the parameters that take its value: several where the key stands for a number of each named value.
    pub parameters: Vec<Vec<String>>,
}

/// Why a key cannot be a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoLever {
    /// The structure of the game depends on it.
    Structure,
    /// It is a share of a Dirichlet distribution, or a prior beside others that are no numbers between 0 and 1.
    Shares,
}

/// A key, and the range of its values.
pub(crate) type Ranged = (String, [f64; 2]);

impl Document {
    /// A variant with `KEY=VALUE` arguments applied, in which further keys, which are known to exist, are parameters that
    /// take values of a range.
    ///
    /// # Errors
    /// Those of [`Document::model`]; within, the first key that cannot be a parameter, and why.
    pub(crate) fn with_levers(
        &self,
        variant: &str,
        sets: &[String],
        keys: &[Ranged],
    ) -> Result<Result<Levers, (usize, NoLever)>, Diagnostics> {
        let mut scenario = self.applied(variant, sets)?;
        let (mut model, _) = lower(&scenario)?;
        let mut parameters = Vec::new();
        for (number, key) in keys.iter().enumerate() {
            match freed(&scenario, &model, key) {
                Ok((names, None)) => parameters.push(names),
                Ok((names, Some((with_it, lowered)))) => {
                    (scenario, model) = (with_it, lowered);
                    parameters.push(names);
                }
                Err(reason) => return Ok(Err((number, reason))),
            }
        }
        Ok(Ok(Levers { model, parameters }))
    }
}

/// The parameters that take the value of a key, and the scenario in which they exist, where it is another.
type FreedKey = (Vec<String>, Option<(Scenario, Model)>);

fn freed(scenario: &Scenario, model: &Model, (key, range): &Ranged) -> Result<FreedKey, NoLever> {
    let targets = targets(scenario);
    let (_, target) = targets
        .iter()
        .find(|(known, _)| known == key)
        .ok_or(NoLever::Structure)?;
    let parameters = match *target {
        Target::Parameter(number) => scenario.parameters[number].keys(),
        _ => vec![key.to_owned()],
    };
    let is_drawn = |name: &String| model.parameters.iter().any(|parameter| parameter.name == *name);
    if parameters.iter().all(is_drawn) {
        return Ok((parameters, None));
    }
    let numbers = match *target {
        Target::Start(_) | Target::PeriodCount | Target::PeriodsThen => return Err(NoLever::Structure),
        Target::Case(number, _) if matches!(scenario.parameters[number].amounts, Amounts::Shares(_)) => {
            return Err(NoLever::Shares);
        }
        Target::Prior(actor, _) => priors_of(scenario, actor).ok_or(NoLever::Shares)?,
        target => vec![(key.to_owned(), target, value(scenario, target, *range))],
    };
    let freed = numbers
        .iter()
        .fold(scenario.clone(), |scenario, number| free(scenario, number, *range));
    match lower(&freed) {
        Ok((model, _)) => Ok((parameters, Some((freed, model)))),
        Err(_) => Err(NoLever::Structure),
    }
}

/// The value of a target within a range: its own, where it is a number of the range, or the lower end.
fn value(scenario: &Scenario, target: Target, [low, high]: [f64; 2]) -> f64 {
    let formula = || unparse::constant(target.formula(scenario)?);
    let own = target
        .amount(scenario)
        .and_then(|amount| amount.number())
        .or_else(formula);
    own.filter(|own| (low..=high).contains(own)).unwrap_or(low)
}
