//! Simultaneous moves: logit equilibria as roots of two equations, solved here by another method.

use super::classic::{Case, EXACT, SOLVED, logistic};

/// The point at which both responses agree, found by small steps from the middle towards the responses.
fn rest_point(responses: impl Fn(f64, f64) -> (f64, f64)) -> (f64, f64) {
    let (mut p, mut q) = (0.5, 0.5);
    for _ in 0..200_000 {
        let (p_next, q_next) = responses(p, q);
        p += 0.01 * (p_next - p);
        q += 0.01 * (q_next - q);
    }
    (p, q)
}

#[test]
fn inspection_is_not_monotone_in_precision() {
    for (precision, violates, inspects) in [
        ("0.5", 0.290_836, 0.556_530),
        ("1", 0.190_982, 0.488_729),
        ("2", 0.148_698, 0.374_485),
        ("5", 0.159_498, 0.266_479),
    ] {
        let solved = Case::new("inspection", "base").set("precision", precision).solve();
        solved.expect("caught", violates * inspects, SOLVED);
        solved.expect("unseen_violation", violates * (1.0 - inspects), SOLVED);
        solved.expect("quiet", (1.0 - violates) * (1.0 - inspects), SOLVED);
    }
    Case::new("inspection", "base").solve().expect_played(20_000);
}

#[test]
fn inspection_agrees_with_its_two_equations() {
    for (text, precision) in [("0.5", 0.5), ("1", 1.0), ("2", 2.0)] {
        let (violates, inspects) = rest_point(|violates, inspects| {
            (
                logistic(precision * (1.0 - 5.0 * inspects)),
                logistic(precision * (5.0 * violates - 1.0)),
            )
        });
        let solved = Case::new("inspection", "base").set("precision", text).solve();
        solved.expect("caught", violates * inspects, EXACT);
    }
}

#[test]
fn prisoners_defect() {
    Case::new("prisoners_dilemma", "best_reply")
        .solve()
        .expect_surely("both_defect");
    let (p, q) = rest_point(|p, q| (logistic(-1.0 - q), logistic(-1.0 - p)));
    let solved = Case::new("prisoners_dilemma", "logit").solve();
    solved.expect("both_cooperate", p * q, EXACT);
    solved.expect("row_alone_defects", (1.0 - p) * q, EXACT);
    solved.expect_played(20_000);
}

#[test]
fn pennies_match_half_the_time_and_shift_with_the_stake() {
    let even = Case::new("matching_pennies", "logit").solve();
    even.expect("no_match", 0.5, EXACT);
    let (p, q) = rest_point(|p, q| (logistic(4.0 * q + q - 1.0 - 1.0 + 2.0 * q), logistic(2.0 - 4.0 * p)));
    let uneven = Case::new("matching_pennies", "logit").set("heads_stake", "4").solve();
    uneven.expect("both_heads", p * q, EXACT);
    uneven.expect("both_tails", (1.0 - p) * (1.0 - q), EXACT);
    uneven.expect_played(20_000);
}

#[test]
fn pennies_have_no_pure_equilibrium() {
    Case::new("matching_pennies", "best_reply").expect_no_pure_equilibrium();
}

#[test]
fn the_principal_branch_of_the_stag_hunt_leads_to_hares() {
    let (p, q) = rest_point(|p, q| (logistic(4.0 * q - 3.0), logistic(4.0 * p - 3.0)));
    let solved = Case::new("stag_hunt", "base").solve();
    solved.expect("stag_together", p * q, EXACT);
    solved.expect("hares", (1.0 - p) * (1.0 - q), EXACT);
    solved.expect_played(20_000);
}
