//! What `explain` shows: for each information set what its actions are worth and why, in columns, words, CSV or JSON.

mod compared;
mod data;
mod flips;
mod words;

use super::figure::short;
use super::grid::{Format, csv};
use super::paragraph::{below, hanging, padded, width};
use super::strategies::who;
use super::telling::capital;
use super::terminal::probability;
use crate::study::explain::{Explanation, Manner};
use crate::study::flips::Flip;

/// What there is to tell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told<'a> {
    /// The title of the scenario.
    pub title: &'a str,
    /// Which variant and draw it is about.
    pub place: &'a str,
    /// What a period is.
    pub period_unit: &'a str,
    /// The explanations.
    pub explained: &'a [Explanation],
    /// What would flip the choices, if that was asked for.
    pub flips: Option<&'a [Flip]>,
}

/// Explanations as asked. As CSV, what would flip the choices takes the place of the reasons.
pub(crate) fn show(told: &Told<'_>, format: Format) -> String {
    let (all, unit) = (told.explained, told.period_unit);
    match (format, told.flips) {
        (Format::Table, _) => for_people(told),
        (Format::Json, flips) => {
            let one = |one: &Explanation| {
                let mut value = data::json(one);
                if let Some(flips) = flips {
                    value["flips"] = flips::json(one, flips);
                }
                value
            };
            super::results::pretty(&all.iter().map(one).collect())
        }
        (Format::Csv, None) => csv(&data::table(unit), &data::lines(all)),
        (Format::Csv, Some(flips)) => csv(&flips::table(unit), flips),
    }
}

fn for_people(told: &Told<'_>) -> String {
    let mut text = format!("{}\n{}\n", told.title, told.place);
    for one in told.explained {
        text.push('\n');
        text += &tell(one, told.period_unit);
        if let Some(flips) = told.flips {
            text += &flips::for_people(one, flips);
        }
    }
    text
}

/// One explanation for people.
fn tell(one: &Explanation, period_unit: &str) -> String {
    let mut text = heading(one, period_unit);
    text += &compared::compared(one);
    text += &believed(one);
    for sentence in words::sentences(one) {
        text += &below(&sentence);
    }
    text
}

fn heading(one: &Explanation, period_unit: &str) -> String {
    let at = &one.at;
    let sees = at.short();
    let sees = if sees.is_empty() {
        String::new()
    } else {
        format!(", where {sees}")
    };
    let place = format!("{} {}, {}", capital(period_unit), at.period, at.stage);
    let reached = match one.reach {
        0.0 => "Never reached; it believes what follows from ever rarer mistakes".to_owned(),
        reach => format!("Reached in {} of games", probability(reach)),
    };
    format!(
        "{place}: {}{sees}\n{}\n",
        who(at),
        below(&format!("{reached}; {}.", manner(one)))
    )
}

fn manner(one: &Explanation) -> String {
    match one.manner {
        Manner::Logit(precision) if precision > 0.0 => format!(
            "logit with precision {}, so {} more payoff doubles the odds",
            short(precision),
            short(std::f64::consts::LN_2 / precision)
        ),
        Manner::Logit(_) => "with precision 0 all actions are equally likely".to_owned(),
        Manner::BestResponse => "it takes the best action".to_owned(),
        Manner::Given => format!(
            "its play is given; by choosing for itself it could gain {}",
            short(one.regret)
        ),
        Manner::Bound => "its promise binds it".to_owned(),
    }
}

fn believed(one: &Explanation) -> String {
    let label = one.beliefs.iter().map(|(about, _)| width(about)).max();
    let Some(label) = label else {
        return String::new();
    };
    let mut text = String::new();
    for (number, (about, chances)) in one.beliefs.iter().enumerate() {
        let each: Vec<String> = chances
            .iter()
            .map(|(value, chance)| format!("{value} {}", probability(*chance)))
            .collect();
        let first = padded(if number == 0 { "  believes" } else { "" }, 12);
        let line = format!("{first}{}  {}", padded(about, label), each.join(", "));
        text += &hanging(&line, 14 + label);
    }
    text + "\n"
}
