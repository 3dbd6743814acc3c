//! A key of a scenario as a parameter, so that every draw may have its own value of it.

use crate::scenario::ast::{Amounts, Scenario};
use crate::scenario::freed_parameters::{free, priors_of};
use crate::scenario::lower::lower;
use crate::scenario::model::Model;
use crate::scenario::scenario_file::Document;
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;
use crate::source::Diagnostics;

/// A variant in which a key is a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Lever {
    /// The variant.
    pub model: Model,
    /// The parameters that take the key's value: several where the key stands for a number of each named value.
    pub parameters: Vec<String>,
}

/// Why a key cannot be a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoLever {
    /// The structure of the game depends on it.
    Structure,
    /// It is a share of a Dirichlet distribution, or a prior beside others that are no numbers between 0 and 1.
    Shares,
}

impl Document {
    /// A variant with `KEY=VALUE` arguments applied, in which another key, which is known to exist, is a parameter that
    /// takes values of a range.
    ///
    /// # Errors
    /// Those of [`Document::model`]; within, why the key cannot be a parameter.
    pub(crate) fn with_lever(
        &self,
        variant: &str,
        sets: &[String],
        key: &str,
        range: [f64; 2],
    ) -> Result<Result<Lever, NoLever>, Diagnostics> {
        let scenario = self.applied(variant, sets)?;
        let (model, _) = lower(&scenario)?;
        let targets = targets(&scenario);
        let Some((_, target)) = targets.iter().find(|(known, _)| known == key) else {
            return Ok(Err(NoLever::Structure));
        };
        let parameters = match *target {
            Target::Parameter(number) => scenario.parameters[number].keys(),
            _ => vec![key.to_owned()],
        };
        let is_drawn = |name: &String| model.parameters.iter().any(|parameter| parameter.name == *name);
        if parameters.iter().all(is_drawn) {
            return Ok(Ok(Lever { model, parameters }));
        }
        let numbers = match *target {
            Target::Start(_) | Target::PeriodCount | Target::PeriodsThen => return Ok(Err(NoLever::Structure)),
            Target::Case(number, _) if matches!(scenario.parameters[number].amounts, Amounts::Shares(_)) => {
                return Ok(Err(NoLever::Shares));
            }
            Target::Prior(actor, _) => match priors_of(&scenario, actor) {
                Some(numbers) => numbers,
                None => return Ok(Err(NoLever::Shares)),
            },
            target => vec![(key.to_owned(), target, value(&scenario, target, range))],
        };
        let freed = numbers
            .iter()
            .fold(scenario.clone(), |scenario, number| free(scenario, number, range));
        Ok(match lower(&freed) {
            Ok((model, _)) => Ok(Lever { model, parameters }),
            Err(_) => Err(NoLever::Structure),
        })
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
