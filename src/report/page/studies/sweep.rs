//! How results change with keys that are varied.

use super::{Study, whole};
use crate::report::chart::heat::{HeatMap, HeatRow};
use crate::report::chart::lines::{Line, LineChart};
use crate::report::chart::points::{Point, PointChart};
use crate::report::chart::rows::{Row, RowChart};
use crate::report::chart::{Chart, Picture};
use crate::report::page::html::Section;
use crate::report::page::run::{distinct, grouped};
use crate::report::past_results::Unreadable;
use crate::report::records::Records;
use crate::scenario::LabelKind;
use crate::study::rows::CrossingRow;

/// The most values of a key that a heat map has.
const MOST: usize = 8;

/// A result that is drawn.
struct Drawn<'s> {
    /// The name of its chart.
    name: String,
    title: String,
    /// The columns whose sum it is.
    columns: Vec<String>,
    /// Where it crosses.
    crossings: Vec<f64>,
    /// Whether it lies between 0 and 1.
    share: bool,
    study: &'s Study<'s>,
}

pub(super) fn section(study: &Study<'_>) -> Result<Section, Unreadable> {
    let table = study.table("sweep")?;
    let crossings: Vec<CrossingRow> = if study.past.holds("crossings") {
        study.past.rows()?
    } else {
        Vec::new()
    };
    let keys: Vec<String> = table.family("key_").into_iter().map(str::to_owned).collect();
    let charts = results(study, &table, &crossings).into_iter();
    let charts = charts.filter_map(|drawn| drawn.chart(&table, &keys));
    let varied = keys.iter().map(|key| study.key(key)).collect::<Vec<_>>().join(", ");
    Ok(Section {
        title: format!("What changes with {varied}"),
        text: vec![
            "Means over draws; bands hold nine tenths of them. Dashed upright lines mark where a headline crosses."
                .to_owned(),
        ],
        charts: charts.collect(),
        ..Section::default()
    })
}

/// Headlines, outcomes, payoffs, and what else was asked for.
fn results<'s>(study: &'s Study<'s>, table: &Records, crossings: &[CrossingRow]) -> Vec<Drawn<'s>> {
    let drawn = |name: String, title: String, columns: Vec<String>, share: bool| Drawn {
        name,
        title,
        columns,
        crossings: Vec::new(),
        share,
        study,
    };
    let mut all = Vec::new();
    for group in &study.headlines {
        let columns = group
            .outcomes
            .iter()
            .map(|name| format!("probability_{name}"))
            .collect();
        let of_group = crossings.iter().filter(|row| row.headline == group.name());
        all.push(Drawn {
            crossings: of_group.filter_map(|row| row.crossing).collect(),
            ..drawn(
                format!("sweep-{}", group.name()),
                study.outcomes(&group.name()),
                columns,
                true,
            )
        });
    }
    let is_spread = |name: &str| ["_p05", "_p50", "_p95"].iter().any(|ending| name.ends_with(ending));
    for name in table.family("probability_").into_iter().filter(|name| !is_spread(name)) {
        let alone = study.headlines.iter().any(|group| group.name() == name);
        if !alone {
            let column = vec![format!("probability_{name}")];
            all.push(drawn(format!("sweep-{name}"), study.outcomes(name), column, true));
        }
    }
    for actor in table.family("payoff_") {
        let title = format!("payoff of {}", study.labels.get(LabelKind::Actor, actor));
        all.push(drawn(
            format!("sweep-payoff-{actor}"),
            title,
            vec![format!("payoff_{actor}")],
            false,
        ));
    }
    for family in ["decision_", "belief_"] {
        for name in table.family(family) {
            let column = format!("{family}{name}");
            all.push(drawn(
                format!("sweep-{column}"),
                name.replace("__", "."),
                vec![column],
                true,
            ));
        }
    }
    all
}

impl Drawn<'_> {
    fn chart(&self, table: &Records, keys: &[String]) -> Option<Chart> {
        let first = format!("key_{}", keys.first()?);
        let numeric = table.numbers(&first).iter().all(Option::is_some);
        let values = |key: &String| distinct(&table.texts(&format!("key_{key}")), |text| (*text).to_owned()).len();
        let picture = match keys {
            [_] if numeric => self.lines(table, &first),
            [_] => self.bars(table, &first),
            [one, other]
                if self.share && values(one).min(values(other)) <= MOST && values(one).max(values(other)) <= 40 =>
            {
                let (across, down) = if values(one) <= MOST {
                    (one, other)
                } else {
                    (other, one)
                };
                self.map(table, across, down)
            }
            _ => self.points(table, &first),
        };
        let across: Vec<String> = keys.iter().map(|key| self.study.key(key)).collect();
        Some(Chart {
            name: self.name.clone(),
            title: format!("{} by {}", self.title, across.join(" and ")),
            description: format!("{} as {} changes, in each variant.", self.title, across.join(" and ")),
            picture,
            numbers: whole(table),
        })
    }

    /// The value in each row.
    fn values(&self, table: &Records, ending: &str) -> Vec<Option<f64>> {
        let columns = self
            .columns
            .iter()
            .map(|column| table.numbers(&format!("{column}{ending}")));
        let columns: Vec<Vec<Option<f64>>> = columns.collect();
        let sum = |row: usize| columns.iter().map(|column| column[row]).sum::<Option<f64>>();
        (0..table.len()).map(sum).collect()
    }

    fn variants(&self, table: &Records) -> Vec<(usize, String, Records)> {
        let names = distinct(&table.texts("variant"), |name| (*name).to_owned());
        let each = names.into_iter().enumerate();
        each.map(|(series, name)| (series, self.study.variant(&name), table.only("variant", &name)))
            .collect()
    }

    fn lines(&self, table: &Records, key: &str) -> Picture {
        let line = |(series, name, rows): (usize, String, Records)| {
            let across = rows.numbers(key);
            let [mean, low, high] = ["", "_p05", "_p95"].map(|ending| self.values(&rows, ending));
            let places = across.iter().zip(&mean).filter_map(|(x, y)| (*x).zip(*y));
            let band = across.iter().zip(low.iter().zip(&high));
            let band = band.filter_map(|(x, (low, high))| Some(((*x)?, (*low)?, (*high)?)));
            Line {
                name,
                series,
                places: places.collect(),
                // The percentiles of a sum are not the sums of percentiles.
                band: if self.columns.len() == 1 {
                    band.collect()
                } else {
                    Vec::new()
                },
                dots: true,
            }
        };
        let chart = LineChart {
            lines: self.variants(table).into_iter().map(line).collect(),
            scale: Vec::new(),
            marked: self.crossings.clone(),
            across: self.study.key(key.trim_start_matches("key_")),
        };
        chart.draw()
    }

    fn bars(&self, table: &Records, key: &str) -> Picture {
        let variants = self.variants(table);
        let groups = distinct(&table.texts(key), |text| (*text).to_owned())
            .into_iter()
            .map(|value| {
                let rows = variants.iter().flat_map(|(series, name, rows)| {
                    let own = rows.only(key, &value);
                    let values = self.values(&own, "");
                    values.into_iter().flatten().map(move |number| Row {
                        label: name.clone(),
                        value: crate::report::figure::short(number),
                        series: *series,
                        bars: vec![(*series, 0.0, number)],
                        ..Row::default()
                    })
                });
                (value.clone(), rows.collect())
            });
        let chart = RowChart {
            rows: grouped(groups),
            scale: vec![0.0],
            axis: self.title.clone(),
            ..RowChart::default()
        };
        chart.draw()
    }

    /// A heat map of two keys: one across, one down.
    fn map(&self, table: &Records, across: &str, down: &str) -> Picture {
        let (first, second) = (format!("key_{across}"), format!("key_{down}"));
        let columns = distinct(&table.texts(&first), |text| (*text).to_owned());
        let mut rows = Vec::new();
        for (_, name, own) in self.variants(table) {
            for (number, value) in distinct(&own.texts(&second), |text| (*text).to_owned())
                .into_iter()
                .enumerate()
            {
                let line = own.only(&second, &value);
                let cell = |column: &String| self.values(&line.only(&first, column), "").into_iter().next().flatten();
                rows.push(HeatRow {
                    heading: if number == 0 { name.clone() } else { String::new() },
                    label: format!("{} = {value}", self.study.key(down)),
                    cells: columns.iter().map(cell).collect(),
                });
            }
        }
        let called = self.study.key(across);
        let map = HeatMap {
            rows,
            columns: columns.iter().map(|value| format!("{called} = {value}")).collect(),
            numbers: true,
            across: String::new(),
        };
        map.draw()
    }

    fn points(&self, table: &Records, key: &str) -> Picture {
        let variants = self.variants(table);
        let points = variants.iter().flat_map(|(series, _, rows)| {
            let both = rows.numbers(key).into_iter().zip(self.values(rows, ""));
            both.filter_map(|(x, y)| x.zip(y)).map(|place| Point {
                series: *series,
                place,
                filled: true,
                label: String::new(),
            })
        });
        let chart = PointChart {
            points: points.collect(),
            legend: variants
                .iter()
                .map(|(series, name, _)| (*series, name.clone()))
                .collect(),
            axes: [self.study.key(key.trim_start_matches("key_")), self.title.clone()],
        };
        chart.draw()
    }
}
