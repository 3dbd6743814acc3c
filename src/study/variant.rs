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
        shape.actors = first.explored.names.declared().to_vec();
        shape.period_unit.clone_from(&first.model.period_unit);
    }
    for variant in variants {
        for parameter in &variant.model.parameters {
            let name = &parameter.name;
            if shape.parameters.iter().all(|(known, _)| known != name) {
                let setting = variant.model.setting(name);
                let unit = setting.map_or_else(String::new, |setting| setting.unit.clone());
                shape.parameters.push((name.clone(), unit));
            }
        }
    }
    shape
}

/// Where a variant's value of a parameter comes from.
pub(super) enum Source {
    /// It is drawn: its place among the variant's parameters.
    Drawn(usize),
    /// The variant fixes it; `None` where it has no such parameter.
    Fixed(Option<f64>),
}

/// Where a variant's values of a study's parameters come from.
pub(super) fn sources(variant: &Variant, shape: &Shape) -> Vec<Source> {
    let source = |(name, _): &(String, String)| {
        let mut own = variant.model.parameters.iter();
        match own.position(|parameter| parameter.name == *name) {
            Some(drawn) => Source::Drawn(drawn),
            None => Source::Fixed(variant.model.setting(name).and_then(|set| set.number)),
        }
    };
    shape.parameters.iter().map(source).collect()
}
