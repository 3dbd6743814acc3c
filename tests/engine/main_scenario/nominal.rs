//! A variant of the main scenario solved at the nominal point.

use pactum::unstable::scenario::Model;
use pactum::unstable::strategy::Status;
use pactum::unstable::study::soundness;

use crate::support::solved_game::SolvedGame;

/// A variant with its solution at the nominal point, which is in lane 0.
pub(crate) struct Nominal {
    pub(crate) model: Model,
    pub(crate) game: SolvedGame,
}

impl Nominal {
    /// Solves a model whose probabilities must be sound and whose solution must converge.
    pub(crate) fn of(model: Model) -> Self {
        let game = SolvedGame::nominal(&model);
        assert_eq!(soundness::check(&game.bound(), &game.explored.names), []);
        assert_eq!(game.solution.status[0], Status::Converged);
        Self { model, game }
    }

    /// The chance of an outcome.
    pub(crate) fn outcome(&self, name: &str) -> f64 {
        self.game.exact.outcomes[self.outcome_number(name)][0]
    }

    /// The chance that the game ends with an outcome by a period.
    pub(crate) fn outcome_by(&self, name: &str, period: usize) -> f64 {
        let outcomes = self.game.explored.game.outcomes;
        let outcome = self.outcome_number(name);
        (0..=period)
            .map(|period| self.game.exact.endings[period * outcomes + outcome][0])
            .sum()
    }

    fn outcome_number(&self, name: &str) -> usize {
        let outcomes = &self.game.explored.names.outcomes;
        outcomes
            .iter()
            .position(|outcome| outcome == name)
            .unwrap_or_else(|| panic!("no outcome {name}"))
    }
}
