//! A command as a file that `pactum study` runs again.

use serde::Serialize;
use toml::{Table, Value};

use super::args;
use super::failure::Failure;
use crate::explore::MAX_STATES;

/// The scenario of the folder that the file lies in, and what the command was asked.
pub(super) struct StudyFile(Table);

impl StudyFile {
    /// The file of a command: all its arguments but defaults that switch nothing on.
    pub(super) fn of(study: &str, arguments: &impl Serialize, scenario: &args::Scenario) -> Result<Self, Failure> {
        let unwritable = |error: toml::ser::Error| Failure::Unexpected(error.to_string());
        let mut file = Table::new();
        file.insert("study".to_owned(), Value::from(study));
        file.insert("scenario".to_owned(), Value::from("scenario.toml"));
        let says_something = |(_, value): &(String, Value)| match value {
            Value::Boolean(on) => *on,
            Value::Array(values) => !values.is_empty(),
            _ => true,
        };
        let arguments = Table::try_from(arguments).map_err(unwritable)?;
        file.extend(arguments.into_iter().filter(says_something));
        if scenario.max_states != MAX_STATES {
            let states = i64::try_from(scenario.max_states).unwrap_or(i64::MAX);
            file.insert("max-states".to_owned(), Value::from(states));
        }
        Ok(Self(file))
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        self.0.to_string()
    }

    /// Its text for a scenario that is called so, whatever its file is called.
    pub(super) fn named(mut self, name: &str) -> String {
        self.0.insert("name".to_owned(), Value::from(name));
        self.text()
    }
}
