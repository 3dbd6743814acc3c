//! Random small scenarios, written as text in the scenario language.

mod dice;
mod effects;
mod formulas;
mod players;
mod sections;
mod sketch;

use proptest::prelude::{Strategy, any};

/// Random scenario files. Each is made from a list of numbers, so that shrinking the list shrinks the scenario.
pub(crate) fn scenarios() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<u32>(), 60..400)
        .prop_map(|numbers| sections::scenario(&numbers))
}
