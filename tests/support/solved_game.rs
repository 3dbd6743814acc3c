//! A scenario's game, explored, solved for a block of draws and evaluated exactly.

use pactum::unstable::explore::{ExploreError, Explored, Limits, explore};
use pactum::unstable::game::Bound;
use pactum::unstable::play::{Exact, exact};
use pactum::unstable::scenario::Model;
use pactum::unstable::strategy::{Options, Reachable, Solution, solve};

/// The values of the uncertain parameters at the nominal point.
pub(crate) fn nominal(model: &Model) -> Vec<f64> {
    model.parameters.iter().map(|parameter| parameter.nominal).collect()
}

/// The game and what the engine finds in it.
pub(crate) struct SolvedGame {
    pub(crate) explored: Explored,
    /// The values of the uncertain parameters in each draw.
    pub(crate) draws: Vec<Vec<f64>>,
    pub(crate) reachable: Reachable,
    pub(crate) solution: Solution,
    /// The exact distribution of outcomes, payoffs and actions.
    pub(crate) exact: Exact,
}

impl SolvedGame {
    /// Explores a model, solves it for some draws and plays it.
    pub(crate) fn of(model: &Model, draws: Vec<Vec<f64>>) -> Result<Self, ExploreError> {
        Self::with(model, draws, &Options::default())
    }

    /// The same, solved with these options.
    pub(crate) fn with(model: &Model, draws: Vec<Vec<f64>>, options: &Options) -> Result<Self, ExploreError> {
        let explored = explore(model, &Limits::default())?;
        let mut bound = Bound::new(&explored.game, &draws);
        let reachable = Reachable::of(&explored.game);
        let solution = solve(&bound, &reachable, options);
        bound.fill_in(&solution.beyond);
        let exact = exact(&bound, &solution.profile);
        Ok(Self {
            explored,
            draws,
            reachable,
            solution,
            exact,
        })
    }

    /// The same at the nominal point.
    #[track_caller]
    pub(crate) fn nominal(model: &Model) -> Self {
        Self::of(model, vec![nominal(model)]).unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// The game with the numbers of its draws, and with what follows the last period.
    pub(crate) fn bound(&self) -> Bound<'_> {
        let mut bound = Bound::new(&self.explored.game, &self.draws);
        bound.fill_in(&self.solution.beyond);
        bound
    }
}
