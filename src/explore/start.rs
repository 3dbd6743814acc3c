//! How a game begins: types, bound-or-free and drawn variables, as a tree for playing and as a list for sweeping.

use rustc_hash::FxHashMap;

use super::chances::{At, BadChance, Checks, shared_out};
use super::states::spread;
use super::violation::{ExploreError, TooLarge, Violation};
use crate::expression::{Slot, Tape, Tree};
use crate::game::{Class, Factor, Start, StartEnding, StartNext, StartNode, StartTo, Total, Trait};
use crate::scenario::model::{Cell, Model, Role, Start as Written};

/// The start of a game before it is known where each ending leads.
#[derive(Debug)]
pub(crate) struct Opening {
    pub(crate) traits: Vec<Trait>,
    pub(crate) classes: Vec<Class>,
    pub(crate) prior_of: Vec<usize>,
    pub(crate) priors: usize,
    pub(crate) start: Start,
    /// The state of each ending.
    pub(crate) states: Vec<Vec<i32>>,
}

/// The options of one cell: the values that are possible, and their chances.
struct Options {
    values: Vec<i32>,
    /// By prior, then option.
    chances: Vec<Vec<Slot>>,
}

struct Opener<'a> {
    model: &'a Model,
    lows: &'a [i32],
    tape: &'a mut Tape,
    checks: &'a mut Checks,
    observers: Vec<usize>,
    opening: Opening,
    /// The number of each class, by its values.
    classes: FxHashMap<Vec<usize>, usize>,
    /// The most nodes and endings that there may be.
    limit: usize,
}

/// Works out how a game begins.
pub(crate) fn open(
    model: &Model,
    lows: &[i32],
    tape: &mut Tape,
    checks: &mut Checks,
    limit: usize,
) -> Result<Opening, ExploreError> {
    let observers: Vec<usize> = (0..model.actors.len())
        .filter(|&actor| !model.actors[actor].believed.is_empty())
        .collect();
    let prior_of = (0..model.actors.len())
        .map(|actor| {
            observers
                .iter()
                .position(|&o| o == actor)
                .map_or(0, |at| at + 1)
        })
        .collect();
    let opening = Opening {
        traits: traits(model),
        classes: Vec::new(),
        prior_of,
        priors: observers.len() + 1,
        start: Start {
            draws: model.cells.iter().filter(|cell| is_drawn(cell)).count(),
            nodes: Vec::new(),
            endings: Vec::new(),
        },
        states: Vec::new(),
    };
    let mut opener = Opener {
        model,
        lows,
        tape,
        checks,
        observers,
        opening,
        classes: FxHashMap::default(),
        limit,
    };
    let mut path = Path {
        state: Vec::new(),
        draws: 0,
        class: vec![Vec::new(); opener.opening.priors],
        within: Vec::new(),
    };
    opener.grow(&mut path)?;
    Ok(opener.opening)
}

/// What was decided on the way to a point of the tree.
#[derive(Clone)]
struct Path {
    state: Vec<i32>,
    draws: usize,
    class: Vec<Vec<Factor>>,
    within: Vec<Factor>,
}

fn is_drawn(cell: &Cell) -> bool {
    matches!(cell.start, Written::Drawn(_))
}

fn traits(model: &Model) -> Vec<Trait> {
    let of = |cell: &Cell| match cell.role {
        Role::Variable => None,
        Role::Type { actor } => Some(Trait {
            actor,
            commitment: None,
            size: cell.size(),
        }),
        Role::Bound { commitment, actor } => Some(Trait {
            actor,
            commitment: Some(commitment),
            size: cell.size(),
        }),
    };
    model.cells.iter().filter_map(of).collect()
}

fn bad_start(cell: &Cell, place: &str, bad: &BadChance) -> ExploreError {
    ExploreError::Violation(Box::new(Violation {
        message: format!("in {place}, {bad}"),
        span: cell.span,
        help: bad.help(),
        history: Vec::new(),
        state: "nothing is drawn yet".to_owned(),
    }))
}

impl Opener<'_> {
    /// Grows the tree from a point on and tells what stands there.
    fn grow(&mut self, path: &mut Path) -> Result<StartNext, ExploreError> {
        for cell in &self.model.cells[path.state.len()..] {
            match &cell.start {
                Written::Sure(value) => path.state.push(*value),
                Written::Drawn(chances) => {
                    let options = self.options(cell, chances, &path.state)?;
                    return self.branch(cell, &options, path);
                }
            }
        }
        let ending = self.end(path);
        self.within_limit()?;
        Ok(StartNext::Ending(ending))
    }

    fn within_limit(&self) -> Result<(), ExploreError> {
        let start = &self.opening.start;
        if start.nodes.len() + start.endings.len() <= self.limit {
            return Ok(());
        }
        let states = self.opening.states.iter().map(Vec::as_slice);
        let spread = spread(states, self.model.cells.len());
        Err(TooLarge::error(self.model, self.limit, spread))
    }

    fn branch(
        &mut self,
        cell: &Cell,
        options: &Options,
        path: &Path,
    ) -> Result<StartNext, ExploreError> {
        let node = self.opening.start.nodes.len();
        self.opening.start.nodes.push(StartNode {
            draw: path.draws,
            options: Vec::new(),
        });
        for (option, &value) in options.values.iter().enumerate() {
            let factor = |prior: usize| Factor {
                chance: options.chances[prior][option],
                options: options.values.len(),
            };
            let mut further = path.clone();
            further.state.push(value);
            further.draws += 1;
            if cell.role == Role::Variable {
                further.within.push(factor(0));
            } else {
                for (prior, factors) in further.class.iter_mut().enumerate() {
                    factors.push(factor(prior));
                }
            }
            let next = self.grow(&mut further)?;
            self.opening.start.nodes[node]
                .options
                .push((options.chances[0][option], next));
        }
        Ok(StartNext::Node(node))
    }

    fn end(&mut self, path: &Path) -> usize {
        let traits = self.opening.traits.len();
        let values: Vec<usize> = path.state[..traits]
            .iter()
            .zip(self.lows)
            .map(|(value, low)| usize::try_from(value - low).expect("a value is in its range"))
            .collect();
        let classes = &mut self.opening.classes;
        let class = *self.classes.entry(values).or_insert_with_key(|values| {
            classes.push(Class {
                values: values.clone(),
                factors: path.class.clone(),
            });
            classes.len() - 1
        });
        self.opening.start.endings.push(StartEnding {
            class,
            within: path.within.clone(),
            to: StartTo::Boundary(0),
            delivers: 0,
        });
        self.opening.states.push(path.state.clone());
        self.opening.start.endings.len() - 1
    }

    /// The values that a cell may start with: those that are possible under some prior.
    fn options(
        &mut self,
        cell: &Cell,
        chances: &[(i32, Tree)],
        state: &[i32],
    ) -> Result<Options, ExploreError> {
        let trees: Vec<&Tree> = chances.iter().map(|(_, tree)| tree).collect();
        let mut by_prior =
            vec![self.chances(cell, &trees, state, "the chances of the start of")?];
        for observer in self.observers.clone() {
            let believed = self.model.actors[observer]
                .believed
                .iter()
                .find(|(about, _)| std::ptr::eq(&self.model.cells[*about], cell));
            by_prior.push(match believed {
                Some((_, trees)) => {
                    let trees: Vec<&Tree> = trees.iter().collect();
                    let whose =
                        format!("what `{}` believes about", self.model.actors[observer].name);
                    self.chances(cell, &trees, state, &whose)?
                }
                None => by_prior[0].clone(),
            });
        }
        let possible: Vec<usize> = (0..chances.len())
            .filter(|&option| {
                let zero = |prior: &Vec<Slot>| self.tape.constant_value(prior[option]) == Some(0.0);
                !by_prior.iter().all(zero)
            })
            .collect();
        let pick = |prior: &Vec<Slot>| possible.iter().map(|&option| prior[option]).collect();
        Ok(Options {
            values: possible.iter().map(|&option| chances[option].0).collect(),
            chances: by_prior.iter().map(pick).collect(),
        })
    }

    fn chances(
        &mut self,
        cell: &Cell,
        trees: &[&Tree],
        state: &[i32],
        what: &str,
    ) -> Result<Vec<Slot>, ExploreError> {
        let at = At {
            state,
            lows: self.lows,
            period: 0,
        };
        let slots: Vec<Slot> = trees.iter().map(|tree| at.bind(self.tape, tree)).collect();
        let place = || format!("{what} `{}`", cell.name);
        self.checks
            .require(self.tape, &slots, Total::One, None, place)
            .map_err(|bad| bad_start(cell, &place(), &bad))?;
        let numbered = slots.into_iter().enumerate().collect();
        let shared = shared_out(self.tape, numbered);
        Ok(shared.into_iter().map(|(_, slot)| slot).collect())
    }
}
