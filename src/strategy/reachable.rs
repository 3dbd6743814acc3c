//! Which information sets any play can reach in each period; a graph that several periods share holds others too.

use crate::game::{Game, InformationSet, PeriodGraph, StartTo};

/// For each period, the information sets that any play can reach.
#[derive(Clone, Debug)]
pub struct Reachable {
    /// Period t at t − 1: an index into `patterns`.
    pattern_of: Vec<usize>,
    /// For each information set of the graph, whether it can be reached.
    patterns: Vec<Vec<bool>>,
    unknowns: usize,
}

impl Reachable {
    /// Follows every edge from the start on, regardless of its chance.
    pub fn of(game: &Game) -> Self {
        let mut current = vec![false; game.period_states.len()];
        for ending in &game.start.endings {
            if let StartTo::PeriodState(state) = ending.to {
                current[state] = true;
            }
        }
        let mut reachable = Self {
            pattern_of: Vec::new(),
            patterns: Vec::new(),
            unknowns: 0,
        };
        let mut last: Option<(usize, Vec<bool>)> = None;
        for &number in &game.calendar {
            let graph = &game.graphs[number];
            // The same states on the same graph lead to the same states again.
            let same = last.as_ref().is_some_and(|(g, from)| *g == number && *from == current);
            if !same {
                let (sets, next) = pass_period(game, graph, &current);
                reachable.patterns.push(sets);
                last = Some((number, current));
                current = next;
            }
            let sets = reachable.patterns.last().expect("one was pushed");
            reachable.unknowns += unknowns(graph, sets);
            reachable.pattern_of.push(reachable.patterns.len() - 1);
        }
        reachable
    }

    /// The number of unknown probabilities: at each set that responds, all but one.
    pub fn unknowns(&self) -> usize {
        self.unknowns
    }

    /// Whether each information set of the graph of a period can be reached then. Of a set in parts, the first one says so,
    /// and the others never do.
    pub fn sets(&self, period: usize) -> &[bool] {
        &self.patterns[self.pattern_of[period - 1]]
    }
}

fn unknowns(graph: &PeriodGraph, reachable: &[bool]) -> usize {
    let sets = graph.information_sets.iter().zip(reachable);
    let open = sets.filter(|(set, reachable)| **reachable && set.play.responds());
    open.map(|(set, _)| set.actions - 1).sum()
}

/// The information sets that can be reached in a period, and the states at which it can end, given those at which it
/// can begin.
fn pass_period(game: &Game, graph: &PeriodGraph, current: &[bool]) -> (Vec<bool>, Vec<bool>) {
    let mut places = vec![false; game.places(graph)];
    for (place, begins) in graph.entering(current) {
        places[place] |= begins;
    }
    for node in 0..graph.nodes.len() {
        if places[node] {
            for edge in graph.edges_at(node) {
                places[edge.to as usize] = true;
            }
        }
    }
    let sets = graph.information_sets.iter();
    let reached = |set: &InformationSet| !set.is_later_part() && set.members().any(|node| places[node]);
    let sets = sets.map(reached).collect();
    (sets, places[game.state_places(graph)].to_vec())
}
