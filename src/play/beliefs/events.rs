//! What may happen in a period, by the names that the scenario gives it.

use std::collections::BTreeMap;

use crate::game::{Frame, Game, Layer, LayerKind, Names};

/// An action that an actor takes, or a branch that chance takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// The stage that it belongs to.
    pub stage: usize,
    /// Whose action it is, or whose action the branch follows; `None` for chance that is nobody's.
    pub actor: Option<usize>,
    /// Whether it is a branch of chance.
    pub branch: bool,
    /// The name of the action or branch.
    pub name: String,
}

/// All events of a game. Branches without a name are none.
#[derive(Clone, Debug)]
pub struct Events {
    /// By stage, actor, and place in the file.
    list: Vec<Event>,
    /// By frame: the ways on which they happen.
    ways: Vec<Ways>,
}

/// The ways on which events happen in a frame.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    /// Each way once.
    pub(super) list: Vec<Way>,
    /// By edge: the number of the way that it is a part of.
    pub(super) of_edge: Vec<Option<u32>>,
}

/// Edges on which the same happens and which lead to the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    /// What happens.
    pub(super) event: usize,
    /// The place.
    pub(super) to: usize,
    /// The private characteristics there.
    pub(super) class: usize,
}

impl Events {
    /// The events of a game.
    pub fn of(game: &Game, names: &Names) -> Self {
        let mut places: BTreeMap<Event, u16> = BTreeMap::new();
        for (number, frame) in game.frames.iter().enumerate() {
            for (edge, event) in events_of(frame, number, names) {
                let action = frame.edges[edge].action;
                let place = places.entry(event).or_insert(action);
                *place = action.min(*place);
            }
        }
        let mut list: Vec<(Event, u16)> = places.into_iter().collect();
        list.sort_by_key(|(event, place)| (event.stage, event.actor, event.branch, *place));
        let list: Vec<Event> = list.into_iter().map(|(event, _)| event).collect();
        let numbers: BTreeMap<&Event, usize> = list.iter().zip(0..).collect();
        let frames = game.frames.iter().enumerate();
        let ways = frames.map(|(number, frame)| {
            let events = events_of(frame, number, names).into_iter();
            Ways::of(frame, events.map(|(edge, event)| (edge, numbers[&event])))
        });
        Self {
            ways: ways.collect(),
            list,
        }
    }

    /// What may happen.
    pub fn list(&self) -> &[Event] {
        &self.list
    }

    /// The ways on which events happen in a frame.
    pub(super) fn ways(&self, frame: usize) -> &Ways {
        &self.ways[frame]
    }
}

impl Ways {
    /// Collects the ways of a frame from the events on its edges.
    fn of(frame: &Frame, events: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut ways = Self {
            list: Vec::new(),
            of_edge: vec![None; frame.edges.len()],
        };
        let class_of = classes_of_edges(frame);
        let mut numbers: BTreeMap<Way, u32> = BTreeMap::new();
        for (edge, event) in events {
            let way = Way {
                event,
                to: frame.edges[edge].to as usize,
                class: class_of[edge],
            };
            let next = u32::try_from(ways.list.len()).expect("fewer ways than edges");
            let number = *numbers.entry(way).or_insert_with(|| {
                ways.list.push(way);
                next
            });
            ways.of_edge[edge] = Some(number);
        }
        ways
    }
}

/// The class of the node that each edge starts at.
fn classes_of_edges(frame: &Frame) -> Vec<usize> {
    let nodes = frame.nodes.iter();
    nodes
        .flat_map(|node| std::iter::repeat_n(node.class as usize, node.edges as usize))
        .collect()
}

/// The events of a frame, each with its edge.
fn events_of(frame: &Frame, number: usize, names: &Names) -> Vec<(usize, Event)> {
    let mut events = Vec::new();
    for layer in &frame.layers {
        for node in layer.nodes.clone() {
            for edge in frame.edges_of(node) {
                let branch = &names.branches[number][edge];
                if let Some((branch, name)) = name(layer, frame.edges[edge].action, branch, names) {
                    let event = Event {
                        stage: layer.stage,
                        actor: layer.actor,
                        branch,
                        name: name.to_owned(),
                    };
                    events.push((edge, event));
                }
            }
        }
    }
    events
}

/// The name of what happens on an edge, and whether it is a branch of chance.
fn name<'n>(
    layer: &Layer,
    action: u16,
    branch: &'n str,
    names: &'n Names,
) -> Option<(bool, &'n str)> {
    match layer.kind {
        LayerKind::Choice => {
            let mut choices = names.actions[layer.stage].iter();
            let (_, actions) = choices.find(|(actor, _)| Some(*actor) == layer.actor)?;
            Some((false, &actions[usize::from(action)]))
        }
        LayerKind::Effect if !branch.is_empty() => Some((true, branch)),
        LayerKind::Effect | LayerKind::Opportunity | LayerKind::Bound => None,
    }
}
