//! The uncertain parameters that a sensitivity analysis varies, for all variants together.

use thiserror::Error;

use crate::numeric::distribution::Distribution;
use crate::scenario::model::Parameter;
use crate::scenario::{Model, ParameterSampler};

/// The uncertain parameters that are varied. Those that a variant fixes matter for the others only.
#[derive(Clone, Debug)]
pub(crate) struct Inputs {
    /// The map from points of the unit cube to their values; a coordinate for each.
    pub sampler: ParameterSampler,
}

/// Why parameters cannot be varied.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub(crate) enum InputsError {
    /// There are none.
    #[error("no parameter is uncertain: give one a distribution in place of its value")]
    None,
    /// There is no parameter of this name, or it is certain.
    #[error("there is no uncertain parameter `{0}`")]
    Unknown(String),
    /// A parameter is not drawn in the same way in all variants.
    #[error("`{0}` is drawn in another way in another variant: choose one with --variant, or leave it out with --keys")]
    Differs(String),
    /// Some of the shares that sum to one amount are left out.
    #[error("`{0}` is a share of one amount: name all of its shares, or none")]
    Share(String),
    /// A parameter is drawn in rows with others.
    #[error(
        "`{0}` is drawn in rows with others (joint_draws), so that it cannot be varied alone: leave it out with --keys"
    )]
    Jointly(String),
}

impl Inputs {
    /// All uncertain parameters of some models, or those whose keys are named: a parameter, or one value of it that
    /// depends on a type.
    ///
    /// # Errors
    /// There is nothing to vary, or it is not the same in all models.
    pub(crate) fn of(models: &[&Model], keys: &[String]) -> Result<Self, InputsError> {
        let parameters = chosen(uncertain(models)?, keys)?;
        for model in models {
            let sampler = ParameterSampler::of(model);
            let mut jointly = sampler.drawn_jointly();
            if let Some(name) = jointly.find(|name| parameters.iter().any(|parameter| parameter.name == **name)) {
                return Err(InputsError::Jointly(name.clone()));
            }
        }
        let whole = ParameterSampler::of(models[0]);
        let sampler = whole.among(&parameters);
        let together = sampler.shares().concat();
        for (at, parameter) in parameters.iter().enumerate() {
            if matches!(parameter.distribution, Distribution::Share(_)) && !together.contains(&at) {
                return Err(InputsError::Differs(parameter.name.clone()));
            }
        }
        let is_chosen = |name: &&String| parameters.iter().any(|parameter| parameter.name == **name);
        for group in whole.shares() {
            let names = || group.iter().map(|&member| &whole.coordinates()[member]);
            let left_out = names().find(|name| !is_chosen(name));
            if let (Some(name), true) = (left_out, names().any(|name| is_chosen(&name))) {
                return Err(InputsError::Share(name.clone()));
            }
        }
        Ok(Self { sampler })
    }

    /// The names of the parameters of each group that is correlated, in the order in which they depend on one another.
    pub(crate) fn correlated(&self) -> Vec<Vec<String>> {
        let names = |members: &[usize]| members.iter().map(|&member| self.names()[member].clone()).collect();
        self.sampler
            .correlations()
            .iter()
            .map(|group| names(&group.members))
            .collect()
    }

    /// The names of the parameters.
    pub(crate) fn names(&self) -> &[String] {
        self.sampler.coordinates()
    }
}

/// The parameters that some model draws, each once.
fn uncertain<'m>(models: &[&'m Model]) -> Result<Vec<&'m Parameter>, InputsError> {
    let mut drawn: Vec<&Parameter> = Vec::new();
    for parameter in models.iter().flat_map(|model| &model.parameters) {
        match drawn.iter().find(|known| known.name == parameter.name) {
            Some(known) if known.distribution != parameter.distribution => {
                return Err(InputsError::Differs(parameter.name.clone()));
            }
            Some(_) => {}
            None => drawn.push(parameter),
        }
    }
    if drawn.is_empty() {
        return Err(InputsError::None);
    }
    Ok(drawn)
}

/// Those that are named, in this order, each once; all where none is.
fn chosen<'m>(drawn: Vec<&'m Parameter>, keys: &[String]) -> Result<Vec<&'m Parameter>, InputsError> {
    if keys.is_empty() {
        return Ok(drawn);
    }
    let mut chosen: Vec<&Parameter> = Vec::new();
    for key in keys {
        let is_meant = |name: &str| name == key || name.split_once('.').is_some_and(|(outer, _)| outer == key);
        let mut meant = drawn.iter().filter(|parameter| is_meant(&parameter.name)).peekable();
        if meant.peek().is_none() {
            return Err(InputsError::Unknown(key.clone()));
        }
        for parameter in meant {
            if chosen.iter().all(|known| known.name != parameter.name) {
                chosen.push(parameter);
            }
        }
    }
    Ok(chosen)
}
