//! What can be asked.

use serde::Deserialize;

/// A request.
#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// Opens a scenario.
    Open {
        /// Its text, without other files that it would extend.
        text: String,
        /// What messages call it.
        name: String,
    },
    /// Lists what can be set in a variant.
    Settings {
        /// The variant.
        variant: String,
    },
    /// Solves the nominal point of a variant, and gives the tables that are known before its audit.
    Preview(Place),
    /// Gives all tables, as a run writes them.
    Run(Place),
    /// Says why an actor acts as it does.
    Explain {
        /// Where.
        place: Place,
        /// The actor; without one, the first who decides.
        actor: Option<String>,
    },
}

/// A variant at some settings.
#[derive(Clone, Deserialize, PartialEq)]
pub(crate) struct Place {
    /// The variant.
    pub(crate) variant: String,
    /// What is set, as `KEY=VALUE`.
    pub(crate) set: Vec<String>,
}
