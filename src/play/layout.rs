//! A game laid out for playing many games of it: what a step needs stands together.

use super::streams::Streams;
use super::tally::Deed;
use crate::game::{Frame, Game, LayerKind, Names, Set};

/// A game laid out for playing, under a seed; made once and used for all draws.
#[derive(Debug)]
pub struct Layout<'g> {
    /// The game.
    pub(super) game: &'g Game,
    /// Where its random numbers come from.
    pub(super) streams: Streams,
    /// Its frames.
    pub(super) frames: Vec<FrameLayout>,
    /// Where the payments of each bundle begin, and where the last ends.
    pub(super) first_payment: Vec<u32>,
    /// The payments, bundle by bundle.
    pub(super) payments: Vec<Payment>,
    /// What each boundary pays at the end of a period.
    pub(super) each_period: Vec<u32>,
}

/// A payment of a bundle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    pub(super) term: u32,
    pub(super) actor: u32,
    /// The index of the slot that holds the amount.
    pub(super) slot: u32,
}

/// A frame laid out for playing.
#[derive(Debug)]
pub(super) struct FrameLayout {
    pub(super) layers: Vec<LayerLayout>,
    /// The edges as they are walked.
    pub(super) paths: Vec<Path>,
    /// Where each boundary begins the period.
    pub(super) entries: Vec<Target>,
    /// What some edges mean for commitments; number 0 is nothing.
    pub(super) events: Vec<Event>,
}

/// A layer laid out for playing.
#[derive(Clone, Debug)]
pub(super) struct LayerLayout {
    /// The first edge of its nodes, and the one after the last.
    pub(super) edges: std::ops::Range<usize>,
    /// Whether an actor decides here.
    pub(super) choice: bool,
    /// Whether some node leaves anything open.
    pub(super) open: bool,
}

/// Where a way leads: to which of the places that games wait at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// The number of the queue: first the layers, then games that survive the period,
    /// then games that end in it.
    pub(super) queue: u16,
    /// The number of the node, the boundary or the leaf.
    pub(super) at: u32,
}

/// An edge as it is walked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    pub(super) to: Target,
    /// What is paid.
    pub(super) bundle: u32,
    /// Where a decision is counted.
    pub(super) tally: u32,
    /// What it means for commitments, by number.
    pub(super) event: u32,
}

/// What an edge means for commitments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// What the actor does about a triggered commitment.
    pub(super) deed: Option<(usize, Deed)>,
    /// The commitments that are delivered afterwards.
    pub(super) delivers: u32,
}

impl<'g> Layout<'g> {
    /// Lays out a game.
    pub fn new(game: &'g Game, names: &Names, seed: u64) -> Self {
        let mut first_payment = vec![0];
        let mut payments = Vec::new();
        for bundle in &game.bundles {
            payments.extend(bundle.payments.iter().map(|&(term, slot)| Payment {
                term,
                actor: small(game.term_actor[term as usize]),
                slot: slot.0,
            }));
            first_payment.push(small(payments.len()));
        }
        Self {
            game,
            streams: Streams::new(game, names, seed),
            frames: game
                .frames
                .iter()
                .map(|frame| FrameLayout::new(game, frame))
                .collect(),
            first_payment,
            payments,
            each_period: game
                .boundaries
                .iter()
                .map(|boundary| boundary.each_period)
                .collect(),
        }
    }

    /// The random streams that the games draw from.
    pub fn streams(&self) -> &Streams {
        &self.streams
    }

    /// The payments of a bundle, as numbers.
    #[inline]
    pub(super) fn payments_of(&self, bundle: u32) -> std::ops::Range<usize> {
        let bundle = bundle as usize;
        self.first_payment[bundle] as usize..self.first_payment[bundle + 1] as usize
    }
}

impl FrameLayout {
    fn new(game: &Game, frame: &Frame) -> Self {
        let queue_of = queues(frame);
        let target = |place: u32| target(game, frame, &queue_of, place as usize);
        let mut layout = Self {
            layers: frame
                .layers
                .iter()
                .map(|layer| LayerLayout::new(frame, layer))
                .collect(),
            paths: Vec::with_capacity(frame.edges.len()),
            entries: Vec::with_capacity(frame.entry.len()),
            events: vec![Event {
                deed: None,
                delivers: 0,
            }],
        };
        for edge in &frame.edges {
            let event = layout.event(None, edge.delivers);
            layout.paths.push(Path {
                to: target(edge.to),
                bundle: edge.bundle,
                tally: 0,
                event,
            });
        }
        for set in &frame.sets {
            layout.lay_out_set(game, frame, set);
        }
        let never = Target {
            queue: u16::MAX,
            at: u32::MAX,
        };
        layout
            .entries
            .extend(frame.entry.iter().map(|entry| entry.map_or(never, target)));
        layout
    }

    /// How many queues games wait in.
    pub(super) fn queues(&self) -> usize {
        self.layers.len() + 2
    }

    fn lay_out_set(&mut self, game: &Game, frame: &Frame, set: &Set) {
        for node in set.nodes.clone() {
            for (choice, edge) in frame.edges_of(node).enumerate() {
                let deed = set
                    .occasion
                    .map(|occasion| (occasion.commitment, Deed::of(&occasion, choice)));
                self.paths[edge].event = self.event(deed, frame.edges[edge].delivers);
                self.paths[edge].tally =
                    small(game.rows[set.row].first + usize::from(frame.edges[edge].action));
            }
        }
    }

    fn event(&mut self, deed: Option<(usize, Deed)>, delivers: u32) -> u32 {
        let event = Event { deed, delivers };
        let number = self
            .events
            .iter()
            .position(|known| *known == event)
            .unwrap_or_else(|| {
                self.events.push(event);
                self.events.len() - 1
            });
        small(number)
    }
}

impl LayerLayout {
    fn new(frame: &Frame, layer: &crate::game::Layer) -> Self {
        let edges = |node| frame.edges_of(node);
        Self {
            edges: match layer.nodes.clone().last() {
                Some(last) => edges(layer.nodes.start).start..edges(last).end,
                None => 0..0,
            },
            choice: layer.kind == LayerKind::Choice,
            open: frame.nodes[layer.nodes.clone()]
                .iter()
                .any(|node| node.edges > 1),
        }
    }
}

/// The queue of each node: its layer.
fn queues(frame: &Frame) -> Vec<u16> {
    let mut queues = vec![0; frame.nodes.len()];
    for (number, layer) in frame.layers.iter().enumerate() {
        queues[layer.nodes.clone()].fill(u16::try_from(number).expect("fewer than 2^16 layers"));
    }
    queues
}

fn target(game: &Game, frame: &Frame, queue_of: &[u16], place: usize) -> Target {
    let survivors = u16::try_from(frame.layers.len()).expect("fewer than 2^16 layers");
    let nodes = frame.nodes.len();
    if place < nodes {
        Target {
            queue: queue_of[place],
            at: small(place),
        }
    } else if place < nodes + game.boundaries.len() {
        Target {
            queue: survivors,
            at: small(place - nodes),
        }
    } else {
        Target {
            queue: survivors + 1,
            at: small(place - nodes - game.boundaries.len()),
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 of anything in a game")
}
