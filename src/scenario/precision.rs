//! One precision for all who respond to what they expect, or all of theirs raised and lowered together.

use crate::expression::{Binary, Tree};
use crate::scenario::model::{Model, StageKind, Strategy};

impl Model {
    /// The same scenario in which everybody who responds to expected payoffs does so by logit with this precision, in
    /// every stage; play that is fixed or follows rules stays as it is.
    #[must_use]
    pub fn with_precision(mut self, precision: f64) -> Self {
        for stage in &mut self.stages {
            let StageKind::Decision { choices, .. } = &mut stage.kind else {
                continue;
            };
            for choice in choices {
                if matches!(choice.strategy, Strategy::Logit(_) | Strategy::BestResponse) {
                    choice.strategy = Strategy::Logit(Tree::Constant(precision));
                }
            }
        }
        self
    }

    /// The same scenario in which every precision is so many times as high.
    #[must_use]
    pub fn with_precisions_times(mut self, factor: f64) -> Self {
        for precision in precisions(&mut self) {
            let own = std::mem::replace(precision, Tree::Constant(factor));
            *precision = Tree::Binary(Binary::Multiply, Box::new([own, Tree::Constant(factor)]));
        }
        self
    }

    /// Whether anybody responds with a precision.
    pub fn has_precisions(&self) -> bool {
        let logit = |strategy: &Strategy| matches!(strategy, Strategy::Logit(_));
        self.stages.iter().any(|stage| match &stage.kind {
            StageKind::Decision { choices, .. } => {
                choices.iter().any(|choice| logit(&choice.strategy))
            }
            StageKind::Chance(_) => false,
        })
    }
}

fn precisions(model: &mut Model) -> impl Iterator<Item = &mut Tree> {
    let choices = model
        .stages
        .iter_mut()
        .flat_map(|stage| match &mut stage.kind {
            StageKind::Decision { choices, .. } => choices.as_mut_slice(),
            StageKind::Chance(_) => &mut [],
        });
    choices.filter_map(|choice| match &mut choice.strategy {
        Strategy::Logit(precision) => Some(precision),
        _ => None,
    })
}
