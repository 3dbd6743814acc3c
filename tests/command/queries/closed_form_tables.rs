//! The tables of a run of a small scenario: they are the closed forms of what its draws hold.

use crate::folder::Folder;
use crate::support::csv_table::Csv;
use crate::support::tolerance::meets;

/// A guest who is late four times in five if rude, and once in five if polite; a host who sees it.
const GUEST: &str = r#"
title = "A guest and a host"
periods = 2

[parameters]
rudeness = { value = 0.4, spread = { uniform = 0.3 } }

[actors.guest]
types = { rude = "rudeness", polite = "1 - rudeness" }
payoffs = [{ name = "meal", paid = "at_end", amount = 3 }]

[actors.host]
payoffs = [
  { name = "dinner", paid = "at_end", amount = 10 },
  { name = "waiting", paid = "at_end", amount = -5, when = "late" },
]

[variables.late]
truth = true
start = false

[[stages]]
name = "road"
when = "period == 1"
branches = [
  { name = "jam", probability = "if(guest.type == rude, 0.8, 0.2)", set = { late = true } },
  { name = "clear", otherwise = true },
]

[[outcomes]]
name = "spoilt"
at_end = true
when = "late"

[[outcomes]]
name = "fine"
at_end = true
"#;

const EXACT: f64 = 1e-12;

/// The tables, and how likely the guest is rude in each draw.
fn run() -> (impl Fn(&str) -> Csv, Vec<f64>) {
    let temp = Folder::with(&[("guest.toml", GUEST)]);
    temp.run(
        0,
        &["run", "guest.toml", "--draws", "24", "--games", "5", "--out", "run"],
    );
    let table = move |name: &str| Csv::of(&temp.text(&format!("run/{name}.csv")));
    let draws = table("draws");
    let rude: Vec<f64> = draws
        .only(&[])
        .iter()
        .map(|draw| draw.number("parameter_rudeness"))
        .collect();
    assert_eq!(rude.len(), 24);
    (table, rude)
}

#[test]
fn a_summary_shows_the_share_of_games_with_its_interval() {
    let temp = Folder::with(&[("guest.toml", GUEST)]);
    let said = temp.run(
        0,
        &["run", "guest.toml", "--draws", "24", "--games", "5", "--out", "run"],
    );
    let outcomes = Csv::of(&temp.text("run/outcomes.csv"));
    let row = outcomes.one(&[("outcome", "spoilt")]);
    let lines: Vec<&str> = said.out.lines().filter(|line| line.contains("spoilt")).collect();
    for column in [
        "probability",
        "probability_low",
        "probability_high",
        "share",
        "share_low",
        "share_high",
    ] {
        let shown = format!("{:.4}", row.number(column));
        let is_shown = lines.iter().any(|line| line.contains(&shown));
        assert!(is_shown, "{column} {shown}: {}", said.out);
    }
}

/// The mean over draws of a function of how likely the guest is rude.
fn mean(rude: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    rude.iter().map(|&rude| of(rude)).sum::<f64>() / rude.len() as f64
}

/// How likely the guest is late, if it is rude with this chance.
fn late(rude: f64) -> f64 {
    0.8 * rude + 0.2 * (1.0 - rude)
}

#[test]
fn each_actor_has_its_own_payoffs() {
    let (table, rude) = run();
    let waiting = -5.0 * mean(&rude, late);
    let payoffs = table("payoffs");
    let wanted = [
        ("guest", "meal", 3.0),
        ("guest", "total", 3.0),
        ("host", "dinner", 10.0),
        ("host", "waiting", waiting),
        ("host", "total", 10.0 + waiting),
    ];
    assert_eq!(payoffs.rows.len(), wanted.len());
    for (actor, term, value) in wanted {
        let row = payoffs.one(&[("actor", actor), ("term", term)]);
        meets(row.number("exact_mean"), value, EXACT);
    }
}

#[test]
fn outcomes_are_those_given_each_type() {
    let (table, rude) = run();
    let outcomes = table("outcomes_by_type");
    for (of, spoilt, chance) in [
        ("rude", 0.8, mean(&rude, |rude| rude)),
        ("polite", 0.2, mean(&rude, |rude| 1.0 - rude)),
    ] {
        for (outcome, wanted) in [("spoilt", spoilt), ("fine", 1.0 - spoilt)] {
            let row = outcomes.one(&[("actor", "guest"), ("true_type", of), ("outcome", outcome)]);
            meets(row.number("probability"), wanted, EXACT);
            meets(row.number("type_probability"), chance, EXACT);
        }
    }
}

#[test]
fn beliefs_are_those_of_all_draws_by_bayes_rule() {
    let (table, rude) = run();
    let expected = |of: &dyn Fn(f64) -> f64| mean(&rude, of);
    let jam = |rude: f64| 0.8 * rude / late(rude);
    let clear = |rude: f64| 0.2 * rude / (1.0 - late(rude));
    let all = expected(&|rude| rude);
    let held = table("beliefs");
    for (period, truth, wanted) in [
        ("1", "any", all),
        ("1", "rude", expected(&|rude| rude * rude) / all),
        // What is believed does not change on average; where it is true, it is believed more.
        ("2", "any", all),
        (
            "2",
            "rude",
            expected(&|rude| rude * (0.8 * jam(rude) + 0.2 * clear(rude))) / all,
        ),
    ] {
        let row = held.one(&[("period", period), ("true_type", truth), ("believed_type", "rude")]);
        meets(row.number("belief_mean"), wanted, EXACT);
    }
    let after = table("beliefs_after");
    for (event, truth, times, sum) in [
        ("jam", "any", expected(&late), expected(&|rude| 0.8 * rude)),
        ("jam", "rude", 0.8 * all, expected(&|rude| 0.8 * rude * jam(rude))),
        ("clear", "any", 1.0 - expected(&late), expected(&|rude| 0.2 * rude)),
        ("clear", "rude", 0.2 * all, expected(&|rude| 0.2 * rude * clear(rude))),
    ] {
        let row = after.one(&[("event", event), ("true_type", truth), ("believed_type", "rude")]);
        meets(row.number("times"), times, EXACT);
        meets(row.number("belief_mean"), sum / times, EXACT);
    }
}
