//! A variant of a scenario, explored and ready to be studied.

use super::table::Shape;
use crate::explore::{ExploreError, Explored, Limits, explore};
use crate::scenario::Model;

/// A variant of a scenario.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// What it means.
    pub model: Model,
    /// Its game.
    pub explored: Explored,
}

impl Variant {
    /// Explores a model.
    ///
    /// # Errors
    /// As [`explore`].
    pub fn new(name: &str, model: Model, limits: &Limits) -> Result<Self, ExploreError> {
        Ok(Self {
            name: name.to_owned(),
            explored: explore(&model, limits)?,
            model,
        })
    }

    /// The same with every actor's precision multiplied by a factor; its model stays as written.
    #[must_use]
    pub fn with_precisions_times(&self, factor: f64) -> Self {
        let mut variant = self.clone();
        variant.explored.game = variant.explored.game.with_precisions_times(factor);
        variant
    }

    /// The value of a parameter that the variant fixes; `None` where it has none.
    fn fixed(&self, key: &str) -> Option<f64> {
        self.model.setting(key)?.number
    }
}

/// What the columns of a study of these variants are named after.
pub(crate) fn shape(variants: &[Variant]) -> Shape {
    let mut shape = Shape::default();
    if let Some(first) = variants.first() {
        shape.outcomes.clone_from(&first.explored.names.outcomes);
        shape.actors.clone_from(&first.explored.names.actors);
        shape.period_unit.clone_from(&first.model.period_unit);
    }
    for variant in variants {
        for parameter in &variant.model.parameters {
            if !shape
                .parameters
                .iter()
                .any(|(name, _)| *name == parameter.name)
            {
                let setting = variant.model.setting(&parameter.name);
                let unit = setting
                    .map(|setting| setting.unit.clone())
                    .unwrap_or_default();
                shape.parameters.push((parameter.name.clone(), unit));
            }
        }
    }
    shape
}

/// Where a variant's values of a study's parameters come from.
pub(super) struct ParameterColumns {
    parameters: Vec<Source>,
}

enum Source {
    Drawn(usize),
    Fixed(Option<f64>),
}

impl ParameterColumns {
    pub(super) fn new(variant: &Variant, shape: &Shape) -> Self {
        let own = &variant.model.parameters;
        let source = |name: &str| {
            own.iter()
                .position(|parameter| parameter.name == name)
                .map_or_else(|| Source::Fixed(variant.fixed(name)), Source::Drawn)
        };
        Self {
            parameters: shape
                .parameters
                .iter()
                .map(|(name, _)| source(name))
                .collect(),
        }
    }

    /// The values of a draw, one for each parameter of the study.
    pub(super) fn of(&self, drawn: &[f64]) -> Vec<Option<f64>> {
        let value = |source: &Source| match source {
            Source::Drawn(place) => Some(drawn[*place]),
            Source::Fixed(value) => *value,
        };
        self.parameters.iter().map(value).collect()
    }
}
