//! From TOML values to the scenario as written: all that can be said without looking names up.

mod actor;
mod dependence;
mod distribution;
mod name_rules;
mod parameter;
mod scenario;
mod stage;
mod strategy;
mod table_reader;
mod variable;
mod variant;

pub(crate) use parameter::plain_number;
pub(crate) use scenario::scenario;
pub(crate) use table_reader::{MOST_FINDINGS, Reader};
pub(crate) use variable::start_of;
