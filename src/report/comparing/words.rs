//! What a comparison comes to, in a few sentences: what becomes likelier, for whom it is better, and how sure that is.

use super::{Effect, Pair, condition};
use crate::report::figure::{decimals, percent, signed as signed_amount};
use crate::report::terminal::{probability, signed, signed_interval};
use crate::study::rows::ContrastRow;

/// So many headlines have a sentence each: those that differ most.
const SENTENCES: usize = 2;

impl Pair<'_> {
    /// The sentences.
    pub(super) fn conclusions(&self) -> Vec<String> {
        let headlines = self.plain("headline");
        let mut most: Vec<usize> = (0..headlines.len()).collect();
        let size = |place: &usize| headlines[*place].paired.difference.abs();
        most.sort_by(|a, b| size(b).total_cmp(&size(a)));
        most.truncate(SENTENCES);
        most.sort_unstable();
        let mut sentences: Vec<String> = most
            .into_iter()
            .map(|place| self.headline(headlines[place]))
            .collect();
        sentences.extend(self.winners());
        sentences
    }

    fn headline(&self, row: &ContrastRow) -> String {
        let Self { baseline, side, .. } = self;
        let label = self.label(row);
        let more = if row.paired.difference > 0.0 {
            "more"
        } else {
            "less"
        };
        let values = format!(
            "{} against {}",
            probability(row.value),
            probability(row.baseline_value)
        );
        let (how, again) = (sureness(row), self.robustness(row));
        match Effect::of(row) {
            Effect::None => format!(
                "{side} and {baseline} make {label} equally likely: {}.{again}",
                probability(row.value)
            ),
            Effect::Open => format!(
                "Whether {side} makes {label} more likely or less than {baseline} is open: {values}{how}.{again}"
            ),
            _ => {
                format!("{side} makes {label} {more} likely than {baseline}: {values}{how}.{again}")
            }
        }
    }

    /// Whether it is the same with other precisions and for each true type.
    fn robustness(&self, row: &ContrastRow) -> String {
        let effect = Effect::of(row);
        let again = self.again(row);
        let told = |how: &str, fits: &dyn Fn(Effect) -> bool, values: bool| {
            let fitting = again.iter().filter(|other| fits(Effect::of(other)));
            let conditions: Vec<String> = fitting.map(|other| when(other, values)).collect();
            (!conditions.is_empty()).then(|| format!("{how} if {}", listed(&conditions, "or")))
        };
        let opposite = |other| matches!(other, Effect::More | Effect::Less) && other != effect;
        let open = |other| other == Effect::Open && other != effect;
        let none = |other| other == Effect::None && other != effect;
        let parts = [
            told("the same", &|other| other == effect, false),
            told("open", &open, true),
            told("no difference", &none, false),
            told("the other way", &opposite, true),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            return String::new();
        }
        format!(" It is {}.", parts.join("; "))
    }

    /// Who gains and who loses.
    fn winners(&self) -> Option<String> {
        let payoffs = self.plain("payoff");
        let places = decimals(
            payoffs
                .iter()
                .flat_map(|row| [row.value, row.baseline_value]),
        );
        let who = |effect: Effect| {
            let rows = payoffs.iter().filter(|row| Effect::of(row) == effect);
            let told: Vec<String> = rows.map(|row| winner(row, places)).collect();
            (!told.is_empty()).then(|| listed(&told, "and"))
        };
        let parts = [
            ("better for", who(Effect::More)),
            ("worse for", who(Effect::Less)),
            ("the same for", who(Effect::None)),
            ("open for", who(Effect::Open)),
        ];
        let parts = parts
            .into_iter()
            .filter_map(|(how, who)| Some(format!("{how} {}", who?)));
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| format!("{} is {}.", self.side, parts.join("; ")))
    }
}

fn winner(row: &ContrastRow, places: usize) -> String {
    let difference = signed_amount(row.paired.difference, places);
    match (Effect::of(row), row.paired.interval) {
        (Effect::None, _) => row.name.clone(),
        (_, Some(interval)) if interval.low < interval.high => {
            format!("{} ({difference}, {})", row.name, agreeing(row))
        }
        _ => format!("{} ({difference})", row.name),
    }
}

/// In how many draws it is so, where draws differ.
fn sureness(row: &ContrastRow) -> String {
    let difference = signed(row.paired.difference);
    match row.paired.interval {
        Some(interval) if interval.low < interval.high => format!(
            " (difference {difference}, 95 % interval {}), {} zero {}",
            signed_interval(interval),
            if row.paired.difference > 0.0 {
                "above"
            } else {
                "below"
            },
            agreeing(row)
        ),
        _ => format!(" (difference {difference})"),
    }
}

/// In how many draws the sign is the mean's.
fn agreeing(row: &ContrastRow) -> String {
    let share = if row.paired.difference > 0.0 {
        row.paired.share_above
    } else {
        row.paired.share_below
    };
    if share == 1.0 {
        "in all draws".to_owned()
    } else {
        format!("in {} of the draws", percent(share))
    }
}

/// The condition of a headline told once more, with the difference where that is wanted.
fn when(row: &ContrastRow, value: bool) -> String {
    let condition = condition(row);
    if value {
        format!("{condition} ({})", signed(row.paired.difference))
    } else {
        condition
    }
}

/// "a, b and c", with that last word.
fn listed(all: &[String], last: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}
