//! What finding out is worth for a choice among a scenario's variants.

use super::error::Error;
use super::question::position;
use super::scenario::Scenario;
use super::study::{Conduct, PointSettings};
use crate::study::draw_table::UncertainParameter;
use crate::study::value::{Choice, Utility, Valued, information};
use crate::study::{Variant, shape};

/// The fewest draws from which anything is concluded.
const FEWEST: u64 = 20;

impl Scenario {
    /// What finding out is worth for a choice among the variants by a utility.
    pub(crate) fn value_with(&self, utility: &Utility, conduct: &Conduct<'_>) -> Result<Valued, Error> {
        let explored = self.explore()?;
        let parameters = uncertain(&explored, conduct);
        let refused = |why: &str| Err(Error::Unknown(why.to_owned()));
        match (explored.len(), conduct.sample.count()) {
            (1, _) => {
                return refused("there is one variant only, so there is nothing to choose; name two with --variant");
            }
            (_, draws) if draws < FEWEST => {
                return refused("at least 20 draws are needed; give --draws, and leave out --nominal");
            }
            _ if parameters.is_empty() => {
                return refused("no parameter is uncertain in any variant, so there is nothing to find out");
            }
            _ => (),
        }
        for variant in &explored {
            let names = &variant.explored.names;
            for outcome in utility.outcomes() {
                position("outcome", Some(outcome), &names.outcomes)?;
            }
            position("actor", utility.actor(), &names.actors)?;
        }
        let sites = self.evaluate(0, PointSettings::as_written(), &utility.quantities(), conduct)?;
        let utilities = sites
            .iter()
            .map(|site| site.iter().map(|draw| utility.of(&draw.values)).collect());
        let choice = Choice {
            variants: explored.iter().map(|variant| variant.name.clone()).collect(),
            utilities: utilities.collect(),
            parameters,
        };
        let unsolved = sites.iter().flatten().filter(|draw| !draw.solved).count();
        Ok(Valued {
            information: information(&choice),
            variants: choice.variants,
            draws: (sites.iter().map(|site| site.len() as u64).sum(), unsolved as u64),
        })
    }
}

/// The parameters whose value differs between draws, in the order of the scenario.
fn uncertain(explored: &[Variant], conduct: &Conduct<'_>) -> Vec<UncertainParameter> {
    let mut all: Vec<UncertainParameter> = Vec::new();
    for variant in explored {
        let draws = conduct.sample.draws(&variant.model);
        let values: Vec<Vec<f64>> = (0..conduct.sample.count()).map(|draw| draws.at(draw)).collect();
        for (place, parameter) in variant.model.parameters.iter().enumerate() {
            let known = all.iter().any(|known| known.name == parameter.name);
            if !known && values.iter().any(|draw| draw[place] != values[0][place]) {
                all.push(UncertainParameter {
                    name: parameter.name.clone(),
                    unit: String::new(),
                    values: values.iter().map(|draw| draw[place]).collect(),
                });
            }
        }
    }
    let named = shape(explored).parameters.into_iter();
    let in_order = named.filter_map(|(name, unit)| {
        let found = all.iter().find(|parameter| parameter.name == name)?;
        Some(UncertainParameter { unit, ..found.clone() })
    });
    in_order.collect()
}
