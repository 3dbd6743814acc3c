//! `pactum new`: a commented template of a scenario.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::args::{self, Template};
use super::console::Console;
use super::failure::Failure;

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
pub(super) fn command(arguments: &args::New, console: &Console) -> Result<(), Failure> {
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
        return Err(Failure::Usage(format!("{} cannot name a scenario", name.display())));
    }
    let ends = name.extension().is_some_and(|ending| ending == "toml");
    let mut file = name.as_os_str().to_owned();
    if !ends {
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
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(refused)?;
    file.write_all(text.as_bytes()).map_err(|error| {
        // The half-written file is removed; if that fails too, the message names the first error.
        let _ = std::fs::remove_file(path);
        refused(error)
    })
}
