//! `run` and `trace`: the results folder, its tables, and what is printed.

use std::fs;

use serde_json::Value;

use crate::folder::file_names;
use crate::shipped::{call, scenario};
use crate::small_deal::{deal, json, rows, run_small};
use crate::support::csv_table::Csv;

#[test]
fn a_run_prints_its_folder_last_and_notes_it_as_the_latest() {
    let temp = deal();
    let output = run_small(&temp, 0, &[]);
    let path = output.out.lines().last().expect("a last line").to_owned();
    assert!(path.starts_with("results/deal/"), "{path}");
    let latest = temp.text("results/deal/latest");
    assert!(latest.starts_with('/'), "{latest}");
    let whole = |path: &str| fs::canonicalize(path).expect("it is there");
    assert_eq!(whole(latest.trim_end()), whole(&temp.argument(&path)));
    let other = run_small(&temp, 0, &["--seed", "1", "-q"]);
    assert_ne!(other.out.trim_end(), path);
    assert_eq!(other.out.lines().count(), 1);
    assert_eq!(file_names(&temp.path().join("results/deal")).len(), 3);
    run_small(&temp, 0, &["--force"]);
    assert_eq!(file_names(&temp.path().join("results/deal")).len(), 3);
}

#[test]
fn the_same_command_prints_the_same_again() {
    let temp = deal();
    let formats = [&[][..], &["--format", "csv"], &["--format", "json"], &["-q"]];
    let first = formats.map(|format| run_small(&temp, 0, &[&["--force"], format].concat()));
    for (format, first) in formats.into_iter().zip(first) {
        let again = run_small(&temp, 0, format);
        assert_eq!(again.out, first.out, "{format:?}");
        assert_eq!(
            again.err.contains("complete already"),
            format != ["-q"],
            "{}",
            again.err
        );
    }
}

#[test]
fn results_that_were_changed_are_not_printed_again() {
    let temp = deal();
    let path = run_small(&temp, 0, &["-q"]).out;
    temp.write(&format!("{}/outcomes.csv", path.trim_end()), "short\n");
    let refused = run_small(&temp, 4, &[]);
    assert!(refused.out.is_empty());
    assert!(
        refused.err.contains("outcomes.csv was changed: it has 6 bytes") && refused.err.contains("--force"),
        "{}",
        refused.err
    );
    run_small(&temp, 0, &["--force"]);
    run_small(&temp, 0, &[]);
}

#[test]
fn comments_do_not_change_where_a_run_lands_but_words_do() {
    let temp = deal();
    let path = run_small(&temp, 0, &["-q"]).out;
    let plain = temp.text("deal.toml");
    temp.write(
        "deal.toml",
        &format!("# a remark\n\n{}\n# the end\n", plain.replace(" = ", "  =  ")),
    );
    assert_eq!(run_small(&temp, 0, &["-q"]).out, path);
    let run = temp.text(&format!("{}/scenario.toml", path.trim_end()));
    assert!(!run.contains('#') && run.contains("title = \"A small deal\""), "{run}");
    temp.write("deal.toml", &plain.replace("A small deal", "A little deal"));
    assert_ne!(run_small(&temp, 0, &["-q"]).out, path);
}

#[test]
fn every_table_has_the_columns_that_the_data_package_declares() {
    let temp = deal();
    run_small(&temp, 0, &["--games-csv", "--out", "r"]);
    let folder = temp.path().join("r");
    let package = json(&folder.join("datapackage.json"));
    assert_eq!(package["profile"], "tabular-data-package");
    let resources = package["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), 14);
    for resource in resources {
        let file = folder.join(resource["path"].as_str().expect("a path"));
        let (header, rows) = rows(&file);
        let fields = resource["schema"]["fields"].as_array().expect("fields");
        let declared: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        assert_eq!(header, declared);
        assert_eq!(resource["bytes"], fs::metadata(&file).expect("it is there").len());
        assert!(
            fields
                .iter()
                .all(|field| { field["description"].as_str().is_some_and(|text| !text.is_empty()) })
        );
        for row in rows {
            for (cell, field) in row.iter().zip(fields) {
                let fits = match field["type"].as_str() {
                    Some("integer") => cell.is_empty() || cell.parse::<u64>().is_ok(),
                    Some("number") => cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite),
                    Some("boolean") => ["", "true", "false"].contains(&cell.as_str()),
                    _ => true,
                };
                assert!(fits, "{cell:?} in {field} of {}", file.display());
            }
        }
    }
}

#[test]
fn tables_hold_the_columns_that_scripts_rely_on() {
    let temp = deal();
    run_small(&temp, 0, &["--games-csv", "--out", "r"]);
    let promised = [
        (
            "outcomes",
            "variant,outcome,games,count,share,share_low,share_high,probability,probability_low,probability_high,\
             probability_sd,probability_p05,probability_p50,probability_p95",
        ),
        (
            "outcomes_by_type",
            "variant,actor,true_type,outcome,probability,probability_p05,probability_p95",
        ),
        (
            "payoffs",
            "variant,actor,term,mean,mean_low,mean_high,sd,p05,p25,p50,p75,p95,exact_mean",
        ),
        ("timeline", "variant,period,kind,name,value,value_p05,value_p95"),
        (
            "decisions",
            "variant,period,stage,actor,type,action,reached,share,probability",
        ),
        (
            "beliefs",
            "variant,period,observer,about,true_type,believed_type,belief_mean,belief_p05,belief_p95",
        ),
        (
            "commitments",
            "variant,commitment,triggered,honoured_bound,honoured_free,reneged,undelivered,mean_period",
        ),
        (
            "draws",
            "variant,draw,parameter_gain,parameter_hidden__hawk,parameter_hidden__dove,probability_war,\
             probability_peace,payoff_russia,payoff_us,solver_status,regret",
        ),
        ("games", "variant,draw,game,outcome,last_period,payoff_russia,payoff_us"),
    ];
    for (table, header) in promised {
        let text = fs::read_to_string(temp.path().join("r").join(format!("{table}.csv"))).expect("it is there");
        assert!(
            text.starts_with(header),
            "{table}: {}",
            text.lines().next().unwrap_or_default()
        );
    }
}

#[test]
fn played_shares_fit_exact_probabilities_and_games_add_up() {
    let temp = deal();
    run_small(&temp, 0, &["--games-csv", "--out", "r"]);
    let folder = temp.path().join("r");
    let (_, outcomes) = rows(&folder.join("outcomes.csv"));
    let (_, games) = rows(&folder.join("games.csv"));
    assert_eq!(games.len(), 2 * 20 * 25);
    for row in &outcomes {
        let count = games
            .iter()
            .filter(|game| game[0] == row[0] && game[3] == row[1])
            .count();
        assert_eq!(row[3], count.to_string());
    }
    let manifest = json(&folder.join("manifest.json"));
    for variant in manifest["exact_versus_played"].as_array().expect("a list") {
        assert!(variant["smallest_tail_times_outcomes"].as_f64().expect("a number") > 1e-6);
    }
    assert_eq!(manifest["counts"]["games"], 1000);
    assert_eq!(manifest["solver"][0]["statuses"]["converged"], 20);
}

#[test]
fn a_fixed_parameter_keeps_its_column() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "r"]);
    let (_, draws) = rows(&temp.path().join("r/draws.csv"));
    let (plain, costly) = draws.split_at(20);
    assert!(plain.iter().all(|row| row[2] != "20"));
    assert!(costly.iter().all(|row| row[2] == "20"));
    let hidden = |rows: &[Vec<String>]| rows.iter().map(|row| row[3].clone()).collect::<Vec<_>>();
    assert_eq!(hidden(plain), hidden(costly), "variants share their draws");
}

#[test]
fn the_same_bytes_come_from_any_number_of_threads() {
    let temp = deal();
    run_small(&temp, 0, &["--games-csv", "--threads", "1", "--out", "one"]);
    run_small(&temp, 0, &["--games-csv", "--threads", "5", "--out", "five"]);
    for name in file_names(&temp.path().join("one")) {
        let read = |folder: &str| fs::read(temp.path().join(folder).join(&name)).expect("it is there");
        assert!(name == "manifest.json" || read("one") == read("five"), "{name} differs");
    }
}

#[test]
fn fewer_draws_are_the_first_of_more() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "twenty"]);
    temp.run(
        0,
        &[
            "run",
            "deal.toml",
            "--draws",
            "13",
            "--games",
            "25",
            "--out",
            "thirteen",
        ],
    );
    let plain = |folder: &str| rows(&temp.path().join(folder).join("draws.csv")).1[..13].to_vec();
    assert_eq!(plain("twenty"), plain("thirteen"));
}

#[test]
fn the_nominal_point_is_one_draw_with_all_games() {
    let temp = deal();
    run_small(&temp, 0, &["--nominal", "--out", "r"]);
    let (_, draws) = rows(&temp.path().join("r/draws.csv"));
    assert_eq!(draws.len(), 2);
    assert_eq!(draws[0][2], "60");
    let (_, outcomes) = rows(&temp.path().join("r/outcomes.csv"));
    assert_eq!(outcomes[0][2], "500");
    assert_eq!(outcomes[0][8], "", "one draw has no interval");
}

#[test]
fn tables_are_printed_in_the_chosen_format() {
    let temp = deal();
    let json_of = run_small(&temp, 0, &["--format", "json", "--out", "j"]);
    let value: Value = serde_json::from_str(&json_of.out).expect("it is JSON");
    assert!(json_of.err.ends_with("j\n"), "{}", json_of.err);
    assert_eq!(value["outcomes"].as_array().map(Vec::len), Some(4));
    let csv_of = run_small(&temp, 0, &["--format", "csv", "--out", "c"]);
    assert_eq!(
        csv_of.out,
        fs::read_to_string(temp.path().join("c/outcomes.csv")).expect("it is there")
    );
    assert!(csv_of.err.ends_with("c\n"));
    let table = run_small(&temp, 0, &["--color", "always", "--out", "t"]);
    assert!(
        table.out.lines().all(|line| line.chars().count() <= 100),
        "{}",
        table.out
    );
    assert!(table.out.contains("A small deal") && table.out.contains("costly"));
}

#[test]
fn variants_are_chosen_and_the_first_is_the_baseline() {
    let temp = deal();
    run_small(&temp, 0, &["--variant", "costly", "--variant", "plain", "--out", "r"]);
    let (_, comparisons) = rows(&temp.path().join("r/comparisons.csv"));
    assert!(comparisons.iter().all(|row| row[0] == "plain" && row[1] == "costly"));
    let output = run_small(&temp, 2, &["--variant", "nobody"]);
    assert!(output.err.contains("`plain`, `costly`"), "{}", output.err);
}

#[test]
fn a_set_argument_reaches_the_results_and_the_written_scenario() {
    let temp = deal();
    run_small(&temp, 0, &["--set", "gain=33", "--out", "r"]);
    let (header, draws) = rows(&temp.path().join("r/draws.csv"));
    assert!(
        !header.contains(&"parameter_gain".to_owned()),
        "it is not uncertain any longer"
    );
    assert_eq!(draws.len(), 40);
    let again = temp.path().join("again.toml");
    fs::copy(temp.path().join("r/scenario.toml"), &again).expect("there is room");
    temp.run(
        0,
        &["run", "again.toml", "--draws", "20", "--games", "25", "--out", "s"],
    );
    let read = |folder: &str| fs::read(temp.path().join(folder).join("outcomes.csv")).expect("it is there");
    assert_eq!(read("r"), read("s"));
    temp.run(3, &["run", "deal.toml", "--set", "no_such_key=1", "--out", "t"]);
    assert!(!temp.path().join("t").exists());
}

#[test]
fn a_trace_shows_the_game_that_was_played() {
    let temp = deal();
    run_small(&temp, 0, &["--games-csv", "--out", "r"]);
    let (_, games) = rows(&temp.path().join("r/games.csv"));
    for game in games
        .iter()
        .filter(|game| game[0] == "costly" && game[2] == "7")
        .take(10)
    {
        let arguments = [
            "trace",
            "deal.toml",
            "--variant",
            "costly",
            "--draw",
            &game[1],
            "--game",
            &game[2],
        ];
        let text = temp.run(0, &arguments).out;
        let ending = text.lines().find(|line| line.starts_with("It ended")).expect("it ends");
        assert!(ending.ends_with(&format!(": {}.", game[3])), "{ending} {game:?}");
        assert!(ending.contains(&format!("quarter {}", game[4])), "{ending} {game:?}");
        let earned: f64 = game[5].parse().expect("a number");
        let shown = text
            .lines()
            .find(|line| line.starts_with("  russia: "))
            .expect("it earned something");
        let shown: f64 = shown["  russia: ".len()..]
            .split(' ')
            .next()
            .unwrap_or_default()
            .replace('−', "-")
            .parse()
            .expect("a number");
        assert!((shown - earned).abs() < 1e-4, "{shown} {earned}");
    }
}

#[test]
fn a_brief_trace_tells_what_was_done_and_what_changed() {
    let temp = deal();
    let trace = |game: u64| {
        let game = game.to_string();
        let arguments = ["trace", "deal.toml", "--nominal", "--brief", "--game", &game];
        temp.run(0, &arguments).out
    };
    let told: Vec<String> = (0..40).map(trace).collect();
    for text in &told {
        assert!(
            text.contains("chose ") && text.contains("It ended in quarter"),
            "{text}"
        );
        for left_out in [
            "In this draw",
            "The state:",
            "with probability",
            "believed",
            "changed nothing",
        ] {
            assert!(!text.contains(left_out), "{text}");
        }
        let war = text.contains(": war.");
        let cause = text.contains("chose attack") || text.contains("chance decided: spark");
        assert_eq!(cause, war, "{text}");
    }
    let quiet = "Quarter 1 to 3, each\n  move: russia chose comply.\n\nIt ended";
    assert!(told.iter().any(|text| text.contains(quiet)), "{}", told[0]);
}

#[test]
fn without_games_results_are_exact_and_what_only_games_show_is_empty() {
    let temp = deal();
    run_small(&temp, 0, &["--out", "played"]);
    let no_games = ["run", "deal.toml", "--draws", "20", "--games", "0"];
    let said = temp.run(0, &[&no_games[..], &["--out", "exact"]].concat());
    assert!(
        said.out.contains("20 draws, seed 0, exact results only"),
        "{}",
        said.out
    );
    assert!(!said.out.contains("played  "), "{}", said.out);
    let table = |folder: &str, name: &str| Csv::of(&temp.text(&format!("{folder}/{name}.csv")));
    let only_games: [(&str, &[&str]); 4] = [
        ("outcomes", &["games", "count", "share", "share_low", "share_high"]),
        (
            "payoffs",
            &["mean", "mean_low", "mean_high", "sd", "p05", "p25", "p50", "p75", "p95"],
        ),
        ("decisions", &["share"]),
        ("comparisons", &["played_difference"]),
    ];
    for (name, columns) in only_games {
        let (played, exact) = (table("played", name), table("exact", name));
        for (there, here) in played.only(&[]).iter().zip(exact.only(&[])) {
            for column in &played.header {
                let wanted = match column.as_str() {
                    "games" => "0",
                    empty if columns.contains(&empty) => "",
                    same => there.text(same),
                };
                assert_eq!(here.text(column), wanted, "{column} of {name}");
            }
        }
    }
    let all_exact = ["timeline", "beliefs", "draws", "outcomes_by_type", "labels"];
    for name in all_exact.map(|name| format!("{name}.csv")) {
        assert_eq!(
            temp.text(&format!("played/{name}")),
            temp.text(&format!("exact/{name}"))
        );
    }
    let manifest = json(&temp.path().join("exact/manifest.json"));
    assert_eq!(manifest["counts"]["games"], 0);
    assert_eq!(manifest["exact_versus_played"].as_array().map(Vec::len), Some(0));
}

#[test]
fn promises_of_which_no_game_was_played_show_what_is_exact() {
    let temp = deal();
    let out = temp.argument("r");
    let file = scenario("classics/entry_deterrence");
    let said = call(0, &["run", &file, "--games", "0", "--draws", "2", "--out", &out]);
    assert!(
        said.out.contains("kept: bound") && !said.out.contains("tested:"),
        "{}",
        said.out
    );
    let table = Csv::of(&temp.text("r/commitments.csv"));
    for row in table.only(&[]) {
        for column in table.header.iter().skip(2) {
            assert_eq!(row.text(column), "", "{column}");
        }
    }
    assert!(!table.rows.is_empty());
    let temp = deal();
    let no_games = ["run", "deal.toml", "--games", "0", "--out", "n"];
    let refused = temp.run(2, &[&no_games[..], &["--games-csv"]].concat());
    assert!(refused.err.contains("leave one of the two out"), "{}", refused.err);
    let nominal = temp.run(0, &[&no_games[..], &["--nominal"]].concat());
    assert!(
        nominal.out.contains("the nominal point, exact results only"),
        "{}",
        nominal.out
    );
}
