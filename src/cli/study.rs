//! `pactum study`: a study from a file.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::Args;
use toml::{Table, Value};

use super::failure::Failure;
use crate::scenario::text_of;

/// The studies that a file may ask for.
const STUDIES: [&str; 9] = [
    "run",
    "sweep",
    "sensitivity",
    "threshold",
    "design",
    "value",
    "compare",
    "estimate",
    "backtest",
];

/// The arguments of `pactum study`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pactum study credibility.toml
  pactum study credibility.toml --threads 4

The file says what the command line would, a key for each flag:
  study = \"sweep\"
  scenario = \"deal.toml\"
  vary = [\"credibility=0:1:0.05\"]
  draws = 200

The paths of the scenario and of a table of cases are relative to the file. The folder of every study holds one, next to the scenario as run, \
which gives the same bytes again.")]
pub(super) struct FromFile {
    /// The study.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Further flags of the study's command.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "FLAGS")]
    more: Vec<OsString>,
}

impl FromFile {
    /// A study from this file, without further flags.
    pub(super) fn of(file: PathBuf) -> Self {
        Self { file, more: Vec::new() }
    }

    /// The error that the command does not take what the file says.
    pub(super) fn refused(&self, error: &clap::Error) -> Failure {
        Failure::Arguments(format!("{}: {error}", self.file.display()))
    }
}

/// The command line that a file stands for.
pub(super) fn command_line(arguments: &FromFile) -> Result<Vec<OsString>, Failure> {
    let path = &arguments.file;
    let wrong = |reason: &str| Failure::Arguments(format!("error: {}: {reason}\n", path.display()));
    let text = text_of(path).map_err(|error| Failure::Arguments(format!("error: {error}\n")))?;
    let mut file: Table = text
        .parse()
        .map_err(|error: toml::de::Error| wrong(&error.to_string()))?;
    let kind = file.remove("study");
    let kind = kind.as_ref().and_then(Value::as_str);
    let kind = kind.filter(|kind| STUDIES.contains(kind)).ok_or_else(|| {
        let all = STUDIES.map(|study| format!("\"{study}\"")).join(", ");
        wrong(&format!("needs a key `study`, one of {all}"))
    })?;
    let mut line: Vec<OsString> = vec!["pactum".into(), kind.into()];
    let folder = path.parent().unwrap_or(Path::new(""));
    match file.remove("scenario") {
        Some(Value::String(scenario)) => line.push(folder.join(scenario).into()),
        _ => return Err(wrong("needs a key `scenario`, the path of the scenario file")),
    }
    if let Some(Value::String(cases)) = file.remove("cases") {
        line.extend(["--cases".into(), folder.join(cases).into()]);
    }
    for (key, value) in file {
        let one = |value: &Value| match value {
            Value::String(text) => Ok(text.clone()),
            Value::Integer(_) | Value::Float(_) => Ok(value.to_string()),
            _ => Err(wrong(&format!(
                "`{key}` is neither a text, a number, true or false, nor a list of these"
            ))),
        };
        match &value {
            Value::Boolean(true) => line.push(format!("--{key}").into()),
            Value::Boolean(false) => {}
            Value::Array(values) => {
                for value in values {
                    line.push(format!("--{key}={}", one(value)?).into());
                }
            }
            value => line.push(format!("--{key}={}", one(value)?).into()),
        }
    }
    line.extend(arguments.more.iter().cloned());
    Ok(line)
}
