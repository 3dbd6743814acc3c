//! The 95 % intervals contain a known share in about 95 % of many seeds.

use std::sync::atomic::AtomicBool;

use pactum::unstable::explore::Limits;
use pactum::unstable::study::{Plan, Variant, Watch, run};
use pactum::{OutcomeRow, Rows};

use crate::support::scenario::Scenario;

const SEEDS: u64 = 400;

/// A common probability q of every ally's vote, different in every draw: all three agree with the mean of q³, which for
/// q ~ Beta(4, 2) is 4·5·6 / (6·7·8) = 5/14.
const UNANIMITY: &str = r#"
title = "Unanimity under a common uncertainty"
periods = 1
[actors.alliance]
[variables.admitted]
truth = true
start = false
[parameters.vote]
distribution = { beta = { alpha = 4, beta = 2 } }
[[stages]]
name = "vote"
branches = [{ probability = "vote ^ 3", set = { admitted = true } }, { otherwise = true }]
[[outcomes]]
name = "admitted"
when = "admitted"
[[outcomes]]
name = "refused"
at_end = true
"#;
const ADMITTED: f64 = 5.0 / 14.0;

fn admitted(variant: &Variant, draws: u64, games: u64, seed: u64) -> OutcomeRow {
    let plan = Plan {
        draws,
        games,
        seed,
        nominal: false,
        every_game: false,
    };
    let watch = Watch {
        progress: &|_| (),
        interrupt: &AtomicBool::new(false),
    };
    let mut rows = Rows::default();
    run(std::slice::from_ref(variant), &plan, &watch, &mut rows).expect("the study runs");
    let found = rows.of::<OutcomeRow>().iter().find(|row| row.outcome == "admitted");
    found.expect("the outcome has a row").clone()
}

#[test]
fn intervals_of_shares_and_probabilities_cover() {
    let model = Scenario::read(UNANIMITY).model("base", &[""; 0]);
    let variant = Variant::new("base", model, &Limits::default()).expect("it can be explored");
    for (draws, games) in [(40, 25), (200, 5), (25, 400)] {
        let (mut of_share, mut of_probability) = (0, 0);
        for seed in 0..SEEDS {
            let row = admitted(&variant, draws, games, seed);
            let (low, high) = row.share_low.zip(row.share_high).expect("games were played");
            of_share += u64::from(low <= ADMITTED && ADMITTED <= high);
            let exact = row.probability_low.zip(row.probability_high);
            let (low, high) = exact.expect("there are several draws");
            of_probability += u64::from(low <= ADMITTED && ADMITTED <= high);
        }
        for (what, covered) in [("share", of_share), ("probability", of_probability)] {
            let rate = covered as f64 / SEEDS as f64;
            assert!((0.92..=0.98).contains(&rate), "{draws} × {games}: {what} {rate}");
        }
    }
}
