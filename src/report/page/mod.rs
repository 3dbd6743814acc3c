//! One self-contained HTML page about results folders, and its charts as files.

mod beliefs;
mod comparison;
mod decisions;
mod html;
mod live;
mod method;
mod outcomes;
mod payoffs;
mod promises;
mod run;
mod scenario;
mod studies;
mod timeline;

use html::{Section, paragraph};
use run::Run;
use serde_json::{Map, Value};

use super::chart::Chart;
use super::chart::theme::{DARK, LIGHT, page_rules};
use super::graph::Graph;
use super::markup::{escaped, slug};
use super::past_results::{PastResults, Unreadable};
use super::results::scenario_file;
use super::results_list::settings;
use super::terminal::{interval, probability};
use crate::scenario::model::Model;
use crate::study::rows::{ComparisonRow, OutcomeRow};
use crate::study::statistics::mean;
use crate::study::subject::Subject;

/// The style sheet, but for colours and the marks of charts.
const STYLE: &str = include_str!("style.css");

/// A results folder that the page is about.
pub(crate) struct Subjects<'a> {
    /// The folder.
    pub past: &'a PastResults,
    /// The command that wrote it.
    pub command: &'a str,
    /// The variants of its scenario, with their names.
    pub models: &'a [(String, Model)],
    /// The scenario as a graph.
    pub graph: &'a Graph,
}

/// A page, and its charts.
pub(crate) struct Page {
    /// The page as HTML.
    pub html: String,
    /// The charts: the name of each file without its ending, and its text as SVG.
    pub charts: Vec<(String, String)>,
    /// How the part about each folder begins.
    pub introductions: Vec<Introduction>,
}

/// What a folder is, and what it says in short.
pub(crate) struct Introduction {
    /// The command that wrote the folder, in words.
    pub title: String,
    /// The scenario, the settings and the folder.
    pub about: String,
    /// What the folder says in sentences.
    pub headline: Vec<String>,
    /// The command line that computes it again.
    pub command: String,
}

/// What the page says of a folder.
struct Part {
    introduction: Introduction,
    sections: Vec<Section>,
}

/// The page about these folders; a live one holds the engine as well, for the scenario of the first, and by variant what the
/// engine finds at the values of the file.
///
/// # Errors
/// A table is not as it was written: the place of its folder, and what is wrong.
pub(crate) fn page(folders: &[Subjects<'_>], live: Option<&Map<String, Value>>) -> Result<Page, (usize, Unreadable)> {
    let mut parts = Vec::new();
    let mut scenarios: Vec<String> = Vec::new();
    for (place, folder) in folders.iter().enumerate() {
        let of_folder = |problem| (place, problem);
        let text = folder.past.text(&scenario_file(1)).map_err(of_folder)?;
        let shown = scenarios.contains(&text);
        parts.push(part(folder, if shown { None } else { Some(&text) }).map_err(of_folder)?);
        scenarios.push(text);
    }
    number_charts(
        parts
            .iter_mut()
            .flat_map(|part| &mut part.sections)
            .flat_map(|section| &mut section.charts),
    );
    let live = folders.first().zip(live);
    let live = live.map(|(folder, first)| live::section(folder.past, folder.command, first));
    let live = live.transpose().map_err(|problem| (0, problem))?;
    let title = folders.first().map_or("", |folder| folder.past.title());
    let charts = parts
        .iter()
        .flat_map(|part| &part.sections)
        .flat_map(|section| &section.charts);
    let charts = charts.map(|chart| (chart.name.clone(), chart.file())).collect();
    Ok(Page {
        html: document(title, &parts, live.as_ref()),
        charts,
        introductions: parts.into_iter().map(|part| part.introduction).collect(),
    })
}

/// Makes the names of charts identifiers, each of which occurs once.
fn number_charts<'c>(charts: impl Iterator<Item = &'c mut Chart>) {
    let mut names: Vec<String> = Vec::new();
    for chart in charts {
        let plain = slug(&chart.name);
        let mut name = plain.clone();
        let mut number = 1;
        while names.contains(&name) {
            number += 1;
            name = format!("{plain}-{number}");
        }
        names.push(name.clone());
        chart.name = name;
    }
}

/// The part of a folder; `scenario` is the text of its scenario where no part before shows it.
fn part(folder: &Subjects<'_>, scenario: Option<&str>) -> Result<Part, Unreadable> {
    let past = folder.past;
    let mut sections = Vec::new();
    let mut headline = Vec::new();
    if past.run().is_some() {
        let run = Run::read(past)?;
        let unit = folder.models.first().map_or("period", |(_, model)| &model.period_unit);
        headline = headlines(&run)?;
        sections.push(outcomes::section(&run)?);
        sections.extend(comparison::section(&comparisons(&run), &run.headlines(), &run.labels));
        sections.extend(timeline::sections(&run, unit)?);
        sections.push(payoffs::section(&run)?);
        sections.extend(promises::section(&run)?);
        sections.extend(beliefs::section(&run, unit)?);
        sections.extend(decisions::section(&run, unit)?);
    } else if let Some((_, model)) = folder.models.first() {
        let outcomes: Vec<String> = model.outcomes.iter().map(|outcome| outcome.name.clone()).collect();
        (headline, sections) = studies::sections(past, &model.labels, &outcomes)?;
    }
    if let Some(((_, model), text)) = folder.models.first().zip(scenario) {
        sections.push(scenario::section(text, model, folder.graph));
    }
    sections.push(method::section(past, folder.command));
    Ok(Part {
        introduction: Introduction {
            title: format!("Results of pactum {}", folder.command),
            about: about(past, folder.command),
            headline,
            command: method::again(past, folder.command),
        },
        sections,
    })
}

/// The scenario, the settings and the id of a folder.
fn about(past: &PastResults, command: &str) -> String {
    let settings = settings(&method::after(past, command));
    let parts = [past.title(), &settings, past.id().unwrap_or_default()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// How each variant differs from the first.
fn comparisons(run: &Run<'_>) -> Vec<ComparisonRow> {
    let others = 1..run.draws.variants.len();
    let headlines = run.headlines();
    others
        .flat_map(|variant| run.draws.comparisons(variant, 0, &headlines))
        .collect()
}

/// What comes first: the headline in a sentence for each variant after the first, or of the only one.
fn headlines(run: &Run<'_>) -> Result<Vec<String>, Unreadable> {
    let groups = run.headlines();
    if run.several() {
        return Ok(comparison::sentences(&comparisons(run), &groups, &run.labels));
    }
    let Some(group) = groups.into_iter().next() else {
        return Ok(Vec::new());
    };
    let rows: Vec<OutcomeRow> = run.past.rows()?;
    let values = run.values(0, &Subject::Outcomes(group.clone()));
    let value = probability(mean(&values));
    let label = super::labelled::group(&group, &run.labels);
    let own = rows.iter().find(|row| group.outcomes == [row.outcome.as_str()]);
    let range = own
        .and_then(OutcomeRow::probability_interval)
        .filter(|range| range.low < range.high);
    let range = range.map(|range| format!(", 95 % interval {}", interval(range)));
    let spread = run::spread(&values).filter(|[low, _, high]| low < high);
    let spread = spread.map(|[low, _, high]| {
        format!(
            "; in nine tenths of the draws it lies between {} and {}",
            probability(low),
            probability(high)
        )
    });
    Ok(vec![format!(
        "The probability of {label} is {value}{}{}.",
        range.unwrap_or_default(),
        spread.unwrap_or_default()
    )])
}

/// The page; a live part, with its entry among the contents, comes first.
fn document(title: &str, parts: &[Part], live: Option<&(String, String)>) -> String {
    let id = |part: usize, section: usize| format!("part-{}-{}", part + 1, section + 1);
    let mut contents = String::new();
    let mut body = String::new();
    for (number, part) in parts.iter().enumerate() {
        let introduction = &part.introduction;
        if parts.len() > 1 {
            contents += &format!(
                "<li><a href=\"#part-{}\">{}</a></li>\n",
                number + 1,
                escaped(&introduction.title)
            );
        }
        body += &format!(
            "<h2 id=\"part-{}\">{}</h2>\n<p class=\"dim\">{}</p>\n",
            number + 1,
            escaped(&introduction.title),
            escaped(&introduction.about)
        );
        if number > 0 {
            body.extend(introduction.headline.iter().map(|text| paragraph(text)));
        }
        if let Some((entry, section)) = live.filter(|_| number == 0) {
            contents += entry;
            body += section;
        }
        for (place, section) in part.sections.iter().enumerate() {
            let id = id(number, place);
            contents += &format!("<li><a href=\"#{id}\">{}</a></li>\n", escaped(&section.title));
            body += &section.html(&id);
        }
    }
    let first = parts.first().into_iter().flat_map(|part| &part.introduction.headline);
    let headline: String = first.map(|text| paragraph(text)).collect();
    let title = escaped(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta name=\"color-scheme\" content=\"light dark\"/>\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header>\n<h1>{title}</h1>\n<div class=\"headline\">\n{headline}</div>\n</header>\n\
         <nav aria-label=\"Contents\"><ul>\n{contents}</ul></nav>\n<main>\n{body}</main>\n\
         <footer><p>Written by pactum {}.</p></footer>\n</body>\n</html>\n",
        style() + live.map_or("", |_| live::STYLE),
        env!("CARGO_PKG_VERSION")
    )
}

fn style() -> String {
    let (light, dark) = (LIGHT.properties(), DARK.properties());
    format!(
        ":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{}{STYLE}",
        page_rules()
    )
}
