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
            let name = &parameter.name;
            if shape.parameters.iter().all(|(known, _)| known != name) {
                let unit = variant.model.setting(name).map(|setting| setting.unit.clone());
                shape.parameters.push((name.clone(), unit.unwrap_or_default()));
            }
        }
    }
    shape
}

/// Where a variant's values of a study's parameters come from.
pub(super) struct ParameterColumns(Vec<Source>);

enum Source {
    Drawn(usize),
    /// The variant fixes it; `None` where it has no such parameter.
    Fixed(Option<f64>),
}

impl ParameterColumns {
    pub(super) fn new(variant: &Variant, shape: &Shape) -> Self {
        let source = |(name, _): &(String, String)| {
            let mut own = variant.model.parameters.iter();
            match own.position(|parameter| parameter.name == *name) {
                Some(drawn) => Source::Drawn(drawn),
                None => Source::Fixed(variant.model.setting(name).and_then(|set| set.number)),
            }
        };
        Self(shape.parameters.iter().map(source).collect())
    }

    /// The values of a draw, one for each parameter of the study.
    pub(super) fn of(&self, drawn: &[f64]) -> Vec<Option<f64>> {
        let value = |source: &Source| match source {
            Source::Drawn(place) => Some(drawn[*place]),
            Source::Fixed(value) => *value,
        };
        self.0.iter().map(value).collect()
    }
}
