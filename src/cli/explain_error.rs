//! `pactum explain-error`.

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use crate::source::code::find;
use crate::source::error_texts::{entry, list};

/// The arguments of `pactum explain-error`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum explain-error E313
  pactum explain-error          # all codes with their titles

Messages show the code in brackets: error[E313]. The same texts are on one page, docs/errors.md.")]
pub(super) struct ExplainError {
    /// The code, like E313; all codes are listed without one.
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// Explains a code, or lists them all.
pub(super) fn command(arguments: &ExplainError, console: &Console) -> Result<(), Failure> {
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
