//! The house rules: which folder may import which, who touches files, the terminal and the clock, and what no source
//! file may contain.

mod circles;
mod import_paths;
mod unstable_names;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use circles::Modules;
use import_paths::identifier;

/// What each folder may import, besides itself.
const MAY_IMPORT: [(&str, &[&str]); 13] = [
    ("source", &[]),
    ("numeric", &[]),
    ("expression", &["source", "numeric"]),
    ("scenario", &["source", "numeric", "expression"]),
    ("game", &["numeric", "expression"]),
    ("explore", &["source", "numeric", "expression", "scenario", "game"]),
    ("strategy", &["numeric", "game"]),
    ("play", &["numeric", "game"]),
    ("study", &["numeric", "scenario", "game", "explore", "strategy", "play"]),
    ("interchange", &["source", "numeric", "game"]),
    (
        "report",
        &[
            "source", "numeric", "scenario", "game", "explore", "strategy", "play", "study",
        ],
    ),
    (
        "api",
        &[
            "source",
            "numeric",
            "expression",
            "scenario",
            "game",
            "explore",
            "strategy",
            "play",
            "study",
            "interchange",
            "report",
        ],
    ),
    (
        "cli",
        &[
            "api",
            "source",
            "numeric",
            "expression",
            "scenario",
            "game",
            "explore",
            "strategy",
            "play",
            "study",
            "interchange",
            "report",
        ],
    ),
];

/// What only some folders may use: what it is, the words that give it away, and who may.
const RESERVED: [(&str, &[&str], &[&str]); 4] = [
    (
        "touches files",
        &["std::fs", "fs::", "File::open", "File::create", "OpenOptions"],
        &["source", "scenario", "interchange", "report", "cli"],
    ),
    (
        "prints or exits",
        &[
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "process::exit",
            "io::stdout",
            "io::stderr",
        ],
        &["cli"],
    ),
    ("reads the clock", &["Instant::now", "SystemTime::now"], &["cli"]),
    ("reads the environment", &["env::var"], &["cli"]),
];

/// What no source file holds, and what to do instead.
const BANNED: [(&str, &str); 9] = [
    ("#[allow", "use #[expect(…, reason = \"…\")]"),
    ("#![allow", "use #![expect(…, reason = \"…\")]"),
    ("TODO", "do it, or leave it out"),
    ("FIXME", "mend it"),
    ("XXX", "say what it is"),
    ("todo!", "write it"),
    ("unimplemented!", "write it"),
    ("unsafe ", "there is a safe way"),
    ("thread::sleep", "wait for what must come first"),
];

/// One breach of the rules.
#[derive(Debug, PartialEq, Eq)]
struct Breach {
    line: usize,
    what: String,
}

/// Everything wrong with a source file of a folder (`""`: directly under `src`).
fn breaches(folder: &str, text: &str) -> Vec<Breach> {
    let code = without_comments(text);
    let mut found = style(text);
    found.extend(imports(folder, &code));
    for (number, line) in code.lines().enumerate() {
        if line.trim_start().starts_with("use ") && line.trim_end().ends_with("::*;") {
            found.push(breach(number + 1, "name what is imported"));
        }
        for (what, words, who) in RESERVED {
            let used = words.iter().find(|word| holds_word(line, word));
            if let Some(word) = used.filter(|_| !who.contains(&folder)) {
                found.push(breach(number + 1, &format!("`{word}`: only {} {what}", who.join(", "))));
            }
        }
    }
    found.sort_by_key(|breach| breach.line);
    found
}

/// What no file may be or hold, test or not.
fn style(text: &str) -> Vec<Breach> {
    let mut found = Vec::new();
    if !text.starts_with("//! ") {
        found.push(breach(1, "a file opens with one sentence after `//!`"));
    }
    for (number, line) in text.lines().enumerate() {
        for (word, instead) in BANNED {
            if holds_word(line, word) {
                found.push(breach(number + 1, &format!("`{word}`: {instead}")));
            }
        }
    }
    found
}

/// The modules that a file declares for its tests only.
fn test_modules(text: &str) -> Vec<String> {
    let after = text.split("#[cfg(test)]\nmod ").skip(1);
    let named = after.filter(|rest| rest[identifier(rest).len()..].starts_with(';'));
    named.map(identifier).collect()
}

fn breach(line: usize, what: &str) -> Breach {
    Breach {
        line,
        what: what.to_owned(),
    }
}

/// Imports that the table of the house does not allow: `crate::folder`, `crate::{folder, …}`, and `super::` that climbs
/// out is caught because folders are named below it.
fn imports(folder: &str, code: &str) -> Vec<Breach> {
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        for name in heads(&code[at + "crate::".len()..]) {
            let known = MAY_IMPORT.iter().any(|(other, _)| *other == name);
            if known && name != folder && !allowed.contains(&name.as_str()) {
                found.push(breach(line, &format!("`{folder}` may not import `{name}`")));
            }
        }
    }
    found
}

/// The first names of the paths that follow `crate::`: one, or several in braces.
fn heads(rest: &str) -> Vec<String> {
    let Some(group) = rest.strip_prefix('{') else {
        return vec![identifier(rest)];
    };
    let mut depth = 0;
    let mut names = vec![identifier(group.trim_start())];
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(identifier(group[at + 1..].trim_start())),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Whether a line holds a word that does not begin in the middle of another.
fn holds_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_') || !word.starts_with(char::is_alphanumeric)
    })
}

/// The text with everything from `//` on blanked, and without the unit tests at its end: those may use temporary files.
fn without_comments(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let line = |line: &str| {
        let cut = line
            .match_indices("//")
            .map(|(at, _)| at)
            .find(|&at| line[..at].matches('"').count().is_multiple_of(2));
        line[..cut.unwrap_or(line.len())].to_owned()
    };
    code.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the source folder can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn sources_follow_the_house_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    assert!(files.len() > 20, "the scan found the sources");
    let mut wrong = BTreeMap::new();
    for file in files {
        let relative = file.strip_prefix(&root).expect("it lies below");
        let depth = relative.components().count();
        let folder = match relative.components().next() {
            Some(first) if depth > 1 => first.as_os_str().to_string_lossy().into_owned(),
            _ => String::new(),
        };
        let text = fs::read_to_string(&file).expect("a source is text");
        // A file that holds nothing but tests may import what its examples need.
        let found = if module_of(&root, &file).1 {
            style(&text)
        } else {
            breaches(&folder, &text)
        };
        if !found.is_empty() {
            wrong.insert(relative.to_owned(), found);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The module of a source file, and whether some module on the way to it is declared for tests only.
fn module_of(root: &Path, file: &Path) -> (String, bool) {
    let relative = file.strip_prefix(root).expect("it lies below").with_extension("");
    let mut segments: Vec<String> = relative
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    segments.retain(|segment| segment != "mod" && segment != "lib");
    let for_tests = (0..segments.len()).any(|at| {
        let folder = root.join(segments[..at].join("/"));
        let declaring = if at == 0 {
            root.join("lib.rs")
        } else {
            folder.join("mod.rs")
        };
        let text = fs::read_to_string(&declaring).unwrap_or_default();
        test_modules(&text).contains(&segments[at])
    });
    (segments.join("::"), for_tests)
}

#[test]
fn no_files_import_each_other_in_circles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut code = BTreeMap::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source is text");
        if let (module, false) = module_of(&root, &file) {
            code.insert(module, without_comments(&text));
        }
    }
    let circles = Modules::new(code).circles();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn tests_benchmarks_or_fuzz_targets_use_every_unstable_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests", "benches", "fuzz/src", "fuzz/targets"] {
        sources(&root.join(folder), &mut files);
    }
    let read = |file: &PathBuf| fs::read_to_string(file).expect("a source is text");
    let texts: Vec<String> = files.iter().map(read).collect();
    let unstable = fs::read_to_string(root.join("src/unstable.rs")).expect("it is there");
    let unused = unstable_names::unused(&unstable, &texts);
    assert!(unused.is_empty(), "no test, benchmark or fuzz target uses {unused:#?}");
}

#[test]
fn every_folder_stands_in_the_table() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).expect("the source folder can be read") {
        let entry = entry.expect("its entries too");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            assert!(
                MAY_IMPORT.iter().any(|(folder, _)| *folder == name),
                "src/{name} is not in the table of the house"
            );
        }
    }
}

#[test]
fn breaches_of_imports_are_found() {
    let found = |folder, text: &str| {
        breaches(folder, &format!("//! A file.\n{text}\n"))
            .into_iter()
            .map(|breach| (breach.line, breach.what))
            .collect::<Vec<_>>()
    };
    let no = |name: &str, other: &str| format!("`{name}` may not import `{other}`");
    assert_eq!(found("play", "use crate::game::Game;"), []);
    assert_eq!(
        found("play", "use crate::strategy::solve;"),
        [(2, no("play", "strategy"))]
    );
    assert_eq!(
        found("strategy", "fn f() { crate::play::exact(); }"),
        [(2, no("strategy", "play"))]
    );
    assert_eq!(
        found(
            "game",
            "\nuse crate::{\n    numeric::{lanes::Lanes, math},\n    study::run,\n};"
        ),
        [(3, no("game", "study"))]
    );
    assert_eq!(found("game", "// use crate::study::run;"), []);
    assert_eq!(found("cli", "use crate::report::Folder;"), []);
}

#[test]
fn test_modules_are_recognised() {
    let text = "mod exact;\n#[cfg(test)]\nmod examples;\nmod walk;\n#[cfg(test)]\nmod tests {\n}\n";
    assert_eq!(test_modules(text), ["examples"]);
}

#[test]
fn other_breaches_are_found() {
    let lines = |folder, text: &str| {
        breaches(folder, text)
            .into_iter()
            .map(|breach| breach.line)
            .collect::<Vec<_>>()
    };
    assert_eq!(lines("play", "fn f() {}\n"), [1]);
    assert_eq!(lines("play", "//! A file.\n#[allow(dead_code)]\n"), [2]);
    assert_eq!(lines("play", "//! A file.\n// TODO: more\n"), [2]);
    assert_eq!(lines("play", "//! A file.\nfn f() { println!(\"x\"); }\n"), [2]);
    assert_eq!(lines("study", "//! A file.\nuse std::fs::File;\n"), [2]);
    assert_eq!(lines("study", "//! A file.\nlet now = Instant::now();\n"), [2]);
    assert_eq!(lines("strategy", "//! A file.\nlet x = std::env::var(\"X\");\n"), [2]);
    assert_eq!(
        lines("report", "//! A file.\nuse std::fs::File;\n"),
        Vec::<usize>::new()
    );
    assert_eq!(lines("report", "//! A file.\nuse crate::game::*;\n"), [2]);
    assert_eq!(
        lines("cli", "//! A file.\nlet now = Instant::now();\n"),
        Vec::<usize>::new()
    );
    assert_eq!(
        lines(
            "study",
            "//! A file.\n\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"
        ),
        Vec::<usize>::new()
    );
    assert_eq!(lines("play", "//! A file.\nlet url = \"http://x\"; todo!();\n"), [2]);
}
