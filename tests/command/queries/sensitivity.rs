//! `pactum sensitivity`: closed forms, evaluations, files that run again, refusals.

use std::fs;

use crate::folder::{Folder, file_names};
use crate::small_deal::deal;
use crate::support::csv_table::Csv;
use crate::support::files;
use crate::support::tolerance::meets;

/// Payoffs that are functions of uncertain numbers; in one variant less depends on the first.
const FUNCTIONS: &str = r#"
title = "Functions"
periods = 1

[parameters.a]
distribution = { uniform = [0, 1] }
[parameters.b]
distribution = { uniform = [0, 1] }
[parameters.c]
distribution = { uniform = [0, 1] }
[parameters.weight]
value = 3

[actors.sum]
[[actors.sum.payoffs]]
name = "sum"
paid = "at_end"
amount = "weight * a + b"

[actors.product]
[[actors.product.payoffs]]
name = "product"
paid = "at_end"
amount = "(a - 0.5) * (b - 0.5)"

[[outcomes]]
name = "end"
at_end = true

[variants.heavy]
[variants.light]
set = { weight = 1 }
"#;

const SMALL: [&str; 4] = ["sensitivity", "deal.toml", "--points", "16"];

fn functions() -> Folder {
    Folder::with(&[("functions.toml", FUNCTIONS)])
}

/// The table that a command prints.
fn table(temp: &Folder, arguments: &[&str]) -> Csv {
    Csv::of(&temp.run(0, &[arguments, &["--format", "csv"]].concat()).out)
}

#[test]
fn sobol_indices_of_functions_are_known() {
    let temp = functions();
    let command = ["sensitivity", "functions.toml", "--points", "4096", "--second-order"];
    let table = table(&temp, &command);
    let index = |variant: &str, baseline: &str, name: &str, index: &str, parameter: &str, other: &str| {
        let row = table.one(&[
            ("variant", variant),
            ("baseline", baseline),
            ("kind", "payoff"),
            ("name", name),
            ("index", index),
            ("parameter", parameter),
            ("other", other),
        ]);
        row.number("value")
    };
    for (variant, a, b) in [("heavy", 0.9, 0.1), ("light", 0.5, 0.5)] {
        for kind in ["first", "total"] {
            meets(index(variant, "none", "sum", kind, "a", "none"), a, 0.003);
            meets(index(variant, "none", "sum", kind, "b", "none"), b, 0.003);
            meets(index(variant, "none", "sum", kind, "c", "none"), 0.0, 1e-12);
        }
        meets(index(variant, "none", "sum", "second", "a", "b"), 0.0, 0.01);
        meets(index(variant, "none", "product", "first", "a", "none"), 0.0, 0.01);
        meets(index(variant, "none", "product", "total", "b", "none"), 1.0, 0.02);
        meets(index(variant, "none", "product", "second", "a", "b"), 1.0, 0.02);
    }
    // The variants differ by 2a.
    meets(index("light", "heavy", "sum", "total", "a", "none"), 1.0, 0.003);
    meets(index("light", "heavy", "sum", "total", "b", "none"), 0.0, 1e-12);
    // What does not vary has no indices.
    let constant = table.only(&[("name", "end"), ("index", "total")]);
    assert!(!constant.is_empty() && constant.iter().all(|row| row.text("value").is_empty()));
}

#[test]
fn other_methods_know_the_functions_too() {
    let temp = functions();
    let of = |method: &str, index: &str, parameter: &str| {
        let table = table(
            &temp,
            &[
                "sensitivity",
                "functions.toml",
                "--variant",
                "heavy",
                "--method",
                method,
            ],
        );
        let wanted = [("name", "sum"), ("index", index), ("parameter", parameter)];
        table.one(&wanted).number("value")
    };
    meets(of("shapley", "shapley", "a"), 0.9, 0.01);
    meets(of("morris", "effect_size", "a"), 3.0, 1e-9);
    meets(of("morris", "effect_mean", "b"), 1.0, 1e-9);
    meets(of("morris", "effect_deviation", "a"), 0.0, 1e-9);
    assert!(of("pawn", "distance_median", "a") > 3.0 * of("pawn", "distance_median", "b"));
}

#[test]
fn derivatives_at_the_nominal_point_are_those_of_the_functions() {
    let temp = functions();
    let table = table(&temp, &["sensitivity", "functions.toml", "--method", "local"]);
    let of = |variant: &str, baseline: &str, index: &str, parameter: &str| {
        let side = [("variant", variant), ("baseline", baseline), ("name", "sum")];
        table
            .one(&[&side[..], &[("index", index), ("parameter", parameter)]].concat())
            .number("value")
    };
    meets(of("heavy", "none", "derivative", "a"), 3.0, 1e-12);
    meets(of("heavy", "none", "swing", "a"), 3.0 * 0.9, 1e-12);
    meets(of("heavy", "none", "elasticity", "a"), 3.0 * 0.5 / 2.0, 1e-12);
    meets(of("light", "heavy", "derivative", "a"), -2.0, 1e-12);
    meets(of("light", "heavy", "derivative", "b"), 0.0, 1e-12);
    let said = temp.run(0, &["sensitivity", "functions.toml", "--method", "local"]);
    assert!(said.out.contains("at the nominal point"), "{}", said.out);
}

/// Peace ends early, late or not at all.
const WARS: &str = r#"
title = "Two wars"
periods = 1

[actors.country]

[parameters]
soon = { value = 0.2, spread = { uniform = 0.1 } }
later = { value = 0.3, spread = { uniform = 0.1 } }

[variables.comes]
values = ["early", "late", "never"]
start = "never"

[[stages]]
name = "fate"
branches = [
  { probability = "soon", set = { comes = "early" } },
  { probability = "later", set = { comes = "late" } },
  { otherwise = true },
]

[[outcomes]]
name = "war_early"
when = "comes == early"
[[outcomes]]
name = "war_late"
when = "comes == late"
[[outcomes]]
name = "peace"
at_end = true
"#;

#[test]
fn derivatives_of_outcomes_together_are_the_sums_of_theirs() {
    let temp = Folder::with(&[("wars.toml", WARS)]);
    let table = table(&temp, &["sensitivity", "wars.toml", "--method", "local"]);
    for (name, early, late) in [
        ("war_early", 1.0, 0.0),
        ("war_late", 0.0, 1.0),
        ("war_early+war_late", 1.0, 1.0),
        ("peace", -1.0, -1.0),
    ] {
        for (parameter, wanted) in [("soon", early), ("later", late)] {
            let row = table.one(&[("name", name), ("index", "derivative"), ("parameter", parameter)]);
            meets(row.number("value"), wanted, 1e-12);
        }
    }
}

/// The total index of a parameter for war, from evaluations.
fn total(evaluations: &Csv, variant: &str, place: &str) -> f64 {
    let at = |place: &str| -> Vec<f64> {
        let rows = evaluations.only(&[("variant", variant), ("place", place)]);
        rows.iter().map(|row| row.number("probability_war")).collect()
    };
    let (a, ab, b) = (at("0"), at(place), at("4"));
    let ends = [&a[..], &b[..]].concat();
    let mean = ends.iter().sum::<f64>() / ends.len() as f64;
    let variance = ends.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / ends.len() as f64;
    let squares = a.iter().zip(&ab).map(|(a, ab)| (a - ab) * (a - ab));
    0.5 * squares.sum::<f64>() / a.len() as f64 / variance
}

#[test]
fn indices_follow_from_the_evaluations() {
    let temp = deal();
    temp.run(0, &[&SMALL[..], &["--evaluations", "--out", "out"]].concat());
    let read = |name: &str| Csv::of(&temp.text(&format!("out/{name}.csv")));
    let (indices, evaluations) = (read("sensitivity"), read("evaluations"));
    assert_eq!(evaluations.rows.len(), 2 * 16 * 5);
    for (place, parameter) in [("1", "gain"), ("2", "hidden.hawk"), ("3", "hidden.dove")] {
        let row = indices.only(&[("variant", "plain"), ("name", "war"), ("index", "total")]);
        let row = row
            .iter()
            .find(|row| row.text("parameter") == parameter && row.text("baseline") == "none");
        let found = row.expect("there is a row").number("value");
        meets(found, total(&evaluations, "plain", place), 1e-9);
    }
    let first = evaluations.only(&[("base_point", "3"), ("place", "2")]);
    let settings = |name: &str, column: &str| format!("{name}={}", first[0].text(column));
    let set = [
        settings("gain", "parameter_gain"),
        settings("hidden.hawk", "parameter_hidden__hawk"),
        settings("hidden.dove", "parameter_hidden__dove"),
    ];
    let run = [
        "run",
        "deal.toml",
        "--nominal",
        "--draws",
        "1",
        "--games",
        "1",
        "--format",
        "csv",
    ];
    let with = [
        "--variant",
        "plain",
        "--set",
        &set[0],
        "--set",
        &set[1],
        "--set",
        &set[2],
    ];
    let war = Csv::of(&temp.run(0, &[&run[..], &with].concat()).out);
    let war = war.one(&[("outcome", "war")]).number("probability");
    meets(first[0].number("probability_war"), war, 1e-9);
}

#[test]
fn keys_leave_the_others_at_their_nominal_values() {
    let temp = deal();
    let keys = ["--keys", "gain", "--evaluations", "--out", "out"];
    temp.run(0, &[&SMALL[..], &keys].concat());
    let evaluations = Csv::of(&temp.text("out/evaluations.csv"));
    assert!(!evaluations.header.contains(&"parameter_hidden__hawk".to_owned()));
    let indices = Csv::of(&temp.text("out/sensitivity.csv"));
    for row in indices.only(&[("variant", "plain"), ("index", "total"), ("name", "war")]) {
        meets(row.number("value"), 1.0, 0.4);
        assert_eq!(row.text("parameter"), "gain");
    }
    let of_type = table(&temp, &[&SMALL[..], &["--keys", "hidden,gain"]].concat());
    let parameters = of_type.only(&[("variant", "plain"), ("index", "total"), ("name", "war")]);
    let parameters: Vec<&str> = parameters.iter().map(|row| row.text("parameter")).collect();
    assert_eq!(parameters, ["hidden.hawk", "hidden.dove", "gain"]);
}

#[test]
fn bytes_do_not_depend_on_threads_and_the_folder_runs_itself_again() {
    let temp = deal();
    let more = ["--second-order", "--evaluations", "--out"];
    temp.run(0, &[&SMALL[..], &more, &["one", "--threads", "1"]].concat());
    temp.run(0, &[&SMALL[..], &more, &["three", "--threads", "3"]].concat());
    temp.run(0, &["study", "one/study.toml", "--out", "again"]);
    for name in file_names(&temp.path().join("one")) {
        if name != "manifest.json" {
            let bytes = |folder: &str| fs::read(temp.path().join(folder).join(&name)).expect("it is there");
            assert!(bytes("one") == bytes("three"), "{name}");
            assert!(bytes("one") == bytes("again"), "{name}");
        }
    }
}

#[test]
fn correlated_parameters_are_explained() {
    let floods = files::text("scenarios/classics/floods_together.toml");
    let temp = Folder::with(&[("floods.toml", &floods)]);
    let command = ["sensitivity", "floods.toml", "--points", "64", "--outcome", "ruin"];
    let said = temp.run(0, &command);
    let text = said.out.replace('\n', " ");
    assert!(text.contains("Correlated: `rain_north`, `rain_south`."), "{text}");
    assert!(text.contains("`--method shapley`"), "{text}");
    assert!(
        text.contains("Not seen to matter for the probability of ruin: `melt`;"),
        "{text}"
    );
    let shapley = table(&temp, &[&command[..], &["--method", "shapley"]].concat());
    let effects = shapley.only(&[("name", "ruin")]);
    let sum: f64 = effects.iter().map(|row| row.number("value")).sum();
    meets(sum, 1.0, 1e-12);
}

#[test]
fn negative_estimates_are_explained() {
    let temp = functions();
    let command = ["sensitivity", "functions.toml", "--points", "16", "--outcome", "end"];
    let said = temp.run(0, &command);
    let text = said.out.replace('\n', " ");
    assert!(text.contains("below 0 (down to −"), "{text}");
    assert!(
        text.contains("the probability of end does not depend on any of them"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let temp = deal();
    temp.write(
        "certain.toml",
        &FUNCTIONS.replace("distribution = { uniform = [0, 1] }", "value = 1"),
    );
    for (code, arguments, says) in [
        (
            2,
            &["sensitivity", "deal.toml", "--keys", "gian"][..],
            "did you mean `gain`",
        ),
        (2, &["sensitivity", "deal.toml", "--levels", "4"], "--method morris"),
        (2, &["sensitivity", "deal.toml", "--slices", "4"], "--method pawn"),
        (
            2,
            &["sensitivity", "deal.toml", "--method", "shapley", "--second-order"],
            "--method sobol",
        ),
        (
            2,
            &["sensitivity", "deal.toml", "--method", "morris", "--levels", "5"],
            "even number",
        ),
        (2, &["sensitivity", "deal.toml", "--points", "1"], "--points"),
        (
            2,
            &["sensitivity", "deal.toml", "--method", "local", "--points", "8"],
            "neither --points",
        ),
        (
            2,
            &["sensitivity", "deal.toml", "--outcome", "wra"],
            "did you mean `war`",
        ),
        (2, &["sensitivity", "certain.toml"], "no parameter is uncertain"),
        (3, &["sensitivity", "missing.toml"], "missing.toml"),
    ] {
        let said = temp.run(code, arguments);
        assert!(said.err.contains(says), "{arguments:?}: {}", said.err);
    }
    assert_eq!(temp.names(), ["certain.toml", "deal.toml"]);
}
