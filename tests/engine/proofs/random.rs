//! Random scenarios: deliberate violations are found by a shortest history; scenarios called sound never fail.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use proptest::test_runner::TestCaseError;

use pactum::unstable::explore::{Limits, ProofResult, explore, prove};
use pactum::unstable::expression::{Binary, Tree};
use pactum::unstable::game::{ChanceCheck, Game, Total};
use pactum::unstable::numeric::distribution::Distribution;
use pactum::unstable::numeric::lanes::splat;
use pactum::unstable::scenario::model::{Chance, Role, StageKind, Start, Structural};
use pactum::unstable::scenario::{Model, ParameterSampler};
use pactum::unstable::source::Code;
use pactum::unstable::study::draws::Draws;

use super::histories::agree;
use crate::comparison::engine::read;
use crate::generator::{Text, scenarios};
use crate::interpreter::breadth_first::{one_game, starts};
use crate::random_scenarios::runner;
use crate::support::random_numbers::RandomNumbers;
use crate::support::solved_game::nominal;

/// How many random scenarios are tried.
const CASES: u32 = 500;

/// In how many random draws each is played.
const DRAWS: u64 = 200;

/// A model broken in some way, if it can be in this one.
fn break_it(mut model: Model, how: usize) -> Model {
    match how {
        0 => {
            for cell in &mut model.cells {
                let starts_below = match &cell.start {
                    Start::Sure(value) => *value < cell.high,
                    Start::Drawn(options) => options.iter().all(|(value, _)| *value < cell.high),
                    Start::Joint { .. } => false,
                };
                if cell.role == Role::Variable && cell.high - cell.low == 2 && starts_below {
                    cell.high -= 1;
                }
            }
        }
        1 => model.outcomes.retain(|outcome| outcome.name != "rest"),
        2 | 3 => {
            // Open in the first period only, or never.
            let guard = if how == 2 {
                let parts = [Tree::Period, Tree::Constant(2.0)];
                Tree::Binary(Binary::Less, Box::new(parts))
            } else {
                Tree::Constant(0.0)
            };
            let span = model.actors[0].span;
            for stage in &mut model.stages {
                if let StageKind::Decision { choices, .. } = &mut stage.kind {
                    let action = &mut choices[0].actions[0];
                    action.guard = Some(Structural {
                        tree: guard.clone(),
                        span,
                    });
                }
            }
        }
        _ => enlarge(&mut model, 4.0),
    }
    model
}

/// Every probability of a branch, multiplied by a factor.
fn enlarge(model: &mut Model, factor: f64) {
    for stage in &mut model.stages {
        let effects = match &mut stage.kind {
            StageKind::Chance(effect) => vec![effect],
            StageKind::Decision { choices, .. } => choices
                .iter_mut()
                .flat_map(|choice| &mut choice.actions)
                .map(|action| &mut action.effect)
                .collect(),
        };
        for branch in effects.into_iter().flat_map(|effect| &mut effect.branches) {
            if let Chance::Given(tree) = &mut branch.chance {
                let parts = [tree.clone(), Tree::Constant(factor)];
                *tree = Tree::Binary(Binary::Multiply, Box::new(parts));
            }
        }
    }
}

#[test]
fn histories_to_violations_are_the_shortest() {
    let found: RefCell<BTreeMap<Code, usize>> = RefCell::default();
    let long = Cell::new(0);
    let result = runner(CASES, 21).run(&scenarios(), |Text(text)| {
        let model = read(&text).map_err(TestCaseError::fail)?;
        for how in 0..5 {
            let lengths = agree(&break_it(model.clone(), how))
                .map_err(|error| TestCaseError::fail(format!("broken by {how}: {error}")))?;
            for (rule, (_, steps)) in lengths {
                *found.borrow_mut().entry(rule).or_default() += 1;
                long.set(long.get() + usize::from(steps > 3));
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    for rule in [
        Code::NoAction,
        Code::LeavesRange,
        Code::NoOutcome,
        Code::BoundToImpossible,
        Code::BadChance,
    ] {
        let times = found.borrow().get(&rule).copied().unwrap_or(0);
        assert!(times >= 10, "{rule:?} was broken only {times} times");
    }
    assert!(long.get() > 50, "only {} histories are long", long.get());
}

#[test]
fn scenarios_called_sound_never_fail() {
    let shown = RefCell::new(Count::default());
    let changed = Cell::new(0);
    let result = runner(CASES, 22).run(&scenarios(), |Text(text)| {
        let model = read(&text).map_err(TestCaseError::fail)?;
        let explored =
            explore(&model, &Limits::default()).map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        let proofs = prove(&model, &explored.game);
        plays_well(&model, &proofs)?;
        shown.borrow_mut().add(&model, &explored.game, &proofs)?;
        // What was broken and is called sound all the same must be.
        for how in 0..5 {
            let model = break_it(model.clone(), how);
            if let Ok(explored) = explore(&model, &Limits::default()) {
                plays_well(&model, &prove(&model, &explored.game))?;
                changed.set(changed.get() + 1);
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let count = shown.into_inner();
    assert!(count.always > 500, "too few are shown to hold: {count:?}");
    assert!(count.open * 20 < count.always, "too many are open: {count:?}");
    let changed = changed.get();
    assert!(changed > 300, "only {changed} are sound though broken");
}

/// Random games, one in each draw, in none of which a rule of the language is broken.
fn plays_well(model: &Model, proofs: &[ProofResult]) -> Result<(), TestCaseError> {
    let draws = Draws::new(model, 22, false);
    let starts: Vec<_> = starts(model).into_iter().collect();
    let all_hold = proofs.iter().all(|proof| *proof == ProofResult::Always);
    let mut random = RandomNumbers::new(22);
    for draw in 0..DRAWS {
        let played = one_game(model, &draws.at(draw), &starts, |options| random.below(options));
        match played {
            Ok(()) => {}
            // What intervals leave open is not called sound for every draw.
            Err(Code::BadChance) if !all_hold => {}
            Err(rule) => {
                return Err(TestCaseError::fail(format!("{rule:?} in draw {draw}")));
            }
        }
    }
    Ok(())
}

/// Chances made larger, so that some are wrong for some values of the parameters: what is shown must be true still.
#[test]
fn intervals_also_bound_invalid_probabilities() {
    let shown = RefCell::new(Count::default());
    let result = runner(CASES, 23).run(&scenarios(), |Text(text)| {
        let model = read(&text).map_err(TestCaseError::fail)?;
        for factor in [1.2, 1.7, 2.5] {
            let mut model = model.clone();
            enlarge(&mut model, factor);
            // Where constants are wrong there is no game.
            if let Ok(explored) = explore(&model, &Limits::default()) {
                let proofs = prove(&model, &explored.game);
                let mut count = shown.borrow_mut();
                count.add(&model, &explored.game, &proofs)?;
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let count = shown.into_inner();
    assert!(count.always > 500 && count.fails > 100, "{count:?}");
}

/// What was shown of checks, each looked at.
#[derive(Debug, Default)]
struct Count {
    always: usize,
    open: usize,
    fails: usize,
}

impl Count {
    fn add(&mut self, model: &Model, game: &Game, proofs: &[ProofResult]) -> Result<(), TestCaseError> {
        for (check, proof) in game.checks.iter().zip(proofs) {
            match proof {
                ProofResult::Always => {
                    self.always += 1;
                    for extreme in extremes(model) {
                        holds_at(game, check, &extreme).map_err(TestCaseError::fail)?;
                    }
                }
                ProofResult::Undecided { .. } => self.open += 1,
                ProofResult::Fails { parameters, period } => {
                    self.fails += 1;
                    let mut point = nominal(model);
                    for (parameter, value) in parameters {
                        point[*parameter] = *value;
                    }
                    if fine(game, check, &point, *period) {
                        return Err(TestCaseError::fail(format!("{check:?} holds at {point:?}")));
                    }
                }
            }
        }
        Ok(())
    }
}

/// Possible points at the ends of what the parameters may be, and in between.
fn extremes(model: &Model) -> Vec<Vec<f64>> {
    let mapping = ParameterSampler::of(model);
    let mut random = RandomNumbers::new(7);
    let mut points = Vec::new();
    for corner in 0..64 {
        let mut level = |coordinate: usize| match corner {
            0..32 => [1e-15, 1.0 - 1e-15][(corner >> (coordinate % 5)) & 1],
            _ => (1.0 + random.below(998) as f64) / 1000.0,
        };
        let levels: Vec<f64> = (0..mapping.coordinates().len()).map(&mut level).collect();
        let mut point = mapping.at(&levels);
        for ((value, level), parameter) in point.iter_mut().zip(levels).zip(&model.parameters) {
            let (low, high) = parameter.distribution.support();
            let alone = !matches!(parameter.distribution, Distribution::Share(_));
            if alone && level < 1e-9 && low.is_finite() {
                *value = low;
            }
            if alone && level > 1.0 - 1e-9 && high.is_finite() {
                *value = high;
            }
        }
        points.push(point);
    }
    points
}

fn holds_at(game: &Game, check: &ChanceCheck, point: &[f64]) -> Result<(), String> {
    let periods = match check.graph {
        None => vec![0],
        Some(graph) => (1..=game.periods)
            .filter(|period| game.calendar[period - 1] == graph)
            .collect(),
    };
    for period in periods {
        if !fine(game, check, point, period) {
            return Err(format!("{check:?} fails at {point:?} in period {period}"));
        }
    }
    Ok(())
}

/// Whether chances are probabilities at a point, to within rounding.
fn fine(game: &Game, check: &ChanceCheck, point: &[f64], period: usize) -> bool {
    let lanes: Vec<_> = point.iter().map(|&value| splat(value)).collect();
    let values = game.tape.run(&lanes, period);
    let chances: Vec<f64> = check.chances.iter().map(|slot| values[slot.index()][0]).collect();
    let sum: f64 = chances.iter().sum();
    let each = chances.iter().all(|chance| (-1e-9..=1.0 + 1e-9).contains(chance));
    each && match check.total {
        Total::One => (sum - 1.0).abs() <= 1e-9,
        Total::AtMostOne => sum <= 1.0 + 1e-9,
        Total::Positive => sum > 0.0,
    }
}
