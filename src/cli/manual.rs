//! `pactum schema`, `pactum completions` and `pactum man`: descriptions of the program for editors, shells and `man`.

use std::path::{Path, PathBuf};

use clap::{Args, Command};

use super::console::Console;
use super::failure::Failure;
use super::help;

/// The arguments of `pactum man`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum man | man -l -
  pactum man --out ~/.local/share/man/man1")]
pub(super) struct Man {
    /// Write one page for each command to this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The arguments of `pactum completions`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum completions bash > ~/.local/share/bash-completion/completions/pactum
  pactum completions fish > ~/.config/fish/completions/pactum.fish")]
pub(super) struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: clap_complete::Shell,
}

/// Prints the JSON Schema of scenario files.
pub(super) fn schema(console: &Console) -> Result<(), Failure> {
    console.data(&crate::scenario::json_schema::schema())
}

/// Prints the completion script of a shell.
pub(super) fn completions(arguments: &Completions, console: &Console) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut help::command(), "pactum", &mut text);
    console.file_text(&String::from_utf8_lossy(&text))
}

/// Prints the manual page, or writes one for each command.
pub(super) fn man(arguments: &Man, console: &Console) -> Result<(), Failure> {
    let mut command = help::command();
    command.build();
    match &arguments.out {
        None => console.file_text(&page(&command)?),
        Some(folder) => pages(&command, folder, console),
    }
}

fn pages(command: &Command, folder: &Path, console: &Console) -> Result<(), Failure> {
    let refused =
        |path: &Path, error: std::io::Error| Failure::Output(format!("{} cannot be written: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(|error| refused(folder, error))?;
    let own = command.get_subcommands();
    let own = own.filter(|inner| inner.get_name() != "help");
    for command in std::iter::once(command).chain(own) {
        let path = folder.join(format!("{}.1", name(command)));
        std::fs::write(&path, page(command)?).map_err(|error| refused(&path, error))?;
    }
    console.data(&format!("{}\n", folder.display()))
}

fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or(command.get_name())
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(command.clone()).title(name(command).to_owned());
    let made = page.render(&mut text);
    made.map_err(|error| Failure::Unexpected(format!("the manual page cannot be made: {error}")))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
