//! Writing game files that Gambit reads: plain ASCII, labels that differ, chances that sum to exactly one.

use std::borrow::Cow;
use std::fmt::Write;

use super::labels::{Empty, distinct, plain, plain_prose};
use super::number::Number;
use super::table::{Cells, Table};
use super::tree::{Kind, Outcome, Tree, TreeNode};

/// A game in extensive form as the text of an `.efg` file.
pub fn efg(tree: &Tree) -> String {
    let tree = plain_tree(tree);
    let mut text = head("EFG 2", &tree.title, &tree.players);
    let _ = writeln!(text, "{}\n", quoted(&tree.comment));
    for node in &tree.nodes {
        write_node(&tree, node, &mut text);
    }
    text
}

fn write_node(tree: &Tree, node: &TreeNode, text: &mut String) {
    let label = quoted(&node.label);
    let moves = match node.kind {
        Kind::End => format!("t {label}"),
        Kind::Decision(set) => {
            let set = &tree.sets[set];
            let actions = spaced(set.actions.iter().map(|action| quoted(action)));
            let (player, name) = (set.player + 1, quoted(&set.label));
            format!("p {label} {player} {} {name} {{ {actions} }}", set.number)
        }
        Kind::Chance(set) => {
            let set = &tree.chances[set];
            let actions = set.actions.iter().zip(&set.chances);
            let actions =
                actions.map(|(action, chance)| format!("{} {}", quoted(action), fraction(chance)));
            let name = quoted(&set.label);
            format!("c {label} {} {name} {{ {} }}", set.number, spaced(actions))
        }
    };
    let _ = match node.outcome {
        None => writeln!(text, "{moves} 0"),
        Some(outcome) => {
            let outcome = &tree.outcomes[outcome];
            let (name, payoffs) = (quoted(&outcome.label), payoffs(outcome));
            writeln!(text, "{moves} {} {name} {{ {payoffs} }}", outcome.number)
        }
    };
}

/// A game in normal form as the text of an `.nfg` file.
pub fn nfg(table: &Table) -> String {
    let table = plain_table(table);
    let mut text = head("NFG 1", &table.title, &table.players);
    text.push_str("{\n");
    for strategies in &table.strategies {
        let strategies = spaced(strategies.iter().map(|strategy| quoted(strategy)));
        let _ = writeln!(text, "{{ {strategies} }}");
    }
    let _ = writeln!(text, "}}\n{}\n", quoted(&table.comment));
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
            for outcome in outcomes {
                let payoffs = outcome.payoffs.iter().map(Number::text).collect::<Vec<_>>();
                let _ = writeln!(
                    text,
                    "{{ {} {} }}",
                    quoted(&outcome.label),
                    payoffs.join(", ")
                );
            }
            text.push_str("}\n");
            for row in chosen.chunks(row) {
                let numbers = row
                    .iter()
                    .map(|chosen| chosen.map_or(0, |at| at + 1).to_string());
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
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word.as_ref());
    }
    text
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

/// A tree whose labels Gambit takes.
fn plain_tree(tree: &Tree) -> Tree {
    let mut tree = tree.clone();
    tree.title = plain_prose(&tree.title);
    tree.comment = plain_prose(&tree.comment);
    make_plain(tree.players.iter_mut(), Empty::Named);
    for set in &mut tree.sets {
        make_plain(set.actions.iter_mut(), Empty::Named);
    }
    for set in &mut tree.chances {
        make_plain(set.actions.iter_mut(), Empty::Named);
    }
    make_plain(
        tree.outcomes.iter_mut().map(|outcome| &mut outcome.label),
        Empty::Named,
    );
    make_plain(
        tree.nodes.iter_mut().map(|node| &mut node.label),
        Empty::Stays,
    );
    make_plain(
        tree.chances.iter_mut().map(|set| &mut set.label),
        Empty::Stays,
    );
    let mut by_player: Vec<Vec<&mut String>> = Vec::new();
    by_player.resize_with(tree.players.len(), Vec::new);
    for set in &mut tree.sets {
        by_player[set.player].push(&mut set.label);
    }
    for labels in by_player {
        make_plain(labels.into_iter(), Empty::Stays);
    }
    tree
}

/// A table whose labels Gambit takes.
fn plain_table(table: &Table) -> Table {
    let mut table = table.clone();
    table.title = plain_prose(&table.title);
    table.comment = plain_prose(&table.comment);
    make_plain(table.players.iter_mut(), Empty::Named);
    for strategies in &mut table.strategies {
        make_plain(strategies.iter_mut(), Empty::Named);
    }
    if let Cells::Outcomes { outcomes, .. } = &mut table.cells {
        make_plain(
            outcomes.iter_mut().map(|outcome| &mut outcome.label),
            Empty::Named,
        );
    }
    table
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
