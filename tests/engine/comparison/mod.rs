//! The comparison of the engine with the reference interpreter.

mod action_values;
mod beliefs_after_events;
pub(crate) mod compare;
pub(crate) mod copies;
pub(crate) mod engine;
pub(crate) mod event_coverage;
mod observers;
pub(crate) mod properties;
pub(crate) mod regressions;
mod textbook_games;
mod trust;
pub(crate) mod wrong_interpreter;
