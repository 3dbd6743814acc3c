//! A reference interpreter: the meaning of a scenario written down a second time, as plainly as can be, to judge the
//! engine by. It shares nothing with the engine but the checked model.

pub(crate) mod account;
pub(crate) mod breadth;
mod decision;
pub(crate) mod history;
pub(crate) mod promises;
pub(crate) mod reach;
pub(crate) mod responses;
mod start;
mod values;
pub(crate) mod walk;
