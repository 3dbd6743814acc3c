//! Pieces of the page.

use crate::report::chart::{Chart, Numbers};
use crate::report::markup::escaped;

/// A part of the page.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub title: String,
    /// Sentences below the title, a paragraph each.
    pub text: Vec<String>,
    pub charts: Vec<Chart>,
    /// What stands below the charts, as HTML.
    pub below: String,
}

impl Section {
    /// The section under an identifier.
    pub(super) fn html(&self, id: &str) -> String {
        let title = escaped(&self.title);
        let text: String = self.text.iter().map(|text| paragraph(text)).collect();
        let figures: String = self.charts.iter().map(figure).collect();
        let figures = match figures.as_str() {
            "" => figures,
            _ => format!("<div class=\"figures\">\n{figures}</div>\n"),
        };
        format!(
            "<section id=\"{id}\">\n<h3 id=\"{id}-title\">{title}</h3>\n{text}{figures}{}</section>\n",
            self.below
        )
    }
}

/// A paragraph of plain text, in which what stands between backticks is code.
pub(super) fn paragraph(text: &str) -> String {
    let safe = escaped(text);
    let parts: Vec<&str> = safe.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return format!("<p>{safe}</p>\n");
    }
    let part = |(place, part): (usize, &&str)| match place % 2 {
        0 => (*part).to_owned(),
        _ => format!("<code>{part}</code>"),
    };
    format!("<p>{}</p>\n", parts.iter().enumerate().map(part).collect::<String>())
}

/// A chart with its title, what it shows, and the numbers behind it.
fn figure(chart: &Chart) -> String {
    let (name, title) = (&chart.name, escaped(&chart.title));
    let (mut picture, mut wide) = (chart.inline(), "");
    if chart.is_wide() {
        picture = format!("<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{title}\">{picture}</div>");
        wide = " class=\"wide\"";
    }
    let numbers = details(
        "Numbers",
        &table(&format!("Numbers of the chart: {}", chart.title), &chart.numbers),
    );
    format!(
        "<figure id=\"{name}\"{wide}>\n<figcaption><h4>{title}</h4>\n{}</figcaption>\n{picture}\n{numbers}</figure>\n",
        paragraph(&chart.description),
    )
}

/// What is shown on request.
pub(super) fn details(summary: &str, inside: &str) -> String {
    format!("<details><summary>{}</summary>\n{inside}</details>\n", escaped(summary))
}

/// A table that scrolls where the page is narrower; its last columns that hold nothing but numbers stand to the right.
pub(super) fn table(name: &str, numbers: &Numbers) -> String {
    let header = numbers.header.iter();
    let header: String = header
        .map(|text| format!("<th scope=\"col\">{}", escaped(text)))
        .collect();
    // The end tags of cells and rows may be left out, and are a tenth of a large page.
    let cell = |text: &String| format!("<td>{}", escaped(text));
    let row = |row: &Vec<String>| format!("<tr>{}\n", row.iter().map(cell).collect::<String>());
    format!(
        "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\"><table class=\"from{}\">\n\
         <thead><tr>{header}\n<tbody>\n{}</table></div>\n",
        escaped(name),
        texts(numbers),
        numbers.rows.iter().map(row).collect::<String>()
    )
}

/// How many columns come before those that hold nothing but numbers.
fn texts(numbers: &Numbers) -> usize {
    let is_number = |row: &Vec<String>, column: usize| {
        let digits = row[column].trim_start_matches(['−', '-', '+', '<', '>', ' ']);
        digits.is_empty() || digits.starts_with(|c: char| c.is_ascii_digit())
    };
    let mut columns = (0..numbers.header.len()).rev();
    let text = columns.find(|&column| !numbers.rows.iter().all(|row| is_number(row, column)));
    text.map_or(0, |column| column + 1)
}
