//! The narrow waist: a game as flat arrays of numbers, its names beside it, draws bound to it, and strategy profiles.

pub(crate) mod bound;
mod distinct;
pub(crate) mod members;
pub(crate) mod names;
mod nests;
pub(crate) mod period_graph;
mod period_play;
mod play;
mod precision;
pub(crate) mod profile;
pub(crate) mod trembles;

pub(crate) use crate::expression::partials::{Rate, Rates};
pub(crate) use crate::expression::{Slot, Tape};

pub use bound::Bound;
pub(crate) use distinct::{Distinct, index};
pub(crate) use members::Category;
pub use members::{Members, Promise};
pub(crate) use names::CertainBranch;
pub use names::Names;
pub(crate) use nests::{Member, Nest, NestTree};
pub(crate) use period_graph::Occasion;
pub use period_graph::{Edge, InformationSet, Layer, LayerKind, Node, Part, PeriodGraph};
pub(crate) use period_play::PeriodPlay;
pub use play::Play;
pub use profile::Profile;
pub(crate) use trembles::Trembling;

use crate::numeric::lanes::LANES;

/// A finite-horizon stochastic game with private information. It exists only if it is valid: exploring and the
/// readers of game files make it, and nothing downstream can meet a broken one.
///
/// A game walks through periods. Period t is played on the [`PeriodGraph`] `graphs[calendar[t − 1]]`; periods of equal
/// structure share one. Graphs meet at the common list of `period_states`: the states between two periods. A game that
/// ends does so at a [`Leaf`].
///
/// *Places* of a graph number everything that an edge may lead to: first the graph's own nodes, then all period states,
/// then all leaves. One array over the places therefore holds every value that a sweep over the graph needs.
#[derive(Clone, Debug)]
pub struct Game {
    /// The number of actors: first those that the file declares, then a member of each type of each group.
    pub actors: usize,
    /// The number of those that the file declares.
    pub declared: usize,
    /// The number of periods, T ≥ 1.
    pub periods: usize,
    /// The discount factor of each actor.
    pub discounts: Vec<Slot>,
    /// For each actor, the share of the regret of its own later logit sets that it gives back in the values that it acts
    /// on; `None` where it takes its own later choices as they are played.
    pub own_later: Vec<Option<Slot>>,
    /// Every number that depends on a draw or a period.
    pub tape: Tape,
    /// How many parameters with a distribution the tape reads.
    pub parameters: usize,
    /// The private attributes: types, and bound or free.
    pub attributes: Vec<PrivateAttribute>,
    /// The combinations of private attributes, one of which is drawn at the start of a game.
    pub type_profiles: Vec<TypeProfile>,
    /// How many priors there are: the true one, number 0, and one for each observer that holds its own.
    pub priors: usize,
    /// The prior that each actor holds, by actor.
    pub prior_of: Vec<usize>,
    /// How a game begins.
    pub start: Start,
    /// The distinct structures of a period.
    pub graphs: Vec<PeriodGraph>,
    /// The graph of each period; period t stands at t − 1.
    pub calendar: Vec<usize>,
    /// What follows the last period; `None` where the game stops there.
    pub tail: Option<Tail>,
    /// The states between two periods.
    pub period_states: Vec<PeriodState>,
    /// The ways in which a game may end before the horizon.
    pub leaves: Vec<Leaf>,
    /// Payments that are made together; number 0 is empty.
    pub payment_sets: Vec<PaymentSet>,
    /// The actor that each payoff term is paid to.
    pub term_actor: Vec<usize>,
    /// The number of outcomes.
    pub outcomes: usize,
    /// The number of measures.
    pub measures: usize,
    /// The commitments: whom each binds, and how it shows that its promise came true.
    pub commitments: Vec<CommitmentInfo>,
    /// The chances that must lie in [0, 1] and sum to 1 in every draw.
    pub checks: Vec<ChanceCheck>,
    /// The kinds that decisions are tallied by, see [`InformationSet::decision_kind`].
    pub decision_kinds: Vec<DecisionKind>,
}

impl Game {
    /// The structure of a period (1..=T).
    #[inline]
    pub(crate) fn graph(&self, period: usize) -> &PeriodGraph {
        &self.graphs[self.calendar[period - 1]]
    }

    /// About how many bytes a block of draws takes while it is solved: numbers for the edges, choices and nodes of every
    /// period.
    pub(crate) fn block_bytes(&self) -> u64 {
        let numbers = |graph: &PeriodGraph| graph.edges.len() + graph.entries() + graph.nodes.len();
        let all: Vec<usize> = self.graphs.iter().map(numbers).collect();
        let numbers: u64 = self.calendar.iter().map(|&graph| all[graph] as u64).sum();
        numbers.saturating_mul((LANES * size_of::<f64>()) as u64)
    }

    /// The number of places of a graph: its nodes, the period states and the leaves.
    pub(crate) fn places(&self, graph: &PeriodGraph) -> usize {
        graph.nodes.len() + self.period_states.len() + self.leaves.len()
    }

    /// The period states, as places of a graph.
    pub(crate) fn state_places(&self, graph: &PeriodGraph) -> std::ops::Range<usize> {
        graph.nodes.len()..graph.nodes.len() + self.period_states.len()
    }

    /// Whether anybody chooses by best response.
    pub(crate) fn has_best_responses(&self) -> bool {
        let mut sets = self.information_sets();
        sets.any(|set| set.play.is_best_response())
    }

    /// Whether any information set that responds to values has several nodes. Otherwise play rests on no belief, and
    /// one sweep of backward induction solves the game.
    pub(crate) fn has_beliefs(&self) -> bool {
        let mut sets = self.information_sets();
        sets.any(|set| set.play.responds() && !set.is_single())
    }

    /// Whether further members of groups choose, so that play at one set rests on play at the same set.
    pub(crate) fn has_members(&self) -> bool {
        self.graphs.iter().any(|graph| !graph.members.is_empty())
    }

    /// Whether any actor takes its own later choices otherwise than as they are played.
    pub(crate) fn has_own_later(&self) -> bool {
        self.own_later.iter().any(Option::is_some)
    }

    /// The information sets of all graphs.
    pub(crate) fn information_sets(&self) -> impl Iterator<Item = &InformationSet> {
        self.graphs.iter().flat_map(|graph| &graph.information_sets)
    }
}

/// What an actor alone knows of itself: its type, or whether a commitment binds it.
#[derive(Clone, Debug, PartialEq)]
pub struct PrivateAttribute {
    /// Whose it is.
    pub actor: usize,
    /// The commitment that may bind it (0 free, 1 bound); `None` for a type.
    pub commitment: Option<usize>,
    /// The number of its values.
    pub size: usize,
    /// Whether it is how a group is composed.
    pub composition: bool,
}

/// A combination of private attributes: a value for each.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeProfile {
    /// The value of each private attribute.
    pub values: Vec<usize>,
    /// For each prior, the independent chances whose product is the chance of the type profile.
    pub factors: Vec<Vec<Factor>>,
}

/// One chance among a number of options.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    /// The chance.
    pub chance: Slot,
    /// The number of options that were possible, this one included.
    pub options: usize,
}

/// How a game begins: everything drawn before the first period, as a tree for playing and as a list for sweeping.
#[derive(Clone, Debug)]
pub struct Start {
    /// The draws in order; each has its own random stream, named by [`Names::start_draws`].
    pub draws: usize,
    /// The tree, root first. Chances are those of the true prior. Empty where nothing is drawn: then the only ending
    /// is the start.
    pub nodes: Vec<StartNode>,
    /// The states in which a game may begin.
    pub endings: Vec<StartEnding>,
}

impl Start {
    /// The root of the tree.
    pub(crate) fn root(&self) -> StartNext {
        if self.nodes.is_empty() {
            StartNext::Ending(0)
        } else {
            StartNext::Node(0)
        }
    }
}

/// A point at which one thing is drawn before the first period.
#[derive(Clone, Debug)]
pub struct StartNode {
    /// Which draw.
    pub draw: usize,
    /// The options in file order: the chance, and where it leads.
    pub options: Vec<(Slot, StartNext)>,
}

/// Where an option of a [`StartNode`] leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartNext {
    /// Another draw, by node number.
    Node(usize),
    /// The start is complete, by ending number.
    Ending(usize),
}

/// A state in which a game may begin.
#[derive(Clone, Debug)]
pub struct StartEnding {
    /// The type profile.
    pub type_profile: usize,
    /// The chances of the drawn variables, given the type profile.
    pub within: Vec<Factor>,
    /// The period state at which period 1 begins, or the leaf of an outcome that holds on the initial state.
    pub to: StartTo,
    /// Commitments whose promise is already delivered, as bits.
    pub delivers: u32,
}

/// Where a start leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartTo {
    /// Period 1 begins at this period state.
    PeriodState(usize),
    /// The game is over in period 0, at this leaf; its payment set is paid with weight 1.
    Leaf(usize),
}

/// A state between two periods (or at the start, or at the horizon).
#[derive(Clone, Debug)]
pub struct PeriodState {
    /// The type profile.
    pub type_profile: usize,
    /// Paid at the end of every period that ends here.
    pub each_period: u32,
    /// The worth of the lasting situation here: paid after the horizon, discounted by one period.
    pub perpetuity: u32,
    /// The outcome that holds here at the horizon, and what it pays then; `None` where the state cannot be reached at
    /// the horizon.
    pub horizon: Option<Leaf>,
    /// For each measure, its value here.
    pub measures: Vec<Slot>,
    /// For each actor, the number of what it sees here: equal numbers cannot be told apart.
    /// The actor's own type is part of it.
    pub views: Vec<u32>,
}

impl PeriodState {
    /// The leaf at which a game that is here at the horizon ends.
    pub(crate) fn horizon_leaf(&self) -> &Leaf {
        let leaf = self.horizon.as_ref();
        leaf.expect("a state that is reached at the horizon has an outcome")
    }
}

/// Play that goes on for ever after the last period, whose structure repeats.
#[derive(Clone, Debug)]
pub struct Tail {
    /// For each period state, whether a period beyond the last may begin there, also as an actor believes.
    pub states: Vec<bool>,
    /// For each information set of the last period's graph that play beyond that period can reach, also from where an
    /// actor believes to be, where it was played last: it goes on to be played so, with the belief held then.
    pub sets: Vec<Option<LastMet>>,
    /// What each period state is worth to each actor as a period begins there, as everybody plays: state × actors +
    /// actor. These slots are filled in once the game is solved.
    pub worth: Vec<Slot>,
}

impl Tail {
    /// Whose further members choose at a node beyond the last period, and where their set was played last.
    pub(crate) fn members_at<'a>(&'a self, graph: &'a PeriodGraph, node: usize) -> Option<(&'a Members, &'a LastMet)> {
        let members = graph.members_at(node)?;
        Some((members, self.sets[members.set].as_ref()?))
    }

    /// Replaces what belongs to period states at which no period beyond the last begins; `width` entries belong to each.
    pub(crate) fn clear_unreached<T: Clone>(&self, worth: &mut [T], width: usize, nothing: &T) {
        for (worth, reached) in worth.chunks_exact_mut(width).zip(&self.states) {
            if !reached {
                worth.fill(nothing.clone());
            }
        }
    }
}

/// Where an information set was played last.
#[derive(Clone, Debug)]
pub struct LastMet {
    /// The period.
    pub period: usize,
    /// The set in that period's graph.
    pub set: usize,
    /// For each node of the set beyond the last period, the node of that graph; `None` where it was none then.
    pub nodes: Vec<Option<usize>>,
    /// Whether play beyond the last period leads to every node at which the actor may have believed to be then.
    pub whole: bool,
}

impl LastMet {
    /// The set's probabilities in a profile's list for that period.
    pub(crate) fn choices(&self, game: &Game) -> std::ops::Range<usize> {
        game.graph(self.period).information_sets[self.set].choices()
    }
}

/// How a game ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// The type profile.
    pub type_profile: usize,
    /// The outcome.
    pub outcome: usize,
    /// What is paid when it ends so.
    pub payment_set: u32,
}

/// Payments that are made together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PaymentSet {
    /// Each term that is paid, and its amount; a term stands here once at most.
    pub payments: Vec<(u32, Slot)>,
}

/// What a game knows about a commitment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitmentInfo {
    /// The actor that it binds.
    pub actor: usize,
    /// Its bit in [`Edge::delivers`] and the like, where some condition shows that the promise came true.
    pub delivers: Option<u32>,
}

/// Chances that must be probabilities in every draw.
#[derive(Clone, Debug)]
pub struct ChanceCheck {
    /// The chances as the file gives them.
    pub chances: Vec<Slot>,
    /// What they must sum to.
    pub total: Total,
    /// The graph whose periods need them; `None` for the start.
    pub graph: Option<usize>,
    /// Where they come from, for the message (see [`Names::places`]).
    pub place: usize,
}

/// What the chances of one [`ChanceCheck`] must sum to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Total {
    /// Exactly one (within rounding).
    One,
    /// At most one: the rest goes elsewhere.
    AtMostOne,
    /// More than zero: they are shared out among themselves.
    Positive,
}

/// What decisions are tallied by: one stage, one actor, its type and whether it is bound. A row of `decisions.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionKind {
    /// The stage.
    pub stage: usize,
    /// The actor.
    pub actor: usize,
    /// The value of its type, where it has types.
    pub actor_type: Option<usize>,
    /// Bound (true) or free, where the actor has a commitment.
    pub bound: Option<bool>,
    /// The number of actions that the stage offers it, available or not; edges name them by [`Edge::action`].
    pub actions: usize,
    /// Where its tallies begin in an array over the actions of all kinds.
    pub first: usize,
}
