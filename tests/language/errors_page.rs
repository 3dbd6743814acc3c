//! `docs/errors.md` is made of the texts of the error codes.
//!
//! `SNAPSHOTS=overwrite cargo test --test language errors_page` writes the page.

use pactum::unstable::source::error_texts::page;
use snapbox::{Assert, Data};

use crate::support::files::project;

#[test]
fn the_page_of_errors_is_up_to_date() {
    let path = project("docs/errors.md");
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(page(), Data::read_from(&path, None).raw());
}
