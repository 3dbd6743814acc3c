//! How a game begins: types, bound-or-free and drawn variables, as a tree for playing and as a list for sweeping.

use rustc_hash::FxHashMap;

use super::chances::{At, BadChance, Checks, shared_out};
use super::error::{ExploreError, TooLarge, Violation};
use super::states::spread;
use crate::expression::{Slot, Tape, Tree};
use crate::game::{Factor, PrivateAttribute, Start, StartEnding, StartNext, StartNode, StartTo, Total, TypeProfile};
use crate::scenario::model::{Cell, JointTypes, Model, Role, Start as Written};
use crate::source::{Code, Span};

/// The start of a game before it is known where each ending leads.
#[derive(Debug)]
pub(crate) struct StartTree {
    pub(crate) attributes: Vec<PrivateAttribute>,
    pub(crate) type_profiles: Vec<TypeProfile>,
    pub(crate) prior_of: Vec<usize>,
    pub(crate) priors: usize,
    pub(crate) start: Start,
    /// The state of each ending.
    pub(crate) states: Vec<Vec<i32>>,
}

/// What may be drawn at one point: the possible options by number, and their chances.
pub(super) struct Options {
    pub(super) numbers: Vec<usize>,
    /// By prior, then option.
    chances: Vec<Vec<Slot>>,
}

impl Options {
    /// Those options that are possible under some prior; `chances` holds those of all, by prior.
    pub(super) fn possible(tape: &Tape, chances: &[Vec<Slot>]) -> Self {
        let zero = |slot: Slot| tape.constant_value(slot) == Some(0.0);
        let numbers: Vec<usize> = (0..chances[0].len())
            .filter(|&option| !chances.iter().all(|prior| zero(prior[option])))
            .collect();
        let pick = |prior: &Vec<Slot>| numbers.iter().map(|&option| prior[option]).collect();
        Self {
            chances: chances.iter().map(pick).collect(),
            numbers,
        }
    }
}

/// What an option settles, once it is drawn.
#[derive(Clone, Copy)]
enum Settles<'a> {
    /// The value of a cell, private or not.
    Cell(&'a [(i32, Tree)], bool),
    /// The row of a table of joint types.
    Table(usize),
}

pub(super) struct StartBuilder<'a> {
    pub(super) model: &'a Model,
    pub(super) lows: &'a [i32],
    pub(super) tape: &'a mut Tape,
    pub(super) checks: &'a mut Checks,
    pub(super) observers: Vec<usize>,
    opening: StartTree,
    /// The number of each type profile, by its values.
    type_profiles: FxHashMap<Vec<usize>, usize>,
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
) -> Result<StartTree, ExploreError> {
    let observers: Vec<usize> = (0..model.actors.len())
        .filter(|&actor| !model.actors[actor].believed.is_empty())
        .collect();
    let prior_of = (0..model.actors.len())
        .map(|actor| observers.iter().position(|&o| o == actor).map_or(0, |at| at + 1))
        .collect();
    let opening = StartTree {
        attributes: attributes(model),
        type_profiles: Vec::new(),
        prior_of,
        priors: observers.len() + 1,
        start: Start {
            draws: model.cells.iter().filter(|cell| is_drawn(cell)).count() + model.joint_types.len(),
            nodes: Vec::new(),
            endings: Vec::new(),
        },
        states: Vec::new(),
    };
    let mut opener = StartBuilder {
        model,
        lows,
        tape,
        checks,
        observers,
        opening,
        type_profiles: FxHashMap::default(),
        limit,
    };
    let mut path = Path {
        state: Vec::new(),
        rows: vec![None; model.joint_types.len()],
        draws: 0,
        type_profile: vec![Vec::new(); opener.opening.priors],
        within: Vec::new(),
    };
    opener.grow(&mut path)?;
    Ok(opener.opening)
}

/// What was decided on the way to a point of the tree.
#[derive(Clone)]
struct Path {
    state: Vec<i32>,
    /// The row of each table of joint types, once it is drawn.
    rows: Vec<Option<usize>>,
    draws: usize,
    type_profile: Vec<Vec<Factor>>,
    within: Vec<Factor>,
}

fn is_drawn(cell: &Cell) -> bool {
    matches!(cell.start, Written::Drawn(_))
}

fn attributes(model: &Model) -> Vec<PrivateAttribute> {
    let of = |cell: &Cell| match cell.role {
        Role::Variable => None,
        Role::Type { actor } => Some(PrivateAttribute {
            actor,
            commitment: None,
            size: cell.size(),
        }),
        Role::Bound { commitment, actor } => Some(PrivateAttribute {
            actor,
            commitment: Some(commitment),
            size: cell.size(),
        }),
    };
    model.cells.iter().filter_map(of).collect()
}

fn bad_start(span: Span, place: &str, bad: &BadChance) -> ExploreError {
    ExploreError::Violations(vec![Violation {
        code: Code::BadChance,
        message: format!("in {place}, {bad}"),
        span,
        help: bad.help(),
        history: None,
        state: "nothing is drawn yet".to_owned(),
    }])
}

impl StartBuilder<'_> {
    /// Grows the tree from a point on and tells what stands there.
    fn grow(&mut self, path: &mut Path) -> Result<StartNext, ExploreError> {
        for cell in &self.model.cells[path.state.len()..] {
            match &cell.start {
                Written::Sure(value) => path.state.push(*value),
                Written::Drawn(chances) => {
                    let options = self.options(cell, chances, &path.state)?;
                    let private = cell.role != Role::Variable;
                    return self.branch(Settles::Cell(chances, private), &options, path);
                }
                Written::Joint { table, member } => {
                    let joint = &self.model.joint_types[*table];
                    let Some(row) = path.rows[*table] else {
                        let options = self.joint_options(joint)?;
                        return self.branch(Settles::Table(*table), &options, path);
                    };
                    path.state.push(joint.rows[row].values[*member]);
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
        let large = TooLarge::new(self.model, self.limit, spread);
        Err(ExploreError::TooLarge(large))
    }

    fn branch(&mut self, settles: Settles<'_>, options: &Options, path: &Path) -> Result<StartNext, ExploreError> {
        let node = self.opening.start.nodes.len();
        self.opening.start.nodes.push(StartNode {
            draw: path.draws,
            options: Vec::new(),
        });
        for (option, &number) in options.numbers.iter().enumerate() {
            let factor = |prior: usize| Factor {
                chance: options.chances[prior][option],
                options: options.numbers.len(),
            };
            let mut further = path.clone();
            further.draws += 1;
            let private = match settles {
                Settles::Cell(values, private) => {
                    further.state.push(values[number].0);
                    private
                }
                Settles::Table(table) => {
                    further.rows[table] = Some(number);
                    true
                }
            };
            if private {
                for (prior, factors) in further.type_profile.iter_mut().enumerate() {
                    factors.push(factor(prior));
                }
            } else {
                further.within.push(factor(0));
            }
            let next = self.grow(&mut further)?;
            self.opening.start.nodes[node]
                .options
                .push((options.chances[0][option], next));
        }
        Ok(StartNext::Node(node))
    }

    fn end(&mut self, path: &Path) -> usize {
        let attributes = self.opening.attributes.len();
        let values: Vec<usize> = path.state[..attributes]
            .iter()
            .zip(self.lows)
            .map(|(value, low)| usize::try_from(value - low).expect("a value is in its range"))
            .collect();
        let type_profiles = &mut self.opening.type_profiles;
        let type_profile = *self.type_profiles.entry(values).or_insert_with_key(|values| {
            type_profiles.push(TypeProfile {
                values: values.clone(),
                factors: path.type_profile.clone(),
            });
            type_profiles.len() - 1
        });
        self.opening.start.endings.push(StartEnding {
            type_profile,
            within: path.within.clone(),
            to: StartTo::PeriodState(0),
            delivers: 0,
        });
        self.opening.states.push(path.state.clone());
        self.opening.start.endings.len() - 1
    }

    /// The values that a cell may start with: those that are possible under some prior.
    fn options(&mut self, cell: &Cell, chances: &[(i32, Tree)], state: &[i32]) -> Result<Options, ExploreError> {
        let trees: Vec<&Tree> = chances.iter().map(|(_, tree)| tree).collect();
        let mut by_prior = vec![self.chances(cell, &trees, state, "the chances of the start of")?];
        for observer in self.observers.clone() {
            let believed = self.model.actors[observer]
                .believed
                .iter()
                .find(|(about, _)| std::ptr::eq(&self.model.cells[*about], cell));
            by_prior.push(match believed {
                Some((_, trees)) => {
                    let trees: Vec<&Tree> = trees.iter().collect();
                    let whose = format!("what `{}` believes about", self.model.actors[observer].name);
                    self.chances(cell, &trees, state, &whose)?
                }
                None => by_prior[0].clone(),
            });
        }
        Ok(Options::possible(self.tape, &by_prior))
    }

    fn joint_options(&mut self, table: &JointTypes) -> Result<Options, ExploreError> {
        let by_prior = self.joint_chances(table)?;
        Ok(Options::possible(self.tape, &by_prior))
    }

    fn chances(&mut self, cell: &Cell, trees: &[&Tree], state: &[i32], what: &str) -> Result<Vec<Slot>, ExploreError> {
        let place = format!("{what} `{}`", cell.name);
        self.shares(trees, state, &place, cell.span)
    }

    /// Chances that sum to one.
    pub(super) fn shares(
        &mut self,
        trees: &[&Tree],
        state: &[i32],
        place: &str,
        span: Span,
    ) -> Result<Vec<Slot>, ExploreError> {
        let at = At {
            state,
            lows: self.lows,
            period: 0,
        };
        let slots: Vec<Slot> = trees.iter().map(|tree| at.bind(self.tape, tree)).collect();
        self.checks
            .require(self.tape, &slots, Total::One, None, || place.to_owned())
            .map_err(|bad| bad_start(span, place, &bad))?;
        self.checks.start_spans.resize(self.checks.all.len(), span);
        let numbered = slots.into_iter().enumerate().collect();
        let shared = shared_out(self.tape, numbered);
        Ok(shared.into_iter().map(|(_, slot)| slot).collect())
    }
}
