//! Amounts for the terminal, with as many decimals as distinguish them.

use crate::numeric::math::max;

/// The digits of the largest amount that are shown.
const DIGITS: i32 = 4;
/// The most decimals.
const MOST: i32 = 8;

/// How many decimals a table of such amounts needs.
pub(super) fn decimals(amounts: impl IntoIterator<Item = f64>) -> usize {
    let largest = amounts.into_iter().map(f64::abs).fold(0.0, max);
    let mut digits = 1;
    let mut bound = 10.0;
    while largest >= bound && digits < 20 {
        digits += 1;
        bound *= 10.0;
    }
    let mut small = largest;
    while small > 0.0 && small < 1.0 && digits > DIGITS - MOST {
        digits -= 1;
        small *= 10.0;
    }
    usize::try_from((DIGITS - digits).clamp(0, MOST)).unwrap_or_default()
}

/// An amount with this many decimals, a true minus sign, and no sign at 0.
pub(super) fn amount(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    if !value.is_finite() {
        return String::new();
    }
    let minus = if value < 0.0 && !is_zero(&text) { "−" } else { "" };
    format!("{minus}{text}")
}

/// Whether all digits of an amount are 0.
fn is_zero(text: &str) -> bool {
    text.chars().all(|digit| matches!(digit, '0' | '.'))
}

/// An amount with its sign, a plus included; no sign at 0.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = amount(value, decimals);
    let plus = if value > 0.0 && !is_zero(&text) { "+" } else { "" };
    format!("{plus}{text}")
}

/// A number with three significant digits.
pub(crate) fn short(value: f64) -> String {
    without_zeros(amount(value, decimals([value]).saturating_sub(1)))
}

/// An amount without the zeros at the end of its decimals.
pub(super) fn without_zeros(text: String) -> String {
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share in percent; only 0 and 1 themselves look like 0 % and 100 %.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.1}", 100.0 * share);
    match text.as_str() {
        "0.0" if share > 0.0 => "< 0.1 %".to_owned(),
        "100.0" if share < 1.0 => "> 99.9 %".to_owned(),
        text => format!("{text} %"),
    }
}

/// How wide the bar of 1 is.
const BAR: f64 = 10.0;
/// A bar's last column, by eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A share as a bar; what is not 0 can be seen.
pub(super) fn bar(share: f64) -> String {
    let eighths = (BAR * 8.0 * share).round() as usize;
    let eighths = eighths.max(usize::from(share > 0.0));
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::{amount, bar, decimals, short, signed};

    #[test]
    fn bars_are_as_long_as_shares() {
        assert_eq!(bar(1.0), "██████████");
        assert_eq!(bar(0.35), "███▌");
        assert_eq!(bar(1e-9), "▏");
        assert_eq!(bar(0.0), "");
    }

    #[test]
    fn four_digits_of_the_largest_are_shown() {
        assert_eq!(decimals([41.25, -3.0]), 2);
        assert_eq!(decimals([0.74, 0.7]), 4);
        assert_eq!(decimals([1.0]), 3);
        assert_eq!(decimals([-123.4]), 1);
        assert_eq!(decimals([123_456.0]), 0);
        assert_eq!(decimals([0.004]), 6);
        assert_eq!(decimals([1e-30]), 8);
        assert_eq!(decimals([0.0; 0]), 3);
    }

    #[test]
    fn signs_are_shown_where_there_is_something() {
        assert_eq!(amount(-0.004, 2), "0.00");
        assert_eq!(amount(-1.5, 2), "−1.50");
        assert_eq!(signed(1.5, 1), "+1.5");
        assert_eq!(signed(0.0, 1), "0.0");
        assert_eq!(signed(0.004, 2), "0.00");
    }

    #[test]
    fn short_numbers_have_three_digits_that_count() {
        assert_eq!(short(0.06), "0.06");
        assert_eq!(short(11.552_45), "11.6");
        assert_eq!(short(1_234.6), "1235");
        assert_eq!(short(0.0), "0");
    }
}
