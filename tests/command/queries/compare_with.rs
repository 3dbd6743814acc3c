//! `pactum compare --with`: sets of settings side by side.

use super::peace::{PeaceFolder, logistic};
use crate::support::tolerance::meets;

/// What follows from a formula is met up to rounding.
const EXACT: f64 = 1e-12;

/// A headline with the actors as they are, over all games.
const WAR: [(&str, &str); 4] = [
    ("kind", "headline"),
    ("name", "war"),
    ("actor", "any"),
    ("precision", "1"),
];

#[test]
fn sets_of_settings_are_sides_called_by_them() {
    let desk = PeaceFolder::new();
    let sets = [
        "--with",
        "gain=0.4",
        "--with",
        " gain = -1   precision=2 ",
        "--with",
        "",
    ];
    let table = desk.table("c", &[&["--variant", "plain", "--nominal"], &sets[..]].concat());
    for (name, chance) in [("gain = -1 precision=2", logistic(-2.0)), ("plain", logistic(0.1))] {
        let row = table.one(&[&WAR[..], &[("variant", name)]].concat());
        assert_eq!(row.text("baseline"), "gain=0.4");
        meets(row.number("baseline_value"), logistic(0.2), EXACT);
        meets(row.number("value"), chance, EXACT);
    }
}

#[test]
fn each_variant_has_each_set_and_is_what_set_makes_of_it() {
    let desk = PeaceFolder::new();
    let table = desk.table(
        "c",
        &["--with", "precision=1", "--with", "precision=3", "--set", "precision=2"],
    );
    let rows = table.only(&WAR);
    let names: Vec<&str> = rows.iter().map(|row| row.text("variant")).collect();
    assert_eq!(names, ["feared precision=1", "plain precision=3", "feared precision=3"]);
    let set = desk.table("d", &["--set", "precision=3"]);
    let (one, other) = (rows[2].text("value"), set.only(&WAR));
    assert_eq!(one, other[0].text("value"));
    assert_eq!(rows[1].text("value"), other[0].text("baseline_value"));
}

#[test]
fn settings_stand_in_the_folder_and_no_warning_says_that_they_are_set_twice() {
    let desk = PeaceFolder::new();
    let out = desk.path("c");
    let sets = ["--with", "gain=1", "--with", "gain=-1", "--set", "gain=0.5"];
    let said = desk.compare(0, &[&["--variant", "plain", "--out", &out], &sets[..]].concat());
    assert!(said.err.is_empty(), "{}", said.err);
    assert_eq!(said.out.matches("A peace\n").count(), 1, "{}", said.out);
    let text = |name: &str| std::fs::read_to_string(format!("{out}/{name}")).expect("it is there");
    assert!(text("scenario.toml").contains("value = 1\n") && text("scenario_2.toml").contains("value = -1\n"));
    let manifest: serde_json::Value = serde_json::from_str(&text("manifest.json")).expect("it is JSON");
    assert_eq!(manifest["arguments"]["with"][1], "gain=-1");
}

#[test]
fn errors_point_at_the_argument() {
    let desk = PeaceFolder::new();
    let said = desk.compare(3, &["--with", "gain=0.5", "--with", "precision=1 gian=3"]);
    assert!(
        said.err.contains("--with:1:1") && said.err.contains("`gian`"),
        "{}",
        said.err
    );
    for (wrong, reason) in [
        ("gain", "`gain` is no KEY=VALUE"),
        ("gain=", "no value after `gain=`"),
        ("0.5 gain=1", "`0.5` is no KEY=VALUE"),
    ] {
        let said = desk.compare(2, &["--with", wrong]);
        assert!(
            said.err.contains("error: --with") && said.err.contains(reason),
            "{}",
            said.err
        );
    }
    let twice = desk.compare(2, &["--with", "gain=1", "--with", " gain=1"]);
    assert!(twice.err.contains("is given twice"), "{}", twice.err);
    let alone = desk.compare(2, &["--variant", "plain", "--with", "gain=1"]);
    assert!(alone.err.contains("nothing to compare `gain=1` with"), "{}", alone.err);
}
