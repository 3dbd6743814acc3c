//! The how-to pages of the studies: every command in a `console` block is run as it stands there, and what it prints is what
//! the page shows.
//!
//! `SNAPSHOTS=overwrite cargo test --release --test deal studies` writes it.

use snapbox::{Assert, Data};

use crate::support::console_page::worked_out;
use crate::support::files::{project, text};

fn is_up_to_date(name: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::os::unix::fs::symlink(project("scenarios"), folder.path().join("scenarios")).expect("a link can be made");
    let path = format!("docs/studies/{name}");
    let page = worked_out(&text(&path), folder.path());
    let there = Data::read_from(&project(&path), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(page, there);
}

#[test]
fn the_page_on_discovery_is_up_to_date() {
    is_up_to_date("discover.md");
}

#[test]
fn the_page_on_sweeps_is_up_to_date() {
    is_up_to_date("sweep.md");
}

#[test]
fn the_page_on_thresholds_is_up_to_date() {
    is_up_to_date("threshold.md");
}

#[test]
fn the_page_on_design_is_up_to_date() {
    is_up_to_date("design.md");
}

#[test]
fn the_page_on_the_value_of_information_is_up_to_date() {
    is_up_to_date("value.md");
}

#[test]
fn the_pages_on_recorded_cases_are_up_to_date() {
    is_up_to_date("estimate.md");
    is_up_to_date("backtest.md");
}

#[test]
fn the_page_on_sensitivity_is_up_to_date() {
    is_up_to_date("sensitivity.md");
}
