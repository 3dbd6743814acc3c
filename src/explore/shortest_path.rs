//! Shortest ways through the periods: to a place in a graph, in a given period, by as few steps as can be.
//!
//! A step is a node that is passed: whatever is decided by an actor or by chance. Ways are looked for only when
//! something is wrong, over what was explored: a sweep through the periods finds the fewest steps to every place, and
//! a walk back finds one way that takes no more.

use super::graph_builder::{GraphBuilder, Target};

/// No way leads there.
const FAR: u32 = u32::MAX;

/// Where in a graph something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    /// As the period begins at this period state, before anything is decided in it.
    Entry(u32),
    /// Where this node is to be decided.
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

/// A way from the start of the game.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// The period state at which the first period begins.
    pub(crate) start: u32,
    /// For each period its graph, and what was passed in it.
    pub(crate) periods: Vec<(usize, Vec<Step>)>,
}

/// What ways are looked for in: the graphs, the graph of each period, and where the first period may begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Graph<'a> {
    pub(crate) drafts: &'a [GraphBuilder],
    pub(crate) calendar: &'a [usize],
    pub(crate) first: &'a [u32],
    pub(crate) period_states: usize,
}

/// How a place was come by on fewest steps.
#[derive(Clone, Copy, Debug)]
enum From {
    Nowhere,
    Entry(u32),
    Node(Step),
}

/// The fewest steps to every place of a period, and how they are made.
struct Sweep {
    /// By layer and number.
    nodes: Vec<Vec<(u32, From)>>,
    /// By the period state at which the period ends.
    ends: Vec<(u32, From)>,
}

/// The fewest steps to every period state as some periods begin, the first one and every `stride`-th after it: keeping
/// all periods would take too much memory in long games.
struct Marks {
    stride: usize,
    starts: Vec<Vec<u32>>,
}

impl Graph<'_> {
    /// The shortest way to one of several locations in a period, and which of them it leads to; none where no way leads
    /// to any of them then. Of equally short ones it is the first.
    pub(crate) fn shortest(&self, period: usize, locations: &[Location]) -> Option<(usize, Path)> {
        let marks = self.marks(period);
        let mut starts = self.since_mark(&marks, period);
        let start = starts.last()?;
        let sweep = self.sweep(period, start);
        let steps = |location: &Location| match *location {
            Location::Entry(period_state) => start[period_state as usize],
            Location::Node { layer, number } => sweep.nodes[layer][number].0,
            Location::Edge(at) => sweep.nodes[at.layer][at.number].0.saturating_add(1),
            Location::End(period_state) => sweep.ends[period_state as usize].0,
        };
        let numbered = locations.iter().enumerate();
        let reached = numbered.filter(|(_, location)| steps(location) < FAR);
        let (place, location) = reached.min_by_key(|(_, location)| steps(location))?;
        let (mut period_state, passed) = sweep.back(*location);
        let mut periods = vec![(self.calendar[period - 1], passed)];
        for at in (1..period).rev() {
            starts.pop();
            if starts.is_empty() {
                starts = self.since_mark(&marks, at);
            }
            let (before, passed) = self.sweep(at, starts.last()?).back(Location::End(period_state));
            periods.push((self.calendar[at - 1], passed));
            period_state = before;
        }
        periods.reverse();
        let way = Path {
            start: period_state,
            periods,
        };
        Some((place, way))
    }

    fn marks(&self, period: usize) -> Marks {
        let stride = period.isqrt().max(1);
        let mut now = vec![FAR; self.period_states];
        for &period_state in self.first {
            now[period_state as usize] = 0;
        }
        let mut starts = Vec::new();
        for at in 1..=period {
            if (at - 1) % stride == 0 {
                starts.push(now.clone());
            }
            if at < period {
                now = self.sweep(at, &now).steps_to_ends();
            }
        }
        Marks { stride, starts }
    }

    /// The fewest steps to every period state as periods begin, from the last mark up to a period.
    fn since_mark(&self, marks: &Marks, period: usize) -> Vec<Vec<u32>> {
        let mark = (period - 1) / marks.stride;
        let mut starts = vec![marks.starts[mark].clone()];
        for at in mark * marks.stride + 1..period {
            let next = self.sweep(at, &starts[starts.len() - 1]).steps_to_ends();
            starts.push(next);
        }
        starts
    }

    fn sweep(&self, period: usize, start: &[u32]) -> Sweep {
        let draft = &self.drafts[self.calendar[period - 1]];
        let unmet = |layer: &super::graph_builder::LayerBuilder| vec![(FAR, From::Nowhere); layer.nodes.len()];
        let mut sweep = Sweep {
            nodes: draft.layers.iter().map(unmet).collect(),
            ends: vec![(FAR, From::Nowhere); self.period_states],
        };
        for (period_state, &steps) in (0..).zip(start) {
            if let Some(entry) = draft.entry_of(period_state).filter(|_| steps < FAR) {
                sweep.meet(entry.to, steps, From::Entry(period_state));
            }
        }
        // Edges lead to later layers only, so that a layer is complete when it is come to.
        for (layer, drafted) in draft.layers.iter().enumerate() {
            for (number, node) in drafted.nodes.iter().enumerate() {
                let steps = sweep.nodes[layer][number].0;
                for edge in node.edges.iter().filter(|_| steps < FAR) {
                    let passed = Step {
                        layer,
                        number,
                        option: usize::from(edge.action),
                    };
                    sweep.meet(edge.to, steps + 1, From::Node(passed));
                }
            }
        }
        sweep
    }
}

impl Sweep {
    fn meet(&mut self, target: Target, steps: u32, from: From) {
        let known = match target {
            Target::Node { layer, number } => &mut self.nodes[layer][number],
            Target::PeriodState(period_state) => &mut self.ends[period_state as usize],
            Target::Leaf(_) => return,
        };
        if steps < known.0 {
            *known = (steps, from);
        }
    }

    fn steps_to_ends(&self) -> Vec<u32> {
        self.ends.iter().map(|(steps, _)| *steps).collect()
    }

    /// Where the period begins on the way to a location, and what is passed on it.
    fn back(&self, location: Location) -> (u32, Vec<Step>) {
        let mut passed = Vec::new();
        let mut from = match location {
            Location::Entry(period_state) => From::Entry(period_state),
            Location::Node { layer, number } => self.nodes[layer][number].1,
            Location::Edge(at) => From::Node(at),
            Location::End(period_state) => self.ends[period_state as usize].1,
        };
        loop {
            match from {
                From::Node(at) => {
                    passed.push(at);
                    from = self.nodes[at.layer][at.number].1;
                }
                From::Entry(period_state) => {
                    passed.reverse();
                    return (period_state, passed);
                }
                From::Nowhere => unreachable!("ways back are taken from locations that were met"),
            }
        }
    }
}
