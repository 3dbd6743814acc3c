//! The beliefs of observers at the start of each period, against an enumeration of all histories.

use std::collections::BTreeMap;

use pactum::unstable::game::Bound;
use pactum::unstable::play::{Beliefs, Observers, Question, exact_observed};
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::Role;

use super::compare::{Verdict, near};
use crate::interpreter::account::{Account, Standing};
use crate::support::solved_game::SolvedGame;

/// Compares all beliefs of a block of draws.
pub(crate) fn compare(
    model: &Model,
    answer: &SolvedGame,
    draws: &[Vec<f64>],
    accounts: &[Account],
) -> Result<(), Verdict> {
    let game = &answer.explored.game;
    let bound = Bound::new(game, draws);
    let observers = Observers::new(game);
    let mut beliefs = Beliefs::new(&observers, &bound, &answer.solution.profile);
    exact_observed(&bound, &answer.solution.profile, |now| {
        beliefs.observe(now.period, now.reach, |_| ())
    });
    for question in observers.questions() {
        let cell = trait_cell(model, question.about);
        for period in 1..=model.periods {
            for (lane, account) in accounts.iter().enumerate() {
                let counted = count(model, account, period, question, cell);
                for truth in 0..question.size {
                    for believed in 0..question.size {
                        let (sum, mass) = beliefs.sum(period, question, truth, believed);
                        let (wanted, chance) = counted.get(&(truth, believed)).copied().unwrap_or((0.0, 0.0));
                        let what = format!(
                            "draw {lane}, period {period}: actor {} on {}, true {truth}, believed {believed}",
                            question.observer, model.cells[cell].name
                        );
                        near(&format!("{what}, chance"), mass[lane], chance)?;
                        near(&what, sum[lane], wanted)?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// The cell of a private attribute: types and bound-or-free stand before all variables, in the same order.
pub(super) fn trait_cell(model: &Model, number: usize) -> usize {
    attribute_cells(model).nth(number).expect("each attribute has a cell")
}

fn attribute_cells(model: &Model) -> impl Iterator<Item = usize> {
    (0..model.cells.len()).filter(|&cell| model.cells[cell].role != Role::Variable)
}

/// The values of all private attributes in a state.
pub(super) fn attributes(model: &Model, state: &[i32]) -> Vec<usize> {
    attribute_cells(model).map(|cell| place(model, cell, state)).collect()
}

/// The index of a cell's value in its domain.
pub(super) fn place(model: &Model, cell: usize, state: &[i32]) -> usize {
    usize::try_from(state[cell] - model.cells[cell].low).expect("a value is in its range")
}

/// For each true and believed value: the sum of the belief over all games with the true value, and their chance.
fn count(
    model: &Model,
    account: &Account,
    period: usize,
    question: &Question,
    cell: usize,
) -> BTreeMap<(usize, usize), (f64, f64)> {
    let place = |state: &[i32]| place(model, cell, state);
    let mut sums: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    let views = account
        .starts
        .iter()
        .filter(|((at, observer, _), _)| (*at, *observer) == (period, question.observer));
    for (_, states) in views {
        for (state, standing) in states {
            for believed in 0..question.size {
                let sum = sums.entry((place(state), believed)).or_default();
                sum.0 += standing.chance * belief(states, |state| place(state) == believed);
                sum.1 += standing.chance;
            }
        }
    }
    sums
}

/// How likely an observer takes some of the states to be that it cannot tell apart.
pub(super) fn belief(states: &BTreeMap<Vec<i32>, Standing>, of: impl Fn(&[i32]) -> bool) -> f64 {
    let order = states.values().map(|standing| standing.own.order).min().unwrap_or(0);
    let weight = |of: &dyn Fn(&[i32]) -> bool| -> f64 {
        states
            .iter()
            .filter(|(state, _)| of(state))
            .map(|(_, standing)| standing.own.at(order))
            .sum()
    };
    weight(&of) / weight(&|_| true)
}
