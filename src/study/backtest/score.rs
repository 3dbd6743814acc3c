//! How good predictions are: log scores, Brier scores, calibration, and differences of paired scores.

use crate::numeric::math::{ln, logistic, max, min, sqrt};
use crate::numeric::summary::NORMAL_975;

/// Probabilities nearer to 0 or 1 than this count as so near, so that calibration has finite odds.
const NEAR: f64 = 1e-12;
/// A spread below this share of the largest gain is rounding.
const NOISE: f64 = 1e-9;
/// The steps of the calibration's regression.
const STEPS: usize = 50;
/// The sum of the 97.5 % and the 80 % quantile of the standard normal distribution.
const POWER: f64 = NORMAL_975 + 0.841_621_233_572_914_3;

/// A prediction of one row, and what was recorded.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scored {
    /// The probability of each outcome.
    pub probabilities: Vec<f64>,
    /// Whether each outcome is one of those recorded.
    pub recorded: Vec<bool>,
    /// How many such cases there were.
    pub count: f64,
    /// The cluster, where it has one.
    pub cluster: Option<usize>,
}

impl Scored {
    /// The log score: minus the logarithm of the probability of what was recorded.
    pub(crate) fn log(&self) -> f64 {
        -ln(self.of_recorded())
    }

    /// The Brier score over the outcomes, those recorded together as one.
    pub(crate) fn brier(&self) -> f64 {
        let others = self
            .probabilities
            .iter()
            .zip(&self.recorded)
            .filter(|(_, recorded)| !**recorded);
        let others: f64 = others.map(|(chance, _)| chance * chance).sum();
        let missed = 1.0 - self.of_recorded();
        missed * missed + others
    }

    fn of_recorded(&self) -> f64 {
        let both = self.probabilities.iter().zip(&self.recorded);
        both.filter(|(_, recorded)| **recorded).map(|(chance, _)| chance).sum()
    }
}

/// The mean of a score over cases.
pub(crate) fn mean(all: &[Scored], score: impl Fn(&Scored) -> f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for one in all {
        sum += one.count * score(one);
        count += one.count;
    }
    sum / count
}

/// By how much one prediction is better than another, case by case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gain {
    /// The mean gain.
    pub mean: f64,
    /// Its standard error, over clusters; `None` with fewer than two of them, or where the gain is infinite.
    pub error: Option<f64>,
    /// How many cases it takes that a given gain is found in eight of ten tables, at 5 %.
    pub needed: Option<f64>,
}

impl Gain {
    /// The gain of predictions over others of the same rows; `wanted` is a gain of interest.
    pub(crate) fn over(these: &[Scored], others: &[Scored], score: impl Fn(&Scored) -> f64, wanted: f64) -> Self {
        let gains: Vec<f64> = these
            .iter()
            .zip(others)
            .map(|(one, other)| score(other) - score(one))
            .collect();
        let count: f64 = these.iter().map(|one| one.count).sum();
        let weighted = these.iter().zip(&gains).map(|(one, gain)| one.count * gain);
        let mean = weighted.sum::<f64>() / count;
        let named = these
            .iter()
            .filter_map(|one| one.cluster)
            .max()
            .map_or(0, |last| last + 1);
        let mut sums = vec![0.0; named];
        let mut met = vec![false; named];
        // What belongs to no cluster is one by itself, as often as it occurred.
        let (mut squares, mut of) = (0.0, 0.0);
        for (one, gain) in these.iter().zip(&gains) {
            let away = gain - mean;
            match one.cluster {
                Some(cluster) => {
                    sums[cluster] += one.count * away;
                    met[cluster] = true;
                }
                None => {
                    squares += one.count * away * away;
                    of += one.count;
                }
            }
        }
        squares += sums.iter().map(|sum| sum * sum).sum::<f64>();
        of += met.iter().filter(|met| **met).count() as f64;
        let error = sqrt(squares * of / (of - 1.0)) / count;
        let largest = gains.iter().fold(0.0, |most, gain| max(most, gain.abs()));
        // Where all gains are alike but for rounding, their spread says nothing.
        let error = Some(error).filter(|error| error.is_finite() && of > 1.0 && *error > NOISE * largest);
        let needed = error.map(|error| {
            let ratio = POWER * error * sqrt(count) / wanted;
            max(2.0, ratio * ratio)
        });
        Self { mean, error, needed }
    }
}

/// How predicted probabilities compare with what happened: the intercept and the slope of a logit of each outcome's
/// occurrence in the logarithm of its predicted odds (Cox 1958, *Biometrika* 45, 562–565). 0 and 1 are perfect. `None` where
/// the regression does not exist.
pub(crate) fn calibration(all: &[Scored]) -> Option<(f64, f64)> {
    let points = all.iter().flat_map(|one| {
        let outcomes = one.probabilities.iter().zip(&one.recorded);
        outcomes.map(|(chance, recorded)| {
            let chance = min(max(*chance, NEAR), 1.0 - NEAR);
            (ln(chance) - ln(1.0 - chance), f64::from(u8::from(*recorded)), one.count)
        })
    });
    let points: Vec<(f64, f64, f64)> = points.collect();
    let fit = |intercept: f64, slope: f64| -> f64 {
        let of = points.iter().map(|(x, y, count)| {
            let towards = if *y > 0.5 {
                intercept + slope * x
            } else {
                -intercept - slope * x
            };
            count * ln(max(logistic(towards), f64::MIN_POSITIVE))
        });
        of.sum()
    };
    let (mut intercept, mut slope) = (0.0, 0.0);
    for _ in 0..STEPS {
        let (mut g, mut h) = ([0.0; 2], [0.0; 3]);
        for (x, y, count) in &points {
            let chance = logistic(intercept + slope * x);
            let (missed, spread) = (count * (y - chance), count * chance * (1.0 - chance));
            g = [g[0] + missed, g[1] + missed * x];
            h = [h[0] + spread, h[1] + spread * x, h[2] + spread * x * x];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        let step = [
            (g[0] * h[2] - g[1] * h[1]) / determinant,
            (g[1] * h[0] - g[0] * h[1]) / determinant,
        ];
        if !(step[0].is_finite() && step[1].is_finite()) {
            return None;
        }
        let here = fit(intercept, slope);
        let mut share = 1.0;
        while share > NEAR && fit(intercept + share * step[0], slope + share * step[1]) < here {
            share *= 0.5;
        }
        (intercept, slope) = (intercept + share * step[0], slope + share * step[1]);
        if step[0].abs() + step[1].abs() < 1e-9 {
            return Some((intercept, slope)).filter(|_| slope.abs() < 1e3);
        }
    }
    None
}

/// The predicted probabilities of a range, and how often what they predict happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bin {
    /// The ends of the range.
    pub range: [f64; 2],
    /// How many predicted probabilities lie within.
    pub count: f64,
    /// Their mean.
    pub predicted: f64,
    /// The share of them whose outcome happened.
    pub happened: f64,
}

/// The predicted probabilities in ranges of a tenth; those without any are left out.
pub(crate) fn bins(all: &[Scored]) -> Vec<Bin> {
    let mut sums = [[0.0; 3]; 10];
    for one in all {
        for (chance, recorded) in one.probabilities.iter().zip(&one.recorded) {
            let bin = &mut sums[((chance * 10.0) as usize).min(9)];
            bin[0] += one.count;
            bin[1] += one.count * chance;
            bin[2] += one.count * f64::from(u8::from(*recorded));
        }
    }
    let bins = sums.iter().enumerate().filter(|(_, sums)| sums[0] > 0.0);
    let bins = bins.map(|(at, [count, predicted, happened])| Bin {
        range: [at as f64 / 10.0, (at + 1) as f64 / 10.0],
        count: *count,
        predicted: predicted / count,
        happened: happened / count,
    });
    bins.collect()
}

#[cfg(test)]
mod tests {
    use super::{Gain, Scored, bins, calibration, mean};
    use crate::numeric::math::ln;

    fn scored(chance: f64, happened: bool, cluster: usize) -> Scored {
        let cluster = Some(cluster);
        Scored {
            probabilities: vec![chance, 1.0 - chance],
            recorded: vec![happened, !happened],
            count: 1.0,
            cluster,
        }
    }

    #[test]
    fn scores_are_those_of_the_textbooks() {
        let one = scored(0.25, true, 0);
        assert!((one.log() - ln(4.0)).abs() < 1e-15);
        assert!((one.brier() - 2.0 * 0.75 * 0.75).abs() < 1e-15);
        let both = Scored {
            recorded: vec![true, true],
            ..one
        };
        assert!(both.log().abs() < 1e-15 && both.brier() < 1e-30);
    }

    #[test]
    fn perfect_odds_have_slope_one() {
        let mut all = Vec::new();
        for (chance, of) in [(0.2, 20), (0.5, 20), (0.8, 20)] {
            let hits = (chance * f64::from(of)).round() as i32;
            all.extend((0..of).map(|at| scored(chance, at < hits, at as usize)));
        }
        let (intercept, slope) = calibration(&all).expect("it exists");
        assert!(intercept.abs() < 1e-9 && (slope - 1.0).abs() < 1e-9);
        let bins = bins(&all);
        assert!(
            bins.iter().all(|bin| (bin.predicted - bin.happened).abs() < 1e-12),
            "{bins:?}"
        );
        assert_eq!(bins.iter().map(|bin| bin.count).sum::<f64>(), 120.0);
        // Twice the log-odds are half right.
        let bold: Vec<Scored> = all
            .iter()
            .map(|one| {
                let odds = one.probabilities[0] / one.probabilities[1];
                let chance = odds * odds / (1.0 + odds * odds);
                scored(chance, one.recorded[0], 0)
            })
            .collect();
        assert!((calibration(&bold).expect("it exists").1 - 0.5).abs() < 1e-9);
    }

    #[test]
    fn paired_gains_have_the_error_of_a_mean() {
        let these: Vec<Scored> = [0.9, 0.6, 0.7, 0.8]
            .iter()
            .map(|&chance| scored(chance, true, 0))
            .collect();
        let these: Vec<Scored> = these
            .into_iter()
            .enumerate()
            .map(|(cluster, one)| Scored {
                cluster: Some(cluster),
                ..one
            })
            .collect();
        let others: Vec<Scored> = these
            .iter()
            .map(|one| Scored {
                probabilities: vec![0.5, 0.5],
                ..one.clone()
            })
            .collect();
        let gain = Gain::over(&these, &others, Scored::log, 0.05);
        let gains: Vec<f64> = [0.9, 0.6, 0.7, 0.8]
            .iter()
            .map(|chance: &f64| ln(chance / 0.5))
            .collect();
        let middle = gains.iter().sum::<f64>() / 4.0;
        let variance = gains.iter().map(|gain| (gain - middle) * (gain - middle)).sum::<f64>() / 3.0;
        assert!((gain.mean - middle).abs() < 1e-15);
        assert!((gain.error.expect("four clusters") - (variance / 4.0).sqrt()).abs() < 1e-15);
        assert!((mean(&others, Scored::log) - mean(&these, Scored::log) - middle).abs() < 1e-15);
        let quantiles = 1.959_963_984_540_054 + 0.841_621_233_572_914_3;
        let wanted = quantiles * quantiles * variance / 0.0025;
        assert!((gain.needed.expect("it is finite") / wanted - 1.0).abs() < 1e-12);
        let together: Vec<Scored> = these
            .iter()
            .map(|one| Scored {
                cluster: Some(0),
                ..one.clone()
            })
            .collect();
        assert_eq!(Gain::over(&together, &others, Scored::log, 0.05).error, None);
    }
}
