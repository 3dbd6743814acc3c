//! What can be set, as a page or a form shows it: in groups, and with the range of values worth trying.

use super::error::Error;
use super::estimate::usual;
use super::scenario::Scenario;
use crate::numeric::math::{max, min};
use crate::scenario::model::{Model, Setting};
use crate::scenario::setting_role::roles;
use crate::scenario::{LabelRow, SettingRole};

/// Probability of a value below, and above, the range of an uncertain parameter.
const TAIL: f64 = 0.01;

/// A setting with its role and the values worth trying.
#[derive(Clone, Debug)]
pub struct Control {
    /// The setting.
    pub setting: Setting,
    /// What it is to a reader.
    pub role: SettingRole,
    /// The ends of the values worth trying, which hold the present one; `None` where that is no plain number.
    pub range: Option<[f64; 2]>,
    /// Whether it only takes whole numbers.
    pub whole: bool,
}

impl Scenario {
    /// Everything that can be set in the first chosen variant, in the order of [`Scenario::settings`].
    ///
    /// # Errors
    /// The scenario is wrong.
    pub fn controls(&self) -> Result<Vec<Control>, Error> {
        let roles = roles(&self.written()?);
        let model = &self.models[0].1;
        let role = |key: &String| {
            let mut roles = roles.iter();
            roles
                .find(|(known, _)| known == key)
                .map_or(SettingRole::Other, |(_, role)| *role)
        };
        let control = |setting: &Setting| {
            let cell = start_of(model, setting);
            let range = setting.number.map(|number| {
                let [low, high] = cell.unwrap_or_else(|| range(model, setting, number));
                [min(low, number), max(high, number)]
            });
            Control {
                role: role(&setting.key),
                range,
                whole: cell.is_some() || setting.key == "periods.count",
                setting: setting.clone(),
            }
        };
        Ok(self.settings().iter().map(control).collect())
    }

    /// How reports call everything that the chosen variants name, and what the file says about it.
    pub fn label_rows(&self) -> Vec<LabelRow> {
        self.labels().rows().to_vec()
    }

    /// What a period is, for instance `quarter`.
    pub fn period_unit(&self) -> &str {
        self.models.first().map_or("", |(_, model)| &model.period_unit)
    }
}

/// The values of the variable whose start it sets.
fn start_of(model: &Model, setting: &Setting) -> Option<[f64; 2]> {
    let name = setting.key.strip_suffix(".start")?;
    let cell = model.cells.iter().find(|cell| cell.name == name)?;
    Some([cell.low, cell.high].map(f64::from))
}

/// The values of a number worth trying: those that it may have, where both ends are known; otherwise nearly all that are
/// drawn, or up to twice the present one.
fn range(model: &Model, setting: &Setting, number: f64) -> [f64; 2] {
    let known = usual(model, &setting.key, &setting.unit).ends();
    let estimated = setting.estimate.as_ref().and_then(|estimate| estimate.bounds);
    let mut known = [known].into_iter().chain(estimated);
    if let Some(ends) = known.find(|[low, high]| low.is_finite() && high.is_finite()) {
        return ends;
    }
    if let Some(distribution) = &setting.distribution {
        return [TAIL, 1.0 - TAIL].map(|level| distribution.quantile(level));
    }
    match number {
        _ if setting.key == "periods.count" => [1.0, 2.0 * number],
        0.0 => [-1.0, 1.0],
        _ => [min(0.0, 2.0 * number), max(0.0, 2.0 * number)],
    }
}

#[cfg(test)]
mod tests {
    use super::Control;
    use crate::api::Scenario;
    use crate::scenario::SettingRole;

    #[test]
    fn every_setting_has_a_role_and_a_range_that_holds_it() {
        let scenario = Scenario::open("scenarios/nato_clause.toml").expect("it is right");
        let controls = scenario.controls().expect("it is right");
        assert_eq!(controls.len(), scenario.settings().len());
        for Control { setting, range, .. } in &controls {
            assert_eq!(range.is_some(), setting.number.is_some(), "{}", setting.key);
            if let (Some([low, high]), Some(number)) = (range, setting.number) {
                assert!((*low..=*high).contains(&number) && low < high, "{}", setting.key);
            }
        }
        let control = |key: &str| {
            let mut controls = controls.iter();
            controls
                .find(|control| control.setting.key == key)
                .expect("it can be set")
        };
        for (key, role) in [
            ("credibility.committed", SettingRole::Lever),
            ("prior_revisionist", SettingRole::Prior),
            ("ukraine_peace", SettingRole::Payoff),
            ("opportunity_russia", SettingRole::Other),
            ("periods.count", SettingRole::Other),
        ] {
            assert_eq!(control(key).role, role, "{key}");
        }
        assert_eq!(control("credibility.committed").range, Some([0.0, 1.0]));
        assert!(control("periods.count").whole && !control("credibility.committed").whole);
    }
}
