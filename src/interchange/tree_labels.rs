//! Labels for the parts of an exported tree, from stages, periods and the variables that an actor sees.

use super::traversal::Traversal;
use crate::game::names::CellName;
use crate::game::{LayerKind, Names, StartNext};

/// Labels for the positions of a game.
pub(super) struct TreeLabels<'c, 'b> {
    traversal: &'c Traversal<'b>,
    names: &'c Names,
}

impl<'c, 'b> TreeLabels<'c, 'b> {
    pub(super) fn new(traversal: &'c Traversal<'b>, names: &'c Names) -> Self {
        Self { traversal, names }
    }

    pub(super) fn outcome(&self, outcome: usize) -> String {
        self.names.outcomes[outcome].clone()
    }

    /// A draw before the first period.
    pub(super) fn draw(&self, node: usize) -> String {
        self.names.start_draws[self.traversal.bound.game.start.nodes[node].draw].clone()
    }

    /// The values of a draw, option by option.
    pub(super) fn values(&self, node: usize) -> Vec<String> {
        let game = self.traversal.bound.game;
        let node = &game.start.nodes[node];
        let cells = &self.names.start_cells[node.draw];
        let value = |(_, next): &(_, StartNext)| {
            let state = self.names.start_states[self.some_ending(*next)];
            let state = &self.names.states[state as usize];
            let show = |&cell: &usize| self.names.cells[cell].show(state[cell]);
            cells.iter().map(show).collect::<Vec<_>>().join(" ")
        };
        node.options.iter().map(value).collect()
    }

    /// Some ending of the start that follows.
    fn some_ending(&self, next: StartNext) -> usize {
        let nodes = &self.traversal.bound.game.start.nodes;
        match next {
            StartNext::Ending(ending) => ending,
            StartNext::Node(node) => self.some_ending(nodes[node].options[0].1),
        }
    }

    /// The label of an information set: its stage, its period, and those variables seen by the actor that tell it from
    /// the other sets of that stage and period.
    pub(super) fn set(&self, period: usize, node: usize) -> String {
        let layer = self.traversal.layer(period, node);
        let stage = self.at(layer.stage, period);
        let state = |node: usize| {
            let states = &self.names.node_states[self.traversal.bound.game.calendar[period - 1]];
            &self.names.states[states[node] as usize]
        };
        let here = state(node);
        let cells = self.names.cells.iter().enumerate();
        let seen = cells.filter(|(_, cell)| layer.actor.is_some_and(|actor| cell.seen[actor]));
        let distinguishing = seen.filter(|(at, _)| {
            let mut others = layer.nodes.clone();
            others.any(|other| state(other)[*at] != here[*at])
        });
        let value = |(at, cell): (usize, &CellName)| format!("{}={}", cell.name, cell.show(here[at]));
        let values: Vec<String> = distinguishing.map(value).collect();
        if values.is_empty() {
            stage
        } else {
            format!("{stage}: {}", values.join(" "))
        }
    }

    /// The label of a chance move.
    pub(super) fn chance(&self, period: usize, node: usize) -> String {
        let layer = self.traversal.layer(period, node);
        let stage = self.at(layer.stage, period);
        let actor = layer.actor.map_or("", |actor| &self.names.actors[actor]);
        match layer.kind {
            LayerKind::Opportunity => format!("{stage}: whether {actor} is asked"),
            LayerKind::Bound => format!("{stage}: whether {actor} is bound"),
            LayerKind::Choice | LayerKind::Members => format!("{stage}: {actor}"),
            LayerKind::Effect => format!("{stage}: what follows"),
        }
    }

    /// A stage in a period.
    fn at(&self, stage: usize, period: usize) -> String {
        format!("{} {period}", self.names.stages[stage])
    }

    /// The labels of the options at a node, edge by edge.
    pub(super) fn options(&self, period: usize, node: usize) -> Vec<String> {
        let layer = self.traversal.layer(period, node);
        let graph = self.traversal.graph(period);
        let branches = &self.names.branches[self.traversal.bound.game.calendar[period - 1]];
        let actor = layer.actor;
        let actions = actor.map_or(&[][..], |actor| self.names.actions_of(layer.stage, actor));
        let option = |(at, edge): (usize, usize)| {
            let action = usize::from(graph.edges[edge].action);
            match layer.kind {
                LayerKind::Opportunity => ["asked", "not asked"][at].to_owned(),
                LayerKind::Bound => ["bound", "free"][at].to_owned(),
                LayerKind::Choice if !actions.is_empty() => actions[action].clone(),
                LayerKind::Effect if !branches[edge].is_empty() => branches[edge].clone(),
                LayerKind::Choice | LayerKind::Members | LayerKind::Effect => (action + 1).to_string(),
            }
        };
        graph.edges_of(node).enumerate().map(option).collect()
    }
}
