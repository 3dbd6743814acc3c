//! The conclusions of a comparison in a few sentences: what becomes likelier, who gains, and how certain that is.

use super::{Effect, Pair, condition, places};
use crate::report::figure::{percent, signed as signed_amount};
use crate::report::terminal::{probability, signed, signed_interval};
use crate::study::rows::{ComparisonKind, ComparisonRow};

/// The number of headlines that have a sentence each: those that differ most.
const SENTENCES: usize = 2;

impl Pair<'_> {
    /// The sentences.
    pub(super) fn conclusions(&self) -> Vec<String> {
        let headlines = self.plain(ComparisonKind::Headline);
        let mut most: Vec<usize> = (0..headlines.len()).collect();
        let size = |place: &usize| headlines[*place].difference.abs();
        most.sort_by(|a, b| size(b).total_cmp(&size(a)));
        let others = most.split_off(most.len().min(SENTENCES));
        most.sort_unstable();
        let most = most.into_iter().map(|place| headlines[place]);
        let sentences = most.map(|headline| self.headline(headline));
        let others = others.into_iter().map(|place| headlines[place]);
        let open = self.also_open(others.filter(|row| Effect::of(row) == Effect::Open));
        sentences.chain(open).chain(self.winners()).collect()
    }

    /// The headlines that are open besides those that differ most.
    fn also_open<'r>(&self, open: impl Iterator<Item = &'r ComparisonRow>) -> Option<String> {
        let each = open.map(|row| format!("{} ({})", self.label(row), signed(row.difference)));
        let each: Vec<String> = each.collect();
        let Self { baseline, side, .. } = self;
        (!each.is_empty()).then(|| {
            let each = listed(&each, "and");
            format!("Open as well, whether more likely or less in {side} than in {baseline}: {each}.")
        })
    }

    fn headline(&self, row: &ComparisonRow) -> String {
        let Self { baseline, side, .. } = self;
        let label = self.label(row);
        let more = if row.difference > 0.0 { "more" } else { "less" };
        let [here, there] = [row.value, row.baseline_value].map(probability);
        let (how, conditions) = (certainty(row), self.robustness(row));
        match Effect::of(row) {
            Effect::None => {
                format!("{side} and {baseline} make {label} equally likely: {here}.{conditions}")
            }
            Effect::Open => format!(
                "Whether {side} makes {label} more likely or less than {baseline} is open: {here} against {there}{how}.{conditions}"
            ),
            _ => {
                format!("{side} makes {label} {more} likely than {baseline}: {here} against {there}{how}.{conditions}")
            }
        }
    }

    /// Whether it is the same with other precisions and for each true type.
    fn robustness(&self, row: &ComparisonRow) -> String {
        let effect = Effect::of(row);
        let mut parts: Vec<(&str, Vec<String>)> = Vec::new();
        for other in self.repeated(row) {
            let how = likewise(effect, Effect::of(other));
            match parts.iter_mut().find(|(known, _)| *known == how) {
                Some((_, conditions)) => conditions.push(when(effect, other)),
                None => parts.push((how, vec![when(effect, other)])),
            }
        }
        // What agrees comes first.
        parts.sort_by_key(|(how, _)| *how != likewise(effect, effect));
        let parts = parts.iter();
        let parts = parts.map(|(how, all)| format!("{how} if {}", listed(all, "or")));
        let parts = parts.collect::<Vec<_>>().join("; ");
        if parts.is_empty() {
            return parts;
        }
        format!(" It is {parts}.")
    }

    /// Who gains and who loses.
    fn winners(&self) -> Vec<String> {
        let Self { baseline, side, .. } = self;
        let payoffs = self.plain(ComparisonKind::Payoff);
        let places = places(&payoffs);
        let who = |effect: Effect| {
            let rows = payoffs.iter().filter(|row| Effect::of(row) == effect);
            let winners: Vec<String> = rows.map(|row| winner(row, places)).collect();
            (!winners.is_empty()).then(|| listed(&winners, "and"))
        };
        let sure = [
            ("better for", who(Effect::More)),
            ("worse for", who(Effect::Less)),
            ("no different for", who(Effect::None)),
        ];
        let sure = sure.into_iter();
        let sure = sure.filter_map(|(how, who)| Some(format!("{how} {}", who?)));
        let sure: Vec<String> = sure.collect();
        let sure = (!sure.is_empty()).then(|| format!("{side} is {}.", sure.join("; ")));
        let open = format!("Whether {side} is better or worse than {baseline} is open for");
        let open = who(Effect::Open).map(|who| format!("{open} {who}."));
        sure.into_iter().chain(open).collect()
    }
}

/// How a headline under a condition relates to the headline.
fn likewise(effect: Effect, other: Effect) -> &'static str {
    match (effect, other) {
        (Effect::Open, Effect::Open) => "open as well",
        (_, Effect::Open) => "open",
        (Effect::Open, Effect::None) => "equally likely",
        (before, after) if before == after => "the same",
        (_, Effect::None) => "no different",
        (Effect::More, Effect::Less) | (Effect::Less, Effect::More) => "the other way",
        (_, Effect::More) => "more likely",
        (_, Effect::Less) => "less likely",
    }
}

fn winner(row: &ComparisonRow, places: usize) -> String {
    let difference = signed_amount(row.difference, places);
    match (Effect::of(row), row.interval()) {
        (Effect::None, _) => row.name.clone(),
        (Effect::Open, _) => {
            let side = sign(row.difference);
            format!("{} ({difference}, {side} zero {})", row.name, agreeing(row))
        }
        (_, Some(interval)) if interval.low < interval.high => {
            format!("{} ({difference}, {})", row.name, agreeing(row))
        }
        _ => format!("{} ({difference})", row.name),
    }
}

/// The interval and the share of draws with that sign, where draws differ.
fn certainty(row: &ComparisonRow) -> String {
    let difference = signed(row.difference);
    match row.interval() {
        Some(interval) if interval.low < interval.high => {
            let (range, side) = (signed_interval(interval), sign(row.difference));
            let draws = agreeing(row);
            format!(" (difference {difference}, 95 % interval {range}), {side} zero {draws}")
        }
        _ => format!(" (difference {difference})"),
    }
}

/// The share of draws whose sign is the mean's.
fn agreeing(row: &ComparisonRow) -> String {
    let share = if row.difference > 0.0 {
        row.share_above
    } else {
        row.share_below
    };
    match share {
        1.0 => "in all draws".to_owned(),
        share => format!("in {} of the draws", percent(share)),
    }
}

/// The condition of a repeated headline; where the effect differs, with the difference and why it is open.
fn when(effect: Effect, row: &ComparisonRow) -> String {
    let condition = condition(row);
    let difference = signed(row.difference);
    match (Effect::of(row), row.interval()) {
        (other, _) if other == effect || other == Effect::None => condition,
        (Effect::Open, Some(interval)) if interval.low <= 0.0 && interval.high >= 0.0 => {
            let range = signed_interval(interval);
            format!("{condition} ({difference}, 95 % interval {range})")
        }
        (Effect::Open, _) => {
            let share = percent(row.share_turned.unwrap_or_default());
            let side = sign(-row.difference);
            format!("{condition} ({difference}, but {side} zero in {share} of the draws)")
        }
        _ => format!("{condition} ({difference})"),
    }
}

/// Which side of zero that is.
fn sign(value: f64) -> &'static str {
    if value > 0.0 { "above" } else { "below" }
}

/// "a, b and c", with that last word.
fn listed(all: &[String], last: &str) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., end] => format!("{} {last} {end}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::Pair;
    use crate::scenario::Labels;
    use crate::study::Group;
    use crate::study::rows::comparisons::ANY;
    use crate::study::rows::{ComparisonKind, ComparisonRow};

    /// A headline: its mean and the half width of its interval, and the share of draws above zero.
    fn row(precision: f64, (difference, half): (f64, f64), above: f64) -> ComparisonRow {
        ComparisonRow {
            variant: "b".to_owned(),
            baseline: "a".to_owned(),
            kind: ComparisonKind::Headline,
            name: "war".to_owned(),
            precision,
            actor: ANY.to_owned(),
            true_type: ANY.to_owned(),
            draws: 100,
            baseline_value: 0.5,
            value: 0.5 + difference,
            difference,
            difference_low: Some(difference - half),
            difference_high: Some(difference + half),
            difference_sd: Some(0.1),
            difference_p05: difference,
            difference_p50: difference,
            difference_p95: difference,
            share_above: above,
            share_below: if difference == 0.0 { 0.0 } else { 1.0 - above },
            share_turned: (difference != 0.0).then_some(if difference > 0.0 { 1.0 - above } else { above }),
            played_difference: None,
        }
    }

    fn conclusions(rows: &[ComparisonRow], headlines: &[&str]) -> Vec<String> {
        let group = |name: &&str| Group::of(vec![(*name).to_owned()]);
        let headlines: Vec<Group> = headlines.iter().map(group).collect();
        let pair = Pair {
            baseline: "a",
            side: "b",
            unshared: Vec::new(),
            varies: true,
            headlines: &headlines,
            labels: &Labels::default(),
            rows: rows.to_vec(),
        };
        pair.conclusions()
    }

    fn conclusion(rows: &[ComparisonRow]) -> String {
        let conclusions = conclusions(rows, &["war"]);
        assert_eq!(conclusions.len(), 1, "{conclusions:?}");
        conclusions.concat()
    }

    fn rows(first: ComparisonRow) -> [ComparisonRow; 5] {
        [
            first,
            row(0.5, (0.1, 0.01), 0.9),
            row(2.0, (-0.1, 0.01), 0.1),
            row(3.0, (0.0, 0.0), 0.0),
            row(4.0, (-0.01, 0.02), 0.4),
        ]
    }

    #[test]
    fn what_is_clear_is_the_same_or_not_elsewhere() {
        assert_eq!(
            conclusion(&rows(row(1.0, (0.2, 0.01), 0.8))),
            "b makes war more likely than a: 0.7000 against 0.5000 (difference +0.2000, 95 % interval +0.1900…+0.2100), \
             above zero in 80.0 % of the draws. It is the same if λ is halved; the other way if λ is doubled (−0.1000); no \
             different if λ × 3; open if λ × 4 (−0.0100, 95 % interval −0.0300…+0.0100)."
        );
    }

    #[test]
    fn what_is_open_may_be_clear_elsewhere_but_never_the_other_way() {
        assert_eq!(
            conclusion(&rows(row(1.0, (0.2, 0.01), 0.7))),
            "Whether b makes war more likely or less than a is open: 0.7000 against 0.5000 (difference +0.2000, 95 % \
             interval +0.1900…+0.2100), above zero in 70.0 % of the draws. It is open as well if λ × 4; more likely if λ is halved (+0.1000); less likely if λ is doubled (−0.1000); \
             equally likely if λ × 3."
        );
    }

    #[test]
    fn no_difference_may_be_one_elsewhere() {
        let equal = conclusion(&rows(row(1.0, (0.0, 0.0), 0.0)));
        let start =
            "b and a make war equally likely: 0.5000. It is the same if λ × 3; more likely if λ is halved (+0.1000)";
        assert!(equal.starts_with(start), "{equal}");
    }

    #[test]
    fn more_than_a_quarter_of_the_draws_the_other_way_leave_it_open() {
        let open = |above| conclusion(&[row(1.0, (0.2, 0.01), above)]).starts_with("Whether");
        assert!(!open(0.75) && open(0.74));
        let turned = [row(1.0, (-0.2, 0.01), 0.3), row(2.0, (-0.1, 0.01), 0.3)];
        let text = conclusion(&[turned[0].clone(), turned[1].clone()]);
        let reason = "λ is doubled (−0.1000, but above zero in 30.0 % of the draws)";
        assert!(!text.contains(reason), "what is open as well needs no reason: {text}");
        let text = conclusion(&[row(1.0, (-0.2, 0.01), 0.0), turned[1].clone()]);
        assert!(text.contains(reason), "{text}");
    }

    #[test]
    fn an_interval_that_holds_zero_leaves_it_open() {
        let open = |half| conclusion(&[row(1.0, (0.2, half), 0.9)]).starts_with("Whether");
        assert!(!open(0.19) && open(0.21));
    }

    #[test]
    fn the_headlines_that_differ_most_have_a_sentence_each() {
        let named = |name: &str, difference| ComparisonRow {
            name: name.to_owned(),
            ..row(1.0, (difference, 0.001), 0.5)
        };
        let rows = [named("war", -0.1), named("peace", 0.01), named("stalemate", 0.09)];
        let text = conclusions(&rows, &["war", "peace", "stalemate"]);
        assert_eq!(text.len(), 3, "{text:?}");
        assert!(text[0].contains(" war ") && text[1].contains(" stalemate "));
        let open = "Open as well, whether more likely or less in b than in a: peace (+0.0100).";
        assert_eq!(text[2], open);
    }
}
