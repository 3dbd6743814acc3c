//! Turns a game tree into a `Game` with a single period, its information sets in an order of time if there is one.

use super::error::{FileError, fault};
use super::limits::{MOST_VALUES, too_large};
use super::time_order::{Step, steps};
use super::tree::{Kind, Tree, TreeNode};
use crate::game::{
    DecisionKind, Distinct, Edge, Game, InformationSet, Layer, LayerKind, Leaf, Names, Node, Part, PaymentSet,
    PeriodGraph, PeriodState, Play, Slot, Start, StartEnding, StartTo, Tape, TypeProfile, index,
};
use crate::source::{Code, Span};

/// The name of an information set in its file, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetName {
    /// The player who moves there.
    pub player: usize,
    /// Its number in the file.
    pub number: i32,
    /// Its label in the file; it may be empty.
    pub label: String,
    /// Its rank among all sets, by the first node of each in the file.
    pub rank: usize,
}

/// A game, its names, and the names of the sets of its graph.
pub(super) type SolvableGame = (Game, Names, Vec<SetName>);

/// Turns a tree into a game whose one parameter is the precision of all players; `places` says where the nodes stand
/// in the file.
pub(super) fn game_from_tree(tree: &Tree, places: &[Span]) -> Result<SolvableGame, FileError> {
    let whole = places[0];
    if tree.players.is_empty() {
        let message = "a game without players cannot be solved";
        let help = "list the players in braces behind the title";
        return Err(fault((Code::NobodyPlays, whole), message, help));
    }
    let values = tree.nodes.len().max(tree.outcomes.len()) * tree.players.len();
    if values > MOST_VALUES {
        let what = format!("{values} values, nodes × players");
        return Err(too_large(whole, &what));
    }
    let actions = |node: usize| tree.actions(node).len();
    let most_actions = (0..tree.nodes.len()).map(actions).max();
    if most_actions.unwrap_or(0) > usize::from(u16::MAX) {
        return Err(too_large(whole, "more than 65535 actions at one node"));
    }
    Ok(GameBuilder::new(tree, steps(tree, places)?).finish())
}

struct GameBuilder<'t> {
    tree: &'t Tree,
    steps: Vec<Step>,
    tape: Tape,
    payment_sets: Distinct<PaymentSet>,
    /// The number of each node in the graph, by node of the tree; `u32::MAX` for ends.
    number: Vec<u32>,
    /// The number of nodes of the graph.
    inner: u32,
    /// The outcomes that end the game, each a leaf, and `None` for an end without an outcome.
    endings: Distinct<Option<usize>>,
    leaves: Vec<Leaf>,
    graph: PeriodGraph,
    decision_kinds: Vec<DecisionKind>,
    names: Names,
    sets: Vec<SetName>,
    /// The number in the graph of the first part of each set of the tree.
    first_parts: Vec<Option<usize>>,
}

impl<'t> GameBuilder<'t> {
    fn new(tree: &'t Tree, steps: Vec<Step>) -> Self {
        let mut number = vec![u32::MAX; tree.nodes.len()];
        for (at, &node) in (0..).zip(steps.iter().flat_map(|step| &step.nodes)) {
            number[node] = at;
        }
        Self {
            tree,
            inner: steps.iter().map(|step| index(step.nodes.len())).sum(),
            steps,
            tape: Tape::new(),
            payment_sets: Distinct::starting_with(PaymentSet::default()),
            number,
            endings: Distinct::default(),
            leaves: Vec::new(),
            graph: PeriodGraph::default(),
            decision_kinds: Vec::new(),
            names: Names {
                branches: vec![Vec::new()],
                ..Names::default()
            },
            sets: Vec::new(),
            first_parts: vec![None; tree.sets.len()],
        }
    }

    fn finish(mut self) -> SolvableGame {
        let precision = self.tape.parameter(0);
        self.number_leaves();
        for step in std::mem::take(&mut self.steps) {
            match step.set {
                Some(set) => self.add_set(set, &step.nodes, precision),
                None => self.add_chance(&step.nodes),
            }
        }
        self.graph.entry = vec![Some(self.place(0))];
        self.graph.entry_delivers = vec![0];
        self.name();
        let players = self.tree.players.len();
        let one = self.tape.constant(1.0);
        let game = Game {
            actors: players,
            declared: players,
            periods: 1,
            discounts: vec![one; players],
            own_later: vec![None; players],
            tape: self.tape,
            parameters: 1,
            attributes: Vec::new(),
            type_profiles: vec![TypeProfile {
                values: Vec::new(),
                factors: vec![Vec::new()],
            }],
            priors: 1,
            prior_of: vec![0; players],
            start: start(),
            graphs: vec![self.graph],
            calendar: vec![0],
            tail: None,
            period_states: vec![period_state(players)],
            outcomes: self.leaves.len(),
            leaves: self.leaves,
            payment_sets: self.payment_sets.all,
            term_actor: (0..players).collect(),
            measures: 0,
            commitments: Vec::new(),
            checks: Vec::new(),
            decision_kinds: self.decision_kinds,
        };
        (game, self.names, self.sets)
    }

    /// Makes a leaf of each outcome at which the game ends, and one of an end without an outcome.
    fn number_leaves(&mut self) {
        let tree = self.tree;
        for node in tree.nodes.iter().filter(|node| node.kind == Kind::End) {
            let outcome = self.endings.number(node.outcome) as usize;
            if outcome == self.leaves.len() {
                let payment_set = self.payment_set(node.outcome.as_slice());
                self.leaves.push(Leaf {
                    type_profile: 0,
                    outcome,
                    payment_set,
                });
            }
        }
    }

    /// The number of the payment set that pays these outcomes together.
    fn payment_set(&mut self, outcomes: &[usize]) -> u32 {
        let mut payments = Vec::new();
        for player in 0..self.tree.players.len() {
            let payoff = |&outcome: &usize| self.tree.outcomes[outcome].payoffs[player].value();
            let amount: f64 = outcomes.iter().map(payoff).sum();
            if amount != 0.0 {
                payments.push((index(player), self.tape.constant(amount)));
            }
        }
        self.payment_sets.number(PaymentSet { payments })
    }

    /// The place in the graph of a node of the tree.
    fn place(&mut self, node: usize) -> u32 {
        let period_states = 1;
        match &self.tree.nodes[node] {
            TreeNode {
                kind: Kind::End,
                outcome,
                ..
            } => self.inner + period_states + self.endings.number(*outcome),
            _ => self.number[node],
        }
    }

    fn add_set(&mut self, rank: usize, nodes: &[usize], precision: Slot) {
        let number = self.graph.information_sets.len();
        let first = self.first_parts[rank];
        let mut set = match first {
            Some(first) => self.graph.information_sets[first].clone(),
            None => self.new_set(rank, precision),
        };
        let first_node = self.graph.nodes.len();
        for &node in nodes {
            self.add_node(node, index(set.first_choice), None);
        }
        set.nodes = first_node..self.graph.nodes.len();
        if let Some(first) = first {
            set.part = Part::Later(first);
            match &mut self.graph.information_sets[first].part {
                Part::First(others) => others.push(set.nodes.clone()),
                whole => *whole = Part::First(vec![set.nodes.clone()]),
            }
        } else {
            self.first_parts[rank] = Some(number);
        }
        let described = &self.tree.sets[rank];
        self.names.information_set_numbers.push(described.number.to_string());
        self.sets.push(SetName {
            player: described.player,
            number: described.number,
            label: described.label.clone(),
            rank,
        });
        self.graph.layers.push(Layer {
            stage: self.decision_kinds[set.decision_kind].stage,
            actor: Some(set.actor),
            kind: LayerKind::Choice,
            nodes: set.nodes.clone(),
            information_sets: number..number + 1,
        });
        self.graph.information_sets.push(set);
    }

    /// A set with its stage, its choices and the kind of its decisions, and without nodes.
    fn new_set(&mut self, rank: usize, precision: Slot) -> InformationSet {
        let described = &self.tree.sets[rank];
        let (actor, actions, first_choice) = (described.player, described.actions.len(), self.graph.choices);
        let stage = self.names.stages.len();
        self.names.stages.push(format!("{} {}", actor + 1, described.number));
        self.names.actions.push(vec![(actor, described.actions.clone())]);
        self.graph.choices += actions;
        self.decision_kinds.push(DecisionKind {
            stage,
            actor,
            actor_type: None,
            bound: None,
            actions,
            first: first_choice,
        });
        InformationSet {
            actor,
            nodes: 0..0,
            part: Part::Whole,
            actions,
            first_choice,
            play: Play::Logit(precision),
            nests: None,
            decision_kind: self.decision_kinds.len() - 1,
            occasions: Vec::new(),
        }
    }

    fn add_chance(&mut self, nodes: &[usize]) {
        let (stage, first_node) = (self.names.stages.len(), self.graph.nodes.len());
        for &node in nodes {
            if let Kind::Chance(chance) = self.tree.nodes[node].kind {
                self.add_node(node, u32::MAX, Some(chance));
            }
        }
        self.names.stages.push(format!("chance {}", stage + 1));
        self.names.actions.push(Vec::new());
        let sets = self.graph.information_sets.len();
        self.graph.layers.push(Layer {
            stage,
            actor: None,
            kind: LayerKind::Effect,
            nodes: first_node..self.graph.nodes.len(),
            information_sets: sets..sets,
        });
    }

    fn add_node(&mut self, node: usize, first_choice: u32, chance: Option<usize>) {
        let first_edge = index(self.graph.edges.len());
        let sure = self.tape.constant(1.0);
        let mut branches = Vec::new();
        for (action, child) in self.tree.children(node).enumerate() {
            let slot = chance.map_or(sure, |chance| {
                let set = &self.tree.chances[chance];
                branches.push(set.actions[action].clone());
                self.tape.constant(set.chances[action].value())
            });
            let edge = Edge {
                to: self.place(child),
                payment_set: self.payment_set_of_edge(node, child),
                chance: slot,
                action: u16::try_from(action).expect("the number of actions was checked"),
                delivers: 0,
            };
            self.graph.edges.push(edge);
        }
        let edges = index(self.graph.edges.len()) - first_edge;
        branches.resize(edges as usize, String::new());
        self.names.branches[0].extend(branches);
        self.graph.nodes.push(Node {
            type_profile: 0,
            first_edge,
            edges,
            first_choice,
        });
    }

    /// The payments of the edge to a child: the outcome at the child if the game continues there, and for edges of the
    /// root also the root's outcome. Leaves pay the outcomes at which the game ends.
    fn payment_set_of_edge(&mut self, node: usize, child: usize) -> u32 {
        let nodes = &self.tree.nodes;
        let mut paid: Vec<usize> = Vec::new();
        if node == 0 {
            paid.extend(nodes[node].outcome);
        }
        if nodes[child].kind != Kind::End {
            paid.extend(nodes[child].outcome);
        }
        self.payment_set(&paid)
    }

    fn name(&mut self) {
        let tree = self.tree;
        let names = &mut self.names;
        names.period_unit = "game".to_owned();
        names.actors.clone_from(&tree.players);
        names.types = vec![Vec::new(); tree.players.len()];
        let label = |outcome: usize| tree.outcomes[outcome].label.clone();
        let name = |ending: &Option<usize>| ending.map_or_else(|| "no outcome".to_owned(), label);
        names.outcomes = self.endings.all.iter().map(name).collect();
        names.terms = vec!["payoff".to_owned(); tree.players.len()];
        names.parameters = vec!["lambda".to_owned()];
        names.states = vec![Vec::new()];
        names.period_states = vec![0];
        names.node_states = vec![vec![0; self.graph.nodes.len()]];
        names.start_states = vec![0];
        names.leaf_states = vec![0; self.leaves.len()];
    }
}

/// The game begins at its only period state; nothing is drawn before.
fn start() -> Start {
    Start {
        draws: 0,
        nodes: Vec::new(),
        endings: vec![StartEnding {
            type_profile: 0,
            within: Vec::new(),
            to: StartTo::PeriodState(0),
            delivers: 0,
        }],
    }
}

/// The period state at which the game begins; it never ends there.
fn period_state(players: usize) -> PeriodState {
    PeriodState {
        type_profile: 0,
        each_period: 0,
        perpetuity: 0,
        horizon: None,
        measures: Vec::new(),
        views: vec![0; players],
    }
}
