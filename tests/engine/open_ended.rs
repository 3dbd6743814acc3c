//! The engine against the reference interpreter on random scenarios in which play goes on after the last period.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestCaseError;

use crate::comparison::compare::{Seen, Verdict, compare};
use crate::comparison::wrong_interpreter::Judged;
use crate::generator::{Text, open_ended};
use crate::interpreter::walk::Mistake;
use crate::random_scenarios::runner;

/// What the random scenarios must hold between them, by the words that show it, and how many of them at least.
const MUST_HOLD: [(&str, usize); 12] = [
    ("types", 100),
    ("believed", 20),
    ("[[stages.joint]]", 15),
    ("[commitments", 30),
    (".bound", 20),
    ("opportunity", 40),
    ("nests = ", 40),
    ("own_later = 'best'", 10),
    ("own_later", 30),
    ("at_end = true\nwhen", 30),
    ("paid = \"lasting\"", 30),
    ("paid = \"at_end\"", 50),
];

/// An actor that does not see where it is: it reckons for ever with the belief of the last period, though waiving leads to
/// the better place.
const FROZEN_BELIEF: &str = r#"
title = "A belief that stays as it was"
periods = { count = 1, then = "goes_on" }
[actors.one]
discount = 0.9
strategy = { logit = 0.3 }
own_later = "best"
[[actors.one.payoffs]]
name = "end"
paid = "at_end"
amount = "if(better, 10, 1)"
[variables.better]
truth = true
start = { false = 0.7, true = 0.3 }
seen_by = []
[variables.invoked]
truth = true
start = false
[[stages]]
name = "move"
actor = "one"
actions = [{ name = "invoke", set = { invoked = true } }, { name = "waive", set = { better = true } }]
[[outcomes]]
name = "invoked"
when = "invoked"
[[outcomes]]
name = "waiting"
at_end = true
"#;

/// Beyond the first period the mild north has always moved to the high place, yet the south, where it sees the calm place,
/// goes on to believe that the north may be mild there.
const BELIEVED_ONLY: &str = r#"
title = "A place where nobody is any more"
periods = { count = 1, then = "goes_on" }
[actors.north]
types = { mild = 0.5, harsh = 0.5 }
discount = 0.9
strategy = { logit = 1 }
[actors.south]
discount = 0.9
strategy = { logit = 1 }
own_later = "best"
[[actors.south.payoffs]]
name = "peace"
paid = "lasting"
amount = 1.5
[variables.place]
values = ["calm", "low", "high"]
start = { calm = 0.5, low = 0.3, high = 0.2 }
[[stages]]
name = "dawn"
actor = "south"
actions = [{ name = "wait" }, { name = "push", set = { place = "low" } }]
[[stages]]
name = "noon"
when = "north.type == mild"
actor = "north"
actions = [{ name = "rise", set = { place = "high" } }]
[[outcomes]]
name = "rest"
at_end = true
"#;

#[test]
fn engine_and_interpreter_agree_on_beliefs_about_where_nobody_is() {
    for own_later in ["as_played", "best", "0.5"] {
        let text = BELIEVED_ONLY.replace("\"best\"", &format!("\"{own_later}\""));
        compare(&text).unwrap_or_else(|verdict| panic!("{own_later}: {verdict:?}"));
    }
}

#[test]
fn engine_and_interpreter_agree_on_beliefs_that_stay() {
    for own_later in ["as_played", "best", "0.5"] {
        let own_later = format!("own_later = \"{own_later}\"");
        let text = FROZEN_BELIEF.replace("own_later = \"best\"", &own_later);
        compare(&text).unwrap_or_else(|verdict| panic!("{own_later}: {verdict:?}"));
    }
}

#[test]
fn engine_and_interpreter_agree_on_play_that_goes_on() {
    // PACTUM_OPEN_ENDED compares as many scenarios as it says.
    let wanted = std::env::var("PACTUM_OPEN_ENDED").ok();
    let cases = wanted.map_or(200, |wanted| wanted.parse().expect("PACTUM_OPEN_ENDED is a number"));
    let total = RefCell::new(Seen::default());
    let held: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let passed: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let mut runner = runner(cases, 12);
    let result = runner.run(&open_ended(), |Text(text)| match compare(&text) {
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
    let (total, held, passed) = (total.into_inner(), held.into_inner(), passed.into_inner());
    for (words, least) in MUST_HOLD {
        let count = held.get(words).copied().unwrap_or(0);
        assert!(count >= least, "only {count} scenarios hold `{words}`");
    }
    let refused = passed.get("a set is never met").copied().unwrap_or(0);
    assert!(
        refused >= 30,
        "too few scenarios meet new sets beyond the last period: {passed:?}"
    );
    assert!(
        total.given_back > 150,
        "too few sets at which something is given back: {total:?}"
    );
    assert!(
        total.uncertain_beliefs > 500,
        "too few sets with several states: {total:?}"
    );
}

#[test]
fn every_deliberate_mistake_beyond_the_horizon_is_noticed() {
    let mut unnoticed = vec![
        Mistake::PlaysEvenlyBeyond,
        Mistake::PaysPerpetuityToo,
        Mistake::PaysEndAtHorizonToo,
        Mistake::BelievesAnewBeyond,
        Mistake::GivesNothingBackBeyond,
    ];
    let mut runner = runner(1, 13);
    let random = (0..300).map(|_| {
        let text = open_ended().new_tree(&mut runner).expect("a scenario can be made");
        text.current().0
    });
    for text in std::iter::once(FROZEN_BELIEF.to_owned()).chain(random) {
        if let Some(judged) = Judged::of(&text) {
            unnoticed.retain(|&mistake| judged.disagreement(mistake) <= 1e-6);
        }
        if unnoticed.is_empty() {
            break;
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:?} would go unnoticed");
}
