//! Gives every actor that responds to expected payoffs the same logit precision.

use crate::expression::Tree;
use crate::scenario::model::{Model, StageKind, Strategy};

impl Model {
    /// The same scenario in which every logit and best-response strategy is a logit response with this precision; fixed
    /// strategies and rules stay.
    #[must_use]
    pub fn with_precision(mut self, precision: f64) -> Self {
        for stage in &mut self.stages {
            let StageKind::Decision { choices, .. } = &mut stage.kind else {
                continue;
            };
            for choice in choices {
                if choice.strategy.responds() {
                    choice.strategy = Strategy::Logit(Tree::Constant(precision));
                }
            }
        }
        self
    }
}
