//! Starting points: templates and idioms run as they are; what other tools are told about this one is complete.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use pactum::unstable::scenario::keys::{ALL, DISTRIBUTION};
use serde_json::Value;
use tempfile::TempDir;

const TEMPLATES: [&str; 4] = ["deal", "crisis", "bargaining", "inspection"];

fn told(place: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pactum"))
        .current_dir(place)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("pactum runs")
}

#[track_caller]
fn expect(place: &Path, code: i32, arguments: &[&str]) -> (String, String) {
    let output = told(place, arguments);
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{out}\n{err}");
    (out, err)
}

fn place() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Checks a scenario, plays a little, and wants every outcome of some variant to be possible.
#[track_caller]
fn runs(place: &Path, file: &str) {
    let (_, err) = expect(place, 0, &["check", file, "--draws", "100"]);
    assert!(!err.contains("warning"), "{file}: {err}");
    let run = [
        "run", file, "--draws", "40", "--games", "5", "--format", "json", "--quiet",
    ];
    let (out, _) = expect(place, 0, &run);
    assert!(serde_json::from_str::<Value>(&out).is_ok(), "{file}: {out}");
}

/// The scenarios that the page of idioms shows.
fn idioms() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/idioms.md");
    let text = fs::read_to_string(path).expect("the page is there");
    let text = text.replace("\r\n", "\n");
    let blocks = text.split("```toml\n").skip(1);
    blocks
        .filter_map(|block| Some(block.split_once("```")?.0.to_owned()))
        .collect()
}

#[test]
fn templates_run_as_they_are() {
    let place = place();
    for template in TEMPLATES {
        let (out, err) = expect(place.path(), 0, &["new", template, "--template", template]);
        let file = format!("{template}.toml");
        assert_eq!(out, format!("{file}\n"));
        assert!(err.contains(&format!("pactum run {file}")), "{err}");
        runs(place.path(), &file);
    }
}

#[test]
fn a_new_scenario_harms_nothing() {
    let place = place();
    expect(place.path(), 0, &["new", "truce.toml"]);
    let path: PathBuf = place.path().join("truce.toml");
    fs::write(&path, "mine").expect("written");
    let (_, err) = expect(place.path(), 4, &["new", "truce"]);
    assert!(err.contains("truce.toml exists already"), "{err}");
    assert_eq!(fs::read_to_string(&path).expect("still there"), "mine");
    expect(place.path(), 4, &["new", "no/such/folder/truce"]);
    expect(place.path(), 2, &["new", ".."]);
    expect(place.path(), 2, &["new", "truce", "--template", "war"]);
    expect(place.path(), 2, &["new"]);
}

#[test]
fn idioms_run_as_they_are() {
    let place = place();
    let idioms = idioms();
    assert_eq!(idioms.len(), 7);
    for (number, example) in idioms.iter().enumerate() {
        let file = format!("idiom_{number}.toml");
        fs::write(place.path().join(&file), example).expect("written");
        runs(place.path(), &file);
    }
}

#[test]
fn the_language_names_every_key() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let text = fs::read_to_string(path).expect("the page is there");
    for keys in ALL.into_iter().chain([&DISTRIBUTION]) {
        for key in keys.keys {
            let name = key.name;
            let ways = [format!("`{name}`"), format!("`[{name}."), format!("`[[{name}]]`")];
            let named = ways.iter().any(|way| text.contains(way));
            assert!(named, "{}: `{name}`", keys.of);
        }
    }
}

#[test]
fn a_scenario_of_another_field_runs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/strike.toml");
    let text = fs::read_to_string(path).expect("it is shipped");
    assert!(text.lines().count() < 120, "{} lines", text.lines().count());
    let place = place();
    fs::write(place.path().join("strike.toml"), text).expect("written");
    runs(place.path(), "strike.toml");
}

#[test]
fn the_schema_describes_every_key() {
    let (out, _) = expect(place().path(), 0, &["schema"]);
    let schema: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let definitions = schema["$defs"].as_object().expect("definitions");
    for keys in ALL {
        let name = keys.of.split_once(' ').expect("an article").1.replace(' ', "_");
        for key in keys.keys {
            let about = &definitions[&name]["properties"][key.name]["description"];
            let same = about
                .as_str()
                .is_some_and(|about| about.eq_ignore_ascii_case(key.about));
            assert!(same, "{name}.{}: {about}", key.name);
        }
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (out, _) = expect(place().path(), 0, &["completions", shell]);
        assert!(out.contains("explain-error") && out.contains("template"), "{shell}");
    }
    expect(place().path(), 2, &["completions", "cmd"]);
}

#[test]
fn every_command_has_a_page() {
    let place = place();
    let (out, _) = expect(place.path(), 0, &["man"]);
    assert!(out.contains(".TH") && out.contains("pactum"), "{out}");
    expect(place.path(), 0, &["man", "--out", "pages"]);
    let pages = fs::read_dir(place.path().join("pages")).expect("a folder");
    let mut names: Vec<String> = pages
        .map(|page| page.expect("a page").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    for name in [
        "pactum.1",
        "pactum-run.1",
        "pactum-new.1",
        "pactum-fmt.1",
        "pactum-explain-error.1",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}: {names:?}");
    }
    fs::write(place.path().join("file"), "").expect("written");
    expect(place.path(), 4, &["man", "--out", "file"]);
}

#[test]
fn a_run_covers_every_file_it_extends() {
    let place = place();
    expect(place.path(), 0, &["new", "base"]);
    let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("written");
    write("deal.toml", "extends = \"base.toml\"\n[parameters.loss]\nvalue = -25\n");
    let run = |file: &str, out: Option<&str>| {
        let mut arguments = vec!["run", file, "--draws", "20", "--games", "2", "--quiet"];
        arguments.extend(out.into_iter().flat_map(|out| ["--out", out]));
        expect(place.path(), 0, &arguments).0.trim_end().to_owned()
    };
    let first = run("deal.toml", None);
    let alone = fs::read_to_string(place.path().join(&first).join("scenario.toml")).expect("it is there");
    write("alone.toml", &alone);
    run("alone.toml", Some("again"));
    let outcomes = |folder: &str| fs::read(place.path().join(folder).join("outcomes.csv")).expect("a table");
    assert_eq!(outcomes(&first), outcomes("again"));
    let base = fs::read_to_string(place.path().join("base.toml")).expect("it is there");
    write("base.toml", &base.replace("value = 60", "value = 61"));
    let second = run("deal.toml", None);
    assert_ne!(first, second);
    assert_ne!(outcomes(&first), outcomes(&second));
}

#[test]
fn errors_are_explained() {
    let place = place();
    let (out, _) = expect(place.path(), 0, &["explain-error", "e313"]);
    assert!(out.starts_with("E313: A name stands for nothing here\n\n"), "{out}");
    let (all, _) = expect(place.path(), 0, &["explain-error"]);
    assert_eq!(all.lines().count(), pactum::unstable::source::code::all().count());
    let (_, err) = expect(place.path(), 2, &["explain-error", "E000"]);
    assert!(err.contains("there is no error `E000`"), "{err}");
}
