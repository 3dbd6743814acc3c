//! The tables of strategies and beliefs, column by column.

use crate::report::column::{Column, Kind, real, text};
use crate::report::table::Table;
use crate::study::sets::SetName;
use crate::study::solve::{HeldRow, StrategyRow};

/// A row of the table that lists both actions and beliefs.
#[derive(Clone, Debug)]
pub(super) enum Line {
    Action(StrategyRow),
    Belief(HeldRow),
}

impl Line {
    fn at(&self) -> &SetName {
        match self {
            Self::Action(row) => &row.at,
            Self::Belief(row) => &row.at,
        }
    }

    fn action(&self) -> Option<&StrategyRow> {
        match self {
            Self::Action(row) => Some(row),
            Self::Belief(_) => None,
        }
    }

    fn belief(&self) -> Option<&HeldRow> {
        match self {
            Self::Action(_) => None,
            Self::Belief(row) => Some(row),
        }
    }
}

/// The columns that name an information set.
pub(in crate::report) fn set_columns<R: 'static>(period_unit: &str, at: fn(&R) -> &SetName) -> Vec<Column<R>> {
    vec![
        Column::new(
            "period",
            Kind::Integer,
            "The period; empty in a game file.",
            move |row: &R| {
                let at = at(row);
                at.number.is_none().then_some(at.period)
            },
        )
        .unit(period_unit),
        text("stage", "The stage; empty in a game file.", move |row: &R| {
            let at = at(row);
            if at.number.is_none() { &*at.stage } else { "" }
        }),
        text("actor", "The actor who moves.", move |row: &R| &*at(row).actor),
        text("type", "Its type; empty where it has no types.", move |row: &R| {
            at(row).actor_type.as_deref().unwrap_or_default()
        }),
        Column::new(
            "information_set",
            Kind::Text,
            "All else that the actor knows: each variable that it sees with its value, and whether promises bind it; in a game file the number of the set.",
            move |row: &R| at(row).full(),
        ),
    ]
}

fn action_columns<R: 'static>(of: fn(&R) -> Option<&StrategyRow>) -> Vec<Column<R>> {
    vec![
        Column::new("action", Kind::Text, "The action.", move |row: &R| {
            of(row).map(|row| row.action.clone())
        }),
        real(
            "probability",
            "probability",
            "The probability with which it is taken.",
            move |row: &R| of(row).map(|row| row.probability),
        ),
        real(
            "expected_payoff",
            "payoff",
            "Its expected payoff from this period on, in units of the period.",
            move |row: &R| of(row).map(|row| row.payoff),
        ),
        real(
            "regret",
            "payoff",
            "The most that the actor could gain at this information set by one deviation.",
            move |row: &R| of(row).map(|row| row.regret),
        ),
    ]
}

fn belief_columns<R: 'static>(of: fn(&R) -> Option<&HeldRow>) -> Vec<Column<R>> {
    vec![
        Column::new(
            "about",
            Kind::Text,
            "The actor whose type is believed about, the commitment that may bind, or the variable.",
            move |row: &R| of(row).map(|row| row.about.clone()),
        ),
        Column::new("value", Kind::Text, "The value.", move |row: &R| {
            of(row).map(|row| row.value.clone())
        }),
        real(
            "belief",
            "probability",
            "The probability that the actor gives it.",
            move |row: &R| of(row).map(|row| row.probability),
        ),
    ]
}

/// The table of strategies.
pub(crate) fn strategies(period_unit: &str) -> Table<StrategyRow> {
    let mut columns = set_columns(period_unit, |row: &StrategyRow| &row.at);
    columns.extend(action_columns(|row| Some(row)));
    Table {
        name: "strategies",
        about: "One row per information set and action.".into(),
        key: &[],
        columns,
    }
}

/// The table of beliefs.
pub(crate) fn held(period_unit: &str) -> Table<HeldRow> {
    let mut columns = set_columns(period_unit, |row: &HeldRow| &row.at);
    columns.extend(belief_columns(|row| Some(row)));
    Table {
        name: "beliefs",
        about: "One row per information set, hidden thing and value.".into(),
        key: &[],
        columns,
    }
}

/// The table that lists both.
pub(super) fn both(period_unit: &str) -> Table<Line> {
    let mut columns = set_columns(period_unit, Line::at);
    columns.extend(action_columns(Line::action));
    columns.extend(belief_columns(Line::belief));
    Table {
        name: "strategies",
        about: "One row per information set and action, and one per information set, hidden thing and value.".into(),
        key: &[],
        columns,
    }
}
