//! What `threshold` shows: at which value of a key something turns, at the nominal point and over draws.

use super::figure::{amount, decimals, short, signed, without_zeros};
use super::labelled;
use super::layout::{Grid, Printout};
use super::study_results::{FilledTable, Findings};
use super::terminal::{counted, titles};
use crate::scenario::Labels;
use crate::study::evaluation::{Advantage, Sample};
use crate::study::rows::ThresholdRow;
use crate::study::table::Shape;
use crate::study::threshold::{Target, Thresholds};

/// What a search for thresholds found, ready to be written and printed.
pub(crate) fn findings(
    (title, labels): (&str, &Labels),
    sample: &Sample,
    shape: &Shape,
    (all, draws): (&[Thresholds], (u64, u64)),
) -> Findings {
    let rows: Vec<ThresholdRow> = all.iter().flat_map(Thresholds::rows).collect();
    let Some(first) = all.first() else {
        return Findings::default();
    };
    let mut variants: Vec<&str> = Vec::new();
    for of in all {
        if !variants.contains(&of.variant.as_str()) {
            variants.push(&of.variant);
        }
    }
    let [low, high] = first.range.map(short);
    let looked_at = match sample {
        Sample::Nominal => "at the nominal point".to_owned(),
        other => format!("at the nominal point and in {}", counted(other.count(), "draw")),
    };
    let mut page = Printout::of(&format!("{title}\n`{}` from {low} to {high}, {looked_at}", first.key));
    page.say(&titles(variants, labels));
    page.blank();
    let mut conclusions: Vec<String> = Vec::new();
    if draws.1 > 0 {
        conclusions.push(format!(
            "{} of {} draws that were tried were not solved: their numbers are of no equilibrium.",
            draws.1, draws.0
        ));
    }
    if first.second.values.is_empty() {
        conclusions.extend(all.iter().flat_map(|of| sentences(labels, of)));
    } else {
        page.table(curve(all, shape));
    }
    page.say_all(&conclusions);
    Findings {
        tables: vec![FilledTable::of(&rows, shape)],
        page,
        conclusions,
        draws,
        ..Findings::default()
    }
}

/// The thresholds by value of the second key.
fn curve(all: &[Thresholds], shape: &Shape) -> Grid {
    let second = shape.keys.first().map_or("", |key| &key.name);
    let key = &all[0].key;
    let over_draws = all.iter().any(|of| of.over_draws().is_some());
    let mut header = vec!["variant".to_owned(), second.to_owned(), key.clone()];
    if over_draws {
        header.extend([
            "median".to_owned(),
            "5–95 % of draws".to_owned(),
            "draws without".to_owned(),
        ]);
    }
    let places = decimals(all.iter().flat_map(|of| of.range)).saturating_sub(1);
    let short = |value| amount(value, places);
    let row = |of: &Thresholds| {
        let nominal = of.nominal();
        let nominal: Vec<String> = nominal.iter().map(|(at, ..)| short(*at)).collect();
        let mut cells = vec![of.variant.clone(), of.second.values.concat(), nominal.join(", ")];
        if let Some(draws) = of.over_draws() {
            let percentiles = draws.percentiles.map(|all| all.map(short)).unwrap_or_default();
            let [low, middle, high] = percentiles;
            let between = if low.is_empty() {
                String::new()
            } else {
                format!("{low}–{high}")
            };
            cells.extend([middle, between, draws.without().to_string()]);
        }
        cells
    };
    Grid::of(header, |column| column > 0, all.iter().map(row)).about(2)
}

/// What is found in one variant.
fn sentences(labels: &Labels, of: &Thresholds) -> Vec<String> {
    let Thresholds { key, variant, .. } = of;
    let [low, high] = of.range.map(short);
    let words = Words::of(labels, of);
    let mut all = Vec::new();
    let nominal = of.nominal();
    if nominal.is_empty() {
        let side = match of.begins_above() {
            Some(true) => words.above,
            Some(false) => words.below,
            None => "there is no value to compare".to_owned(),
        };
        all.push(format!(
            "At the nominal point of `{variant}` there is no threshold for `{key}` from {low} to {high}: {side}."
        ));
    }
    for &(at, rises, jumps) in &nominal {
        let side = if rises { &words.rises } else { &words.falls };
        let how = if jumps { ", where it jumps" } else { "" };
        all.push(format!(
            "At the nominal point of `{variant}`, {side} at `{key}` = {}{how}.",
            precise(at)
        ));
    }
    let Some(draws) = of.over_draws() else { return all };
    let share = |count: u64| format!("{count} of {}", counted(draws.draws, "draw"));
    match draws.percentiles {
        Some([low, middle, high]) => all.push(format!(
            "Over the {} that have one, the threshold is {} in the middle (5–95 %: {}–{}).",
            counted(draws.draws - draws.without(), "draw"),
            short(middle),
            short(low),
            short(high)
        )),
        None => all.push("No draw has a threshold.".to_owned()),
    }
    if draws.above > 0 {
        all.push(format!(
            "In {} there is none: {}.",
            share(draws.above),
            Words::of(labels, of).above
        ));
    }
    if draws.below > 0 {
        all.push(format!(
            "In {} there is none: {}.",
            share(draws.below),
            Words::of(labels, of).below
        ));
    }
    if draws.several > 0 {
        all.push(format!(
            "In {} there are several; the first counts here, threshold.csv lists all.",
            share(draws.several)
        ));
    }
    all
}

/// How a target is put into words.
struct Words {
    rises: String,
    falls: String,
    above: String,
    below: String,
}

impl Words {
    fn of(labels: &Labels, of: &Thresholds) -> Self {
        match &of.target {
            Target::Level(subject, level) => {
                let (what, level) = (labelled::subject(subject, labels), without_zeros(format!("{level:.6}")));
                Self {
                    rises: format!("{what} rises above {level}"),
                    falls: format!("{what} falls below {level}"),
                    above: format!("{what} stays above {level}"),
                    below: format!("{what} stays below {level}"),
                }
            }
            Target::Sign(subject) => {
                let what = labelled::subject(subject, labels);
                let baseline = of.baseline.as_deref().unwrap_or_default();
                Self {
                    rises: format!("{what} becomes more than in `{baseline}`"),
                    falls: format!("{what} becomes less than in `{baseline}`"),
                    above: format!("{what} is more than in `{baseline}` throughout"),
                    below: format!("{what} is less than in `{baseline}` throughout"),
                }
            }
            Target::Actions(Advantage { action, other, .. }) => Self {
                rises: format!("{action} becomes better than {other}"),
                falls: format!("{other} becomes better than {action}"),
                above: format!("{action} is better than {other} throughout"),
                below: format!("{other} is better than {action} throughout"),
            },
        }
    }
}

/// A threshold with as many digits as it is known to.
fn precise(value: f64) -> String {
    let text = signed(value, 6);
    without_zeros(text.trim_start_matches('+').to_owned())
}
