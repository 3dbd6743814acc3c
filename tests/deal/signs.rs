//! The sign of the effect of each lever, at the nominal point and on exact probabilities.

use crate::figures::{FIGURES, Way};
use crate::runs::Run;
use crate::tables::{ends, nominal};

#[test]
fn every_lever_has_its_expected_sign_at_the_nominal_point() {
    let wrong: Vec<String> = FIGURES
        .signs
        .iter()
        .filter(|sign| {
            let [before, after] = ends(sign, &[]);
            match sign.way {
                Way::Rises => after <= before,
                Way::Falls => after >= before,
                Way::Open => false,
            }
        })
        .map(|sign| {
            format!(
                "{}, {}: {} {:?}",
                sign.question,
                sign.change,
                sign.what,
                ends(sign, &[])
            )
        })
        .collect();
    assert_eq!(wrong, [""; 0]);
}

/// A tripwire alone is weak beside a shift of the balance, and so is a signal.
#[test]
fn the_balance_is_the_strongest_effect_of_tanks() {
    let war = |variant: &str| nominal(&Run::read(&format!("europe {variant}")), "war");
    let without = war("guarantee");
    let effect = |variant: &str| (war(variant) - without).abs();
    assert!(war("balance_only") < without - 0.02);
    assert!(effect("tripwire_only") < effect("balance_only") / 3.0);
    assert!(effect("signal_only") < effect("tripwire_only"));
}

/// What is believed of the United States after a veto of its own, and after another ally held out, is far apart.
#[test]
fn a_veto_is_seen_as_a_veto() {
    let committed = |failure: &str| nominal(&Run::read("nato_clause clause"), &format!("committed after {failure}"));
    assert!(committed("held_out") - committed("vetoed") > 0.2);
}

/// A violation that is dearer in every way makes war rarer, the more so the dearer it is.
#[test]
fn a_dearer_violation_makes_war_rarer() {
    for variant in ["plain_ceasefire", "clause"] {
        let costs = ["", " cost_of_violating=10", " cost_of_violating=30"];
        let wars = costs.map(|cost| nominal(&Run::read(&format!("nato_clause {variant}{cost}")), "war"));
        assert!(wars.is_sorted_by(|dear, dearer| dear > dearer), "{variant}: {wars:?}");
    }
}
