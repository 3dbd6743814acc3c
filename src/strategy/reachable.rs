//! Which information sets some play can reach in each period; the others of a shared graph do not exist there.

use super::sweep::forward::needs_beliefs;
use crate::game::{Game, PeriodGraph, StartTo};

/// For each period, the information sets that some play can reach.
#[derive(Clone, Debug)]
pub struct Reachable {
    /// Period t at t − 1: an index into `patterns`.
    pattern_of: Vec<usize>,
    /// For each set of the graph, whether it can be reached.
    patterns: Vec<Vec<bool>>,
    unknowns: usize,
}

impl Reachable {
    /// Follows every edge from the start on, whatever its chance.
    pub fn of(game: &Game) -> Self {
        let mut current = vec![false; game.period_states.len()];
        for ending in &game.start.endings {
            if let StartTo::PeriodState(period_state) = ending.to {
                current[period_state] = true;
            }
        }
        let mut reachable = Self {
            pattern_of: Vec::new(),
            patterns: Vec::new(),
            unknowns: 0,
        };
        let mut last: Option<(usize, Vec<bool>)> = None;
        for &graph in &game.calendar {
            // The same period states on the same graph lead to the same period states again.
            let same = last.as_ref().is_some_and(|(f, from)| *f == graph && *from == current);
            if !same {
                let (sets, next) = period(game, graph, &current);
                reachable.patterns.push(sets);
                last = Some((graph, current));
                current = next;
            }
            let sets = reachable.patterns.last().expect("one was pushed");
            reachable.unknowns += unknowns(&game.graphs[graph], sets);
            reachable.pattern_of.push(reachable.patterns.len() - 1);
        }
        reachable
    }

    /// How many probabilities are to be found: at each set that responds, all but one.
    pub fn unknowns(&self) -> usize {
        self.unknowns
    }

    /// Whether each set of the graph of a period can be reached then.
    pub fn sets(&self, period: usize) -> &[bool] {
        &self.patterns[self.pattern_of[period - 1]]
    }
}

/// How many probabilities are to be found in a period.
fn unknowns(graph: &PeriodGraph, reachable: &[bool]) -> usize {
    let sets = graph.information_sets.iter().zip(reachable);
    let open = sets.filter(|(set, reachable)| **reachable && needs_beliefs(set));
    open.map(|(set, _)| set.actions - 1).sum()
}

/// The sets that can be reached in a period that begins at some of these period states, and the period states it can
/// end at.
fn period(game: &Game, graph: usize, current: &[bool]) -> (Vec<bool>, Vec<bool>) {
    let graph = &game.graphs[graph];
    let nodes = graph.nodes.len();
    let mut places = vec![false; nodes + game.period_states.len() + game.leaves.len()];
    for (entry, begins) in graph.entry.iter().zip(current) {
        if let (Some(place), true) = (entry, begins) {
            places[*place as usize] = true;
        }
    }
    for node in 0..nodes {
        if places[node] {
            for edge in graph.edges_at(node) {
                places[edge.to as usize] = true;
            }
        }
    }
    let sets = graph
        .information_sets
        .iter()
        .map(|set| places[set.nodes.clone()].contains(&true))
        .collect();
    (sets, places[nodes..nodes + game.period_states.len()].to_vec())
}
