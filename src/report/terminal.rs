//! Probabilities, differences and counts as people read them, and the titles of variants.

use crate::numeric::math::{max, min};
use crate::scenario::{LabelKind, Labels};
use crate::study::run_summary::SolverSummary;
use crate::study::statistics::Interval;

/// Sums of probabilities may be short of 1 by this much, through rounding.
const ROUNDING: f64 = 1e-12;
/// Four decimals show nothing of a probability below this, or this near to 1.
const INVISIBLE: f64 = 0.000_05;

/// The titles of variants that have one, a line each.
pub(crate) fn titles<'n>(variants: impl IntoIterator<Item = &'n str>, labels: &Labels) -> String {
    let variants = variants.into_iter();
    let titles = variants.map(|name| (name, labels.get(LabelKind::Variant, name)));
    let titles = titles.filter(|(name, title)| name != title);
    let lines = titles.map(|(name, title)| format!("{name}: {title}\n"));
    lines.collect()
}

/// A count with its noun.
pub(crate) fn counted(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(count))
}

/// How many draws of something failed, and why the first of them did.
pub(super) fn failures(solver: &SolverSummary, of: &str) -> Option<String> {
    let first = solver.first_failure.as_ref()?;
    let (failed, all) = (grouped(solver.failed), grouped(solver.draws()));
    Some(format!(
        "{failed} of {all} draws of {of} failed and are left out; the first: {}; truncate what its parameters are drawn from, \
         or hold the number in its range",
        first.sentence()
    ))
}

/// A probability with four decimals; only 0 and 1 themselves look like 0 and 1.
pub(super) fn probability(value: f64) -> String {
    if value > 0.0 && value < INVISIBLE {
        "< 0.0001".to_owned()
    } else if value < 1.0 - ROUNDING && value > 1.0 - INVISIBLE {
        "> 0.9999".to_owned()
    } else {
        format!("{value:.4}")
    }
}

/// An interval of probabilities. Ends are rounded, but not so far that something seems impossible or certain.
pub(super) fn interval(Interval { low, high }: Interval) -> String {
    let low = if low < 1.0 - ROUNDING { min(low, 0.9999) } else { low };
    let high = if high > 0.0 { max(high, 0.0001) } else { high };
    format!("{low:.4}…{high:.4}")
}

/// A difference of probabilities, with its sign; none at 0.
pub(super) fn signed(value: f64) -> String {
    let sign = match value {
        0.0 => "",
        below if below < 0.0 => "−",
        _ => "+",
    };
    format!("{sign}{:.4}", value.abs())
}

/// An interval of differences of probabilities.
pub(super) fn signed_interval(interval: Interval) -> String {
    format!("{}…{}", signed(interval.low), signed(interval.high))
}

/// A whole number with separators of thousands.
pub(crate) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, interval, probability, signed};
    use crate::study::statistics::Interval;

    #[test]
    fn numbers_have_one_width_and_never_hide_that_something_can_happen() {
        assert_eq!(probability(0.308_12), "0.3081");
        assert_eq!(probability(0.0), "0.0000");
        assert_eq!(probability(4.5e-8), "< 0.0001");
        assert_eq!(probability(1.0), "1.0000");
        assert_eq!(probability(0.999_999), "> 0.9999");
        assert_eq!(probability(1.0 - 1e-15), "1.0000");
        assert_eq!(signed(-0.01), "−0.0100");
        assert_eq!(signed(0.0), "0.0000");
        assert_eq!(signed(1e-9), "+0.0000");
        assert_eq!(interval(Interval { low: 0.0, high: 1e-9 }), "0.0000…0.0001");
        assert_eq!(
            interval(Interval {
                low: 0.999_99,
                high: 1.0
            }),
            "0.9999…1.0000"
        );
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(999), "999");
    }
}
