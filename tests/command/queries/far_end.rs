//! `pactum solve` on game files at the far end of the branch: high precisions, and the limit of rising ones.

use serde_json::Value;

use crate::folder::Folder;

/// A free kick: whoever shoots over the bar misses, and the keeper who guesses left right saves little.
/// The keeper dives left with probability 1/9, the striker shoots left and right equally often.
const FREE_KICK: &str = r#"NFG 1 R "free kick" { "striker" "keeper" } { 3 2 }

8 0 0 1 -7 1 0 1 1 0 -8 0
"#;

/// Poker with two cards: with the ace the first player raises; with the king it bluffs with probability 1/3, and the
/// second player meets with probability 2/3.
const TWO_CARDS: &str = r#"EFG 2 R "two cards" { "dealt" "other" }
""

c "" 1 "" { "ace" 1/2 "king" 1/2 } 0
p "" 1 1 "ace" { "raise" "fold" } 0
p "" 2 1 "raised" { "meet" "pass" } 0
t "" 1 "" { 2, -2 }
t "" 2 "" { 1, -1 }
t "" 3 "" { -1, 1 }
p "" 1 2 "king" { "raise" "fold" } 0
p "" 2 1 "raised" { "meet" "pass" } 0
t "" 4 "" { -2, 2 }
t "" 5 "" { 1, -1 }
t "" 6 "" { -1, 1 }
"#;

/// Both types of an entrant stay out, but the incumbent's threat rests on what it would believe: it yields with probability
/// 1/2, so that both types lose equally much by entering, and is indifferent since it believes in both equally.
const THREAT: &str = r#"EFG 2 R "threat" { "entrant" "incumbent" }
""

c "" 1 "" { "strong" 1/3 "weak" 2/3 } 0
p "" 1 1 "strong" { "enter" "stay out" } 0
p "" 2 1 "entered" { "yield" "fight" } 0
t "" 1 "" { 3, 0 }
t "" 2 "" { 0, -1 }
t "" 3 "" { 2, 2 }
p "" 1 2 "weak" { "enter" "stay out" } 0
p "" 2 1 "entered" { "yield" "fight" } 0
t "" 4 "" { 4, 0 }
t "" 5 "" { -1, 1 }
t "" 6 "" { 2, 2 }
"#;

/// The branch turns round twice; beyond the first turn the same precisions have other, nearly pure points.
const TURNING: &str = r#"NFG 1 R "turning" { "row" "column" } { 2 5 }

-45 -23 -14 -43 -80 -71 -19 19 -52 -62 -7 -98 78 85 78 81 -94 41 39 80
"#;

/// Payoffs of 0 and 1 only: whole segments of equilibria.
const TIES: &str = r#"NFG 1 R "ties" { "row" "column" } { 3 3 }

0 1 0 1 1 0 0 1 1 0 0 1 1 0 0 1 1 0
"#;

/// The same, where the branch goes so slowly that rounding stops it.
const SLOW: &str = r#"NFG 1 R "slow" { "row" "column" } { 4 5 }

0 0 1 1 1 1 1 0 0 0 1 0 0 1 0 0 0 0 0 1 0 0 1 0 1 1 0 0 1 0 0 0 1 0 0 1 0 1 0 1
"#;

const GAMES: [(&str, &str); 6] = [
    ("free_kick.nfg", FREE_KICK),
    ("two_cards.efg", TWO_CARDS),
    ("threat.efg", THREAT),
    ("turning.nfg", TURNING),
    ("ties.nfg", TIES),
    ("slow.nfg", SLOW),
];

fn solved(folder: &Folder, file: &str, more: &[&str]) -> Value {
    let ran = folder.run(0, &[&["solve", file, "--format", "json"], more].concat());
    let solved: Value = serde_json::from_str(&ran.out).expect("it is JSON");
    assert_eq!(solved["status"], "converged", "{file} {more:?}");
    assert_eq!(solved["reached"], 1.0, "{file} {more:?}");
    solved
}

/// The probabilities of all actions of an actor, set by set.
fn play(solved: &Value, actor: &str) -> Vec<f64> {
    let rows = solved["strategies"].as_array().expect("rows").iter();
    let own = rows.filter(|row| row["actor"] == actor);
    own.map(|row| row["probability"].as_f64().expect("a number")).collect()
}

#[track_caller]
fn is_near(found: &[f64], wanted: &[f64], within: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found_one, wanted_one) in found.iter().zip(wanted) {
        assert!((found_one - wanted_one).abs() <= within, "{found:?}, not {wanted:?}");
    }
}

#[test]
fn play_mixes_beside_an_action_that_vanishes_at_every_precision() {
    let folder = Folder::with(&GAMES);
    for (precision, within) in [
        ("1e3", 1e-3),
        ("2e3", 1e-3),
        ("5e3", 1e-3),
        ("1e5", 1e-5),
        ("1e8", 1e-8),
    ] {
        let solved = solved(&folder, "free_kick.nfg", &["--lambda", precision]);
        is_near(&play(&solved, "keeper"), &[1.0 / 9.0, 8.0 / 9.0], within);
        is_near(&play(&solved, "striker"), &[0.5, 0.5, 0.0], 3.0 * within);
    }
}

#[test]
fn the_limit_is_an_equilibrium_with_its_support() {
    let folder = Folder::with(&GAMES);
    let kick = solved(&folder, "free_kick.nfg", &[]);
    is_near(&play(&kick, "striker"), &[0.5, 0.5, 0.0], 1e-8);
    let exactly = |play: &[f64]| play.iter().filter(|chance| **chance == 0.0).count();
    assert_eq!(exactly(&play(&kick, "striker")), 1);
    let poker = solved(&folder, "two_cards.efg", &[]);
    is_near(&play(&poker, "dealt"), &[1.0, 0.0, 1.0 / 3.0, 2.0 / 3.0], 1e-8);
    assert_eq!(exactly(&play(&poker, "dealt")), 1);
    is_near(&play(&poker, "other"), &[2.0 / 3.0, 1.0 / 3.0], 1e-8);
    let table = folder.run(0, &["solve", "two_cards.efg"]).out;
    assert!(table.contains("limit of rising λ, at λ = "), "{table}");
    assert!(table.contains("support"), "{table}");
}

#[test]
fn a_threat_that_nobody_tests_rests_on_the_limit_of_beliefs() {
    let folder = Folder::with(&GAMES);
    for more in [&["--lambda", "2e5"][..], &["--lambda", "1e8"], &[]] {
        let solved = solved(&folder, "threat.efg", more);
        is_near(&play(&solved, "entrant"), &[0.0, 1.0, 0.0, 1.0], 1e-12);
        is_near(&play(&solved, "incumbent"), &[0.5, 0.5], 1e-4);
        // The belief in both types is equal, and so are the payoffs of both actions.
        let rows = solved["strategies"].as_array().expect("rows").iter();
        let of_threat: Vec<f64> = rows
            .filter(|row| row["actor"] == "incumbent")
            .map(|row| row["expected_payoff"].as_f64().expect("a number"))
            .collect();
        is_near(&of_threat, &[0.0, 0.0], 1e-4);
    }
}

#[test]
fn the_limit_lies_beyond_all_turns() {
    let folder = Folder::with(&GAMES);
    for (file, range) in [("turning.nfg", 183.0), ("ties.nfg", 1.0)] {
        let solved = solved(&folder, file, &[]);
        for actor in solved["actors"].as_array().expect("actors") {
            let regret = actor["regret"].as_f64().expect("a number");
            assert!(regret <= 1e-9 * range, "{file}: {regret}");
        }
    }
    let turning = folder.run(0, &["solve", "turning.nfg"]).err;
    assert_eq!(turning.matches("the branch turns round at").count(), 2, "{turning}");
}

#[test]
fn a_path_without_a_precision_ends_at_the_limit() {
    let folder = Folder::with(&GAMES);
    let printed = folder
        .run(0, &["solve", "free_kick.nfg", "--path", "--format", "csv"])
        .out;
    let rows: Vec<Vec<&str>> = printed.lines().map(|line| line.split(',').collect()).collect();
    let number = |text: &str| text.parse::<f64>().expect("a number");
    assert_eq!((number(rows[1][0]), number(rows[1][7])), (0.0, 1.0 / 3.0));
    let last = &rows[rows.len() - 5..];
    let chances: Vec<f64> = last.iter().map(|row| number(row[7])).collect();
    is_near(&chances, &[0.5, 0.5, 0.0, 1.0 / 9.0, 8.0 / 9.0], 1e-8);
    assert!(last.iter().all(|row| number(row[8]) <= 16.0 * 1e-9));
}

#[test]
fn a_branch_that_cannot_be_followed_is_refused_with_what_to_try() {
    let folder = Folder::with(&GAMES);
    let refused = folder.run(5, &["solve", "slow.nfg"]);
    assert_eq!(refused.out, "");
    let hint = refused
        .err
        .split("--lambda ")
        .nth(1)
        .unwrap_or_else(|| panic!("{}", refused.err));
    let precision = hint.split(['`', ' ', '\n']).next().expect("a number");
    solved(&folder, "slow.nfg", &["--lambda", precision]);
}
