//! A multinomial logit in the columns of a table, by which predictions are measured.

use argmin::core::{CostFunction, Error, Gradient};

use crate::numeric::linear::dot;
use crate::numeric::math::{exp, ln, max, sqrt};
use crate::numeric::quasi_newton::{Stop, minimise};

/// Penalty of a squared coefficient: slopes of standardised columns have a standard normal prior, intercepts a wide one.
const PENALTIES: [f64; 2] = [0.005, 0.5];
/// When the search ends.
const STOP: Stop = Stop {
    steps: 1_000,
    gradient: 1e-8,
    gain: f64::EPSILON,
};
/// The largest slope per case at a minimum.
const FOUND: f64 = 1e-5;

/// One case: the values of its columns, the weight of each outcome in its record, and how often it occurred.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) columns: Vec<f64>,
    pub(super) outcomes: Vec<f64>,
    pub(super) count: f64,
}

/// A fitted logit.
pub(super) struct Logit {
    /// The mean and the standard deviation of each column; 0 of one that is constant, which is left out.
    scales: Vec<(f64, f64)>,
    /// Outcome × (1 + columns) + coefficient.
    coefficients: Vec<f64>,
    outcomes: usize,
    /// Whether the fit was found.
    pub(super) found: bool,
}

impl Logit {
    /// The logit that fits examples best.
    pub(super) fn of(examples: &[Example], outcomes: usize) -> Self {
        let columns = examples.first().map_or(0, |example| example.columns.len());
        let scales = (0..columns).map(|column| scale(examples, column)).collect();
        let mut logit = Self {
            scales,
            coefficients: vec![0.0; outcomes * (1 + columns)],
            outcomes,
            found: false,
        };
        let fit = Fit {
            rows: examples
                .iter()
                .map(|example| (logit.row(&example.columns), example))
                .collect(),
            outcomes,
            all: examples.iter().map(|example| example.count).sum(),
        };
        if let Ok((coefficients, found)) = search(fit, &logit.coefficients) {
            (logit.coefficients, logit.found) = (coefficients, found);
        }
        logit
    }

    /// The columns that are constant in all examples.
    pub(super) fn constant(&self) -> impl Iterator<Item = usize> {
        let scales = self.scales.iter().enumerate();
        scales
            .filter(|(_, (_, deviation))| *deviation == 0.0)
            .map(|(column, _)| column)
    }

    /// The probability of each outcome.
    pub(super) fn predict(&self, columns: &[f64]) -> Vec<f64> {
        probabilities(&self.coefficients, &self.row(columns), self.outcomes)
    }

    /// 1, then the standardised columns.
    fn row(&self, columns: &[f64]) -> Vec<f64> {
        let columns = columns.iter().zip(&self.scales);
        let standardised = columns.map(|(value, (mean, deviation))| match *deviation {
            0.0 => 0.0,
            deviation => (value - mean) / deviation,
        });
        std::iter::once(1.0).chain(standardised).collect()
    }
}

fn scale(examples: &[Example], column: usize) -> (f64, f64) {
    let all: f64 = examples.iter().map(|example| example.count).sum();
    let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
        let parts = examples
            .iter()
            .map(|example| example.count * of(example.columns[column]));
        parts.sum::<f64>() / all
    };
    let mean = sum(&|value| value);
    let deviation = sqrt(sum(&|value| (value - mean) * (value - mean)));
    let negligible = deviation <= 1e-12 * max(1.0, mean.abs());
    (mean, if negligible { 0.0 } else { deviation })
}

fn probabilities(coefficients: &[f64], row: &[f64], outcomes: usize) -> Vec<f64> {
    let of = |outcome: usize| dot(&coefficients[outcome * row.len()..(outcome + 1) * row.len()], row);
    let scores: Vec<f64> = (0..outcomes).map(of).collect();
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, max);
    let odds: Vec<f64> = scores.iter().map(|score| exp(score - most)).collect();
    let sum: f64 = odds.iter().sum();
    odds.into_iter().map(|odds| odds / sum).collect()
}

/// Minus the penalised likelihood, per case.
struct Fit<'a> {
    rows: Vec<(Vec<f64>, &'a Example)>,
    outcomes: usize,
    /// How many cases there are.
    all: f64,
}

impl Fit<'_> {
    fn penalty(&self, at: usize) -> f64 {
        let width = self.rows[0].0.len();
        PENALTIES[usize::from(!at.is_multiple_of(width))]
    }
}

impl CostFunction for Fit<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, coefficients: &Vec<f64>) -> Result<f64, Error> {
        let squares = coefficients.iter().enumerate();
        let mut cost: f64 = squares.map(|(at, value)| self.penalty(at) * value * value).sum();
        for (row, example) in &self.rows {
            let predicted = probabilities(coefficients, row, self.outcomes);
            let recorded: f64 = dot(&predicted, &example.outcomes);
            cost -= example.count * ln(max(recorded, f64::MIN_POSITIVE));
        }
        let cost = cost / self.all;
        match cost.is_finite() {
            true => Ok(cost),
            false => Err(Error::msg("the likelihood has no value")),
        }
    }
}

impl Gradient for Fit<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, coefficients: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let squares = coefficients.iter().enumerate();
        let mut gradient: Vec<f64> = squares.map(|(at, value)| 2.0 * self.penalty(at) * value).collect();
        for (row, example) in &self.rows {
            let predicted = probabilities(coefficients, row, self.outcomes);
            let recorded = max(dot(&predicted, &example.outcomes), f64::MIN_POSITIVE);
            for (outcome, (chance, weight)) in predicted.iter().zip(&example.outcomes).enumerate() {
                let slope = example.count * chance * (1.0 - weight / recorded);
                let own = &mut gradient[outcome * row.len()..(outcome + 1) * row.len()];
                own.iter_mut().zip(row).for_each(|(by, at)| *by += slope * at);
            }
        }
        gradient.iter_mut().for_each(|by| *by /= self.all);
        Ok(gradient)
    }
}

/// The best coefficients, and whether they are a minimum.
fn search(fit: Fit<'_>, start: &[f64]) -> Result<(Vec<f64>, bool), Error> {
    let size = start.len();
    let unit = |row: usize| (0..size).map(|at| f64::from(u8::from(at == row))).collect();
    let inverse: Vec<Vec<f64>> = (0..size).map(unit).collect();
    let (best, fit) = minimise(fit, start.to_vec(), inverse, &STOP)?;
    let found = fit.gradient(&best)?.iter().all(|by| by.abs() <= FOUND);
    Ok((best, found))
}

#[cfg(test)]
mod tests {
    use super::{CostFunction, Example, Fit, Gradient, Logit};

    fn examples() -> Vec<Example> {
        let example = |at: i32| {
            let x = f64::from(at % 7) - 3.0;
            let outcome = usize::from(x > 0.0) + usize::from(at % 5 == 0);
            Example {
                columns: vec![x, 4.0],
                outcomes: (0..3).map(|of| f64::from(u8::from(of == outcome))).collect(),
                count: f64::from(1 + at % 2),
            }
        };
        (0..60).map(example).collect()
    }

    #[test]
    fn the_gradient_is_that_of_the_cost_and_vanishes_at_the_fit() {
        let examples = examples();
        let logit = Logit::of(&examples, 3);
        assert_eq!(logit.constant().collect::<Vec<_>>(), [1]);
        let fit = Fit {
            rows: examples
                .iter()
                .map(|example| (logit.row(&example.columns), example))
                .collect(),
            outcomes: 3,
            all: 1.0,
        };
        assert!(logit.found);
        let gradient = fit.gradient(&logit.coefficients).expect("it exists");
        assert!(gradient.iter().all(|by| by.abs() < 1e-4), "{gradient:?}");
        let elsewhere: Vec<f64> = (0..9).map(|at| 0.1 * f64::from(at) - 0.3).collect();
        let gradient = fit.gradient(&elsewhere).expect("it exists");
        for at in 0..9 {
            let cost = |by: f64| {
                let mut place = elsewhere.clone();
                place[at] += by;
                fit.cost(&place).expect("it exists")
            };
            let difference = (cost(1e-6) - cost(-1e-6)) / 2e-6;
            assert!((difference - gradient[at]).abs() < 1e-6);
        }
        let predicted = logit.predict(&[3.0, 4.0]);
        assert!((predicted.iter().sum::<f64>() - 1.0).abs() < 1e-14 && predicted[1] > predicted[0]);
    }
}
