//! Asks why a revisionist Russia acts as it does in the first quarter: `cargo run --release --example ask_why`.

#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use pactum::{Error, Question, Scenario};

fn main() -> Result<(), Error> {
    let scenario = Scenario::open("scenarios/nato_clause.toml")?.variant("clause")?;
    let question = Question::default()
        .stage("russia_moves")
        .actor_type("revisionist")
        .period(1);
    for explanation in scenario.explain(&question, None, 0)? {
        println!("reached in {:.3} of games", explanation.reach);
        for action in explanation.actions {
            println!(
                "{:12} probability {:.3}, expected payoff {:+.2}",
                action.action, action.probability, action.payoff
            );
            for (term, amount) in action.terms {
                println!("    {term:20} {amount:+.2}");
            }
        }
    }
    Ok(())
}
