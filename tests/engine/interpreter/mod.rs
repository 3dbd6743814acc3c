//! A reference interpreter: the meaning of a scenario implemented a second time, as plainly as possible. It shares only
//! the checked model with the engine.

pub(crate) mod account;
pub(crate) mod breadth_first;
mod decision;
pub(crate) mod history;
pub(crate) mod menu;
pub(crate) mod promises;
pub(crate) mod reach;
pub(crate) mod responses;
mod start;
pub(crate) mod tail;
mod values;
pub(crate) mod walk;
