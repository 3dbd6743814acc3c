//! The columns of a branch, point by point.

use super::columns::set_columns;
use crate::report::column::{real, text};
use crate::report::table::Table;
use crate::study::path::PathRow;

/// What a branch is followed along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Axis {
    /// The share of all precisions.
    Share,
    /// The precision of all players.
    Lambda,
}

/// The table of a branch.
pub(crate) fn path(axis: Axis, period_unit: &str) -> Table<PathRow> {
    let (name, unit, about) = match axis {
        Axis::Share => (
            "share",
            "share of all precisions",
            "Which share of their precisions the actors have.",
        ),
        Axis::Lambda => ("lambda", "per unit of payoff", "The precision of all players."),
    };
    let mut columns = vec![real(name, unit, about, |row: &PathRow| row.place)];
    columns.extend(set_columns(period_unit, |row: &PathRow| &row.at));
    columns.extend([
        text("action", "The action.", |row: &PathRow| &*row.action),
        real(
            "probability",
            "probability",
            "The probability with which it is taken.",
            |row: &PathRow| row.probability,
        ),
        real(
            "regret",
            "payoff",
            "The most that the actor could gain at this information set by one deviation.",
            |row: &PathRow| row.regret,
        ),
    ]);
    Table {
        name: "path",
        about: "One row per point of the branch, information set and action.".into(),
        key: &[],
        columns,
    }
}
