//! What `sensitivity` shows: the parameters in the order of how much they matter, and what to make of it.

use super::evaluations_file::encode;
use super::figure::{self, percent};
use super::labelled;
use super::layout::{Grid, Printout, listed};
use super::study_results::{FilledTable, Findings};
use super::terminal::{counted, titles};
use crate::numeric::math::{max, min, sqrt};
use crate::scenario::{LabelKind, Labels};
use crate::study::Group;
use crate::study::rows::{SensitivityIndex, SensitivityRow};
use crate::study::sensitivity::{EvaluatedPoints, Method, NONE, Sensitivities, SensitivityQuestion};

/// A parameter whose share of the variance is surely below this does not matter.
const NEGLIGIBLE: f64 = 0.01;
/// The factor of Kolmogorov and Smirnov's critical distance at 5 %.
const CRITICAL: f64 = 1.358;
/// The most parameters that a table shows.
const SHOWN: usize = 20;
/// How many parameters and pairs a sentence names as the strongest.
const NAMED: usize = 3;

/// What an analysis found, ready to be written and printed; `source` is the id of what is found at a point.
pub(crate) fn findings(
    (title, labels): (&str, &Labels),
    (question, source): (&SensitivityQuestion, &str),
    found: &Sensitivities,
) -> Findings {
    let report = Report {
        labels,
        question,
        found,
    };
    let conclusions = report.conclusions();
    let mut page = Printout::of(&format!("{title}\n{}", report.effort()));
    page.say(&titles(found.variants.iter().map(String::as_str), labels));
    for headline in &found.headlines {
        page.append(report.table(headline));
    }
    page.blank();
    page.say_all(&conclusions);
    let mut tables = vec![FilledTable::of(&found.rows, &found.shape)];
    if !found.evaluations.is_empty() {
        tables.push(FilledTable::of(&found.evaluations, &found.shape));
    }
    Findings {
        tables,
        page,
        conclusions,
        draws: found.evaluated,
        taken: found.points.as_ref().map_or(0, EvaluatedPoints::taken),
        evaluations: found.points.as_ref().map(|points| encode(source, points)),
        ..Findings::default()
    }
}

/// A variant, or a variant and the one that it is compared with.
type Side<'a> = (&'a str, &'a str);

struct Report<'a> {
    labels: &'a Labels,
    question: &'a SensitivityQuestion,
    found: &'a Sensitivities,
}

impl<'a> Report<'a> {
    /// What was done, and how to read it.
    fn effort(&self) -> String {
        let (parameters, points) = (self.found.parameters.len() as u64, self.question.points);
        let each = self.found.evaluated.0 / self.found.variants.len() as u64;
        let measured = match self.question.method {
            Method::Sobol { .. } => {
                "`total`: share of the variance in which a parameter has a part, ± its 95 % interval; `alone`: share for \
                 which it accounts by itself"
            }
            Method::Shapley => "`share`: a parameter's fair share of the variance, ± its 95 % interval",
            Method::Morris { .. } => {
                "`size`: mean size of the elementary effects (µ*), ± its 95 % interval; `deviation`: how much they differ (σ)"
            }
            Method::Local => {
                "`swing`: the derivative times the way from the parameter's 5th percentile to its 95th; `elasticity`: change in \
                 per cent for one per cent of the parameter"
            }
            Method::Pawn { .. } => {
                "`median`, `largest`: distance between a result's distribution and that in a slice of the parameter's values"
            }
        };
        if self.question.method == Method::Local {
            let done = format!(
                "{}, exact derivatives through the equilibrium at the nominal point",
                counted(parameters, "uncertain parameter")
            );
            return format!("{done}\n{measured}");
        }
        let done = format!(
            "{}, {}, {} of each variant, seed {}",
            counted(parameters, "uncertain parameter"),
            counted(points, "base point"),
            counted(each, "evaluation"),
            self.question.seed
        );
        format!("{done}\n{measured}")
    }

    /// The index by which parameters are ranked, and the one that stands beside it, each with the header of its column.
    fn indices(&self) -> [(SensitivityIndex, &'static str); 2] {
        match self.question.method {
            Method::Sobol { .. } => [(SensitivityIndex::Total, "total"), (SensitivityIndex::First, "alone")],
            Method::Shapley => [(SensitivityIndex::Shapley, "share"); 2],
            Method::Morris { .. } => [
                (SensitivityIndex::EffectSize, "size"),
                (SensitivityIndex::EffectDeviation, "deviation"),
            ],
            Method::Local => [
                (SensitivityIndex::Swing, "swing"),
                (SensitivityIndex::Elasticity, "elasticity"),
            ],
            Method::Pawn { .. } => [
                (SensitivityIndex::DistanceMedian, "median"),
                (SensitivityIndex::DistanceMaximum, "largest"),
            ],
        }
    }

    /// Each variant, then each difference to the first.
    fn sides(&self) -> Vec<Side<'a>> {
        let mut sides: Vec<Side<'a>> = Vec::new();
        for row in &self.found.rows {
            let side = (row.variant.as_str(), row.baseline.as_str());
            if !sides.contains(&side) {
                sides.push(side);
            }
        }
        sides
    }

    fn row(
        &self,
        headline: &Group,
        side: Side<'_>,
        index: SensitivityIndex,
        parameter: &str,
    ) -> Option<&'a SensitivityRow> {
        let name = headline.name();
        self.found.rows.iter().find(|row| {
            (row.index, row.parameter.as_str(), row.name.as_str()) == (index, parameter, name.as_str())
                && (row.variant.as_str(), row.baseline.as_str()) == side
                && row.other == NONE
        })
    }

    /// The parameters, from the one that matters most on some side.
    fn ranked(&self, headline: &Group) -> Vec<&'a str> {
        let (index, _) = self.indices()[0];
        let sides = self.sides();
        let size = |parameter: &str| {
            let of = |&side: &Side<'_>| self.row(headline, side, index, parameter)?.value;
            sides.iter().filter_map(of).map(f64::abs).fold(0.0, max)
        };
        let mut ranked: Vec<(f64, &str)> = self
            .found
            .parameters
            .iter()
            .map(|name| (size(name), name.as_str()))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.into_iter().map(|(_, name)| name).collect()
    }

    fn table(&self, headline: &Group) -> Printout {
        let sides = self.sides();
        let several = sides.len() > 1;
        let [main, beside] = self.indices();
        let two = main.0 != beside.0;
        let mut header = vec!["parameter".to_owned()];
        for side in &sides {
            header.push(if several { shown(*side) } else { main.1.to_owned() });
            if two {
                header.push(beside.1.to_owned());
            }
        }
        let row = |parameter: &&str| {
            let mut cells = vec![self.labels.get(LabelKind::Parameter, parameter).to_owned()];
            for side in &sides {
                let number = |index| self.row(headline, *side, index, parameter);
                cells.push(number(main.0).map(estimate).unwrap_or_default());
                if two {
                    cells.push(
                        number(beside.0)
                            .and_then(|row| row.value)
                            .map(figure_of)
                            .unwrap_or_default(),
                    );
                }
            }
            cells
        };
        let ranked = self.ranked(headline);
        let rows: Vec<Vec<String>> = ranked.iter().take(SHOWN).map(row).collect();
        let mut page = Printout::of(&format!("\n{}", self.label(headline)));
        page.table(Grid::of(header, |column| column > 0, rows));
        let more = ranked.len().saturating_sub(SHOWN);
        if more > 0 {
            page.say(&format!("and {more} more, in sensitivity.csv"));
        }
        page
    }

    /// What a headline is called.
    fn label(&self, headline: &'a Group) -> String {
        format!("probability of {}", labelled::group(headline, self.labels))
    }

    fn conclusions(&self) -> Vec<String> {
        let mut all = self.warnings();
        for headline in &self.found.headlines {
            for side in self.sides() {
                all.extend(self.constant(headline, side));
                all.extend(self.alone(headline, side));
                all.extend(self.pairs(headline, side));
            }
            all.extend(self.screening(headline));
        }
        all.extend(self.negative());
        all
    }

    /// What limits all numbers: points without a solution, correlated parameters.
    fn warnings(&self) -> Vec<String> {
        let mut all = Vec::new();
        let missing = |row: &&SensitivityRow| row.index == SensitivityIndex::Derivative && row.value.is_none();
        let missing = self.found.rows.iter().filter(missing).count();
        if missing > 0 {
            all.push(format!(
                "{} in sensitivity.csv {} empty: something is tied at the nominal point, two actions or two sides of a formula, \
                 so that no derivative exists.",
                counted(missing as u64, "derivative"),
                if missing == 1 { "is" } else { "are" }
            ));
        }
        let (points, unsolved) = self.found.evaluated;
        if unsolved > 0 {
            let removed = self.found.rows.iter().map(|row| row.removed).max().unwrap_or_default();
            all.push(format!(
                "The game was not solved at {unsolved} of {points} points; up to {} were left out with all of their neighbours.",
                counted(removed, "base point")
            ));
        }
        for group in &self.found.correlated {
            let names = listed(group.iter().map(|name| format!("`{name}`")));
            let meaning = match self.question.method {
                Method::Shapley | Method::Local => continue,
                Method::Pawn { .. } => "a distance shows what the others bring about, too",
                Method::Sobol { .. } | Method::Morris { .. } => {
                    "what they share is put down to the one that is named first, and another's number is about what is left of it"
                }
            };
            all.push(format!(
                "Correlated: {names}. Here {meaning}; `--method shapley` divides the variance fairly among them."
            ));
        }
        all
    }

    fn main_rows(&self, headline: &Group, side: Side<'_>) -> Vec<&'a SensitivityRow> {
        let (index, _) = self.indices()[0];
        let parameters = self.found.parameters.iter();
        parameters
            .filter_map(|name| self.row(headline, side, index, name))
            .collect()
    }

    /// That a result does not vary.
    fn constant(&self, headline: &'a Group, side: Side<'_>) -> Option<String> {
        let rows = self.main_rows(headline, side);
        let constant =
            self.question.method != Method::Local && !rows.is_empty() && rows.iter().all(|row| row.value.is_none());
        constant.then(|| {
            format!(
                "In {}, the {} does not depend on any of them.",
                ticked(side),
                self.label(headline)
            )
        })
    }

    /// How much parameters account for one by one.
    fn alone(&self, headline: &'a Group, side: Side<'_>) -> Option<String> {
        if !matches!(self.question.method, Method::Sobol { .. }) {
            return None;
        }
        let parameters = self.found.parameters.iter();
        let first = |name: &String| self.row(headline, side, SensitivityIndex::First, name)?.value;
        let alone: Option<f64> = parameters.map(first).sum();
        // Estimates may sum to a little less than nothing, or more than everything.
        let alone = min(max(alone?, 0.0), 1.0);
        let rest = if alone < 1.0 {
            format!("; the other {} come from several together", percent(1.0 - alone))
        } else {
            String::new()
        };
        Some(format!(
            "In {}, parameters one by one account for {} of the variance of the {}{rest}.",
            ticked(side),
            percent(alone),
            self.label(headline)
        ))
    }

    /// The strongest pairs whose intervals lie above 0.
    fn pairs(&self, headline: &'a Group, side: Side<'_>) -> Option<String> {
        let name = headline.name();
        let is_own = |row: &&SensitivityRow| {
            row.index == SensitivityIndex::Second
                && row.name == name
                && (row.variant.as_str(), row.baseline.as_str()) == side
                && row.value_low.is_some_and(|low| low > 0.0)
        };
        let mut rows: Vec<&SensitivityRow> = self.found.rows.iter().filter(is_own).collect();
        rows.sort_by(|a, b| value(b).total_cmp(&value(a)));
        let pair = |row: &&SensitivityRow| {
            let interval = interval(row).unwrap_or_default();
            format!(
                "`{}` with `{}` {} ({interval})",
                row.parameter,
                row.other,
                figure_of(value(row))
            )
        };
        let named = listed(rows.iter().take(NAMED).map(pair));
        (!rows.is_empty()).then(|| format!("Strongest pairs in {}: {named}.", ticked(side)))
    }

    /// Whether a parameter surely matters next to nothing; `largest` is the largest number of the same result.
    fn is_negligible(&self, row: &SensitivityRow, largest: f64) -> bool {
        let upper = row.value_high.or(row.value).unwrap_or(0.0).abs();
        match self.question.method {
            Method::Sobol { .. } | Method::Shapley => upper < NEGLIGIBLE,
            Method::Morris { .. } | Method::Local => upper < NEGLIGIBLE * largest,
            Method::Pawn { slices } => {
                let points = row.points as f64;
                let (slice, all) = (points / slices as f64, points);
                upper < CRITICAL * sqrt((slice + all) / (slice * all))
            }
        }
    }

    /// Which parameters do not matter for a headline, on any side.
    fn screening(&self, headline: &'a Group) -> Option<String> {
        let sides = self.sides();
        let matters: Vec<&str> = sides
            .iter()
            .flat_map(|side| {
                let rows = self.main_rows(headline, *side);
                let largest = rows.iter().map(|row| value(row).abs()).fold(0.0, max);
                rows.into_iter().filter(move |row| !self.is_negligible(row, largest))
            })
            .map(|row| row.parameter.as_str())
            .collect();
        let ranked = self.ranked(headline);
        let (matter, others): (Vec<&str>, Vec<&str>) = ranked.into_iter().partition(|name| matters.contains(name));
        let rule = match self.question.method {
            Method::Sobol { .. } => "their part in the variance is surely below 1 %",
            Method::Shapley => "their share of the variance is surely below 1 %",
            Method::Morris { .. } => "their effects are surely below a hundredth of the largest",
            Method::Local => "their swings near the nominal point are below a hundredth of the largest",
            Method::Pawn { .. } => "so many points do not tell their distances from chance",
        };
        let all = listed(others.iter().map(|name| format!("`{name}`")));
        let label = self.label(headline);
        Some(match (&matter[..], &others[..]) {
            (_, []) => format!("No parameter can be set aside for the {label}."),
            ([], _) => format!("No parameter is seen to matter for the {label}: {rule}."),
            _ => format!("Not seen to matter for the {label}: {all}; {rule}."),
        })
    }

    /// What negative estimates mean.
    fn negative(&self) -> Option<String> {
        if !matches!(self.question.method, Method::Sobol { .. } | Method::Shapley) {
            return None;
        }
        let negative: Vec<f64> = self.found.rows.iter().map(value).filter(|value| *value < 0.0).collect();
        let smallest = negative.iter().copied().fold(0.0, min);
        let (are, count) = match negative.len() {
            0 => return None,
            1 => ("is", "1 estimate".to_owned()),
            count => ("are", counted(count as u64, "estimate")),
        };
        Some(format!(
            "{count} in sensitivity.csv {are} below 0 (down to {}), which no share of a variance can be: such a share is near \
             0, and the estimate misses it by what its interval shows. More --points bring it nearer.",
            figure_of(smallest)
        ))
    }
}

/// A side in a header.
fn shown((variant, baseline): Side<'_>) -> String {
    match baseline {
        NONE => variant.to_owned(),
        baseline => format!("{variant} − {baseline}"),
    }
}

/// A side in a sentence.
fn ticked((variant, baseline): Side<'_>) -> String {
    match baseline {
        NONE => format!("`{variant}`"),
        baseline => format!("`{variant}` less `{baseline}`"),
    }
}

fn value(row: &SensitivityRow) -> f64 {
    row.value.unwrap_or(0.0)
}

/// An estimate with half the width of its interval; empty where it is missing.
fn estimate(row: &SensitivityRow) -> String {
    let value = row.value.map(figure_of).unwrap_or_default();
    match row.value.zip(row.value_high) {
        Some((of, high)) => format!("{value} ±{}", figure_of(high - of)),
        None => value,
    }
}

/// A number of an analysis for people.
fn figure_of(value: f64) -> String {
    figure::amount(value, 3)
}

fn interval(row: &SensitivityRow) -> Option<String> {
    let [low, high] = [row.value_low?, row.value_high?].map(figure_of);
    Some(format!("{low}…{high}"))
}
