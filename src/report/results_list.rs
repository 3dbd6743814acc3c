//! What `pactum runs` lists: a row for each folder below `results/`, the newest first.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grid::{Format, show};
use super::layout::Printout;
use super::past_results::{PastResults, Unreadable, find};
use super::terminal::probability;
use crate::study::Group;
use crate::study::rows::comparisons::ANY;
use crate::study::table::name_tables;

name_tables! { ResultsRow: "runs" }

/// The flags that change no result, and whether a value follows.
const WITHOUT_EFFECT: [(&str, bool); 10] = [
    ("--color", true),
    ("--force", false),
    ("--format", true),
    ("--fresh", false),
    ("--out", true),
    ("--quiet", false),
    ("--threads", true),
    ("--verbose", false),
    ("-q", false),
    ("-v", false),
];

/// One row per folder below `results/`: what its results are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(extend("primaryKey" = ["path"]))]
pub(crate) struct ResultsRow {
    /// When the command began: date and time of day, UTC.
    pub date: String,
    /// The command: `run`, `compare`, …; empty where the folder does not say.
    pub kind: String,
    /// The scenario; several, which were compared, are joined by `-`.
    pub scenario: String,
    /// The arguments of the command that change results, as they were given.
    pub settings: String,
    /// The probability of the first headline, by variant; of other studies, the first conclusion.
    pub headline: String,
    /// What is wrong with the folder: `damaged` or `foreign`, and why; empty where it is complete.
    pub problem: String,
    /// The folder.
    pub path: String,
}

/// The folders below `results`, the newest first; `is_command` knows the names of commands.
pub(crate) fn list(results: &Path, is_command: &dyn Fn(&str) -> bool) -> std::io::Result<Vec<ResultsRow>> {
    let rows = find(results)?;
    let rows = rows.iter().map(|folder| {
        let read = PastResults::read(folder);
        read.map_or_else(
            |problem| ResultsRow::unreadable(folder, &problem),
            |past| ResultsRow::of(&past, is_command),
        )
    });
    let mut rows: Vec<ResultsRow> = rows.collect();
    // Dates compare as texts; rows of the same second stay ordered by path.
    rows.sort_by(|one, other| other.date.cmp(&one.date));
    Ok(rows)
}

/// The rows in a format, for a width.
pub(crate) fn shown(rows: &[ResultsRow], format: Format, wide: usize) -> String {
    if format != Format::Table {
        return show(rows, format, wide);
    }
    let mut page = Printout::default();
    for row in rows {
        if !page.is_empty() {
            page.blank();
        }
        page.append(row.for_people());
    }
    page.lay_out(wide)
}

impl ResultsRow {
    fn unreadable(folder: &Path, problem: &Unreadable) -> Self {
        Self {
            date: String::new(),
            kind: String::new(),
            scenario: String::new(),
            settings: String::new(),
            headline: String::new(),
            problem: problem.to_string(),
            path: folder.display().to_string(),
        }
    }

    fn of(past: &PastResults, is_command: &dyn Fn(&str) -> bool) -> Self {
        let arguments = past.arguments();
        let command = arguments.iter().position(|argument| is_command(argument));
        let rest = command.map_or(&[][..], |command| &arguments[command + 1..]);
        let problem = past.check_sizes().err();
        let mut scenarios = past.scenarios();
        scenarios.dedup();
        Self {
            date: past.started().map(utc).unwrap_or_default(),
            kind: command.map_or("", |command| arguments[command]).to_owned(),
            scenario: scenarios.join("-"),
            settings: settings(rest),
            headline: headline(past).unwrap_or_default(),
            problem: problem.map(|problem| problem.to_string()).unwrap_or_default(),
            path: past.path.display().to_string(),
        }
    }

    /// The row in a few lines; the path, which may be copied, stands alone.
    fn for_people(&self) -> Printout {
        let Self { date, path, .. } = self;
        let first = [date, &self.kind, &self.scenario, &self.settings];
        let first: Vec<&str> = first
            .into_iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let mut page = Printout::default();
        if !first.is_empty() {
            page.hang(&first.join("  "), 4);
        }
        for line in [&self.headline, &self.problem] {
            if !line.is_empty() {
                page.hang(&format!("  {line}"), 4);
            }
        }
        page.as_is(&format!("  {path}"));
        page
    }
}

/// The arguments after the command that change results; the files and folders that come first are named elsewhere.
pub(super) fn settings(arguments: &[&str]) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut rest = arguments.iter().skip_while(|argument| !argument.starts_with('-'));
    while let Some(argument) = rest.next() {
        let name = argument.split('=').next().unwrap_or(argument);
        match WITHOUT_EFFECT.iter().find(|(flag, _)| *flag == name) {
            Some((_, true)) if *argument == name => drop(rest.next()),
            Some(_) => {}
            None => kept.push(worded(argument)),
        }
    }
    kept.join(" ")
}

/// An argument as it would be typed.
pub(super) fn worded(argument: &str) -> String {
    if argument.contains(char::is_whitespace) {
        format!("'{argument}'")
    } else {
        argument.to_owned()
    }
}

/// The probability of the first headline in each variant, or the first conclusion.
fn headline(past: &PastResults) -> Option<String> {
    let Some((name, values)) = of_run(past).or_else(|| of_comparison(past)) else {
        return past.conclusion().map(str::to_owned);
    };
    let values = values
        .iter()
        .map(|(variant, value)| format!("{variant} {}", probability(*value)));
    Some(format!("{name}: {}", values.collect::<Vec<_>>().join(", ")))
}

/// A headline's name, and its probability by variant.
type Headline = (String, Vec<(String, f64)>);

fn of_run(past: &PastResults) -> Option<Headline> {
    let all = past.probabilities();
    let mut outcomes: Vec<String> = Vec::new();
    let mut values: Vec<(String, f64)> = Vec::new();
    for (variant, outcome, _) in &all {
        if !outcomes.iter().any(|known| known == outcome) {
            outcomes.push((*outcome).to_owned());
        }
        if !values.iter().any(|(known, _)| known == variant) {
            values.push(((*variant).to_owned(), 0.0));
        }
    }
    let group = Group::headlines(&outcomes).into_iter().next()?;
    for (variant, sum) in &mut values {
        let own = all
            .iter()
            .filter(|(of, outcome, _)| of == variant && group.outcomes.iter().any(|name| name == outcome));
        *sum = own.map(|(.., probability)| probability).sum();
    }
    Some((group.label, values))
}

/// What a row of a comparison says of a headline.
#[derive(Deserialize)]
struct Compared {
    variant: String,
    baseline: String,
    kind: String,
    name: String,
    precision: f64,
    actor: String,
    baseline_value: f64,
    value: f64,
}

fn of_comparison(past: &PastResults) -> Option<Headline> {
    let text = past.text("comparisons.csv").ok()?;
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let rows = table.deserialize::<Compared>().filter_map(Result::ok);
    let rows = rows.filter(|row| row.kind == "headline" && row.precision == 1.0 && row.actor == ANY);
    let rows: Vec<Compared> = rows.collect();
    let first = rows.first()?;
    let same = rows.iter().filter(|row| row.name == first.name);
    let mut values = vec![(first.baseline.clone(), first.baseline_value)];
    values.extend(same.map(|row| (row.variant.clone(), row.value)));
    Some((first.name.replace('+', " or "), values))
}

/// A moment in seconds since 1970 as date and time of day in UTC, by the calendar arithmetic of H. Hinnant
/// (*chrono-compatible low-level date algorithms*, 2021): years begin in March, so that leap days come last.
fn utc(seconds: u64) -> String {
    const DAYS_TO_1970: u64 = 719_468;
    const DAYS_IN_400_YEARS: u64 = 146_097;
    let days = seconds / 86_400 + DAYS_TO_1970;
    let (era, day) = (days / DAYS_IN_400_YEARS, days % DAYS_IN_400_YEARS);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let (year, time) = (year + 400 * era + later, seconds % 86_400);
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::{settings, utc};

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(utc(0), "1970-01-01 00:00:00");
        assert_eq!(utc(951_782_399), "2000-02-28 23:59:59");
        assert_eq!(utc(951_782_400), "2000-02-29 00:00:00");
        assert_eq!(utc(4_107_542_399), "2100-02-28 23:59:59");
        assert_eq!(utc(4_107_542_400), "2100-03-01 00:00:00");
        assert_eq!(utc(1_795_925_252), "2026-11-29 04:07:32");
        assert!(!utc(u64::MAX).is_empty());
    }

    #[test]
    fn settings_are_the_arguments_that_change_results() {
        let given = [
            "a.toml",
            "b.toml",
            "-q",
            "--draws",
            "20",
            "--out=x",
            "--threads",
            "2",
            "--set",
            "gain=a + b",
        ];
        assert_eq!(settings(&given), "--draws 20 --set 'gain=a + b'");
        assert_eq!(settings(&["deal.toml", "--out"]), "");
        assert_eq!(settings(&[]), "");
    }
}
