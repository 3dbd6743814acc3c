//! Which actors need no memory beyond what they see: for them a best whole strategy can be found set by set.

use std::ops::Range;

use crate::game::{Frame, Game, StartTo};

/// For each actor, whether what it sees provably tells it as much as a perfect memory of all that it saw and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    suffices: Vec<bool>,
}

/// What all histories that lead to a place have in common of an actor's past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Past {
    /// No history leads here.
    Unmet,
    /// The actor's last decision was this one in all of them; `None`: there was none.
    Last(Option<Decision>),
    /// Histories differ.
    Differs,
}

/// A period, and a choice of its frame.
type Decision = (usize, usize);

impl Past {
    fn join(&mut self, other: Self) {
        if *self == Self::Unmet {
            *self = other;
        } else if other != Self::Unmet && other != *self {
            *self = Self::Differs;
        }
    }
}

impl Memory {
    /// Looks at every history, period by period.
    ///
    /// At a set with one node the situation is known, and the past adds nothing. At a set to which all histories agree
    /// on the actor's last decision, the past adds nothing if it added nothing there. Where every set of an actor is
    /// one or the other, how likely its nodes are does not depend on how the actor itself plays: its sets are the
    /// states of a decision process, and memory is worth nothing.
    pub fn of(game: &Game) -> Self {
        Self {
            suffices: (0..game.actors)
                .map(|actor| suffices(game, actor))
                .collect(),
        }
    }

    /// Whether an actor needs no memory.
    pub fn suffices(&self, actor: usize) -> bool {
        self.suffices[actor]
    }
}

fn suffices(game: &Game, actor: usize) -> bool {
    let mut at_boundary = vec![Past::Unmet; game.boundaries.len()];
    for ending in &game.start.endings {
        if let StartTo::Boundary(boundary) = ending.to {
            at_boundary[boundary] = Past::Last(None);
        }
    }
    for period in 1..=game.periods {
        match pass(game, actor, period, &at_boundary) {
            Some(after) => at_boundary = after,
            None => return false,
        }
    }
    true
}

/// Carries the past through a period; nothing where some set of the actor's needs memory.
fn pass(game: &Game, actor: usize, period: usize, at_boundary: &[Past]) -> Option<Vec<Past>> {
    let frame = &game.frames[game.calendar[period - 1]];
    let nodes = frame.nodes.len();
    let mut past = vec![Past::Unmet; nodes + game.boundaries.len() + game.leaves.len()];
    for (entry, begins) in frame.entry.iter().zip(at_boundary) {
        if let Some(place) = entry {
            past[*place as usize].join(*begins);
        }
    }
    for layer in &frame.layers {
        if layer.sets.is_empty() {
            carry(frame, layer.nodes.clone(), None, &mut past);
        }
        for set in &frame.sets[layer.sets.clone()] {
            let own = set.actor == actor;
            if own && !is_known(&past[set.nodes.clone()]) {
                return None;
            }
            let decision = own.then_some((period, set.first_choice));
            carry(frame, set.nodes.clone(), decision, &mut past);
        }
    }
    Some(past[nodes..nodes + game.boundaries.len()].to_vec())
}

/// Carries the past of nodes along their edges; where the actor decides, its first choice there is given.
fn carry(frame: &Frame, nodes: Range<usize>, decision: Option<Decision>, past: &mut [Past]) {
    for node in nodes {
        if past[node] == Past::Unmet {
            continue;
        }
        for (at, edge) in frame.edges[frame.edges_of(node)].iter().enumerate() {
            let after = match decision {
                Some((period, first)) => Past::Last(Some((period, first + at))),
                None => past[node],
            };
            past[edge.to as usize].join(after);
        }
    }
}

/// Whether the past adds nothing at a set whose nodes have these pasts.
fn is_known(nodes: &[Past]) -> bool {
    let met: Vec<Past> = nodes
        .iter()
        .copied()
        .filter(|past| *past != Past::Unmet)
        .collect();
    let agree = |first: &Past| *first != Past::Differs && met.iter().all(|past| past == first);
    met.len() <= 1 || met.first().is_some_and(agree)
}
