//! `pactum compare`: its numbers against formulas, its options, and its output.

use std::fs;
use std::path::Path;

use super::peace::{PEACE, PeaceFolder, logistic};
use crate::shipped::{call, scenario};
use crate::support::csv_table::{Csv, Row};
use crate::support::tolerance::meets;

/// What follows from a formula is met up to rounding.
const EXACT: f64 = 1e-12;

const ALL_GAMES: [(&str, &str); 2] = [("actor", "any"), ("precision", "1")];

fn war(table: &Csv) -> Row<'_> {
    table.one(&[("kind", "headline"), ("name", "war"), ALL_GAMES[0], ALL_GAMES[1]])
}

#[test]
fn a_deterrent_is_worth_what_the_logistic_says_at_every_precision() {
    let desk = PeaceFolder::new();
    let table = desk.table("c", &["--nominal"]);
    for (precision, factor) in [("1", 1.0), ("0.5", 0.5), ("2", 2.0)] {
        let row = table.one(&[
            ("kind", "headline"),
            ("name", "war"),
            ("actor", "any"),
            ("precision", precision),
        ]);
        let (before, after) = (logistic(0.5 * factor * 0.2), logistic(-0.5 * factor));
        meets(row.number("baseline_value"), before, EXACT);
        meets(row.number("value"), after, EXACT);
        meets(row.number("difference"), after - before, EXACT);
        assert_eq!(row.text("difference_low"), "", "there is one draw");
    }
    let row = table.one(&[("kind", "payoff"), ALL_GAMES[0], ALL_GAMES[1]]);
    meets(row.number("value"), -logistic(-0.5), EXACT);
    for value in ["hawk", "dove"] {
        let row = table.one(&[("name", "war"), ("true_type", value), ALL_GAMES[1]]);
        meets(row.number("value"), logistic(-0.5), EXACT);
    }
}

#[test]
fn an_empty_threat_and_a_credible_one_give_the_known_answers() {
    let desk = PeaceFolder::new();
    let file = scenario("classics/entry_deterrence");
    let out = desk.path("c");
    let said = call(0, &["compare", &file, "--format", "csv", "--out", &out]);
    let table = Csv::of(&said.out);
    let row = |name| table.one(&[("name", name), ALL_GAMES[0], ("kind", "outcome")]);
    meets(row("no_entry").number("difference"), 1.0, EXACT);
    meets(row("shared_market").number("difference"), -1.0, EXACT);
    let payoff = |name| table.one(&[("name", name), ("kind", "payoff")]);
    meets(payoff("entrant").number("difference"), -1.0, EXACT);
    meets(payoff("incumbent").number("difference"), 1.0, EXACT);
    assert!(
        table.only(&[("precision", "2")]).is_empty(),
        "best responses have no precision"
    );
}

#[test]
fn the_ranking_turns_in_the_share_of_draws_that_follows() {
    let desk = PeaceFolder::new();
    let table = desk.table("c", &["--set", "precision=4"]);
    let row = war(&table);
    // The gain is uniform on [−0.8, 1.2] where it is not −1: peace is never likelier there.
    assert_eq!(row.number("share_above"), 0.0);
    assert_eq!(row.text("share_turned"), "0");
    let text = PEACE.replace("set = { gain = -1 }", "set = { gain = -0.3 }");
    let other = desk.write("other.toml", &text);
    let out = desk.path("d");
    let said = call(0, &["compare", &other, "--format", "csv", "--out", &out]);
    let table = Csv::of(&said.out);
    meets(war(&table).number("share_turned"), 0.25, 0.005);
}

#[test]
fn differences_are_those_of_a_run() {
    let desk = PeaceFolder::new();
    let table = desk.table("c", &["--seed", "3"]);
    let out = desk.path("r");
    let run = [
        "run",
        &desk.scenario,
        "--draws",
        "40",
        "--games",
        "1",
        "--seed",
        "3",
        "--out",
        &out,
    ];
    call(0, &run);
    let text = fs::read_to_string(Path::new(&out).join("comparisons.csv"));
    let run = Csv::of(&text.expect("it is there"));
    assert_eq!(run.rows.len(), 3, "two outcomes and an actor");
    for row in run.only(&[]) {
        let (kind, name) = (("kind", row.text("kind")), ("name", row.text("name")));
        let same = table.one(&[kind, name, ALL_GAMES[0], ALL_GAMES[1]]);
        for column in ["difference", "difference_high", "difference_p05", "share_below"] {
            assert_eq!(row.text(column), same.text(column), "{column}");
        }
    }
}

#[test]
fn bytes_do_not_depend_on_threads_and_what_is_printed_is_what_is_written() {
    let desk = PeaceFolder::new();
    let file = |folder: &str, name: &str| fs::read(Path::new(&desk.path(folder)).join(name)).expect("it is there");
    let one = desk.compare(0, &["--threads", "1", "--format", "csv", "--out", &desk.path("a")]);
    let two = desk.compare(0, &["--threads", "2", "--format", "csv", "--out", &desk.path("b")]);
    assert_eq!(one.out, two.out);
    assert_eq!(one.out.as_bytes(), file("a", "comparisons.csv"));
    for name in ["comparisons.csv", "datapackage.json", "scenario.toml"] {
        assert_eq!(file("a", name), file("b", name), "{name}");
    }
    desk.compare(4, &["--out", &desk.path("a")]);
    desk.compare(0, &["--out", &desk.path("a"), "--force"]);
}

#[test]
fn text_shows_types_of_the_first_actor_and_tables_show_all() {
    let desk = PeaceFolder::new();
    let types = "[actors.south]\ntypes = { meek = 0.5, bold = 0.5 }\n[[actors.north.payoffs]]";
    let other = desk.write("other.toml", &PEACE.replace("[[actors.north.payoffs]]", types));
    let compare = |name: &str, format: &str| {
        let out = desk.path(name);
        call(0, &["compare", &other, "--format", format, "--out", &out]).out
    };
    let shown = compare("a", "table");
    assert!(
        shown.contains("north is hawk") && !shown.contains("south is"),
        "{shown}"
    );
    let table = Csv::of(&compare("b", "csv"));
    let meek = table.only(&[("true_type", "meek")]);
    assert_eq!(meek.len(), 3, "at each precision");
}

#[test]
fn chosen_outcomes_form_one_headline() {
    let desk = PeaceFolder::new();
    let table = desk.table("c", &["--outcome", "war", "--outcome", "calm"]);
    let all = table.one(&[("name", "war+calm"), ALL_GAMES[0], ALL_GAMES[1]]);
    meets(all.number("value"), 1.0, EXACT);
    let said = desk.compare(2, &["--outcome", "wor"]);
    assert!(said.err.contains("did you mean `war`"), "{}", said.err);
}

#[test]
fn the_answer_is_a_sentence_and_lines_are_short() {
    let desk = PeaceFolder::new();
    let said = desk.compare(0, &["--outcome", "war", "--out", &desk.path("c")]);
    assert!(
        said.out.contains("feared makes war less likely than plain"),
        "{}",
        said.out
    );
    assert!(said.out.contains("feared is worse for north"), "{}", said.out);
    assert!(
        said.out
            .lines()
            .all(|line| line.chars().count() <= 100 || line == desk.path("c"))
    );
    assert!(said.out.ends_with(&format!("\n{}\n", desk.path("c"))));
    let json = desk.compare(0, &["--format", "json", "--out", &desk.path("d")]);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!(json["comparisons"][0]["kind"], "headline");
    assert!(json["conclusions"][0].is_string());
}

#[test]
fn whether_an_answer_is_open_follows_from_the_draws_that_turn() {
    let desk = PeaceFolder::new();
    let mut answers = [0, 0];
    for gain in ["-0.5", "-0.35", "-0.25", "-0.1"] {
        let text = PEACE.replace("set = { gain = -1 }", &format!("set = {{ gain = {gain} }}"));
        let other = desk.write("other.toml", &text);
        let out = desk.path(&format!("c{gain}"));
        let compare = ["compare", &other, "--draws", "400", "--format", "json"];
        let said = call(0, &[&compare[..], &["--out", &out]].concat());
        let json: serde_json::Value = serde_json::from_str(&said.out).expect("it is JSON");
        let turned = json["comparisons"][0]["share_turned"].as_f64().expect("a share");
        let answer = json["conclusions"][0].as_str().expect("a sentence");
        let open = answer.starts_with("Whether feared makes war more likely or less");
        assert_eq!(open, turned > 0.25, "{turned}: {answer}");
        answers[usize::from(open)] += 1;
    }
    assert_eq!(answers, [2, 2]);
}

#[test]
fn where_nothing_is_uncertain_no_interval_is_shown() {
    let desk = PeaceFolder::new();
    let file = scenario("classics/entry_deterrence");
    let said = call(0, &["compare", &file, "--out", &desk.path("c")]);
    assert!(said.out.contains("nothing is uncertain"), "{}", said.out);
    assert!(!said.out.contains("interval"), "{}", said.out);
    let said = desk.compare(0, &["--nominal", "--out", &desk.path("d")]);
    assert!(said.out.contains("at the nominal point"), "{}", said.out);
    assert!(!said.out.contains("turns in"), "{}", said.out);
    let one = ["compare", &desk.scenario, "--draws", "1", "--out"];
    let said = call(0, &[&one[..], &[&desk.path("e")]].concat());
    assert!(said.out.contains("1 draw, seed 0"), "{}", said.out);
    assert!(!said.out.contains("turns in"), "{}", said.out);
}

#[test]
fn unsolved_draws_are_reported_first() {
    let desk = PeaceFolder::new();
    let file = scenario("classics/matching_pennies");
    let out = desk.path("c");
    let compare = ["compare", &file, "--draws", "2", "--format", "json"];
    let said = call(5, &[&compare[..], &["--out", &out]].concat());
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("it is JSON");
    let first = json["conclusions"][0].as_str().expect("a sentence");
    assert!(
        first.starts_with("2 of 2 draws of `best_reply` were not solved"),
        "{first}"
    );
    assert!(Path::new(&out).join("comparisons.csv").exists());
}
