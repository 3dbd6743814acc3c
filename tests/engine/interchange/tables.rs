//! Trees converted to tables of pure strategies have the same expected payoffs.

use pactum::unstable::interchange::{Cells, Form, Kind, NotATable, Table, Tree, table};

use super::meaning::expected;
use super::random_tree::{self, tree};
use super::round_trip::written;
use crate::support::game_file::parsed;
use crate::support::random_numbers::RandomNumbers;

fn as_tree(text: &str) -> Tree {
    match parsed(text).form {
        Form::Tree(tree) => tree,
        Form::Table(_) => panic!("it is a tree"),
    }
}

/// The payoffs of a cell.
fn cell(table: &Table, at: usize) -> Vec<f64> {
    let Cells::Payoffs(payoffs) = &table.cells else {
        panic!("a table made of a tree has payoffs");
    };
    let players = table.players.len();
    payoffs[at * players..(at + 1) * players]
        .iter()
        .map(|payoff| payoff.value())
        .collect()
}

#[test]
fn a_table_is_the_tree_that_was_made_of_it() {
    for text in [
        include_str!("../../../scenarios/games/stag_hunt.nfg"),
        include_str!("../../../scenarios/games/majority.nfg"),
    ] {
        let Form::Table(before) = parsed(text).form else {
            panic!("it is a table");
        };
        let after = table(&before.to_tree()).expect("it is small");
        assert_eq!(before.strategies, after.strategies);
        for at in 0..before.combinations() {
            assert_eq!(cell(&before, at), cell(&after, at));
        }
    }
}

#[test]
fn kuhn_poker_has_27_plans_for_the_first_and_64_for_the_second() {
    let kuhn = as_tree(include_str!("../../../scenarios/games/kuhn.efg"));
    let table = table(&kuhn).expect("it is small enough");
    let counts: Vec<usize> = table.strategies.iter().map(Vec::len).collect();
    assert_eq!(counts, [27, 64]);
    assert_eq!(table.strategies[0][0], "check / fold / check / fold / check / fold");
    assert_eq!(table.strategies[0][26], "bet / * / bet / * / bet / *");
}

/// What a plan called so does at each information set of its player; any action where it says nothing.
fn plan(tree: &Tree, player: usize, name: &str) -> Vec<(usize, usize)> {
    let sets = (0..tree.sets.len()).filter(|&set| tree.sets[set].player == player);
    let action = |(set, word): (usize, &str)| {
        let place = tree.sets[set].actions.iter().position(|action| action == word);
        (set, place.unwrap_or(0))
    };
    sets.zip(name.split(" / ")).map(action).collect()
}

#[test]
fn random_trees_expect_the_same_as_tables() {
    let mut random = RandomNumbers::new(8);
    let mut compared = 0;
    for round in 0..200 {
        let kind = random_tree::Kind {
            nodes: 25,
            forgetful: round % 2 == 0,
        };
        let tree = as_tree(&tree(&mut random, kind));
        let Ok(made) = table(&tree) else {
            continue;
        };
        let again = parsed(&written(&Form::Table(made.clone())));
        assert_eq!(again.form, Form::Table(made.clone()));
        for _ in 0..10 {
            let at = random.below(made.combinations());
            let mut rest = at;
            let mut play: Vec<Vec<f64>> = tree.sets.iter().map(|set| vec![0.0; set.actions.len()]).collect();
            for (player, strategies) in made.strategies.iter().enumerate() {
                for (set, action) in plan(&tree, player, &strategies[rest % strategies.len()]) {
                    play[set][action] = 1.0;
                }
                rest /= strategies.len();
            }
            for (found, tree) in cell(&made, at).iter().zip(expected(&tree, &play)) {
                assert!((found - tree).abs() < 1e-9, "{found} for {tree}");
            }
            compared += 1;
        }
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn too_many_plans_are_refused() {
    let mut text = String::from("EFG 2 R \"t\" { \"A\" } c \"\" 1 \"\" {");
    (0..20).for_each(|branch| text.push_str(&format!(" \"b{branch}\" 1/20")));
    text.push_str(" } 0\n");
    for set in 0..20 {
        text.push_str(&format!("p \"\" 1 {set} \"\" {{ \"x\" \"y\" }} 0 t \"\" 0 t \"\" 0\n"));
    }
    let tree = as_tree(&text);
    assert_eq!(
        tree.nodes
            .iter()
            .filter(|node| matches!(node.kind, Kind::Decision(_)))
            .count(),
        20
    );
    assert_eq!(table(&tree), Err(NotATable::TooManyCombinations));
}
