//! Linear scales with round ticks.

use crate::numeric::math::{max, min};
use crate::report::figure::amount;

/// Ends that miss a tick by this share of a step meet it.
const ROUNDING: f64 = 1e-6;

/// A scale from numbers to pixels; its ends are ticks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    /// Between two ticks.
    step: f64,
    /// The pixels of both ends.
    pixels: (f64, f64),
}

impl Scale {
    /// A scale over numbers, with about so many ticks; what is not finite does not count.
    pub(super) fn over(numbers: impl IntoIterator<Item = f64>, ticks: f64, pixels: (f64, f64)) -> Self {
        let finite = numbers.into_iter().filter(|number| number.is_finite());
        let ends = finite.fold(None, |ends: Option<(f64, f64)>, number| {
            let (low, high) = ends.unwrap_or((number, number));
            Some((min(low, number), max(high, number)))
        });
        let (low, high) = ends.unwrap_or((0.0, 1.0));
        let span = if high > low { high - low } else { max(low.abs(), 1.0) };
        let step = round_step(span / ticks);
        let (first, last) = ((low / step + ROUNDING).floor(), (high / step - ROUNDING).ceil());
        let last = if last > first { last } else { first + 1.0 };
        Self {
            low: first * step,
            high: last * step,
            step,
            pixels,
        }
    }

    /// Where a number lies.
    pub(super) fn at(&self, number: f64) -> f64 {
        let (start, end) = self.pixels;
        let share = (number - self.low) / (self.high - self.low);
        start + (end - start) * min(max(share, 0.0), 1.0)
    }

    /// The ticks: their places and labels.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let mut ticks = Vec::new();
        let mut number = self.low;
        while number <= self.high + 0.5 * self.step {
            ticks.push((self.at(number), amount(number, self.decimals())));
            number = self.low + self.step * ticks.len() as f64;
        }
        ticks
    }

    /// How many decimals tell the ticks apart.
    fn decimals(&self) -> usize {
        let mut decimals = 0;
        let mut step = self.step;
        while step < 0.999 && decimals < 12 {
            step *= 10.0;
            decimals += 1;
        }
        decimals
    }
}

/// The least of 1, 2, 5, 10, … (times a power of ten) that is not less, but for rounding.
fn round_step(least: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= least {
        power *= 10.0;
    }
    while power > least && power > 1e-12 {
        power /= 10.0;
    }
    let steps = [1.0, 2.0, 5.0, 10.0].map(|of| of * power);
    let mut steps = steps.into_iter();
    steps
        .find(|step| *step * (1.0 + ROUNDING) >= least)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::Scale;

    fn labels(numbers: &[f64]) -> Vec<String> {
        let scale = Scale::over(numbers.iter().copied(), 5.0, (0.0, 100.0));
        scale.ticks().into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_and_hold_all_numbers() {
        assert_eq!(labels(&[0.0, 0.47]), ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(labels(&[-31.0, 12.0]), ["−40", "−30", "−20", "−10", "0", "10", "20"]);
        assert_eq!(labels(&[0.0, 40.0]), ["0", "10", "20", "30", "40"]);
        assert_eq!(labels(&[0.0, 1.0 + 1e-15]), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&[0.0, 0.0]), ["0.0", "0.2"]);
        assert_eq!(labels(&[]).len(), 6);
        assert_eq!(labels(&[1e-9, 3e-9]).len(), 5);
    }

    #[test]
    fn numbers_lie_between_the_ends() {
        let scale = Scale::over([0.0, 10.0], 5.0, (100.0, 0.0));
        assert_eq!(scale.at(2.5), 75.0);
        assert_eq!(scale.at(-1.0), 100.0);
        assert_eq!(scale.ticks()[0].0, 100.0);
    }
}
