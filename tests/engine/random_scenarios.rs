//! The engine against the reference interpreter on random scenarios: both must agree, and the engine's profile must be
//! a response to itself.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::comparison::compare::{Seen, Verdict, compare};
use crate::comparison::copies::{
    a_nest_of_one_action_is_that_action, copies_in_a_nest_count_as_one, nothing_given_back_is_as_played,
};
use crate::comparison::properties::{
    ending_or_lasting, explanations_add_up, names_and_places_mean_nothing, only_precision_times_payoff_matters,
    probabilities_sum_to_one,
};
use crate::comparison::regressions::TREMBLES_IN_NESTS;
use crate::comparison::wrong_interpreter::Judged;
use crate::generator::{Text, scenarios};
use crate::interpreter::menu::Misreading;
use crate::interpreter::walk::Mistake;
use proptest::strategy::{Strategy, ValueTree};

/// How many random scenarios are compared.
const CASES: u32 = 1_000;

/// What the random scenarios must hold between them, by the words that show it, and how many of them at least.
const MUST_HOLD: [(&str, usize); 32] = [
    ("believed", 50),
    ("[[joint_types]]", 30),
    ("given = ", 10),
    ("fate.", 50),
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
    ("name = \"way_1\"", 200),
    ("[commitments.oath]", 20),
    ("seen_by", 50),
    ("types", 100),
    ("rules", 50),
    ("fixed", 50),
    ("logit", 100),
    ("best_response", 20),
    ("[definitions", 50),
    ("odds", 30),
    ("guard", 50),
    ("nests = ", 200),
    ("\"outer\"", 50),
    ("multiple = '1 + stake'", 20),
    ("multiple = 'if(", 20),
    ("own_later = 'best'", 50),
    ("own_later = 'likely'", 20),
    ("own_later = 'seldom'", 20),
];

pub(crate) fn runner(cases: u32, seed: u8) -> TestRunner {
    let config = Config {
        cases,
        max_global_rejects: cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

#[test]
fn engine_and_interpreter_agree_on_random_scenarios() {
    let total = RefCell::new(Seen::default());
    let held: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let result = runner(CASES, 1).run(&scenarios(), |Text(text)| match compare(&text) {
        Ok(seen) => {
            total.borrow_mut().join(&seen);
            for (words, _) in MUST_HOLD.iter().filter(|(words, _)| text.contains(words)) {
                *held.borrow_mut().entry(words).or_default() += 1;
            }
            Ok(())
        }
        Err(Verdict::Passed(why)) => Err(TestCaseError::reject(why)),
        Err(Verdict::Wrong(what)) => Err(TestCaseError::fail(what)),
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let total = total.into_inner();
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
    assert!(
        total.given_back > 500,
        "too few sets at which something is given back: {total:?}"
    );
    assert!(
        total.whole > 200 && total.forgetful > 50,
        "too few whole strategies: {total:?}"
    );
    total.events.require_enough();
}

/// Checks a property on random scenarios.
fn on_random_scenarios(cases: u32, seed: u8, property: fn(&str) -> Result<(), Verdict>) {
    let result = runner(cases, seed).run(&scenarios(), |Text(text)| match property(&text) {
        Ok(()) => Ok(()),
        Err(Verdict::Passed(why)) => Err(TestCaseError::reject(why)),
        Err(Verdict::Wrong(what)) => Err(TestCaseError::fail(what)),
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn outcome_probabilities_sum_to_one() {
    on_random_scenarios(50, 2, probabilities_sum_to_one);
}

#[test]
fn doubling_payoffs_equals_doubling_precisions() {
    on_random_scenarios(50, 3, only_precision_times_payoff_matters);
}

#[test]
fn parts_of_an_action_value_add_up() {
    on_random_scenarios(150, 7, explanations_add_up);
}

#[test]
fn names_and_order_of_actors_change_nothing() {
    on_random_scenarios(50, 4, names_and_places_mean_nothing);
}

#[test]
fn copies_of_an_action_in_a_nest_count_as_one() {
    on_random_scenarios(500, 8, copies_in_a_nest_count_as_one);
    // Few random scenarios have beliefs that hang on what trembles.
    copies_in_a_nest_count_as_one(TREMBLES_IN_NESTS).expect("copies change nothing");
}

#[test]
fn a_nest_of_one_action_changes_nothing() {
    on_random_scenarios(100, 9, a_nest_of_one_action_is_that_action);
}

#[test]
fn giving_nothing_back_changes_nothing() {
    on_random_scenarios(100, 10, nothing_given_back_is_as_played);
}

#[test]
fn an_ending_is_worth_a_lasting_payoff() {
    let inputs = (-50.0..50.0, 0.05..1.0, 1_usize..12, 0_usize..12);
    let result = runner(60, 5).run(&inputs, |(worth, discount, periods, chosen)| {
        let ended = ending_or_lasting(worth, discount, periods, 1 + chosen % periods);
        // The logit response turns a difference of values into one of chances, λ / 4 = 5 / 4 times as large.
        proptest::prop_assert!((ended - 0.5).abs() <= 1e-12, "{ended}");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn every_deliberate_mistake_is_noticed() {
    let mut unnoticed = vec![
        Mistake::IgnoresBelieved,
        Mistake::PaysForVetoes,
        Mistake::ForgetsPerpetuity,
        Mistake::CountsNoTrembles,
        Mistake::PaysAtEndOfPeriodToo,
        Mistake::SkipsUnaskedStages,
        Mistake::ForgetsConditionals,
        Mistake::Nests(Misreading::Sums),
        Mistake::Nests(Misreading::IgnoresMultiples),
        Mistake::Nests(Misreading::MultipliesTheMenus),
        Mistake::TremblesPastNests,
        Mistake::GivesNothingBack,
        Mistake::GivesBackAtGivenPlay,
        Mistake::GivesBackWhatIsPlayed,
        Mistake::PaysWhatIsGivenBack,
    ];
    let mut runner = runner(1, 6);
    let random = (0..600).map(|_| {
        let text = scenarios().new_tree(&mut runner).expect("a scenario can be made");
        text.current().0
    });
    for text in std::iter::once(TREMBLES_IN_NESTS.to_owned()).chain(random) {
        if unnoticed.is_empty() {
            break;
        }
        if let Some(judged) = Judged::of(&text) {
            unnoticed.retain(|&mistake| judged.disagreement(mistake) <= 1e-6);
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:?} would go unnoticed");
}
