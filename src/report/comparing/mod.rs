//! What `compare` shows: the sides next to each other, their paired differences, and what to conclude from them.

pub mod folder;
mod words;

use super::figure::{amount, decimals, percent, signed as signed_amount};
use super::grid::{Format, csv, json, lines};
use super::tables::contrasts;
use super::terminal::{counted, grouped, probability, signed, signed_interval};
use crate::study::rows::{ContrastRow, Interval};
use crate::study::{Contrast, Group, Inquiry, Level, unshared};

/// Two sides' names head their columns if both together are no longer than this.
const NAMES: usize = 34;

/// A comparison, ready to be told.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// What the scenarios are called.
    pub titles: &'a [String],
    /// What was asked.
    pub inquiry: &'a Inquiry,
    /// What was compared: first the actors as they are, then with other precisions.
    pub levels: &'a [Level],
    /// What came of it.
    pub contrast: &'a Contrast,
}

impl Told<'_> {
    /// The names of the sides.
    pub(super) fn sides(&self) -> Vec<&str> {
        let sides = self.levels.first().map_or(&[][..], |level| &level.sides);
        sides.iter().map(|side| side.name.as_str()).collect()
    }

    /// The comparison as asked; JSON carries the folder's path as well.
    pub fn show(&self, folder: &str, format: Format) -> String {
        match format {
            Format::Table => self.for_people(),
            Format::Csv => csv(&contrasts(), &self.contrast.rows),
            Format::Json => super::results::pretty(&serde_json::json!({
                "comparisons": json(&contrasts(), &self.contrast.rows),
                "conclusions": self.pairs().flat_map(|pair| pair.conclusions()).collect::<Vec<_>>(),
                "folder": folder,
            })),
        }
    }

    fn for_people(&self) -> String {
        let mut text = format!("{}\n{}\n", self.titles.join("\n"), self.effort());
        for pair in self.pairs() {
            text += &pair.table();
        }
        text.push('\n');
        for sentence in self.pairs().flat_map(|pair| pair.conclusions()) {
            text += &super::paragraph::hanging(&sentence, 0);
        }
        text
    }

    fn effort(&self) -> String {
        let Inquiry { seed, nominal, .. } = self.inquiry;
        if *nominal {
            return "at the nominal point".to_owned();
        }
        let draws = |level: &Level| counted(level.draws, "draw");
        let fewer = match self.levels {
            [first, other, ..] if other.draws < first.draws => {
                format!("; with other λ the first {}", other.draws)
            }
            _ => String::new(),
        };
        format!(
            "{}, seed {seed}{fewer}; each draw is paired with itself\n\
             `turns in`: share of draws in which the difference has the other sign than its mean",
            self.levels.first().map(draws).unwrap_or_default()
        )
    }

    fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        let sides = self.levels.first().map_or(&[][..], |level| &level.sides);
        let others = sides.iter().skip(1);
        others.map(|side| Pair {
            baseline: &sides[0].name,
            side: &side.name,
            unshared: unshared(&sides[0], side),
            headlines: &self.inquiry.headlines,
            rows: self
                .contrast
                .rows
                .iter()
                .filter(|row| row.variant == side.name)
                .collect(),
        })
    }
}

/// What to be wary of, a sentence each.
pub fn warnings(contrast: &Contrast) -> Vec<String> {
    let unsolved = contrast
        .solver
        .iter()
        .filter(|(_, _, found)| found.unsolved > 0);
    let told = unsolved.map(|(precision, side, found)| {
        let all: u64 = found.statuses.iter().map(|(_, count)| count).sum();
        let at = match precision {
            1.0 => String::new(),
            factor => format!(" with λ × {factor}"),
        };
        format!(
            "{} of {} draws of `{side}`{at} were not solved; they stay in",
            grouped(found.unsolved),
            grouped(all)
        )
    });
    told.collect()
}

/// One side and the first.
struct Pair<'a> {
    baseline: &'a str,
    side: &'a str,
    unshared: Vec<String>,
    headlines: &'a [Group],
    rows: Vec<&'a ContrastRow>,
}

impl<'a> Pair<'a> {
    /// The rows of a kind with the actors as they are, all games together.
    fn plain(&self, kind: &str) -> Vec<&'a ContrastRow> {
        let rows = self.rows.iter().copied();
        rows.filter(|row| row.kind == kind && row.precision == 1.0 && row.given.is_none())
            .collect()
    }

    /// A headline once more: with other precisions, then by the true type of the first actor that has types.
    fn again(&self, headline: &ContrastRow) -> Vec<&'a ContrastRow> {
        let same: Vec<&ContrastRow> = self
            .rows
            .iter()
            .copied()
            .filter(|row| row.kind == headline.kind && row.name == headline.name)
            .collect();
        let actor = same
            .iter()
            .find_map(|row| row.given.as_ref().map(|(actor, _)| actor));
        let precisions = same.iter().copied().filter(|row| row.precision != 1.0);
        let precisions = precisions.filter(|row| row.given.is_none());
        let by_type = same.iter().copied().filter(|row| {
            let given = row.given.as_ref().map(|(actor, _)| actor);
            row.precision == 1.0 && given.is_some() && given == actor
        });
        precisions.chain(by_type).collect()
    }

    fn label(&self, headline: &ContrastRow) -> &'a str {
        let group = self
            .headlines
            .iter()
            .find(|group| group.name() == headline.name);
        group.map_or("", |group| &group.label)
    }

    fn table(&self) -> String {
        let Self { baseline, side, .. } = self;
        let named = baseline.chars().count() + side.chars().count() <= NAMES;
        let (here, there) = if named {
            (*side, *baseline)
        } else {
            ("variant", "baseline")
        };
        let mut text = format!("\n{side} against {baseline}\n");
        for sentence in &self.unshared {
            text += &super::paragraph::below(sentence);
        }
        if self.rows.is_empty() {
            return text + &super::paragraph::below("they share neither an outcome nor an actor");
        }
        let mut told = self.probabilities();
        told.extend(self.payoffs());
        told.extend(self.once_more());
        let header = [
            "",
            there,
            here,
            "difference",
            "95 % interval",
            "turns in",
            "",
        ];
        let header = header.map(str::to_owned).to_vec();
        let right = [false, true, true, true, true, true, false];
        let certain = self.rows.iter().all(|row| row.draws == 1);
        text.push('\n');
        text + &if certain {
            let all = told.into_iter().map(without_spread);
            lines(without_spread(header), &without_spread(right.to_vec()), all)
        } else {
            lines(header, &right, told)
        }
    }

    fn probabilities(&self) -> Vec<Vec<String>> {
        let mut rows = vec![vec!["probability".to_owned()]];
        for row in self.plain("headline") {
            if row.name.contains('+') {
                rows.push(line(self.label(row), row));
            }
        }
        rows.extend(
            self.plain("outcome")
                .into_iter()
                .map(|row| line(&row.name, row)),
        );
        rows
    }

    fn payoffs(&self) -> Vec<Vec<String>> {
        let payoffs = self.plain("payoff");
        let amounts = payoffs
            .iter()
            .flat_map(|row| [row.value, row.baseline_value]);
        let places = decimals(amounts);
        let payoff = |row: &&ContrastRow| {
            let signed = |value| signed_amount(value, places);
            vec![
                format!("  {}", row.name),
                amount(row.baseline_value, places),
                amount(row.value, places),
                signed(row.paired.difference),
                shown(row.paired.interval, |i| {
                    format!("{}…{}", signed(i.low), signed(i.high))
                }),
                turned(row),
                Effect::of(row).of_payoff().to_owned(),
            ]
        };
        let heading = (!payoffs.is_empty()).then(|| vec!["expected payoff".to_owned()]);
        heading
            .into_iter()
            .chain(payoffs.iter().map(payoff))
            .collect()
    }

    fn once_more(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for headline in self.plain("headline") {
            let again = self.again(headline);
            if !again.is_empty() {
                rows.push(vec![format!("{} if", self.label(headline))]);
            }
            rows.extend(again.into_iter().map(|row| line(&condition(row), row)));
        }
        rows
    }
}

/// A line without what only several draws tell.
fn without_spread<T>(mut line: Vec<T>) -> Vec<T> {
    if line.len() > 4 {
        line.drain(4..6);
    }
    line
}

/// What is different in a row about a headline once more.
fn condition(row: &ContrastRow) -> String {
    match &row.given {
        Some((actor, value)) => format!("{actor} is {value}"),
        None if row.precision == 0.5 => "λ is halved".to_owned(),
        None if row.precision == 2.0 => "λ is doubled".to_owned(),
        None => format!("λ × {}", row.precision),
    }
}

fn line(label: &str, row: &ContrastRow) -> Vec<String> {
    vec![
        format!("  {label}"),
        probability(row.baseline_value),
        probability(row.value),
        signed(row.paired.difference),
        shown(row.paired.interval, signed_interval),
        turned(row),
    ]
}

fn shown(interval: Option<Interval>, tell: impl Fn(Interval) -> String) -> String {
    interval.map(tell).unwrap_or_default()
}

/// The share of draws in which the ranking turns.
fn turned(row: &ContrastRow) -> String {
    match row.paired.share_turned() {
        Some(share) if row.draws > 1 => percent(share),
        _ => String::new(),
    }
}

/// What a difference says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// It is more here.
    More,
    /// It is less here.
    Less,
    /// There is no difference.
    None,
    /// Zero lies within the interval of the mean, or many draws are the other way.
    Open,
}

/// More draws than this the other way leave a question open.
const MANY: f64 = 0.25;
/// Differences below this are rounding.
const ROUNDING: f64 = 1e-10;

impl Effect {
    fn of(row: &ContrastRow) -> Self {
        let size = row.baseline_value.abs() + row.value.abs() + 1.0;
        let difference = row.paired.difference;
        match row.paired.interval {
            Some(interval) if interval.low <= 0.0 && interval.high >= 0.0 => {
                if interval.high - interval.low <= 2.0 * ROUNDING * size {
                    Self::None
                } else {
                    Self::Open
                }
            }
            _ if difference.abs() <= ROUNDING * size => Self::None,
            _ if row.paired.share_turned() > Some(MANY) => Self::Open,
            _ if difference > 0.0 => Self::More,
            _ => Self::Less,
        }
    }

    fn of_payoff(self) -> &'static str {
        match self {
            Self::More => "gains",
            Self::Less => "loses",
            Self::None => "the same",
            Self::Open => "open",
        }
    }
}
