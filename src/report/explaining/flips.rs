//! What would make another action the most likely one: for people the smallest changes, as data all of them.

use serde_json::Value;

use crate::numeric::math::max;
use crate::report::column::{Column, Kind, integer, real, text};
use crate::report::figure::{decimals, signed};
use crate::report::grid::lines;
use crate::report::paragraph::below;
use crate::report::strategies::set_columns;
use crate::report::table::Table;
use crate::study::explain::Explanation;
use crate::study::flips::{Flip, OverDraws};

/// The most changes that are shown to people.
const MOST: usize = 10;

/// The smallest changes that flip the choice at an information set.
pub(super) fn for_people(one: &Explanation, flips: &[Flip]) -> String {
    let own: Vec<&Flip> = flips.iter().filter(|flip| flip.at == one.at).collect();
    if own.is_empty() {
        let none = "No number within its range would by itself make another action the most likely one.";
        return format!("\n{}", below(none));
    }
    let over = own.iter().find_map(|flip| flip.over);
    let mut header = vec!["  to flip it, set", "from", "to", "change", "of range", "then"];
    if over.is_some() {
        header.extend(["in draws", "median"]);
    }
    let rows = own.iter().take(MOST).map(|flip| row(flip, over.is_some()));
    let right = [false, true, true, true, true, false, true, true];
    let header = header.into_iter().map(str::to_owned).collect();
    let mut told = format!("\n{}", lines(header, &right, rows));
    if own.len() > MOST {
        let more = format!(
            "{} larger changes would, too; --format csv lists them.",
            own.len() - MOST
        );
        told += &below(&more);
    }
    told
}

fn row(flip: &Flip, over: bool) -> Vec<String> {
    let places = places(flip);
    let mut cells = vec![
        format!("  {}", flip.key),
        plain(flip.from, places),
        plain(beyond(flip, places), places),
        signed(beyond(flip, places) - flip.from, places),
        percent(flip.share),
        flip.becomes.clone(),
    ];
    if over {
        let of = |of: fn(&OverDraws) -> Option<f64>| {
            let value = flip.over.as_ref().and_then(of);
            value.map_or_else(String::new, percent)
        };
        cells.push(of(|over| Some(over.flipped)));
        cells.push(of(|over| over.share));
    }
    cells
}

/// As many decimals as show the change with two digits.
fn places(flip: &Flip) -> usize {
    let change = (flip.to - flip.from).abs();
    max(1.0, decimals([change]) as f64 - 2.0) as usize
}

/// The value that flips the choice, rounded to the far side.
fn beyond(flip: &Flip, places: usize) -> f64 {
    let unit = (0..places).fold(1.0, |unit, _| unit * 10.0);
    let scaled = flip.to * unit;
    let away = if flip.to > flip.from {
        scaled.ceil()
    } else {
        scaled.floor()
    };
    away / unit
}

fn plain(value: f64, places: usize) -> String {
    let text = crate::report::figure::amount(value, places);
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text,
    }
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.95 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}

/// What flips the choice at an information set, as JSON.
pub(super) fn json(one: &Explanation, flips: &[Flip]) -> Value {
    let table = table("");
    let own = flips.iter().filter(|flip| flip.at == one.at);
    own.map(|flip| {
        let mut row = table.json(flip);
        if let Some(cells) = row.as_object_mut() {
            for column in ["period", "stage", "actor", "type", "information_set"] {
                cells.shift_remove(column);
            }
        }
        row
    })
    .collect()
}

/// The table of changes.
pub(super) fn table(period_unit: &str) -> Table<Flip> {
    let mut columns = set_columns(period_unit, |flip: &Flip| &flip.at);
    columns.extend([
        text("action", "The action that is the most likely now.", |flip: &Flip| {
            &*flip.action
        }),
        text("key", "The number, as `--set` calls it.", |flip: &Flip| &*flip.key),
        text("unit", "Its unit.", |flip: &Flip| &*flip.unit),
        Column::new(
            "certain",
            Kind::Truth,
            "Whether it is certain in the scenario.",
            |flip: &Flip| flip.certain,
        ),
        real("from", "the number's", "Its value now.", |flip: &Flip| flip.from),
        real(
            "to",
            "the number's",
            "The nearest value found at which another action is the most likely.",
            |flip: &Flip| flip.to,
        ),
        real(
            "low",
            "the number's",
            "The least value that was looked at.",
            |flip: &Flip| flip.range[0],
        ),
        real(
            "high",
            "the number's",
            "The greatest value that was looked at.",
            |flip: &Flip| flip.range[1],
        ),
        real(
            "share",
            "share of the range",
            "The size of the change.",
            |flip: &Flip| flip.share,
        ),
        text("becomes", "The action that is the most likely then.", |flip: &Flip| {
            &*flip.becomes
        }),
        integer(
            "draws",
            "The draws that were asked about; empty without `--draws`.",
            |flip: &Flip| flip.over.map(|over| over.draws),
        ),
        real(
            "flipped",
            "share of draws",
            "The share of draws in which some value within the range makes another action the most likely.",
            |flip: &Flip| flip.over.map(|over| over.flipped),
        ),
        real(
            "share_p50",
            "share of the range",
            "The median over these draws of the smallest change.",
            |flip: &Flip| flip.over.and_then(|over| over.share),
        ),
    ]);
    Table {
        name: "flips",
        about: "One row per information set and number that would make another action the most likely one.".into(),
        key: &[],
        columns,
    }
}
