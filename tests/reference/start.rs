//! How a game begins: types, bound-or-free and variables are drawn, and every observer has its own idea of the chances.

use pactum::expression::Tree;
use pactum::scenario::model::Start;

use super::walk::{History, Mistake, Walk};

impl<'m> Walk<'m, '_> {
    /// Draws what is drawn before the first period, cell by cell.
    pub(super) fn start(&mut self, cell: usize, history: History) {
        let Some(drawn) = self.model.cells.get(cell) else {
            return self.begin(&history);
        };
        match &drawn.start {
            Start::Sure(value) => {
                let mut state = history.state.clone();
                state[cell] = *value;
                self.start(cell + 1, history.in_state(state));
            }
            Start::Drawn(options) => self.start_drawn(cell, options, &history),
        }
    }

    fn start_drawn(&mut self, cell: usize, options: &'m [(i32, Tree)], history: &History) {
        let priors: Vec<Vec<&Tree>> = (0..history.reach.len())
            .map(|prior| self.prior(prior, cell, options))
            .collect();
        let possible: Vec<usize> = (0..options.len())
            .filter(|&option| {
                priors
                    .iter()
                    .any(|chances| !self.is_constant(chances[option], history, 0.0))
            })
            .collect();
        for &option in &possible {
            let mut next = history.clone();
            next.state[cell] = options[option].0;
            for (reach, chances) in next.reach.iter_mut().zip(&priors) {
                *reach = reach.then(self.value(chances[option], history), possible.len());
            }
            self.start(cell + 1, next);
        }
    }

    /// The chances of a cell's options under a prior: number 0 is the true one, 1 + actor the actor's own.
    fn prior(&self, prior: usize, cell: usize, options: &'m [(i32, Tree)]) -> Vec<&'m Tree> {
        let own = prior.checked_sub(1).and_then(|actor| {
            self.model.actors[actor]
                .believed
                .iter()
                .find(|(about, _)| *about == cell)
                .map(|(_, chances)| chances)
        });
        let low = self.model.cells[cell].low;
        match own {
            Some(chances) if self.mistake != Mistake::IgnoresBelieved => options
                .iter()
                .map(|(value, _)| {
                    &chances[usize::try_from(value - low).expect("a value is in its range")]
                })
                .collect(),
            _ => options.iter().map(|(_, chance)| chance).collect(),
        }
    }
}
