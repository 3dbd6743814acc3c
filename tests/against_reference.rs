//! The engine against the reference interpreter.

mod reference;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

#[test]
fn prints() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..3 {
        let tree = reference::generator::scenarios()
            .new_tree(&mut runner)
            .unwrap();
        println!("{}\n-----", tree.current());
    }
}
