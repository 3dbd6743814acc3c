//! `pactum new`: a commented template of a scenario.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::console::Console;
use super::failure::Failure;

/// What a new scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Template {
    /// A peace, and a clause that says what follows if it is broken.
    Deal,
    /// Two sides that escalate or back down, with an audience at home.
    Crisis,
    /// Offers that are taken or left, while waiting costs both.
    Bargaining,
    /// One side may cheat, the other may look, both at once.
    Inspection,
}

/// The arguments of `pactum new`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum new truce
  pactum new standoff --template crisis

The file is NAME.toml; it runs as it is, and an existing one is never overwritten (exit code 4).")]
pub(super) struct New {
    /// The name of the scenario; the file is NAME.toml.
    #[arg(value_name = "NAME")]
    name: PathBuf,
    /// What it is about.
    #[arg(long, value_enum, default_value_t = Template::Deal)]
    template: Template,
}

impl Template {
    fn text(self) -> &'static str {
        match self {
            Self::Deal => include_str!("templates/deal.toml"),
            Self::Crisis => include_str!("templates/crisis.toml"),
            Self::Bargaining => include_str!("templates/bargaining.toml"),
            Self::Inspection => include_str!("templates/inspection.toml"),
        }
    }
}

/// Writes the template; an existing file is refused.
pub(super) fn command(arguments: &New, console: &Console) -> Result<(), Failure> {
    let path = file(&arguments.name)?;
    let shown = path.display().to_string();
    let text = arguments.template.text().replace("THIS_FILE", &shown);
    write(&path, &text)?;
    console.remark(&format!(
        "next: pactum check {shown}, then pactum run {shown}; docs/language.md explains every key"
    ));
    console.data(&format!("{shown}\n"))
}

/// The path for a name; `.toml` is added where it is missing.
fn file(name: &Path) -> Result<PathBuf, Failure> {
    let stem = name.file_stem().map(|stem| stem.to_string_lossy());
    let usable = |stem: &str| !stem.starts_with('.') && !stem.chars().any(char::is_control);
    if !stem.is_some_and(|stem| usable(&stem)) {
        return Err(Failure::usage(format!("{} cannot name a scenario", name.display())));
    }
    let mut file = name.as_os_str().to_owned();
    if name.extension().is_none_or(|ending| ending != "toml") {
        file.push(".toml");
    }
    Ok(PathBuf::from(file))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |error: std::io::Error| {
        let path = path.display();
        Failure::Output(match error.kind() {
            ErrorKind::AlreadyExists => {
                format!("{path} exists already; choose another name, or remove it")
            }
            _ => format!("{path} cannot be written: {error}"),
        })
    };
    let mut file = File::create_new(path).map_err(refused)?;
    file.write_all(text.as_bytes()).map_err(|error| {
        // The half-written file is removed; if that fails too, the message names the first error.
        let _ = std::fs::remove_file(path);
        refused(error)
    })
}
