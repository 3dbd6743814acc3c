//! Lists everything that `--set` can set, with its current value.

use crate::numeric::decimal::shortest;
use crate::scenario::ast::{Remarks, Scenario, Start};
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
    match target {
        Target::Parameter(number) | Target::Case(number, _) => {
            let drawn = drawn.iter().find(|parameter| parameter.name == key);
            let declared = &scenario.parameters[number];
            let (value, remarks) = if let Some((shares, at)) = target.share(scenario) {
                (dirichlet_shares::mean(shares, at), &declared.remarks)
            } else {
                let amount = target.amount(scenario)?;
                let fixed = amount.value.as_ref().map_or(f64::NAN, |value| value.value);
                (drawn.map_or(fixed, |parameter| parameter.nominal), &amount.remarks)
            };
            Some(Setting {
                unit: declared.unit.clone(),
                distribution: drawn.map(|parameter| parameter.distribution.clone()),
                lever: declared.lever,
                ..certain(key, shortest(value), Some(value), remarks)
            })
        }
        Target::Start(number) => {
            let variable = &scenario.variables[number];
            let value = unparse::start(&variable.start);
            let number = match &variable.start {
                Start::Value(literal) => literal.value.number(),
                Start::Drawn(..) => None,
            };
            Some(certain(key, value, number, &variable.remarks))
        }
        Target::OwnLater(actor) if scenario.actors[actor].own_later.is_none() => None,
        Target::Prior(actor, _) | Target::Discount(actor) | Target::OwnLater(actor) => {
            Some(formula(scenario, key, target, &scenario.actors[actor].remarks))
        }
        Target::Credibility(number) | Target::Cost(number) => {
            let remarks = &scenario.commitments[number].remarks;
            Some(formula(scenario, key, target, remarks))
        }
    }
}

/// The setting of a formula, or of the number that counts where it is left out.
fn formula(scenario: &Scenario, key: String, target: Target, remarks: &Remarks) -> Setting {
    let default = if matches!(target, Target::Discount(_)) {
        1.0
    } else {
        0.0
    };
    let (value, number) = match target.formula(scenario) {
        Some(formula) => (unparse::formula(formula), unparse::constant(formula)),
        None => (shortest(default), Some(default)),
    };
    certain(key, value, number, remarks)
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
