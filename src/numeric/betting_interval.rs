//! A confidence interval for the mean of independent numbers between 0 and 1 that covers it for any number of them.

use super::math::{ln, min, sqrt};

/// The most of a gambler's capital that is staked at once.
const MOST_STAKED: f64 = 0.75;
/// Halvings of the range in which an end of the interval lies: it is then known to 1e-12.
const HALVINGS: usize = 40;
/// The logarithm of a product is taken once it leaves the range from the inverse of this to this.
const LARGE: f64 = 1e100;

/// The interval for the common mean, which misses it with probability `alpha` at most, whatever the distribution.
///
/// It is the hedged capital interval of I. Waudby-Smith and A. Ramdas, *Estimating means of bounded random variables by
/// betting* (Journal of the Royal Statistical Society B 86, 2024): a value is left out if a gambler who bets that the
/// mean is larger, or one who bets that it is smaller, would have multiplied the capital by 2/α. Stakes follow from the
/// earlier numbers only, and suit this many.
pub(crate) fn betting_interval(values: &[f64], alpha: f64) -> (f64, f64) {
    let wanted = ln(2.0 / alpha);
    let stakes = stakes(values, wanted);
    let low = lower_end(values, &stakes, wanted);
    let mirrored: Vec<f64> = values.iter().map(|value| 1.0 - value).collect();
    (low, 1.0 - lower_end(&mirrored, &stakes, wanted))
}

/// The stake on each number, from the mean and the variance of those before it.
fn stakes(values: &[f64], wanted: f64) -> Vec<f64> {
    let (mut sum, mut squares) = (0.5, 0.25);
    let stake = |(before, value): (usize, &f64)| {
        let variance = squares / (before + 1) as f64;
        sum += value;
        let from_mean = value - sum / (before + 2) as f64;
        squares += from_mean * from_mean;
        sqrt(2.0 * wanted / (variance * values.len() as f64))
    };
    values.iter().enumerate().map(stake).collect()
}

/// The largest mean that the gambler who bets on a larger one rules out. The capital falls as the mean rises.
fn lower_end(values: &[f64], stakes: &[f64], wanted: f64) -> f64 {
    let ruled_out = |mean: f64| log_capital(values, stakes, mean) >= wanted;
    if !ruled_out(0.0) {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if ruled_out(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The logarithm of the capital that bets on a mean larger than this one have made of 1.
fn log_capital(values: &[f64], stakes: &[f64], mean: f64) -> f64 {
    let (mut capital, mut logarithm) = (1.0, 0.0);
    for (value, stake) in values.iter().zip(stakes) {
        capital *= 1.0 + min(*stake, MOST_STAKED / mean) * (value - mean);
        if !(1.0 / LARGE..=LARGE).contains(&capital) {
            logarithm += ln(capital);
            capital = 1.0;
        }
    }
    logarithm + ln(capital)
}

#[cfg(test)]
mod tests {
    use super::{betting_interval, ln};
    use crate::numeric::stream::parameter_stream;

    fn uniform(seed: u64, count: u64) -> Vec<f64> {
        let stream = parameter_stream(seed, "uniform");
        (0..count).map(|number| stream.at(number)).collect()
    }

    #[test]
    fn the_interval_covers_and_is_no_wider_than_theory_says() {
        let mut covered = 0;
        for seed in 0..400 {
            let (low, high) = betting_interval(&uniform(seed, 1_000), 0.05);
            covered += u32::from(low <= 0.5 && 0.5 <= high);
            // √(2 ln(2/α) σ²/n) on each side, and a little for what is of higher order.
            let width = 2.0 * (2.0 * ln(40.0) / 12.0 / 1_000.0).sqrt();
            assert!((0.9..1.15).contains(&((high - low) / width)), "{low} {high}");
        }
        assert!(covered >= 380, "{covered}");
    }

    #[test]
    fn the_interval_is_symmetrical_and_within_the_bounds() {
        let values = uniform(1, 200);
        let mirrored: Vec<f64> = values.iter().map(|value| 1.0 - value).collect();
        let ((low, high), (other_low, other_high)) =
            (betting_interval(&values, 0.01), betting_interval(&mirrored, 0.01));
        assert!((low + other_high - 1.0).abs() < 1e-9 && (high + other_low - 1.0).abs() < 1e-9);
        assert_eq!(betting_interval(&[], 0.05), (0.0, 1.0));
        let (low, high) = betting_interval(&[0.0; 1_000], 0.05);
        assert!(
            low == 0.0 && (0.004..0.006).contains(&high),
            "ln(2/α) / (n × the most staked): {high}"
        );
        let (low, high) = betting_interval(&[1.0; 10], 0.05);
        assert!(low > 0.0 && high == 1.0);
    }
}
