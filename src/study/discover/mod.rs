//! Scenario discovery: in which worlds (values of the uncertain parameters) a case of interest happens.
//!
//! Boxes by the patient rule induction method, PRIM (J. H. Friedman and N. I. Fisher, *Statistics and Computing* 9, 1999),
//! as B. P. Bryant and R. J. Lempert use it (*Technological Forecasting and Social Change* 77, 2010), and a small
//! classification tree (L. Breiman et al., *Classification and Regression Trees*, 1984).

mod boxes;
mod case;
mod prim;
mod rows;
mod tree;

pub(crate) use boxes::Demands;
pub(crate) use case::{Case, Question, Side};
pub(crate) use prim::{Counts, Settings};

use super::draw_table::UncertainParameter;
use super::rows::{BoxRow, TrajectoryRow, TreeRow};

/// What is found: the rows of three tables.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Discovery {
    /// All draws, and the cases of interest among them.
    pub all: Counts,
    /// The boxes.
    pub boxes: Vec<BoxRow>,
    /// How each was reached.
    pub trajectory: Vec<TrajectoryRow>,
    /// The tree.
    pub tree: Vec<TreeRow>,
}

/// Looks for boxes and grows a tree. There is at least one uncertain parameter.
pub(crate) fn discover(worlds: &Worlds, demands: &Demands) -> Discovery {
    rows::rows(worlds, &boxes::find_boxes(worlds, demands), &tree::grow(worlds))
}

/// The worlds that are searched: the uncertain parameters in each draw, and which draws are cases of interest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Worlds {
    /// The uncertain parameters.
    pub parameters: Vec<UncertainParameter>,
    /// Whether each draw is a case of interest.
    pub of_interest: Vec<bool>,
}

impl Worlds {
    /// The number of draws.
    pub(crate) fn draws(&self) -> usize {
        self.of_interest.len()
    }

    /// The number of draws among these, and that of the cases of interest among them.
    pub(crate) fn count(&self, draws: impl IntoIterator<Item = usize>) -> Counts {
        let mut counts = Counts::default();
        for draw in draws {
            counts.add(self.of_interest[draw]);
        }
        counts
    }

    /// For each parameter, the draws in the order of its values.
    fn sorted(&self) -> Vec<Vec<usize>> {
        let order = |parameter: &UncertainParameter| {
            let mut order: Vec<usize> = (0..self.draws()).collect();
            order.sort_by(|&a, &b| parameter.values[a].total_cmp(&parameter.values[b]));
            order
        };
        self.parameters.iter().map(order).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Demands, Settings, Worlds, discover};
    use crate::numeric::stream::parameter_stream;
    use crate::study::draw_table::UncertainParameter;

    const DEMANDS: Demands = Demands {
        search: Settings { peel: 0.05, mass: 0.05 },
        density: 0.8,
        boxes: 3,
    };

    /// Worlds of five parameters between 0 and 1, of which a test says which are cases.
    fn worlds(draws: usize, case: impl Fn(&[f64]) -> bool) -> Worlds {
        let parameter = |name: &str| {
            let mut values = vec![0.0; draws];
            parameter_stream(1, name).fill(0, &mut values);
            UncertainParameter {
                name: name.to_owned(),
                unit: String::new(),
                values,
            }
        };
        let parameters = ["a", "b", "c", "d", "e"].map(parameter);
        let world = |draw: usize| parameters.each_ref().map(|parameter| parameter.values[draw]);
        Worlds {
            of_interest: (0..draws).map(|draw| case(&world(draw))).collect(),
            parameters: parameters.to_vec(),
        }
    }

    #[test]
    fn a_planted_box_is_found_with_its_limits_alone() {
        let found = discover(&worlds(2000, |x| x[0] > 0.6 && x[2] < 0.5), &DEMANDS);
        let rows: Vec<_> = found.boxes.iter().filter(|row| row.number == 1).collect();
        let limits: Vec<_> = rows
            .iter()
            .map(|row| (row.parameter.as_str(), row.low, row.high))
            .collect();
        let [("a", Some(low), None), ("c", None, Some(high))] = limits[..] else {
            panic!("other limits: {limits:?}");
        };
        assert!((low - 0.6).abs() < 0.05 && (high - 0.5).abs() < 0.05, "{low} {high}");
        assert!(rows[0].density >= 0.8 && rows[0].coverage > 0.9);
        assert!(rows.iter().all(|row| row.quasi_p_low.or(row.quasi_p_high) < Some(1e-9)));
        let chosen: Vec<_> = found
            .trajectory
            .iter()
            .filter(|row| row.chosen && row.number == 1)
            .collect();
        assert_eq!(chosen.len(), 1);
    }

    #[test]
    fn two_planted_boxes_are_found_one_after_the_other() {
        let found = discover(&worlds(2000, |x| x[0] > 0.7 && x[1] > 0.5 || x[2] < 0.2), &DEMANDS);
        let restricted = |number: usize| {
            let rows = found.boxes.iter().filter(move |row| row.number == number);
            rows.map(|row| row.parameter.as_str()).collect::<Vec<_>>()
        };
        let mut both = [restricted(1), restricted(2)];
        both.sort_by_key(Vec::len);
        assert_eq!(both, [vec!["c"], vec!["a", "b"]]);
        let covered = |number| {
            found
                .boxes
                .iter()
                .find(|row| row.number == number)
                .map_or(0.0, |row| row.coverage)
        };
        assert!(covered(1) + covered(2) > 0.9);
    }

    #[test]
    fn noise_has_no_dense_box() {
        let found = discover(&worlds(500, |x| ((x[4] * 1e4) as u64).is_multiple_of(4)), &DEMANDS);
        assert!(found.boxes.iter().all(|row| row.number == 1 && row.density < 0.6));
    }

    #[test]
    fn the_tree_asks_what_matters_in_turn() {
        let found = discover(&worlds(1000, |x| x[3] > 0.25 && x[1] <= 0.5), &DEMANDS);
        let [root, first, ..] = &found.tree[..] else {
            panic!("no tree")
        };
        assert_eq!((root.draws, root.parent, root.leaf), (1000, None, false));
        assert_eq!(
            (first.parameter.as_str(), first.side, first.parent),
            ("b", "below", Some(1))
        );
        assert!((first.threshold.unwrap_or(0.0) - 0.5).abs() < 0.01);
        let leaves = || found.tree.iter().filter(|node| node.leaf);
        assert!(leaves().all(|leaf| leaf.cases == 0 || leaf.cases == leaf.draws));
        assert_eq!(leaves().map(|leaf| leaf.draws).sum::<u64>(), 1000);
        assert_eq!(leaves().map(|leaf| leaf.cases).sum::<u64>(), root.cases);
    }
}
