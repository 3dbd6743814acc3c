//! Own later choices: an actor that foresees its errors and one that does not, by hand-written recursions.

use super::classic::{Case, EXACT, logistic};

/// The recursions here and the published digits agree to this.
const DIGITS: f64 = 1e-10;

/// In each period one actor stops, which is worth 40, or stays, which is worth 50 if it lasts.
fn stopping(periods: usize, own_later: &str) -> Case {
    Case::of(format!(
        r#"
title = "To stop or to stay"
periods = {periods}
[actors.one]
strategy = {{ logit = 0.06 }}
discount = 0.98
own_later = "{own_later}"
[[actors.one.payoffs]]
name = "stopped"
paid = "at_end"
when = "stopped"
amount = 40
[[actors.one.payoffs]]
name = "stays"
paid = "lasting"
amount = 50
[variables.stopped]
truth = true
start = false
[[stages]]
name = "choice"
actor = "one"
actions = [ {{ name = "stop", set = {{ stopped = true }} }}, {{ name = "stay" }} ]
[[outcomes]]
name = "stopped"
when = "stopped"
[[outcomes]]
name = "stayed"
at_end = true
"#
    ))
}

/// The chance of stopping in each period, if this share of the regret is given back.
fn stops(periods: usize, share: f64) -> Vec<f64> {
    let mut later = 50.0;
    let mut chances = Vec::new();
    for _ in 0..periods {
        let stay = 0.02 * 50.0 + 0.98 * later;
        let chance = logistic(0.06 * (40.0 - stay));
        let mean = chance * 40.0 + (1.0 - chance) * stay;
        let best = if stay > 40.0 { stay } else { 40.0 };
        later = mean + share * (best - mean);
        chances.push(chance);
    }
    chances.reverse();
    chances
}

#[test]
fn foreseen_errors_make_staying_worth_less() {
    for (periods, own_later, share, first) in [
        (1, "as_played", 0.0, 0.354_343_693_8),
        (1, "best", 1.0, 0.354_343_693_8),
        (20, "as_played", 0.0, 0.494_049_347_5),
        (20, "best", 1.0, 0.354_343_693_8),
        (20, "0.25", 0.25, stops(20, 0.25)[0]),
    ] {
        let wanted = stops(periods, share);
        assert!((wanted[0] - first).abs() < DIGITS, "{wanted:?}");
        let solved = stopping(periods, own_later).solve();
        for (at, &chance) in wanted.iter().enumerate() {
            // In the last period what has not stopped stays.
            if at + 1 < periods {
                solved.expect_hazard(at + 1, chance, EXACT);
            }
        }
        let stays: f64 = wanted.iter().map(|chance| 1.0 - chance).product();
        solved.expect("stayed", stays, EXACT);
        solved.expect_action(1, "choice", "stop", first, EXACT);
        solved.expect_played(20_000);
    }
}

/// One actor takes A, B or C; after A and B it forgets which, and takes a or b.
fn forgetting(own_later: &str) -> Case {
    Case::of(format!(
        r#"
title = "A choice that is forgotten"
periods = 1
[actors.one]
strategy = {{ logit = 0.1 }}
own_later = "{own_later}"
[[actors.one.payoffs]]
name = "result"
paid = "at_end"
amount = "if(first == upper_c, 7, if(first == upper_a, if(second == a, 10, 0), if(second == a, 4, 6)))"
[variables.first]
values = ["none", "upper_a", "upper_b", "upper_c"]
start = "none"
seen_by = []
[variables.second]
values = ["none", "a", "b"]
start = "none"
[[stages]]
name = "early"
actor = "one"
actions = [
  {{ name = "take_upper_a", set = {{ first = "upper_a" }} }},
  {{ name = "take_upper_b", set = {{ first = "upper_b" }} }},
  {{ name = "take_upper_c", set = {{ first = "upper_c" }} }},
]
[[stages]]
name = "late"
actor = "one"
actions = [ {{ name = "take_a", set = {{ second = "a" }} }}, {{ name = "take_b", set = {{ second = "b" }} }} ]
[[outcomes]]
name = "upper_c"
when = "first == upper_c"
[[outcomes]]
name = "upper_a"
at_end = true
when = "first == upper_a"
[[outcomes]]
name = "upper_b"
at_end = true
"#
    ))
}

/// The chances of A and B and the regret of the later choice, if this share of that is given back.
fn forgotten(share: f64) -> ([f64; 2], f64) {
    let (mut first, mut second, mut regret) = (1.0 / 3.0, 1.0 / 3.0, 0.0);
    for _ in 0..2_000 {
        let belief = first / (first + second);
        let (a, b) = (10.0 * belief + 4.0 * (1.0 - belief), 6.0 * (1.0 - belief));
        let takes_a = logistic(0.1 * (a - b));
        let best = if a > b { a } else { b };
        regret = best - takes_a * a - (1.0 - takes_a) * b;
        let upper_a = 10.0 * takes_a + share * regret;
        let upper_b = 4.0 * takes_a + 6.0 * (1.0 - takes_a) + share * regret;
        let odds = [upper_a, upper_b, 7.0].map(|value| pactum::unstable::numeric::math::exp(0.1 * value));
        let total: f64 = odds.iter().sum();
        (first, second) = (odds[0] / total, odds[1] / total);
    }
    ([first, second], regret)
}

#[test]
fn between_forgotten_choices_an_actor_reckons_with_the_set_as_a_whole() {
    for (own_later, share, first, second) in [
        ("best", 1.0, 0.356_940_97, 0.313_562_20),
        ("as_played", 0.0, 0.336_150_21, 0.295_298_13),
    ] {
        let ([upper_a, upper_b], regret) = forgotten(share);
        assert!((upper_a - first).abs() < 1e-8 && (upper_b - second).abs() < 1e-8);
        let solved = forgetting(own_later).solve();
        solved.expect("upper_a", upper_a, EXACT);
        solved.expect("upper_b", upper_b, EXACT);
        solved.expect("upper_c", 1.0 - upper_a - upper_b, EXACT);
        solved.expect_regret("one", regret, EXACT);
        solved.expect_played(20_000);
    }
    forgetting("best").solve().expect_regret("one", 1.720_264_550_9, EXACT);
}
