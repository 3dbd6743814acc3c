//! Nested logit at one information set (McFadden 1978): inclusive values from the actions up to the menu, choice
//! probabilities down again, and the derivatives of both.
//!
//! The inclusive value of a nest is (1/μ) · ln((1/n) · Σ exp(μ · x)) over its n members: the average form (Matějka & McKay
//! 2015), by which a nest of identical actions is worth one of them.

use crate::game::{Member, NestTree, Slot};
use crate::numeric::lanes::{Lanes, add, map, product, update, zip};
use crate::numeric::math::{exp_and_expm1, ln, log1p, max, min};

/// Where μ times the spread of a nest's members is below this, the derivative of its inclusive value is a series in μ.
const FLAT: f64 = 1e-4;

/// The choice at every level of one information set, by lane.
#[derive(Clone, Debug, Default)]
pub(crate) struct NestedLogit<const W: usize> {
    /// For each nest, the product of the multiples down to it.
    scale: Vec<Lanes<W>>,
    /// For each nest, its precision μ.
    precision: Vec<Lanes<W>>,
    /// For each nest, its inclusive value.
    inclusive: Vec<Lanes<W>>,
    /// For each member, its value: an action's expected payoff, or the inclusive value of a nest.
    value: Vec<Lanes<W>>,
    /// For each member, its probability within its nest.
    within: Vec<Lanes<W>>,
    /// For each nest, the sum of its members' weights; the largest weight is 1.
    total: Vec<Lanes<W>>,
    /// For each member, the logarithm of its weight.
    odds: Vec<Lanes<W>>,
}

impl<const W: usize> NestedLogit<W> {
    /// Computes the choices, given the values of the actions, the precision of the menu and the multiples.
    #[inline(always)]
    pub(crate) fn update(
        &mut self,
        tree: &NestTree,
        values: &[Lanes<W>],
        precision: &Lanes<W>,
        multiple: impl Fn(Slot) -> Lanes<W>,
    ) {
        self.scale.clear();
        self.scale.resize(tree.nests.len(), [1.0; W]);
        for (number, nest) in tree.nests.iter().enumerate().rev() {
            for member in &tree.members[nest.members.clone()] {
                if let Member::Nest(inner) = *member {
                    self.scale[inner] = product(&self.scale[number], &multiple(tree.nests[inner].multiple));
                }
            }
        }
        self.precision.clear();
        self.precision
            .extend(self.scale.iter().map(|scale| product(precision, scale)));
        self.inclusive.clear();
        self.value.clear();
        self.within.clear();
        self.total.clear();
        self.odds.clear();
        for number in 0..tree.nests.len() {
            self.pass_nest(tree, number, values);
        }
    }

    /// Computes the choice within a nest whose members are known, and its inclusive value.
    #[inline(always)]
    fn pass_nest(&mut self, tree: &NestTree, number: usize, values: &[Lanes<W>]) {
        let members = tree.nests[number].members.clone();
        self.value
            .extend(tree.members[members.clone()].iter().map(|member| match *member {
                Member::Action(action) => values[action],
                Member::Nest(inner) => self.inclusive[inner],
            }));
        let precision = &self.precision[number];
        let value = &self.value[members];
        let best = super::response::best(value);
        let mut weights = [0.0; W];
        let mut excess = [0.0; W];
        let mut gaps = [0.0; W];
        let from = self.within.len();
        for value in value {
            let gap = zip(value, &best, |value, best| value - best);
            let odds = product(&gap, precision);
            let (mut weight, mut above_one) = ([0.0; W], [0.0; W]);
            for lane in 0..W {
                (weight[lane], above_one[lane]) = exp_and_expm1(odds[lane]);
            }
            add(&mut gaps, &gap);
            add(&mut weights, &weight);
            add(&mut excess, &above_one);
            self.within.push(weight);
            self.odds.push(odds);
        }
        for within in &mut self.within[from..] {
            update(within, &weights, |weight, total| weight / total);
        }
        self.total.push(weights);
        let count = value.len() as f64;
        let mut inclusive = best;
        for lane in 0..W {
            let flat = gaps[lane] / count;
            let curved = log1p(excess[lane] / count) / precision[lane];
            inclusive[lane] += if precision[lane] == 0.0 { flat } else { curved };
        }
        self.inclusive.push(inclusive);
    }

    /// The probability of each action.
    #[inline(always)]
    pub(crate) fn response(&self, tree: &NestTree, response: &mut Vec<Lanes<W>>) {
        response.clear();
        response.resize(tree.members.len() + 1 - tree.nests.len(), [0.0; W]);
        let part = |whole: &Lanes<W>, _: usize, member: usize| product(whole, &self.within[member]);
        tree.descend([1.0; W], part, |action, share| response[action] = share);
    }

    /// The inclusive value of a nest, and its precision.
    pub(crate) fn nest(&self, nest: usize) -> (&Lanes<W>, &Lanes<W>) {
        (&self.inclusive[nest], &self.precision[nest])
    }

    /// The logarithm of the probability of each action.
    pub(crate) fn log_probabilities(&self, tree: &NestTree, into: &mut [Lanes<W>]) {
        let total: Vec<Lanes<W>> = self.total.iter().map(|total| map(total, ln)).collect();
        let part = |whole: &Lanes<W>, nest: usize, member: usize| {
            let within = zip(&self.odds[member], &total[nest], |odds, total| odds - total);
            zip(whole, &within, |a, b| a + b)
        };
        tree.descend([0.0; W], part, |action, logarithm| into[action] = logarithm);
    }
}

impl NestedLogit<1> {
    /// Turns `changes` of the values of actions into those of their log-odds against a reference action, in directions
    /// side by side. `moved` gives the changes of a nest's precision, from its number and the product of the multiples down to
    /// it.
    pub(crate) fn log_odds_changes<const D: usize>(
        &self,
        tree: &NestTree,
        moved: impl Fn(usize, f64) -> Lanes<D>,
        reference: usize,
        changes: &mut [Lanes<D>],
    ) {
        // The changes of the logarithm of each member's probability within its nest, and of inclusive values.
        let mut within = vec![[0.0; D]; tree.members.len()];
        let mut inclusive: Vec<Lanes<D>> = Vec::with_capacity(tree.nests.len());
        for (number, nest) in tree.nests.iter().enumerate() {
            let [precision] = self.precision[number];
            let moved = moved(number, self.scale[number][0]);
            let change = |member: usize| match tree.members[member] {
                Member::Action(action) => changes[action],
                Member::Nest(inner) => inclusive[inner],
            };
            let mut mean = 0.0;
            let mut mean_change = [0.0; D];
            for member in nest.members.clone() {
                let [share] = self.within[member];
                mean += share * self.value[member][0];
                update(&mut mean_change, &change(member), |sum, change| sum + share * change);
            }
            for member in nest.members.clone() {
                let ahead = self.value[member][0] - mean;
                let change = change(member);
                within[member] =
                    std::array::from_fn(|lane| precision * (change[lane] - mean_change[lane]) + ahead * moved[lane]);
            }
            let slope = self.slope(nest.members.clone(), precision, mean - self.inclusive[number][0]);
            inclusive.push(zip(&mean_change, &moved, |mean, moved| mean + slope * moved));
        }
        let sum = |whole: &Lanes<D>, _: usize, member: usize| zip(whole, &within[member], |a, b| a + b);
        tree.descend([0.0; D], sum, |action, change| changes[action] = change);
        let base = changes[reference];
        for change in changes {
            update(change, &base, |change, base| change - base);
        }
    }

    /// The derivative of a nest's inclusive value by its precision; `ahead` is how far the mean value as chosen exceeds
    /// the inclusive value.
    fn slope(&self, members: std::ops::Range<usize>, precision: f64, ahead: f64) -> f64 {
        let values = &self.value[members];
        let best = values.iter().fold(values[0][0], |best, &[value]| max(best, value));
        let worst = values.iter().fold(values[0][0], |worst, &[value]| min(worst, value));
        if precision * (best - worst) > FLAT {
            return ahead / precision;
        }
        let count = values.len() as f64;
        let mean = values.iter().map(|[value]| value - best).sum::<f64>() / count;
        let moment = |power: i32| {
            let terms = values.iter().map(|[value]| {
                let gap = value - best - mean;
                if power == 2 { gap * gap } else { gap * gap * gap }
            });
            terms.sum::<f64>() / count
        };
        moment(2) / 2.0 + moment(3) * precision / 3.0
    }
}

/// Best response down the tree: at each level, members whose best action is within `tolerance` of the best share evenly.
pub(super) fn shared_best<const W: usize>(
    tree: &NestTree,
    values: &[Lanes<W>],
    tolerance: &Lanes<W>,
    response: &mut [Lanes<W>],
) {
    let mut best_of: Vec<Lanes<W>> = Vec::with_capacity(tree.nests.len());
    let mut shares = Vec::with_capacity(tree.members.len());
    for nest in &tree.nests {
        let value = |member: &Member| match *member {
            Member::Action(action) => values[action],
            Member::Nest(inner) => best_of[inner],
        };
        let members: Vec<Lanes<W>> = tree.members[nest.members.clone()].iter().map(value).collect();
        let mut share = Vec::new();
        super::response::shared_best(&members, tolerance, &mut share);
        shares.extend(share);
        best_of.push(super::response::best(&members));
    }
    let part = |whole: &Lanes<W>, _: usize, member: usize| product(whole, &shares[member]);
    tree.descend([1.0; W], part, |action, share| response[action] = share);
}

#[cfg(test)]
mod tests {
    use super::NestedLogit;
    use crate::game::{Member, Nest, NestTree, Slot};
    use crate::numeric::math::{exp, ln};

    #[test]
    fn an_inclusive_value_is_that_of_its_formula_and_without_precision_the_mean() {
        let nest = Nest {
            number: 0,
            multiple: Slot(0),
            members: 0..3,
        };
        let tree = NestTree {
            nests: vec![nest],
            members: (0..3).map(Member::Action).collect(),
        };
        let values = [-1.0, 0.5, 2.0];
        let precisions = [0.0, 1e-9, 0.1, 1.0, 30.0];
        let mut nested = NestedLogit::default();
        nested.update(&tree, &values.map(|value| [value; 5]), &precisions, |_| [1.0; 5]);
        let (inclusive, _) = nested.nest(0);
        for (found, precision) in inclusive.iter().zip(precisions) {
            let wanted = if precision < 1e-6 {
                0.5
            } else {
                let sum: f64 = values.iter().map(|value| exp(precision * value)).sum();
                ln(sum / 3.0) / precision
            };
            assert!((found - wanted).abs() < 1e-8, "{precision}: {found} is not {wanted}");
        }
    }
}
