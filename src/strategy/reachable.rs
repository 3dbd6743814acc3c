//! Which information sets some play can reach in each period; the others of a shared frame do not exist there.

use super::sweeping::forward::needs_beliefs;
use crate::game::{Frame, Game, StartTo};

/// For each period, the information sets that some play can reach.
#[derive(Clone, Debug)]
pub struct Reachable {
    /// Period t at t − 1: an index into `patterns`.
    pattern_of: Vec<usize>,
    /// For each set of the frame, whether it can be reached.
    patterns: Vec<Vec<bool>>,
    unknowns: usize,
}

impl Reachable {
    /// Follows every edge from the start on, whatever its chance.
    pub fn of(game: &Game) -> Self {
        let mut current = vec![false; game.boundaries.len()];
        for ending in &game.start.endings {
            if let StartTo::Boundary(boundary) = ending.to {
                current[boundary] = true;
            }
        }
        let mut reachable = Self {
            pattern_of: Vec::new(),
            patterns: Vec::new(),
            unknowns: 0,
        };
        let mut last: Option<(usize, Vec<bool>)> = None;
        for &frame in &game.calendar {
            // The same boundaries on the same frame lead to the same boundaries again.
            let same = last.as_ref().is_some_and(|(f, from)| *f == frame && *from == current);
            if !same {
                let (sets, next) = period(game, frame, &current);
                reachable.patterns.push(sets);
                last = Some((frame, current));
                current = next;
            }
            let sets = reachable.patterns.last().expect("one was pushed");
            reachable.unknowns += unknowns(&game.frames[frame], sets);
            reachable.pattern_of.push(reachable.patterns.len() - 1);
        }
        reachable
    }

    /// How many probabilities are to be found: at each set that responds, all but one.
    pub fn unknowns(&self) -> usize {
        self.unknowns
    }

    /// Whether each set of the frame of a period can be reached then.
    pub fn sets(&self, period: usize) -> &[bool] {
        &self.patterns[self.pattern_of[period - 1]]
    }
}

/// How many probabilities are to be found in a period.
fn unknowns(frame: &Frame, reachable: &[bool]) -> usize {
    let sets = frame.sets.iter().zip(reachable);
    let open = sets.filter(|(set, reachable)| **reachable && needs_beliefs(set));
    open.map(|(set, _)| set.actions - 1).sum()
}

/// The sets that can be reached in a period that begins at some of these boundaries, and the boundaries it can end at.
fn period(game: &Game, frame: usize, current: &[bool]) -> (Vec<bool>, Vec<bool>) {
    let frame = &game.frames[frame];
    let nodes = frame.nodes.len();
    let mut places = vec![false; nodes + game.boundaries.len() + game.leaves.len()];
    for (entry, begins) in frame.entry.iter().zip(current) {
        if let (Some(place), true) = (entry, begins) {
            places[*place as usize] = true;
        }
    }
    for node in 0..nodes {
        if places[node] {
            for edge in &frame.edges[frame.edges_of(node)] {
                places[edge.to as usize] = true;
            }
        }
    }
    let sets = frame
        .sets
        .iter()
        .map(|set| places[set.nodes.clone()].contains(&true))
        .collect();
    (sets, places[nodes..nodes + game.boundaries.len()].to_vec())
}
