//! A small deal with uncertainty, types, chance and two variants, and runs of it.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::folder::Folder;
use crate::support::command::Finished;

/// A small deal with uncertainty, types, chance and two variants.
pub(crate) const DEAL: &str = r#"
title = "A small deal"
periods = { count = 3, unit = "quarter" }

[actors.russia]
types = { hawk = 0.4, dove = 0.6 }
strategy = { logit = 0.1 }
discount = 0.95
[[actors.russia.payoffs]]
name = "peace"
paid = "lasting"
amount = 50
when = 'war == no'
[[actors.russia.payoffs]]
name = "war"
paid = "at_end"
amount = "gain"
when = 'war == yes'

[actors.us]
[[actors.us.payoffs]]
name = "calm"
paid = "each_period"
amount = 1

[parameters.gain]
value = 60
spread = { uniform = 20 }

[parameters.hidden]
by = "russia"
values = { hawk = 0.3, dove = 0.1 }
spread = { uniform = 0.05 }

[variables.war]
values = ["no", "yes"]
start = "no"

[[stages]]
name = "move"
actor = "russia"
[[stages.actions]]
name = "comply"
[[stages.actions]]
name = "attack"
set = { war = "yes" }

[[stages]]
name = "accident"
branches = [ { name = "spark", probability = "hidden", set = { war = "yes" } }, { otherwise = true } ]

[[outcomes]]
name = "war"
when = 'war == yes'
[[outcomes]]
name = "peace"
at_end = true

[variants.plain]
[variants.costly]
set = { gain = 20 }
"#;

/// A folder with the deal in it.
pub(crate) fn deal() -> Folder {
    Folder::with(&[("deal.toml", DEAL)])
}

const SMALL: [&str; 6] = ["run", "deal.toml", "--draws", "20", "--games", "25"];

/// Runs the deal with few draws and games.
#[track_caller]
pub(crate) fn run_small(temp: &Folder, code: i32, more: &[&str]) -> Finished {
    temp.run(code, &[&SMALL, more].concat())
}

pub(crate) fn rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).expect("the table is there");
    let header = reader
        .headers()
        .expect("it has a header")
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    (header, rows.collect())
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("it is there")).expect("it is JSON")
}
