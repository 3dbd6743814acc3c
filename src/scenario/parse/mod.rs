//! Parses TOML tables into the syntax tree; names are not looked up yet.

mod actor;
mod dependence;
mod distribution;
mod name_rules;
mod parameter;
mod remedies;
mod scenario;
mod stage;
mod strategy;
mod table_reader;
mod variable;
mod variant;

pub(crate) use parameter::plain_number;
pub(crate) use scenario::{goes_on, period_count, scenario};
pub(crate) use table_reader::{MOST_FINDINGS, Reader};
pub(crate) use variable::start_of;
