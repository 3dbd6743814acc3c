//! Takes the text of a game file all the way: read, written, read again, and, where it is small, solved.

use pactum::unstable::game::Bound;
use pactum::unstable::interchange::{Form, efg, import, nfg, parse, table};
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::play::exact;
use pactum::unstable::source::{Sources, render};
use pactum::unstable::strategy::{Options, Reachable, solve};

/// The most nodes of a game that is solved.
const MOST_NODES: usize = 200;
/// Probabilities may sum to 1 within this.
const TOLERANCE: f64 = 1e-9;

/// Takes a text as far as it goes.
///
/// # Panics
/// Reading, writing or solving breaks a promise.
pub fn exercise(text: &str) {
    let mut sources = Sources::new();
    let source = sources.add("fuzz", text);
    let file = match parse(source, text) {
        Ok(file) => file,
        Err(found) => {
            assert!(found.has_errors() && !render(&sources, found.all(), false).is_empty());
            return;
        }
    };
    let once = written(&file.form);
    let again = sources.add("written", once.as_str());
    let second = parse(again, &once).expect("what was written is read");
    assert!(second.warnings.all().is_empty(), "{once}");
    assert_eq!(written(&second.form), once);
    let small = match &file.form {
        Form::Tree(tree) => tree.nodes.len() <= MOST_NODES,
        Form::Table(_) => text.len() <= MOST_NODES * 8,
    };
    if let (Form::Tree(tree), true) = (&file.form, small) {
        // It may have too many strategies, or forget what it knew.
        let _ = table(tree).map(|table| nfg(&table));
    }
    let (first, second) = (import(file), import(second));
    assert_eq!(first.is_ok(), second.is_ok(), "{once}");
    let Ok(imported) = first else { return };
    if !small {
        return;
    }
    let bound = Bound::<LANES>::new(&imported.game, &[vec![0.0], vec![0.7], vec![20.0]]);
    let solution = solve(&bound, &Reachable::of(&imported.game), &Options::default());
    let exact = exact(&bound, &solution.profile);
    for lane in 0..bound.used {
        let sum: f64 = exact.outcomes.iter().map(|outcome| outcome[lane]).sum();
        assert!((sum - 1.0).abs() <= TOLERANCE, "outcomes sum to {sum} in lane {lane}");
    }
}

fn written(form: &Form) -> String {
    match form {
        Form::Tree(tree) => efg(tree),
        Form::Table(table) => nfg(table),
    }
}
