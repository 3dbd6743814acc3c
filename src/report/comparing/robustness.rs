//! The headlines under other modelling conventions, for people.

use super::headers;
use crate::report::layout::{Grid, Printout};
use crate::report::terminal::{probability, signed};
use crate::study::rows::{RobustnessRow, Verdict};

/// The table of one side; empty where it has no row. `label` gives what a headline is called.
pub(super) fn table<'l>(rows: &[RobustnessRow], side: &str, label: impl Fn(&str) -> &'l str) -> Printout {
    let own: Vec<&RobustnessRow> = rows.iter().filter(|row| row.variant == side).collect();
    let mut page = Printout::default();
    let mut headlines: Vec<&str> = own.iter().map(|row| row.headline.as_str()).collect();
    headlines.dedup();
    for headline in headlines {
        let of_headline: Vec<&RobustnessRow> = own.iter().copied().filter(|row| row.headline == headline).collect();
        let Some(first) = of_headline.first() else { continue };
        let over_draws = first.draws > 1;
        let heading = format!("{} under other conventions", label(headline));
        let (here, there) = headers(side, &first.baseline);
        let mut header = vec![heading.as_str(), "after", there, here, "difference"];
        if over_draws {
            header.push("same sign in");
        }
        header.push("");
        let last = header.len() - 1;
        let cells = of_headline.into_iter().map(|row| line(row, over_draws));
        page.blank();
        page.table(Grid::of(header, |column| column != 0 && column != last, cells));
    }
    page
}

fn line(row: &RobustnessRow, over_draws: bool) -> Vec<String> {
    let number = |value: Option<f64>| value.map(probability).unwrap_or_default();
    let mut cells = vec![
        format!("  {}", row.change),
        row.period.to_string(),
        number(row.baseline_value),
        number(row.value),
        row.difference.map(signed).unwrap_or_default(),
    ];
    if over_draws {
        let share = row.share_same_sign.map(crate::report::figure::percent);
        cells.push(share.unwrap_or_default());
    }
    cells.push(match row.verdict {
        Verdict::AsWritten => String::new(),
        Verdict::SameSign => "same sign".to_owned(),
        Verdict::Turns => "turns".to_owned(),
        Verdict::NoDifference => "no difference".to_owned(),
        Verdict::NotSolved => "not solved".to_owned(),
        Verdict::NotApplicable => format!("not applicable: {}", row.reason),
    });
    cells
}
