//! Lists everything that `--set` can set, with its current value.

use crate::numeric::decimal::{rounded, shortest};
use crate::scenario::ast::{Remarks, Scenario, Start};
use crate::scenario::dirichlet_shares;
use crate::scenario::model::{Parameter, Setting};
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;

/// The settings of a scenario whose uncertain parameters are these.
pub(crate) fn settings(scenario: &Scenario, drawn: &[Parameter]) -> Vec<Setting> {
    let all = targets(scenario).into_iter();
    let settings = all.filter_map(|(key, target)| setting(scenario, drawn, key, target));
    settings.collect()
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
                let nominal = drawn.map(|parameter| parameter.nominal);
                (nominal.unwrap_or(fixed), &amount.remarks)
            };
            Some(Setting {
                unit: declared.unit.clone(),
                distribution: drawn.map(|parameter| parameter.distribution.clone()),
                lever: declared.lever,
                case: declared.case,
                estimate: target.amount(scenario).and_then(|amount| amount.estimate.clone()),
                ..certain(key, rounded(value), Some(value), remarks)
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
        Target::PeriodCount => {
            let count = scenario.periods;
            Some(certain(key, count.to_string(), Some(count as f64), &Remarks::default()))
        }
        Target::PeriodsThen => Some(certain(key, scenario.then().to_owned(), None, &Remarks::default())),
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
    let default = f64::from(matches!(target, Target::Discount(_)));
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
        case: false,
        estimate: None,
    }
}
