//! What became of promises: tested, kept because bound, kept by choice, reneged, unable; and what others expected.

use super::html::Section;
use super::run::{Run, distinct, grouped};
use crate::report::chart::rows::{Row, RowChart};
use crate::report::chart::{Chart, Numbers};
use crate::report::figure::short;
use crate::report::past_results::Unreadable;
use crate::report::terminal::probability;
use crate::scenario::LabelKind;
use crate::study::rows::comparisons::ANY;
use crate::study::rows::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow};

/// What becomes of a promise that is tested, in the order of the series.
const FATES: [&str; 4] = ["kept: bound", "kept: by choice", "reneged", "unable"];

/// The section on promises; `None` where there are none that are tested.
pub(super) fn section(run: &Run<'_>) -> Result<Option<Section>, Unreadable> {
    let by_type: Vec<CommitmentByTypeRow> = run.past.rows()?;
    let trust: Vec<CommitmentBeliefRow> = run.past.rows()?;
    let played: Vec<CommitmentRow> = run.past.rows()?;
    let mut charts = Vec::new();
    for commitment in distinct(&by_type, |row| &row.commitment) {
        let rows = by_type
            .iter()
            .filter(|row| row.commitment == *commitment && row.occasions > 0.0);
        let rows: Vec<&CommitmentByTypeRow> = rows.collect();
        if !rows.is_empty() {
            charts.push(fates(run, commitment, &rows));
        }
        let rows = trust
            .iter()
            .filter(|row| row.commitment == *commitment && row.occasions > 0.0);
        let rows: Vec<&CommitmentBeliefRow> = rows.collect();
        if !rows.is_empty() {
            charts.push(expected(run, commitment, &rows));
        }
    }
    charts.extend(in_games(run, &played));
    let text = "A promise is tested when its condition holds and its actor is asked. A bound actor keeps it; a free one keeps \
                it by choice, or reneges; it is unable where the promised action is not available. All shares are of the \
                occasions on which it is tested, and exact.";
    let section = || Section {
        title: "Promises".to_owned(),
        text: vec![text.to_owned()],
        charts: charts.clone(),
        ..Section::default()
    };
    Ok((!charts.is_empty()).then(section))
}

/// What a true type is called.
fn of_type(run: &Run<'_>, actor: &str, true_type: &str) -> String {
    match true_type {
        ANY => "all types".to_owned(),
        name => run.labels.actor_type(actor, name).to_owned(),
    }
}

fn shares(row: &CommitmentByTypeRow) -> [f64; 4] {
    [row.honoured_bound, row.honoured_free, row.reneged, row.unable].map(Option::unwrap_or_default)
}

/// What becomes of a promise, by the true type of who made it.
fn fates(run: &Run<'_>, commitment: &str, rows: &[&CommitmentByTypeRow]) -> Chart {
    let bar = |row: &&CommitmentByTypeRow| {
        let mut end = 0.0;
        let bars = shares(row).into_iter().enumerate().map(|(series, share)| {
            let start = end;
            end += share;
            (series, start, end)
        });
        let bars = bars.filter(|(_, start, end)| start < end).collect();
        Row {
            label: of_type(run, &row.actor, &row.true_type),
            value: format!("tested {} times a game", short(row.occasions)),
            bars,
            ..Row::default()
        }
    };
    let of_variant = |variant: &String| {
        let bars = rows.iter().filter(|row| row.variant == *variant).map(bar);
        (run.row_title(variant), bars.collect())
    };
    let chart = RowChart {
        legend: FATES.into_iter().map(str::to_owned).enumerate().collect(),
        rows: grouped(distinct(rows, |row| &row.variant).into_iter().map(of_variant)),
        scale: vec![0.0, 1.0],
        axis: "share of the occasions on which it is tested".to_owned(),
    };
    let called = run.labels.get(LabelKind::Commitment, commitment);
    let actor = rows.first().map(|row| run.actor(&row.actor)).unwrap_or_default();
    Chart {
        name: format!("promise-{commitment}"),
        title: format!("{called}: kept or not"),
        description: format!("What {actor} does when the promise is tested, by its true type."),
        picture: chart.draw(),
        numbers: Numbers::new(
            [
                "variant",
                "type",
                "tested a game",
                FATES[0],
                FATES[1],
                FATES[2],
                FATES[3],
            ],
            rows.iter().map(|row| {
                let [bound, choice, reneged, unable] = shares(row).map(probability);
                let (variant, who) = (
                    run.title(&row.variant).to_owned(),
                    of_type(run, &row.actor, &row.true_type),
                );
                [variant, who, short(row.occasions), bound, choice, reneged, unable]
            }),
        ),
    }
}

/// What others expected of a promise, and what came true.
fn expected(run: &Run<'_>, commitment: &str, rows: &[&CommitmentBeliefRow]) -> Chart {
    let types: Vec<&&CommitmentBeliefRow> = rows.iter().filter(|row| row.true_type == ANY).collect();
    let number = |belief: Option<f64>| belief.map_or_else(|| "–".to_owned(), probability);
    let row = |row: &&&CommitmentBeliefRow| Row {
        label: run.actor(&row.observer).to_owned(),
        value: format!("{} of {}", number(row.belief_mean), probability(row.honoured)),
        series: 1,
        bars: vec![(0, 0.0, row.honoured)],
        spread: row.belief_p05.zip(row.belief_p95).filter(|(low, high)| low < high),
        dot: row.belief_mean,
        ..Row::default()
    };
    let of_variant = |variant: &String| {
        let own = types.iter().filter(|row| row.variant == *variant).map(row);
        (run.row_title(variant), own.collect())
    };
    let chart = RowChart {
        legend: vec![
            (0, "share that is kept".to_owned()),
            (1, "what was expected".to_owned()),
        ],
        rows: grouped(distinct(&types, |row| &row.variant).into_iter().map(of_variant)),
        scale: vec![0.0, 1.0],
        axis: "probability that it is kept".to_owned(),
    };
    let called = run.labels.get(LabelKind::Commitment, commitment);
    Chart {
        name: format!("trust-{commitment}"),
        title: format!("{called}: what others expect"),
        description: "The dot is what an observer expects before the occasion comes, the pale range holds nine tenths of \
                      the occasions, and the bar is the share that is truly kept. A dot beyond its bar is trust that is \
                      not deserved."
            .to_owned(),
        picture: chart.draw(),
        numbers: Numbers::new(
            ["variant", "observer", "true type", "occasions a game", "kept", "expected", "5 % of occasions", "95 % of occasions"],
            rows.iter().map(|row| {
                let true_type = if row.true_type == ANY { "all types" } else { &row.true_type };
                let [mean, low, high] = [row.belief_mean, row.belief_p05, row.belief_p95].map(number);
                let kept = probability(row.honoured);
                let (variant, observer) = (run.title(&row.variant).to_owned(), run.actor(&row.observer).to_owned());
                [variant, observer, true_type.to_owned(), short(row.occasions), kept, mean, low, high]
            }),
        ),
    }
}

/// How often promises are tested, and how often they come true, in the played games.
fn in_games(run: &Run<'_>, rows: &[CommitmentRow]) -> Option<Chart> {
    let tested: Vec<&CommitmentRow> = rows
        .iter()
        .filter(|row| row.triggered.is_some_and(|share| share > 0.0))
        .collect();
    let called = |row: &CommitmentRow| run.labels.get(LabelKind::Commitment, &row.commitment).to_owned();
    let row = |row: &&CommitmentRow| {
        let series = run.series(&row.variant);
        let share = row.triggered.unwrap_or_default();
        Row {
            label: run.row_title(&row.variant),
            value: probability(share),
            series,
            bars: vec![(series, 0.0, share)],
            ..Row::default()
        }
    };
    let names = distinct(&tested, |row| &row.commitment).into_iter();
    let groups = names.map(|name| {
        let own: Vec<&CommitmentRow> = tested.iter().filter(|row| row.commitment == *name).copied().collect();
        (called(own[0]), own.iter().map(row).collect())
    });
    let chart = RowChart {
        rows: grouped(groups),
        scale: vec![0.0, 1.0],
        axis: "share of played games".to_owned(),
        ..RowChart::default()
    };
    let shown = |share: Option<f64>| share.map(probability).unwrap_or_default();
    (!tested.is_empty()).then(|| Chart {
        name: "promises-tested".to_owned(),
        title: "How often a promise is tested".to_owned(),
        description:
            "Share of the played games in which it is tested at least once. Undelivered, in the numbers: kept, but \
                      what was promised never came true."
                .to_owned(),
        picture: chart.draw(),
        numbers: Numbers::new(
            [
                "variant",
                "promise",
                "tested",
                "undelivered",
                "mean period of the first test",
            ],
            tested.iter().map(|row| {
                [
                    run.title(&row.variant).to_owned(),
                    called(row),
                    shown(row.triggered),
                    shown(row.undelivered),
                    row.mean_period.map(short).unwrap_or_default(),
                ]
            }),
        ),
    })
}
