//! Where a walk through the stages of a period arrives.

use super::graph_builder::Target;
use crate::game::CertainBranch;
use crate::scenario::model::Paid;

/// Where the walk arrives, and what happens on the way there.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(super) target: Target,
    /// The promises that come true, as bits.
    pub(super) delivers: u32,
    /// The payments on certain branches.
    pub(super) due: Vec<Paid>,
    /// The certain branches that have a name.
    pub(super) certain: Vec<CertainBranch>,
}

impl Arrival {
    /// Before the walk has gone anywhere.
    pub(super) fn nowhere() -> Self {
        let target = Target::PeriodState(0);
        Self {
            target,
            delivers: 0,
            due: Vec::new(),
            certain: Vec::new(),
        }
    }
}
