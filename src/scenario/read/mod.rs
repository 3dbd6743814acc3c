//! From TOML values to the scenario as written: all that can be said without looking names up.

mod actor;
mod distribution;
mod joint;
mod namespace;
mod parameter;
mod reader;
mod scenario;
mod stage;
mod strategy;
mod variable;
mod variant;

pub(crate) use parameter::plain_number;
pub(crate) use reader::{MOST_FINDINGS, Reader};
pub(crate) use scenario::scenario;
pub(crate) use variable::start_of;
