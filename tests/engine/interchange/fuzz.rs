//! Random and mutated texts through both readers of game files, and through all that uses them.
//!
//! `PACTUM_FUZZ=1000000 cargo test --release --test engine fuzz` tries that many.

use std::fs;

use pactum::unstable::interchange::{Form, efg, import, nfg, parse, table};
use pactum::unstable::source::{Sources, render};

use super::files::games;
use super::random_tree::{Kind, tree};
use crate::support::random_numbers::RandomNumbers;

/// How many texts are tried where nothing else is asked for.
const TEXTS: u64 = 4_000;

/// Words that matter to the readers.
const WORDS: [&str; 40] = [
    "EFG",
    "NFG",
    "2",
    "1",
    "R",
    "D",
    "{",
    "}",
    ",",
    "\"",
    "\"\"",
    "\"a\"",
    "\"b\"",
    "c",
    "p",
    "t",
    "0",
    "-1",
    "3",
    "1/2",
    "1/3",
    ".5",
    "-",
    "+1",
    "1e2",
    "1e+2",
    "1e-400",
    "1e400",
    "99999999999",
    "2147483648",
    "1/0",
    "\\",
    "\\\"",
    "\n",
    "{ 2 2 }",
    "{ 1000 1000 1000 }",
    "\u{0}",
    "ä",
    "t \"\" 0",
    "1.5",
];

/// A text that is a game before it is changed.
fn beginning(random: &mut RandomNumbers, corpus: &[String]) -> String {
    match random.below(4) {
        0 => {
            let kind = Kind {
                nodes: 5 + random.below(40),
                forgetful: random.once_in(2),
            };
            tree(random, kind)
        }
        1 => words(random),
        _ => random.pick(corpus).clone(),
    }
}

/// A text of random words, behind a beginning that gets it past the first lines.
fn words(random: &mut RandomNumbers) -> String {
    let begins = [
        "",
        "EFG 2 R \"t\" { \"A\" \"B\" } ",
        "NFG 1 R \"t\" { \"A\" \"B\" } ",
        "NFG 1 R \"t\" { \"A\" } { 3 } ",
    ];
    let mut text = (*random.pick(&begins)).to_owned();
    for _ in 0..random.below(60) {
        text.push_str(WORDS[random.below(WORDS.len())]);
        if !random.once_in(8) {
            text.push(' ');
        }
    }
    text
}

/// A text with a few changes.
fn changed(random: &mut RandomNumbers, text: &str, other: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(30)).min(bytes.len());
        match random.below(6) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let word = random.pick(&WORDS).bytes();
                bytes.splice(at..at, word);
            }
            2 => {
                let word = random.pick(&WORDS).bytes();
                bytes.splice(at..end, word);
            }
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            4 => {
                let from = random.below(other.len() + 1);
                let piece = other.as_bytes()[from..(from + 40).min(other.len())].to_vec();
                bytes.splice(at..end, piece);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Takes a text through reading, solving's first step, writing and reading again, and sometimes through its normal
/// form; whether it is a game.
fn survives(text: &str, to_table: bool) -> bool {
    let mut sources = Sources::new();
    let source = sources.add("fuzz", text);
    let file = match parse(source, text) {
        Ok(file) => file,
        Err(found) => {
            assert!(found.has_errors());
            assert!(!render(&sources, found.all(), false).is_empty());
            return false;
        }
    };
    let write = |form: &Form| match form {
        Form::Tree(tree) => efg(tree),
        Form::Table(table) => nfg(table),
    };
    let once = write(&file.form);
    let again = sources.add("written", once.as_str());
    let second = parse(again, &once).expect("what was written is read");
    assert!(second.warnings.is_empty(), "{once}");
    assert_eq!(write(&second.form), once);
    if let (Form::Tree(tree), true) = (&file.form, to_table) {
        // It may be too large, or not; both are fine.
        let _ = table(tree).map(|table| nfg(&table));
    }
    let first = import(file);
    let imported = import(second);
    assert_eq!(first.is_ok(), imported.is_ok(), "{once}");
    if let (Ok(first), Ok(second)) = (first, imported) {
        assert_eq!(first.game.graphs[0].nodes.len(), second.game.graphs[0].nodes.len());
        assert_eq!(first.game.graphs[0].edges.len(), second.game.graphs[0].edges.len());
    }
    true
}

#[test]
fn fuzz() {
    let wanted = std::env::var("PACTUM_FUZZ").ok();
    let texts = wanted.map_or(TEXTS, |count| count.parse().expect("PACTUM_FUZZ is a number"));
    let corpus: Vec<String> = games()
        .iter()
        .map(|file| fs::read_to_string(file).expect("a text"))
        .collect();
    let mut games = 0_u64;
    for number in 0..texts {
        let mut random = RandomNumbers::new(number);
        let begun = beginning(&mut random, &corpus);
        let other = random.pick(&corpus).clone();
        let text = changed(&mut random, &begun, &other);
        games += u64::from(survives(&text, number % 50 == 0));
    }
    assert!(games * 20 > texts, "{games} of {texts} were games");
}
