//! The draws at which every site of a study is evaluated.

use std::sync::Arc;

use crate::scenario::Model;
use crate::study::draws::{Draws, ListedDraws};
use crate::study::plan::Plan;

/// The draws at which every site of a study is evaluated.
#[derive(Clone, Debug)]
pub(crate) enum Sample {
    /// The nominal point alone.
    Nominal,
    /// The first draws under a seed: those of a run.
    Seeded {
        /// How many.
        draws: u64,
        /// The seed.
        seed: u64,
    },
    /// Draws whose values are listed.
    Listed(Arc<ListedDraws>),
}

impl Sample {
    /// The draws of a run.
    pub(crate) fn of(plan: &Plan) -> Self {
        match plan.nominal {
            true => Self::Nominal,
            false => Self::Seeded {
                draws: plan.draws,
                seed: plan.seed,
            },
        }
    }

    /// How many draws there are.
    pub(crate) fn count(&self) -> u64 {
        match self {
            Self::Nominal => 1,
            Self::Seeded { draws, .. } => *draws,
            Self::Listed(list) => list.values.len() as u64,
        }
    }

    /// The draws of a model.
    pub(crate) fn draws(&self, model: &Model) -> Draws {
        match self {
            Self::Nominal => Draws::new(model, 0, true),
            Self::Seeded { seed, .. } => Draws::new(model, *seed, false),
            Self::Listed(list) => Draws::listed(model, list),
        }
    }
}
