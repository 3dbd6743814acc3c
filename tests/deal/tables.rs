//! The tables of the pages on the deal, and how their numbers are written.

use crate::figures::{
    AgainstTable, Anchor, DOUBLED, DRAWS, FIGURES, HALVED, NOMINAL, PRECISIONS, PrecisionTable, RunTable, Sign, Style,
    WAR, Way, at_precision, sets, style,
};
use crate::runs::{Done, Run, Which};

/// A number in its style; a minus is a minus, a chance has no zero in front, and what cannot be is a dash.
pub(crate) fn written(value: f64, style: Style) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let digits = |value: f64| match style {
        Style::Chance => format!("{value:.3}"),
        Style::Percent => format!("{:.0}", 100.0 * value),
        Style::Payoff => format!("{value:.1}"),
    };
    let text = digits(value.abs());
    let zero = text.chars().all(|letter| "0.".contains(letter));
    let sign = if value < 0.0 && !zero { "−" } else { "" };
    let text = match style {
        Style::Chance => text.strip_prefix('0').unwrap_or(&text),
        Style::Percent | Style::Payoff => &text,
    };
    format!("{sign}{text}")
}

/// A quantity of a run at the nominal point.
pub(crate) fn nominal(run: &Run, of: &str) -> f64 {
    let values = NOMINAL.get(&(run.clone(), Which::Nominal, of.to_owned()));
    values.unwrap_or_else(|| panic!("`{of}` of `{run}` was not worked out"))[0]
}

/// A number of the figures, as it stands in a text.
pub(crate) fn number(name: &str) -> String {
    let number = FIGURES.numbers.iter().find(|number| number.name == name);
    let number = number.unwrap_or_else(|| panic!("no number {name}"));
    let value = nominal(&number.run, &number.of);
    let less = number.less.as_ref();
    let value = value - less.map_or(0.0, |run| nominal(run, &number.of));
    written(value, number.style)
}

/// A table in Markdown.
pub(crate) fn table(head: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rule = format!("|{}\n", "---|".repeat(head.len()));
    rows.fold(line(head) + &rule, |text, row| text + &line(&row))
}

/// Runs by quantities.
pub(crate) fn run_table(of: &RunTable) -> String {
    let labels = of.columns.iter().map(|(label, _)| label.clone());
    let head: Vec<String> = std::iter::once(of.corner.clone()).chain(labels).collect();
    let rows = of.rows.iter().map(|row| {
        let quantities = of.columns.iter().map(|(_, of)| row.of(of));
        let cells = quantities.map(|of| written(nominal(&row.run, &of), style(&of)));
        std::iter::once(row.label.clone()).chain(cells).collect()
    });
    table(&head, rows)
}

/// Quantities by Russia's precision.
pub(crate) fn precision_table(of: &PrecisionTable) -> String {
    let mut head = vec!["λ of Russia".to_owned(), "target".to_owned()];
    head.extend(PRECISIONS.map(|precision| precision.trim_start_matches('0').to_owned()));
    let row = |anchor: &Anchor| {
        let cells = PRECISIONS.map(|precision| {
            let run = at_precision(&anchor.run, precision);
            written(nominal(&run, &anchor.of), style(&anchor.of))
        });
        let mut row = vec![anchor.what.clone(), anchor.target.clone()];
        row.extend(cells);
        row
    };
    table(&head, of.rows.iter().map(row))
}

/// The chance of war without and with the clause.
pub(crate) fn against_table(of: &AgainstTable) -> String {
    let head = ["any war within ten years", "no clause", "clause", "difference"];
    let rows = of.rows.iter().map(|(label, runs)| {
        let [without, with] = [0, 1].map(|place| nominal(&runs[place], WAR));
        let cells = [without, with, with - without].map(|value| written(value, Style::Chance));
        std::iter::once(label.clone()).chain(cells).collect()
    });
    table(&head.map(str::to_owned), rows)
}

/// The values of a quantity before and after the change.
pub(crate) fn ends(sign: &Sign, set: &[&str]) -> [f64; 2] {
    let end = |place: usize| nominal(&sign.runs[place].with(&sets(set)), &sign.of[place]);
    [end(0), end(1)]
}

/// How firm each sign is over draws.
pub(crate) fn shares(drawn: &Done) -> Vec<String> {
    let signs = FIGURES.signs.iter();
    signs.map(|sign| share(sign, drawn)).collect()
}

/// The share of draws in which a quantity moves as it should, or rises where that is open.
fn share(sign: &Sign, drawn: &Done) -> String {
    if !sign.drawn {
        return "–".to_owned();
    }
    let values = |place: usize| {
        let (run, of) = (sign.runs[place].clone(), sign.of[place].clone());
        &drawn[&(run, Which::Draws(DRAWS), of)]
    };
    let falls = sign.way == Way::Falls;
    let moves = |(before, after): &(&f64, &f64)| {
        if falls { after < before } else { after > before }
    };
    let count = values(0).iter().zip(values(1)).filter(moves).count();
    let way = if falls { "fall" } else { "rise" };
    format!("{} % {way}", written(count as f64 / DRAWS as f64, Style::Percent))
}

/// All signs, with the shares of draws that have them.
pub(crate) fn signs_table(shares: &[String]) -> String {
    assert_eq!(shares.len(), FIGURES.signs.len(), "count them in a --release build");
    let head = [
        "",
        "change",
        "what",
        "should",
        "before → after",
        "λ halved",
        "λ doubled",
        "share of draws",
    ];
    let rows = FIGURES.signs.iter().zip(shares).map(|(sign, share)| {
        let should = match sign.way {
            Way::Rises => "rise",
            Way::Falls => "fall",
            Way::Open => "open",
        };
        vec![
            sign.question.clone(),
            sign.change.clone(),
            sign.what.clone(),
            should.to_owned(),
            change(sign, &[]),
            change(sign, &HALVED),
            change(sign, &DOUBLED),
            share.clone(),
        ]
    });
    table(&head.map(str::to_owned), rows)
}

fn change(sign: &Sign, set: &[&str]) -> String {
    let [before, after] = ends(sign, set);
    let style = style(&sign.of[0]);
    let turns = match sign.way {
        Way::Rises => after < before,
        Way::Falls => after > before,
        Way::Open => false,
    };
    let mark = if turns { " **turns**" } else { "" };
    format!("{} → {}{mark}", written(before, style), written(after, style))
}
