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

    use super::{shortest, without_negative_zeros};

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
    fn zero_has_no_sign() {
        assert_eq!(shortest(-0.0), "0");
        let mut value = json!({ "zeros": [-0.0, 0], "one": -1.0 });
        without_negative_zeros(&mut value);
        assert_eq!(value.to_string(), r#"{"zeros":[0.0,0],"one":-1.0}"#);
    }
}
