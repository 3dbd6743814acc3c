//! The named events of a game: actions that actors take and branches that chance takes.

use std::collections::BTreeMap;

use crate::game::{CertainBranch, Distinct, Game, Layer, LayerKind, Names, PeriodGraph};

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
    /// By stage, actor, and number in the file.
    list: Vec<Event>,
    /// By graph: their occurrences.
    occurrences: Vec<Occurrences>,
}

/// The occurrences of events in a graph.
#[derive(Clone, Debug, Default)]
pub(super) struct Occurrences {
    /// Each occurrence once.
    pub(super) list: Distinct<Occurrence>,
    /// All sites of events, each with the number of its occurrence.
    pub(super) sites: Vec<(Site, usize)>,
}

/// An event and the place that it leads to without any further decision or draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Occurrence {
    pub(super) event: usize,
    pub(super) to: usize,
    /// The type profile there.
    pub(super) type_profile: usize,
}

/// Where an event happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Site {
    /// On an edge of a node, which decides the event or along which the event is certain.
    Edge { node: usize, option: usize },
    /// Certainly, between a period state and the place at which the period begins.
    Entry(usize),
}

/// An event of a graph, its number among the actions or branches there, and where it happens.
type Found = (Event, u16, Site);

impl Events {
    /// The events of a game.
    pub fn of(game: &Game, names: &Names) -> Self {
        let mut first: BTreeMap<Event, u16> = BTreeMap::new();
        for graph in 0..game.graphs.len() {
            for (event, number, _) in events_of(game, graph, names) {
                let least = first.entry(event).or_insert(number);
                *least = number.min(*least);
            }
        }
        let mut list: Vec<(Event, u16)> = first.into_iter().collect();
        list.sort_by_key(|(event, number)| (event.stage, event.actor, event.branch, *number));
        let list: Vec<Event> = list.into_iter().map(|(event, _)| event).collect();
        let numbers: BTreeMap<&Event, usize> = list.iter().zip(0..).collect();
        let occurrences = (0..game.graphs.len()).map(|graph| {
            let events = events_of(game, graph, names).into_iter();
            let numbered = events.map(|(event, _, site)| (site, numbers[&event]));
            Occurrences::of(game, &game.graphs[graph], numbered)
        });
        Self {
            occurrences: occurrences.collect(),
            list,
        }
    }

    /// The events.
    pub fn list(&self) -> &[Event] {
        &self.list
    }

    /// The occurrences of events in a graph.
    pub(super) fn occurrences(&self, graph: usize) -> &Occurrences {
        &self.occurrences[graph]
    }
}

impl Occurrences {
    fn of(game: &Game, graph: &PeriodGraph, events: impl Iterator<Item = (Site, usize)>) -> Self {
        let mut occurrences = Self::default();
        for (site, event) in events {
            if let Some((to, type_profile)) = target(game, graph, site) {
                let number = occurrences.list.number(Occurrence {
                    event,
                    to: to as usize,
                    type_profile,
                });
                occurrences.sites.push((site, number as usize));
            }
        }
        occurrences
    }
}

/// The place that a site leads to, and the type profile there; `None` for a state at which the period never begins.
fn target(game: &Game, graph: &PeriodGraph, site: Site) -> Option<(u32, usize)> {
    match site {
        Site::Edge { node, option } => {
            let edge = &graph.edges_at(node)[option];
            Some((edge.to, graph.nodes[node].type_profile as usize))
        }
        Site::Entry(state) => Some((graph.entry[state]?, game.period_states[state].type_profile)),
    }
}

/// The events of a graph.
fn events_of(game: &Game, number: usize, names: &Names) -> Vec<Found> {
    let graph = &game.graphs[number];
    let mut events = Vec::new();
    for layer in &graph.layers {
        for node in layer.nodes.clone() {
            for (option, edge) in graph.edges_of(node).enumerate() {
                let action = graph.edges[edge].action;
                let branch = &names.branches[number][edge];
                if let Some((branch, name)) = name(layer, action, branch, names) {
                    let event = Event {
                        stage: layer.stage,
                        actor: layer.actor,
                        branch,
                        name: name.to_owned(),
                    };
                    events.push((event, action, Site::Edge { node, option }));
                }
            }
        }
    }
    let along = names.certain_on_edges.get(number).into_iter().flatten();
    events.extend(along.map(|(edge, branch)| {
        let nodes = &graph.nodes;
        let node = nodes.partition_point(|node| node.first_edge as usize <= *edge) - 1;
        let option = edge - graph.nodes[node].first_edge as usize;
        certain(branch, Site::Edge { node, option })
    }));
    let entered = names.certain_at_entry.get(number).into_iter().flatten();
    events.extend(entered.map(|(state, branch)| certain(branch, Site::Entry(*state))));
    events
}

fn certain(branch: &CertainBranch, site: Site) -> Found {
    let event = Event {
        stage: branch.stage,
        actor: branch.actor,
        branch: true,
        name: branch.name.clone(),
    };
    (event, branch.number, site)
}

/// The name of the event that an edge decides, and whether it is a branch of chance.
fn name<'n>(layer: &Layer, action: u16, branch: &'n str, names: &'n Names) -> Option<(bool, &'n str)> {
    match layer.kind {
        LayerKind::Choice => {
            // Nobody sees what a single member of a group does.
            let actor = layer.actor.filter(|&actor| names.declared_actor(actor) == actor)?;
            let actions = names.actions_of(layer.stage, actor);
            Some((false, actions.get(usize::from(action))?))
        }
        LayerKind::Effect if !branch.is_empty() => Some((true, branch)),
        LayerKind::Members | LayerKind::Effect | LayerKind::Opportunity | LayerKind::Bound => None,
    }
}
