//! Numbers in the files of a results folder, where a missing one is an empty cell.

use crate::numeric::decimal::{shortest, unsigned_zero};

/// A number as the results folder writes it: never −0, and nothing at all where there is no finite number.
pub(crate) fn number(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    shortest(value)
}

/// The same number in JSON; `null` where there is no finite number.
pub(crate) fn json_number(value: f64) -> serde_json::Value {
    if value.is_finite() {
        serde_json::Value::from(unsigned_zero(value))
    } else {
        serde_json::Value::Null
    }
}

#[cfg(test)]
mod tests {
    use super::{json_number, number};

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
            assert_eq!(number(value).parse::<f64>(), Ok(value), "{value} reads back");
        }
        assert_eq!(number(1.0), "1");
        assert_eq!(number(1e-7), "1e-7");
        assert_eq!(number(0.00001), "0.00001");
    }

    #[test]
    fn zero_has_no_sign_and_what_is_no_number_is_missing() {
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(f64::NAN), "");
        assert_eq!(number(f64::INFINITY), "");
        assert_eq!(json_number(-0.0).to_string(), "0.0");
        assert_eq!(json_number(f64::NAN), serde_json::Value::Null);
    }
}
