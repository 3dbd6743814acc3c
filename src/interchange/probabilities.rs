//! Probabilities in game files: not negative, with sums of exactly one as decimal text.

use crate::numeric::precision::PROBABILITY_TOLERANCE;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::error::{FileError, fault};
use super::number::Number;
use crate::source::wording::quoted;
use crate::source::{Code, Span};

/// The largest divisor of a simple fraction, and how far a chance may be from one.
const SIMPLE_DIVISOR: f64 = 10_000.0;
const SIMPLE_ROUNDING: f64 = 4e-16;

/// Refuses a negative probability.
pub(super) fn negative(chance: &Number, span: Span) -> FileError {
    let message = format!("the probability {} is negative", quoted(chance.text()));
    fault(
        (Code::ChancesNotOne, span),
        message,
        "probabilities are numbers from 0 to 1",
    )
}

/// Makes probabilities that sum to one within rounding sum to exactly one; returns whether any changed.
pub(super) fn make_exact(chances: &mut [Number], span: Span) -> Result<bool, FileError> {
    let sum: f64 = chances.iter().map(Number::value).sum();
    let exact: Option<Vec<BigRational>> = chances.iter().map(Number::exact).collect();
    let Some(exact) = exact else {
        let message = "the probabilities have more digits than can be added exactly";
        return Err(Box::new(Code::ChancesNotOne.at(span, message)));
    };
    let total = total(&exact);
    if total.is_one() {
        return Ok(false);
    }
    let off = (&total - BigRational::one()).abs();
    if off > BigRational::from_float(PROBABILITY_TOLERANCE).unwrap_or_else(BigRational::zero) {
        let message = format!("the probabilities sum to {sum}, not 1");
        let help = "write thirds and the like as fractions: `1/3`";
        return Err(fault((Code::ChancesNotOne, span), message, help));
    }
    for (chance, exact) in chances.iter_mut().zip(exact) {
        *chance = Number::fraction(&(exact / &total));
    }
    Ok(true)
}

/// Floating-point probabilities as fractions that sum to exactly one: simple fractions within rounding; otherwise the
/// shortest decimals of each, and the largest takes the remainder.
pub(super) fn fractions(chances: &[f64]) -> Vec<Number> {
    let simple: Option<Vec<BigRational>> = chances.iter().map(|&chance| simple(chance)).collect();
    if let Some(simple) = simple.filter(|simple| total(simple).is_one()) {
        return simple.iter().map(Number::fraction).collect();
    }
    let exact = |&chance: &f64| Number::of(chance).exact().unwrap_or_else(BigRational::zero);
    let mut exact: Vec<BigRational> = chances.iter().map(exact).collect();
    let rest = BigRational::one() - total(&exact);
    let larger = |best, at| if chances[at] > chances[best] { at } else { best };
    if let Some(largest) = (0..chances.len()).reduce(larger) {
        exact[largest] += rest;
    }
    exact.iter().map(Number::fraction).collect()
}

/// The fraction with a small divisor that a chance is within rounding, by continued fractions.
fn simple(chance: f64) -> Option<BigRational> {
    let (mut before, mut now) = ((1.0, 0.0), (chance.floor(), 1.0));
    let mut rest = chance - chance.floor();
    while (chance - now.0 / now.1).abs() > SIMPLE_ROUNDING {
        rest = 1.0 / rest;
        let whole = rest.floor();
        rest -= whole;
        (before, now) = (now, (whole * now.0 + before.0, whole * now.1 + before.1));
        if now.1 > SIMPLE_DIVISOR {
            return None;
        }
    }
    let fraction = BigRational::from_float(now.0)? / BigRational::from_float(now.1)?;
    (!fraction.is_zero() || chance == 0.0).then_some(fraction)
}

fn total(exact: &[BigRational]) -> BigRational {
    exact.iter().sum()
}

#[cfg(test)]
mod tests {
    use num_traits::One;

    use super::{fractions, make_exact, total};
    use crate::interchange::number::Number;
    use crate::source::{Sources, Span};

    fn made_exact(texts: &[&str]) -> Option<(bool, Vec<String>)> {
        let source = Sources::new().add("game", "");
        let place = Span {
            source,
            start: 0,
            end: 0,
        };
        let numbers = texts.iter().map(|text| Number::read(text).expect("it is a number"));
        let mut chances: Vec<Number> = numbers.collect();
        let changed = make_exact(&mut chances, place).ok()?;
        Some((changed, chances.iter().map(|chance| chance.text().to_owned()).collect()))
    }

    #[test]
    fn chances_sum_to_one_or_nearly() {
        let same = |texts: &[&str]| made_exact(texts).expect("they do");
        assert_eq!(same(&[".5", "1/2"]), (false, vec![".5".to_owned(), "1/2".to_owned()]));
        let thirds = same(&["0.3333333333333333"; 3]);
        assert_eq!(thirds, (true, vec!["1/3".to_owned(); 3]));
        assert_eq!(made_exact(&["1/3", "1/3"]), None);
        assert_eq!(made_exact(&["0.333", "0.333", "0.333"]), None);
        assert_eq!(made_exact(&["1e-2000", "1"]), None);
    }

    #[test]
    fn fractions_are_short_and_exact() {
        let text = |chances: &[f64]| {
            fractions(chances)
                .iter()
                .map(|c| c.text().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(text(&[0.3, 0.7]), ["3/10", "7/10"]);
        assert_eq!(text(&[0.125, 0.875]), ["1/8", "7/8"]);
        assert_eq!(text(&[1.0 / 3.0, 2.0 / 3.0]), ["1/3", "2/3"]);
        assert_eq!(text(&[0.8, 1.0 - 0.8]), ["4/5", "1/5"]);
        let odd = [0.1234567890123, 0.3, 1.0 - 0.3 - 0.1234567890123];
        let written = fractions(&odd);
        let exact: Vec<_> = written.iter().filter_map(Number::exact).collect();
        assert!(total(&exact).is_one());
        for (written, odd) in written.iter().zip(odd) {
            assert!((written.value() - odd).abs() < 1e-15);
        }
        let tiny = fractions(&[1e-30, 1.0]);
        assert_eq!(tiny[0].value(), 1e-30);
    }
}
