//! `pactum solve` on game files: logit equilibria at one precision, and their limit at high precision.

use serde_json::Value;

use crate::shipped::call;
use crate::support::command::Finished;

fn game(name: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/games");
    folder.join(name).display().to_string()
}

fn solved(name: &str, more: &[&str]) -> Value {
    let file = game(name);
    let text = call(0, &[&["solve", &file, "--format", "json"], more].concat()).out;
    serde_json::from_str(&text).expect("it is JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// The probability of an action at a player's set of that number.
fn probability(solved: &Value, player: &str, set: &str, action: &str) -> f64 {
    let rows = solved["strategies"].as_array().expect("rows");
    let row = rows
        .iter()
        .find(|row| row["actor"] == player && row["information_set"] == set && row["action"] == action)
        .unwrap_or_else(|| panic!("{player} {set} {action} in {solved:#}"));
    number(&row["probability"])
}

#[test]
fn the_inspection_game_has_its_known_equilibria() {
    for (precision, violates, inspects) in [
        ("0.5", 0.290_836, 0.556_530),
        ("1", 0.190_982, 0.488_729),
        ("2", 0.148_698, 0.374_485),
        ("5", 0.159_498, 0.266_479),
        // Far out, the distance to the only Nash equilibrium (.2, .2) is ln 4 / (5 λ).
        ("10000", 0.199_972_3, 0.200_027_7),
    ] {
        let solved = solved("inspection.nfg", &["--lambda", precision]);
        assert_eq!(solved["status"], "converged");
        assert_eq!(solved["evidence"], "trace");
        let found = probability(&solved, "Russia", "1", "violate");
        assert!((found - violates).abs() < 1e-6, "{precision}: {found}");
        let found = probability(&solved, "Inspector", "1", "yes");
        assert!((found - inspects).abs() < 1e-6, "{precision}: {found}");
    }
}

#[test]
fn poker_is_worth_an_eighteenth_to_the_second_player() {
    let solved = solved("kuhn.efg", &[]);
    assert_eq!(solved["status"], "converged");
    assert!(number(&solved["lambda"]) > 1e3);
    for (actor, worth) in solved["actors"].as_array().expect("actors").iter().zip([-1.0, 1.0]) {
        assert!((number(&actor["expected_payoff"]) - worth / 18.0).abs() < 1e-4);
        // The payoffs lie 4 apart.
        assert!(number(&actor["regret"]) <= 4.0 * 1.001e-5);
        assert!(number(&actor["whole_strategy_gain"]) < 1e-3);
    }
    // Whoever holds the king calls, whoever holds the jack folds.
    assert!(probability(&solved, "Player 2", "4", "call") > 0.999);
    assert!(probability(&solved, "Player 1", "2", "fold") > 0.999);
}

#[test]
fn sets_without_an_order_of_time_are_listed_once() {
    let strike = solved("first_strike.efg", &[]);
    assert_eq!(strike["status"], "converged");
    for player in ["North", "South"] {
        assert!(probability(&strike, player, "1", "strike") > 0.999);
    }
    // Two sets of two actions each.
    assert_eq!(strike["strategies"].as_array().expect("rows").len(), 4);
}

#[test]
fn subgames_are_played_as_they_would_be_if_reached() {
    let centipede = solved("centipede.efg", &[]);
    assert!(probability(&centipede, "First", "1", "take") > 0.999);
    let entry = solved("entry_deterrence.efg", &[]);
    assert!(probability(&entry, "Entrant", "1", "enter") > 0.999);
    assert!(probability(&entry, "Incumbent", "1", "share") > 0.999);
    let dilemma = solved("prisoners_dilemma.nfg", &[]);
    assert!(probability(&dilemma, "Row", "1", "defect") > 0.999);
    let hunt = solved("stag_hunt.nfg", &[]);
    assert!(probability(&hunt, "Anne", "1", "hare") > 0.999);
}

#[test]
fn columns_that_game_files_lack_are_empty() {
    let file = game("kuhn.efg");
    let Finished { out, err, .. } = call(0, &["solve", &file, "--lambda", "1", "--format", "csv"]);
    let mut lines = out.lines();
    assert_eq!(
        lines.next(),
        Some("period,stage,actor,type,information_set,action,probability,expected_payoff,regret")
    );
    assert!(lines.clone().all(|line| line.starts_with(",,Player ")));
    assert_eq!(lines.count(), 24);
    assert!(err.contains("λ = 1: converged by trace"), "{err}");
}

#[test]
fn a_branch_is_printed_point_by_point() {
    let file = game("inspection.nfg");
    let printed = call(0, &["solve", &file, "--path", "--format", "csv", "--lambda", "5"]).out;
    let rows: Vec<Vec<&str>> = printed.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][0], "lambda");
    let violates: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| row[6] == "violate")
        .map(|row| (row[0].parse().expect("λ"), row[7].parse().expect("chance")))
        .collect();
    assert_eq!(violates[0], (0.0, 0.5));
    assert_eq!(violates[violates.len() - 1].0, 5.0);
    assert!((violates[violates.len() - 1].1 - 0.159_498).abs() < 1e-6);
    // It falls below its end, and rises again.
    let least = violates
        .iter()
        .map(|(_, chance)| *chance)
        .fold(1.0, pactum::unstable::numeric::math::min);
    assert!(least < 0.150 && violates.len() > 12, "{least} of {}", violates.len());
}

#[test]
fn options_for_scenarios_are_refused() {
    let file = game("kuhn.efg");
    for flags in [
        &["--set", "a=1"][..],
        &["--variant", "x"],
        &["--draw", "1"],
        &["--period", "1"],
    ] {
        let said = call(2, &[&["solve", &file], flags].concat());
        assert!(said.err.contains(flags[0]), "{}", said.err);
    }
    let said = call(3, &["solve", &game("missing.efg")]);
    assert!(said.err.contains("there is no file"), "{}", said.err);
    let said = call(2, &["solve", &file, "--actor", "Player 3"]);
    assert!(said.err.contains("`Player 1`"), "{}", said.err);
}
