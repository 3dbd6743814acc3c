//! The tables of differences, each draw paired with itself: between the variants of a run, and between compared sides.

use super::quantile;
use crate::report::column::{Column, Kind, integer, real, text};
use crate::report::table::Table;
use crate::study::rows::{ComparisonRow, ContrastRow, Paired};

/// The unit of values and differences.
const UNIT: &str = "probability, or payoff discounted to the start";
/// Where all games count, whatever the types.
const ANY: &str = "any";

/// `comparisons.csv` of a run.
pub(crate) fn comparisons() -> Table<ComparisonRow> {
    let mut columns = vec![
        text("variant", "The variant of the scenario.", |r: &ComparisonRow| {
            &*r.variant
        }),
        text(
            "baseline",
            "The variant that it is compared with: the first.",
            |r: &ComparisonRow| &*r.baseline,
        ),
        text(
            "kind",
            "`outcome` (a probability differs) or `payoff` (an expected payoff differs).",
            |r: &ComparisonRow| r.kind,
        ),
        text(
            "name",
            "The outcome, or the actor whose payoff it is.",
            |r: &ComparisonRow| &*r.name,
        ),
    ];
    columns.extend(paired(|r: &ComparisonRow| &r.paired));
    columns.push(real(
        "played_difference",
        UNIT,
        "The same difference between the means of the played games.",
        |r: &ComparisonRow| r.played_difference,
    ));
    Table {
        name: "comparisons",
        about:
            "One row per variant after the first and outcome or actor: how it differs from the first variant. Variants \
                share their draws and the randomness of their games, so differences are taken draw by draw."
                .into(),
        key: &["variant", "baseline", "kind", "name"],
        columns,
    }
}

/// `comparisons.csv` of a comparison.
pub(crate) fn contrasts() -> Table<ContrastRow> {
    let mut columns = named();
    columns.extend(paired(|r: &ContrastRow| &r.paired));
    columns.push(real(
        "share_turned",
        "share of draws",
        "Share of draws in which the sign is the other way than that of the mean difference; empty where that is zero.",
        |r: &ContrastRow| r.paired.share_turned(),
    ));
    Table {
        name: "comparisons",
        about: "One row per side after the first, precision, true type and number that is compared: how the side differs from \
                the first. Sides share their draws, so differences are taken draw by draw."
            .into(),
        key: &["variant", "baseline", "kind", "name", "precision", "actor", "true_type"],
        columns,
    }
}

fn named() -> Vec<Column<ContrastRow>> {
    vec![
        text(
            "variant",
            "The variant, with its file where there are several.",
            |r: &ContrastRow| &*r.variant,
        ),
        text(
            "baseline",
            "The one that it is compared with: the first.",
            |r: &ContrastRow| &*r.baseline,
        ),
        text(
            "kind",
            "`headline` (the probability of outcomes that are taken together), `outcome` (a probability) or `payoff` (an \
             expected payoff).",
            |r: &ContrastRow| r.kind,
        ),
        text(
            "name",
            "The outcomes, joined by `+`; the outcome; or the actor whose payoff it is.",
            |r: &ContrastRow| &*r.name,
        ),
        real(
            "precision",
            "",
            "What the precision of every actor is multiplied by.",
            |r: &ContrastRow| r.precision,
        ),
        text(
            "actor",
            "The actor whose true type is given; `any` where all games count.",
            |r: &ContrastRow| r.given.as_ref().map_or(ANY, |(actor, _)| actor),
        ),
        text(
            "true_type",
            "Its true type; `any` where all games count.",
            |r: &ContrastRow| r.given.as_ref().map_or(ANY, |(_, value)| value),
        ),
        integer(
            "draws",
            "The draws that are compared: those in which the type has a chance.",
            |r: &ContrastRow| r.draws,
        ),
        real(
            "baseline_value",
            UNIT,
            "Exact value in the baseline, averaged over these draws.",
            |r: &ContrastRow| r.baseline_value,
        ),
        real(
            "value",
            UNIT,
            "Exact value here, averaged over these draws.",
            |r: &ContrastRow| r.value,
        ),
    ]
}

/// The columns about a difference.
fn paired<R: 'static>(take: fn(&R) -> &Paired) -> Vec<Column<R>> {
    let of_draws = "share of draws";
    let column = |name: &str, unit: &str, meaning: &str, of: fn(&Paired) -> Option<f64>| {
        Column::new(name, Kind::Number, meaning, move |r: &R| of(take(r))).unit(unit)
    };
    vec![
        column(
            "difference",
            UNIT,
            "Exact value here less exact value in the baseline, averaged over draws.",
            |p| Some(p.difference),
        ),
        column(
            "difference_low",
            UNIT,
            "Lower end of the 95 % interval of that mean, each draw paired with itself (Student's t); empty with one draw.",
            |p| p.interval.map(|i| i.low),
        ),
        column("difference_high", UNIT, "Upper end of that 95 % interval.", |p| {
            p.interval.map(|i| i.high)
        }),
        column(
            "difference_sd",
            UNIT,
            "Standard deviation of the difference over draws.",
            |p| p.sd,
        ),
        column(
            "difference_p05",
            UNIT,
            &quantile("5th percentile of the difference"),
            |p| Some(p.percentiles[0]),
        ),
        column("difference_p50", UNIT, &quantile("Median of the difference"), |p| {
            Some(p.percentiles[1])
        }),
        column(
            "difference_p95",
            UNIT,
            &quantile("95th percentile of the difference"),
            |p| Some(p.percentiles[2]),
        ),
        column(
            "share_above",
            of_draws,
            "Share of draws in which the difference is above zero.",
            |p| Some(p.share_above),
        ),
        column(
            "share_below",
            of_draws,
            "Share of draws in which the difference is below zero.",
            |p| Some(p.share_below),
        ),
    ]
}
