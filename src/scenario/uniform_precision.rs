//! One precision for all who respond to what they expect.

use crate::expression::Tree;
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
}
