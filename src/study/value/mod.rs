//! What finding out is worth for a choice among variants: the expected value of perfect information, in total (EVPI) and of
//! each uncertain parameter (EVPPI) by regression on common draws (M. Strong, J. E. Oakley and A. Brennan, *Medical
//! Decision Making* 34, 2014).

mod smoother;
mod utility;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::draw_table::UncertainParameter;
use super::rows::{InformationKind, InformationRow};
use super::statistics::{mean, sd};
use crate::numeric::distribution::Distribution;
use crate::numeric::math::{max, sqrt};
use crate::numeric::stream::StreamKey;
use smoother::{Fit, Smoother, cholesky};

pub(crate) use utility::Utility;

/// How often fitted functions are drawn anew for a standard error.
const RESAMPLES: usize = 400;
/// The most draws in which they are looked at.
const RESAMPLED_DRAWS: usize = 2_000;

/// A choice among variants, by how good each is in each draw.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Choice {
    /// The variants.
    pub variants: Vec<String>,
    /// The utility of each variant in each draw; draws of one number are paired.
    pub utilities: Vec<Vec<f64>>,
    /// The uncertain parameters.
    pub parameters: Vec<UncertainParameter>,
}

/// What is chosen, and what finding out is worth.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Information {
    /// The variant that is best on average, the first of equally good ones.
    pub chosen: usize,
    /// The mean utility of each variant.
    pub means: Vec<f64>,
    /// What everything is worth, then each parameter.
    pub rows: Vec<InformationRow>,
}

/// What finding out is worth, and how many draws it rests on.
pub(crate) struct Valued {
    /// The variants in the order of the choice.
    pub variants: Vec<String>,
    /// The answer.
    pub information: Information,
    /// How many solved draws it rests on, and how many of them were not solved to the tolerance.
    pub draws: (u64, u64),
}

/// What finding out is worth.
pub(crate) fn information(choice: &Choice) -> Information {
    let means: Vec<f64> = choice.utilities.iter().map(|of| mean(of)).collect();
    let chosen = (1..means.len()).fold(0, |best, other| if means[other] > means[best] { other } else { best });
    let others: Vec<usize> = (0..means.len()).filter(|&variant| variant != chosen).collect();
    let gain = |&other: &usize| {
        let pairs = choice.utilities[other].iter().zip(&choice.utilities[chosen]);
        pairs.map(|(there, here)| there - here).collect::<Vec<f64>>()
    };
    let stakes = Stakes {
        choice,
        gains: others.iter().map(gain).collect(),
        others,
    };
    let everything = stakes.everything();
    let parameters = choice.parameters.par_iter();
    let parameters: Vec<InformationRow> = parameters
        .map(|parameter| stakes.parameter(parameter, everything.value))
        .collect();
    Information {
        chosen,
        means,
        rows: [everything].into_iter().chain(parameters).collect(),
    }
}

/// What the other variants would gain over the chosen one.
struct Stakes<'a> {
    choice: &'a Choice,
    others: Vec<usize>,
    /// For each of the others, its gain in each draw.
    gains: Vec<Vec<f64>>,
}

impl Stakes<'_> {
    /// What it is worth to know every parameter.
    fn everything(&self) -> InformationRow {
        let best = best_gains(&self.gains);
        let error = sd(&best).map(|sd| sd / sqrt(best.len() as f64));
        let row = self.row(&self.gains, mean(&best));
        InformationRow {
            value_se: error,
            share_of_everything: (row.value > 0.0).then_some(1.0),
            ..row
        }
    }

    /// What it is worth to know one parameter. Where the regression fails, it tells nothing.
    fn parameter(&self, parameter: &UncertainParameter, everything: f64) -> InformationRow {
        let smoother = Smoother::new(&parameter.values);
        let fits: Option<Vec<Fit>> = self.gains.iter().map(|gain| smoother.fit(gain)).collect();
        let fits = fits.unwrap_or_default();
        let fitted: Vec<Vec<f64>> = if fits.is_empty() {
            vec![vec![0.0; parameter.values.len()]; self.gains.len()]
        } else {
            let fitted = fits.iter().map(|fit| smoother.values(&fit.coefficients, 1));
            fitted.collect()
        };
        let row = self.row(&fitted, worth(&fitted));
        InformationRow {
            kind: InformationKind::Parameter,
            name: parameter.name.clone(),
            unit: parameter.unit.clone(),
            value_se: self.error(&parameter.name, &smoother, (&fits, &fitted)),
            share_of_everything: (everything > 0.0).then(|| row.value / everything),
            freedom: fits.iter().map(|fit| fit.freedom).reduce(max),
            ..row
        }
    }

    /// The row of what is known when these are the expected gains, without what is known.
    fn row(&self, gains: &[Vec<f64>], value: f64) -> InformationRow {
        let draws = self.gains[0].len();
        let mut switches = vec![0_u64; gains.len()];
        for draw in 0..draws {
            let best = (0..gains.len()).fold(None, |best: Option<usize>, other| {
                let than = best.map_or(0.0, |best| gains[best][draw]);
                if gains[other][draw] > than { Some(other) } else { best }
            });
            if let Some(other) = best {
                switches[other] += 1;
            }
        }
        let most = (1..gains.len()).fold(
            0,
            |most, other| if switches[other] > switches[most] { other } else { most },
        );
        let any: u64 = switches.iter().sum();
        InformationRow {
            kind: InformationKind::Everything,
            name: "everything".to_owned(),
            unit: String::new(),
            value,
            value_se: None,
            share_of_everything: None,
            switches: any as f64 / draws as f64,
            switches_to: if any > 0 {
                self.choice.variants[self.others[most]].clone()
            } else {
                String::new()
            },
            freedom: None,
        }
    }

    /// The standard error of a parameter's worth: the spread over functions drawn from the posterior of the regressions,
    /// whose errors are correlated as their residuals are.
    fn error(&self, name: &str, smoother: &Smoother, (fits, fitted): (&[Fit], &[Vec<f64>])) -> Option<f64> {
        let normal = Distribution::named("normal", &[0.0, 1.0])?;
        let mixing = self.correlation(fitted)?;
        let every = self.gains.first()?.len().div_ceil(RESAMPLED_DRAWS);
        let size = fits.first()?.coefficients.len();
        let mut uniforms = vec![0.0; RESAMPLES * fits.len() * size];
        let key = StreamKey::of(0, &["value of information", name]);
        key.stream(0, 0).fill(0, &mut uniforms);
        let scores: Vec<f64> = uniforms.into_iter().map(|u| normal.quantile(u)).collect();
        let resample = |scores: &[f64]| {
            let scores: Vec<&[f64]> = scores.chunks_exact(size).collect();
            let drawn = fits.iter().zip(&mixing);
            let drawn = drawn.map(|(fit, weights)| smoother.values(&drawn_coefficients(fit, weights, &scores), every));
            worth(&drawn.collect::<Vec<_>>())
        };
        let worths: Vec<f64> = scores.chunks_exact(fits.len() * size).map(resample).collect();
        sd(&worths)
    }

    /// The lower triangular factor of the correlation of residuals.
    fn correlation(&self, fitted: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
        /// Keeps the factor apart from singular where two variants are alike.
        const APART: f64 = 1e-9;
        let residuals = fitted.iter().zip(&self.gains);
        let residuals: Vec<Vec<f64>> = residuals
            .map(|(fitted, gain)| gain.iter().zip(fitted).map(|(gain, fitted)| gain - fitted).collect())
            .collect();
        let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let correlation = |a: usize, b: usize| {
            let size = sqrt(product(&residuals[a], &residuals[a]) * product(&residuals[b], &residuals[b]));
            match (a == b, size > 0.0) {
                (true, _) => 1.0 + APART,
                (false, true) => product(&residuals[a], &residuals[b]) / size,
                (false, false) => 0.0,
            }
        };
        let rows = (0..residuals.len()).map(|a| (0..residuals.len()).map(|b| correlation(a, b)).collect());
        cholesky(&rows.collect::<Vec<Vec<f64>>>())
    }
}

/// Coefficients from their posterior, with scores that the regressions share by these weights.
fn drawn_coefficients(fit: &Fit, weights: &[f64], scores: &[&[f64]]) -> Vec<f64> {
    let mixed = |at: usize| {
        weights
            .iter()
            .zip(scores)
            .map(|(weight, scores)| weight * scores[at])
            .sum::<f64>()
    };
    let own: Vec<f64> = (0..fit.coefficients.len()).map(mixed).collect();
    let spread = sqrt(max(fit.variance, 0.0));
    let pairs = fit.coefficients.iter().zip(&fit.factor);
    let drawn = pairs.map(|(value, row)| value + spread * row.iter().zip(&own).map(|(a, b)| a * b).sum::<f64>());
    drawn.collect()
}

/// The gain of the best of the others in each draw, where it is one.
fn best_gains(gains: &[Vec<f64>]) -> Vec<f64> {
    let draws = gains.first().map_or(0, Vec::len);
    let best = |draw: usize| gains.iter().map(|gain| gain[draw]).fold(0.0, max);
    (0..draws).map(best).collect()
}

/// What it is worth to know these expected gains before choosing.
fn worth(gains: &[Vec<f64>]) -> f64 {
    let without = gains.iter().map(|gain| mean(gain)).fold(0.0, max);
    match gains {
        [] => 0.0,
        gains => max(mean(&best_gains(gains)) - without, 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Information, information};
    use crate::numeric::distribution::Distribution;
    use crate::numeric::math::{exp, sqrt};
    use crate::numeric::stream::StreamKey;
    use crate::study::draw_table::UncertainParameter;
    use std::f64::consts::{PI, SQRT_2};

    /// Independent standard normal numbers.
    fn normals(name: &str, count: usize) -> Vec<f64> {
        let normal = Distribution::named("normal", &[0.0, 1.0]).expect("there is one");
        let mut uniforms = vec![0.0; count];
        StreamKey::of(7, &[name]).stream(0, 0).fill(0, &mut uniforms);
        uniforms.into_iter().map(|u| normal.quantile(u)).collect()
    }

    /// What is found out about `a` and `b`, which are normal, when a second choice gains so much over the first.
    fn found(draws: usize, gain: impl Fn(f64, f64) -> f64) -> Information {
        let parameter = |name: &str| UncertainParameter {
            name: name.to_owned(),
            unit: String::new(),
            values: normals(name, draws),
        };
        let parameters = vec![parameter("a"), parameter("b")];
        let pairs = parameters[0].values.iter().zip(&parameters[1].values);
        let second = pairs.map(|(&a, &b)| gain(a, b)).collect();
        let choice = Choice {
            variants: vec!["first".to_owned(), "second".to_owned()],
            utilities: vec![vec![0.0; draws], second],
            parameters,
        };
        information(&choice)
    }

    /// E max(0, x) for a normal x of mean −`below` and standard deviation `sd`.
    fn normal_loss(below: f64, sd: f64) -> f64 {
        let z = below / sd;
        let density = exp(-z * z / 2.0) / sqrt(2.0 * PI);
        sd * density - below * 0.5 * libm::erfc(z / SQRT_2)
    }

    #[track_caller]
    fn near(found: f64, wanted: f64, share: f64) {
        assert!((found / wanted - 1.0).abs() < share, "{found} is not {wanted}");
    }

    #[test]
    fn a_linear_gain_is_worth_what_the_normal_loss_says() {
        let found = found(200_000, |a, b| a + 0.5 * b - 0.4);
        near(found.rows[0].value, normal_loss(0.4, sqrt(1.25)), 0.02);
        near(found.rows[1].value, normal_loss(0.4, 1.0), 0.02);
        near(found.rows[2].value, normal_loss(0.4, 0.5), 0.02);
        assert_eq!(found.chosen, 0);
        let switches = 0.5 * libm::erfc(0.4 / SQRT_2);
        near(found.rows[1].switches, switches, 0.02);
        assert_eq!(found.rows[1].switches_to, "second");
    }

    /// The worth of `a` by nested Monte Carlo, with 1,000 × 1,000 numbers, each taken at an even place of its distribution.
    fn nested(gain: impl Fn(f64, f64) -> f64) -> f64 {
        let normal = Distribution::named("normal", &[0.0, 1.0]).expect("there is one");
        let places: Vec<f64> = (0..1_000)
            .map(|at| normal.quantile((f64::from(at) + 0.5) / 1_000.0))
            .collect();
        let inner = |a: f64| places.iter().map(|&b| gain(a, b)).sum::<f64>() / 1_000.0;
        let known: Vec<f64> = places.iter().map(|&a| inner(a)).collect();
        let best = known
            .iter()
            .map(|&gain| if gain > 0.0 { gain } else { 0.0 })
            .sum::<f64>()
            / 1_000.0;
        let without = known.iter().sum::<f64>() / 1_000.0;
        best - if without > 0.0 { without } else { 0.0 }
    }

    #[test]
    fn curved_gains_are_worth_what_nested_monte_carlo_says() {
        let bent = |a: f64, b: f64| a * a + 0.5 * a * b + exp(0.4 * b) - 2.3;
        near(found(100_000, bent).rows[1].value, nested(bent), 0.02);
        let waves = |a: f64, b: f64| libm::sin(2.0 * a) + 0.3 * a * b * b + 0.2 * b - 0.1;
        near(found(100_000, waves).rows[1].value, nested(waves), 0.02);
    }

    #[test]
    fn the_standard_error_is_the_spread_between_samples() {
        let gain = |a: f64, b: f64| a + 2.0 * b - 0.4;
        let all = found(40_000, gain);
        let values = |name: &str| normals(name, 40_000);
        let (a, b) = (values("a"), values("b"));
        let part = |at: usize| {
            let range = at * 400..(at + 1) * 400;
            let parameter = UncertainParameter {
                name: "a".to_owned(),
                unit: String::new(),
                values: a[range.clone()].to_vec(),
            };
            // The values of `a` are the same in every sample of the regression's error; here they differ little.
            let second = a[range.clone()]
                .iter()
                .zip(&b[range])
                .map(|(&a, &b)| gain(a, b))
                .collect();
            let choice = Choice {
                variants: vec!["first".to_owned(), "second".to_owned()],
                utilities: vec![vec![0.0; 400], second],
                parameters: vec![parameter],
            };
            let row = information(&choice).rows.remove(1);
            (row.value, row.value_se.expect("there is one"))
        };
        let (found, errors): (Vec<f64>, Vec<f64>) = (0..100).map(part).unzip();
        let spread = crate::study::statistics::sd(&found).expect("there are several");
        let error = crate::study::statistics::mean(&errors);
        assert!((0.6..1.5).contains(&(error / spread)), "{error} against {spread}");
        assert!(all.rows[1].value_se < Some(error / 5.0), "more draws tell more");
    }

    #[test]
    fn what_changes_no_choice_is_worth_nothing() {
        let found = found(500, |a, _| 0.001 * a - 5.0);
        assert!(found.rows.iter().all(|row| row.value == 0.0 && row.switches == 0.0));
        assert!(
            found
                .rows
                .iter()
                .all(|row| row.switches_to.is_empty() && row.share_of_everything.is_none())
        );
    }

    #[test]
    fn the_choice_that_most_draws_switch_to_is_named() {
        let draws = 1_000;
        let gains = [|a: f64| a - 1.0, |a: f64| -a - 0.1];
        let values = normals("a", draws);
        let names = ["seldom", "often"];
        for order in [[0, 1], [1, 0]] {
            let others = order.map(|at| values.iter().map(|&a| gains[at](a)).collect::<Vec<f64>>());
            let choice = Choice {
                variants: ["first", names[order[0]], names[order[1]]].map(str::to_owned).to_vec(),
                utilities: [vec![vec![0.0; draws]], others.to_vec()].concat(),
                parameters: Vec::new(),
            };
            let found = information(&choice);
            assert_eq!((found.chosen, found.rows[0].switches_to.as_str()), (0, "often"));
            let better = values.iter().filter(|a| **a > 1.0 || **a < -0.1).count();
            assert_eq!(found.rows[0].switches, better as f64 / draws as f64);
        }
    }

    #[test]
    fn few_distinct_values_are_each_taken_for_themselves() {
        let coin: Vec<f64> = normals("coin", 4_000)
            .iter()
            .map(|x| if *x > 0.0 { 1.0 } else { 0.0 })
            .collect();
        let noise = normals("noise", 4_000);
        let second = coin
            .iter()
            .zip(noise)
            .map(|(coin, noise)| 2.0 * coin - 1.5 + 0.1 * noise)
            .collect();
        let parameter = UncertainParameter {
            name: "coin".to_owned(),
            unit: String::new(),
            values: coin,
        };
        let choice = Choice {
            variants: vec!["first".to_owned(), "second".to_owned()],
            utilities: vec![vec![0.0; 4_000], second],
            parameters: vec![parameter],
        };
        near(information(&choice).rows[1].value, 0.25, 0.05);
    }
}
