//! Makes a game in code, solves and plays it: Russia complies or violates a conditional clause that admits Ukraine with
//! a given probability. `cargo run --release --example build_a_game`.

#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use pactum::{Error, GameTree, Node};

fn main() -> Result<(), Error> {
    for admission in [0.2, 1.0 / 3.0, 0.5] {
        let vote = Node::chance(
            "vote",
            [
                ("admitted", admission, Node::end("member", [10.0])),
                ("refused", 1.0 - admission, Node::end("gain", [70.0])),
            ],
        );
        let root = Node::decision(
            "russia",
            "peace",
            [("comply", Node::end("peace", [50.0])), ("violate", vote)],
        );
        let game = GameTree::new("Conditional clause", &["russia"], &root)?;
        println!("admission {admission:.3}");
        for row in game.solve(0.1).strategies {
            println!("  {:8} {:.6}", row.action, row.probability);
        }
        for (outcome, probability, count) in game.play(0.1, 10_000, 7).outcomes {
            println!("  {outcome:8} {probability:.6}, {count} of 10000 games");
        }
    }
    Ok(())
}
