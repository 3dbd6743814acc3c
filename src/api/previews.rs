//! What becomes of one variant as its keys move, roughly and soon.

use std::collections::BTreeMap;

use super::error::Error;
use super::nominal_point::NominalPoint;
use super::preview::Preview;
use super::scenario::{Scenario, with_precision};
use crate::scenario::{Levers, SettingRole};
use crate::study::Variant;
use crate::study::draws::ListedDraws;
use crate::study::nominal_solution::NominalSolution;

/// One variant as its keys move, for whoever drags a slider.
///
/// The variant is solved at the values of its file once, and every other point from there, roughly. As long as the same keys
/// move, and the structure of the game does not depend on them, the game is not explored anew either.
///
/// ```
/// use pactum::{OutcomeRow, Scenario};
///
/// let scenario = Scenario::open("scenarios/classics/conditional_clause.toml")?;
/// let mut previews = scenario.previews()?;
/// let preview = previews.at(&["admission_chance=0.7".to_owned()])?;
/// let sum: f64 = preview.rows.of::<OutcomeRow>().iter().map(|row| row.probability).sum();
/// assert!((sum - 1.0).abs() < 1e-9);
/// # Ok::<(), pactum::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Previews {
    /// The scenario, with one variant.
    scenario: Scenario,
    /// The ends of the values worth trying, by key, where it can be a parameter of a game.
    ranges: BTreeMap<String, [f64; 2]>,
    /// The variant with the values of the file, where it makes sense.
    file: Option<NominalPoint>,
    /// The keys that moved last, and the game in which they are parameters, where there is one.
    moving: Option<(Vec<String>, Option<Moving>)>,
}

/// A variant in which some keys are parameters.
#[derive(Clone, Debug)]
struct Moving {
    variant: Variant,
    /// The parameters of each key.
    parameters: Vec<Vec<String>>,
    /// Where every point is solved from: the values of the file.
    start: NominalSolution,
}

impl Scenario {
    /// The first chosen variant, ready for previews of what becomes of it as its keys move.
    ///
    /// # Errors
    /// The scenario is wrong.
    pub fn previews(&self) -> Result<Previews, Error> {
        let model = &self.models[0].1;
        // A chance of a type only moves together with those of the actor's other types.
        let is_chance_of_type = |key: &str, role| {
            let mut actors = model.actors.iter();
            role == SettingRole::Prior && actors.any(|actor| key.split('.').next() == Some(&actor.name))
        };
        let controls = self.controls()?.into_iter();
        let movable =
            controls.filter(|control| !control.whole && !is_chance_of_type(&control.setting.key, control.role));
        let ranges = movable.filter_map(|control| Some((control.setting.key, control.range?)));
        Ok(Previews {
            ranges: ranges.collect(),
            file: self.nominal_point().ok(),
            moving: None,
            scenario: self.clone(),
        })
    }
}

impl Previews {
    /// The variant with `KEY=VALUE` settings.
    ///
    /// # Errors
    /// A key does not exist or does not take its value, or a number makes no sense there.
    pub fn at(&mut self, settings: &[String]) -> Result<Preview, Error> {
        let scenario = self.scenario.clone().set_all(settings)?;
        if let Some(preview) = self.moved(settings) {
            return Ok(preview);
        }
        match &self.file {
            Some(file) if settings.is_empty() => file.preview(),
            Some(file) => scenario.preview_near(file),
            None => scenario.nominal_point()?.preview(),
        }
    }

    /// The same by the game in which the keys are parameters; `None` where there is none, or the point makes no sense.
    fn moved(&mut self, settings: &[String]) -> Option<Preview> {
        let values = self.values(settings)?;
        let keys: Vec<String> = values.keys().cloned().collect();
        if self.moving.as_ref().is_none_or(|(known, _)| *known != keys) {
            let moving = self.moving_by(&keys);
            self.moving = Some((keys, moving));
        }
        let moving = self.moving.as_ref()?.1.as_ref()?;
        let numbers = moving.parameters.iter().zip(values.into_values());
        let (parameters, values) = numbers
            .flat_map(|(parameters, value)| parameters.iter().map(move |name| (name.clone(), value)))
            .unzip();
        let point = ListedDraws {
            parameters,
            values: vec![values],
        };
        let solution = NominalSolution::moved(&moving.variant, point, &moving.start).ok()?;
        Preview::of(&moving.variant, &solution).ok()
    }

    /// The values of keys that can be parameters, within their ranges, by key; `None` where nothing moves, or something else.
    fn values(&self, settings: &[String]) -> Option<BTreeMap<String, f64>> {
        if settings.is_empty() {
            return None;
        }
        let value = |setting: &String| {
            let (key, value) = setting.split_once('=')?;
            let (key, value) = (key.trim(), value.trim().parse().ok()?);
            let [low, high] = self.ranges.get(key)?;
            (*low..=*high).contains(&value).then(|| (key.to_owned(), value))
        };
        settings.iter().map(value).collect()
    }

    /// The game in which keys are parameters, solved at the values of the file.
    fn moving_by(&self, keys: &[String]) -> Option<Moving> {
        let scenario = &self.scenario;
        let ranged: Vec<_> = keys.iter().map(|key| (key.clone(), self.ranges[key])).collect();
        let (name, _) = &scenario.models[0];
        let levers = scenario.document.with_levers(name, &scenario.settings, &ranged);
        let Levers { model, parameters } = levers.ok()?.ok()?;
        let variant = scenario
            .explored(name, &with_precision(model, scenario.precision))
            .ok()?;
        let file = &self.file.as_ref()?.solution;
        let start = if file.fits(&variant) {
            file.clone()
        } else {
            NominalSolution::first(&variant).ok()?
        };
        Some(Moving {
            variant,
            parameters,
            start,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Preview, Previews};
    use crate::api::Scenario;
    use crate::study::rows::{OutcomeRow, PayoffRow, TimelineRow};

    fn previews(file: &str) -> (Scenario, Previews) {
        let scenario = Scenario::open(file).expect("it is right");
        let previews = scenario.previews().expect("it is right");
        (scenario, previews)
    }

    fn is_near(preview: &Preview, scenario: &Scenario, settings: &[String]) {
        let moved = scenario.clone().set_all(settings).expect("it takes them");
        let exact = moved.nominal_point().expect("it is sound").run().expect("it is sound");
        let near = |one: f64, other: f64| (one - other).abs() < 1e-3 * (1.0 + other.abs());
        let both = preview.rows.of::<OutcomeRow>().iter().zip(exact.of::<OutcomeRow>());
        both.for_each(|(rough, exact)| assert!(near(rough.probability, exact.probability), "{settings:?}"));
        let both = preview.rows.of::<PayoffRow>().iter().zip(exact.of::<PayoffRow>());
        both.for_each(|(rough, exact)| {
            assert!(
                near(rough.mean.unwrap_or(0.0), exact.mean.unwrap_or(0.0)),
                "{settings:?}"
            )
        });
        assert_eq!(preview.rows.of::<TimelineRow>().len(), exact.of::<TimelineRow>().len());
    }

    #[test]
    fn every_number_moves_to_where_the_scenario_is_with_it_set() {
        for file in [
            "scenarios/classics/noisy_enforcement.toml",
            "scenarios/classics/conditional_clause.toml",
            "scenarios/classics/inspection.toml",
            "scenarios/classics/screening.toml",
        ] {
            let (scenario, mut previews) = previews(file);
            let mut moved = 0;
            for setting in scenario.settings().iter().filter(|setting| setting.number.is_some()) {
                let number = setting.number.expect("it is one");
                for factor in [0.97, 0.9] {
                    let settings = [format!("{}={}", setting.key, number * factor)];
                    let Ok(preview) = previews.at(&settings) else { continue };
                    is_near(&preview, &scenario, &settings);
                    moved += usize::from(previews.moving.as_ref().is_some_and(|(_, moving)| moving.is_some()));
                }
            }
            assert!(moved > 2, "{file}: {moved}");
        }
    }

    #[test]
    fn keys_move_together_and_back() {
        let (scenario, mut previews) = previews("scenarios/classics/conditional_clause.toml");
        let settings = ["admission_chance=0.7", "worth.admitted=5"].map(str::to_owned);
        is_near(&previews.at(&settings).expect("it is sound"), &scenario, &settings);
        let file = previews.at(&[]).expect("it is sound");
        assert!(!file.rough);
        is_near(&file, &scenario, &[]);
    }

    #[test]
    fn what_makes_no_sense_is_refused_as_by_the_command() {
        let (scenario, mut previews) = previews("scenarios/classics/conditional_clause.toml");
        for wrong in ["admission_chance=7", "admission_chance=x", "no_such_key=1"] {
            let settings = [wrong.to_owned()];
            let command = scenario
                .clone()
                .set_all(&settings)
                .and_then(|moved| moved.nominal_point());
            let preview = previews.at(&settings);
            assert_eq!(
                preview.map(drop).expect_err("it is wrong").to_string(),
                command.map(drop).expect_err("it is wrong").to_string()
            );
        }
    }
}
