//! `run`, `check` and `trace`: what they print, write and refuse, and their exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::folder::{Folder, file_names};
use crate::support::command::{Finished, pactum, run};

/// A small deal with uncertainty, types, chance and two variants.
const DEAL: &str = r#"
title = "A small deal"
periods = { count = 3, unit = "quarter" }

[actors.russia]
types = { hawk = 0.4, dove = 0.6 }
strategy = { logit = 0.1 }
discount = 0.95
[[actors.russia.payoffs]]
name = "peace"
paid = "lasting"
amount = 50
when = 'war == no'
[[actors.russia.payoffs]]
name = "war"
paid = "at_end"
amount = "gain"
when = 'war == yes'

[actors.us]
[[actors.us.payoffs]]
name = "calm"
paid = "each_period"
amount = 1

[parameters.gain]
value = 60
spread = { uniform = 20 }

[parameters.hidden]
by = "russia"
values = { hawk = 0.3, dove = 0.1 }
spread = { uniform = 0.05 }

[variables.war]
values = ["no", "yes"]
start = "no"

[[stages]]
name = "move"
actor = "russia"
[[stages.actions]]
name = "comply"
[[stages.actions]]
name = "attack"
set = { war = "yes" }

[[stages]]
name = "accident"
branches = [ { name = "spark", probability = "hidden", set = { war = "yes" } }, { otherwise = true } ]

[[outcomes]]
name = "war"
when = 'war == yes'
[[outcomes]]
name = "peace"
at_end = true

[variants.plain]
[variants.costly]
set = { gain = 20 }
"#;

/// A folder with the deal in it.
fn deal() -> Folder {
    Folder::with(&[("deal.toml", DEAL)])
}

const SMALL: [&str; 6] = ["run", "deal.toml", "--draws", "20", "--games", "25"];

/// Runs the deal with few draws and games.
#[track_caller]
fn run_small(temp: &Folder, code: i32, more: &[&str]) -> Finished {
    temp.run(code, &[&SMALL, more].concat())
}

fn rows(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).expect("the table is there");
    let header = reader
        .headers()
        .expect("it has a header")
        .iter()
        .map(str::to_owned)
        .collect();
    let rows = reader
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect());
    (header, rows.collect())
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("it is there")).expect("it is JSON")
}

#[test]
fn a_run_prints_its_folder_last_and_notes_it_as_the_latest() {
    let temp = deal();
    let output = run_small(&temp, 0, &[]);
    let path = output.out.lines().last().expect("a last line").to_owned();
    assert!(path.starts_with("results/deal/"), "{path}");
    let latest = fs::read_to_string(temp.path().join("results/deal/latest")).expect("it is noted");
    assert_eq!(latest.trim_end(), path);
    let again = run_small(&temp, 0, &[]);
    assert_eq!(again.out, format!("{path}\n"));
    assert!(again.err.contains("complete already"), "{}", again.err);
    let other = run_small(&temp, 0, &["--seed", "1", "-q"]);
    assert_ne!(other.out.trim_end(), path);
    assert_eq!(other.out.lines().count(), 1);
    assert_eq!(file_names(&temp.path().join("results/deal")).len(), 3);
    run_small(&temp, 0, &["--force"]);
    assert_eq!(file_names(&temp.path().join("results/deal")).len(), 3);
}

#[test]
fn every_table_has_the_columns_that_the_data_package_declares() {
    let temp = deal();
    run_small(&temp, 0, &["--games-csv", "--out", "r"]);
    let folder = temp.path().join("r");
    let package = json(&folder.join("datapackage.json"));
    assert_eq!(package["profile"], "tabular-data-package");
    let resources = package["resources"].as_array().expect("resources");
    assert_eq!(resources.len(), 13);
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
            "variant,commitment,triggered,honoured_bound,honoured_free,reneged,vetoed,mean_period",
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
    assert_eq!(value["folder"], "j");
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
fn check_prints_size_and_settings() {
    let temp = deal();
    let output = temp.run(0, &["check", "deal.toml", "--draws", "50", "--format", "csv"]);
    assert!(output.out.starts_with("variant,periods,"), "{}", output.out);
    assert_eq!(output.out.lines().count(), 3);
    assert!(output.err.contains("each of the 50 draws"), "{}", output.err);
    let output = temp.run(0, &["check", "deal.toml", "--parameters", "--format", "csv"]);
    assert!(output.out.contains("plain,gain,60,"), "{}", output.out);
    assert!(output.out.contains("costly,gain,20,"), "{}", output.out);
}

#[test]
fn check_prints_its_diagnostics_as_json() {
    let temp = deal();
    let data = |code: i32, arguments: &[&str]| -> serde_json::Value {
        let all = [&["check"], arguments, &["--format", "json"]].concat();
        let output = temp.run(code, &all);
        assert_eq!(output.err, "");
        serde_json::from_str(&output.out).expect("it is JSON")
    };
    let sound = data(0, &["deal.toml", "--draws", "50"]);
    assert_eq!(sound["sound"], true);
    let variant = &sound["variants"][0];
    assert_eq!(variant["variant"], "plain");
    assert_eq!(
        variant["nodes_by_period"].as_array().map(Vec::len),
        variant["periods"].as_u64().map(|periods| periods as usize)
    );
    assert!(variant["parts"][0]["times_as_many_states"].is_number());
    assert_eq!(variant["probabilities"]["draws"], 50);
    let name = "wrong.toml";
    temp.write(name, &DEAL.replace("at_end = true", "at_end = true\nwhen = 'false'"));
    let wrong = data(3, &[name]);
    assert_eq!(wrong["sound"], false);
    let found = &wrong["diagnostics"][0];
    assert_eq!(found["severity"], "error");
    assert_eq!(found["code"], "E803");
    assert_eq!(found["file"], name);
    assert!(found["line"].as_u64() > Some(1) && found["column"].as_u64() > Some(1));
    assert!(found["end_column"].as_u64() > found["column"].as_u64());
    assert_eq!(found["variants"], serde_json::json!(["plain", "costly"]));
    assert!(found["help"][1].as_str().is_some_and(|help| help.contains("start: ")));
    temp.write("typo.toml", &DEAL.replace("periods", "periodz"));
    let typo = data(3, &["typo.toml"]);
    assert_eq!(typo["diagnostics"][0]["severity"], "error");
    temp.write("risky.toml", &DEAL.replace("hawk = 0.3", "hawk = 0.96"));
    let risky = data(3, &["risky.toml"]);
    assert_eq!(risky["diagnostics"][0]["code"], "E809");
    assert!(
        risky["diagnostics"][0]["message"]
            .as_str()
            .is_some_and(|message| message.starts_with("in draw "))
    );
    let beyond = data(0, &["risky.toml", "--nominal"]);
    assert_eq!(beyond["diagnostics"][0]["severity"], "warning");
    assert_eq!(beyond["diagnostics"][0]["code"], "E812");
}

#[test]
fn check_states_its_proofs() {
    let temp = deal();
    let sound = temp.run(0, &["check", "deal.toml"]).err;
    assert!(sound.contains("interval arithmetic shows it for"), "{sound}");
    temp.write("risky.toml", &DEAL.replace("hawk = 0.3", "hawk = 0.96"));
    let risky = temp.run(0, &["check", "risky.toml", "--nominal"]).err;
    assert!(risky.contains("warning[E812]: a draw with hidden.hawk = "), "{risky}");
    assert!(risky.contains("rest on `hidden.hawk`"), "{risky}");
    temp.write("idle.toml", &format!("{DEAL}\n[parameters.spare]\nvalue = 1\n"));
    let idle = temp.run(0, &["check", "idle.toml"]).err;
    assert!(idle.contains("the parameter `spare` is never used"), "{idle}");
    let quiet = temp.run(0, &["check", "idle.toml", "--quiet"]).err;
    assert_eq!(quiet, "");
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
            .parse()
            .expect("a number");
        assert!((shown - earned).abs() < 1e-4, "{shown} {earned}");
    }
}

#[test]
fn files_that_are_not_scenarios_are_refused() {
    let temp = deal();
    fs::create_dir(temp.path().join("folder")).expect("there is room");
    fs::write(temp.path().join("binary.toml"), [0, 159, 146, 150]).expect("there is room");
    let large = fs::File::create(temp.path().join("large.toml")).expect("there is room");
    large.set_len(50 * 1024 * 1024).expect("it need not be filled");
    for name in ["missing.toml", "folder", "binary.toml", "large.toml"] {
        for command in ["run", "check", "trace"] {
            let output = temp.run(3, &[command, name]);
            assert!(output.err.contains(name), "{}", output.err);
            assert_eq!(output.out, "");
        }
    }
    assert!(!temp.path().join("results").exists());
}

#[test]
fn wrong_scenarios_are_refused_and_nothing_is_written() {
    let temp = deal();
    let deep = format!("\"{}gain{}\"", "(".repeat(100_000), ")".repeat(100_000));
    let actors =
        DEAL.find("[actors.russia]").expect("it has actors")..DEAL.find("[parameters.gain]").expect("and parameters");
    let wrong = [
        ("deep", DEAL.replace("\"gain\"", &deep)),
        ("nan", DEAL.replace("value = 60", "value = nan")),
        (
            "infinite",
            DEAL.replace("spread = { uniform = 20 }", "range = [50, inf]"),
        ),
        ("empty", DEAL.replace("spread = { uniform = 20 }", "range = [60, 60]")),
        ("nobody", DEAL.replace(&DEAL[actors], "")),
        ("likely", DEAL.replace("probability = \"hidden\"", "probability = 1.2")),
        ("sum", DEAL.replace("dove = 0.6", "dove = 0.7")),
        ("half", DEAL[..DEAL.len() / 2].to_owned()),
        ("nothing", String::new()),
    ];
    for (name, text) in wrong {
        temp.write(&format!("{name}.toml"), &text);
        for command in ["run", "check"] {
            let output = temp.run(3, &[command, &format!("{name}.toml")]);
            assert!(output.err.contains("error"), "{name}: {}", output.err);
        }
        assert!(!temp.path().join("results").exists(), "{name} left something");
    }
}

#[test]
fn a_probability_beyond_one_in_some_draw_names_the_draw() {
    let temp = deal();
    temp.write("risky.toml", &DEAL.replace("hawk = 0.3", "hawk = 0.96"));
    let output = temp.run(3, &["run", "risky.toml"]);
    let text = output.err;
    assert!(
        text.contains("in draw ") && text.contains("seed 0") && text.contains("hidden.hawk = "),
        "{text}"
    );
    assert!(!temp.path().join("results").exists());
    let checked = temp.run(3, &["check", "risky.toml"]);
    assert_eq!(checked.err, format!("in variant `plain`:\n{text}"));
    assert!(text.contains("--> risky.toml:") && text.contains("start: "), "{text}");
    temp.run(0, &["check", "risky.toml", "--nominal"]);
}

#[test]
fn unsolved_draws_are_marked() {
    let temp = deal();
    let pennies = r#"
title = "Matching pennies"
periods = 1
[actors.one]
strategy = "best_response"
[[actors.one.payoffs]]
name = "match"
paid = "at_end"
amount = 1
when = 'first == second'
[actors.two]
strategy = "best_response"
[[actors.two.payoffs]]
name = "differ"
paid = "at_end"
amount = 1
when = 'first != second'
[variables.first]
range = [0, 2]
start = 0
[variables.second]
range = [0, 2]
start = 0
[[stages]]
name = "toss"
[[stages.choices]]
actor = "one"
actions = [ { name = "heads", set = { first = 1 } }, { name = "tails", set = { first = 2 } } ]
[[stages.choices]]
actor = "two"
actions = [ { name = "heads", set = { second = 1 } }, { name = "tails", set = { second = 2 } } ]
[[outcomes]]
name = "done"
at_end = true
"#;
    temp.write("pennies.toml", pennies);
    let output = temp.run(5, &["run", "pennies.toml", "--draws", "10", "--out", "r"]);
    assert!(output.err.contains("were not solved"), "{}", output.err);
    assert!(output.out.ends_with("r\n"));
    let (header, draws) = rows(&temp.path().join("r/draws.csv"));
    let status = header
        .iter()
        .position(|name| name == "solver_status")
        .expect("a status");
    assert!(draws.iter().all(|row| row[status] == "no_pure_equilibrium"));
}

#[test]
fn an_existing_folder_is_refused_before_any_work() {
    let temp = deal();
    fs::create_dir(temp.path().join("r")).expect("there is room");
    let endless = ["run", "deal.toml", "--draws", "1000000000", "--out", "r"];
    let output = temp.run(4, &endless);
    assert!(output.err.contains("--force"), "{}", output.err);
    run_small(&temp, 0, &["--out", "r", "--force"]);
    run_small(&temp, 4, &["--out", "r"]);
    temp.write("r/thesis.txt", "years of work");
    let output = run_small(&temp, 4, &["--out", "r", "--force"]);
    assert!(output.err.contains("thesis.txt"), "{}", output.err);
    assert!(temp.path().join("r/thesis.txt").exists() && temp.path().join("r/outcomes.csv").exists());
    run_small(&temp, 4, &["--out", "deal.toml", "--force"]);
    run_small(&temp, 4, &["--out", "deal.toml/r"]);
    assert_eq!(temp.names(), ["deal.toml", "r"]);
}

/// Runs in a shell; `None` where the shell says that it cannot.
fn shell(script: &str) -> Option<Finished> {
    Command::new("sh").args(["-c", script]).output().ok().map(Finished::of)
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_before_any_work() {
    let temp = deal();
    let closed = temp.path().join("closed");
    fs::create_dir(&closed).expect("there is room");
    let mut open = fs::metadata(&closed).expect("it is there").permissions();
    open.set_readonly(true);
    fs::set_permissions(&closed, open).expect("it is ours");
    let arguments = ["run", "deal.toml", "--draws", "1000000000", "--out", "closed/r"];
    let program = env!("CARGO_BIN_EXE_pactum");
    let root = shell("id -u").is_some_and(|output| output.out == "0\n");
    let output = if root {
        // Root may write everywhere: another user has to try, with a copy of the program which that user can read.
        let Some(somebody) = as_nobody(&temp, program, &arguments) else {
            return;
        };
        somebody
    } else {
        run(temp.path(), &arguments)
    };
    assert_eq!(output.code, 4, "{}", output.err);
    assert!(output.err.contains("cannot write"), "{}", output.err);
    assert_eq!(file_names(&closed), Vec::<String>::new());
}

fn as_nobody(temp: &Folder, program: &str, arguments: &[&str]) -> Option<Finished> {
    let here = temp.path().display();
    let arguments = arguments.join(" ");
    let output = shell(&format!(
        "cp {program} {here}/pactum && chmod 755 {here} {here}/pactum && chmod 644 {here}/deal.toml && cd {here} \
         && su nobody -s /bin/sh -c true && su nobody -s /bin/sh -c './pactum {arguments}'"
    ))?;
    let can = shell("su nobody -s /bin/sh -c true").is_some_and(|output| output.code == 0);
    can.then_some(output)
}

#[test]
fn a_full_disk_is_reported_and_leaves_no_files() {
    let temp = deal();
    let disk = temp.path().join("disk");
    fs::create_dir(&disk).expect("there is room");
    let mounted = shell(&format!("mount -t tmpfs -o size=64k tmpfs {}", disk.display()));
    if !mounted.is_some_and(|output| output.code == 0) {
        // Only root may make a small disk; the writer's own tests cover the rest.
        return;
    }
    let output = run(temp.path(), &["run", "deal.toml", "--games-csv", "--out", "disk/r"]);
    let left = file_names(&disk);
    shell(&format!("umount {}", disk.display())).expect("it was mounted");
    assert_eq!(output.code, 4, "{}", output.err);
    assert!(output.err.contains("No space left"), "{}", output.err);
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn an_interrupted_run_leaves_no_files() {
    let temp = deal();
    let arguments = [
        "run",
        "deal.toml",
        "--draws",
        "100000",
        "--games",
        "100000",
        "--out",
        "r",
    ];
    let mut child = pactum(temp.path())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("pactum runs");
    // It has begun to play once a folder is being filled.
    let filled = || {
        let folders = temp.names().into_iter();
        let mut folders = folders.map(|name| temp.path().join(name));
        folders.any(|folder| folder.join("draws.csv").exists())
    };
    while !filled() {
        let ended = child.try_wait().expect("it can be asked");
        assert_eq!(ended, None, "it runs for long");
        std::thread::yield_now();
    }
    shell(&format!("kill -INT {}", child.id())).expect("the signal is sent");
    assert_eq!(child.wait().expect("it stops").code(), Some(130));
    assert_eq!(temp.names(), ["deal.toml"]);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let temp = deal();
    let program = env!("CARGO_BIN_EXE_pactum");
    let script = format!(
        "cd {} && {{ {program} check deal.toml --parameters 2>err; echo $? >code; }} | true; cat err code",
        temp.path().display()
    );
    let text = shell(&script).expect("there is a shell").out;
    assert!(!text.contains("panic"), "{text}");
    assert!(text.ends_with("0\n"), "{text}");
}

#[test]
fn help_has_examples_and_wrong_arguments_are_refused() {
    let temp = deal();
    for arguments in [
        &["--help"][..],
        &["run", "--help"],
        &["check", "--help"],
        &["trace", "--help"],
        &["solve", "--help"],
        &["explain", "--help"],
    ] {
        let text = temp.run(0, arguments).out;
        assert!(text.contains("Examples:") || text.contains("Exit codes:"), "{text}");
    }
    assert!(temp.run(0, &["--version"]).out.starts_with("pactum "));
    for arguments in [
        &["run"][..],
        &["run", "deal.toml", "--draws", "0"],
        &["run", "deal.toml", "--games", "0"],
        &["run", "deal.toml", "--threads", "0"],
        &["run", "deal.toml", "--draws", "1.5"],
        &[
            "run",
            "deal.toml",
            "--draws",
            "1000000",
            "--games",
            "18446744073709551615",
        ],
        &["run", "deal.toml", "--no-such-flag"],
        &["no_such_command"],
        &[],
    ] {
        temp.run(2, arguments);
    }
    assert_eq!(temp.names(), ["deal.toml"]);
}
