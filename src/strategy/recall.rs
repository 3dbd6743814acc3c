//! Which actors lose nothing by imperfect recall: a best-response strategy of theirs can be found set by set.

use std::ops::Range;

use crate::game::{Game, PeriodGraph, StartTo};

/// For each actor, whether what it sees provably tells it as much as perfect recall of what it saw and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    suffices: Vec<bool>,
}

/// What all histories that lead to a place have in common of an actor's past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Past {
    /// No history leads here.
    Unreached,
    /// All of them pass through this, and the actor does not decide after it.
    Through(Anchor),
    /// They have nothing in common but the place itself.
    Differs,
}

/// A point that histories pass through.
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
        if *self == Self::Unreached {
            *self = other;
        } else if other != Self::Unreached && other != *self {
            *self = Self::Differs;
        }
    }

    /// The past of a place once all edges to it are known.
    fn settle(&mut self, period: usize, place: usize) {
        if *self == Self::Differs {
            *self = Self::Through(Anchor::Place(period, place));
        }
    }
}

impl Recall {
    /// Examines every history, period by period.
    ///
    /// How likely a node of a set is among the others does not depend on how the actor itself plays if the set has no
    /// other node, if all histories to the set pass through one place after which the actor does not decide, or if the
    /// actor's last decision is the same in all of them and the same holds of the set at which it was made. Where that
    /// holds at all sets of an actor, they are the states of a Markov decision process.
    pub fn of(game: &Game) -> Self {
        Self {
            suffices: (0..game.actors).map(|actor| suffices(game, actor)).collect(),
        }
    }

    /// Whether an actor gains nothing from more recall.
    pub fn suffices(&self, actor: usize) -> bool {
        self.suffices[actor]
    }
}

fn suffices(game: &Game, actor: usize) -> bool {
    let mut at_state = vec![Past::Unreached; game.period_states.len()];
    for ending in &game.start.endings {
        if let StartTo::PeriodState(state) = ending.to {
            at_state[state] = Past::Through(Anchor::Start);
        }
    }
    for period in 1..=game.periods {
        match pass_period(game, actor, period, &at_state) {
            Some(after) => at_state = after,
            None => return false,
        }
    }
    true
}

/// Carries the past through a period; `None` if the actor could use more recall at one of its sets.
fn pass_period(game: &Game, actor: usize, period: usize, at_state: &[Past]) -> Option<Vec<Past>> {
    let graph = game.graph(period);
    let mut past = vec![Past::Unreached; game.places(graph)];
    for (place, begins) in graph.entering(at_state) {
        past[place].join(*begins);
    }
    for layer in &graph.layers {
        for node in layer.nodes.clone() {
            past[node].settle(period, node);
        }
        if layer.information_sets.is_empty() {
            carry(graph, layer.nodes.clone(), None, &mut past);
        }
        for set in &graph.information_sets[layer.information_sets.clone()] {
            let decision = (set.actor == actor).then_some((period, set.first_choice));
            carry(graph, set.nodes.clone(), decision, &mut past);
        }
    }
    let mut own = graph.information_sets.iter().filter(|set| set.actor == actor);
    if !own.all(|set| is_common(set.members().map(|node| past[node]))) {
        return None;
    }
    let states = game.state_places(graph);
    for place in states.clone() {
        past[place].settle(period, place);
    }
    Some(past[states].to_vec())
}

/// Carries the past of nodes along their edges; `decision` is the period and first choice where the actor decides.
fn carry(graph: &PeriodGraph, nodes: Range<usize>, decision: Option<(usize, usize)>, past: &mut [Past]) {
    for node in nodes {
        if past[node] == Past::Unreached {
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

/// Whether all nodes of a set that can be reached have the same past.
fn is_common(nodes: impl Iterator<Item = Past>) -> bool {
    let mut reached = nodes.filter(|past| *past != Past::Unreached);
    let first = reached.next();
    reached.all(|past| Some(past) == first)
}
