//! Formulas: the first byte says where in a scenario one stands.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pactum_fuzz::scenario::exercise;

const SCENARIO: &str = include_str!("../src/formula.toml");

/// The places where a formula may stand, as they are written with another.
const PLACES: [&str; 7] = [
    "amount = \"gain * p\"",
    "probability = \"p / 2\"",
    "when = \"open and level > 2\"",
    "level = \"min(level + 1, 3)\"",
    "logit = \"sharp\"",
    "value = \"level\"",
    "good = 0.5, bad = 0.5",
];

fuzz_target!(|data: (u8, &str)| {
    let place = PLACES[usize::from(data.0) % PLACES.len()];
    let (key, _) = place.split_once(" = ").expect("a place is a key");
    let formula = toml::Value::from(data.1);
    let written = match key {
        "good" => format!(
            "good = {formula}, bad = {}",
            toml::Value::from(format!("1 - ({})", data.1))
        ),
        _ => format!("{key} = {formula}"),
    };
    exercise(&SCENARIO.replacen(place, &written, 1));
});
