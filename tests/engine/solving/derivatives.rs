//! The derivative along the principal branch against finite differences, on the shipped games as they are and with nests
//! and own later choices put in.

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::numeric::path_following::Branch;
use pactum::unstable::strategy::{PrincipalBranch, Reachable};

use super::conventions::put_in_nests_and_own_later;
use crate::support::files::text;
use crate::support::random_numbers::RandomNumbers;
use crate::support::scenario::Scenario;
use crate::support::solved_game::nominal;

/// Games with several periods, hidden types, hidden moves, promises and moves at the same time.
const GAMES: [&str; 7] = [
    "scenarios/classics/inspection.toml",
    "scenarios/classics/screening.toml",
    "scenarios/classics/attribution.toml",
    "scenarios/classics/moral_hazard.toml",
    "scenarios/classics/joint_resolve.toml",
    "scenarios/strike.toml",
    "scenarios/nato_clause.toml",
];

/// A number from −1 to below 1.
fn level(random: &mut RandomNumbers) -> f64 {
    2.0 * random.share() - 1.0
}

#[test]
fn derivatives_are_the_limits_of_differences() {
    let mut compared = 0;
    let games = GAMES.iter().flat_map(|name| [(name, false), (name, true)]);
    for (number, (name, put_in)) in games.enumerate() {
        let (_, mut model) = Scenario::read(&text(name)).models().swap_remove(0);
        if put_in {
            put_in_nests_and_own_later(&mut model);
        }
        let explored = explore(&model, &Limits::default()).expect("sound");
        let nominal = nominal(&model);
        let bound = Bound::single(&explored.game, &nominal);
        let reachable = Reachable::of(&explored.game);
        let mut branch = PrincipalBranch::of(&bound, &reachable);
        let unknowns = branch.unknowns();
        if unknowns == 0 {
            continue;
        }
        let mut random = RandomNumbers::new(number as u64 + 1);
        let x: Vec<f64> = (0..unknowns).map(|_| level(&mut random)).collect();
        let (s, width) = (0.6, 1e-5);
        for only_s in [true, false] {
            let direction: Vec<f64> = (0..=unknowns)
                .map(|at| match only_s {
                    true if at < unknowns => 0.0,
                    true => 1.0,
                    false => level(&mut random),
                })
                .collect();
            let mut at = |by: f64| {
                let x: Vec<f64> = x.iter().zip(&direction).map(|(x, d)| x + by * d).collect();
                branch.evaluate(&x, s + by * direction[unknowns])
            };
            let (above, below) = (at(width), at(-width));
            branch.evaluate(&x, s);
            let image = branch.derivative(&direction);
            for ((above, below), found) in above.iter().zip(&below).zip(&image) {
                let wanted = (above - below) / (2.0 * width);
                assert!(
                    (found - wanted).abs() <= 1e-6 * (1.0 + wanted.abs()),
                    "{name}, {put_in}: {found} is not {wanted}"
                );
                compared += 1;
            }
        }
        if unknowns <= 60 {
            let direction: Vec<f64> = (0..=unknowns).map(|_| level(&mut random)).collect();
            let (jacobian, image) = (branch.jacobian(), branch.derivative(&direction));
            for (row, wanted) in image.iter().enumerate() {
                let found: f64 = jacobian.row(row).iter().zip(&direction).map(|(a, b)| a * b).sum();
                assert!((found - wanted).abs() < 1e-10, "{name}: row {row}");
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}
