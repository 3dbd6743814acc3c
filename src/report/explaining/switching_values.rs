//! The smallest changes that would make another action the most likely one, for people.

use crate::numeric::math::max;
use crate::report::figure::{amount, decimals, signed, without_zeros};
use crate::report::layout::{Grid, Printout};
use crate::study::explain::Explanation;
use crate::study::switching_values::SwitchingValue;

/// The most changes that are shown to people.
const MOST: usize = 10;

/// The smallest changes that switch the choice at an information set.
pub(super) fn for_people(one: &Explanation, switching_values: &[SwitchingValue]) -> Printout {
    let own = switching_values.iter().filter(|row| row.at == one.at);
    let own: Vec<&SwitchingValue> = own.collect();
    if own.is_empty() {
        let none = "No number within its range would by itself make another action the most likely one.";
        return Printout::of(&format!("\n  {none}"));
    }
    let over_draws = own.iter().any(|row| row.draws.is_some());
    let mut header = vec!["  to flip it, set", "from", "to", "change", "of range", "then"];
    if over_draws {
        header.extend(["in draws", "median"]);
    }
    let rows = own.iter().take(MOST).map(|value| row(value, over_draws));
    let right = |column| column != 0 && column != 5;
    let mut page = Printout::of("\n");
    page.table(Grid::of(header, right, rows).leaving_out(&[&[4]]));
    let more = own.len().saturating_sub(MOST);
    if more > 0 {
        page.below(&format!("{more} larger changes would, too; --format csv lists them."));
    }
    page
}

fn row(value: &SwitchingValue, over_draws: bool) -> Vec<String> {
    let places = places(value);
    let to = beyond(value, places);
    let plain = |value: f64| without_zeros(amount(value, places));
    let mut cells = vec![
        format!("  {}", value.key),
        plain(value.from),
        plain(to),
        signed(to - value.from, places),
        percent(value.share),
        value.becomes.clone(),
    ];
    if over_draws {
        let shares = [value.flipped, value.share_p50];
        cells.extend(shares.map(|share| share.map(percent).unwrap_or_default()));
    }
    cells
}

/// As many decimals as show the change with two digits.
fn places(value: &SwitchingValue) -> usize {
    let change = (value.to - value.from).abs();
    max(1.0, decimals([change]) as f64 - 2.0) as usize
}

/// The value that switches the choice, rounded away from the present one.
fn beyond(value: &SwitchingValue, places: usize) -> f64 {
    let unit = (0..places).fold(1.0, |unit, _| unit * 10.0);
    let scaled = value.to * unit;
    let away = if value.to > value.from {
        scaled.ceil()
    } else {
        scaled.floor()
    };
    away / unit
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    let decimals = usize::from(percent > 0.0 && percent < 0.95);
    format!("{percent:.decimals$} %")
}
