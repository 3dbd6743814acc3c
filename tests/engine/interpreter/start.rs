//! The start of a game: types, commitments and variables are drawn; each observer has its own prior.

use pactum::unstable::expression::Tree;
use pactum::unstable::scenario::model::{JointTypes, Start};

use super::history::History;
use super::walk::{Mistake, Walk};

/// The chance of a combination of types, and whether it is impossible in every draw.
#[derive(Clone, Copy)]
struct Joint {
    chance: f64,
    never: bool,
}

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
            Start::Joint { table, member: 0 } => {
                self.start_joint(cell, &self.model.joint_types[*table], &history);
            }
            // Settled together with the first of them.
            Start::Joint { .. } => self.start(cell + 1, history),
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
                *reach = reach.then(self.value(chances[option], history), 1.0 / possible.len() as f64);
            }
            self.start(cell + 1, next);
        }
    }

    /// Draws one combination of types; a combination that no prior allows does not exist.
    fn start_joint(&mut self, cell: usize, table: &'m JointTypes, history: &History) {
        let priors: Vec<Vec<Joint>> = (0..history.reach.len())
            .map(|prior| self.joint_prior(prior, table, history))
            .collect();
        let possible: Vec<usize> = (0..table.rows.len())
            .filter(|&row| priors.iter().any(|chances| !chances[row].never))
            .collect();
        for &row in &possible {
            let mut next = history.clone();
            for (&cell, &value) in table.cells.iter().zip(&table.rows[row].values) {
                next.state[cell] = value;
            }
            for (reach, chances) in next.reach.iter_mut().zip(&priors) {
                *reach = reach.then(chances[row].chance, 1.0 / possible.len() as f64);
            }
            self.start(cell + 1, next);
        }
    }

    fn joint(&self, tree: &Tree, history: &History) -> Joint {
        Joint {
            chance: self.value(tree, history),
            never: self.is_constant(tree, history, 0.0),
        }
    }

    /// The chances of a table's combinations under a prior. What an actor believes about one member replaces that
    /// member's chances, and given its type the others are as likely as in truth.
    fn joint_prior(&self, prior: usize, table: &'m JointTypes, history: &History) -> Vec<Joint> {
        let truth: Vec<Joint> = table.rows.iter().map(|row| self.joint(&row.chance, history)).collect();
        let own = prior.checked_sub(1).and_then(|actor| {
            let believed = self.model.actors[actor].believed.iter();
            let mut members = believed.filter_map(|(cell, chances)| {
                let member = table.cells.iter().position(|known| known == cell)?;
                Some((member, chances))
            });
            members.next()
        });
        match own {
            Some((member, chances)) if self.mistake != Mistake::IgnoresBelieved => {
                self.joint_belief(table, &truth, member, chances, history)
            }
            _ => truth,
        }
    }

    fn joint_belief(
        &self,
        table: &'m JointTypes,
        truth: &[Joint],
        member: usize,
        chances: &'m [Tree],
        history: &History,
    ) -> Vec<Joint> {
        let low = self.model.cells[table.cells[member]].low;
        let mut believed = Vec::new();
        for (number, row) in table.rows.iter().enumerate() {
            let kind = row.values[member];
            let place = usize::try_from(kind - low).expect("a value is in its range");
            let of_kind = |other: &usize| table.rows[*other].values[member] == kind;
            let alike: Vec<usize> = (0..table.rows.len()).filter(of_kind).collect();
            let total: f64 = alike.iter().map(|&other| truth[other].chance).sum();
            let sure = alike
                .iter()
                .all(|&other| self.world.constant(&table.rows[other].chance, &history.state).is_some());
            let possible = alike.iter().filter(|&&other| !truth[other].never).count();
            let otherwise = match &row.given[member] {
                Some(given) => self.joint(given, history),
                None => Joint {
                    chance: if truth[number].never {
                        0.0
                    } else {
                        1.0 / possible as f64
                    },
                    never: truth[number].never,
                },
            };
            let conditional = if self.mistake == Mistake::ForgetsConditionals {
                Joint {
                    chance: 1.0 / alike.len() as f64,
                    never: false,
                }
            } else if total > 0.0 {
                Joint {
                    chance: truth[number].chance / total,
                    never: truth[number].never && (sure || otherwise.never),
                }
            } else {
                Joint {
                    never: otherwise.never && (sure || truth[number].never),
                    ..otherwise
                }
            };
            let own = self.joint(&chances[place], history);
            believed.push(Joint {
                chance: own.chance * conditional.chance,
                never: own.never || conditional.never,
            });
        }
        believed
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
                .map(|(value, _)| &chances[usize::try_from(value - low).expect("a value is in its range")])
                .collect(),
            _ => options.iter().map(|(_, chance)| chance).collect(),
        }
    }
}
