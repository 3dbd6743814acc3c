//! The start of a game, at which types, bound or free, and variables are drawn: a tree of draws, and its endings.

use rustc_hash::FxHashMap;

use super::chances::{BadChance, Checks, normalized};
use super::error::{ExploreError, TooLarge, Violation};
use super::states::{Valuation, value_counts};
use crate::expression::{Slot, Tape, Tree};
use crate::game::{Factor, PrivateAttribute, Start, StartEnding, StartNext, StartNode, StartTo, Total, TypeProfile};
use crate::scenario::model::{Cell, Model, Role, Start as Written};
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

impl StartTree {
    /// The number of the type profile that the values of the private cells belong to.
    pub(crate) fn type_profile_numbers(&self) -> FxHashMap<Vec<i32>, u32> {
        let private = self.attributes.len();
        let endings = self.start.endings.iter().zip(&self.states);
        let number = |number: usize| u32::try_from(number).expect("fewer than 2^32 type profiles");
        endings
            .map(|(ending, state)| (state[..private].to_vec(), number(ending.type_profile)))
            .collect()
    }
}

/// The possible options of a draw, by number, and their chances.
struct Options {
    numbers: Vec<usize>,
    /// By prior, then option.
    chances: Vec<Vec<Slot>>,
}

impl Options {
    /// Those options that are possible under some prior; `chances` holds those of all, by prior.
    fn possible(chances: &[Vec<Slot>], tape: &Tape) -> Self {
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

/// What a draw determines.
#[derive(Clone, Copy)]
enum Determines<'a> {
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
    tree: StartTree,
    /// The number of each type profile, by its values.
    type_profiles: FxHashMap<Vec<usize>, usize>,
    /// The most nodes and endings that there may be.
    limit: usize,
}

/// Builds the start of a game.
pub(crate) fn build_start(
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
    let tree = StartTree {
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
    let mut builder = StartBuilder {
        model,
        lows,
        tape,
        checks,
        observers,
        tree,
        type_profiles: FxHashMap::default(),
        limit,
    };
    let mut path = Path {
        state: Vec::new(),
        rows: vec![None; model.joint_types.len()],
        draws: 0,
        type_profile: vec![Vec::new(); builder.tree.priors],
        within: Vec::new(),
    };
    builder.grow(&mut path)?;
    Ok(builder.tree)
}

/// The draws on the way from the root to a point of the tree.
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
    let attribute = |cell: &Cell| {
        let (actor, commitment) = match cell.role {
            Role::Variable => return None,
            Role::Type { actor } => (actor, None),
            Role::Bound { commitment, actor } => (actor, Some(commitment)),
        };
        let size = cell.size();
        Some(PrivateAttribute {
            actor,
            commitment,
            size,
        })
    };
    model.cells.iter().filter_map(attribute).collect()
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
    /// Adds the subtree that follows a path.
    fn grow(&mut self, path: &mut Path) -> Result<StartNext, ExploreError> {
        for cell in &self.model.cells[path.state.len()..] {
            match &cell.start {
                Written::Sure(value) => path.state.push(*value),
                Written::Drawn(chances) => {
                    let options = self.options(cell, chances, &path.state)?;
                    let private = cell.role != Role::Variable;
                    return self.branch(Determines::Cell(chances, private), &options, path);
                }
                Written::Joint { table, member } => {
                    let joint = &self.model.joint_types[*table];
                    let Some(row) = path.rows[*table] else {
                        let options = Options::possible(&self.joint_chances(joint)?, self.tape);
                        return self.branch(Determines::Table(*table), &options, path);
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
        let start = &self.tree.start;
        if start.nodes.len() + start.endings.len() <= self.limit {
            return Ok(());
        }
        let counts = value_counts(self.model, self.tree.states.iter().map(Vec::as_slice));
        Err(ExploreError::TooLarge(TooLarge::new(self.limit, counts)))
    }

    fn branch(
        &mut self,
        determines: Determines<'_>,
        options: &Options,
        path: &Path,
    ) -> Result<StartNext, ExploreError> {
        let node = self.tree.start.nodes.len();
        self.tree.start.nodes.push(StartNode {
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
            let private = match determines {
                Determines::Cell(values, private) => {
                    further.state.push(values[number].0);
                    private
                }
                Determines::Table(table) => {
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
            let options = (options.chances[0][option], next);
            self.tree.start.nodes[node].options.push(options);
        }
        Ok(StartNext::Node(node))
    }

    fn end(&mut self, path: &Path) -> usize {
        let attributes = self.tree.attributes.len();
        let values: Vec<usize> = path.state[..attributes]
            .iter()
            .zip(self.lows)
            .map(|(value, low)| usize::try_from(value - low).expect("a value is in its range"))
            .collect();
        let type_profiles = &mut self.tree.type_profiles;
        let type_profile = *self.type_profiles.entry(values).or_insert_with_key(|values| {
            type_profiles.push(TypeProfile {
                values: values.clone(),
                factors: path.type_profile.clone(),
            });
            type_profiles.len() - 1
        });
        self.tree.start.endings.push(StartEnding {
            type_profile,
            within: path.within.clone(),
            to: StartTo::PeriodState(0),
            delivers: 0,
        });
        self.tree.states.push(path.state.clone());
        self.tree.start.endings.len() - 1
    }

    /// The values that a cell may start with: those that are possible under some prior.
    fn options(&mut self, cell: &Cell, chances: &[(i32, Tree)], state: &[i32]) -> Result<Options, ExploreError> {
        let trees: Vec<&Tree> = chances.iter().map(|(_, tree)| tree).collect();
        let place = format!("the chances of the start of `{}`", cell.name);
        let mut by_prior = vec![self.shares(&trees, state, &place, cell.span)?];
        for observer in self.observers.clone() {
            let actor = &self.model.actors[observer];
            let mut beliefs = actor.believed.iter();
            let believed = beliefs.find(|(about, _)| std::ptr::eq(&self.model.cells[*about], cell));
            by_prior.push(match believed {
                Some((_, trees)) => {
                    let trees: Vec<&Tree> = trees.iter().collect();
                    let place = format!("what `{}` believes about `{}`", actor.name, cell.name);
                    self.shares(&trees, state, &place, cell.span)?
                }
                None => by_prior[0].clone(),
            });
        }
        Ok(Options::possible(&by_prior, self.tape))
    }

    /// Chances that sum to one.
    pub(super) fn shares(
        &mut self,
        trees: &[&Tree],
        state: &[i32],
        place: &str,
        span: Span,
    ) -> Result<Vec<Slot>, ExploreError> {
        let at = Valuation {
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
        let shared = normalized(self.tape, numbered);
        Ok(shared.into_iter().map(|(_, slot)| slot).collect())
    }
}
