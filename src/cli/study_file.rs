//! A command as a file that `pactum study` runs again.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use toml::{Table, Value};

use super::failure::Failure;
use crate::explore::MAX_STATES;

/// Arguments as TOML can hold them: without those that are not given, and whole numbers that it has no room for as texts.
fn plain(arguments: &impl Serialize) -> Result<Map<String, Json>, Failure> {
    let arguments = serde_json::to_value(arguments).and_then(serde_json::from_value::<Map<String, Json>>);
    let mut arguments = arguments.map_err(|error| Failure::Unexpected(error.to_string()))?;
    arguments.retain(|_, value| !value.is_null());
    for value in arguments.values_mut().filter(|value| value.is_u64() && !value.is_i64()) {
        *value = value.to_string().into();
    }
    Ok(arguments)
}

/// The scenario of the folder that the file lies in, and what the command was asked.
pub(super) struct StudyFile(Table);

impl StudyFile {
    /// The file of a command: all its arguments but defaults that switch nothing on.
    pub(super) fn of(study: &str, arguments: &impl Serialize, max_states: usize) -> Result<Self, Failure> {
        let unwritable = |error: toml::ser::Error| Failure::Unexpected(error.to_string());
        let mut file = Table::new();
        file.insert("study".to_owned(), Value::from(study));
        file.insert("scenario".to_owned(), Value::from("scenario.toml"));
        let says_something = |(_, value): &(String, Value)| match value {
            Value::Boolean(on) => *on,
            Value::Array(values) => !values.is_empty(),
            _ => true,
        };
        let arguments = Table::try_from(plain(arguments)?).map_err(unwritable)?;
        file.extend(arguments.into_iter().filter(says_something));
        if max_states != MAX_STATES {
            let states = i64::try_from(max_states).unwrap_or(i64::MAX);
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
