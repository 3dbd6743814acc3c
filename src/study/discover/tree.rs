//! A small classification tree by Gini impurity.

use super::Worlds;
use super::prim::Counts;

/// The most questions on the way to a leaf.
const DEPTH: usize = 3;
/// The smallest leaf, as a share of all draws.
const LEAST: f64 = 0.05;

/// A node: the draws that reach it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    /// The node above, and whether this one holds the values above its threshold; none for the root.
    pub parent: Option<(usize, bool)>,
    /// The number of questions above it.
    pub depth: usize,
    /// The draws that reach it.
    pub inside: Counts,
    /// The question that it asks; none for a leaf.
    pub split: Option<Split>,
}

/// A question: whether a parameter is above a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Split {
    /// The parameter.
    pub parameter: usize,
    /// The threshold, midway between two values.
    pub threshold: f64,
}

/// Grows the tree; nodes stand before the nodes below them, values up to a threshold first.
pub(crate) fn grow(worlds: &Worlds) -> Vec<Node> {
    let mut nodes = Vec::new();
    Grower {
        worlds,
        least: ((LEAST * worlds.draws() as f64) as u64).max(1),
        nodes: &mut nodes,
    }
    .node(None, 0, &worlds.sorted());
    nodes
}

struct Grower<'a> {
    worlds: &'a Worlds,
    /// The least number of draws of a leaf.
    least: u64,
    nodes: &'a mut Vec<Node>,
}

impl Grower<'_> {
    /// Adds a node with these draws, which are sorted by each parameter in turn, and all nodes below it.
    fn node(&mut self, parent: Option<(usize, bool)>, depth: usize, sorted: &[Vec<usize>]) {
        let draws = sorted.first().map_or(&[][..], Vec::as_slice);
        let inside = self.worlds.count(draws.iter().copied());
        let split = (depth < DEPTH).then(|| self.best_split(inside, sorted)).flatten();
        let number = self.nodes.len();
        self.nodes.push(Node {
            parent,
            depth,
            inside,
            split,
        });
        let Some(split) = split else { return };
        for above in [false, true] {
            let part = sorted.iter().map(|order| self.part(order, split, above));
            let part: Vec<Vec<usize>> = part.collect();
            self.node(Some((number, above)), depth + 1, &part);
        }
    }

    /// The draws on one side of a split.
    fn part(&self, order: &[usize], split: Split, above: bool) -> Vec<usize> {
        let values = &self.worlds.parameters[split.parameter].values;
        let on_side = |&draw: &usize| (values[draw] > split.threshold) == above;
        order.iter().copied().filter(on_side).collect()
    }

    /// The split with the least impurity, if it is less than without it. Of equally good ones the first.
    fn best_split(&self, inside: Counts, sorted: &[Vec<usize>]) -> Option<Split> {
        let mut best = (impurity(inside), None);
        for (parameter, order) in sorted.iter().enumerate() {
            let values = &self.worlds.parameters[parameter].values;
            let mut below = Counts::default();
            for pair in order.windows(2) {
                below.add(self.worlds.of_interest[pair[0]]);
                let [low, high] = [values[pair[0]], values[pair[1]]];
                let above = Counts {
                    draws: inside.draws - below.draws,
                    cases: inside.cases - below.cases,
                };
                let split_impurity = impurity(below) + impurity(above);
                if low < high && below.draws.min(above.draws) >= self.least && split_impurity < best.0 {
                    let threshold = low + (high - low) / 2.0;
                    best = (split_impurity, Some(Split { parameter, threshold }));
                }
            }
        }
        best.1
    }
}

/// The Gini impurity times the number of draws, halved.
fn impurity(of: Counts) -> f64 {
    of.cases as f64 * (1.0 - of.density())
}
