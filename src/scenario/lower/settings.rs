//! Everything that `--set` can set, with its value as it stands.

use crate::scenario::ast::{Amount, Amounts, Formula, Literal, Remarks, Scenario, Start};
use crate::scenario::dirichlet_shares;
use crate::scenario::model::{Parameter, Setting};
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;
use crate::source::Spanned;

/// The settings of a scenario whose uncertain parameters are these.
pub(crate) fn settings(scenario: &Scenario, drawn: &[Parameter]) -> Vec<Setting> {
    let all = targets(scenario);
    all.into_iter()
        .filter_map(|(key, target)| setting(scenario, drawn, key, target))
        .collect()
}

fn setting(scenario: &Scenario, drawn: &[Parameter], key: String, target: Target) -> Option<Setting> {
    Some(match target {
        Target::Parameter(number) => match &scenario.parameters[number].amounts {
            Amounts::One(amount) => parameter(scenario, drawn, key, number, amount),
            Amounts::By(..) | Amounts::Shares(_) => return None,
        },
        Target::Case(number, at) => match &scenario.parameters[number].amounts {
            Amounts::By(_, values) => parameter(scenario, drawn, key, number, &values[at].1),
            Amounts::Shares(shares) => {
                let value = dirichlet_shares::mean(shares, at);
                let drawn = drawn.iter().find(|parameter| parameter.name == key);
                let declared = &scenario.parameters[number];
                Setting {
                    unit: declared.unit.clone(),
                    distribution: drawn.map(|parameter| parameter.distribution.clone()),
                    lever: declared.lever,
                    ..certain(key, unparse::number(value), Some(value), &declared.remarks)
                }
            }
            Amounts::One(_) => return None,
        },
        Target::Start(number) => {
            let variable = &scenario.variables[number];
            let value = match &variable.start {
                Start::Value(Spanned {
                    value: Literal::Integer(value),
                    ..
                }) => Some(*value as f64),
                _ => None,
            };
            certain(key, unparse::start(&variable.start), value, &variable.remarks)
        }
        Target::Prior(number, at) => {
            let actor = &scenario.actors[number];
            formula(key, Some(&actor.types[at].1), 0.0, &actor.remarks)
        }
        Target::Discount(number) => {
            let actor = &scenario.actors[number];
            formula(key, actor.discount.as_ref(), 1.0, &actor.remarks)
        }
        Target::Credibility(number) => {
            let commitment = &scenario.commitments[number];
            formula(key, Some(&commitment.credibility), 0.0, &commitment.remarks)
        }
        Target::Cost(number) => {
            let commitment = &scenario.commitments[number];
            formula(key, commitment.cost.as_ref(), 0.0, &commitment.remarks)
        }
    })
}

/// The setting of a formula, or of the number that counts where it is left out.
fn formula(key: String, formula: Option<&Formula>, default: f64, remarks: &Remarks) -> Setting {
    match formula {
        Some(formula) => certain(key, unparse::formula(formula), unparse::constant(formula), remarks),
        None => certain(key, unparse::number(default), Some(default), remarks),
    }
}

fn certain(key: String, value: String, number: Option<f64>, remarks: &Remarks) -> Setting {
    Setting {
        key,
        value,
        number: number.filter(|number| number.is_finite()),
        unit: String::new(),
        distribution: None,
        source: remarks.source.clone(),
        note: remarks.note.clone(),
        lever: false,
    }
}

fn parameter(scenario: &Scenario, drawn: &[Parameter], key: String, number: usize, amount: &Amount) -> Setting {
    let declared = &scenario.parameters[number];
    let drawn = drawn.iter().find(|parameter| parameter.name == key);
    let fixed = amount.value.as_ref().map_or(f64::NAN, |value| value.value);
    let value = drawn.map_or(fixed, |parameter| parameter.nominal);
    Setting {
        unit: declared.unit.clone(),
        distribution: drawn.map(|parameter| parameter.distribution.clone()),
        source: amount.source.clone(),
        note: amount.note.clone(),
        lever: declared.lever,
        ..certain(key, unparse::number(value), Some(value), &declared.remarks)
    }
}
