//! What `check` reports about a scenario: numbers without a source, and everything that can be set.

mod report;
mod settings;
mod sources;
