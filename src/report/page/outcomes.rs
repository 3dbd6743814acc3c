//! How games end: the distribution of outcomes, and the same by true type.

use super::html::Section;
use super::run::{Run, distinct, grouped};
use crate::report::chart::rows::{Row, RowChart};
use crate::report::chart::{Chart, Numbers};
use crate::report::past_results::Unreadable;
use crate::report::terminal::{interval, probability};
use crate::study::rows::{OutcomeByTypeRow, OutcomeRow};

/// The section on outcomes.
pub(super) fn section(run: &Run<'_>) -> Result<Section, Unreadable> {
    let outcomes: Vec<OutcomeRow> = run.past.rows()?;
    let by_type: Vec<OutcomeByTypeRow> = run.past.rows()?;
    let mut charts = vec![distribution(run, &outcomes)];
    for actor in distinct(&by_type, |row| &row.actor) {
        let rows: Vec<&OutcomeByTypeRow> = by_type.iter().filter(|row| row.actor == *actor).collect();
        charts.push(of_types(run, actor, &rows));
    }
    Ok(Section {
        title: "How games end".to_owned(),
        charts,
        ..Section::default()
    })
}

fn distribution(run: &Run<'_>, rows: &[OutcomeRow]) -> Chart {
    let bar = |row: &OutcomeRow| {
        let range = row.probability_interval().filter(|range| range.low < range.high);
        let mut value = probability(row.probability);
        if let Some(range) = range {
            value += &format!(" ({})", interval(range));
        }
        let series = run.series(&row.variant);
        let spreads = row.probability_p05 < row.probability_p95;
        Row {
            label: run.row_title(&row.variant),
            value,
            series,
            bars: vec![(series, 0.0, row.probability)],
            spread: spreads.then_some((row.probability_p05, row.probability_p95)),
            interval: range.map(|range| (range.low, range.high)),
            ..Row::default()
        }
    };
    let of_outcome = |outcome: &String| {
        let bars = rows.iter().filter(|row| row.outcome == *outcome).map(bar);
        (run.outcome(outcome).to_owned(), bars.collect())
    };
    let outcomes = distinct(rows, |row| &row.outcome).into_iter();
    let chart = RowChart {
        rows: grouped(outcomes.map(of_outcome)),
        scale: vec![0.0],
        axis: "probability".to_owned(),
        ..RowChart::default()
    };
    let description = "The bar is the exact probability, averaged over draws; the thin line its 95 % interval, which is \
                       empty where nothing is uncertain. The pale range holds nine tenths of the draws: the spread that \
                       parameter uncertainty alone makes.";
    Chart {
        name: "outcomes".to_owned(),
        title: "Probability of each outcome".to_owned(),
        description: description.to_owned(),
        picture: chart.draw(),
        numbers: numbers(run, rows),
    }
}

fn numbers(run: &Run<'_>, rows: &[OutcomeRow]) -> Numbers {
    let played = rows.iter().any(|row| row.share.is_some());
    let mut numbers = Numbers::default();
    let header = [
        "variant",
        "outcome",
        "probability",
        "95 % interval",
        "5 % of draws",
        "median",
        "95 % of draws",
    ];
    numbers.header = header.map(str::to_owned).to_vec();
    if played {
        numbers
            .header
            .extend(["played share", "95 % interval"].map(str::to_owned));
    }
    for row in rows {
        let mut cells = vec![
            run.title(&row.variant).to_owned(),
            run.outcome(&row.outcome).to_owned(),
            probability(row.probability),
            row.probability_interval().map(interval).unwrap_or_default(),
        ];
        cells.extend([row.probability_p05, row.probability_p50, row.probability_p95].map(probability));
        if played {
            cells.push(row.share.map(probability).unwrap_or_default());
            cells.push(row.share_interval().map(interval).unwrap_or_default());
        }
        numbers.rows.push(cells);
    }
    numbers
}

/// How games end given the true type of an actor.
fn of_types(run: &Run<'_>, actor: &str, rows: &[&OutcomeByTypeRow]) -> Chart {
    // Outcomes that never happen would only use up colours.
    let happens = |name: &&String| {
        let mut own = rows.iter().filter(|row| row.outcome == **name);
        own.any(|row| row.probability.is_some_and(|share| share > 0.0))
    };
    let outcomes: Vec<&String> = run.draws.shape.outcomes.iter().filter(happens).collect();
    let series = |outcome: &str| outcomes.iter().position(|name| *name == outcome).unwrap_or_default();
    let stack = |variant: &str, actor_type: &str| {
        let own = rows
            .iter()
            .filter(|row| row.variant == variant && row.true_type == actor_type);
        let mut end = 0.0;
        let bars = own.map(|row| {
            let start = end;
            end += row.probability.unwrap_or_default();
            (series(&row.outcome), start, end)
        });
        Row {
            label: run.row_title(variant),
            bars: bars.filter(|(_, start, end)| start < end).collect(),
            ..Row::default()
        }
    };
    let of_type = |actor_type: &String| {
        let own = rows.iter().find(|row| row.true_type == *actor_type);
        let chance = own.map(|row| probability(row.type_probability)).unwrap_or_default();
        let label = run.labels.actor_type(actor, actor_type);
        let stacks = run.variants().map(|variant| stack(variant, actor_type));
        (format!("{label} (probability {chance})"), stacks.collect())
    };
    let types = distinct(rows, |row| &row.true_type).into_iter();
    let chart = RowChart {
        legend: outcomes
            .iter()
            .map(|name| (series(name), run.outcome(name).to_owned()))
            .collect(),
        rows: grouped(types.map(of_type)),
        scale: vec![0.0, 1.0],
        axis: "probability, given the true type".to_owned(),
    };
    let called = run.actor(actor);
    Chart {
        name: format!("outcomes-by-type-{actor}"),
        title: format!("How games end by the true type of {called}"),
        description: format!(
            "Each bar divides the games in which {called} is of that type by how they end; exact, over all draws."
        ),
        picture: chart.draw(),
        numbers: Numbers::new(
            [
                "variant",
                "type",
                "outcome",
                "probability",
                "5 % of draws",
                "95 % of draws",
            ],
            rows.iter().map(|row| {
                let [mean, low, high] =
                    [row.probability, row.probability_p05, row.probability_p95].map(|share| share.map(probability));
                [
                    run.title(&row.variant).to_owned(),
                    run.labels.actor_type(actor, &row.true_type).to_owned(),
                    run.outcome(&row.outcome).to_owned(),
                    mean.unwrap_or_default(),
                    low.unwrap_or_default(),
                    high.unwrap_or_default(),
                ]
            }),
        ),
    }
}
