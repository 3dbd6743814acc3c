//! Study files: read as they are, and run with small numbers.
#![no_main]

use std::cell::OnceCell;
use std::fs;

use libfuzzer_sys::fuzz_target;
use pactum::VariedKey;
use pactum_fuzz::command::{Workplace, pactum};
use toml::{Table, Value};

/// The most points that are evaluated.
const MOST_POINTS: usize = 32;

thread_local! {
    static PLACE: OnceCell<Workplace> = const { OnceCell::new() };
}

fuzz_target!(|text: &str| {
    PLACE.with(|place| {
        place.get_or_init(Workplace::enter);
    });
    let Ok(mut table) = text.parse::<Table>() else {
        fs::write("study.toml", text).expect("there is room");
        pactum(["study", "study.toml", "--quiet"]);
        return;
    };
    // Without a scenario the command line is all that is judged.
    table.insert("scenario".to_owned(), Value::from("missing.toml"));
    study(&table);
    if make_small(&mut table) {
        study(&table);
        let _ = fs::remove_dir_all("out");
    }
});

fn study(table: &Table) {
    fs::write("study.toml", table.to_string()).expect("there is room");
    pactum(["study", "study.toml", "--quiet"]);
}

/// Sets what a study costs and where it writes; whether it is small then.
fn make_small(table: &mut Table) -> bool {
    for flag in ["shard", "shards", "name"] {
        table.remove(flag);
    }
    for (key, value) in table.iter_mut() {
        if let (Value::Integer(number), false) = (value, key == "seed") {
            *number = (*number).clamp(-1, 9);
        }
    }
    let counts = [("draws", 20), ("threads", 1), ("max-states", 2_000)];
    table.extend(counts.map(|(key, count)| (key.to_owned(), Value::from(count))));
    table
        .extend([("scenario", "scenario.toml"), ("out", "out")].map(|(key, text)| (key.to_owned(), Value::from(text))));
    table.insert("force".to_owned(), Value::from(true));
    let texts: Vec<&str> = table.values().flat_map(texts).collect();
    let points = texts
        .iter()
        .filter_map(|text| Some(VariedKey::parse(text).ok()?.values.len()));
    points.product::<usize>() <= MOST_POINTS
}

/// The texts that a value holds.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
