//! Numbers of game files, with their text, so that writing gives back what was read.

use crate::numeric::precision::MAX_EXACT_INTEGER;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::numeric::decimal::shortest;

/// The most digits and the largest exponent of a number in exact arithmetic.
const MOST_DIGITS: usize = 1_000;

/// A number of a game file.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    text: String,
    value: f64,
}

/// Why a text is not a number of a game file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadNumber {
    /// It begins with a plus sign.
    Plus,
    /// Its exponent has a plus sign.
    ExponentPlus,
    /// The divisor is missing or zero.
    NoDivisor,
    /// It has too many digits.
    TooLong,
    /// It is too large for a floating-point number.
    TooLarge,
}

/// A number taken apart.
struct Parts<'t> {
    negative: bool,
    /// Digits before and behind the point.
    whole: &'t str,
    behind: &'t str,
    exponent: &'t str,
    divisor: Option<&'t str>,
}

impl Number {
    /// Reads a number that was cut out of a file by the rules for numbers: a sign, digits, then a point with more
    /// digits, an exponent, or a slash and a divisor.
    pub(super) fn read(text: &str) -> Result<Self, BadNumber> {
        let parts = Parts::of(text)?;
        let value = parts.value()?;
        let text = if parts.is_complete() {
            text.to_owned()
        } else {
            shortest(value)
        };
        Ok(Self { text, value })
    }

    /// The number with the shortest decimals that read back as `value`.
    pub(super) fn of(value: f64) -> Self {
        let text = shortest(value);
        Self { text, value }
    }

    /// A fraction in lowest terms.
    pub(super) fn fraction(exact: &BigRational) -> Self {
        // A ratio shows itself as its numerator alone where the denominator is 1.
        let (text, value) = (exact.to_string(), rounded(exact));
        Self { text, value }
    }

    /// Its text in the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The nearest floating-point number.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The exact value; `None` if it has more than [`MOST_DIGITS`] digits.
    pub(super) fn exact(&self) -> Option<BigRational> {
        Parts::of(&self.text).ok()?.exact()
    }

    /// Whether two texts have the same exact value.
    pub(super) fn is_equal(&self, other: &Self) -> bool {
        let exact = self.exact();
        self.text == other.text || (exact.is_some() && exact == other.exact())
    }
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Result<Self, BadNumber> {
        if text.starts_with('+') {
            return Err(BadNumber::Plus);
        }
        let size = text.strip_prefix('-').unwrap_or(text);
        let mut parts = Self {
            negative: size.len() < text.len(),
            whole: size,
            behind: "",
            exponent: "",
            divisor: None,
        };
        if let Some((whole, divisor)) = size.split_once('/') {
            (parts.whole, parts.divisor) = (whole, Some(divisor));
            if divisor.bytes().all(|digit| digit == b'0') {
                return Err(BadNumber::NoDivisor);
            }
            return Ok(parts);
        }
        if let Some((size, exponent)) = size.split_once(['e', 'E']) {
            if exponent.starts_with('+') {
                return Err(BadNumber::ExponentPlus);
            }
            (parts.whole, parts.exponent) = (size, exponent);
        }
        if let Some((whole, behind)) = parts.whole.split_once('.') {
            (parts.whole, parts.behind) = (whole, behind);
        }
        Ok(parts)
    }

    /// Whether nothing is missing that a careful writer would have written.
    fn is_complete(&self) -> bool {
        let has_digits = !(self.whole.is_empty() && self.behind.is_empty());
        has_digits && self.exponent != "-"
    }

    fn value(&self) -> Result<f64, BadNumber> {
        let value = match self.divisor {
            Some(divisor) => self.quotient(divisor)?,
            None => self.decimal(),
        };
        if value.is_infinite() {
            return Err(BadNumber::TooLarge);
        }
        Ok(if self.negative { -value } else { value })
    }

    fn decimal(&self) -> f64 {
        let or_zero = |digits: &'t str| if digits.is_empty() { "0" } else { digits };
        // A sign without digits is no exponent.
        let exponent = or_zero(if self.exponent == "-" { "" } else { self.exponent });
        let (whole, behind) = (or_zero(self.whole), or_zero(self.behind));
        let number = format!("{whole}.{behind}e{exponent}").parse();
        number.expect("digits, a point and an exponent are a number")
    }

    fn quotient(&self, divisor: &str) -> Result<f64, BadNumber> {
        let number = |digits: &str| digits.parse().unwrap_or(0.0);
        let (dividend, divisor): (f64, f64) = (number(self.whole), number(divisor));
        // The quotient of two exact whole numbers is rounded once.
        if dividend < MAX_EXACT_INTEGER && divisor < MAX_EXACT_INTEGER {
            return Ok(dividend / divisor);
        }
        let exact = self.exact().ok_or(BadNumber::TooLong)?;
        Ok(rounded(&exact.abs()))
    }

    fn exact(&self) -> Option<BigRational> {
        let digits = [self.whole, self.behind].concat();
        let long = digits.len().max(self.divisor.map_or(0, str::len));
        let exponent: i32 = match self.exponent {
            "" | "-" => 0,
            exponent => exponent.parse().ok()?,
        };
        if long > MOST_DIGITS || exponent.unsigned_abs() as usize > MOST_DIGITS {
            return None;
        }
        let whole = |digits: &str| digits.parse().unwrap_or_else(|_| BigInt::zero());
        let scale = exponent - i32::try_from(self.behind.len()).ok()?;
        let power = BigInt::from(10).pow(scale.unsigned_abs());
        let numerator = whole(&digits);
        let size = match self.divisor {
            Some(divisor) => BigRational::new(numerator, whole(divisor)),
            None if scale < 0 => BigRational::new(numerator, power),
            None => BigRational::from_integer(numerator * power),
        };
        Some(if self.negative { -size } else { size })
    }
}

/// The nearest floating-point number.
fn rounded(exact: &BigRational) -> f64 {
    exact.to_f64().unwrap_or(f64::INFINITY)
}

#[cfg(test)]
mod tests {
    use num_rational::BigRational;
    use num_traits::{One, Signed, Zero};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, prop_assume, proptest};

    use super::{BadNumber, Number};

    fn value(text: &str) -> f64 {
        Number::read(text).expect("it is a number").value()
    }

    #[test]
    fn numbers_are_read_as_gambit_reads_them() {
        for (text, expected) in [
            ("1", 1.0),
            ("-1", -1.0),
            (".5", 0.5),
            ("-.5e2", -50.0),
            ("1.", 1.0),
            ("1.e2", 100.0),
            ("1E2", 100.0),
            ("1.5e-2", 0.015),
            ("00012", 12.0),
            ("-1/3", -1.0 / 3.0),
            ("2/4", 0.5),
            ("1/03", 1.0 / 3.0),
            ("1e-400", 0.0),
            ("9007199254740993/3", 3_002_399_751_580_331.0),
            ("1/3000000000000000000000", 1.0 / 3e21),
        ] {
            assert_eq!(value(text), expected, "{text}");
            assert_eq!(Number::read(text).expect("it is").text(), text);
        }
    }

    #[test]
    fn what_lacks_digits_is_written_whole() {
        for (text, expected) in [
            ("-", "0"),
            (".", "0"),
            ("-.", "0"),
            ("-/3", "0"),
            ("-e2", "0"),
            ("1e-", "1"),
            ("1.5e-", "1.5"),
        ] {
            assert_eq!(Number::read(text).expect("it is").text(), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for (text, why) in [
            ("+1", BadNumber::Plus),
            ("1e+2", BadNumber::ExponentPlus),
            ("1/0", BadNumber::NoDivisor),
            ("1/", BadNumber::NoDivisor),
            ("1e400", BadNumber::TooLarge),
            (&format!("1/{}", "9".repeat(2_000)), BadNumber::TooLong),
        ] {
            assert_eq!(Number::read(text), Err(why), "{text}");
        }
    }

    #[test]
    fn exact_values_add_up() {
        let exact = |text: &str| Number::read(text).expect("it is").exact().expect("short");
        let sum = |texts: &[&str]| texts.iter().fold(BigRational::zero(), |sum, text| sum + exact(text));
        assert!(sum(&[".333", "0.333", "334e-3"]).is_one());
        assert!(sum(&["1/3", "1/3", "2/6"]).is_one());
        assert!(!sum(&[".3333333333333333"; 3]).is_one());
        assert!(Number::read("1e-99999").expect("it is").exact().is_none());
        let number = |text: &str| Number::read(text).expect("it is");
        assert!(number("1/2").is_equal(&number("0.50")));
        assert!(!number("1/3").is_equal(&number("0.3333333333333333")));
    }

    proptest! {
        #[test]
        fn fractions_are_rounded_to_the_nearest(dividend in any::<u64>(), divisor in any::<u64>()) {
            prop_assume!(divisor > 0);
            let number = Number::read(&format!("{dividend}/{divisor}")).expect("it is a number");
            let exact = number.exact().expect("it is short");
            let off = |value: f64| {
                let value = BigRational::from_float(value).expect("it is finite");
                (value - exact.clone()).abs()
            };
            let nearest = off(number.value());
            prop_assert!(nearest <= off(number.value().next_up()));
            prop_assert!(nearest <= off(number.value().next_down()));
        }

        #[test]
        fn every_number_is_written_and_read_back(value in any::<f64>()) {
            if value.is_finite() {
                let number = Number::of(value);
                let read = Number::read(number.text()).expect("it is a number");
                prop_assert_eq!(read.value().to_bits(), (value + 0.0).to_bits());
                if let Some(exact) = number.exact() {
                    prop_assert_eq!(Number::fraction(&exact).value(), value);
                }
            }
        }
    }
}
