//! `pactum value`: what finding out is worth, against formulas and against the draws of a run.

use crate::folder::{Folder, file_names};
use crate::small_deal::DEAL;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// A stake that is worth `gain` + 0.3 `other` − 0.1 where it is taken.
const STAKE: &str = r#"
title = "A stake"
periods = { count = 1, unit = "year" }
[actors.north]
[[actors.north.payoffs]]
name = "stake"
paid = "at_end"
amount = "stake * (gain + 0.3 * other - 0.1)"
[parameters.gain]
value = 0
spread = { uniform = 1 }
unit = "payoff"
[parameters.other]
value = 0
spread = { uniform = 1 }
[parameters.stake]
value = 0
[parameters.rain]
value = 0.5
spread = { uniform = 0.4 }
[variables.wet]
values = ["no", "yes"]
start = "no"
[[stages]]
name = "weather"
branches = [ { name = "rain", probability = "rain", set = { wet = "yes" } }, { otherwise = true } ]
[[outcomes]]
name = "wet"
when = 'wet == yes'
[[outcomes]]
name = "dry"
at_end = true
[variants.safe]
[variants.risky]
set = { stake = 1 }
"#;

fn folder() -> Folder {
    Folder::with(&[("stake.toml", STAKE), ("deal.toml", DEAL)])
}

const VALUE: [&str; 6] = ["value", "stake.toml", "--payoff", "north", "--draws", "4000"];

#[test]
fn a_stake_is_worth_what_its_formula_says() {
    let temp = folder();
    let said = temp.run(0, &[&VALUE[..], &["--format", "csv"]].concat());
    let table = Csv::of(&said.out);
    let of = |name: &str| table.one(&[("name", name)]);
    // E max(0, x − 0.1) for x uniform from −1 to 1, and from −0.3 to 0.3.
    meets(of("gain").number("value"), 0.81 / 4.0, 0.01);
    meets(of("other").number("value"), 0.04 / 1.2, 0.012);
    assert!(of("rain").number("value") < 0.01, "rain does not touch the stake");
    meets(of("gain").number("switches"), 0.45, 0.05);
    assert_eq!(of("gain").text("switches_to"), "risky");
    assert_eq!(of("gain").text("unit"), "payoff");
    let error = of("gain").number("value_se");
    assert!((1e-4..0.02).contains(&error), "{error}");
    let run = [
        "run",
        "stake.toml",
        "--draws",
        "4000",
        "--games",
        "1",
        "--out",
        "run",
        "--quiet",
    ];
    temp.run(0, &run);
    let draws = Csv::of(&temp.text("run/draws.csv"));
    let stakes = draws.only(&[("variant", "risky")]);
    let payoffs: Vec<f64> = stakes.iter().map(|draw| draw.number("payoff_north")).collect();
    let best = payoffs.iter().filter(|&&payoff| payoff > 0.0).sum::<f64>() / 4000.0;
    let mean = payoffs.iter().sum::<f64>() / 4000.0;
    meets(
        of("everything").number("value"),
        best - if mean > 0.0 { mean } else { 0.0 },
        1e-12,
    );
}

#[test]
fn sentences_say_what_matters_most_and_the_folder_runs_again() {
    let temp = folder();
    let said = temp.run(0, &VALUE);
    assert!(
        said.out
            .contains("As things stand safe is best: the payoff of north is 0."),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("gain matters most: to know it alone is worth 0."),
        "{}",
        said.out
    );
    let path = said.out.trim_end().lines().last().expect("a path").to_owned();
    assert!(path.starts_with("results/stake/value-"), "{path}");
    let files = file_names(&temp.path().join(&path));
    assert!(
        files.contains(&"value.csv".to_owned()) && files.contains(&"study.toml".to_owned()),
        "{files:?}"
    );
    let table = temp.text(&format!("{path}/value.csv"));
    let study = format!("{path}/study.toml");
    temp.run(0, &["study", &study, "--out", "again"]);
    assert_eq!(temp.text("again/value.csv"), table);
    let one = temp.run(
        0,
        &[&VALUE[..], &["--threads", "1", "--out", "one", "--quiet"]].concat(),
    );
    assert!(one.out.ends_with("one\n"));
    assert_eq!(temp.text("one/value.csv"), table);
}

#[test]
fn a_choice_by_outcomes_may_need_nothing_found_out() {
    let temp = folder();
    let asked = ["value", "deal.toml", "--outcome", "war", "--minimise", "--draws", "100"];
    let said = temp.run(0, &asked);
    assert!(said.out.contains("As things stand costly is best"), "{}", said.out);
    assert!(
        said.out
            .contains("It is best in every draw, so that nothing is worth finding out.")
    );
    let likely = temp.run(0, &["value", "deal.toml", "--outcome", "war", "--draws", "100"]);
    assert!(likely.out.contains("As things stand plain is best"), "{}", likely.out);
}

#[test]
fn what_makes_no_choice_is_refused() {
    let temp = folder();
    let refused = |arguments: &[&str], why: &str| {
        let run = temp.run(2, &[&["value", "stake.toml"], arguments].concat());
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
    };
    refused(&[], "required");
    refused(&["--payoff", "north", "--outcome", "wet"], "cannot be used with");
    refused(&["--payoff", "north", "--minimise"], "cannot be used with");
    refused(&["--payoff", "nord"], "there is no actor `nord`; did you mean `north`?");
    refused(
        &["--outcome", "wett"],
        "there is no outcome `wett`; did you mean `wet`?",
    );
    refused(
        &["--payoff", "north", "--variant", "safe"],
        "there is nothing to choose",
    );
    refused(&["--payoff", "north", "--draws", "19"], "at least 20 draws are needed");
    refused(&["--payoff", "north", "--nominal"], "at least 20 draws are needed");
    assert!(!temp.path().join("results").exists(), "nothing is left");
}
