//! Commands that another program gives: it hears what a shell shows, and may stop the work.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use pactum::{Caller, Reply, call};
use tempfile::TempDir;

use crate::support::command::run;

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/classics/inspection.toml");

/// Nobody watches, nobody stops.
fn unwatched() -> Caller {
    Caller {
        progress: Box::new(|_| ()),
        stop: Arc::default(),
    }
}

fn called(arguments: &[&str]) -> Reply {
    call(unwatched(), [&["pactum"], arguments].concat())
}

#[test]
fn it_hears_what_a_shell_shows() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for line in [
        &["solve", SCENARIO, "--format", "json"][..],
        &["explain", SCENARIO],
        &["check", SCENARIO, "--format", "json"],
        &["check", SCENARIO, "--set", "efort=2"],
        &["check", SCENARIO, "--set", "efort=2", "--format", "json"],
        &["solve", SCENARIO, "--when", "conduct == unheard_of"],
        &["run", "unheard_of.toml"],
        &["explain-error", "E517"],
        &["--version"],
        &["solve", SCENARIO, "--unheard-of"],
        &[SCENARIO],
    ] {
        let (shell, reply) = (run(here, line), called(line));
        let heard = reply.remarks + reply.error.as_deref().unwrap_or_default();
        assert_eq!(
            (i32::from(reply.code), &reply.data, &heard),
            (shell.code, &shell.out, &shell.err),
            "{line:?}"
        );
    }
}

#[test]
fn mistakes_are_data_with_their_places() {
    let reply = called(&["solve", SCENARIO, "--set", "efort=2"]);
    assert_eq!(reply.code, 3);
    let found = reply.mistakes.expect("the scenario is wrong").data();
    assert_eq!(found[0]["code"], "E602");
    assert_eq!(found[0]["file"], "--set");
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&1.into(), &1.into()));
    assert!(called(&["solve", SCENARIO, "--unheard-of"]).mistakes.is_none());
}

#[test]
fn progress_is_told_and_the_line_recorded() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("results");
    let out = out.to_str().expect("a path of text");
    let (done, of) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let caller = Caller {
        progress: {
            let (done, of) = (done.clone(), of.clone());
            Box::new(move |progress| {
                done.fetch_max(progress.done, Ordering::Relaxed);
                of.store(progress.of, Ordering::Relaxed);
            })
        },
        stop: Arc::default(),
    };
    let line = ["pactum", "run", SCENARIO, "--draws", "40", "--games", "2", "--out", out];
    assert_eq!(call(caller, line).code, 0);
    assert_eq!((done.load(Ordering::Relaxed), of.load(Ordering::Relaxed)), (40, 40));
    let manifest = std::fs::read_to_string(Path::new(out).join("manifest.json")).expect("it is written");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("it is JSON");
    assert_eq!(manifest["arguments"]["as_given"], serde_json::json!(line[1..]));
}

#[test]
fn a_program_stops_its_command() {
    let folder = TempDir::new().expect("a folder");
    let out = folder.path().join("results");
    let out = out.to_str().expect("a path of text");
    let stop = Arc::new(AtomicBool::new(false));
    let caller = Caller {
        progress: {
            let stop = stop.clone();
            Box::new(move |_| stop.store(true, Ordering::Relaxed))
        },
        stop,
    };
    let line = [
        "pactum", "run", SCENARIO, "--draws", "10000000", "--games", "0", "--out", out,
    ];
    let reply = call(caller, line);
    assert_eq!(reply.code, 130);
    assert!(reply.error.is_some_and(|error| error.starts_with("interrupted")));
    assert!(!Path::new(out).exists());
}
