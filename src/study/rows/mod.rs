//! The tables of a run: one row type for each, and the list of all.

pub(crate) mod backtest;
pub(crate) mod commitments;
pub(crate) mod comparisons;
pub(crate) mod design;
pub(crate) mod discovery;
pub(crate) mod draws;
pub(crate) mod estimation;
pub(crate) mod information;
pub(crate) mod outcomes;
pub(crate) mod processes;
pub(crate) mod robustness;
pub(crate) mod sensitivity;
pub(crate) mod sweep;
pub(crate) mod threshold;

pub(crate) use backtest::{CalibrationRow, FoldRow, PredictionRow, ScoreRow};
pub use commitments::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow};
pub use comparisons::{ComparisonKind, ComparisonRow};
pub use design::DesignRow;
pub(crate) use discovery::{BoxRow, TrajectoryRow, TreeRow};
pub use draws::{DrawRow, GameRow, NamedValues};
pub(crate) use estimation::{CovarianceRow, EstimateRow, PosteriorRow, PredictedRow, StartRow};
pub(crate) use information::{InformationKind, InformationRow};
pub use outcomes::{OutcomeByTypeRow, OutcomeRow, PayoffRow};
pub use processes::{BeliefAfterRow, BeliefRow, DecisionRow, EventKind, TimelineKind, TimelineRow};
pub(crate) use robustness::{RobustnessRow, Verdict};
pub(crate) use sensitivity::EvaluationRow;
pub use sensitivity::{SensitivityIndex, SensitivityRow};
pub(crate) use sweep::CrossingRow;
pub use sweep::{KeyValues, SweepRow};
pub use threshold::ThresholdRow;

use super::table::{Shape, Table, name_tables};
use crate::scenario::LabelRow;

/// Names the table of each row type, and lists all of them.
macro_rules! tables_of_run {
    ($($row:ty: $name:literal,)+) => {
        name_tables! { $($row: $name,)+ }

        /// Every table of a run, in the order of the data package.
        pub(crate) fn tables(shape: &Shape) -> Vec<Table> {
            vec![$(Table::of::<$row>(shape)),+]
        }
    };
}

/// Names the table of each row type, and lists their names.
macro_rules! tables_of_studies {
    ($($row:ty: $name:literal,)+) => {
        name_tables! { $($row: $name,)+ }

        /// The names of the tables of all studies but runs.
        pub(crate) const STUDY_TABLES: &[&str] = &[$($name),+];
    };
}

tables_of_studies! {
    RobustnessRow: "robustness",
    SweepRow: "sweep",
    CrossingRow: "crossings",
    BoxRow: "boxes",
    TrajectoryRow: "trajectory",
    TreeRow: "tree",
    ThresholdRow: "threshold",
    DesignRow: "design",
    SensitivityRow: "sensitivity",
    EvaluationRow: "evaluations",
    InformationRow: "value",
    EstimateRow: "estimates",
    CovarianceRow: "covariance",
    PredictedRow: "predicted",
    PosteriorRow: "posterior",
    StartRow: "starts",
    ScoreRow: "scores",
    PredictionRow: "predictions",
    CalibrationRow: "calibration",
    FoldRow: "folds",
}

tables_of_run! {
    OutcomeRow: "outcomes",
    OutcomeByTypeRow: "outcomes_by_type",
    PayoffRow: "payoffs",
    TimelineRow: "timeline",
    DecisionRow: "decisions",
    BeliefRow: "beliefs",
    BeliefAfterRow: "beliefs_after",
    CommitmentRow: "commitments",
    CommitmentByTypeRow: "commitments_by_type",
    CommitmentBeliefRow: "commitment_beliefs",
    ComparisonRow: "comparisons",
    DrawRow: "draws",
    GameRow: "games",
    LabelRow: "labels",
}
