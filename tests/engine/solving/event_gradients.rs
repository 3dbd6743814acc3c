//! Derivatives of the probabilities of recorded events, from which keys are estimated, against differences.

use std::sync::atomic::AtomicBool;

use pactum::unstable::explore::{Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::numeric::math::max;
use pactum::unstable::scenario::Model;
use pactum::unstable::strategy::{EventProbabilities, NoDerivative, Options, Reachable, derivatives, solve};
use proptest::strategy::{Strategy as _, ValueTree};

use super::parameter_derivatives::solved_closely;
use crate::comparison::engine::{draws, read};
use crate::generator::{open_ended, scenarios};
use crate::random_scenarios::runner;
use crate::support::scenario::Scenario;
use crate::support::solved_game::nominal;

/// How many random scenarios have to be compared, and from how many they are taken at most.
const RANDOM: [usize; 2] = [200, 900];
/// The widths of differences along a direction, relative to the parameters; each pair is tried in turn.
const WIDTHS: [[f64; 2]; 3] = [[2e-3, 1e-3], [5e-4, 2e-4], [8e-3, 4e-3]];
/// Derivatives agree with differences to this fraction of the largest.
const AGREES: f64 = 1e-6;
/// The largest random game, in nodes.
const NODES: usize = 1_000;

/// The probabilities of all events at some points, by their numbers; `None` where one makes no sense or is not solved.
fn probabilities(model: &Model, point: &[f64], points: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let lanes = 0..points.len();
    let solved = solved_closely(model, point, points)?;
    let game = &solved.explored.game;
    let actions = solved.exact.taken.len() / game.periods;
    let of = |lane: usize| {
        let ends = solved.exact.endings.iter().chain(&solved.exact.survives);
        let mut all: Vec<f64> = ends.map(|chance| chance[lane]).collect();
        let taken = (0..actions).map(|action| {
            let periods = (0..game.periods).map(|period| solved.exact.taken[period * actions + action][lane]);
            periods.sum::<f64>()
        });
        all.extend(taken);
        all
    };
    Some(lanes.map(of).collect())
}

/// What became of a scenario.
enum Compared {
    /// Nobody can tell: play jumps, numbers are tied, or differences depend on their width.
    Nothing,
    /// So many derivatives agree.
    Agrees(usize),
}

/// Compares the derivatives of all events with differences, along one direction in which so many parameters change.
fn compare(name: &str, model: &Model, point: &[f64], changing: usize) -> Compared {
    let explored = explore(model, &Limits::default()).expect("it is sound");
    let game = &explored.game;
    let bound = Bound::single(game, point);
    let reachable = Reachable::of(game);
    let solution = solve(&bound, &reachable, &Options::default());
    let never = AtomicBool::new(false);
    let tied = match derivatives(&bound, &reachable, &solution, &never) {
        Ok(found) => found
            .iter()
            .any(|result| result.by_parameter[..changing].iter().any(Result::is_err)),
        Err(NoDerivative::BestResponse { .. } | NoDerivative::NotSolved) => true,
        Err(why) => panic!("{name}: {why:?}"),
    };
    if tied {
        return Compared::Nothing;
    }
    let events = EventProbabilities::of(&bound, &reachable, (&solution.profile, solution.status[0]))
        .expect("results have derivatives");
    let size = |value: &f64| if *value == 0.0 { 1.0 } else { value.abs() };
    let step = |(value, at): (&f64, usize)| if at > changing { 0.0 } else { size(value) / at as f64 };
    let direction: Vec<f64> = point.iter().zip(1..).map(step).collect();
    let count = (game.periods + 1) * game.outcomes + game.periods;
    let actions: usize = game.decision_kinds.iter().map(|kind| kind.actions).sum();
    let each: Vec<Vec<(usize, f64)>> = (0..count + actions).map(|event| vec![(event, 1.0)]).collect();
    let gradients = events.gradients(&each, &never).expect("results have derivatives");
    let along = |gradient: &Vec<f64>| gradient.iter().zip(&direction).map(|(by, step)| by * step).sum();
    let derivatives: Vec<f64> = gradients.iter().map(along).collect();
    let largest = derivatives.iter().fold(1e-6, |most: f64, by| max(most, by.abs()));
    for widths in WIDTHS {
        let at = |by: f64| {
            point
                .iter()
                .zip(&direction)
                .map(|(value, step)| value + by * step)
                .collect()
        };
        let points = widths
            .iter()
            .flat_map(|width| [-2.0, -1.0, 1.0, 2.0].map(|steps| at(steps * width)));
        let Some(values) = probabilities(model, point, points.collect()) else {
            continue;
        };
        let difference = |event: usize, first: usize, width: f64| {
            let at = |step: usize| values[first + step][event];
            (8.0 * (at(2) - at(1)) - (at(3) - at(0))) / (12.0 * width)
        };
        // Differences that depend on their width judge nothing: where a choice hardly matters to whoever makes it, rounding
        // moves it.
        let clear = |event: &usize| {
            let [coarse, fine] = [difference(*event, 0, widths[0]), difference(*event, 4, widths[1])];
            let off = (derivatives[*event] - fine).abs() / largest;
            let clear = (coarse - fine).abs() <= 0.3 * AGREES * largest;
            assert!(!clear || off <= AGREES, "{name}: event {event} is off by {off}");
            clear
        };
        let clear = (0..derivatives.len()).filter(clear).count();
        if clear * 20 < derivatives.len() * 19 {
            continue;
        }
        // The value recorded with the derivative is the probability itself.
        let center = probabilities(model, point, vec![point.to_vec()]).expect("it is solved");
        for (event, wanted) in center[0].iter().enumerate() {
            assert!((events.at(event) - wanted).abs() < 1e-9, "{name}: event {event}");
        }
        return Compared::Agrees(clear);
    }
    Compared::Nothing
}

#[test]
fn derivatives_of_events_agree_with_differences_on_random_scenarios() {
    let mut runner = runner(1, 5);
    let (mut scenarios_compared, mut compared) = (0, 0);
    for number in 0..RANDOM[1] {
        if scenarios_compared == RANDOM[0] {
            break;
        }
        let scenario = if number % 4 == 0 {
            open_ended().new_tree(&mut runner).map(|tree| tree.current())
        } else {
            scenarios().new_tree(&mut runner).map(|tree| tree.current())
        };
        let text = scenario.expect("it can be made").0;
        let Ok(model) = read(&text) else { continue };
        let explored = explore(&model, &Limits::default());
        if explored.is_ok_and(|explored| explored.size.nodes <= NODES) {
            let point = draws(&model, &[0.31]).swap_remove(0);
            if let Compared::Agrees(events) = compare(&format!("scenario {number}"), &model, &point, point.len()) {
                scenarios_compared += 1;
                compared += events;
            }
        }
    }
    assert_eq!(scenarios_compared, RANDOM[0]);
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn derivatives_of_events_agree_with_differences_on_the_main_scenario() {
    let model = Scenario::load("scenarios/nato_clause.toml").models().swap_remove(0).1;
    let compared = compare("the deal", &model, &nominal(&model), 2);
    assert!(matches!(compared, Compared::Agrees(..)));
}
