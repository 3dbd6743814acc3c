//! What `explain` shows: for each information set the worth of its actions and the reasons, for people, as CSV or JSON.

mod compared;
mod data;
mod switching_values;
mod words;

use super::csv::csv;
use super::figure::{amount, short};
use super::grid::Format;
use super::json::pretty;
use super::labelled;
use super::layout::{Printout, listed, padded, width};
use super::strategies::who;
use super::terminal::{probability, titles};
use super::trace_text::capital;
use crate::scenario::Labels;
use crate::study::explain::{ChoiceRule, ExplainedNest, Explanation};
use crate::study::switching_values::SwitchingValue;
#[cfg(test)]
pub(super) use data::ExplanationRow;

/// Explanations, ready to be shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Explained<'a> {
    /// The title of the scenario.
    pub title: &'a str,
    /// The labels of the scenario, for people.
    pub labels: &'a Labels,
    /// The variant.
    pub variant: &'a str,
    /// The draw, in words.
    pub draw: &'a str,
    /// What a period is.
    pub period_unit: &'a str,
    /// The explanations.
    pub explained: &'a [Explanation],
    /// The switching values, if they were asked for.
    pub switching_values: Option<&'a [SwitchingValue]>,
}

/// Explanations in a format, for a width. As CSV, switching values take the place of the reasons.
pub(crate) fn show(explained: &Explained<'_>, format: Format, wide: usize) -> String {
    let all = explained.explained;
    match (format, explained.switching_values) {
        (Format::Table, _) => for_people(explained).lay_out(wide),
        (Format::Json, values) => {
            let all = all.iter().map(|one| data::ExplanationJson::new(one, values));
            pretty(&all.collect::<Vec<_>>())
        }
        (Format::Csv, None) => csv(&data::rows(all)),
        (Format::Csv, Some(values)) => csv(values),
    }
}

fn for_people(explained: &Explained<'_>) -> Printout {
    let (labels, variant) = (explained.labels, explained.variant);
    let mut page = Printout::of(&format!("{}\nvariant `{variant}`, {}", explained.title, explained.draw));
    page.say(&titles([variant], labels));
    let value = |value: &SwitchingValue| labelled::switching_value(value.clone(), labels);
    let values = explained.switching_values;
    let values: Option<Vec<_>> = values.map(|all| all.iter().map(value).collect());
    for one in explained.explained {
        let one = labelled::explanation(one.clone(), labels);
        page.blank();
        page.append(heading(&one, explained.period_unit));
        page.table(compared::compared(&one));
        page.blank();
        page.append(nests(&one));
        page.append(believed(&one));
        for sentence in words::sentences(&one) {
            page.below(&sentence);
        }
        if let Some(values) = &values {
            page.append(switching_values::for_people(&one, values));
        }
    }
    page
}

fn heading(one: &Explanation, period_unit: &str) -> Printout {
    let at = &one.at;
    let sees = match at.short() {
        sees if sees.is_empty() => sees,
        sees => format!(", where {sees}"),
    };
    let place = format!("{} {}, {}", capital(period_unit), at.period, at.stage);
    let reached = match one.reach {
        0.0 => "Never reached; it believes what follows from ever rarer mistakes".to_owned(),
        reach => format!("Reached in {} of games", probability(reach)),
    };
    let mut page = Printout::default();
    page.hang(&format!("{place}: {}{sees}", who(at)), 2);
    page.below(&format!("{reached}; {}.", manner(one)));
    if let Some(pivotal) = one.pivotal {
        page.below(&format!(
            "Its own action changes what follows from the counts with probability {}, as it believes.",
            probability(pivotal)
        ));
    }
    page.blank();
    page
}

fn manner(one: &Explanation) -> String {
    match one.manner {
        ChoiceRule::Logit(precision) if precision > 0.0 => format!(
            "logit with precision {}, so {} more payoff doubles the odds",
            short(precision),
            short(std::f64::consts::LN_2 / precision)
        ),
        ChoiceRule::Logit(_) => "with precision 0 values make no difference".to_owned(),
        ChoiceRule::BestResponse => "it takes the best action".to_owned(),
        ChoiceRule::Given => format!(
            "its play is given; by choosing for itself it could gain {}",
            short(one.regret)
        ),
        ChoiceRule::Bound => "its promise binds it".to_owned(),
    }
}

fn nests(one: &Explanation) -> Printout {
    let places = compared::places(one);
    let line = |nest: &ExplainedNest| {
        format!(
            "  nest {} ({}): {} in all, worth {} together; precision {} within",
            nest.nest,
            nest.members.join(", "),
            probability(nest.probability),
            amount(nest.inclusive_value, places),
            short(nest.precision),
        )
    };
    let mut page = Printout::default();
    for nest in &one.nests {
        page.hang(&line(nest), 4);
    }
    if !page.is_empty() {
        page.blank();
    }
    page
}

fn believed(one: &Explanation) -> Printout {
    let label = one.beliefs.iter().map(|(about, _)| width(about)).max();
    let mut page = Printout::default();
    let Some(label) = label else { return page };
    for (number, (about, chances)) in one.beliefs.iter().enumerate() {
        let each = chances.iter();
        let each = listed(each.map(|(value, chance)| format!("{value} {}", probability(*chance))));
        let first = padded(if number == 0 { "  believes" } else { "" }, 12);
        let line = format!("{first}{}  {}", padded(about, label), each);
        page.hang(&line, 14 + label);
    }
    page.blank();
    page
}
