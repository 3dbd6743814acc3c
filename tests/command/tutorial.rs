//! The tutorial: its pieces together are a scenario without warnings, and every command prints what the page shows.
//!
//! `SNAPSHOTS=overwrite cargo test --test command tutorial` writes it.

use snapbox::{Assert, Data};

use crate::folder::Folder;
use crate::support::console_page::worked_out;
use crate::support::files::{project, text};

const PAGE: &str = "docs/tutorial.md";

/// The scenario of the page: its pieces, one after the other.
fn scenario(page: &str) -> String {
    let pieces = page.split("```toml\n").skip(1);
    let pieces = pieces.filter_map(|piece| Some(piece.split_once("```")?.0));
    pieces.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_tutorial_is_up_to_date() {
    let page = text(PAGE);
    let temp = Folder::with(&[("quota.toml", &scenario(&page))]);
    let said = temp.run(0, &["check", "quota.toml"]).err;
    assert!(!said.contains("warning"), "{said}");
    let page = worked_out(&page, temp.path());
    let there = Data::read_from(&project(PAGE), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(page, there);
}
