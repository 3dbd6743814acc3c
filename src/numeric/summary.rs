//! Summaries of samples: quantiles, means, confidence intervals, and a test of played against exact results.
//!
//! Sums run in the order of the sample, so that they come out the same on every machine.

use super::math::{erfc, exp, log1p, max, min};
use super::quantile::student_t;
use std::f64::consts::FRAC_1_SQRT_2;

/// The two-sided 95 % factor of the normal distribution.
pub(crate) const NORMAL_975: f64 = 1.959_963_984_540_054;
/// With fewer draws than this that contain, or lack, an outcome, their variance is not a usable estimate.
const FEW_DRAWS: u64 = 10;
/// From this expected count on, of an outcome and of its absence, a count is taken as normal …
const NORMAL_COUNT: f64 = 10.0;
/// … if its variance is at least this, half of the expected count: else most of it is certain, and what is left small.
const NORMAL_VARIANCE: f64 = 5.0;
/// Beyond this distance from what is certain, a count with an expected rest of at most 20 is impossible (< 1e-300).
const IMPOSSIBLE: u64 = 1_000;
/// How far beyond the observed count the exact tail is summed.
const TAIL_TERMS: usize = 100;
/// Probabilities below this are left out of the exact tail.
const NEGLIGIBLE: f64 = 1e-40;

/// The quantile of a sorted sample, interpolated between its values (type 7 of R. J. Hyndman and Y. Fan, *The American
/// Statistician* 50, 1996); none of an empty sample.
pub(crate) fn quantile_type7(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p * last as f64;
    let index = (place.floor() as usize).min(last);
    let (low, high) = (sorted[index], sorted[(index + 1).min(last)]);
    let part = place - index as f64;
    if low == high {
        return Some(low);
    }
    Some(low + part * (high - low))
}

/// The mean, exact if all values are equal; none of an empty sample.
pub fn mean(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    let sum: f64 = values.iter().map(|x| x - first).sum();
    Some(first + sum / values.len() as f64)
}

/// The sample variance, with n − 1; none with fewer than two values.
pub(crate) fn variance(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    let sum: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (values.len() > 1).then(|| sum / (values.len() - 1) as f64)
}

/// The sample standard deviation, with n − 1; none with fewer than two values.
pub fn standard_deviation(values: &[f64]) -> Option<f64> {
    variance(values).map(f64::sqrt)
}

/// The two-sided 95 % factor of Student's t distribution with `df` > 0 degrees of freedom.
pub(crate) fn student_t_975(df: f64) -> f64 {
    student_t(0.975, df)
}

/// Wilson's interval (*Journal of the American Statistical Association* 22, 1927) for a share seen in `n_eff`
/// independent trials, at `z` standard errors; within [0, 1] and around the share.
pub(crate) fn wilson(share: f64, n_eff: f64, z: f64) -> (f64, f64) {
    let z2_by_n = z * z / n_eff;
    let centre = share + 0.5 * z2_by_n;
    let half = (z2_by_n * (share * (1.0 - share) + 0.25 * z2_by_n)).sqrt();
    let low = (centre - half) / (1.0 + z2_by_n);
    let high = (centre + half) / (1.0 + z2_by_n);
    let low = if share <= 0.0 { 0.0 } else { max(low, 0.0) };
    let high = if share >= 1.0 { 1.0 } else { min(high, 1.0) };
    (min(low, share), max(high, share))
}

/// The statistics from which the 95 % intervals of an outcome's share and probability are computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ShareInterval {
    /// The number of draws, at least 1.
    pub draws: u64,
    /// The mean of the draws' shares or probabilities.
    pub mean: f64,
    /// The sample variance of the draws' shares or probabilities, with n − 1; 0 if they are all equal.
    pub variance: f64,
    /// The number of draws with a share above 0.
    pub containing: u64,
    /// The number of draws with a share below 1.
    pub lacking: u64,
}

impl ShareInterval {
    /// Sums up the draws' shares or probabilities; none without draws.
    pub(crate) fn of(shares: &[f64]) -> Option<Self> {
        let count = |test: fn(&f64) -> bool| shares.iter().filter(|share| test(share)).count() as u64;
        Some(Self {
            draws: shares.len() as u64,
            mean: mean(shares)?,
            variance: variance(shares).unwrap_or(0.0),
            containing: count(|&share| share > 0.0),
            lacking: count(|&share| share < 1.0),
        })
    }

    /// The 95 % interval of the share, when each draw gave `games` games.
    ///
    /// Games of one draw belong together, so the number of independent trials lies between the number of draws and that
    /// of games. With one draw the interval is of its games alone.
    pub(crate) fn played(&self, games: u64) -> (f64, f64) {
        if self.draws <= 1 {
            return wilson(self.mean, games as f64, NORMAL_975);
        }
        let n_eff = min(self.trials(), self.draws as f64 * games as f64);
        wilson(self.mean, n_eff, student_t_975(self.draws as f64 - 1.0))
    }

    /// The 95 % interval of the probability, where each draw's is exact: none with one draw, and no wider than the mean
    /// itself where all draws are equal.
    pub(crate) fn exact(&self) -> Option<(f64, f64)> {
        if self.draws <= 1 {
            return None;
        }
        if self.variance == 0.0 {
            return Some((self.mean, self.mean));
        }
        let factor = student_t_975(self.draws as f64 - 1.0);
        Some(wilson(self.mean, self.trials(), factor))
    }

    /// The number of independent trials whose share would vary as the mean of the draws does: at least the number of
    /// draws, and just that where the outcome, or its absence, is found in too few of them.
    fn trials(&self) -> f64 {
        let draws = self.draws as f64;
        if self.containing < FEW_DRAWS || self.lacking < FEW_DRAWS {
            return draws;
        }
        let trials = self.mean * (1.0 - self.mean) / (self.variance / draws);
        max(trials, draws)
    }
}

/// The 95 % interval of the mean of independent draws, mean ± t · sd / √n; none with fewer than two. For a paired
/// comparison, give the differences.
pub(crate) fn mean_interval(values: &[f64]) -> Option<(f64, f64)> {
    let (mean, sd) = (mean(values)?, standard_deviation(values)?);
    if sd == 0.0 {
        return Some((mean, mean));
    }
    let n = values.len() as f64;
    let half = student_t_975(n - 1.0) * sd / n.sqrt();
    Some((mean - half, mean + half))
}

/// The two-sided p-value of `count` games with an outcome, if each draw gave `games` games with the draw's probability
/// of it.
///
/// Normal where the expected counts of the outcome and of its absence are at least 10 and the variance at least 5,
/// otherwise from the exact distribution of the count (Poisson-binomial; twice the smaller tail). Where nothing can
/// vary it is 1 if the count is as expected, and 0 if not.
pub(crate) fn agreement(count: u64, probabilities: &[f64], games: u64) -> f64 {
    // Rounding may have carried a probability just out of its range.
    let probabilities = probabilities.iter().map(|p| min(max(*p, 0.0), 1.0));
    let probabilities: Vec<f64> = probabilities.collect();
    let each = games as f64;
    let expected = each * probabilities.iter().sum::<f64>();
    let absent = each * probabilities.iter().map(|p| 1.0 - p).sum::<f64>();
    let variance = each * probabilities.iter().map(|p| p * (1.0 - p)).sum::<f64>();
    if variance <= 0.0 {
        return if count as f64 == expected { 1.0 } else { 0.0 };
    }
    if expected >= NORMAL_COUNT && absent >= NORMAL_COUNT && variance >= NORMAL_VARIANCE {
        let z = (count as f64 - expected) / variance.sqrt();
        return erfc(z.abs() * FRAC_1_SQRT_2);
    }
    exact_agreement(count, &probabilities, games)
}

/// [`agreement`] from the exact distribution of the count.
///
/// Likely outcomes are counted by the games that lack them, so that what is left to count is small: the count is what
/// is certain, plus the unlikely games that have the outcome, less the likely ones that lack it.
fn exact_agreement(count: u64, probabilities: &[f64], games: u64) -> f64 {
    let (likely, rare): (Vec<f64>, Vec<f64>) = probabilities.iter().partition(|p| **p > 0.5);
    let certain = games * likely.len() as u64;
    if count.abs_diff(certain) > IMPOSSIBLE {
        return 0.0;
    }
    let surplus = count as i64 - certain as i64;
    let most = surplus.unsigned_abs() as usize + TAIL_TERMS;
    let gained = distribution_of_sum(rare.into_iter(), games, most);
    let lost = distribution_of_sum(likely.iter().map(|p| 1.0 - p), games, most);
    // At least so many: gained ≥ lost + surplus. At most so many: lost ≥ gained − surplus.
    let at_least = tail_against(&gained, &lost, surplus);
    let at_most = tail_against(&lost, &gained, -surplus);
    min(2.0 * min(at_least, at_most), 1.0)
}

/// The probability that a first count is at least a second one plus `lead`.
fn tail_against(first: &[f64], second: &[f64], lead: i64) -> f64 {
    let mut tails = first.to_vec();
    for i in (1..tails.len()).rev() {
        tails[i - 1] += tails[i];
    }
    let tail = |at: i64| tails.get(at.max(0) as usize).copied().unwrap_or(0.0);
    let second = second.iter().zip(lead..);
    second.map(|(p, least)| p * tail(least)).sum()
}

/// The probabilities of 0, 1, … up to `most` successes in `games` games of each probability, none above ½.
fn distribution_of_sum(each: impl Iterator<Item = f64>, games: u64, most: usize) -> Vec<f64> {
    let mut sum = vec![1.0];
    for p in each.filter(|p| *p > 0.0) {
        let one = binomial(p, games, most);
        sum.resize((sum.len() + one.len() - 1).min(most + 1), 0.0);
        // From above, so that each place is read before it is overwritten.
        for at in (0..sum.len()).rev() {
            let terms = one.iter().zip(sum[..=at].iter().rev());
            sum[at] = terms.map(|(a, b)| a * b).sum();
        }
    }
    sum
}

/// The probabilities of 0, 1, … successes in `games` games, up to `most` or until they are negligible.
fn binomial(p: f64, games: u64, most: usize) -> Vec<f64> {
    let (n, odds) = (games as f64, p / (1.0 - p));
    let mut term = exp(n * log1p(-p));
    let mut terms = vec![term];
    let highest = games.min(most as u64);
    for k in 0..highest {
        let k = k as f64;
        term *= odds * (n - k) / (k + 1.0);
        if term < NEGLIGIBLE && k >= n * p {
            break;
        }
        terms.push(term);
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::{
        NORMAL_975, ShareInterval, agreement, exact_agreement, mean, mean_interval, quantile_type7, standard_deviation,
        student_t_975, wilson,
    };
    use crate::numeric::level::Level;
    use crate::numeric::quantile::standard_normal;
    use crate::numeric::stream::parameter_stream;
    use statrs::distribution::{Binomial, DiscreteCDF};

    fn close(got: f64, wanted: f64, within: f64) {
        assert!((got - wanted).abs() <= within * wanted.abs(), "{got:?} for {wanted:?}");
    }

    #[test]
    fn quantiles_interpolate() {
        let sorted = [1.0, 2.0, 4.0, 8.0];
        let wanted = [(0.0, 1.0), (0.5, 3.0), (1.0, 8.0), (0.05, 1.15), (0.95, 7.4)];
        for (p, value) in wanted {
            close(quantile_type7(&sorted, p).unwrap(), value, 1e-15);
        }
        assert_eq!(quantile_type7(&[], 0.5), None);
        assert_eq!(quantile_type7(&[3.5], 0.3), Some(3.5));
        assert_eq!(quantile_type7(&[0.1; 7], 0.05), Some(0.1));
    }

    #[test]
    fn moments_of_equal_values_are_exact() {
        assert_eq!(mean(&[0.1; 1_001]), Some(0.1));
        assert_eq!(standard_deviation(&[0.1; 1_001]), Some(0.0));
        assert_eq!(mean(&[1.0, 2.0, 6.0]), Some(3.0));
        assert_eq!(standard_deviation(&[1.0, 2.0, 6.0]), Some(7.0_f64.sqrt()));
        assert_eq!((mean(&[]), standard_deviation(&[1.0])), (None, None));
    }

    #[test]
    fn factors_are_those_of_the_tables() {
        for (df, t) in [
            (1.0, 12.706_204_736),
            (4.0, 2.776_445_105),
            (29.0, 2.045_229_642),
            (1e12, NORMAL_975),
        ] {
            close(student_t_975(df), t, 1e-9);
        }
        close(standard_normal(Level::of(0.975)), NORMAL_975, 1e-15);
    }

    #[test]
    fn wilson_is_never_empty_nor_outside() {
        // 10 of 100: R's prop.test(10, 100, correct = FALSE).
        let (low, high) = wilson(0.1, 100.0, NORMAL_975);
        close(low, 0.055_229_137_060_8, 1e-10);
        close(high, 0.174_365_661_505, 1e-11);
        for (share, n) in [
            (0.0, 5.0),
            (1.0, 5.0),
            (0.0, 1e9),
            (1.0, 1e9),
            (0.3, 1e12),
            (1e-9, 10.0),
        ] {
            let (low, high) = wilson(share, n, 2.0);
            assert!(
                0.0 <= low && low <= share && share <= high && high <= 1.0 && low < high,
                "{share}, {n}"
            );
        }
        assert_eq!(wilson(0.0, 5.0, 2.0).0, 0.0);
        assert_eq!(wilson(1.0, 5.0, 2.0).1, 1.0);
    }

    #[test]
    fn share_intervals_count_what_is_independent() {
        let t = student_t_975(19.0);
        // Draws that agree as games would: every game counts.
        let alike = ShareInterval {
            draws: 20,
            mean: 0.5,
            variance: 1e-9,
            containing: 20,
            lacking: 20,
        };
        assert_eq!(alike.played(50), wilson(0.5, 1_000.0, t));
        // Draws that are all one or all the other: only draws count.
        let split: Vec<f64> = (0..20).map(|i| f64::from(i % 2)).collect();
        let split = ShareInterval::of(&split).unwrap();
        assert_eq!(split.played(50), wilson(0.5, 20.0, t));
        // Between the two.
        let between = ShareInterval {
            variance: 0.01,
            ..alike
        };
        assert_eq!(between.played(50), wilson(0.5, 0.25 / (0.01 / 20.0), t));
        assert_eq!(between.exact(), Some(wilson(0.5, 0.25 / (0.01 / 20.0), t)));
        // In few draws, or lacking from few.
        let rare = ShareInterval {
            mean: 0.01,
            containing: 9,
            ..alike
        };
        assert_eq!(rare.played(50), wilson(0.01, 20.0, t));
        let frequent = ShareInterval {
            mean: 0.99,
            lacking: 9,
            ..alike
        };
        assert_eq!(frequent.exact(), Some(wilson(0.99, 20.0, t)));
    }

    #[test]
    fn share_intervals_of_one_draw_and_of_equal_draws() {
        let one = ShareInterval::of(&[0.25]).unwrap();
        assert_eq!(one.played(40), wilson(0.25, 40.0, NORMAL_975));
        assert_eq!(one.exact(), None);
        let equal = ShareInterval::of(&[0.1; 30]).unwrap();
        assert_eq!(equal.exact(), Some((0.1, 0.1)));
        assert_eq!(equal.played(10), wilson(0.1, 300.0, student_t_975(29.0)));
        let never = ShareInterval::of(&[0.0; 30]).unwrap();
        assert_eq!(never.played(10), wilson(0.0, 30.0, student_t_975(29.0)));
        assert_eq!(ShareInterval::of(&[]), None);
    }

    /// How often the interval of the share contains the true one, when draws' probabilities are spread evenly.
    fn coverage(draws: usize, games: usize, centre: f64, spread: f64) -> f64 {
        let trials = 400;
        let mut stream = parameter_stream(1, &format!("coverage {draws} {games} {centre} {spread}"));
        let mut numbers = vec![0.0; draws * (games + 1)];
        let mut inside = 0;
        for trial in 0..trials {
            stream.fill((trial * numbers.len()) as u64, &mut numbers);
            let shares: Vec<f64> = numbers
                .chunks(games + 1)
                .map(|draw| {
                    let p = centre + spread * (2.0 * draw[0] - 1.0);
                    draw[1..].iter().filter(|u| **u < p).count() as f64 / games as f64
                })
                .collect();
            let (low, high) = ShareInterval::of(&shares).unwrap().played(games as u64);
            inside += u32::from(low <= centre && centre <= high);
        }
        f64::from(inside) / trials as f64
    }

    #[test]
    fn share_intervals_cover() {
        for (draws, games, centre, spread) in [
            (5, 20, 0.4, 0.3),
            (30, 20, 0.5, 0.5),
            (30, 20, 0.1, 0.1),
            (40, 10, 0.01, 0.005),
            (100, 5, 0.95, 0.0),
        ] {
            let covered = coverage(draws, games, centre, spread);
            assert!(
                covered >= 0.92,
                "{covered} for {draws} draws of {games} games around {centre} ± {spread}"
            );
        }
    }

    #[test]
    fn intervals_of_means() {
        assert_eq!(mean_interval(&[2.0]), None);
        assert_eq!(mean_interval(&[2.0, 2.0, 2.0]), Some((2.0, 2.0)));
        let (low, high) = mean_interval(&[1.0, 2.0, 3.0]).unwrap();
        close(high - 2.0, student_t_975(2.0) / 3.0_f64.sqrt(), 1e-15);
        close(2.0 - low, high - 2.0, 1e-15);
    }

    #[test]
    fn agreement_with_nothing_to_vary_is_all_or_nothing() {
        let certain = [1.0, 0.0, 1.0];
        assert_eq!(agreement(20, &certain, 10), 1.0);
        assert_eq!(agreement(19, &certain, 10), 0.0);
        assert_eq!(
            agreement(20, &[1.0 + f64::EPSILON, -1e-17, 1.0 - f64::EPSILON], 10),
            1.0
        );
    }

    #[test]
    fn agreement_of_small_counts_is_exact() {
        let same = [0.01; 20];
        let binomial = Binomial::new(0.01, 400).unwrap();
        for count in [0_u64, 1, 4, 9, 15] {
            let at_least = if count == 0 { 1.0 } else { binomial.sf(count - 1) };
            let wanted = (2.0 * at_least.min_of(binomial.cdf(count))).min_of(1.0);
            close(agreement(count, &same, 20), wanted, 1e-9);
            // The same seen from the other side.
            close(agreement(400 - count, &[0.99; 20], 20), wanted, 1e-9);
        }
        // Where many are expected and few to be lacking, too, although the variance is that of a normal count.
        let binomial = Binomial::new(0.01, 600).unwrap();
        for count in [1_u64, 4, 9, 15] {
            let at_least = binomial.sf(count - 1);
            let wanted = (2.0 * at_least.min_of(binomial.cdf(count))).min_of(1.0);
            close(agreement(600 - count, &[0.99; 20], 30), wanted, 1e-9);
        }
        assert!(agreement(60, &same, 20) < 1e-40);
        assert_eq!(agreement(5_000, &[1e-6; 1_000], 20), 0.0);
    }

    trait MinOf {
        fn min_of(self, other: f64) -> f64;
    }

    impl MinOf for f64 {
        fn min_of(self, other: f64) -> f64 {
            crate::numeric::math::min(self, other)
        }
    }

    #[test]
    fn agreement_minds_what_is_nearly_certain() {
        // A hundred certain draws and one rare event: one game off is no alarm, ten are.
        let mut probabilities = vec![1.0; 100];
        probabilities.extend([0.0; 100]);
        probabilities.push(0.001);
        assert!(agreement(1_001, &probabilities, 10) > 0.01);
        assert!(agreement(1_000, &probabilities, 10) > 0.9);
        assert!(agreement(999, &probabilities, 10) == 0.0);
    }

    #[test]
    fn agreement_of_large_counts_is_normal_and_near_exact() {
        let probabilities: Vec<f64> = (0..50).map(|i| 0.001 * f64::from(i % 10)).collect();
        // Σ p · G = 22.5
        for count in [10, 18, 22, 30, 40] {
            let (normal, exact) = (
                agreement(count, &probabilities, 100),
                exact_agreement(count, &probabilities, 100),
            );
            assert!((normal - exact).abs() < 0.1, "{count}: {normal}, {exact}");
        }
        close(agreement(30, &[0.2; 10], 10), 0.012_419_330_651_552_265, 1e-9);
    }
}
