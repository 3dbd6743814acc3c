//! Groups: counted members against the same members by name, and against known answers.

mod known_answers;
mod moods;
pub(crate) mod named_members;
mod small_deal;
