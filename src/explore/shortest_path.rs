//! Shortest paths through the periods: to a location in a graph, in a given period, by as few steps as possible.
//!
//! A step passes one node, at which an actor or chance decides. Paths are searched for only when something is wrong,
//! over what was explored: a forward pass through the periods finds the distance to every node, and a walk back finds
//! one path of that length.

use super::graph_builder::{GraphBuilder, Target};

/// No path leads there.
const UNREACHED: u32 = u32::MAX;

/// A location in a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// As the period begins at this period state, before anything is decided in it.
    Entry(u32),
    /// At this node, before it is decided.
    Node { layer: usize, number: usize },
    /// After this option of a node, before anything else is decided.
    Edge(Step),
    /// As the period ends at this period state.
    End(u32),
}

/// A node that was passed, and the option that was taken there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) layer: usize,
    pub(crate) number: usize,
    pub(crate) option: usize,
}

impl Step {
    pub(crate) fn new((layer, number): (usize, usize), option: usize) -> Self {
        Self { layer, number, option }
    }
}

/// A path from the start of the game.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// The period state at which the first period begins.
    pub(crate) start: u32,
    /// For each period its graph, and the steps in it.
    pub(crate) periods: Vec<(usize, Vec<Step>)>,
}

/// What paths run through: the graph of each period, and the period states at which the first one may begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Graph<'a> {
    pub(crate) builders: &'a [GraphBuilder],
    pub(crate) calendar: &'a [usize],
    pub(crate) first: &'a [u32],
    /// The number of period states.
    pub(crate) period_states: usize,
}

/// The last step of a shortest path.
#[derive(Clone, Copy, Debug)]
enum Predecessor {
    Unreached,
    Entry(u32),
    Node(Step),
}

/// The distance to every location of a period, and the last step on a shortest path there.
struct Distances {
    /// By layer and number.
    nodes: Vec<Vec<(u32, Predecessor)>>,
    /// By the period state at which the period ends.
    ends: Vec<(u32, Predecessor)>,
}

/// The distances to every period state at the beginning of the first period and of every `stride`-th after it: keeping
/// all periods would take too much memory in long games.
struct Checkpoints {
    stride: usize,
    starts: Vec<Vec<u32>>,
}

impl Graph<'_> {
    /// The shortest path to one of several locations in a period, and which of them it leads to, the first of equally
    /// near ones; `None` where no path leads to any of them.
    pub(crate) fn shortest(&self, period: usize, locations: &[Location]) -> Option<(usize, Path)> {
        let checkpoints = self.checkpoints(period);
        let mut starts = self.since_checkpoint(&checkpoints, period);
        let start = starts.last()?;
        let distances = self.distances(period, start);
        let steps = |location: &Location| match *location {
            Location::Entry(period_state) => start[period_state as usize],
            Location::Node { layer, number } => distances.nodes[layer][number].0,
            Location::Edge(at) => distances.nodes[at.layer][at.number].0.saturating_add(1),
            Location::End(period_state) => distances.ends[period_state as usize].0,
        };
        let numbered = locations.iter().enumerate();
        let reached = numbered.filter(|(_, location)| steps(location) < UNREACHED);
        let (nearest, location) = reached.min_by_key(|(_, location)| steps(location))?;
        let (mut period_state, steps) = distances.path_to(*location);
        let mut periods = vec![(self.calendar[period - 1], steps)];
        for at in (1..period).rev() {
            starts.pop();
            if starts.is_empty() {
                starts = self.since_checkpoint(&checkpoints, at);
            }
            let distances = self.distances(at, starts.last()?);
            let (before, steps) = distances.path_to(Location::End(period_state));
            periods.push((self.calendar[at - 1], steps));
            period_state = before;
        }
        periods.reverse();
        let start = period_state;
        Some((nearest, Path { start, periods }))
    }

    fn checkpoints(&self, period: usize) -> Checkpoints {
        let stride = period.isqrt().max(1);
        let mut now = vec![UNREACHED; self.period_states];
        for &period_state in self.first {
            now[period_state as usize] = 0;
        }
        let mut starts = Vec::new();
        for at in 1..=period {
            if (at - 1) % stride == 0 {
                starts.push(now.clone());
            }
            if at < period {
                now = self.distances(at, &now).to_ends();
            }
        }
        Checkpoints { stride, starts }
    }

    /// The distances to every period state at the beginning of each period, from the last checkpoint up to a period.
    fn since_checkpoint(&self, checkpoints: &Checkpoints, period: usize) -> Vec<Vec<u32>> {
        let checkpoint = (period - 1) / checkpoints.stride;
        let mut starts = vec![checkpoints.starts[checkpoint].clone()];
        for at in checkpoint * checkpoints.stride + 1..period {
            let next = self.distances(at, &starts[starts.len() - 1]).to_ends();
            starts.push(next);
        }
        starts
    }

    fn distances(&self, period: usize, start: &[u32]) -> Distances {
        let builder = &self.builders[self.calendar[period - 1]];
        let layers = builder.layers.iter();
        let unreached = |count: usize| vec![(UNREACHED, Predecessor::Unreached); count];
        let mut distances = Distances {
            nodes: layers.map(|layer| unreached(layer.nodes.len())).collect(),
            ends: unreached(self.period_states),
        };
        for (period_state, &steps) in (0..).zip(start) {
            if let Some(entry) = builder.entry(period_state).filter(|_| steps < UNREACHED) {
                distances.reach(entry.to, steps, Predecessor::Entry(period_state));
            }
        }
        // Edges lead to later layers only, so that a layer's distances are final when the loop gets to it.
        for (layer, nodes) in builder.layers.iter().enumerate() {
            for (number, node) in nodes.nodes.iter().enumerate() {
                let steps = distances.nodes[layer][number].0;
                for edge in node.edges.iter().filter(|_| steps < UNREACHED) {
                    let step = Step::new((layer, number), usize::from(edge.action));
                    distances.reach(edge.to, steps + 1, Predecessor::Node(step));
                }
            }
        }
        distances
    }
}

impl Distances {
    fn reach(&mut self, target: Target, steps: u32, predecessor: Predecessor) {
        let known = match target {
            Target::Node { layer, number } => &mut self.nodes[layer][number],
            Target::PeriodState(period_state) => &mut self.ends[period_state as usize],
            Target::Leaf(_) => return,
        };
        if steps < known.0 {
            *known = (steps, predecessor);
        }
    }

    fn to_ends(&self) -> Vec<u32> {
        self.ends.iter().map(|(steps, _)| *steps).collect()
    }

    /// The period state at which a shortest path to a location enters the period, and its steps.
    fn path_to(&self, location: Location) -> (u32, Vec<Step>) {
        let mut steps = Vec::new();
        let mut last = match location {
            Location::Entry(period_state) => Predecessor::Entry(period_state),
            Location::Node { layer, number } => self.nodes[layer][number].1,
            Location::Edge(at) => Predecessor::Node(at),
            Location::End(period_state) => self.ends[period_state as usize].1,
        };
        loop {
            match last {
                Predecessor::Node(at) => {
                    steps.push(at);
                    last = self.nodes[at.layer][at.number].1;
                }
                Predecessor::Entry(period_state) => {
                    steps.reverse();
                    return (period_state, steps);
                }
                Predecessor::Unreached => unreachable!("paths lead to locations that were reached"),
            }
        }
    }
}
