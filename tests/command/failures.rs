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
fn a_full_disk_is_reported_and_leaves_only_what_is_finished() {
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
    assert!(left.iter().all(|name| name == ".r.part"), "{left:?}");
}

/// Long enough to be stopped on the way.
pub(crate) const LONG: [&str; 6] = ["run", "deal.toml", "--draws", "6400", "--games", "300"];

/// Starts a long run and sends it a signal once it has finished something.
pub(crate) fn stopped(temp: &Folder, signal: &str) -> std::process::ExitStatus {
    let mut child = pactum(temp.path())
        .args(LONG)
        .args(["--out", "r"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("pactum runs");
    let blocks = temp.path().join(".r.part/blocks");
    while fs::metadata(&blocks).map_or(0, |file| file.len()) < 200 {
        let ended = child.try_wait().expect("it can be asked");
        assert_eq!(ended, None, "it runs for long");
        std::thread::yield_now();
    }
    shell(&format!("kill -{signal} {}", child.id())).expect("the signal is sent");
    child.wait().expect("it stops")
}

#[test]
fn a_run_that_was_interrupted_or_killed_goes_on_and_gives_the_same_bytes() {
    let temp = deal();
    temp.run(0, &[&LONG[..], &["--out", "whole"]].concat());
    assert_eq!(stopped(&temp, "INT").code(), Some(130));
    assert_eq!(temp.names(), [".r.part", "deal.toml", "whole"]);
    let left = file_names(&temp.path().join(".r.part"));
    assert!(left.contains(&"blocks".to_owned()), "{left:?}");
    assert_eq!(stopped(&temp, "KILL").code(), None);
    let said = temp.run(0, &[&LONG[..], &["--out", "r"]].concat());
    assert!(said.err.contains("going on"), "{}", said.err);
    assert_eq!(temp.names(), ["deal.toml", "r", "whole"]);
    let files = file_names(&temp.path().join("whole"));
    assert_eq!(file_names(&temp.path().join("r")), files);
    for file in files.iter().filter(|name| *name != "manifest.json") {
        let read = |folder: &str| fs::read(temp.path().join(folder).join(file)).expect("it is there");
        assert!(read("r") == read("whole"), "{file}");
    }
}

#[test]
fn equal_runs_at_once_end_well_and_compute_once() {
    let temp = deal();
    let start = || {
        let mut command = pactum(temp.path());
        let command = command.args(LONG).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("pactum starts")
    };
    let all = [start(), start(), start()];
    let ended = all.map(|child| Finished::of(child.wait_with_output().expect("it ends")).expect(0));
    assert!(ended.iter().all(|one| one.out == ended[0].out), "{ended:?}");
    let folder = temp.path().join("results/deal");
    let there = file_names(&folder);
    assert_eq!((there.len(), there[1].as_str()), (2, "latest"), "{there:?}");
}

#[test]
fn shards_joined_are_one_run() {
    let temp = deal();
    let small = ["run", "deal.toml", "--draws", "300", "--games", "5", "--games-csv"];
    temp.run(0, &[&small[..], &["--out", "whole"]].concat());
    let shard = |number: &str, code| temp.run(code, &[&small[..], &["--out", "part", "--shard", number]].concat());
    shard("3/3", 0);
    shard("1/3", 0);
    temp.write("part.shards/2-of-3.blocks", "");
    let missing = temp.run(4, &["merge", "part.shards", "--out", "joined"]);
    assert!(missing.err.contains("shard 2 of 3 is missing"), "{}", missing.err);
    for wrong in ["0/3", "4/3", "x", "2", "k8s/3", "slurm", "slurm/3"] {
        shard(wrong, 2);
    }
    let said = shard("2/3", 0);
    assert_eq!(said.out, "part.shards\n");
    assert_eq!(shard("2/3", 0).out, said.out);
    temp.run(0, &["merge", "part.shards", "--out", "joined"]);
    let files = file_names(&temp.path().join("whole"));
    assert_eq!(file_names(&temp.path().join("joined")), files);
    for file in files.iter().filter(|name| *name != "manifest.json") {
        let read = |folder: &str| fs::read(temp.path().join(folder).join(file)).expect("it is there");
        assert!(read("joined") == read("whole"), "{file}");
    }
    let sweep = ["sweep", "deal.toml", "--vary", "gain=1,2,3", "--draws", "40"];
    let whole = temp.run(0, &[&sweep[..], &["--format", "csv"]].concat());
    for number in ["1/2", "2/2"] {
        temp.run(0, &[&sweep[..], &["--out", "s", "--shard", number]].concat());
    }
    let joined = temp.run(0, &["merge", "s.shards", "--out", "t"]);
    assert_eq!(temp.text("t/sweep.csv"), whole.out, "{}", joined.out);
    let threshold = [
        "threshold",
        "deal.toml",
        "--vary",
        "gain=0:3",
        "--at",
        "0.5",
        "--shard",
        "1/2",
    ];
    temp.run(2, &threshold);
}

#[test]
fn shards_of_an_array_take_its_index() {
    let temp = deal();
    let shard = |flag: &str, variables: &[(&str, &str)]| {
        let mut command = pactum(temp.path());
        command.args([
            "run",
            "deal.toml",
            "--draws",
            "9",
            "--games",
            "2",
            "--out",
            flag,
            "--shard",
            flag,
        ]);
        command.envs(variables.iter().copied());
        let code = Finished::of(command.output().expect("pactum starts")).code;
        let shards = temp.path().join(format!("{flag}.shards"));
        (
            code,
            if shards.exists() {
                file_names(&shards).remove(0)
            } else {
                String::new()
            },
        )
    };
    let slurm = |id, last| {
        [
            ("SLURM_ARRAY_TASK_ID", id),
            ("SLURM_ARRAY_TASK_MIN", "3"),
            ("SLURM_ARRAY_TASK_MAX", last),
        ]
    };
    let named = |name: &str| (0, format!("{name}.blocks"));
    let most = u64::MAX.to_string();
    assert_eq!(shard("slurm", &slurm("4", "9")), named("2-of-7"));
    assert_eq!(shard("slurm", &slurm("2", "9")).0, 2);
    assert_eq!(shard("slurm/8", &slurm("3", "3")), named("3-of-8"));
    assert_eq!(shard("slurm/2", &slurm("3", "3")).0, 2);
    assert_eq!(shard("k8s/8", &[("JOB_COMPLETION_INDEX", "0")]), named("1-of-8"));
    assert_eq!(shard("k8s/8", &[("JOB_COMPLETION_INDEX", &most)]).0, 2);
}

#[test]
fn equal_shards_wait_for_each_other() {
    let temp = deal();
    let start = || {
        let mut command = pactum(temp.path());
        let command = command.args(LONG).args(["--out", "part", "--shard", "1/2"]);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("pactum starts")
    };
    for child in [start(), start(), start()] {
        let ended = Finished::of(child.wait_with_output().expect("it ends")).expect(0);
        assert_eq!(ended.out, "part.shards\n");
    }
}

#[test]
fn shards_of_something_else_are_not_lost() {
    let temp = deal();
    let shard = |draws: &str, flags: &[&str], code| {
        let command = [
            "run",
            "deal.toml",
            "--out",
            "part",
            "--shard",
            "1/1",
            "--games",
            "2",
            "--draws",
            draws,
        ];
        temp.run(code, &[&command[..], flags].concat())
    };
    shard("9", &[], 0);
    let refused = shard("8", &[], 4);
    assert!(
        refused.err.contains("part.shards holds shards of another"),
        "{}",
        refused.err
    );
    temp.run(0, &["merge", "part.shards", "--out", "nine"]);
    shard("8", &["--force"], 0);
    temp.run(0, &["merge", "part.shards", "--out", "eight"]);
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
