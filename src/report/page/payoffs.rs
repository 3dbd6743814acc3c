//! What actors earn: in total, and by payoff term.

use super::html::Section;
use super::run::{Run, distinct, grouped, spread};
use crate::report::chart::rows::{Row, RowChart};
use crate::report::chart::{Chart, Numbers};
use crate::report::figure::{amount, decimals};
use crate::report::past_results::Unreadable;
use crate::study::rows::PayoffRow;
use crate::study::statistics::mean;
use crate::study::subject::Subject;

/// The term that is the sum of all.
const TOTAL: &str = "total";

/// The section on payoffs.
pub(super) fn section(run: &Run<'_>) -> Result<Section, Unreadable> {
    let rows: Vec<PayoffRow> = run.past.rows()?;
    let mut charts = vec![totals(run)];
    for actor in distinct(&rows, |row| &row.actor) {
        let terms: Vec<&PayoffRow> = rows.iter().filter(|row| row.actor == *actor).collect();
        if terms.iter().any(|row| row.term != TOTAL) {
            charts.push(of_actor(run, actor, &terms));
        }
    }
    let text = "Exact expected payoffs, discounted to the start, in the payoff units of the scenario.";
    Ok(Section {
        title: "What actors earn".to_owned(),
        text: vec![text.to_owned()],
        charts,
        ..Section::default()
    })
}

/// What each actor earns in total, and how far draws spread.
fn totals(run: &Run<'_>) -> Chart {
    struct Total<'t> {
        actor: &'t str,
        variant: &'t str,
        mean: f64,
        spread: Option<[f64; 3]>,
    }
    let mut totals: Vec<Vec<Total<'_>>> = Vec::new();
    for actor in &run.draws.shape.actors {
        let names = run.variants().enumerate();
        let of_actor = names.map(|(number, variant)| {
            let values = run.values(number, &Subject::Payoff(actor.clone()));
            Total {
                actor: run.actor(actor),
                variant,
                mean: mean(&values),
                spread: spread(&values),
            }
        });
        totals.push(of_actor.collect());
    }
    let places = decimals(totals.iter().flatten().map(|total| total.mean));
    let shown = |value: f64| amount(value, places);
    let row = |total: &Total<'_>| {
        let series = run.series(total.variant);
        Row {
            label: run.row_title(total.variant),
            value: shown(total.mean),
            series,
            bars: vec![(series, 0.0, total.mean)],
            spread: total
                .spread
                .map(|[low, _, high]| (low, high))
                .filter(|(low, high)| low < high),
            ..Row::default()
        }
    };
    let groups = totals
        .iter()
        .filter_map(|of| Some((of.first()?.actor.to_owned(), of.iter().map(row).collect())));
    let chart = RowChart {
        rows: grouped(groups),
        scale: vec![0.0],
        axis: "expected payoff".to_owned(),
        ..RowChart::default()
    };
    Chart {
        name: "payoffs".to_owned(),
        title: "Expected payoff of each actor".to_owned(),
        description: "The bar is the mean over draws; the pale range holds nine tenths of the draws.".to_owned(),
        picture: chart.draw(),
        numbers: Numbers::new(
            ["actor", "variant", "mean", "5 % of draws", "median", "95 % of draws"],
            totals.iter().flatten().map(|total| {
                let [low, middle, high] = total.spread.map_or_else(Default::default, |spread| spread.map(shown));
                let (actor, variant) = (total.actor.to_owned(), run.title(total.variant).to_owned());
                [actor, variant, shown(total.mean), low, middle, high]
            }),
        ),
    }
}

/// What an actor earns by term.
fn of_actor(run: &Run<'_>, actor: &str, rows: &[&PayoffRow]) -> Chart {
    let places = decimals(rows.iter().map(|row| row.exact_mean));
    let shown = |value: f64| amount(value, places);
    let called = |term: &str| match term {
        TOTAL => "total of all terms".to_owned(),
        _ => run.labels.term(actor, term).to_owned(),
    };
    let bar = |row: &&PayoffRow| {
        let series = run.series(&row.variant);
        Row {
            label: run.row_title(&row.variant),
            value: shown(row.exact_mean),
            series,
            bars: vec![(series, 0.0, row.exact_mean)],
            ..Row::default()
        }
    };
    let of_term = |term: &String| {
        let bars = rows.iter().filter(|row| row.term == *term).map(bar);
        (called(term), bars.collect())
    };
    let chart = RowChart {
        rows: grouped(distinct(rows, |row| &row.term).into_iter().map(of_term)),
        scale: vec![0.0],
        axis: "expected payoff".to_owned(),
        ..RowChart::default()
    };
    let name = run.actor(actor);
    let played = |value: Option<f64>| value.map(shown).unwrap_or_default();
    Chart {
        name: format!("payoffs-{actor}"),
        title: format!("What {name} earns, by payoff term"),
        description: "Gains are to the right of zero, costs to the left; the last rows are the total.".to_owned(),
        picture: chart.draw(),
        numbers: Numbers::new(
            [
                "variant",
                "term",
                "exact mean",
                "played mean",
                "5 % of games",
                "median",
                "95 % of games",
            ],
            rows.iter().map(|row| {
                [
                    run.title(&row.variant).to_owned(),
                    called(&row.term),
                    shown(row.exact_mean),
                    played(row.mean),
                    played(row.p05),
                    played(row.p50),
                    played(row.p95),
                ]
            }),
        ),
    }
}
