//! A game laid out for playing many games of it: what a step needs stands together.

use std::ops::Range;

use super::streams::Streams;
use super::tally::Compliance;
use crate::game::{Game, InformationSet, Layer, LayerKind, Names, PeriodGraph};

/// A game laid out for playing, under a seed; made once and used for all draws.
#[derive(Debug)]
pub struct CompiledGame<'g> {
    /// The game.
    pub(super) game: &'g Game,
    /// Where its random numbers come from.
    pub(super) streams: Streams,
    /// Its graphs.
    pub(super) graphs: Vec<GraphLayout>,
    /// Where the payments of each payment set begin, and where the last ends.
    pub(super) first_payment: Vec<u32>,
    /// The payments, payment set by payment set.
    pub(super) payments: Vec<Payment>,
    /// What each period state pays at the end of a period.
    pub(super) each_period: Vec<u32>,
}

/// A payment of a payment set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    pub(super) term: u32,
    pub(super) actor: u32,
    /// The index of the slot that holds the amount.
    pub(super) slot: u32,
}

/// A graph laid out for playing.
#[derive(Debug)]
pub(super) struct GraphLayout {
    pub(super) layers: Vec<LayerLayout>,
    /// The edges as they are walked.
    pub(super) paths: Vec<Path>,
    /// The place at which each period state begins the period; `u32::MAX` where it never does.
    pub(super) entries: Vec<u32>,
    /// The commitments that are delivered on the way there, by period state; empty where none ever is.
    pub(super) entry_delivers: Vec<u32>,
    /// What some edges mean for commitments; number 0 is nothing.
    pub(super) events: Vec<Event>,
}

/// A layer laid out for playing.
#[derive(Clone, Debug)]
pub(super) struct LayerLayout {
    /// Its nodes, as places.
    pub(super) nodes: Range<u32>,
    /// Their edges.
    pub(super) edges: Range<u32>,
    /// Whether an actor decides here.
    pub(super) choice: bool,
    /// Whether some node leaves anything open.
    pub(super) open: bool,
    /// Whether nothing is paid or promised on any edge.
    pub(super) quiet: bool,
    /// The number of edges of every node, where that is the same.
    pub(super) degree: Option<u32>,
}

/// An edge as it is walked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    /// The place that it leads to.
    pub(super) to: u32,
    /// What it means for commitments, by number.
    pub(super) event: u32,
    /// What is paid.
    pub(super) payment_set: u32,
    /// Where a decision is counted.
    pub(super) tally: u32,
}

/// What an edge means for commitments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// What the actor does about each triggered commitment.
    pub(super) deeds: Vec<(usize, Compliance)>,
    /// The commitments that are delivered afterwards.
    pub(super) delivers: u32,
}

impl<'g> CompiledGame<'g> {
    /// Lays out a game.
    pub fn new(game: &'g Game, names: &Names, seed: u64) -> Self {
        let mut first_payment = vec![0];
        let mut payments = Vec::new();
        for payment_set in &game.payment_sets {
            payments.extend(payment_set.payments.iter().map(|&(term, slot)| Payment {
                term,
                actor: small(game.term_actor[term as usize]),
                slot: slot.0,
            }));
            first_payment.push(small(payments.len()));
        }
        Self {
            game,
            streams: Streams::new(game, names, seed),
            graphs: game.graphs.iter().map(|graph| GraphLayout::new(game, graph)).collect(),
            first_payment,
            payments,
            each_period: game
                .period_states
                .iter()
                .map(|period_state| period_state.each_period)
                .collect(),
        }
    }

    /// The random streams that the games draw from.
    pub fn streams(&self) -> &Streams {
        &self.streams
    }

    /// The payments of a payment set, as numbers.
    #[inline]
    pub(super) fn payments_of(&self, payment_set: u32) -> Range<usize> {
        let payment_set = payment_set as usize;
        self.first_payment[payment_set] as usize..self.first_payment[payment_set + 1] as usize
    }
}

impl GraphLayout {
    fn new(game: &Game, graph: &PeriodGraph) -> Self {
        let mut layout = Self {
            layers: graph
                .layers
                .iter()
                .map(|layer| LayerLayout::new(graph, layer))
                .collect(),
            paths: Vec::with_capacity(graph.edges.len()),
            entries: graph.entry.iter().map(|entry| entry.unwrap_or(u32::MAX)).collect(),
            entry_delivers: Vec::new(),
            events: vec![Event {
                deeds: Vec::new(),
                delivers: 0,
            }],
        };
        for edge in &graph.edges {
            let event = layout.event(Vec::new(), edge.delivers);
            layout.paths.push(Path {
                to: edge.to,
                event,
                payment_set: edge.payment_set,
                tally: 0,
            });
        }
        for set in &graph.information_sets {
            layout.lay_out_set(game, graph, set);
        }
        for layer in &mut layout.layers {
            let paths = &layout.paths[layer.edges.start as usize..layer.edges.end as usize];
            layer.quiet = paths.iter().all(|path| path.payment_set == 0 && path.event == 0);
        }
        if graph.entry_delivers.iter().any(|&delivers| delivers != 0) {
            layout.entry_delivers.clone_from(&graph.entry_delivers);
        }
        layout
    }

    fn lay_out_set(&mut self, game: &Game, graph: &PeriodGraph, set: &InformationSet) {
        for node in set.nodes.clone() {
            for (choice, edge) in graph.edges_of(node).enumerate() {
                let deeds = set.occasions.iter();
                let deeds = deeds.map(|occasion| (occasion.commitment, Compliance::of(occasion, choice)));
                self.paths[edge].event = self.event(deeds.collect(), graph.edges[edge].delivers);
                self.paths[edge].tally =
                    small(game.decision_kinds[set.decision_kind].first + usize::from(graph.edges[edge].action));
            }
        }
    }

    fn event(&mut self, deeds: Vec<(usize, Compliance)>, delivers: u32) -> u32 {
        let event = Event { deeds, delivers };
        let number = self.events.iter().position(|known| *known == event).unwrap_or_else(|| {
            self.events.push(event);
            self.events.len() - 1
        });
        small(number)
    }
}

impl LayerLayout {
    fn new(graph: &PeriodGraph, layer: &Layer) -> Self {
        let nodes = &graph.nodes[layer.nodes.clone()];
        let first = nodes.first().map_or(0, |node| node.first_edge);
        let end = nodes.last().map_or(0, |node| node.first_edge + node.edges);
        let degree = nodes.first().map_or(0, |node| node.edges);
        Self {
            nodes: small(layer.nodes.start)..small(layer.nodes.end),
            edges: first..end,
            choice: layer.kind == LayerKind::Choice,
            open: nodes.iter().any(|node| node.edges > 1),
            quiet: false,
            degree: nodes.iter().all(|node| node.edges == degree).then_some(degree),
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 of anything in a game")
}
