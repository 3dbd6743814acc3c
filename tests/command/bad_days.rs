//! Bad days: odd arguments, limits of the system, pipes in place of files, signals.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};

use crate::folder::Folder;
use crate::small_deal::deal;
use crate::support::command::{Finished, pactum, run};

const FEW: [&str; 4] = ["--draws", "3", "--games", "3"];

/// Runs the command in a shell after something else.
pub(crate) fn after(temp: &Folder, before: &str, arguments: &str) -> Finished {
    let program = env!("CARGO_BIN_EXE_pactum");
    let script = format!("{before}; exec {program} {arguments}");
    let mut shell = Command::new("sh");
    let output = shell.current_dir(temp.path()).args(["-c", &script]).output();
    Finished::of(output.expect("there is a shell"))
}

#[test]
fn arguments_that_are_no_text_are_taken() {
    let temp = deal();
    let odd = OsStr::from_bytes(b"odd\xff");
    let arguments = ["run", "deal.toml", "--out"].map(OsStr::new);
    let few = FEW.map(OsStr::new);
    let output = pactum(temp.path()).args(arguments).arg(odd).args(few).output();
    let output = output.expect("pactum starts");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let manifest = fs::read_to_string(temp.path().join(odd).join("manifest.json")).expect("it is there");
    assert!(manifest.contains("odd\u{fffd}"), "{manifest}");
}

#[test]
fn a_limit_on_open_files_says_what_helps() {
    let temp = deal();
    let output = after(&temp, "ulimit -n 6", "run deal.toml --draws 3 --games 3 --out r").expect(4);
    assert!(output.err.contains("ulimit -n 64"), "{}", output.err);
    assert_eq!(temp.names(), ["deal.toml"]);
}

#[test]
fn a_limit_on_the_size_of_files_says_what_helps() {
    let temp = deal();
    let output = after(&temp, "ulimit -f 1", "run deal.toml --draws 3 --games 3 --out r").expect(4);
    assert!(output.err.contains("ulimit -f"), "{}", output.err);
    assert_eq!(temp.names(), ["deal.toml"]);
}

#[test]
fn quitting_ends_a_run_as_an_interruption_does() {
    let temp = deal();
    let long = ["--draws", "1000000", "--games", "1000", "--out", "r", "--threads", "1"];
    let mut run = pactum(temp.path());
    let run = run
        .args(["run", "deal.toml"])
        .args(long)
        .stderr(Stdio::piped())
        .stdout(Stdio::null());
    let mut running = run.spawn().expect("pactum starts");
    while temp.names().len() < 2 {
        assert!(
            running.try_wait().expect("it can be asked").is_none(),
            "it runs for long"
        );
        std::thread::yield_now();
    }
    let quit = Command::new("kill").args(["-QUIT", &running.id().to_string()]).status();
    assert!(quit.expect("there is kill").success());
    let output = running.wait_with_output().expect("it ends");
    assert_eq!(
        (output.status.code(), output.status.signal()),
        (Some(130), None),
        "{output:?}"
    );
}

#[test]
fn a_signal_ends_what_would_never_come_to_an_end() {
    let temp = deal();
    let single = ["--draws", "1", "--games", "1000000000000", "--out", "r"];
    let mut run = pactum(temp.path());
    let run = run.args(["run", "deal.toml"]).args(single);
    let mut running = run
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("pactum starts");
    while temp.names().len() < 2 {
        assert_eq!(running.try_wait().expect("it can be asked"), None, "it never ends");
        std::thread::yield_now();
    }
    let term = Command::new("kill").args(["-TERM", &running.id().to_string()]).status();
    assert!(term.expect("there is kill").success());
    let output = running.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("interrupted; "), "{said}");
    temp.run(0, &["run", "deal.toml", "--draws", "1", "--games", "9", "--out", "r"]);
}

#[test]
fn too_many_threads_are_never_started() {
    let temp = deal();
    let out = ["run", "deal.toml", "--out", "r"];
    let refused = run(temp.path(), &[&out[..], &["--threads", "10000000"]].concat()).expect(2);
    assert!(refused.err.contains("1 to 1024"), "{}", refused.err);
    let capped = pactum(temp.path())
        .args(out)
        .args(FEW)
        .env("RAYON_NUM_THREADS", "10000000")
        .output();
    Finished::of(capped.expect("pactum starts")).expect(0);
    let manifest: serde_json::Value = serde_json::from_str(&temp.text("r/manifest.json")).expect("it is JSON");
    assert_eq!(manifest["host"]["threads"], 1024);
    let two = ["run", "deal.toml", "--out", "s"];
    let two = pactum(temp.path())
        .args(two)
        .args(FEW)
        .env("RAYON_NUM_THREADS", "2")
        .output();
    Finished::of(two.expect("pactum starts")).expect(0);
    let manifest: serde_json::Value = serde_json::from_str(&temp.text("s/manifest.json")).expect("it is JSON");
    assert_eq!(manifest["host"]["threads"], 2);
}

#[test]
fn a_scenario_may_come_through_a_pipe() {
    let temp = deal();
    let text = temp.text("deal.toml");
    let from_file = run(temp.path(), &["check", "deal.toml"]).expect(0);
    for name in ["-", "/dev/stdin"] {
        let mut check = pactum(temp.path());
        let check = check.args(["check", name]).stdin(Stdio::piped());
        let mut check = check
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("pactum starts");
        let mut pipe = check.stdin.take().expect("there is a pipe");
        pipe.write_all(text.as_bytes()).expect("it is read");
        drop(pipe);
        let output = Finished::of(check.wait_with_output().expect("it ends")).expect(0);
        assert_eq!(output.out, from_file.out);
    }
    let named = after(&temp, "exec <deal.toml", "run - --draws 3 --games 3 -q").expect(0);
    assert!(named.out.starts_with("results/stdin/"), "{}", named.out);
}

#[test]
fn nothing_is_read_that_might_never_end() {
    let temp = deal();
    let made = Command::new("mkfifo").arg(temp.path().join("pipe")).status();
    assert!(made.expect("there is mkfifo").success());
    for (command, code) in [("check", 3), ("solve", 3), ("fmt", 3), ("study", 2)] {
        let output = run(temp.path(), &[command, "pipe"]).expect(code);
        assert!(output.err.contains("a named pipe"), "{}", output.err);
    }
    let output = run(temp.path(), &["check", "/dev/zero"]).expect(3);
    assert!(output.err.contains("a device"), "{}", output.err);
}

#[test]
fn odd_names_of_files_give_usual_folders() {
    let temp = deal();
    let text = temp.text("deal.toml");
    for name in ["..toml", "a\nb\u{1b}[31m.toml"] {
        temp.write(name, &text);
        let output = run(temp.path(), &[&["run", name, "-q"], &FEW[..]].concat()).expect(0);
        assert!(
            !output.out.contains('\u{1b}') && output.out.lines().count() == 1,
            "{:?}",
            output.out
        );
        let path = run(temp.path(), &["path", name]).expect(0);
        assert!(path.out.ends_with(&output.out), "{:?} {:?}", path.out, output.out);
    }
    let results = crate::folder::file_names(&temp.path().join("results"));
    assert_eq!(results, ["a_b_[31m", "scenario"]);
}

#[test]
#[cfg(target_os = "linux")]
fn a_game_too_large_for_the_memory_is_refused_before_it_is_solved() {
    let steps = |name: &str| {
        format!("[[stages.actions]]\nname = \"to_{name}\"\nset = {{ {name} = \"min({name} + 1, 30)\" }}\n")
    };
    let range = |name: &str| format!("[variables.{name}]\nrange = [0, 30]\nstart = 0\n");
    let all = |part: &dyn Fn(&str) -> String| ["x", "y", "z"].map(part).concat();
    let text = format!(
        "title = \"large\"\nperiods = 90\n[actors.a]\nstrategy = {{ logit = 1 }}\n[[actors.a.payoffs]]\nname = \"p\"\n\
         paid = \"at_end\"\namount = \"x\"\n{}[[stages]]\nname = \"s\"\nactor = \"a\"\n{}[[outcomes]]\nname = \"end\"\nat_end = true\n",
        all(&range),
        all(&steps)
    );
    let temp = Folder::with(&[("large.toml", &text)]);
    let output = after(&temp, "ulimit -v 1000000", "run large.toml --draws 8 --games 1 --out r").expect(3);
    assert!(
        output.err.contains("E810") && output.err.contains("GiB of memory"),
        "{}",
        output.err
    );
    after(&temp, "ulimit -v 1000000", "check large.toml").expect(0);
}

#[test]
fn a_table_of_many_outcomes_is_solved_in_little_memory() {
    let temp = deal();
    let n = 120;
    let payoffs: Vec<String> = (0..2 * n * n).map(|cell| (cell * 7919 % 11).to_string()).collect();
    let table = format!(
        "NFG 1 R \"many\" {{ \"A\" \"B\" }} {{ {n} {n} }}\n\n{}\n",
        payoffs.join(" ")
    );
    temp.write("many.nfg", &table);
    // A number for each pair of outcomes would take 1.7 GB.
    let solved = after(&temp, "ulimit -v 1000000", "solve many.nfg --lambda 1 --format csv").expect(0);
    assert_eq!(solved.out.lines().count(), 1 + 2 * n);
}

#[test]
fn too_many_variants_and_too_long_names_are_errors() {
    let temp = deal();
    let one = |number: usize| format!("[variants.v{number}]\ntitle = \"{number}\"\n");
    let variants: String = (0..10_000).map(one).collect();
    let text = "title = \"many\"\nperiods = 1\n[actors.a]\n[[outcomes]]\nname = \"end\"\nat_end = true\n";
    temp.write("many.toml", &format!("{text}{variants}"));
    let output = run(temp.path(), &["run", "many.toml"]).expect(3);
    assert!(
        output.err.contains("E515") && output.err.contains("more than 1000 variants"),
        "{}",
        output.err
    );
    let name = "n".repeat(201);
    temp.write("long.toml", &text.replace("\"end\"", &format!("\"{name}\"")));
    let output = run(temp.path(), &["run", "long.toml"]).expect(3);
    assert!(
        output.err.contains("E201") && output.err.contains("more than 200"),
        "{}",
        output.err
    );
}

#[test]
fn numbers_whose_sums_are_infinite_are_refused() {
    let temp = deal();
    let text = "title = \"huge\"\nperiods = 2\n[actors.a]\nstrategy = { logit = 1 }\n[[actors.a.payoffs]]\nname = \"p\"\n\
                amount = \"if(x == 1, 1e308, -1e308)\"\n[variables.x]\nrange = [0, 1]\nstart = 0\n[[stages]]\nname = \"s\"\n\
                actor = \"a\"\nactions = [ { name = \"l\", set = { x = 1 } }, { name = \"r\" } ]\n\
                [[outcomes]]\nname = \"end\"\nat_end = true\n";
    temp.write("huge.toml", &text.replace("amount", "paid = \"each_period\"\namount"));
    let output = run(temp.path(), &["run", "huge.toml", "--out", "r"]).expect(3);
    assert!(
        output.err.contains("E811") && output.err.contains("beyond 1e100"),
        "{}",
        output.err
    );
    assert_eq!(temp.names(), ["deal.toml", "huge.toml"]);
}
