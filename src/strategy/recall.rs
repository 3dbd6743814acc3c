//! Which actors need no memory beyond what they see: for them a best whole strategy can be found set by set.

use std::ops::Range;

use crate::game::{Game, PeriodGraph, StartTo};

/// For each actor, whether what it sees provably tells it as much as a perfect memory of all that it saw and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    suffices: Vec<bool>,
}

/// What all histories that lead to a place have in common of an actor's past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Past {
    /// No history leads here.
    Unmet,
    /// All of them pass through this, and the actor does not decide after it.
    Through(Anchor),
    /// There is nothing of that kind but the place itself.
    Differs,
}

/// Something that histories pass through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    /// The start of the game.
    Start,
    /// A decision of the actor's: the period, and the choice of its graph.
    Decision(usize, usize),
    /// A place: the period, and its number in the graph.
    Place(usize, usize),
}

impl Past {
    fn join(&mut self, other: Self) {
        if *self == Self::Unmet {
            *self = other;
        } else if other != Self::Unmet && other != *self {
            *self = Self::Differs;
        }
    }

    /// The past of a place once all ways to it are known.
    fn settle(&mut self, period: usize, place: usize) {
        if *self == Self::Differs {
            *self = Self::Through(Anchor::Place(period, place));
        }
    }
}

impl Recall {
    /// Looks at every history, period by period.
    ///
    /// How likely a node of a set is among the others does not depend on how the actor itself plays if the set has no
    /// other node, if all histories to the set pass through one place after which the actor does not decide, or if the
    /// actor's last decision is the same in all of them and the same can be said of the set at which it was made. Where
    /// that holds at all sets of an actor, they are the states of a decision process, and memory is worth nothing.
    pub fn of(game: &Game) -> Self {
        Self {
            suffices: (0..game.actors).map(|actor| suffices(game, actor)).collect(),
        }
    }

    /// Whether an actor needs no memory.
    pub fn suffices(&self, actor: usize) -> bool {
        self.suffices[actor]
    }
}

fn suffices(game: &Game, actor: usize) -> bool {
    let mut at_period_state = vec![Past::Unmet; game.period_states.len()];
    for ending in &game.start.endings {
        if let StartTo::PeriodState(period_state) = ending.to {
            at_period_state[period_state] = Past::Through(Anchor::Start);
        }
    }
    for period in 1..=game.periods {
        match pass(game, actor, period, &at_period_state) {
            Some(after) => at_period_state = after,
            None => return false,
        }
    }
    true
}

/// Carries the past through a period; nothing where some set of the actor's needs memory.
fn pass(game: &Game, actor: usize, period: usize, at_period_state: &[Past]) -> Option<Vec<Past>> {
    let graph = game.graph(period);
    let nodes = graph.nodes.len();
    let mut past = vec![Past::Unmet; nodes + game.period_states.len() + game.leaves.len()];
    for (entry, begins) in graph.entry.iter().zip(at_period_state) {
        if let Some(place) = entry {
            past[*place as usize].join(*begins);
        }
    }
    for layer in &graph.layers {
        for node in layer.nodes.clone() {
            past[node].settle(period, node);
        }
        if layer.information_sets.is_empty() {
            carry(graph, layer.nodes.clone(), None, &mut past);
        }
        for set in &graph.information_sets[layer.information_sets.clone()] {
            let own = set.actor == actor;
            if own && !is_known(&past[set.nodes.clone()]) {
                return None;
            }
            let decision = own.then_some((period, set.first_choice));
            carry(graph, set.nodes.clone(), decision, &mut past);
        }
    }
    let ends = nodes..nodes + game.period_states.len();
    for place in ends.clone() {
        past[place].settle(period, place);
    }
    Some(past[ends].to_vec())
}

/// Carries the past of nodes along their edges; where the actor decides, its first choice there is given.
fn carry(graph: &PeriodGraph, nodes: Range<usize>, decision: Option<(usize, usize)>, past: &mut [Past]) {
    for node in nodes {
        if past[node] == Past::Unmet {
            continue;
        }
        for (at, edge) in graph.edges_at(node).iter().enumerate() {
            let after = match decision {
                Some((period, first)) => Past::Through(Anchor::Decision(period, first + at)),
                None => past[node],
            };
            past[edge.to as usize].join(after);
        }
    }
}

/// Whether what histories to these nodes of a set have in common leaves no room for memory.
fn is_known(nodes: &[Past]) -> bool {
    let mut met = nodes.iter().filter(|past| **past != Past::Unmet);
    let first = met.next();
    met.all(|past| Some(past) == first)
}
