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
