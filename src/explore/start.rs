//! The start of a game, at which types, bound or free, and variables are drawn: a tree of draws, and its endings.

use rustc_hash::FxHashMap;

use super::chances::{BadChance, Checks, normalized};
use super::error::{ExploreError, TooLarge, Violation};
use super::states::value_counts;
use crate::expression::{Slot, Tape, Tree};
use crate::game::{
    Distinct, Factor, PrivateAttribute, Start, StartEnding, StartNext, StartNode, StartTo, Total, TypeProfile, index,
};
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
        let number =
            |(ending, state): (&StartEnding, &Vec<i32>)| (state[..private].to_vec(), index(ending.type_profile));
        endings.map(number).collect()
    }
}

/// Options of a draw, by number, each with its chance by prior.
type Options = Vec<(usize, Vec<Slot>)>;

/// Those options that are possible under some prior; `chances` holds those of all, by prior.
fn possible(chances: &[Vec<Slot>], tape: &Tape) -> Options {
    let zero = |&slot: &Slot| tape.constant_value(slot) == Some(0.0);
    let by_prior = |option: usize| {
        let chances: Vec<Slot> = chances.iter().map(|prior| prior[option]).collect();
        (!chances.iter().all(zero)).then_some((option, chances))
    };
    (0..chances[0].len()).filter_map(by_prior).collect()
}

pub(super) struct StartBuilder<'a> {
    pub(super) model: &'a Model,
    pub(super) lows: &'a [i32],
    pub(super) tape: &'a mut Tape,
    pub(super) checks: &'a mut Checks,
    pub(super) observers: Vec<usize>,
    tree: StartTree,
    /// The values of the type profiles.
    type_profiles: Distinct<Vec<usize>>,
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
    let believes = |actor: &usize| !model.actors[*actor].believed.is_empty();
    let observers: Vec<usize> = (0..model.actors.len()).filter(believes).collect();
    let rank = |actor: usize| observers.iter().position(|&o| o == actor);
    let prior = |actor: usize| rank(actor).map_or(0, |at| at + 1);
    let drawn = model
        .cells
        .iter()
        .filter(|cell| matches!(cell.start, Written::Drawn(_)));
    let draws = drawn.count() + model.joint_types.len();
    let tree = StartTree {
        attributes: attributes(model),
        type_profiles: Vec::new(),
        prior_of: (0..model.actors.len()).map(prior).collect(),
        priors: observers.len() + 1,
        start: Start {
            draws,
            nodes: Vec::new(),
            endings: Vec::new(),
        },
        states: Vec::new(),
    };
    let type_profiles = Distinct::default();
    let mut builder = StartBuilder {
        model,
        lows,
        tape,
        checks,
        observers,
        tree,
        type_profiles,
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

fn attributes(model: &Model) -> Vec<PrivateAttribute> {
    let attribute = |(number, cell): (usize, &Cell)| {
        let (actor, commitment) = match cell.role {
            Role::Variable => return None,
            Role::Type { actor } => (actor, None),
            Role::Bound { commitment, actor } => (actor, Some(commitment)),
        };
        Some(PrivateAttribute {
            actor,
            commitment,
            size: cell.size(),
            composition: model.actors[actor].group.is_some() && model.actors[actor].type_cell == Some(number),
        })
    };
    model.cells.iter().enumerate().filter_map(attribute).collect()
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
                    let take = |path: &mut Path, option: usize| path.state.push(chances[option].0);
                    return self.branch(path, &options, cell.role != Role::Variable, &take);
                }
                Written::Joint { table, member } => {
                    let joint = &self.model.joint_types[*table];
                    let Some(row) = path.rows[*table] else {
                        let options = possible(&self.joint_chances(joint)?, self.tape);
                        let take = |path: &mut Path, row: usize| path.rows[*table] = Some(row);
                        return self.branch(path, &options, true, &take);
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
        let counts = value_counts(self.model, &self.tree.states);
        Err(ExploreError::TooLarge(TooLarge::new(self.limit, counts)))
    }

    /// Adds the node of a draw and the subtrees of its options; `take` puts what an option determines, which is private
    /// or not, into a path.
    fn branch(
        &mut self,
        path: &Path,
        options: &Options,
        private: bool,
        take: &dyn Fn(&mut Path, usize),
    ) -> Result<StartNext, ExploreError> {
        let node = self.tree.start.nodes.len();
        self.tree.start.nodes.push(StartNode {
            draw: path.draws,
            options: Vec::new(),
        });
        for (option, chances) in options {
            let factor = |chance: Slot| Factor {
                chance,
                options: options.len(),
            };
            let mut further = path.clone();
            further.draws += 1;
            take(&mut further, *option);
            if private {
                for (factors, &chance) in further.type_profile.iter_mut().zip(chances) {
                    factors.push(factor(chance));
                }
            } else {
                further.within.push(factor(chances[0]));
            }
            let next = self.grow(&mut further)?;
            self.tree.start.nodes[node].options.push((chances[0], next));
        }
        Ok(StartNext::Node(node))
    }

    fn end(&mut self, path: &Path) -> usize {
        let private = &path.state[..self.tree.attributes.len()];
        let value = |(value, low)| usize::try_from(value - low).expect("a value is in its range");
        let values: Vec<usize> = private.iter().zip(self.lows).map(value).collect();
        let type_profile = self.type_profiles.number(values.clone()) as usize;
        if type_profile == self.tree.type_profiles.len() {
            let factors = path.type_profile.clone();
            self.tree.type_profiles.push(TypeProfile { values, factors });
        }
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
        Ok(possible(&by_prior, self.tape))
    }

    /// Chances that sum to one.
    pub(super) fn shares(
        &mut self,
        trees: &[&Tree],
        state: &[i32],
        place: &str,
        span: Span,
    ) -> Result<Vec<Slot>, ExploreError> {
        let slots: Vec<Slot> = trees
            .iter()
            .map(|tree| self.tape.bind(tree, state, self.lows))
            .collect();
        let checked = self
            .checks
            .require(self.tape, &slots, Total::One, None, || place.to_owned());
        checked.map_err(|bad| bad_start(span, place, &bad))?;
        self.checks.start_spans.resize(self.checks.all.len(), span);
        let numbered = slots.into_iter().enumerate().collect();
        let shared = normalized(self.tape, numbered);
        Ok(shared.into_iter().map(|(_, slot)| slot).collect())
    }
}
