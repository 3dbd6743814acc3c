//! Game files of excessive depth or size, and short files that describe huge games.

use pactum::unstable::interchange::{Form, efg, import, nfg, parse, table};
use pactum::unstable::source::{Code, Sources};

use crate::support::game_file::parsed;

/// The code of what is wrong with a text.
fn refused(text: &str) -> Code {
    let mut sources = Sources::new();
    let source = sources.add("game", text);
    let found = parse(source, text).and_then(import).expect_err("it is too much");
    found.all()[0].code
}

#[test]
fn deep_trees_need_no_deep_stack() {
    const DEPTH: usize = 100_000;
    let mut text = String::from("EFG 2 R \"deep\" { \"A\" }\n");
    for depth in 0..DEPTH {
        text.push_str(&match depth % 3 {
            0 if depth > 0 => "c \"\" 1 0\n".to_owned(),
            0 => "c \"\" 1 \"\" { \"a\" 1/2 \"b\" 1/2 } 0\n".to_owned(),
            _ => format!("p \"\" 1 {depth} \"\" {{ \"a\" \"b\" }} 0\n"),
        });
    }
    text.push_str(&"t \"\" 0\n".repeat(DEPTH + 1));
    let file = parsed(&text);
    let Form::Tree(tree) = &file.form else {
        panic!("it is a tree");
    };
    assert_eq!(tree.nodes.len(), 2 * DEPTH + 1);
    assert_eq!(parsed(&efg(tree)).form, file.form);
    let imported = import(file).expect("it has an order of time");
    assert_eq!(imported.game.graphs[0].nodes.len(), DEPTH);
}

#[test]
fn declared_sizes_must_be_reasonable() {
    let nodes = |count: usize| {
        let actions = "\"a\" ".repeat(count);
        format!("EFG 2 R \"wide\" {{ \"A\" }} p \"\" 1 1 \"\" {{ {actions} }} 0\nt \"\" 0")
    };
    // The nodes that would follow are counted before any is read.
    assert_eq!(refused(&nodes(1_000_001)), Code::GameTooLarge);
    assert_eq!(refused(&nodes(10)), Code::GameEnds);
    let strategies = |counts: &str| format!("NFG 1 R \"wide\" {{ \"A\" \"B\" }} {{ {counts} }} 1");
    assert_eq!(refused(&strategies("1000 1001")), Code::GameTooLarge);
    assert_eq!(refused(&strategies("2147483647 2147483647")), Code::GameTooLarge);
    assert_eq!(refused(&strategies("1000 1000")), Code::GameEnds);
    let players = "\"x\" ".repeat(3_000);
    let counts = format!("1000 {}", "1 ".repeat(2_999));
    let chosen = "1 ".repeat(1_000);
    let payoffs = "0 ".repeat(3_000);
    let many = format!("NFG 1 R \"wide\" {{ {players} }} {{ {counts} }} {{ {{ \"\" {payoffs} }} }} {chosen}");
    // As a tree it would have millions of nodes.
    assert_eq!(refused(&many), Code::GameTooLarge);
}

#[test]
fn long_labels_do_not_multiply() {
    const LONG: usize = 100_000;
    let long = "x".repeat(LONG);
    let mut text = format!("EFG 2 R \"long\" {{ \"{long}\" \"B\" }}\nc \"\" 1 \"\" {{");
    (0..100).for_each(|branch| text.push_str(&format!(" \"{branch}\" 1/100")));
    text.push_str(" } 0\n");
    for branch in 0..100 {
        let described = format!(" \"\" {{ \"{long}\" \"b\" \"c\" }}");
        let described = if branch == 0 { &described } else { "" };
        text.push_str(&format!("p \"\" 1 1{described} 0\nt \"\" 0\nt \"\" 0\nt \"\" 0\n"));
    }
    let file = parsed(&text);
    let Form::Tree(tree) = &file.form else {
        panic!("it is a tree");
    };
    assert!(efg(tree).len() < 2 * text.len());
    assert_eq!(parsed(&efg(tree)).form, file.form);
    let made = table(tree).expect("it is small");
    assert_eq!(made.strategies[0], ["1", "2", "3"]);
    assert!(nfg(&made).len() < 2 * text.len());
    let imported = import(file).expect("it can be solved");
    let named: usize = imported.names.stages.iter().map(String::len).sum();
    assert!(named < LONG);
    let strategies = format!("{{ \"{long}\" \"b\" }} {{ \"c\" \"d\" }}");
    let wide = format!("NFG 1 R \"long\" {{ \"A\" \"B\" }} {{ {strategies} }} 1 2 3 4 5 6 7 8");
    let Form::Table(wide) = parsed(&wide).form else {
        panic!("it is a table");
    };
    let labels: Vec<String> = wide
        .to_tree()
        .outcomes
        .into_iter()
        .map(|outcome| outcome.label)
        .collect();
    assert_eq!(labels, ["1, 1", "2, 1", "1, 2", "2, 2"]);
}
