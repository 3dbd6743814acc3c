//! The derivative along the principal branch against finite differences, as games are and with nests and own later choices
//! put in: on the shipped games, and where play goes on after the last period.

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::numeric::path_following::Branch;
use pactum::unstable::scenario::Model;
use pactum::unstable::strategy::{PrincipalBranch, Reachable};
use proptest::strategy::{Strategy as _, ValueTree};

use super::conventions::put_in_nests_and_own_later;
use crate::generator::open_ended;
use crate::groups::named_members::with_groups;
use crate::random_scenarios::runner;
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

/// Compares the derivative with finite differences at some point of the branch of a model; how many numbers. Nothing
/// where the game breaks a rule or has no unknowns.
fn compare(name: &str, model: &Model, seed: u64) -> usize {
    let Ok(explored) = explore(model, &Limits::default()) else {
        return 0;
    };
    let nominal = nominal(model);
    let bound = Bound::single(&explored.game, &nominal);
    let reachable = Reachable::of(&explored.game);
    let mut branch = PrincipalBranch::of(&bound, &reachable);
    let unknowns = branch.unknowns();
    assert_eq!(unknowns, reachable.unknowns(), "{name}");
    if unknowns == 0 {
        return 0;
    }
    let mut compared = 0;
    let mut random = RandomNumbers::new(seed);
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
                "{name}: {found} is not {wanted}"
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
    compared
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
        compared += compare(&format!("{name}, {put_in}"), &model, number as u64 + 1);
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn derivatives_are_the_limits_of_differences_where_members_are_counted() {
    let mut compared = 0;
    for (number, text) in with_groups().into_iter().enumerate() {
        let (_, model) = Scenario::read(&text).models().swap_remove(0);
        compared += compare(&format!("group {number}"), &model, number as u64 + 1);
    }
    assert!(compared > 60, "{compared}");
}

/// How nests and own later choices come in.
const PUT_IN: [(bool, bool); 4] = [(false, false), (true, false), (false, true), (true, true)];

#[test]
fn derivatives_are_the_limits_of_differences_where_play_goes_on() {
    let mut compared = [0; PUT_IN.len()];
    let mut runner = runner(1, 14);
    let random = (0..80).map(|_| {
        let text = open_ended().new_tree(&mut runner).expect("it can be made");
        text.current().0
    });
    let old = text("tests/deal/conventions.toml");
    let old = old.replace("count = 40", "then = \"goes_on\", count = 6");
    for (number, text) in random.chain([old]).enumerate() {
        if text.contains("best_response") || !text.contains("logit") {
            continue;
        }
        let plain = Scenario::read(&text).models().pop().expect("there is a variant").1;
        for (compared, put_in) in compared.iter_mut().zip(PUT_IN) {
            let mut model = plain.clone();
            put_in_nests_and_own_later(&mut model);
            for (actor, plain) in model.actors.iter_mut().zip(&plain.actors).filter(|_| !put_in.1) {
                actor.own_later.clone_from(&plain.own_later);
            }
            if !put_in.0 {
                model.stages.clone_from(&plain.stages);
            }
            *compared += compare(&format!("{put_in:?}: {text}"), &model, number as u64 + 1);
        }
    }
    assert!(compared.iter().all(|compared| *compared > 1_000), "{compared:?}");
}
