//! An interpreter with a deliberate mistake must disagree with the engine on some scenario.

use std::cell::Cell;

use pactum::unstable::scenario::Model;

use super::compare::LIMIT;
use super::engine::{answer, draws, read};
use crate::interpreter::account::Key;
use crate::interpreter::responses::{Profile, largest, residual, uniform};
use crate::interpreter::walk::{Mistake, walk, walk_wrongly};
use crate::support::solved_game::SolvedGame;

/// A scenario that the engine has solved at the nominal point.
pub(crate) struct Judged {
    model: Model,
    answer: SolvedGame,
    profile: Profile,
}

impl Judged {
    /// `None` if the scenario cannot be compared.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let model = read(text).ok()?;
        let draws = draws(&model, &[]);
        if text.contains("best_response") {
            return None;
        }
        walk(&model, &draws[0], &uniform(&model), LIMIT)?;
        let answer = answer(&model, &draws).ok()?;
        let profile = answer.profile(&model, 0);
        Some(Self { model, answer, profile })
    }

    /// The difference between the engine and an interpreter with this mistake.
    pub(crate) fn disagreement(&self, mistake: Mistake) -> f64 {
        let strange = Cell::new(false);
        let play = |key: &Key, available: &[usize]| {
            self.profile.get(key).cloned().unwrap_or_else(|| {
                strange.set(true);
                uniform(&self.model)(key, available)
            })
        };
        let draw = &self.answer.draws[0];
        let account = walk_wrongly(&self.model, draw, &play, LIMIT, mistake).expect("it was small enough");
        if strange.get() {
            return f64::INFINITY;
        }
        let terms = account
            .terms
            .iter()
            .zip(&self.answer.exact.terms)
            .map(|(one, other)| (one - other[0]).abs());
        terms.fold(largest(&account, residual).0, |a, b| if a > b { a } else { b })
    }
}
