//! The one way in which a number becomes text in a file: the shortest decimals that read back as the same number.

use serde_json::Value;

use crate::numeric::math::unsigned_zero;

/// A finite number as text: the shortest decimals, with an exponent where there would be many zeros, never −0.
pub(crate) fn shortest(value: f64) -> String {
    let value = unsigned_zero(value);
    let size = value.abs();
    if size != 0.0 && !(1e-5..1e16).contains(&size) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

/// A number that was computed, as people expect it: without the last digits, which are rounding.
pub(crate) fn rounded(value: f64) -> String {
    significant(value, 12)
}

/// A number for a message, with six significant digits at most.
pub(crate) fn brief(value: f64) -> String {
    significant(value, 6)
}

/// A number outside of bounds for a message, with as many digits as show that it is.
pub(crate) fn outside(value: f64, low: f64, high: f64) -> String {
    let text = brief(value);
    match text.parse::<f64>() {
        Ok(shown) if (low..=high).contains(&shown) => shortest(value),
        _ => text,
    }
}

fn significant(value: f64, digits: usize) -> String {
    let text = format!("{value:.*e}", digits.saturating_sub(1));
    shortest(text.parse().unwrap_or(value))
}

/// Writes every −0 of a JSON value as 0.
pub(crate) fn without_negative_zeros(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(without_negative_zeros),
        Value::Object(entries) => entries.values_mut().for_each(without_negative_zeros),
        Value::Number(zero) if zero.as_f64() == Some(0.0) && zero.is_f64() => *value = 0.0.into(),
        _ => (),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{brief, outside, rounded, shortest, without_negative_zeros};

    #[test]
    fn computed_numbers_are_shown_without_rounding_errors() {
        assert_eq!(rounded(1.1 - 0.05), "1.05");
        assert_eq!(rounded(0.1 + 0.2), "0.3");
        assert_eq!(rounded(1.0 / 3.0), "0.333333333333");
    }

    #[test]
    fn numbers_are_short_and_read_back() {
        for value in [
            0.1,
            1.0 / 3.0,
            1e-300,
            1.5e300,
            -2.5,
            123_456.789,
            1e15,
            9.999e-6,
            f64::MIN_POSITIVE,
        ] {
            assert_eq!(shortest(value).parse::<f64>(), Ok(value), "{value} reads back");
        }
        assert_eq!(shortest(1.0), "1");
        assert_eq!(shortest(1e-7), "1e-7");
        assert_eq!(shortest(0.00001), "0.00001");
    }

    #[test]
    fn messages_have_short_numbers() {
        assert_eq!(brief(7.0 / 6.0), "1.16667");
        assert_eq!(brief(1e300), "1e300");
        assert_eq!(outside(7.0 / 6.0, 0.0, 1.0), "1.16667");
        assert_eq!(outside(1.0000000001, 0.0, 1.0), "1.0000000001");
        assert_eq!(outside(-0.25, 0.0, 1.0), "-0.25");
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(shortest(-0.0), "0");
        let mut value = json!({ "zeros": [-0.0, 0], "one": -1.0 });
        without_negative_zeros(&mut value);
        assert_eq!(value.to_string(), r#"{"zeros":[0.0,0],"one":-1.0}"#);
    }
}
