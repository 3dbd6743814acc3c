//! Help: the commands in groups, examples that run, and what a file alone is answered.

use std::fs;
use std::process::Command;

use crate::folder::Folder;
use crate::small_deal::deal;
use crate::support::command::Finished;
use crate::support::files::project;

/// The commands that `pactum --help` names, in the order of its groups.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().take_while(|line| *line != "Options:");
    let command = |line: &str| {
        let name = line.strip_prefix("  ").filter(|rest| !rest.starts_with(' '))?;
        name.split(' ').next().map(str::to_owned)
    };
    lines.filter_map(command).collect()
}

/// The command lines below `Examples:`.
fn examples(help: &str) -> Vec<String> {
    let examples = help.split_once("Examples:\n").map_or("", |(_, examples)| examples);
    let examples = examples.lines().take_while(|line| line.starts_with("  pactum "));
    examples.map(|line| line.trim().to_owned()).collect()
}

/// A folder with everything that examples name.
fn prepared() -> Folder {
    let temp = Folder::with(&[]);
    temp.run(0, &["new", "deal"]);
    temp.run(0, &["new", "other"]);
    let game = fs::read_to_string(project("scenarios/games/kuhn.efg")).expect("a text");
    temp.write("poker.efg", &game);
    for name in ["dispute.toml", "disputes.csv"] {
        let text = fs::read_to_string(project(&format!("scenarios/cases/{name}"))).expect("a text");
        temp.write(name, &text);
    }
    let study = "study = \"sweep\"\nscenario = \"deal.toml\"\nvary = [\"credibility=0:1:0.5\"]\nnominal = true\n";
    temp.write("credibility.toml", study);
    for (number, node) in [("1/2", "node1"), ("2/2", "node2")] {
        let run = ["run", "deal.toml", "--draws", "64", "--games", "2", "--shard", number];
        for out in ["big".to_owned(), format!("{node}/big")] {
            temp.run(0, &[&run[..], &["--out", &out]].concat());
        }
    }
    for folder in [".local/share/bash-completion/completions", ".config/fish/completions"] {
        fs::create_dir_all(temp.path().join(folder)).expect("there is room");
    }
    temp
}

/// An example with few draws and points and without what it is piped to.
fn quick(example: &str) -> String {
    let command = example.split(" | ").next().unwrap_or_default();
    let mut words: Vec<&str> = command.split(' ').collect();
    let drawing = ["run", "compare", "sweep", "threshold", "design", "value", "check"].contains(&words[1]);
    let has = |flag: &str| words.contains(&flag);
    let draws = drawing && !has("--nominal") && !has("--until");
    let points = words[1] == "sensitivity" && !has("local");
    for (flag, few, wanted) in [
        ("--draws", "24", draws),
        ("--points", "16", points),
        ("--until", "0.3", false),
    ] {
        match words.iter().position(|word| *word == flag) {
            Some(place) => words[place + 1] = few,
            None if wanted => words.extend([flag, few]),
            None => {}
        }
    }
    words.join(" ")
}

/// Runs an example in a shell that knows `pactum`.
fn run_example(temp: &Folder, example: &str) -> Finished {
    let command = quick(example);
    let binary = env!("CARGO_BIN_EXE_pactum");
    let script = format!("pactum() {{ '{binary}' \"$@\"; }}\n{command}");
    let mut shell = Command::new("sh");
    let shell = shell
        .args(["-c", &script])
        .current_dir(temp.path())
        .env("HOME", temp.path());
    Finished::of(shell.output().expect("a shell starts"))
}

#[test]
fn every_command_has_examples_that_run() {
    let temp = prepared();
    let names = commands(&temp.run(0, &["--help"]).out);
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let help = temp.run(0, &["help", &name]).out;
        let examples = examples(&help);
        assert!(!examples.is_empty(), "{name}: {help}");
        for example in examples {
            let finished = run_example(&temp, &example);
            assert_eq!(finished.code, 0, "{example}\n{}", finished.err);
        }
    }
}

#[test]
fn help_groups_the_commands() {
    let help = deal().run(0, &["--help"]).out;
    let groups = [
        "Write a scenario:",
        "Play it:",
        "Ask why:",
        "Study it:",
        "Show results:",
        "Exchange:",
        "Options:",
    ];
    let places: Vec<Option<usize>> = groups.iter().map(|group| help.find(group)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{help}");
    assert!(help.lines().all(|line| line.chars().count() <= 100), "{help}");
}

#[test]
fn a_file_alone_is_answered_with_what_can_be_done() {
    let temp = deal();
    temp.write("poker.efg", "EFG 2 R");
    let said = |file: &str| temp.run(2, &[file]).err;
    let scenario = said("deal.toml");
    assert!(
        scenario.starts_with("error: no command stands before `deal.toml`"),
        "{scenario}"
    );
    for line in [
        "pactum check deal.toml",
        "pactum run deal.toml",
        "pactum explain deal.toml",
        "pactum --help",
    ] {
        assert!(scenario.contains(line), "{scenario}");
    }
    let game = said("poker.efg");
    assert!(
        game.contains("pactum solve poker.efg") && !game.contains("pactum run"),
        "{game}"
    );
    fs::create_dir(temp.path().join("r")).expect("there is room");
    assert!(said("r").contains("pactum discover r"));
    assert!(said("chek").contains("unrecognized subcommand 'chek'"));
}

#[test]
fn a_wrong_command_line_is_told_how_it_is_right() {
    let temp = deal();
    temp.write("game.gbt", "<gambit:document/>\n");
    let cases: [(i32, &[&str], &[&str]); 9] = [
        (
            2,
            &["run", "deal.toml", "--seed", "-1"],
            &["'-1' for '--seed <N>'", "not a whole number from 0 on"],
        ),
        (
            2,
            &["run", "deal.toml", "--draws", "-1"],
            &["'-1' for '--draws <N>'", "not a whole number from 1 to"],
        ),
        (
            3,
            &["check", "deal"],
            &["there is no file deal; did you mean deal.toml?"],
        ),
        (
            3,
            &["check", "dael.toml"],
            &["there is no file dael.toml; did you mean deal.toml?"],
        ),
        (3, &["check", "nothing.toml"], &["there is no file nothing.toml\n"]),
        (
            3,
            &["solve", "game.gbt"],
            &["game.gbt is no scenario: scenarios end in .toml", ".efg or .nfg"],
        ),
        (
            2,
            &["explain", "deal.toml", "--at", "mov"],
            &["there is no stage `mov`; did you mean `move`?"],
        ),
        (
            2,
            &["solve", "deal.toml", "--actor", "america"],
            &["there is no actor `america`"],
        ),
        (
            2,
            &["run", "deal.toml", "--variant", "cost"],
            &["did you mean `costly`?"],
        ),
    ];
    for (code, arguments, parts) in cases {
        let said = temp.run(code, arguments).err;
        assert!(parts.iter().all(|part| said.contains(part)), "{arguments:?}\n{said}");
        assert!(!said.contains("tip: to pass"), "{said}");
    }
}
