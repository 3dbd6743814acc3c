//! Runs a scenario with and without a change, and prints the probability of each outcome:
//! `cargo run --release --example run_a_scenario`.

#![expect(clippy::print_stdout, reason = "an example prints what it finds")]

use pactum::{Error, OutcomeRow, Plan, Scenario};

fn main() -> Result<(), Error> {
    let plan = Plan {
        draws: 40,
        games: 25,
        ..Plan::default()
    };
    let scenario = Scenario::open("scenarios/nato_clause.toml")?.variant("clause")?;
    for credibility in [0.1, 0.5, 0.9] {
        let rows = scenario.clone().set("credibility", credibility)?.run(&plan)?;
        println!("credibility {credibility}");
        for row in rows.of::<OutcomeRow>() {
            let share = row.share.unwrap_or_default();
            println!(
                "  {:16} {:.3}, played {share:.3} in {} games",
                row.outcome, row.probability, row.games
            );
        }
    }
    Ok(())
}
