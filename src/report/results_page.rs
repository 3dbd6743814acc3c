//! The tables of columns in `docs/results.md` are made from the row types.
//!
//! `SNAPSHOTS=overwrite cargo test --lib results_page` writes the page anew.

use std::fs;

use snapbox::{Data, assert_data_eq};

use super::explaining::ExplanationRow;
use super::results_list::ResultsRow;
use crate::study::outcome_payoffs::OutcomePayoffRow;
use crate::study::rows::{
    BoxRow, CalibrationRow, CovarianceRow, CrossingRow, DesignRow, EstimateRow, EvaluationRow, FoldRow, InformationRow,
    PosteriorRow, PredictedRow, PredictionRow, RobustnessRow, ScoreRow, SensitivityRow, StartRow, SweepRow,
    ThresholdRow, TrajectoryRow, TreeRow, tables,
};
use crate::study::solve::{SetBeliefRow, StrategyRow};
use crate::study::switching_values::SwitchingValue;
use crate::study::table::{Field, Shape, Table};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/results.md");
const END: &str = "<!-- end -->\n";
/// The section before which a table that the page does not have yet is inserted.
const AFTER_TABLES: &str = "## `manifest.json`";

/// The generated parts of the page, by name.
fn parts() -> Vec<(String, String)> {
    let shape = Shape::placeholders();
    let tables = tables(&shape);
    let mut parts = vec![("tables".to_owned(), list(&tables))];
    parts.extend(tables.iter().map(|table| (table.file(), columns(&table.fields))));
    let strategies = Table::of::<StrategyRow>(&shape).fields;
    let mut beliefs = Table::of::<SetBeliefRow>(&shape).fields;
    beliefs.retain(|field| !strategies.contains(field));
    parts.extend([
        ("solve".to_owned(), columns(&strategies)),
        (
            "compare --robust".to_owned(),
            columns(&Table::of::<RobustnessRow>(&shape).fields),
        ),
        ("sweep.csv".to_owned(), columns(&Table::of::<SweepRow>(&shape).fields)),
        (
            "crossings.csv".to_owned(),
            columns(&Table::of::<CrossingRow>(&shape).fields),
        ),
        (
            "threshold.csv".to_owned(),
            columns(&Table::of::<ThresholdRow>(&shape).fields),
        ),
        ("design.csv".to_owned(), columns(&Table::of::<DesignRow>(&shape).fields)),
        (
            "sensitivity.csv".to_owned(),
            columns(&Table::of::<SensitivityRow>(&shape).fields),
        ),
        (
            "evaluations.csv".to_owned(),
            columns(&Table::of::<EvaluationRow>(&shape).fields),
        ),
        ("solve --beliefs".to_owned(), columns(&beliefs)),
        (
            "check --payoffs".to_owned(),
            columns(&Table::of::<OutcomePayoffRow>(&shape).fields),
        ),
        (
            "explain".to_owned(),
            columns(&Table::of::<ExplanationRow>(&shape).fields),
        ),
        (
            "explain --flips".to_owned(),
            columns(&Table::of::<SwitchingValue>(&shape).fields),
        ),
        ("runs".to_owned(), columns(&Table::of::<ResultsRow>(&shape).fields)),
    ]);
    let discovered = [
        Table::of::<BoxRow>(&shape),
        Table::of::<TrajectoryRow>(&shape),
        Table::of::<TreeRow>(&shape),
    ];
    let estimated = [
        Table::of::<EstimateRow>(&shape),
        Table::of::<CovarianceRow>(&shape),
        Table::of::<PredictedRow>(&shape),
        Table::of::<StartRow>(&shape),
        Table::of::<PosteriorRow>(&shape),
    ];
    let found_out = Table::of::<InformationRow>(&shape);
    parts.push((found_out.file(), columns(&found_out.fields)));
    parts.extend(discovered.map(|table| (format!("discover: {}", table.file()), columns(&table.fields))));
    parts.extend(estimated.map(|table| (format!("estimate: {}", table.file()), columns(&table.fields))));
    let predicted = [
        Table::of::<ScoreRow>(&shape),
        Table::of::<PredictionRow>(&shape),
        Table::of::<CalibrationRow>(&shape),
        Table::of::<FoldRow>(&shape),
    ];
    parts.extend(predicted.map(|table| (format!("backtest: {}", table.file()), columns(&table.fields))));
    parts
}

fn list(tables: &[Table]) -> String {
    let line = |table: &Table| {
        let file = table.file();
        let anchor = file.replace('.', "");
        format!("| [`{file}`](#{anchor}) | {} |\n", one_row_per(&table.description))
    };
    let lines: String = tables.iter().map(line).collect();
    format!("| file | one row per |\n|---|---|\n{lines}")
}

/// What a row is about: the description of a table to its first colon or full stop outside parentheses.
fn one_row_per(description: &str) -> &str {
    let description = description.strip_prefix("One row per ").unwrap_or(description);
    let mut depth = 0;
    let end = description.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0 && matches!(letter, ':' | '.')
    });
    &description[..end.unwrap_or(description.len())]
}

fn columns(fields: &[Field]) -> String {
    let line = |field: &Field| {
        let unit = field.unit.as_deref().unwrap_or("–");
        format!("| `{}` | {unit} | {} |\n", field.name, field.meaning)
    };
    let lines: String = fields.iter().map(line).collect();
    format!("| column | unit | meaning |\n|---|---|---|\n{lines}")
}

/// The page with every generated part as it should be; a part that is missing is inserted after the other tables.
fn updated(page: &str) -> String {
    let mut page = page.to_owned();
    for (name, part) in parts() {
        let begin = format!("<!-- {name} -->\n");
        let new = format!("{begin}{part}{END}");
        let old = page.find(&begin).and_then(|start| {
            let length = page[start..].find(END)?;
            Some(start..start + length + END.len())
        });
        match old {
            Some(old) => page.replace_range(old, &new),
            None => page = page.replace(AFTER_TABLES, &format!("## `{name}`\n\n{new}\n{AFTER_TABLES}")),
        }
    }
    page
}

#[test]
fn the_page_describes_every_column_as_the_rows_do() {
    let page = fs::read_to_string(PAGE).expect("the page is there");
    assert_data_eq!(updated(&page), Data::read_from(PAGE.as_ref(), None).raw());
}
