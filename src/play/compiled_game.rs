//! A game compiled for simulation: the numbers that one step reads lie next to each other in memory.

use std::ops::Range;

use super::members::Done;
use super::streams::Streams;
use super::tally::Compliance;
use crate::game::{Distinct, Game, InformationSet, Layer, LayerKind, Names, Occasion, PeriodGraph, index};

/// A game compiled for simulation under a seed; made once and used for all draws.
#[derive(Debug)]
pub struct CompiledGame<'g> {
    pub(super) game: &'g Game,
    /// The source of its random numbers.
    pub(super) streams: Streams,
    pub(super) graphs: Vec<CompiledGraph>,
    /// The payment set of each period state at the end of a period.
    pub(super) each_period: Vec<u32>,
}

#[derive(Debug)]
pub(super) struct CompiledGraph {
    pub(super) layers: Vec<CompiledLayer>,
    pub(super) edges: Vec<CompiledEdge>,
    /// The place at which the period begins from each period state; `u32::MAX` where it never does.
    pub(super) entries: Vec<u32>,
    /// The commitments that are delivered before that place, by period state; empty where none ever is.
    pub(super) entry_delivers: Vec<u32>,
    /// What further members do on an edge: the index of the count of each action, and how many take it.
    pub(super) done: Vec<Vec<(u32, u32)>>,
    /// The distinct consequences of edges for commitments; number 0 is none.
    pub(super) events: Distinct<CommitmentEvent>,
}

#[derive(Clone, Debug)]
pub(super) struct CompiledLayer {
    /// Its nodes, as places.
    pub(super) nodes: Range<u32>,
    /// Their edges.
    pub(super) edges: Range<u32>,
    /// What is counted of its edges.
    pub(super) counts: Counts,
    /// Whether any node has several edges, so that random numbers are needed.
    pub(super) random: bool,
    /// Whether no edge has a payment or a consequence for commitments.
    pub(super) quiet: bool,
    /// The number of edges of every node, where that is the same.
    pub(super) degree: Option<u32>,
}

/// What is counted of the edges of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// Nothing: chance takes them.
    Nothing,
    /// The action that an actor takes.
    Action,
    /// The actions of further members.
    Members,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct CompiledEdge {
    /// The place that it leads to.
    pub(super) to: u32,
    /// Its consequence for commitments, by number.
    pub(super) event: u32,
    pub(super) payment_set: u32,
    /// The index of the count of this action, at a decision; for further members, that of what they do.
    pub(super) tally: u32,
}

/// The consequence of an edge for commitments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct CommitmentEvent {
    /// The compliance of the actor with each triggered commitment.
    pub(super) compliance: Vec<(usize, Compliance)>,
    /// The commitments that are delivered afterwards.
    pub(super) delivers: u32,
}

impl<'g> CompiledGame<'g> {
    /// Compiles a game.
    pub fn new(game: &'g Game, names: &Names, seed: u64) -> Self {
        let graphs = game.graphs.iter();
        let compile = |graph| CompiledGraph::new(game, graph);
        let states = game.period_states.iter();
        Self {
            game,
            streams: Streams::new(game, names, seed),
            graphs: graphs.map(compile).collect(),
            each_period: states.map(|state| state.each_period).collect(),
        }
    }

    /// The random streams that the games draw from.
    pub fn streams(&self) -> &Streams {
        &self.streams
    }
}

impl CompiledGraph {
    fn new(game: &Game, graph: &PeriodGraph) -> Self {
        let layer = |layer| CompiledLayer::new(graph, layer);
        let entries = graph.entry.iter();
        let mut compiled = Self {
            layers: graph.layers.iter().map(layer).collect(),
            edges: Vec::with_capacity(graph.edges.len()),
            entries: entries.map(|entry| entry.unwrap_or(u32::MAX)).collect(),
            entry_delivers: Vec::new(),
            done: Vec::new(),
            events: Distinct::starting_with(CommitmentEvent::default()),
        };
        for edge in &graph.edges {
            let event = compiled.event(Vec::new(), edge.delivers);
            compiled.edges.push(CompiledEdge {
                to: edge.to,
                event,
                payment_set: edge.payment_set,
                tally: 0,
            });
        }
        for set in &graph.information_sets {
            compiled.compile_set(game, graph, set);
        }
        for layer in graph.layers.iter().filter(|layer| layer.kind == LayerKind::Members) {
            layer
                .nodes
                .clone()
                .for_each(|node| compiled.compile_members(game, graph, node));
        }
        for layer in &mut compiled.layers {
            let edges = layer.edges.start as usize..layer.edges.end as usize;
            let mut edges = compiled.edges[edges].iter();
            layer.quiet = edges.all(|edge| edge.payment_set == 0 && edge.event == 0);
        }
        if graph.entry_delivers.iter().any(|&delivers| delivers != 0) {
            compiled.entry_delivers.clone_from(&graph.entry_delivers);
        }
        compiled
    }

    fn compile_set(&mut self, game: &Game, graph: &PeriodGraph, set: &InformationSet) {
        let first = game.decision_kinds[set.decision_kind].first;
        for node in set.nodes.clone() {
            for (choice, number) in graph.edges_of(node).enumerate() {
                let edge = &graph.edges[number];
                let compliance = |occasion: &Occasion| (occasion.commitment, Compliance::of(occasion, choice));
                let compliance = set.occasions.iter().map(compliance).collect();
                self.edges[number].event = self.event(compliance, edge.delivers);
                self.edges[number].tally = index(first + usize::from(edge.action));
            }
        }
    }

    fn compile_members(&mut self, game: &Game, graph: &PeriodGraph, node: usize) {
        let Some(members) = graph.members_at(node) else { return };
        let done = Done::of(game, graph, members);
        for (number, way) in graph.edges_of(node).zip(members.counts()) {
            let each = || done.each(&way);
            let compliance = each().flat_map(|(count, deed)| deed.compliance.repeat(count as usize));
            self.edges[number].event = self.event(compliance.collect(), graph.edges[number].delivers);
            self.edges[number].tally = index(self.done.len());
            self.done
                .push(each().map(|(count, deed)| (index(deed.tally), count)).collect());
        }
    }

    fn event(&mut self, compliance: Vec<(usize, Compliance)>, delivers: u32) -> u32 {
        self.events.number(CommitmentEvent { compliance, delivers })
    }
}

impl CompiledLayer {
    fn new(graph: &PeriodGraph, layer: &Layer) -> Self {
        let nodes = &graph.nodes[layer.nodes.clone()];
        let first = nodes.first().map_or(0, |node| node.first_edge);
        let end = nodes.last().map_or(0, |node| node.first_edge + node.edges);
        let degree = nodes.first().map_or(0, |node| node.edges);
        let equal = nodes.iter().all(|node| node.edges == degree);
        Self {
            nodes: index(layer.nodes.start)..index(layer.nodes.end),
            edges: first..end,
            counts: match layer.kind {
                LayerKind::Choice => Counts::Action,
                LayerKind::Members => Counts::Members,
                LayerKind::Opportunity | LayerKind::Bound | LayerKind::Effect => Counts::Nothing,
            },
            random: nodes.iter().any(|node| node.edges > 1),
            quiet: false,
            degree: equal.then_some(degree),
        }
    }
}
