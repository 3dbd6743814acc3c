//! Failures: unsolved draws, output folders, full disks, interruptions, closed pipes and wrong arguments.

use std::fs;
use std::process::{Command, Stdio};

use crate::folder::{Folder, file_names};
use crate::small_deal::{deal, rows, run_small};
use crate::support::command::{Finished, pactum, run};

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
    if mounted.is_none_or(|output| output.code != 0) {
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
        &["run", "deal.toml", "--games", "-1"],
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
