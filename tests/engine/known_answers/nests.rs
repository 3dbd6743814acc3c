//! Nests: choices of one actor among nests of actions, by the formulas of nested logit.

use super::classic::{Case, EXACT, SOLVED, logistic};
use pactum::unstable::numeric::math::{exp, ln};

/// One logit actor takes a, b or c, with these nests; what each is worth is set.
fn menu(nests: &str) -> Case {
    Case::of(text("{ logit = \"precision\" }", nests))
}

fn text(strategy: &str, nests: &str) -> String {
    format!(
        r#"
title = "Nests on a menu"
periods = 1
[actors.one]
strategy = {strategy}
[[actors.one.payoffs]]
name = "taken"
paid = "at_end"
amount = "if(taken == a, worth_a, if(taken == b, worth_b, worth_c))"
[parameters]
precision = {{ value = 1 }}
multiple = {{ value = 1 }}
worth_a = {{ value = 1 }}
worth_b = {{ value = 1 }}
worth_c = {{ value = 0 }}
[variables.taken]
values = ["none", "a", "b", "c"]
start = "none"
[[stages]]
name = "choice"
actor = "one"
actions = [
  {{ name = "take_a", set = {{ taken = "a" }} }},
  {{ name = "take_b", set = {{ taken = "b" }} }},
  {{ name = "take_c", set = {{ taken = "c" }} }},
]
nests = [ {nests} ]
[[outcomes]]
name = "a"
when = "taken == a"
[[outcomes]]
name = "b"
when = "taken == b"
[[outcomes]]
name = "c"
at_end = true
"#
    )
}

const PAIR: &str = r#"{ name = "pair", members = ["take_a", "take_b"], multiple = "multiple" }"#;

#[test]
fn two_of_a_kind_count_as_one_in_a_nest() {
    let flat = menu("").solve();
    flat.expect("c", 1.0 / (1.0 + 2.0 * exp(1.0)), EXACT);
    flat.expect("c", 0.155_362, SOLVED);
    flat.expect_played(20_000);
    for multiple in ["1", "1.5", "2", "40"] {
        let solved = menu(PAIR).set("multiple", multiple).solve();
        solved.expect("c", 1.0 / (1.0 + exp(1.0)), EXACT);
        solved.expect("c", 0.268_941, SOLVED);
        solved.expect("a", 0.5 / (1.0 + exp(-1.0)), EXACT);
        solved.expect_played(20_000);
    }
}

#[test]
fn a_nest_is_worth_its_inclusive_value() {
    let solved = menu(PAIR).set("multiple", "2").set("worth_b", "0").solve();
    let inclusive = ln((exp(2.0) + 1.0) / 2.0) / 2.0;
    let nest = logistic(inclusive);
    solved.expect("a", nest * logistic(2.0), EXACT);
    solved.expect("b", nest * logistic(-2.0), EXACT);
    for (outcome, chance) in [("a", 0.591_827), ("b", 0.080_095), ("c", 0.328_078)] {
        solved.expect(outcome, chance, SOLVED);
    }
    let found = ln((1.0 - solved.outcome("c")) / solved.outcome("c"));
    assert!((found - 0.716_890).abs() < SOLVED, "{found}");
    solved.expect_played(20_000);
}

#[test]
fn a_nest_counts_by_its_precision_and_not_by_its_size() {
    let spread = |nests: &str, multiple: &str| {
        let case = menu(nests).set("precision", "0.2").set("multiple", multiple);
        case.set("worth_a", "0").set("worth_b", "2").set("worth_c", "1").solve()
    };
    let solved = spread(PAIR, "2.5");
    solved.expect("c", 1.0 - 0.512_009_140_6, EXACT);
    solved.expect("b", 0.512_009_140_6 * 0.731_058_578_6, EXACT);
    let inclusive = 1.0 + ln((1.0 - solved.outcome("c")) / solved.outcome("c")) / 0.2;
    assert!((inclusive - 1.240_229_013_9).abs() < EXACT, "{inclusive}");
    solved.expect_played(20_000);
    spread(PAIR, "1").expect("c", 1.0 - 0.504_966_854_6, EXACT);
    let flat = spread("", "1");
    flat.expect("c", exp(0.2) / (exp(0.2) + 1.0 + exp(0.4)), EXACT);
    flat.expect("c", 0.328_93, 1e-5);
}

#[test]
fn multiples_multiply_from_nest_to_nest() {
    let nests = r#"{ name = "all", members = ["pair", "take_c"], multiple = 2 }, { name = "pair", members = ["take_a", "take_b"], multiple = 1.5 }"#;
    let solved = menu(nests).set("worth_b", "0.5").set("worth_c", "0.25").solve();
    // The precision is 2 in the outer nest, 3 in the inner one.
    let inclusive = ln((exp(3.0) + exp(1.5)) / 2.0) / 3.0;
    let pair = logistic(2.0 * (inclusive - 0.25));
    solved.expect("a", pair * logistic(1.5), EXACT);
    solved.expect("c", 1.0 - pair, EXACT);
    solved.expect_played(20_000);
}

#[test]
fn without_precision_every_level_is_even() {
    let solved = menu(PAIR).set("precision", "0").set("worth_a", "5").solve();
    solved.expect("a", 0.25, EXACT);
    solved.expect("c", 0.5, EXACT);
}

#[test]
fn ties_of_best_responders_are_shared_level_by_level() {
    let taken = |worth: [&str; 3]| {
        let case = Case::of(text("\"best_response\"", PAIR)).set("worth_a", worth[0]);
        case.set("worth_b", worth[1]).set("worth_c", worth[2]).solve()
    };
    for (worth, [a, b, c]) in [
        (["1", "1", "1"], [0.25, 0.25, 0.5]),
        (["1", "0", "1"], [0.5, 0.0, 0.5]),
        (["1", "1", "0"], [0.5, 0.5, 0.0]),
        (["0", "0", "1"], [0.0, 0.0, 1.0]),
    ] {
        let solved = taken(worth);
        solved.expect("a", a, EXACT);
        solved.expect("b", b, EXACT);
        solved.expect("c", c, EXACT);
    }
}
