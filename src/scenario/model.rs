//! The checked model of a scenario: names are resolved to indices, and all types agree.
//!
//! A model exists only for a file without errors. Guards, conditions, effects and ranges in it read no uncertain
//! parameter, and an actor's guards, rules and precisions read only what that actor sees.

use std::ops::Range;

use crate::expression::{Kind, Tree};
use crate::numeric::copula::Copula;
use crate::numeric::distribution::Distribution;
use crate::scenario::ast::Estimable;
use crate::scenario::labels::Labels;
use crate::source::Span;

/// A scenario with one variant and all `--set` arguments applied, checked.
#[derive(Clone, Debug)]
pub struct Model {
    /// The description of the file.
    pub description: String,
    /// The number of periods, T.
    pub periods: usize,
    /// What a period is, for instance `quarter`.
    pub period_unit: String,
    /// Whether play goes on for ever after the last period.
    pub goes_on: bool,
    /// The lists of named values, each in order.
    pub(crate) domains: Vec<Vec<String>>,
    /// The layout of a state: first the actors' types, then bound-or-free of commitments, then the variables.
    pub cells: Vec<Cell>,
    /// The actors in file order.
    pub actors: Vec<Actor>,
    /// The parameters that carry a distribution, in file order; [`Tree::Parameter`] counts into this list.
    pub parameters: Vec<Parameter>,
    /// Parameters that are shares drawn together from a Dirichlet distribution; see [`Distribution::Share`].
    pub shares: Vec<Vec<usize>>,
    /// Groups of correlated parameters.
    pub correlations: Vec<Correlated>,
    /// Tables whose rows are draws of several parameters.
    pub joint_draws: Vec<JointDraws>,
    /// Correlated parameters that are fixed here; they keep a coordinate, on which others depend.
    pub absent: Vec<String>,
    /// Types of several actors that are drawn together.
    pub joint_types: Vec<JointTypes>,
    /// Everything that `--set` can set.
    pub settings: Vec<Setting>,
    /// Labels, units, notes and sources of everything that the scenario names.
    pub labels: Labels,
    /// The stages in the order in which they run.
    pub stages: Vec<Stage>,
    /// The outcomes in the order in which they are checked.
    pub outcomes: Vec<Outcome>,
    /// The payoff terms, by actor and in file order.
    pub terms: Vec<Term>,
    /// What terms of groups pay, which do not choose themselves, as one of their members acts.
    pub member_terms: Vec<MemberTerm>,
    /// What tallies count, numbered behind the cells and [`Model::own_types`]: by stage, the choice (of a group, its first)
    /// and the action; `None` in stages that do not have it.
    pub counts: Vec<Vec<Option<(usize, usize)>>>,
    /// The number of types of members that stand behind the cells while a scenario is lowered.
    pub own_types: usize,
    /// The commitments in file order.
    pub commitments: Vec<Commitment>,
    /// The measures in file order.
    pub measures: Vec<Measure>,
}

impl Model {
    /// The least value of each cell, and of what stands behind the cells.
    pub(crate) fn lows(&self) -> Vec<i32> {
        let cells = self.cells.iter().map(|cell| cell.low);
        let behind = std::iter::repeat_n(0, self.own_types + self.counts.len());
        cells.chain(behind).collect()
    }

    /// The number of actors that the file declares; members of groups stand behind them.
    pub fn declared(&self) -> usize {
        let mut actors = self.actors.iter();
        actors
            .position(|actor| actor.member.is_some())
            .unwrap_or(self.actors.len())
    }

    /// The group and kind of a member of a group, by actor.
    pub(crate) fn kind_of(&self, actor: usize) -> Option<(&Group, usize)> {
        let (group, kind) = self.actors[actor].member?;
        self.actors[group].group.as_ref().map(|group| (group, kind))
    }

    /// What `--set` can set by this key.
    pub(crate) fn setting(&self, key: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }
}

/// One part of the state.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its name in reports: the variable's, the actor's (for its type), or the commitment's (for bound or free).
    pub name: String,
    pub role: Role,
    pub kind: Kind,
    /// The least value; values are whole numbers held as `i32` (truth 0 or 1, a named value its index).
    pub low: i32,
    /// The greatest value.
    pub high: i32,
    /// Whether each actor sees it, by actor number.
    pub seen: Vec<bool>,
    /// Its value at the start. The chances of a bound-or-free cell may read its owner's type; all others read no cell.
    pub start: Start,
    pub(crate) span: Span,
}

impl Cell {
    /// The number of different values.
    pub fn size(&self) -> usize {
        usize::try_from(self.high - self.low + 1).expect("a range is not empty")
    }
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The type of an actor.
    Type {
        /// The actor.
        actor: usize,
    },
    /// Whether the actor of a commitment is bound by it (1) or free (0).
    Bound {
        /// The commitment.
        commitment: usize,
        /// The actor that it binds.
        actor: usize,
    },
    /// A variable.
    Variable,
}

/// The value of a cell at the start of a game.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// Always this.
    Sure(i32),
    /// One of these values, each with its chance (in the order in which they are listed).
    Drawn(Vec<(i32, Tree)>),
    /// The type of this member of a table of joint types.
    Joint {
        /// The table.
        table: usize,
        /// The member's index in it.
        member: usize,
    },
}

/// Types of several actors that are drawn together.
#[derive(Clone, Debug, PartialEq)]
pub struct JointTypes {
    /// The actors, for messages and as the name of the random stream.
    pub name: String,
    /// The members: the cells of the types, ascending.
    pub cells: Vec<usize>,
    /// The combinations that are possible, each once.
    pub rows: Vec<JointRow>,
    pub(crate) span: Span,
}

/// A combination of types.
#[derive(Clone, Debug, PartialEq)]
pub struct JointRow {
    /// The type of each member.
    pub values: Vec<i32>,
    /// Its chance; reads parameters only.
    pub chance: Tree,
    /// By member, its chance given that member's type, for draws in which that type has no chance. `None` for each
    /// type of which the file does not say it.
    pub given: Vec<Option<Tree>>,
}

/// A group of correlated parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Correlated {
    /// The members: numbers of parameters, and from the number of parameters on those of absent ones.
    pub members: Vec<usize>,
    /// What correlates them, in the order of the members.
    pub copula: Copula,
}

/// A table whose rows are draws of several parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct JointDraws {
    /// The numbers of the parameters.
    pub members: Vec<usize>,
    /// The coordinate that chooses the row, numbered like those of absent parameters.
    pub coordinate: usize,
    /// A value for each of them, by row.
    pub rows: Vec<Vec<f64>>,
}

/// A player with payoffs.
#[derive(Clone, Debug)]
pub struct Actor {
    pub name: String,
    /// The discount factor δ for one period; reads parameters only.
    pub discount: Tree,
    /// The share f of its own later regret that it gives back in the values that it acts on, from 0 to 1; reads parameters
    /// only. `None` where it takes its own later choices as they are played.
    pub own_later: Option<Tree>,
    /// The cell that holds its type, where it has types.
    pub type_cell: Option<usize>,
    /// What it believes at the start about other actors' types where that differs from the true prior: the type's
    /// cell, and one chance for each value of it in order; they read parameters only.
    pub believed: Vec<(usize, Vec<Tree>)>,
    /// Its members, where it is a group; they choose in its place.
    pub group: Option<Group>,
    /// The group of which it stands for all members of a kind, and the kind.
    pub member: Option<(usize, usize)>,
    pub span: Span,
}

/// Exchangeable members.
#[derive(Clone, Debug)]
pub struct Group {
    /// How many there are.
    pub members: u32,
    /// The types that each may have.
    pub types: Vec<String>,
    /// What distinguishes them.
    pub kinds: Vec<MemberKind>,
    /// How many of each kind there may be, in the order of the values of the cell of the group's type.
    pub compositions: Vec<Vec<u32>>,
    /// The first of the actors that stand for its members, one for each kind.
    pub first: usize,
}

/// What distinguishes members of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberKind {
    /// What it is called.
    pub name: String,
    /// The type, where they have types.
    pub own_type: Option<usize>,
    /// The commitments, drawn once per game, that bind it, and those that do not.
    pub bound: Vec<usize>,
    /// See `bound`.
    pub free: Vec<usize>,
}

impl MemberKind {
    /// The kind of all members of a type.
    pub(crate) fn of_type(own_type: usize) -> Self {
        Self {
            own_type: Some(own_type),
            ..Self::default()
        }
    }

    /// The kinds of those that are free of a commitment and of those that it binds.
    pub(crate) fn free_and_bound(&self, commitment: usize) -> [Self; 2] {
        let mut kinds = [self.clone(), self.clone()];
        kinds[0].free.push(commitment);
        kinds[1].bound.push(commitment);
        kinds
    }
}

/// A parameter that carries a distribution.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name; for one that depends on a named value, `name.value`.
    pub name: String,
    pub distribution: Distribution,
    /// The value that `--nominal` takes.
    pub nominal: f64,
    pub(crate) span: Span,
}

/// Something that `--set` can set.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The key, for instance `admission_lag`, `value_of_complying.revisionist`, `balance.start` or
    /// `entry_on_violation.credibility`.
    pub key: String,
    /// Its value as it stands (the nominal one where it is drawn), as text.
    pub value: String,
    /// The same as a number, where it is a finite one that reads no names.
    pub number: Option<f64>,
    /// The unit, where the file gives one.
    pub unit: String,
    /// The distribution, where it is drawn.
    pub distribution: Option<Distribution>,
    /// Where the value comes from.
    pub source: String,
    /// A remark.
    pub note: String,
    /// Whether a decision-maker can set it.
    pub lever: bool,
    /// Whether recorded cases differ in it.
    pub case: bool,
    /// How its value is looked for in recorded cases, if it is.
    pub estimate: Option<Estimable>,
}

/// A formula that decides which states can occur, and where it is written; it reads no uncertain parameter.
#[derive(Clone, Debug)]
pub struct Structural {
    /// The formula.
    pub tree: Tree,
    /// Where it is written.
    pub span: Span,
}

/// A step within a period.
#[derive(Clone, Debug)]
pub struct Stage {
    pub name: String,
    /// The stage is skipped where this is false; it may read any cell.
    pub when: Option<Structural>,
    pub kind: StageKind,
    pub(crate) span: Span,
}

/// What happens in a stage.
#[derive(Clone, Debug)]
pub enum StageKind {
    /// Chance takes one branch.
    Chance(Effect),
    /// One actor decides, or several do without seeing each other's pick.
    Decision {
        /// One entry for each actor that decides.
        choices: Vec<Choice>,
        /// Effects of several picks together; the first entry that matches applies.
        joint: Vec<Joint>,
    },
}

/// One actor's part in a decision.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The actor.
    pub actor: usize,
    /// The chance with which it is asked at all; reads any cell. `None` means always.
    pub opportunity: Option<Tree>,
    /// The action that it counts as taking in joint effects when it was not asked.
    pub not_asked: Option<usize>,
    /// What it may do.
    pub actions: Vec<Action>,
    /// Its actions in nests, each nest after those that it holds; the last one is the whole menu. Empty where the menu is
    /// flat.
    pub nests: Vec<Nest>,
    /// How it chooses.
    pub strategy: Strategy,
}

/// A nest of actions, or the whole menu.
#[derive(Clone, Debug)]
pub struct Nest {
    /// Its name; empty for the whole menu.
    pub name: String,
    /// Its precision as a multiple of its holder's; reads parameters and what the actor sees.
    pub multiple: Tree,
    /// Its members in the order of the actions.
    pub members: Vec<NestMember>,
}

/// A member of a nest, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NestMember {
    /// An action of the choice.
    Action(usize),
    /// A nest of the choice.
    Nest(usize),
}

/// Something an actor may choose.
#[derive(Clone, Debug)]
pub struct Action {
    pub name: String,
    /// It is available where this holds; reads what the actor sees. `None` means always.
    pub guard: Option<Structural>,
    pub effect: Effect,
    pub(crate) span: Span,
}

/// A change of the state, which may branch by chance. One branch with the chance `Sure` where it does not.
#[derive(Clone, Debug)]
pub struct Effect {
    /// The branches in file order.
    pub branches: Vec<Branch>,
}

/// A chance branch.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Its name, for traces and for terms paid on it; empty where the file gives none.
    pub name: String,
    /// Its chance.
    pub chance: Chance,
    /// The branch is absent where this is false, and its chance goes to `Otherwise`. `None` means present.
    pub when: Option<Structural>,
    /// Assignments, all computed from the state before: the cell (a variable) and its new value.
    pub set: Vec<(usize, Structural)>,
    pub(crate) span: Span,
}

/// The chance of a branch.
#[derive(Clone, Debug, PartialEq)]
pub enum Chance {
    /// It is the only branch.
    Sure,
    /// A probability; reads cells, the period and parameters.
    Given(Tree),
    /// The probability that the others leave; at most one in an effect.
    Otherwise,
}

/// An effect of several actions together: it replaces the assignments of the actions to the cells that it sets.
#[derive(Clone, Debug)]
pub struct Joint {
    /// For each choice of the stage, the action that must have been picked (`None`: any).
    pub picks: Vec<Option<usize>>,
    /// What they do.
    pub effect: Effect,
    pub(crate) span: Span,
}

/// How an actor chooses in a stage.
#[derive(Clone, Debug)]
pub enum Strategy {
    /// Logit response with this precision λ (per unit of payoff); reads parameters and what the actor sees.
    Logit(Tree),
    /// The action with the highest expected payoff.
    BestResponse,
    /// A probability for each action, in order; they are shared out anew among the available actions.
    Fixed(Vec<Tree>),
    /// The first rule whose condition holds.
    Rules(Vec<Rule>),
}

impl Strategy {
    /// Whether the actor responds to expected payoffs.
    pub(crate) fn responds(&self) -> bool {
        match self {
            Self::Logit(_) | Self::BestResponse => true,
            Self::Fixed(_) | Self::Rules(_) => false,
        }
    }
}

/// One rule of a strategy.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Reads what the actor sees. `None` means always.
    pub when: Option<Structural>,
    /// A probability for each action, in order.
    pub play: Vec<Tree>,
    pub(crate) span: Span,
}

/// An outcome: a way in which a game ends.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub name: String,
    /// Whether it is checked at the horizon only.
    pub at_end: bool,
    /// When it holds; `None` means always.
    pub when: Option<Structural>,
    /// Where it was declared.
    pub span: Span,
}

/// A named, signed part of an actor's payoff.
#[derive(Clone, Debug)]
pub struct Term {
    /// The actor it is paid to.
    pub actor: usize,
    /// Its name, unique for the actor.
    pub name: String,
    /// When it is paid.
    pub paid: Paid,
    /// It is paid only where this holds. `None` means always.
    pub when: Option<Structural>,
    /// How much; reads cells, the period and parameters.
    pub amount: Tree,
    pub(crate) span: Span,
}

/// What a term of a group pays as one of its members acts.
#[derive(Clone, Debug)]
pub struct MemberTerm {
    /// The term.
    pub term: usize,
    /// What the member does.
    pub paid: Paid,
    /// It is paid only where this holds.
    pub when: Option<Structural>,
    /// The group's share of the member's payment.
    pub amount: Tree,
    pub(crate) span: Span,
}

/// When a payoff term is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// At the end of every period that the game survives, from the state then.
    EachPeriod,
    /// As a lasting situation worth the amount.
    Lasting,
    /// When the game ends, from the state then.
    AtEnd,
    /// At the horizon, where play goes on after it: what all terms of the actor are worth from the state then.
    Beyond,
    /// When an action is taken, from the state before it.
    OnAction {
        /// The stage.
        stage: usize,
        /// The choice within the stage.
        choice: usize,
        /// The action of that choice.
        action: usize,
        /// Only with this branch of the action's effect.
        branch: Option<usize>,
    },
    /// When a triggered commitment is reneged on by choice while its action was available (an audience cost).
    OnReneging {
        /// The commitment.
        commitment: usize,
        /// Of a group, the kind of member that reneges.
        kind: usize,
    },
    /// To a group, as its members act.
    ByMembers,
}

/// A conditional strategy with which an actor is bound to a credibility.
#[derive(Clone, Debug)]
pub struct Commitment {
    /// Its name.
    pub name: String,
    /// The actor that it binds.
    pub actor: usize,
    /// The stage in which it binds.
    pub stage: usize,
    /// The actor's choice within that stage; of a group, those of its kinds of members.
    pub choices: Range<usize>,
    /// The promised action.
    pub action: usize,
    /// When it is triggered, as the stage begins; reads what the actor sees. One condition for each choice.
    pub when: Vec<Structural>,
    /// When it is drawn whether the actor is bound.
    pub binding: Binding,
    /// The condition that shows that the promise came true.
    pub delivers: Option<Structural>,
    pub(crate) span: Span,
}

/// When it is drawn whether the actor of a commitment is bound.
#[derive(Clone, Debug)]
pub enum Binding {
    /// Drawn at the start of the game and held in this cell, whose start gives the chance.
    Game {
        /// The cell, 1 for bound and 0 for free.
        cell: usize,
    },
    /// Drawn with this chance on every occasion, one for each choice; reads what the actor sees.
    Occasion {
        /// The chance of being bound.
        credibility: Vec<Tree>,
    },
    /// Drawn for each member of a group at the start of the game, as a part of its kind.
    Kind {
        /// For each kind of member, whether it is bound.
        bound: Vec<bool>,
    },
}

/// A named expression whose average over games is reported period by period.
#[derive(Clone, Debug)]
pub struct Measure {
    pub name: String,
    /// Its value at the end of a period (truth as 1 or 0).
    pub value: Tree,
    /// Empty where the file gives none.
    pub unit: String,
    pub(crate) span: Span,
}

impl Commitment {
    /// Whether it binds the actor of a choice.
    pub(crate) fn is_of(&self, stage: usize, choice: usize) -> bool {
        self.stage == stage && self.choices.contains(&choice)
    }

    /// When it is triggered at one of its choices.
    pub(crate) fn when(&self, choice: usize) -> &Structural {
        &self.when[choice - self.choices.start]
    }

    /// The chance of being bound that is drawn on every occasion at one of its choices.
    ///
    /// # Panics
    /// If bound or free is drawn once per game.
    pub(crate) fn credibility(&self, choice: usize) -> &Tree {
        match &self.binding {
            Binding::Occasion { credibility } => &credibility[choice - self.choices.start],
            Binding::Game { .. } | Binding::Kind { .. } => unreachable!("bound or free is drawn once per game"),
        }
    }
}
