//! What `compare` shows: the sides next to each other, their paired differences, and what to conclude from them.

pub(crate) mod folder;
mod robustness;
mod unshared;
mod words;

use serde::Serialize;

use super::csv::csv;
use super::figure::{amount, decimals, percent, signed as signed_amount};
use super::json::{Objects, objects, plain, pretty};
use super::labelled;
use super::layout::{Grid, Printout, width};
use super::summary::Summary;
use super::terminal::{counted, failures, grouped, probability, signed, signed_interval, titles};
use crate::scenario::Labels;
use crate::study::rows::{ComparisonKind, ComparisonRow, RobustnessRow};
use crate::study::statistics::Interval;
use crate::study::{Contrast, Group, Inquiry, Level, RunSummary, Variant};
use unshared::{Side, unshared};

/// Two sides' names head their columns if both together are no longer than this.
const NAMES: usize = 34;

/// A comparison, ready to be shown.
#[derive(Clone, Copy)]
pub(crate) struct Comparison<'a> {
    /// What the scenarios are called.
    pub titles: &'a [String],
    /// The labels of all scenarios, for people.
    pub labels: &'a Labels,
    /// The question.
    pub inquiry: &'a Inquiry,
    /// What was compared: first the actors as they are, then with other precisions.
    pub levels: &'a [Level],
    /// The answer.
    pub contrast: &'a Contrast,
    /// The headlines under other conventions, if they were asked for.
    pub robustness: &'a [RobustnessRow],
}

/// A comparison as JSON.
#[derive(Serialize)]
struct ComparisonJson {
    comparisons: Objects,
    /// What people read below the table, sentence by sentence; warnings come first.
    conclusions: Vec<String>,
    /// What one side has and the other has not, in sentences.
    unshared: Vec<String>,
    /// The headlines under other conventions, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    robustness: Objects,
}

impl<'a> Comparison<'a> {
    /// The names of the sides.
    pub(super) fn sides(&self) -> Vec<&'a str> {
        let sides = self.levels[0].sides.iter();
        sides.map(|side| side.name.as_str()).collect()
    }

    /// What the command prints.
    pub(crate) fn summary(&self) -> Summary {
        Summary {
            page: self.for_people(),
            csv: csv(&self.contrast.rows),
            json: pretty(&ComparisonJson {
                comparisons: objects(&self.contrast.rows),
                conclusions: plain(&self.conclusions()),
                unshared: self.pairs().flat_map(|pair| pair.unshared).collect(),
                robustness: objects(self.robustness),
            }),
        }
    }

    fn for_people(&self) -> Printout {
        let mut page = Printout::of(&format!("{}\n{}", self.titles.join("\n"), self.effort()));
        for pair in self.pairs() {
            page.append(pair.table());
            page.append(robustness::table(self.robustness, pair.side, |name| {
                pair.label_of(name)
            }));
        }
        page.blank();
        page.say_all(&self.conclusions());
        page
    }

    /// The warnings, then the conclusions.
    fn conclusions(&self) -> Vec<String> {
        let warnings = warnings(self.contrast).into_iter();
        let mut all: Vec<String> = warnings.map(|warning| warning + ".").collect();
        all.extend(self.pairs().flat_map(|pair| pair.conclusions()));
        all
    }

    /// Whether draws may differ.
    fn varies(&self) -> bool {
        let uncertain = |side: &Variant| !side.model.parameters.is_empty();
        self.levels[0].draws > 1 && self.levels[0].sides.iter().any(uncertain)
    }

    /// The number of draws, and how to read the table.
    fn effort(&self) -> String {
        let Inquiry { seed, nominal, .. } = self.inquiry;
        let draws = self.levels[0].draws;
        let counted = counted(draws, "draw");
        let apart = self.levels.get(1);
        let mut text = match apart {
            _ if *nominal => "at the nominal point".to_owned(),
            _ if !self.varies() && draws > 1 => "nothing is uncertain, so that one draw tells all".to_owned(),
            Some(Level { draws: fewer, .. }) if *fewer < draws => {
                format!("{counted}, seed {seed}, with other λ the first {fewer}; each draw is paired with itself")
            }
            _ => format!("{counted}, seed {seed}; each draw is paired with itself"),
        };
        if self.varies() {
            text += "\n`95 % interval`: of the mean over draws; how far draws spread is in comparisons.csv\n\
                     `turns in`: share of draws in which the difference has the other sign than its mean";
        }
        if apart.is_some() {
            text += "\nλ: how precisely every actor chooses";
        }
        text
    }

    fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        let sides = self.levels[0].sides.iter();
        let mut sides = sides.zip(&self.contrast.outcomes).map(Side::of);
        let baseline = sides.next();
        sides.filter_map(move |side| Some(self.pair(baseline?, side)))
    }

    fn pair<'t>(&'t self, baseline: Side<'t>, side: Side<'t>) -> Pair<'t> {
        let name = &side.variant.name;
        let rows = self.contrast.rows.iter();
        let rows = rows.filter(|row| row.variant == *name).cloned();
        let labelled = |row| labelled::comparison(row, self.labels);
        Pair {
            baseline: &baseline.variant.name,
            side: name,
            unshared: unshared(baseline, side),
            varies: self.varies(),
            headlines: &self.inquiry.headlines,
            labels: self.labels,
            rows: rows.map(labelled).collect(),
        }
    }
}

/// How the variants of a run differ from the first, in sentences.
pub(super) fn differences(summary: &RunSummary, labels: &Labels) -> Vec<String> {
    let Some((baseline, sides)) = summary.variants.split_first() else {
        return Vec::new();
    };
    let outcomes: Vec<String> = baseline.outcomes.iter().map(|row| row.outcome.clone()).collect();
    let headlines = Group::headlines(&outcomes);
    let sentences = sides.iter().flat_map(|side| {
        let rows = side.comparisons.iter().cloned();
        conclusions((&baseline.name, &side.name), rows, &headlines, labels)
    });
    sentences.collect()
}

/// The warnings, a sentence each; first among the conclusions where these are shown.
pub(crate) fn warnings(contrast: &Contrast) -> Vec<String> {
    let mut warnings = Vec::new();
    for (precision, side, found) in &contrast.solver {
        let of = match precision {
            1.0 => format!("`{side}`"),
            factor => format!("`{side}` with λ × {factor}"),
        };
        if found.unsolved > 0 {
            warnings.push(format!(
                "{} of {} draws of {of} were not solved: their numbers, which stay in, are of no equilibrium",
                grouped(found.unsolved),
                grouped(found.draws())
            ));
        }
        warnings.extend(failures(found, &of));
    }
    warnings
}

/// What to conclude from rows that compare a side with the first, a sentence each.
pub(crate) fn conclusions(
    (baseline, side): (&str, &str),
    rows: impl IntoIterator<Item = ComparisonRow>,
    headlines: &[Group],
    labels: &Labels,
) -> Vec<String> {
    let rows = rows.into_iter().map(|row| labelled::comparison(row, labels));
    let pair = Pair {
        baseline,
        side,
        unshared: Vec::new(),
        varies: true,
        headlines,
        labels,
        rows: rows.collect(),
    };
    pair.conclusions()
}

/// One side and the first.
struct Pair<'a> {
    baseline: &'a str,
    side: &'a str,
    unshared: Vec<String>,
    /// Whether draws may differ.
    varies: bool,
    headlines: &'a [Group],
    labels: &'a Labels,
    rows: Vec<ComparisonRow>,
}

impl<'a> Pair<'a> {
    /// The rows of a kind with the actors as they are, all games together.
    fn plain(&self, kind: ComparisonKind) -> Vec<&ComparisonRow> {
        let of_kind = self.rows.iter().filter(|row| row.kind == kind);
        let plain = of_kind.filter(|row| row.precision == 1.0 && row.given().is_none());
        plain.collect()
    }

    /// The same headline with other precisions, then by the true type of the first actor that has types.
    fn repeated(&self, headline: &ComparisonRow) -> Vec<&ComparisonRow> {
        let same = |row: &&ComparisonRow| row.kind == headline.kind && row.name == headline.name;
        let same = || self.rows.iter().filter(same);
        let actor_of = |row: &ComparisonRow| row.given().map(|(actor, _)| actor.to_owned());
        let first = same().find_map(actor_of);
        let precisions = same().filter(|row| row.precision != 1.0 && row.given().is_none());
        let by_type = same().filter(|row| row.precision == 1.0 && row.given().is_some());
        let by_type = by_type.filter(|row| actor_of(row) == first);
        precisions.chain(by_type).collect()
    }

    fn label(&self, headline: &ComparisonRow) -> &'a str {
        self.label_of(&headline.name)
    }

    /// What a headline of this name is called: its one outcome's label, or the words for several.
    fn label_of(&self, name: &str) -> &'a str {
        let group = self.headlines.iter().find(|group| group.name() == name);
        group.map_or("", |group| labelled::group(group, self.labels))
    }

    fn table(&self) -> Printout {
        let Self { baseline, side, .. } = self;
        let (here, there) = headers(side, baseline);
        let mut page = Printout::of(&format!("\n{side} against {baseline}"));
        page.say(&titles([*side, *baseline], self.labels));
        for sentence in &self.unshared {
            page.below(sentence);
        }
        if self.rows.is_empty() {
            page.below("they share neither an outcome nor an actor");
            return page;
        }
        page.blank();
        let mut rows = self.probabilities();
        rows.extend(self.payoffs());
        rows.extend(self.under_conditions());
        let mut header = vec!["", there, here, "difference", "95 % interval", "turns in", ""];
        if !self.varies {
            header = without_spread(header);
            rows = rows.into_iter().map(without_spread).collect();
        }
        let (numbers, spread): (_, &[&[usize]]) = match self.varies {
            true => (1..header.len() - 1, &[&[4]]),
            false => (1..header.len() - 1, &[]),
        };
        page.table(Grid::of(header, |column| numbers.contains(&column), rows).leaving_out(spread));
        page
    }

    fn probabilities(&self) -> Vec<Vec<String>> {
        let mut rows = vec![vec!["probability".to_owned()]];
        for row in self.plain(ComparisonKind::Headline) {
            if row.name.contains('+') {
                rows.push(line(self.label(row), row));
            }
        }
        let outcomes = self.plain(ComparisonKind::Outcome).into_iter();
        rows.extend(outcomes.map(|row| line(&row.name, row)));
        rows
    }

    fn payoffs(&self) -> Vec<Vec<String>> {
        let payoffs = self.plain(ComparisonKind::Payoff);
        let places = places(&payoffs);
        let payoff = |row: &&ComparisonRow| {
            let signed = |value| signed_amount(value, places);
            let range = |of: Interval| format!("{}…{}", signed(of.low), signed(of.high));
            vec![
                format!("  {}", row.name),
                amount(row.baseline_value, places),
                amount(row.value, places),
                signed(row.difference),
                row.interval().map(range).unwrap_or_default(),
                turned(row),
                Effect::of(row).of_payoff().to_owned(),
            ]
        };
        if payoffs.is_empty() {
            return Vec::new();
        }
        let mut rows = vec![vec!["expected payoff".to_owned()]];
        rows.extend(payoffs.iter().map(payoff));
        rows
    }

    fn under_conditions(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        for headline in self.plain(ComparisonKind::Headline) {
            let again = self.repeated(headline);
            if !again.is_empty() {
                rows.push(vec![format!("{} if", self.label(headline))]);
            }
            rows.extend(again.into_iter().map(|row| line(&condition(row), row)));
        }
        rows
    }
}

/// What heads the columns of a side and of the one that it is compared with: their names, if these are short.
fn headers<'n>(side: &'n str, baseline: &'n str) -> (&'n str, &'n str) {
    match width(baseline) + width(side) {
        ..=NAMES => (side, baseline),
        _ => ("variant", "baseline"),
    }
}

/// A line without the columns that need several draws.
fn without_spread<T>(mut line: Vec<T>) -> Vec<T> {
    if line.len() > 4 {
        line.drain(4..6);
    }
    line
}

/// The condition under which a row repeats a headline: its precision or the true type.
fn condition(row: &ComparisonRow) -> String {
    match row.given() {
        Some((actor, value)) => format!("{actor} is {value}"),
        None if row.precision == 0.5 => "λ is halved".to_owned(),
        None if row.precision == 2.0 => "λ is doubled".to_owned(),
        None => format!("λ × {}", row.precision),
    }
}

fn line(label: &str, row: &ComparisonRow) -> Vec<String> {
    vec![
        format!("  {label}"),
        probability(row.baseline_value),
        probability(row.value),
        signed(row.difference),
        row.interval().map(signed_interval).unwrap_or_default(),
        turned(row),
        Effect::of(row).of_probability().to_owned(),
    ]
}

/// How many decimals tell the payoffs of two sides apart.
fn places(payoffs: &[&ComparisonRow]) -> usize {
    let of_both = payoffs.iter().map(|row| [row.value, row.baseline_value]);
    decimals(of_both.flatten())
}

/// The share of draws in which the ranking turns.
fn turned(row: &ComparisonRow) -> String {
    let share = row.share_turned.filter(|_| row.draws > 1);
    share.map(percent).unwrap_or_default()
}

/// The sign of a difference, as far as it is established.
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
    fn of(row: &ComparisonRow) -> Self {
        let size = row.baseline_value.abs() + row.value.abs() + 1.0;
        let difference = row.difference;
        match row.interval() {
            Some(Interval { low, high }) if low <= 0.0 && high >= 0.0 => {
                let is_rounding = high - low <= 2.0 * ROUNDING * size;
                if is_rounding { Self::None } else { Self::Open }
            }
            _ if difference.abs() <= ROUNDING * size => Self::None,
            _ if row.share_turned > Some(MANY) => Self::Open,
            _ if difference > 0.0 => Self::More,
            _ => Self::Less,
        }
    }

    /// For probabilities the sign of the difference shows more and less.
    fn of_probability(self) -> &'static str {
        if self == Self::Open { "open" } else { "" }
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
