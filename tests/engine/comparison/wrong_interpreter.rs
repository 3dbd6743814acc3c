//! An interpreter with a deliberate mistake must disagree with the engine on some scenario.

use std::cell::Cell;

use super::compare::LIMIT;
use super::engine::{answer, draws, read};
use crate::interpreter::account::Key;
use crate::interpreter::responses::{largest, residual, uniform};
use crate::interpreter::walk::{Mistake, walk, walk_wrongly};

/// The difference between the engine and an interpreter with this mistake; 0 if the scenario cannot be compared.
pub(crate) fn disagreement(text: &str, mistake: Mistake) -> f64 {
    let Ok(model) = read(text) else { return 0.0 };
    let draws = draws(&model, &[]);
    if text.contains("best_response") || walk(&model, &draws[0], &uniform(&model), LIMIT).is_none() {
        return 0.0;
    }
    let Ok(answer) = answer(&model, &draws) else {
        return 0.0;
    };
    let profile = answer.profile(&model, 0);
    let strange = Cell::new(false);
    let play = |key: &Key, available: &[usize]| {
        profile.get(key).cloned().unwrap_or_else(|| {
            strange.set(true);
            uniform(&model)(key, available)
        })
    };
    let account = walk_wrongly(&model, &draws[0], &play, LIMIT, mistake).expect("it was small enough");
    if strange.get() {
        return f64::INFINITY;
    }
    let terms = account
        .terms
        .iter()
        .zip(&answer.exact.terms)
        .map(|(one, other)| (one - other[0]).abs());
    terms.fold(largest(&account, residual).0, |a, b| if a > b { a } else { b })
}
