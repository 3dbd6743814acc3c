//! Groups: counted members against the same members by name, and against known answers.

mod known_answers;
pub(crate) mod named_members;
