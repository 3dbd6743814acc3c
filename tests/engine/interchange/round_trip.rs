//! Reading, writing and reading again gives the same game.

use pactum::unstable::interchange::{Form, efg, nfg};

use super::random_tree::{Kind, tree};
use crate::support::game_file::parsed;
use crate::support::random_numbers::RandomNumbers;

/// A game written out.
pub(crate) fn written(form: &Form) -> String {
    match form {
        Form::Tree(tree) => efg(tree),
        Form::Table(table) => nfg(table),
    }
}

#[test]
fn random_trees_survive_a_round_trip() {
    let mut random = RandomNumbers::new(5);
    for round in 0..500 {
        let kind = Kind {
            nodes: 60,
            forgetful: round % 2 == 0,
        };
        let first = parsed(&tree(&mut random, kind)).form;
        let Form::Tree(mut first) = first else {
            panic!("it is a tree");
        };
        let text = efg(&first);
        let Form::Tree(mut second) = parsed(&text).form else {
            panic!("it is a tree");
        };
        assert_eq!(efg(&second), text);
        // Chances are written as fractions in lowest terms: the same numbers in other words.
        for (first, second) in first.chances.iter_mut().zip(&mut second.chances) {
            for (first, second) in first.chances.iter().zip(&second.chances) {
                assert_eq!(first.value(), second.value());
            }
            first.chances.clone_from(&second.chances);
        }
        assert_eq!(first, second);
    }
}

#[test]
fn random_tables_survive_a_round_trip() {
    let mut random = RandomNumbers::new(6);
    for _ in 0..200 {
        let players = 1 + random.below(3);
        let counts: Vec<usize> = (0..players).map(|_| 1 + random.below(3)).collect();
        let cells: usize = counts.iter().product();
        let mut text = String::from("NFG 1 R \"t\" {");
        (0..players).for_each(|player| text.push_str(&format!(" \"P{player}\"")));
        let listed: Vec<String> = counts.iter().map(usize::to_string).collect();
        text.push_str(&format!(" }} {{ {} }} \"c\"\n", listed.join(" ")));
        let payoffs = |random: &mut RandomNumbers| {
            let payoff = |_| format!("{}/{}", random.below(9), 1 + random.below(4));
            (0..players).map(payoff).collect::<Vec<_>>().join(" ")
        };
        if random.once_in(2) {
            (0..cells).for_each(|_| text.push_str(&format!("{}\n", payoffs(&mut random))));
        } else {
            let outcomes = 1 + random.below(3);
            text.push_str("{\n");
            for outcome in 0..outcomes {
                text.push_str(&format!("{{ \"o{outcome}\" {} }}\n", payoffs(&mut random)));
            }
            text.push_str("}\n");
            (0..cells).for_each(|_| text.push_str(&format!("{} ", random.below(outcomes + 1))));
        }
        let first = parsed(&text).form;
        assert_eq!(parsed(&written(&first)).form, first);
    }
}

#[test]
fn odd_labels_are_stable_after_one_round_trip() {
    let text = r#"EFG 2 R "Tïtle \ " { "Ä" "Ö" }
"a \"comment\"
	over lines"
p " n " 1 1 "s  s" { "x" "x" "" } 0
t "n" 0
t "n" 1 "" { 1 2 }
t "a\b" 2 "" { 1 2 }
"#;
    let first = parsed(text);
    assert!(!first.warnings.is_empty());
    let once = written(&first.form);
    assert!(once.is_ascii());
    let second = parsed(&once);
    assert!(second.warnings.is_empty(), "{once}");
    assert_eq!(written(&second.form), once);
}
