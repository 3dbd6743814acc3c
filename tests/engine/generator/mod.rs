//! Random small scenarios, written as text in the scenario language.

mod effects;
mod formulas;
mod joint;
mod number_source;
mod players;
mod sections;
mod sketch;
mod stages;

use proptest::prelude::{Strategy, any};

/// The text of a scenario; shown as it is when a test fails.
#[derive(Clone)]
pub(crate) struct Text(pub(crate) String);

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "\n{}", self.0)
    }
}

/// The scenario that a list of numbers stands for, in which play may go on for ever after the last period.
pub(crate) fn written(numbers: &[u32], goes_on: bool) -> Text {
    Text(sections::scenario(numbers, goes_on))
}

/// Random scenario files. Each is made from a list of numbers, so that shrinking the list shrinks the scenario.
pub(crate) fn scenarios() -> impl Strategy<Value = Text> {
    proptest::collection::vec(any::<u32>(), 60..400).prop_map(|numbers| written(&numbers, false))
}

/// Random scenarios in which play goes on for ever after the last period.
pub(crate) fn open_ended() -> impl Strategy<Value = Text> {
    proptest::collection::vec(any::<u32>(), 60..300).prop_map(|numbers| written(&numbers, true))
}
