//! The engine against a reference interpreter that shares nothing with it but the checked model: on random scenarios
//! both must say the same, and the engine's profile must answer itself.

mod against;
mod reference;

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use against::compare::{Seen, Verdict, compare};
use reference::generator::{Text, scenarios};

/// How many random scenarios are compared.
const CASES: u32 = 600;

/// What the random scenarios must hold between them, by the words that show it, and how many of them at least.
const MUST_HOLD: [(&str, usize); 20] = [
    ("believed", 50),
    ("opportunity", 50),
    ("[commitments", 50),
    ("per_occasion", 20),
    (".bound", 20),
    ("[[stages.joint]]", 50),
    ("not_asked", 20),
    ("paid = \"lasting\"", 50),
    ("paid = \"each_period\"", 50),
    ("paid = \"on_action\"", 50),
    ("\nbranch = ", 10),
    ("seen_by", 50),
    ("types", 100),
    ("rules", 50),
    ("fixed", 50),
    ("logit", 100),
    ("best_response", 20),
    ("[definitions", 50),
    ("odds", 30),
    ("guard", 50),
];

fn runner(cases: u32, seed: u8) -> TestRunner {
    let config = Config {
        cases,
        max_global_rejects: cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(
        config,
        TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]),
    )
}

#[test]
fn both_say_the_same_of_random_scenarios() {
    let total = RefCell::new(Seen::default());
    let held: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let passed: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let result = runner(CASES, 1).run(&scenarios(), |Text(text)| match compare(&text) {
        Ok(seen) => {
            total.borrow_mut().join(&seen);
            for (words, _) in MUST_HOLD.iter().filter(|(words, _)| text.contains(words)) {
                *held.borrow_mut().entry(words).or_default() += 1;
            }
            Ok(())
        }
        Err(Verdict::Passed(why)) => {
            *passed.borrow_mut().entry(why).or_default() += 1;
            Err(TestCaseError::reject(why))
        }
        Err(Verdict::Wrong(what)) => Err(TestCaseError::fail(what)),
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let total = total.into_inner();
    println!("{total:?}, left out: {:?}", passed.into_inner());
    let held = held.into_inner();
    for (words, least) in MUST_HOLD {
        let count = held.get(words).copied().unwrap_or(0);
        assert!(count >= least, "only {count} scenarios hold `{words}`");
    }
    assert!(total.logit > 1_000, "too few logit choices: {total:?}");
    assert!(
        total.uncertain_beliefs > 500,
        "too few sets with several states: {total:?}"
    );
    assert!(
        total.never_reached > 500,
        "too few sets that are never reached: {total:?}"
    );
    assert!(
        total.many_trembles > 50,
        "too few sets that need several trembles: {total:?}"
    );
}
