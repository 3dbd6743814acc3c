//! The reference of the language runs: each of its examples is laid over a file with what it leaves out, which stands in
//! `language_examples/HEADING.toml`, or else in `language_examples/common.toml`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pactum::unstable::scenario::keys::{ALL, DISTRIBUTION};

/// An example, and the heading above it as links name it.
struct Example {
    heading: String,
    text: String,
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn page() -> String {
    let page = fs::read_to_string(file("docs/language.md")).expect("the page is there");
    page.replace("\r\n", "\n")
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
    let own = file(&format!("tests/language_examples/{heading}.toml"));
    let common = file("tests/language_examples/common.toml");
    let rest = fs::read_to_string(own).or_else(|_| fs::read_to_string(common));
    rest.expect("what the examples leave out is there")
}

/// Runs `pactum` in a folder: whether it ends well, and what it says.
fn told(place: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pactum"))
        .current_dir(place)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("pactum runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), said)
}

/// What `pactum` says in a folder, if it does not end well.
fn wrong(place: &Path, arguments: &[&str]) -> Option<String> {
    let (well, said) = told(place, arguments);
    (!well).then_some(said)
}

#[test]
fn every_example_runs() {
    let examples = examples(&page());
    assert!(examples.len() > 20, "{} examples", examples.len());
    for Example { heading, text } in examples {
        let place = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| fs::write(place.path().join(name), text).expect("written");
        write("base.toml", &rest(&heading));
        let whole = text.starts_with("title") && text.contains("[[outcomes]]");
        let whole = whole || text.starts_with("extends");
        let extends = if whole { "" } else { "extends = \"base.toml\"\n" };
        write("example.toml", &format!("{extends}{text}"));
        let run = ["run", "example.toml", "--draws", "20", "--games", "2"];
        let said =
            wrong(place.path(), &["check", "example.toml", "--draws", "20"]).or_else(|| wrong(place.path(), &run));
        assert!(said.is_none(), "{heading}:\n{text}\n{}", said.unwrap_or_default());
    }
}

#[test]
fn the_first_file_gives_no_reason_for_a_warning() {
    let first = examples(&page()).swap_remove(0);
    let place = tempfile::tempdir().expect("a folder");
    fs::write(place.path().join("first.toml"), first.text).expect("written");
    let said = told(place.path(), &["check", "first.toml"]).1;
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
    let examples = examples(&page());
    let shown: BTreeSet<&str> = examples.iter().flat_map(|example| keys(&example.text)).collect();
    for table in ALL.into_iter().chain([&DISTRIBUTION]) {
        for key in table.keys.iter().map(|key| key.name) {
            let needed = !EVERYWHERE.contains(&key);
            assert!(!needed || shown.contains(key), "{}: `{key}`", table.of);
        }
    }
}
