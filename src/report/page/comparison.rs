//! How variants differ from the first, each draw paired with itself.

use super::html::Section;
use super::run::{distinct, grouped};
use crate::report::chart::rows::{Row, RowChart};
use crate::report::chart::{Chart, Numbers};
use crate::report::comparing::conclusions;
use crate::report::figure::{amount, decimals, percent, signed as signed_amount};
use crate::report::labelled;
use crate::report::terminal::{probability, signed};
use crate::scenario::{LabelKind, Labels};
use crate::study::Group;
use crate::study::rows::{ComparisonKind, ComparisonRow};

/// The section on rows that compare variants; `None` where there are none.
pub(super) fn section(rows: &[ComparisonRow], headlines: &[Group], labels: &Labels) -> Option<Section> {
    let plain = |row: &&ComparisonRow| row.precision == 1.0 && row.given().is_none();
    let of = |kinds: &[ComparisonKind]| -> Vec<&ComparisonRow> {
        rows.iter()
            .filter(plain)
            .filter(|row| kinds.contains(&row.kind))
            .collect()
    };
    let differences = Differences { headlines, labels };
    let probabilities = of(&[ComparisonKind::Headline, ComparisonKind::Outcome]);
    let again = rows
        .iter()
        .filter(|row| row.kind == ComparisonKind::Headline && !plain(row));
    let charts = [
        differences.chart(&probabilities, "differences", "Differences in probability"),
        differences.chart(
            &of(&[ComparisonKind::Payoff]),
            "payoff-differences",
            "Differences in expected payoff",
        ),
        differences.chart(
            &again.collect::<Vec<_>>(),
            "robustness",
            "The headlines under other conditions",
        ),
    ];
    (!rows.is_empty()).then(|| Section {
        title: "How the variants differ".to_owned(),
        charts: charts.into_iter().flatten().collect(),
        ..Section::default()
    })
}

/// What to conclude, variant by variant.
pub(super) fn sentences(rows: &[ComparisonRow], headlines: &[Group], labels: &Labels) -> Vec<String> {
    let pairs = rows.chunk_by(|one, other| one.variant == other.variant);
    let sentences = pairs.flat_map(|pair| {
        let [baseline, side] = [&pair[0].baseline, &pair[0].variant].map(|name| quoted(name, labels));
        conclusions((&baseline, &side), pair.iter().cloned(), headlines, labels)
    });
    sentences.collect()
}

/// What a variant is called in a sentence: its name, or its title in quotes.
pub(super) fn quoted(variant: &str, labels: &Labels) -> String {
    match labels.get(LabelKind::Variant, variant) {
        title if title == variant => variant.to_owned(),
        title => format!("“{title}”"),
    }
}

/// What differences are named after.
struct Differences<'a> {
    headlines: &'a [Group],
    labels: &'a Labels,
}

impl Differences<'_> {
    fn chart(&self, rows: &[&ComparisonRow], name: &str, title: &str) -> Option<Chart> {
        let payoffs = rows.first()?.kind == ComparisonKind::Payoff;
        let places = decimals(rows.iter().map(|row| row.difference));
        let shown = |value: f64| {
            if payoffs {
                signed_amount(value, places)
            } else {
                signed(value)
            }
        };
        let several = distinct(rows, |row| &row.variant).len() > 1;
        let subject = |row: &ComparisonRow| self.subject(row);
        let row = |row: &&ComparisonRow| {
            let range = row.interval().filter(|range| range.low < range.high);
            let title = self.labels.get(LabelKind::Variant, &row.variant);
            Row {
                label: if several { title.to_owned() } else { String::new() },
                value: shown(row.difference),
                spread: Some((row.difference_p05, row.difference_p95)).filter(|(low, high)| low < high),
                interval: range.map(|range| (range.low, range.high)),
                dot: Some(row.difference),
                ..Row::default()
            }
        };
        let groups = distinct(rows, |row| subject(row)).into_iter().map(|name| {
            let own = rows.iter().filter(|row| subject(row) == name).map(row).collect();
            (name, own)
        });
        let rows_of_chart = grouped(groups);
        let baseline = self.labels.get(LabelKind::Variant, &rows[0].baseline);
        let chart = RowChart {
            rows: rows_of_chart,
            scale: vec![0.0],
            axis: format!("difference from {baseline}"),
            ..RowChart::default()
        };
        let numbers = rows.iter().map(|row| {
            let range = row
                .interval()
                .map(|range| format!("{} to {}", shown(range.low), shown(range.high)));
            let value = |value: f64| {
                if payoffs {
                    amount(value, places)
                } else {
                    probability(value)
                }
            };
            [
                self.labels.get(LabelKind::Variant, &row.variant).to_owned(),
                subject(row),
                value(row.baseline_value),
                value(row.value),
                shown(row.difference),
                range.unwrap_or_default(),
                shown(row.difference_p05),
                shown(row.difference_p95),
                row.share_turned.map(percent).unwrap_or_default(),
            ]
        });
        Some(Chart {
            name: name.to_owned(),
            title: title.to_owned(),
            description: format!(
                "The dot is the mean difference from {baseline}, each draw paired with itself; the thin line is its 95 % \
                 interval, and the pale range holds nine tenths of the draws."
            ),
            picture: chart.draw(),
            numbers: Numbers::new(
                [
                    "variant",
                    "what",
                    "in the first",
                    "here",
                    "difference",
                    "95 % interval",
                    "5 % of draws",
                    "95 % of draws",
                    "draws with the other sign",
                ],
                numbers,
            ),
        })
    }

    /// What a row is about: the number that is compared, and under which condition.
    fn subject(&self, row: &ComparisonRow) -> String {
        let headline = self.headlines.iter().find(|group| group.name() == row.name);
        let labels = self.labels;
        let name = match row.kind {
            ComparisonKind::Headline => headline.map_or(row.name.as_str(), |group| labelled::group(group, labels)),
            ComparisonKind::Outcome => labels.get(LabelKind::Outcome, &row.name),
            ComparisonKind::Payoff => labels.get(LabelKind::Actor, &row.name),
        };
        match row.given() {
            None if row.precision == 1.0 => name.to_owned(),
            None => format!("{name}, λ × {}", row.precision),
            Some((actor, true_type)) => {
                let (who, what) = (labels.get(LabelKind::Actor, actor), labels.actor_type(actor, true_type));
                let precision = match row.precision {
                    1.0 => String::new(),
                    factor => format!(", λ × {factor}"),
                };
                format!("{name}, {who} {what}{precision}")
            }
        }
    }
}
