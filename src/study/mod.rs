//! What a user asks of a scenario, and what comes of it as typed rows.

pub mod rows;
