//! `pactum explain-error`.

use super::args;
use super::console::Console;
use super::failure::Failure;
use crate::source::code::find;
use crate::source::error_texts::{entry, list};

/// Explains a code, or lists them all.
pub(super) fn command(arguments: &args::ExplainError, console: &Console) -> Result<(), Failure> {
    let Some(code) = &arguments.code else {
        return console.data(&list());
    };
    match find(code) {
        Some(code) => console.data(&entry(code)),
        None => Err(Failure::Usage(format!(
            "there is no error `{code}`; `pactum explain-error` lists them all"
        ))),
    }
}
