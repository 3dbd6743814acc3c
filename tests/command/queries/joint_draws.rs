//! Parameters that are drawn together, as rows of a table.

use crate::folder::Folder;
use crate::support::csv_table::Csv;
use crate::support::files::{project, text};

/// Estimates of the example with private types, with 600 draws of them in a table beside the scenario.
fn estimated() -> Folder {
    let temp = Folder::with(&[("threat.toml", &text("scenarios/cases/threat.toml"))]);
    let cases = project("scenarios/cases/threats.csv").display().to_string();
    let file = temp.argument("threat.toml");
    let out = temp.argument("fit");
    temp.run(
        0,
        &[
            "estimate", &file, "--cases", &cases, "--wald", "--starts", "1", "--draws", "600", "--out", &out,
        ],
    );
    temp.write("posterior.csv", &temp.text("fit/posterior.csv"));
    temp
}

/// The example with further lines, run in a folder of that name.
fn run(temp: &Folder, name: &str, lines: &str, arguments: &[&str]) -> [Csv; 2] {
    let scenario = format!("{}\n{lines}", text("scenarios/cases/threat.toml"));
    temp.write(&format!("{name}.toml"), &scenario);
    let (file, out) = (temp.argument(&format!("{name}.toml")), temp.argument(name));
    let line = ["run", &file, "--draws", "500", "--games", "1", "--out", &out];
    temp.run(0, &[&line[..], arguments].concat());
    ["draws.csv", "outcomes.csv"].map(|file| Csv::of(&temp.text(&format!("{name}/{file}"))))
}

#[test]
fn a_draw_is_a_row_of_the_table() {
    let temp = estimated();
    let from = "[joint_draws.fit]\nfrom = \"posterior.csv\"\n";
    let [draws, together] = run(&temp, "together", from, &[]);
    let posterior = Csv::of(&temp.text("posterior.csv"));
    let keys = [
        "chance_resolute",
        "audience",
        "target_war",
        "war_x",
        "war_value__resolute",
    ];
    let rows: Vec<[String; 5]> = posterior
        .only(&[])
        .iter()
        .map(|row| keys.map(|key| row.text(key).to_owned()))
        .collect();
    for draw in draws.only(&[]) {
        let row = keys.map(|key| draw.text(&format!("parameter_{key}")).to_owned());
        assert!(rows.contains(&row), "{row:?}");
    }
    // The folder needs no other file, and any number of threads or shards gives the same.
    temp.run(0, &["verify", &temp.argument("together"), "--threads", "2"]);
    // Setting one fixes it, and leaves the rows of the others as they are.
    let [fixed, _] = run(&temp, "fixed", from, &["--set", "audience=1"]);
    for (with, without) in draws.only(&[]).iter().zip(fixed.only(&[])) {
        assert_eq!(with.text("parameter_war_x"), without.text("parameter_war_x"));
    }
    let scenario = temp.text("fixed/scenario.toml");
    assert!(
        scenario.contains("[\"chance_resolute\", \"target_war\", \"war_x\", \"war_value.resolute\"]"),
        "{scenario}"
    );
    temp.run(0, &["verify", &temp.argument("fixed"), "draws.csv:7", "outcomes.csv:2"]);
    let [_, _] = run(&temp, "two", from, &["--set", "audience=1", "--set", "war_x=1"]);
    assert!(
        temp.text("two/scenario.toml")
            .contains("[\"chance_resolute\", \"target_war\", \"war_value.resolute\"]")
    );
    temp.run(0, &["verify", &temp.argument("two")]);
    // Columns that are drawn apart lose what goes with what.
    let column = |key: &str| {
        let values: Vec<String> = posterior
            .only(&[])
            .iter()
            .map(|row| format!("[{}]", row.text(key)))
            .collect();
        format!(
            "[joint_draws.{key}]\nparameters = [\"{key}\"]\nrows = [{}]\n",
            values.join(", ")
        )
    };
    let [_, apart] = run(&temp, "apart", &keys.map(column).concat(), &[]);
    let spread = |table: &Csv| table.one(&[("outcome", "war")]).number("probability_sd");
    assert!(
        spread(&together) < 0.8 * spread(&apart),
        "{} {}",
        spread(&together),
        spread(&apart)
    );
}

#[test]
fn tables_that_do_not_fit_are_refused_with_their_place() {
    let base = text("scenarios/cases/truce.toml");
    let from = "[joint_draws.fit]\nfrom = \"draws.csv\"\n";
    let wrong = [
        ("other\n1\n", from, "`other` is no parameter"),
        ("hazard\n0.02\nx\n", from, "the cell of `hazard` holds \"x\""),
        ("hazard\n0.02,1\n", from, "the row has 2 cells, and the header 1"),
        ("hazard\n", from, "the table has no draws"),
        (
            "hazard\n0.5\n0.6\n",
            from,
            "the nominal value of `hazard` is not a possible one",
        ),
        (
            "",
            "[joint_draws.fit]\nfrom = \"drows.csv\"\n",
            "there is no file `drows.csv`",
        ),
        (
            "",
            "[joint_draws.fit]\nfrom = \"../draws.csv\"\n",
            "lies outside of the scenario's folder",
        ),
        (
            "",
            "[joint_draws.fit]\nparameters = [\"hazard\"]\n",
            "joint draws need `from`, or `parameters` and `rows`",
        ),
        (
            "",
            "[joint_draws.fit]\nparameters = [\"hazard\"]\nrows = [[0.1, 0.2]]\n",
            "the draw has 2 cells, and `parameters` 1",
        ),
        (
            "hazard\n0.01\n0.1\n",
            "[joint_draws.fit]\nfrom = \"draws.csv\"\n[parameters.other]\nvalue = 1\ncase = true\n[joint_draws.more]\nparameters = [\"other\"]\nrows = [[1]]\n",
            "`other` differs between cases",
        ),
        (
            "hazard\n0.01\n0.1\n",
            "[joint_draws.fit]\nfrom = \"draws.csv\"\n[joint_draws.again]\nfrom = \"draws.csv\"\n",
            "`hazard` is drawn already",
        ),
    ];
    for (table, lines, message) in wrong {
        let temp = Folder::with(&[("truce.toml", &format!("{base}\n{lines}")), ("draws.csv", table)]);
        let said = temp.run(3, &["check", &temp.argument("truce.toml")]).err;
        assert!(said.contains(message), "{message}: {said}");
    }
    let table = "hazard\n0.01\n0.1\n";
    let temp = Folder::with(&[("truce.toml", &format!("{base}\n{from}")), ("draws.csv", table)]);
    let said = temp.run(2, &["sensitivity", &temp.argument("truce.toml")]).err;
    assert!(said.contains("drawn in rows with others"), "{said}");
}
