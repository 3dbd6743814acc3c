//! Everything that `--set` can set, with its value as it stands.

use crate::scenario::ast::{Amount, Amounts, Remarks, Scenario};
use crate::scenario::dirichlet_shares;
use crate::scenario::model::{Parameter, Setting};
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;

/// The settings of a scenario whose uncertain parameters are these.
pub(crate) fn settings(scenario: &Scenario, drawn: &[Parameter]) -> Vec<Setting> {
    let all = targets(scenario);
    all.into_iter()
        .filter_map(|(key, target)| setting(scenario, drawn, key, target))
        .collect()
}

fn setting(scenario: &Scenario, drawn: &[Parameter], key: String, target: Target) -> Option<Setting> {
    let said = |key: String, value: String, remarks: &Remarks| Setting {
        key,
        value,
        unit: String::new(),
        distribution: None,
        source: remarks.source.clone(),
        note: remarks.note.clone(),
        lever: false,
    };
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
                    ..said(key, unparse::number(value), &declared.remarks)
                }
            }
            Amounts::One(_) => return None,
        },
        Target::Start(number) => {
            let variable = &scenario.variables[number];
            said(key, unparse::start(&variable.start), &variable.remarks)
        }
        Target::Prior(number, at) => {
            let actor = &scenario.actors[number];
            said(key, unparse::formula(&actor.types[at].1), &actor.remarks)
        }
        Target::Discount(number) => {
            let actor = &scenario.actors[number];
            let value = actor.discount.as_ref().map_or_else(|| "1".to_owned(), unparse::formula);
            said(key, value, &actor.remarks)
        }
        Target::Credibility(number) => {
            let commitment = &scenario.commitments[number];
            said(key, unparse::formula(&commitment.credibility), &commitment.remarks)
        }
        Target::Cost(number) => {
            let commitment = &scenario.commitments[number];
            let value = commitment
                .cost
                .as_ref()
                .map_or_else(|| "0".to_owned(), unparse::formula);
            said(key, value, &commitment.remarks)
        }
    })
}

fn parameter(scenario: &Scenario, drawn: &[Parameter], key: String, number: usize, amount: &Amount) -> Setting {
    let declared = &scenario.parameters[number];
    let drawn = drawn.iter().find(|parameter| parameter.name == key);
    let certain = amount.value.as_ref().map_or(f64::NAN, |value| value.value);
    Setting {
        value: unparse::number(drawn.map_or(certain, |parameter| parameter.nominal)),
        key,
        unit: declared.unit.clone(),
        distribution: drawn.map(|parameter| parameter.distribution.clone()),
        source: amount.source.clone(),
        note: amount.note.clone(),
        lever: declared.lever,
    }
}
