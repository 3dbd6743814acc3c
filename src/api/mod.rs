//! The front door: what users of the library touch. It is re-exported from the crate's root.

mod control;
mod derivatives;
mod design;
mod error;
mod estimate;
mod game_tree;
mod information;
mod nominal_point;
mod preview;
mod previews;
mod question;
mod run_until;
mod scenario;
mod sensitivity;
mod setting_blame;
mod study;
mod threshold;

pub use control::Control;
pub(crate) use design::DesignQuestion;
pub use error::{Error, Mistakes};
pub(crate) use estimate::{CaseTable, CheckedCases, EstimateQuestion, backtest, estimates};

pub use crate::interchange::Node;
pub use game_tree::{GameTree, Outcomes};
pub use nominal_point::NominalPoint;
pub use preview::Preview;
pub use previews::Previews;
pub use question::Question;
pub(crate) use question::position;
pub use scenario::{Checked, Scenario, Solution};
pub use study::SweepTable;
pub(crate) use study::{Conduct, headlines};
pub(crate) use threshold::{GRID, TargetQuestion, ThresholdQuestion};
