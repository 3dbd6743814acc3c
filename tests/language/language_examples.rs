//! Every example of the language page runs: each is laid over a file that completes it,
//! `language_examples/HEADING.toml` or else `language_examples/common.toml`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use pactum::unstable::scenario::keys::{ALL, DISTRIBUTION};

use crate::support::command::{Finished, run};
use crate::support::files::{project, text};

/// An example, and the heading above it as links name it.
struct Example {
    heading: String,
    text: String,
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut heading = String::new();
    let mut inside: Option<String> = None;
    for line in page.lines() {
        match &mut inside {
            Some(_) if line == "```" => {
                let text = inside.take().unwrap_or_default();
                let heading = heading.clone();
                examples.push(Example { heading, text });
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```toml" => inside = Some(String::new()),
            None if line.starts_with("##") => {
                heading = line.trim_start_matches(['#', ' ']).to_lowercase();
                heading = heading.replace(' ', "-").replace('\'', "");
            }
            None => {}
        }
    }
    examples
}

/// What an example leaves out.
fn rest(heading: &str) -> String {
    let own = format!("tests/language_examples/{heading}.toml");
    text(if project(&own).exists() {
        &own
    } else {
        "tests/language_examples/common.toml"
    })
}

/// The text on standard error, if the command fails in a folder.
fn failure(folder: &Path, arguments: &[&str]) -> Option<String> {
    let Finished { code, err, .. } = run(folder, arguments);
    (code != 0).then_some(err)
}

#[test]
fn every_example_runs() {
    let examples = examples(&text("docs/language.md"));
    assert!(examples.len() > 20, "{} examples", examples.len());
    for Example { heading, text } in examples {
        let place = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("written");
        write("base.toml", &rest(&heading));
        let draws = self::text("tests/language_examples/posterior.csv");
        write("posterior.csv", &draws);
        let whole = text.starts_with("title") && text.contains("[[outcomes]]");
        let whole = whole || text.starts_with("extends");
        let extends = if whole { "" } else { "extends = \"base.toml\"\n" };
        write("example.toml", &format!("{extends}{text}"));
        let play = ["run", "example.toml", "--draws", "2", "--games", "2"];
        let said =
            failure(place.path(), &["check", "example.toml", "--draws", "8"]).or_else(|| failure(place.path(), &play));
        assert!(said.is_none(), "{heading}:\n{text}\n{}", said.unwrap_or_default());
    }
}

#[test]
fn the_first_file_has_no_warnings() {
    let first = examples(&text("docs/language.md")).swap_remove(0);
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("first.toml"), first.text).expect("written");
    let said = run(place.path(), &["check", "first.toml"]).expect(0).err;
    assert!(said.contains("sound") && !said.contains("warning"), "{said}");
}

/// The words of an example that stand where a key may: before an equals sign, or in a header.
fn keys(text: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    let edge = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    for line in text.lines() {
        if line.starts_with('[') {
            keys.extend(line.split(edge).filter(|word| !word.is_empty()));
        }
        let before = line.split(" = ").map(|before| before.rsplit(edge).next());
        keys.extend(before.flatten());
    }
    keys
}

/// Those that every table may have, and that need no example in each.
const EVERYWHERE: [&str; 3] = ["label", "note", "source"];

#[test]
fn every_key_stands_in_an_example() {
    let examples = examples(&text("docs/language.md"));
    let shown: BTreeSet<&str> = examples.iter().flat_map(|example| keys(&example.text)).collect();
    for table in ALL.into_iter().chain([&DISTRIBUTION]) {
        for key in table.keys.iter().map(|key| key.name) {
            let needed = !EVERYWHERE.contains(&key);
            assert!(!needed || shown.contains(key), "{}: `{key}`", table.of);
        }
    }
}
