//! Writes game files for Gambit: plain ASCII, unique labels, probabilities that sum to exactly one.

use std::borrow::Cow;
use std::fmt::Write;

use super::labels::{Empty, distinct, plain, plain_prose};
use super::number::Number;
use super::table::{Cells, Table};
use super::tree::{ChanceSet, InformationSet, Kind, Outcome, Tree};

/// The most characters of a description that is written at every node and not at the first alone.
const LONG_DESCRIPTION: usize = 200;

/// A game in extensive form as the text of an `.efg` file.
pub fn efg(tree: &Tree) -> String {
    let tree = plain_tree(tree);
    let mut text = head("EFG 2", &tree.title, &tree.players);
    let _ = writeln!(text, "{}\n", quoted(&tree.comment));
    let mut sets = Descriptions::new(tree.sets.iter().map(described_set));
    let mut chances = Descriptions::new(tree.chances.iter().map(described_chance));
    let mut outcomes = Descriptions::new(tree.outcomes.iter().map(described_outcome));
    for node in &tree.nodes {
        let label = quoted(&node.label);
        let _ = match node.kind {
            Kind::End => write!(text, "t {label}"),
            Kind::Decision(set) => write!(text, "p {label} {}", sets.of(set)),
            Kind::Chance(set) => write!(text, "c {label} {}", chances.of(set)),
        };
        let carried = node.outcome.map_or("0", |outcome| outcomes.of(outcome));
        let _ = writeln!(text, " {carried}");
    }
    text
}

/// The text for an information set or an outcome: its number with a description, or the number alone.
struct Descriptions {
    all: Vec<(String, String)>,
    told: Vec<bool>,
}

impl Descriptions {
    fn new(all: impl Iterator<Item = (String, String)>) -> Self {
        let all: Vec<(String, String)> = all.collect();
        Self {
            told: vec![false; all.len()],
            all,
        }
    }

    fn of(&mut self, at: usize) -> &str {
        let (number, whole) = &self.all[at];
        let known = std::mem::replace(&mut self.told[at], true);
        if known && whole.len() > LONG_DESCRIPTION {
            number
        } else {
            whole
        }
    }
}

fn described_set(set: &InformationSet) -> (String, String) {
    let number = format!("{} {}", set.player + 1, set.number);
    let actions = spaced(set.actions.iter().map(|action| quoted(action)));
    let whole = format!("{number} {} {{ {actions} }}", quoted(&set.label));
    (number, whole)
}

fn described_chance(set: &ChanceSet) -> (String, String) {
    let number = set.number.to_string();
    let actions = set.actions.iter().map(|action| quoted(action));
    let actions = actions.zip(&set.chances);
    let actions = spaced(actions.map(|(action, chance)| format!("{action} {}", fraction(chance))));
    let whole = format!("{number} {} {{ {actions} }}", quoted(&set.label));
    (number, whole)
}

fn described_outcome(outcome: &Outcome) -> (String, String) {
    let (number, payoffs) = (outcome.number.to_string(), payoffs(outcome));
    let whole = format!("{number} {} {{ {payoffs} }}", quoted(&outcome.label));
    (number, whole)
}

/// A game in normal form as the text of an `.nfg` file.
pub fn nfg(table: &Table) -> String {
    let players = plain_labels(table.players.iter());
    let mut text = head("NFG 1", &plain_prose(&table.title), &players);
    text.push_str("{\n");
    for strategies in &table.strategies {
        let strategies = plain_labels(strategies.iter());
        let strategies = spaced(strategies.iter().map(|strategy| quoted(strategy)));
        let _ = writeln!(text, "{{ {strategies} }}");
    }
    let _ = writeln!(text, "}}\n{}\n", quoted(&plain_prose(&table.comment)));
    // A line for each row of the table: all that the first player may choose.
    let row = table.strategies.first().map_or(1, Vec::len);
    match &table.cells {
        Cells::Payoffs(payoffs) => {
            for row in payoffs.chunks((row * table.players.len()).max(1)) {
                let _ = writeln!(text, "{}", spaced(row.iter().map(Number::text)));
            }
        }
        Cells::Outcomes { outcomes, chosen } => {
            text.push_str("{\n");
            let labels = plain_labels(outcomes.iter().map(|outcome| &outcome.label));
            for (label, outcome) in labels.iter().zip(outcomes) {
                let (label, payoffs) = (quoted(label), payoffs(outcome));
                let _ = writeln!(text, "{{ {label} {payoffs} }}");
            }
            text.push_str("}\n");
            let number = |chosen: &Option<usize>| chosen.map_or(0, |at| at + 1).to_string();
            for row in chosen.chunks(row) {
                let numbers = row.iter().map(number);
                let _ = writeln!(text, "{}", spaced(numbers));
            }
        }
    }
    text
}

fn head(kind: &str, title: &str, players: &[String]) -> String {
    let players = spaced(players.iter().map(|player| quoted(player)));
    format!("{kind} R {} {{ {players} }}\n", quoted(title))
}

fn payoffs(outcome: &Outcome) -> String {
    let payoffs: Vec<&str> = outcome.payoffs.iter().map(Number::text).collect();
    payoffs.join(", ")
}

fn spaced(words: impl Iterator<Item = impl AsRef<str>>) -> String {
    let words: Vec<_> = words.collect();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    words.join(" ")
}

fn quoted(label: &str) -> String {
    format!("\"{}\"", label.replace('"', "\\\""))
}

/// A chance as an exact fraction.
fn fraction(chance: &Number) -> Cow<'_, str> {
    match chance.exact() {
        Some(exact) => Cow::Owned(Number::fraction(&exact).text().to_owned()),
        None => Cow::Borrowed(chance.text()),
    }
}

/// A tree whose labels Gambit accepts.
fn plain_tree(tree: &Tree) -> Tree {
    let mut tree = tree.clone();
    tree.title = plain_prose(&tree.title);
    tree.comment = plain_prose(&tree.comment);
    make_plain(tree.players.iter_mut(), Empty::Named);
    let sets = tree.sets.iter_mut().map(|set| &mut set.actions);
    let chances = tree.chances.iter_mut().map(|set| &mut set.actions);
    for actions in sets.chain(chances) {
        make_plain(actions.iter_mut(), Empty::Named);
    }
    let outcomes = tree.outcomes.iter_mut();
    make_plain(outcomes.map(|outcome| &mut outcome.label), Empty::Named);
    let nodes = tree.nodes.iter_mut();
    make_plain(nodes.map(|node| &mut node.label), Empty::Stays);
    let chances = tree.chances.iter_mut();
    make_plain(chances.map(|set| &mut set.label), Empty::Stays);
    for player in 0..tree.players.len() {
        let own = tree.sets.iter_mut().filter(|set| set.player == player);
        make_plain(own.map(|set| &mut set.label), Empty::Stays);
    }
    tree
}

/// Labels that Gambit accepts, not empty and unique.
fn plain_labels<'l>(labels: impl Iterator<Item = &'l String>) -> Vec<String> {
    let mut labels: Vec<String> = labels.cloned().collect();
    make_plain(labels.iter_mut(), Empty::Named);
    labels
}

fn make_plain<'l>(labels: impl Iterator<Item = &'l mut String>, empty: Empty) {
    let mut labels: Vec<&mut String> = labels.collect();
    for label in &mut labels {
        if let Cow::Owned(changed) = plain(label) {
            **label = changed;
        }
    }
    distinct(&mut labels, empty);
}
