//! What may happen in a period, by the names that the scenario gives it.

use std::collections::BTreeMap;

use crate::game::{CertainBranch, Game, Layer, LayerKind, Names, PeriodGraph};

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
    /// By graph: the ways on which they happen.
    ways: Vec<Ways>,
}

/// The ways on which events happen in a graph.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    /// Each way once.
    pub(super) list: Vec<Way>,
    /// By edge: the number of the way that it is a part of by what it decides.
    pub(super) of_edge: Vec<Option<u32>>,
    /// What is sure to happen on the way along an edge.
    pub(super) sure: Vec<Sure>,
    /// What is sure to happen on the way from a period state to where the period begins: the period state, and the
    /// number of the way.
    pub(super) entered: Vec<(usize, u32)>,
}

/// A place to which an event leads without anything else being decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    /// What happens.
    pub(super) event: usize,
    /// The place.
    pub(super) to: usize,
    /// The private characteristics there.
    pub(super) type_profile: usize,
}

/// What is sure to happen on the way along an edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sure {
    pub(super) node: usize,
    pub(super) edge: usize,
    /// The number of the way.
    pub(super) way: u32,
}

/// An event of a graph.
struct Found {
    event: Event,
    /// Its place among those of its kind.
    place: u16,
    at: Spot,
}

/// Where an event happens.
#[derive(Clone, Copy)]
enum Spot {
    /// It is what an edge decides.
    Edge(usize),
    /// It is sure to happen on the way along an edge.
    Along(usize),
    /// It is sure to happen on the way from a period state to where the period begins.
    Entry(usize),
}

impl Events {
    /// The events of a game.
    pub fn of(game: &Game, names: &Names) -> Self {
        let mut places: BTreeMap<Event, u16> = BTreeMap::new();
        for number in 0..game.graphs.len() {
            for found in events_of(game, number, names) {
                let place = places.entry(found.event).or_insert(found.place);
                *place = found.place.min(*place);
            }
        }
        let mut list: Vec<(Event, u16)> = places.into_iter().collect();
        list.sort_by_key(|(event, place)| (event.stage, event.actor, event.branch, *place));
        let list: Vec<Event> = list.into_iter().map(|(event, _)| event).collect();
        let numbers: BTreeMap<&Event, usize> = list.iter().zip(0..).collect();
        let ways = (0..game.graphs.len()).map(|number| {
            let events = events_of(game, number, names).into_iter();
            let numbered = events.map(|found| (found.at, numbers[&found.event]));
            Ways::of(game, number, numbered)
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

    /// The ways on which events happen in a graph.
    pub(super) fn ways(&self, graph: usize) -> &Ways {
        &self.ways[graph]
    }
}

impl Ways {
    /// Collects the ways of a graph from what happens where.
    fn of(game: &Game, number: usize, events: impl Iterator<Item = (Spot, usize)>) -> Self {
        let graph = &game.graphs[number];
        let mut ways = Self {
            list: Vec::new(),
            of_edge: vec![None; graph.edges.len()],
            sure: Vec::new(),
            entered: Vec::new(),
        };
        let nodes = nodes_of_edges(graph);
        let mut numbers: BTreeMap<Way, u32> = BTreeMap::new();
        for (at, event) in events {
            let Some((to, type_profile)) = leads(game, graph, &nodes, at) else {
                continue;
            };
            let next = u32::try_from(ways.list.len()).expect("fewer than 2^32 ways");
            let way = *numbers
                .entry(Way {
                    event,
                    to,
                    type_profile,
                })
                .or_insert(next);
            if way == next {
                ways.list.push(Way {
                    event,
                    to,
                    type_profile,
                });
            }
            match at {
                Spot::Edge(edge) => ways.of_edge[edge] = Some(way),
                Spot::Along(edge) => ways.sure.push(Sure {
                    node: nodes[edge],
                    edge,
                    way,
                }),
                Spot::Entry(period_state) => ways.entered.push((period_state, way)),
            }
        }
        ways
    }
}

/// Where what happens at a spot leads, and the private characteristics there.
fn leads(game: &Game, graph: &PeriodGraph, nodes: &[usize], at: Spot) -> Option<(usize, usize)> {
    match at {
        Spot::Edge(edge) | Spot::Along(edge) => {
            let type_profile = graph.nodes[nodes[edge]].type_profile;
            Some((graph.edges[edge].to as usize, type_profile as usize))
        }
        Spot::Entry(period_state) => {
            let to = graph.entry[period_state]?;
            Some((to as usize, game.period_states[period_state].type_profile))
        }
    }
}

/// The node that each edge starts at.
fn nodes_of_edges(graph: &PeriodGraph) -> Vec<usize> {
    let nodes = graph.nodes.iter().enumerate();
    nodes
        .flat_map(|(number, node)| std::iter::repeat_n(number, node.edges as usize))
        .collect()
}

/// The events of a graph.
fn events_of(game: &Game, number: usize, names: &Names) -> Vec<Found> {
    let graph = &game.graphs[number];
    let mut events = Vec::new();
    for layer in &graph.layers {
        for edge in layer.nodes.clone().flat_map(|node| graph.edges_of(node)) {
            let branch = &names.branches[number][edge];
            let place = graph.edges[edge].action;
            if let Some((branch, name)) = name(layer, place, branch, names) {
                let event = Event {
                    stage: layer.stage,
                    actor: layer.actor,
                    branch,
                    name: name.to_owned(),
                };
                let at = Spot::Edge(edge);
                events.push(Found { event, place, at });
            }
        }
    }
    let along = names.certain_on_edges.get(number).into_iter().flatten();
    events.extend(along.map(|(edge, branch)| sure(branch, Spot::Along(*edge))));
    let entered = names.certain_at_entry.get(number).into_iter().flatten();
    events.extend(entered.map(|(period_state, branch)| sure(branch, Spot::Entry(*period_state))));
    events
}

fn sure(branch: &CertainBranch, at: Spot) -> Found {
    let event = Event {
        stage: branch.stage,
        actor: branch.actor,
        branch: true,
        name: branch.name.clone(),
    };
    Found {
        event,
        place: branch.number,
        at,
    }
}

/// The name of what happens on an edge, and whether it is a branch of chance.
fn name<'n>(layer: &Layer, action: u16, branch: &'n str, names: &'n Names) -> Option<(bool, &'n str)> {
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
