//! What `compare` says: sides next to each other, what follows from a formula, and how it is asked and told.

use std::fs;
use std::path::Path;

use pactum::numeric::math::exp;

use crate::program::{Csv, Row, Said, call, meets, scenario};

/// What follows from a formula is met up to rounding.
const EXACT: f64 = 1e-12;

/// A peace that an actor keeps or breaks, and luck that it does not control.
const PEACE: &str = r#"
title = "A peace"
periods = 1
[actors.north]
types = { hawk = 0.4, dove = 0.6 }
strategy = { logit = "precision" }
[[actors.north.payoffs]]
name = "spoils"
paid = "at_end"
amount = "gain"
when = 'peace == broken'
[parameters.precision]
value = 0.5
[parameters.gain]
value = 0.2
spread = { uniform = 1 }
[variables.peace]
values = ["kept", "broken"]
start = "kept"
[[stages]]
name = "move"
actor = "north"
[[stages.actions]]
name = "keep"
[[stages.actions]]
name = "break"
set = { peace = "broken" }
[[outcomes]]
name = "war"
when = 'peace == broken'
[[outcomes]]
name = "calm"
at_end = true
[variants.plain]
[variants.feared]
set = { gain = -1 }
"#;

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

struct Desk {
    place: tempfile::TempDir,
    scenario: String,
}

impl Desk {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a temporary folder");
        let path = place.path().join("peace.toml");
        fs::write(&path, PEACE).expect("there is room");
        Self {
            scenario: path.display().to_string(),
            place,
        }
    }

    fn path(&self, name: &str) -> String {
        self.place.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("there is room");
        path
    }

    fn compare(&self, code: i32, more: &[&str]) -> Said {
        let all = [&["compare", &self.scenario, "--draws", "40"], more].concat();
        call(code, &all)
    }

    fn table(&self, out: &str, more: &[&str]) -> Csv {
        let out = self.path(out);
        Csv::of(
            &self
                .compare(0, &[&["--format", "csv", "--out", &out], more].concat())
                .out,
        )
    }
}

const ALL_GAMES: [(&str, &str); 2] = [("actor", "any"), ("precision", "1")];

fn war(table: &Csv) -> Row<'_> {
    table.one(&[
        ("kind", "headline"),
        ("name", "war"),
        ALL_GAMES[0],
        ALL_GAMES[1],
    ])
}

#[test]
fn a_deterrent_is_worth_what_the_logistic_says_at_every_precision() {
    let desk = Desk::new();
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
    let desk = Desk::new();
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
fn a_side_compared_with_itself_differs_by_nothing() {
    let desk = Desk::new();
    let again = desk.scenario.clone();
    let table = desk.table("c", &[&again, "--variant", "plain"]);
    assert!(!table.rows.is_empty());
    for row in table.only(&[]) {
        let zeros = [
            "difference",
            "difference_low",
            "difference_high",
            "share_above",
        ];
        for column in zeros {
            assert_eq!(row.text(column), "0", "{column}");
        }
        assert_eq!(row.text("share_turned"), "");
    }
    let said = desk.compare(0, &[&again, "--variant", "plain", "--out", &desk.path("d")]);
    assert!(said.out.contains("make war equally likely"), "{}", said.out);
}

#[test]
fn swapped_sides_swap_signs() {
    let desk = Desk::new();
    let there = desk.table("a", &["--variant", "plain", "--variant", "feared"]);
    let back = desk.table("b", &["--variant", "feared", "--variant", "plain"]);
    assert_eq!(there.rows.len(), back.rows.len());
    for (one, other) in there.only(&[]).iter().zip(back.only(&[])) {
        assert_eq!(one.text("name"), other.text("name"));
        meets(one.number("difference"), -other.number("difference"), EXACT);
        meets(
            one.number("difference_low"),
            -other.number("difference_high"),
            EXACT,
        );
        assert_eq!(one.text("share_above"), other.text("share_below"));
        assert_eq!(one.text("share_turned"), other.text("share_turned"));
        assert_eq!(one.text("value"), other.text("baseline_value"));
    }
}

#[test]
fn the_ranking_turns_in_as_many_draws_as_the_parameter_says() {
    let desk = Desk::new();
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
    let desk = Desk::new();
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
        for column in [
            "difference",
            "difference_high",
            "difference_p05",
            "share_below",
        ] {
            assert_eq!(row.text(column), same.text(column), "{column}");
        }
    }
}

#[test]
fn bytes_do_not_depend_on_threads_and_what_is_printed_is_what_is_written() {
    let desk = Desk::new();
    let file = |folder: &str, name: &str| {
        fs::read(Path::new(&desk.path(folder)).join(name)).expect("it is there")
    };
    let one = desk.compare(
        0,
        &[
            "--threads",
            "1",
            "--format",
            "csv",
            "--out",
            &desk.path("a"),
        ],
    );
    let two = desk.compare(
        0,
        &[
            "--threads",
            "2",
            "--format",
            "csv",
            "--out",
            &desk.path("b"),
        ],
    );
    assert_eq!(one.out, two.out);
    assert_eq!(one.out.as_bytes(), file("a", "comparisons.csv"));
    for name in ["comparisons.csv", "datapackage.json", "scenario.toml"] {
        assert_eq!(file("a", name), file("b", name), "{name}");
    }
    desk.compare(4, &["--out", &desk.path("a")]);
    desk.compare(0, &["--out", &desk.path("a"), "--force"]);
}

#[test]
fn files_are_compared_by_the_names_that_they_share() {
    let desk = Desk::new();
    let text = PEACE
        .replace("\"calm\"", "\"truce\"")
        .replace("[variants.plain]\n", "")
        .replace("[variants.feared]\nset = { gain = -1 }\n", "");
    let other = desk.write("other.toml", &text);
    let said = desk.compare(0, &[&other, "--variant", "plain", "--out", &desk.path("c")]);
    assert!(said.err.is_empty(), "{}", said.err);
    let expected = "only `peace:plain` has the outcome `calm`";
    assert!(said.out.contains(expected), "{}", said.out);
    assert!(
        said.out.contains("only `other` has the outcome `truce`"),
        "{}",
        said.out
    );
    let folder = desk.path("c");
    assert!(Path::new(&folder).join("scenario_2.toml").exists());
}

#[test]
fn all_sides_are_compared_with_the_first() {
    let desk = Desk::new();
    let text = format!("{PEACE}[variants.tempted]\nset = {{ gain = 3 }}\n");
    let three = desk.write("three.toml", &text);
    let table = |name: &str, more: &[&str]| {
        let out = desk.path(name);
        let compare = ["compare", &three, "--format", "csv", "--draws", "9"];
        Csv::of(&call(0, &[&compare[..], &["--out", &out], more].concat()).out)
    };
    let all = table("a", &[]);
    let two = table("b", &["--variant", "plain", "--variant", "tempted"]);
    assert_eq!(all.rows.len(), 2 * two.rows.len());
    let tempted = all.only(&[("variant", "tempted")]);
    for (one, other) in tempted.iter().zip(two.only(&[])) {
        for column in &two.header {
            assert_eq!(one.text(column), other.text(column), "{column}");
        }
    }
}

#[test]
fn people_see_the_types_of_the_first_actor_and_tables_hold_all() {
    let desk = Desk::new();
    let types = "[actors.south]\ntypes = { meek = 0.5, bold = 0.5 }\n[[actors.north.payoffs]]";
    let other = desk.write(
        "other.toml",
        &PEACE.replace("[[actors.north.payoffs]]", types),
    );
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
fn outcomes_that_are_asked_for_are_one_headline() {
    let desk = Desk::new();
    let table = desk.table("c", &["--outcome", "war", "--outcome", "calm"]);
    let all = table.one(&[("name", "war+calm"), ALL_GAMES[0], ALL_GAMES[1]]);
    meets(all.number("value"), 1.0, EXACT);
    let said = desk.compare(2, &["--outcome", "wor"]);
    assert!(said.err.contains("did you mean `war`"), "{}", said.err);
}

#[test]
fn the_answer_is_a_sentence_and_lines_are_short() {
    let desk = Desk::new();
    let said = desk.compare(0, &["--outcome", "war", "--out", &desk.path("c")]);
    assert!(
        said.out.contains("feared makes war less likely than plain"),
        "{}",
        said.out
    );
    assert!(
        said.out.contains("feared is worse for north"),
        "{}",
        said.out
    );
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
    let desk = Desk::new();
    let mut answers = [0, 0];
    for gain in ["-0.5", "-0.35", "-0.25", "-0.1"] {
        let text = PEACE.replace("set = { gain = -1 }", &format!("set = {{ gain = {gain} }}"));
        let other = desk.write("other.toml", &text);
        let out = desk.path(&format!("c{gain}"));
        let compare = ["compare", &other, "--draws", "400", "--format", "json"];
        let said = call(0, &[&compare[..], &["--out", &out]].concat());
        let json: serde_json::Value = serde_json::from_str(&said.out).expect("it is JSON");
        let turned = json["comparisons"][0]["share_turned"]
            .as_f64()
            .expect("a share");
        let answer = json["conclusions"][0].as_str().expect("a sentence");
        let open = answer.starts_with("Whether feared makes war more likely or less");
        assert_eq!(open, turned > 0.25, "{turned}: {answer}");
        answers[usize::from(open)] += 1;
    }
    assert_eq!(answers, [2, 2]);
}

#[test]
fn where_nothing_is_uncertain_no_interval_is_shown() {
    let desk = Desk::new();
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
fn what_was_not_solved_comes_first() {
    let desk = Desk::new();
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

#[test]
fn what_makes_sides_unlike_is_said() {
    let desk = Desk::new();
    let text = PEACE
        .replace("periods = 1", "periods = { count = 2, unit = \"year\" }")
        .replace("dove", "pigeon")
        .replace("name = \"war\"", "name = \"strife\"")
        .replace("\"calm\"", "\"truce\"");
    let other = desk.write("other.toml", &text);
    let out = desk.path("c");
    let said = desk.compare(
        0,
        &[&other, "--variant", "plain", "--nominal", "--out", &out],
    );
    let late = logistic(0.5 * 0.2);
    let early = logistic(0.5 * (0.2 - 0.2 * late));
    let strife = early + (1.0 - early) * late;
    for sentence in [
        "`peace:plain` lasts 1 period, `other:plain` 2 years",
        &format!(
            "only `peace:plain` has the outcomes `war` ({late:.4}), `calm` ({:.4})",
            1.0 - late
        ),
        &format!(
            "only `other:plain` has the outcomes `strife` ({strife:.4}), `truce` ({:.4})",
            1.0 - strife
        ),
        "only `peace:plain` has the type `dove` of `north`",
        "only `other:plain` has the type `pigeon` of `north`",
    ] {
        assert!(said.out.contains(sentence), "{sentence}\n{}", said.out);
    }
}

#[test]
fn a_folder_of_one_kind_of_results_may_be_replaced_by_another() {
    let desk = Desk::new();
    let out = desk.path("c");
    let other = desk.write("other.toml", PEACE);
    let run = ["run", &desk.scenario, "--draws", "2", "--games", "1"];
    let instead = ["--out", &out, "--force"];
    desk.compare(0, &[&[other.as_str()], &instead[..]].concat());
    call(0, &[&run[..], &instead].concat());
    desk.compare(0, &[&[other.as_str()], &instead[..]].concat());
    desk.compare(0, &instead);
    let file = |name: &str| Path::new(&out).join(name);
    assert!(!file("scenario_2.toml").exists());
    for stranger in ["scenario_1.toml", "scenario_02.toml", "scenario_b.toml"] {
        fs::write(file(stranger), "mine").expect("there is room");
        let said = desk.compare(4, &instead);
        assert!(said.err.contains(stranger), "{}", said.err);
        fs::remove_file(file(stranger)).expect("it is there");
    }
    fs::remove_file(file("manifest.json")).expect("it is there");
    let said = call(4, &[&run[..], &instead].concat());
    assert!(said.err.contains("holds no manifest.json"), "{}", said.err);
    assert!(file("scenario.toml").exists());
}

#[test]
fn there_must_be_something_to_compare() {
    let desk = Desk::new();
    let alone = desk.compare(2, &["--variant", "plain"]);
    assert!(
        alone.err.contains("nothing to compare `plain` with"),
        "{}",
        alone.err
    );
    let other = desk.write("other.toml", PEACE);
    let unknown = desk.compare(2, &[&other, "--variant", "plian"]);
    assert!(
        unknown.err.contains("no file has a variant `plian`"),
        "{}",
        unknown.err
    );
}
