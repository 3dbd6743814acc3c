//! The formatter changes only white space, and leaves a formatted file as it is.

use std::fs;
use std::path::{Path, PathBuf};

use pactum::unstable::scenario::{formatted, load};
use pactum::unstable::source::Sources;
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::joint_distributions::JOINT;
use crate::support::file_list::files_below;
use crate::support::files::{project, text};
use crate::{SAMPLE, listed, without_places};

#[track_caller]
fn usual(text: &str) -> String {
    let mut sources = Sources::new();
    match formatted(text, "file.toml", &mut sources) {
        Ok(usual) => usual,
        Err(found) => panic!("{}\n{text}", listed(&found, &sources)),
    }
}

const MESSY: &str = r#"


   #:schema ./pactum.schema.json
title="A deal"   # one line
periods   = {count=3,unit="quarter"}
description = """
  Kept   as it
    stands.  
"""
[actors . russia ]

types = { hawk = 0.4  ,  "dove"=0.6 }
  # what it wants
  strategy = { rules = [ {when="calm",play="wait"},
     { play = {wait=0.5,act=0.5} } ] }


discount = 0.95
# on the war
[[ actors.russia.payoffs ]]
name = 'war'	
# a free remark

# on peace
# and on what follows
[[actors.russia.payoffs]]
name = "peace"
[variables]
phase = { values=[ "calm", "war", ], start="calm" } #   aligned no more
# ---------- chance

[[stages]]
name = "luck"
branches = [ # what may happen

  # the one
  { probability = 0.5, set = { phase = "war" } }, # bad


  { probability = 0.25 } # neutral
  , { otherwise = true }
]
set = {}
[[correlations]]
matrix = [
[1,0.5],[0.5,   1]]
values = [
]
[[stages]]
name = "long"
branches = [{ name = "russia_gains", probability = "russia_growth", set = { balance = 1 } }, { name = "ukraine_gains", otherwise = true }]
numbers = [1111111111, 2222222222, 3333333333, 4444444444, 5555555555, 6666666666, 7777777777, 8888888888, 9999999999, 10]
[variants.base]
# the last

"#;

const TIDY: &str = r#"#:schema ./pactum.schema.json
title = "A deal" # one line
periods = { count = 3, unit = "quarter" }
description = """
  Kept   as it
    stands.  
"""

[actors.russia]
types = { hawk = 0.4, "dove" = 0.6 }
# what it wants
strategy = { rules = [
  { when = "calm", play = "wait" },
  { play = { wait = 0.5, act = 0.5 } },
] }

discount = 0.95

# on the war
[[actors.russia.payoffs]]
name = 'war'
# a free remark

# on peace
# and on what follows
[[actors.russia.payoffs]]
name = "peace"

[variables]
phase = { values = ["calm", "war"], start = "calm" } #   aligned no more
# ---------- chance

[[stages]]
name = "luck"
branches = [ # what may happen
  # the one
  { probability = 0.5, set = { phase = "war" } }, # bad

  { probability = 0.25 }, # neutral
  { otherwise = true },
]
set = {}

[[correlations]]
matrix = [
  [1, 0.5], [0.5, 1],
]
values = []

[[stages]]
name = "long"
branches = [
  { name = "russia_gains", probability = "russia_growth", set = { balance = 1 } },
  { name = "ukraine_gains", otherwise = true },
]
numbers = [1111111111, 2222222222, 3333333333, 4444444444, 5555555555, 6666666666, 7777777777, 8888888888, 9999999999, 10]

[variants.base]
# the last
"#;

#[test]
fn the_usual_form() {
    assert_eq!(usual(MESSY), TIDY);
    assert_eq!(usual(TIDY), TIDY);
    assert_eq!(usual(""), "");
    assert_eq!(usual("\n \n"), "");
    assert_eq!(usual("\u{feff}a=1"), "a = 1\n");
}

/// Lines go on ending as the first one does; what stands in a text is not touched.
#[test]
fn line_ends_stay() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(usual(&windows(MESSY)), windows(TIDY));
    assert_eq!(usual("a=1\r\nb=2\nc='''\n'''\n"), "a = 1\r\nb = 2\r\nc = '''\n'''\r\n");
    assert_eq!(usual("a=1\nb=2\r\n"), "a = 1\nb = 2\n");
}

#[test]
fn invalid_toml_is_reported_with_its_place() {
    let mut sources = Sources::new();
    let found = formatted("title = \"x\"\nperiods = = 3\n", "bad.toml", &mut sources);
    let found = found.expect_err("there are two equals signs");
    let (line, column) = sources.line_column(found.all()[0].labels[0].0);
    assert_eq!((line, column), (2, 11));
}

/// The comments of a TOML file in their order, and without the room at their ends.
fn comments(text: &str) -> Vec<&str> {
    let tokens = Source::new(text).lex();
    let comments = tokens.filter(|token| token.kind() == TokenKind::Comment);
    comments
        .map(|token| text[token.span().start()..token.span().end()].trim_end())
        .collect()
}

/// What must hold of every file.
#[track_caller]
fn nothing_is_lost(text: &str) -> String {
    let usual = usual(text);
    assert_eq!(self::usual(&usual), usual, "once is enough");
    assert_eq!(comments(&usual), comments(text));
    // As text, which has the order of the keys.
    let values = |text: &str| format!("{:?}", text.parse::<toml::Table>().expect("TOML"));
    assert_eq!(values(&usual), values(text));
    let stray = |line: &&str| line.ends_with([' ', '\t']);
    let prose = usual.contains("\"\"\"") || usual.contains("'''");
    assert_eq!(usual.lines().find(stray).filter(|_| !prose), None);
    assert!(prose || !usual.contains("\n\n\n"), "{usual}");
    usual
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a text")
}

/// All models of a file, or all messages, without the places.
fn meaning(path: &Path) -> Vec<String> {
    let mut sources = Sources::new();
    let document = match load(path, &mut sources) {
        Ok(document) => document,
        Err(error) => {
            return vec![
                format!("{error:?}")
                    .split("labels")
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            ];
        }
    };
    let variants = document.variants().into_iter();
    let models = variants.map(|variant| match document.model(variant, &[], &mut sources) {
        Ok((model, _)) => without_places(&model),
        Err(found) => {
            let messages = found.all().iter().map(|finding| finding.message.as_str());
            messages.collect::<Vec<_>>().join("\n")
        }
    });
    models.collect()
}

/// The file means the same in its usual form, which is written where it stood, so that what it extends is there.
#[track_caller]
fn means_the_same(path: &Path, root: &Path) {
    let before = meaning(path);
    let text = read(path);
    fs::write(path, nothing_is_lost(&text)).expect("written");
    assert_eq!(
        meaning(path),
        before,
        "{}",
        path.strip_prefix(root).expect("below").display()
    );
    fs::write(path, text).expect("written");
}

#[test]
fn every_file_of_the_project_means_the_same() {
    let place = tempfile::tempdir().expect("a folder");
    let mut count = 0;
    for folder in [
        "scenarios",
        "src/cli/templates",
        "tests/golden_errors",
        "tests/language",
    ] {
        let root = project(folder);
        let copies = files_below(folder, "toml").into_iter().map(|file| {
            let copy = place.path().join(file.strip_prefix(&root).expect("below"));
            fs::create_dir_all(copy.parent().expect("a folder")).expect("made");
            fs::copy(&file, &copy).expect("copied");
            copy
        });
        let copies: Vec<PathBuf> = copies.collect();
        for copy in copies.iter().filter(|copy| read(copy).parse::<toml::Table>().is_ok()) {
            means_the_same(copy, place.path());
            count += 1;
        }
    }
    assert!(count > 150, "{count}");
}

#[test]
fn shipped_files_are_formatted() {
    let files = [
        files_below("scenarios", "toml"),
        files_below("src/cli/templates", "toml"),
    ];
    for path in files.concat() {
        let text = read(&path);
        assert_eq!(usual(&text), text, "{}", path.display());
    }
}

#[test]
fn examples_in_the_documentation_are_formatted() {
    let mut count = 0;
    for page in ["docs/language.md", "docs/idioms.md"] {
        let text = text(page);
        for block in text.split("```toml\n").skip(1) {
            let block = block.split("```").next().unwrap_or_default();
            assert_eq!(usual(block), block, "{page}");
            count += 1;
        }
    }
    assert!(count > 25, "{count}");
}

/// A file in its usual form with other room where room has no meaning.
fn disarranged(text: &str, mut room: impl Iterator<Item = usize>) -> String {
    let mut next = |most: usize| room.next().unwrap_or_default() % (most + 1);
    let mut messy = String::new();
    let mut blank = true;
    for token in Source::new(text).lex() {
        let written = &text[token.span().start()..token.span().end()];
        let spaces = |count: usize| [" ", "\t", ""][count % 3].repeat(count);
        match token.kind() {
            TokenKind::Whitespace => {
                let most = if written.len() > 1 { 9 } else { 3 };
                messy.push_str(&spaces(next(most)));
            }
            TokenKind::Equals | TokenKind::Comma => {
                messy.push_str(&spaces(next(3)));
                messy.push_str(written);
                messy.push_str(&spaces(next(3)));
            }
            TokenKind::Newline => {
                messy.push_str(&spaces(next(4)));
                messy.push('\n');
                if blank {
                    messy.push_str(&"\n".repeat(next(2)));
                }
                messy.push_str(&spaces(next(4)));
            }
            _ => messy.push_str(written),
        }
        blank = token.kind() == TokenKind::Newline;
    }
    messy
}

proptest! {
    #[test]
    fn white_space_is_normalised(which in 0_usize..3, room in prop::collection::vec(0_usize..100, 4_000)) {
        let text = match which {
            0 => usual(SAMPLE),
            1 => usual(JOINT),
            _ => TIDY.to_owned(),
        };
        let messy = disarranged(&text, room.into_iter());
        assert_ne!(messy, text);
        assert_eq!(usual(&messy), text);
    }

    #[test]
    fn formatting_loses_nothing(lines in prop::collection::vec(line(), 0..12), windows in any::<bool>()) {
        let mut text = String::new();
        for (number, line) in lines.iter().enumerate() {
            text.push_str(&line.replace("KEY", &format!("key_{number}")));
            text.push('\n');
        }
        let text = if windows { text.replace('\n', "\r\n") } else { text };
        nothing_is_lost(&text);
    }
}

/// A line of a TOML file, or several; each `KEY` becomes a different name.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just(String::new()),
        1 => "[ \t]{1,3}",
        2 => "[ \t]{0,2}#[ -~é]{0,12}",
        2 => ("[ \t]{0,2}", "[ \t]{0,2}", remark()).prop_map(|(a, b, c)| format!("{a}[{b}KEY{b}.{a}\"x.y\"{b}]{c}")),
        1 => remark().prop_map(|remark| format!("[[KEY]]{remark}")),
        5 => ("[ \t]{0,2}", value(), remark()).prop_map(|(room, value, remark)| format!("{room}KEY{room}={room}{value}{remark}")),
    ]
}

fn remark() -> impl Strategy<Value = String> {
    prop_oneof![2 => Just(String::new()), 1 => "[ \t]{0,2}", 1 => "[ \t]{0,2}#[ -~]{0,6}"]
}

/// Room within brackets, where comments and new lines may stand.
fn gap() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[ \t]{0,2}", 1 => "[ \t]{0,2}\n{1,3}[ \t]{0,2}", 1 => "[ \t]?#[ -~]{0,6}\n[ \t]?"]
}

fn value() -> impl Strategy<Value = String> {
    let plain = prop_oneof![
        "-?[1-9][0-9]{0,3}(\\.[0-9]{1,2})?",
        Just("true".to_owned()),
        "\"[ a-z#,\\[\\]]{0,40}\"",
        "'[ a-z#{}\"]{0,9}'",
        "\"\"\"\n?[ a-z#]{0,5}\n[ a-z]{0,5}\"\"\"",
        Just("1979-05-27 07:32:00".to_owned()),
    ];
    plain.prop_recursive(3, 24, 5, |inner| {
        let listed = prop::collection::vec((gap(), inner.clone(), gap()), 0..5);
        let listed = (listed, gap(), any::<bool>());
        let list = listed.prop_map(|(items, last, comma)| grouped("[]", &items, &last, comma, |_| String::new()));
        let tabled = prop::collection::vec((gap(), inner, gap()), 0..4);
        let tabled = (tabled, gap(), any::<bool>());
        let table =
            tabled.prop_map(|(items, last, comma)| grouped("{}", &items, &last, comma, |at| format!("k{at}  = ")));
        prop_oneof![list, table]
    })
}

/// A list or an inline table of these values, each between some room.
fn grouped(
    brackets: &str,
    items: &[(String, String, String)],
    last: &str,
    comma: bool,
    key: impl Fn(usize) -> String,
) -> String {
    let items = items
        .iter()
        .enumerate()
        .map(|(at, (before, value, after))| format!("{before}{}{value}{after}", key(at)));
    let items: Vec<String> = items.collect();
    let comma = if comma && !items.is_empty() { "," } else { "" };
    format!("{}{}{comma}{last}{}", &brackets[..1], items.join(","), &brackets[1..])
}
