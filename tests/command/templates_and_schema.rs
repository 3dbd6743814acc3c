//! Templates and idioms run as they are; the schema, completions and manual pages are complete.

use std::fs;

use pactum::unstable::scenario::keys::{ALL, DISTRIBUTION};
use serde_json::Value;

use crate::folder::Folder;
use crate::support::command::Finished;
use crate::support::files::text;

const TEMPLATES: [&str; 4] = ["deal", "crisis", "bargaining", "inspection"];

/// Checks a scenario, plays a little, and wants every outcome of some variant to be possible.
#[track_caller]
fn runs(temp: &Folder, file: &str) {
    let Finished { err, .. } = temp.run(0, &["check", file, "--draws", "100"]);
    assert!(!err.contains("warning"), "{file}: {err}");
    let run = [
        "run", file, "--draws", "40", "--games", "5", "--format", "json", "--quiet",
    ];
    let Finished { out, .. } = temp.run(0, &run);
    assert!(serde_json::from_str::<Value>(&out).is_ok(), "{file}: {out}");
}

/// The scenarios that the page of idioms shows.
fn idioms() -> Vec<String> {
    let text = text("docs/idioms.md");
    let blocks = text.split("```toml\n").skip(1);
    blocks
        .filter_map(|block| Some(block.split_once("```")?.0.to_owned()))
        .collect()
}

#[test]
fn templates_run_as_they_are() {
    let temp = Folder::with(&[]);
    for template in TEMPLATES {
        let Finished { out, err, .. } = temp.run(0, &["new", template, "--template", template]);
        let file = format!("{template}.toml");
        assert_eq!(out, format!("{file}\n"));
        assert!(err.contains(&format!("pactum run {file}")), "{err}");
        runs(&temp, &file);
    }
}

#[test]
fn new_never_overwrites_a_file() {
    let temp = Folder::with(&[]);
    temp.run(0, &["new", "truce.toml"]);
    let path = temp.path().join("truce.toml");
    fs::write(&path, "mine").expect("written");
    let Finished { err, .. } = temp.run(4, &["new", "truce"]);
    assert!(err.contains("truce.toml exists already"), "{err}");
    assert_eq!(fs::read_to_string(&path).expect("still there"), "mine");
    temp.run(4, &["new", "no/such/folder/truce"]);
    temp.run(2, &["new", ".."]);
    temp.run(2, &["new", "truce", "--template", "war"]);
    temp.run(2, &["new"]);
}

#[test]
fn idioms_run_as_they_are() {
    let temp = Folder::with(&[]);
    let idioms = idioms();
    assert_eq!(idioms.len(), 13);
    for (number, example) in idioms.iter().enumerate() {
        let file = format!("idiom_{number}.toml");
        temp.write(&file, example);
        runs(&temp, &file);
    }
}

#[test]
fn the_language_names_every_key() {
    let text = text("docs/language.md");
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
    let text = text("scenarios/strike.toml");
    assert!(text.lines().count() < 120, "{} lines", text.lines().count());
    let temp = Folder::with(&[]);
    temp.write("strike.toml", &text);
    runs(&temp, "strike.toml");
}

#[test]
fn the_schema_describes_every_key() {
    let Finished { out, .. } = Folder::with(&[]).run(0, &["schema"]);
    let schema: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let definitions = schema["$defs"].as_object().expect("definitions");
    for keys in ALL {
        let articles = ["a ", "an ", "the "].iter();
        let bare = articles.filter_map(|article| keys.of.strip_prefix(article)).next();
        let name = bare.unwrap_or(keys.of).replace(' ', "_");
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
        let Finished { out, .. } = Folder::with(&[]).run(0, &["completions", shell]);
        assert!(out.contains("explain-error") && out.contains("template"), "{shell}");
    }
    Folder::with(&[]).run(2, &["completions", "cmd"]);
}

#[test]
fn every_command_has_a_page() {
    let temp = Folder::with(&[]);
    let Finished { out, .. } = temp.run(0, &["man"]);
    assert!(out.contains(".TH") && out.contains("pactum"), "{out}");
    temp.run(0, &["man", "--out", "pages"]);
    let pages = fs::read_dir(temp.path().join("pages")).expect("a folder");
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
    temp.write("file", "");
    temp.run(4, &["man", "--out", "file"]);
}

#[test]
fn a_run_covers_every_file_it_extends() {
    let temp = Folder::with(&[]);
    temp.run(0, &["new", "base"]);
    let write = |name: &str, text: &str| temp.write(name, text);
    write("deal.toml", "extends = \"base.toml\"\n[parameters.loss]\nvalue = -25\n");
    let run = |file: &str, out: Option<&str>| {
        let mut arguments = vec!["run", file, "--draws", "20", "--games", "2", "--quiet"];
        arguments.extend(out.into_iter().flat_map(|out| ["--out", out]));
        temp.run(0, &arguments).out.trim_end().to_owned()
    };
    let first = run("deal.toml", None);
    let alone = fs::read_to_string(temp.path().join(&first).join("scenario.toml")).expect("it is there");
    write("alone.toml", &alone);
    run("alone.toml", Some("again"));
    let outcomes = |folder: &str| fs::read(temp.path().join(folder).join("outcomes.csv")).expect("a table");
    assert_eq!(outcomes(&first), outcomes("again"));
    let base = fs::read_to_string(temp.path().join("base.toml")).expect("it is there");
    write("base.toml", &base.replace("value = 60", "value = 61"));
    let second = run("deal.toml", None);
    assert_ne!(first, second);
    assert_ne!(outcomes(&first), outcomes(&second));
}

#[test]
fn errors_are_explained() {
    let temp = Folder::with(&[]);
    let Finished { out, .. } = temp.run(0, &["explain-error", "e313"]);
    assert!(out.starts_with("E313: A name stands for nothing here\n\n"), "{out}");
    let Finished { out: all, .. } = temp.run(0, &["explain-error"]);
    assert_eq!(all.lines().count(), pactum::unstable::source::code::all().count());
    let Finished { err, .. } = temp.run(2, &["explain-error", "E000"]);
    assert!(err.contains("there is no error `E000`"), "{err}");
}
