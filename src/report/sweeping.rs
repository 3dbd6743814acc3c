//! What `sweep` shows: results by setting, a chart beside them, and where they cross.

use super::figure::{self, without_zeros};
use super::labelled;
use super::layout::{Grid, Printout};
use super::study_results::{FilledTable, Findings};
use super::terminal::{counted, probability, titles};
use crate::numeric::math::{max, min};
use crate::scenario::Labels;
use crate::study::Group;
use crate::study::evaluation::Sample;
use crate::study::rows::{CrossingRow, NamedValues, SweepRow};
use crate::study::sweep::{SweepQuestion, Swept};
use crate::study::table::column_word;

/// Probabilities that differ by less are the same.
const SAME: f64 = 1e-9;
/// The width of the chart, in columns.
const CHART: usize = 30;
/// The marks of the first variants in a chart.
const MARKS: [char; 4] = ['●', '○', '▲', '△'];
/// The header of the percentiles of draws.
const SPREAD: &str = "5–95 %";
/// The chart ends at multiples of this.
const TICK: f64 = 0.05;

/// What a sweep found, ready to be written and printed.
pub(crate) fn findings(
    (title, labels): (&str, &Labels),
    question: &SweepQuestion,
    sample: &Sample,
    swept: &Swept,
) -> Findings {
    let report = Report {
        labels,
        question,
        swept,
    };
    let conclusions = report.conclusions();
    let mut page = Printout::of(&format!("{title}\n{}", report.effort(sample)));
    page.say(&titles(report.variants(), labels));
    for headline in &swept.headlines {
        page.append(report.headline(headline));
    }
    page.append(report.asked());
    if !conclusions.is_empty() {
        page.blank();
    }
    page.say_all(&conclusions);
    let mut tables = vec![FilledTable::of(&swept.rows, &swept.shape)];
    if !swept.crossings.is_empty() {
        tables.push(FilledTable::of(&swept.crossings, &swept.shape));
    }
    Findings {
        tables,
        page,
        conclusions,
        draws: swept.rows.iter().fold((0, 0), |(draws, unsolved), row| {
            (draws + row.draws, unsolved + row.unsolved)
        }),
        ..Findings::default()
    }
}

struct Report<'a> {
    labels: &'a Labels,
    question: &'a SweepQuestion,
    swept: &'a Swept,
}

impl<'a> Report<'a> {
    fn variants(&self) -> Vec<&'a str> {
        let rows = &self.swept.rows;
        let firsts = rows.iter().filter(|row| row.point == 0);
        firsts.map(|row| row.variant.as_str()).collect()
    }

    fn effort(&self, sample: &Sample) -> String {
        let points = self.swept.rows.len() / self.variants().len();
        let keys = self.question.keys.iter().map(|key| format!("`{}`", key.key));
        let keys = keys.collect::<Vec<_>>().join(" × ");
        let draws = match sample {
            Sample::Nominal => "at the nominal point of all else".to_owned(),
            Sample::Seeded { draws, seed } => {
                format!("{}, seed {seed}, the same at every point", counted(*draws, "draw"))
            }
            Sample::Listed(list) => counted(list.values.len() as u64, "listed draw"),
        };
        let word = if self.question.keys.len() > 1 { "point" } else { "value" };
        format!("{} of {keys}; {draws}", counted(points as u64, word))
    }

    /// The rows by point, one of each variant.
    fn points(&self) -> Vec<Vec<&'a SweepRow>> {
        let points = self.swept.rows.len() / self.variants().len();
        let of_point = |point| self.swept.rows.iter().filter(move |row| row.point == point as u64);
        (0..points).map(|point| of_point(point).collect()).collect()
    }

    /// What a headline is called.
    fn label(&self, headline: &'a Group) -> &'a str {
        labelled::group(headline, self.labels)
    }

    fn headline(&self, headline: &'a Group) -> Printout {
        let one_outcome = headline.outcomes.len() == 1;
        let variants = self.variants();
        let points = self.points();
        let means: Vec<Vec<f64>> = points
            .iter()
            .map(|rows| rows.iter().map(|row| sum(row, headline)).collect())
            .collect();
        let chart = Chart::of(means.iter().flatten().copied());
        let mut header: Vec<String> = self.question.keys.iter().map(|key| key.key.clone()).collect();
        let keys = header.len();
        let draws = points[0].first().is_some_and(|row| row.draws > 1);
        for (number, variant) in variants.iter().enumerate() {
            header.push(format!("{} {variant}", MARKS.get(number).copied().unwrap_or(' ')));
            if one_outcome && draws {
                header.push(SPREAD.to_owned());
            }
        }
        header.push(chart.scale());
        let last = header.len() - 1;
        let row = |(rows, means): (&Vec<&SweepRow>, &Vec<f64>)| {
            let mut cells = rows[0].keys.values.clone();
            for (row, mean) in rows.iter().zip(means) {
                cells.push(probability(*mean));
                if one_outcome && draws {
                    cells.push(spread(row, headline));
                }
            }
            cells.push(chart.line(means));
            cells
        };
        let rows: Vec<Vec<String>> = points.iter().zip(&means).map(row).collect();
        let spread: Vec<usize> = (keys..last).filter(|&column| header[column] == SPREAD).collect();
        let table = Grid::of(header, |column| column >= keys && column < last, rows);
        let of = if draws { ", mean over draws" } else { "" };
        let mut page = Printout::of(&format!("\nprobability of {}{of}", self.label(headline)));
        page.table(table.about(keys).leaving_out(&[&spread]));
        page
    }

    /// The decisions and beliefs that were asked about.
    fn asked(&self) -> Printout {
        let mut page = Printout::default();
        for (number, name) in self.question.decisions.iter().enumerate() {
            page.append(self.one(&format!("decision {name}"), |row| row.decisions.values[number]));
        }
        for (number, name) in self.question.beliefs.iter().enumerate() {
            page.append(self.one(&format!("belief {name}"), |row| row.beliefs.values[number]));
        }
        page
    }

    fn one(&self, name: &str, value: impl Fn(&SweepRow) -> Option<f64>) -> Printout {
        let keys = self.question.keys.iter().map(|key| key.key.clone());
        let header: Vec<String> = keys
            .chain(self.variants().iter().map(|&variant| variant.to_owned()))
            .collect();
        let row = |rows: Vec<&SweepRow>| {
            let mut cells = rows[0].keys.values.clone();
            cells.extend(rows.iter().map(|row| value(row).map(probability).unwrap_or_default()));
            cells
        };
        let keys = self.question.keys.len();
        let rows: Vec<Vec<String>> = self.points().into_iter().map(row).collect();
        let mut page = Printout::of(&format!("\n{name}"));
        page.table(Grid::of(header, |column| column >= keys, rows).about(keys));
        page
    }

    fn conclusions(&self) -> Vec<String> {
        let unsolved: u64 = self.swept.rows.iter().map(|row| row.unsolved).sum();
        let mut all = Vec::new();
        if unsolved > 0 {
            let draws: u64 = self.swept.rows.iter().map(|row| row.draws).sum();
            all.push(format!(
                "{unsolved} of {draws} draws were not solved: their numbers, which stay in, are of no equilibrium."
            ));
        }
        for headline in &self.swept.headlines {
            let name = headline.name();
            let crossings = self.swept.crossings.iter().filter(|row| row.headline == name);
            all.extend(crossings.map(|row| match self.equal(headline, row) {
                Some(sentence) => sentence,
                None => crossing(self.label(headline), row),
            }));
        }
        all
    }

    /// A sentence about two variants that have the same mean at some of the values and do not cross.
    fn equal(&self, headline: &'a Group, row: &CrossingRow) -> Option<String> {
        let (label, key) = (self.label(headline), &row.key);
        let mean = |rows: &[&SweepRow], variant: &str| {
            let mut rows = rows.iter();
            rows.find(|row| row.variant == variant).map(|row| sum(row, headline))
        };
        let points = self.points();
        let same = |rows: &&Vec<&SweepRow>| {
            let means = mean(rows, &row.variant).zip(mean(rows, &row.baseline));
            means.is_some_and(|(here, there)| (here - there).abs() < SAME)
        };
        let same: Vec<&str> = points
            .iter()
            .filter(same)
            .map(|rows| rows[0].keys.values[0].as_str())
            .collect();
        if row.crossing.is_some() || same.is_empty() {
            return None;
        }
        let what = format!("`{}` and `{}` are equal in {label}", row.variant, row.baseline);
        Some(capitalised(&match same.len() == points.len() {
            true => format!("{what} at every value of `{key}`, which is set in both."),
            false => format!("{what} at `{key}` = {}, and do not cross.", same.join(", ")),
        }))
    }
}

/// The mean probability of a headline in a row.
fn sum(row: &SweepRow, headline: &Group) -> f64 {
    let values = headline
        .outcomes
        .iter()
        .filter_map(|outcome| named(&row.probabilities, outcome, ""));
    min(values.sum(), 1.0)
}

fn named(values: &NamedValues, outcome: &str, suffix: &str) -> Option<f64> {
    let column = format!("probability_{}{suffix}", column_word(outcome));
    let at = values.columns.iter().position(|known| *known == column)?;
    values.values[at]
}

/// The 5th and the 95th percentile of a headline of one outcome.
fn spread(row: &SweepRow, headline: &Group) -> String {
    let outcome = &headline.outcomes[0];
    let low = named(&row.probabilities_p05, outcome, "_p05");
    let high = named(&row.probabilities_p95, outcome, "_p95");
    let both = low
        .zip(high)
        .map(|(low, high)| format!("{}–{}", probability(low), probability(high)));
    both.unwrap_or_default()
}

/// A sentence about where something crosses.
fn crossing(label: &str, row: &CrossingRow) -> String {
    let CrossingRow {
        variant, key, draws, ..
    } = row;
    let short = |value: f64| figure::short(value);
    let what = if row.baseline == "none" {
        format!(
            "in `{variant}`, {label} crosses {}",
            without_zeros(format!("{:.4}", row.level))
        )
    } else {
        format!("`{variant}` and `{}` are equal in {label}", row.baseline)
    };
    let Some(at) = row.crossing else {
        let crossing = draws - row.draws_without;
        let some = match (draws, crossing) {
            (1, _) => String::new(),
            (_, 0) => ", nor does any draw".to_owned(),
            _ => format!("; {crossing} of {draws} draws do"),
        };
        let what = if row.baseline == "none" {
            format!(
                "in `{variant}`, {label} does not cross {}",
                without_zeros(format!("{:.4}", row.level))
            )
        } else {
            format!("`{variant}` and `{}` are nowhere equal in {label}", row.baseline)
        };
        return capitalised(&format!("{what} between these values of `{key}`{some}."));
    };
    let spread = match (row.crossing_p05, row.crossing_p95) {
        (Some(low), Some(high)) if *draws > 1 => {
            let without = match row.draws_without {
                0 => String::new(),
                count => format!("; {count} of {draws} draws do not"),
            };
            format!(" (5–95 % of draws: {}–{}{without})", short(low), short(high))
        }
        _ => String::new(),
    };
    capitalised(&format!("{what} at about `{key}` = {}{spread}.", short(at)))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// A chart of one line a row, with a mark for each variant.
struct Chart {
    low: f64,
    high: f64,
}

impl Chart {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let low = (values.clone().fold(1.0, min) / TICK).floor() * TICK;
        let high = (values.fold(0.0, max) / TICK).ceil() * TICK;
        Self {
            low,
            high: if high > low { high } else { low + TICK },
        }
    }

    fn scale(&self) -> String {
        let [low, high] = [self.low, self.high].map(|end| format!("{end:.2}"));
        format!("{low}{high:>width$}", width = CHART - low.len())
    }

    fn line(&self, values: &[f64]) -> String {
        let mut line = ['·'; CHART];
        for (value, mark) in values.iter().zip(MARKS).rev() {
            let share = (value - self.low) / (self.high - self.low);
            line[(share * (CHART - 1) as f64).round() as usize] = mark;
        }
        line.into_iter().collect()
    }
}
