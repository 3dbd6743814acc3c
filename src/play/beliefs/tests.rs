//! Reported beliefs are those of Bayes' rule.

use super::{Belief, Beliefs};
use crate::game::{Bound, Game, Profile};
use crate::play::examples::{lopsided, two_hazards};
use crate::play::tangle::tangle;
use crate::play::{Observers, exact_watched};

fn observe<'a>(
    observers: &'a Observers<'a>,
    bound: &'a Bound<'a>,
    profile: &'a Profile,
) -> (Beliefs<'a>, Vec<Belief>) {
    let mut beliefs = Beliefs::new(observers, bound, profile);
    let mut each = Vec::new();
    exact_watched(bound, profile, |now| {
        beliefs.observe(now.period, now.reach, |belief| each.push(*belief));
    });
    (beliefs, each)
}

fn in_hazard(game: &Game) -> Vec<f64> {
    let observers = Observers::new(game);
    assert_eq!(observers.questions().len(), 1);
    let bound = Bound::new(game, &[Vec::new()]);
    let profile = Profile::uniform(game);
    let (beliefs, each) = observe(&observers, &bound, &profile);
    let question = &observers.questions()[0];
    assert_eq!((question.observer, question.about), (1, 0));
    assert!(each.iter().all(|belief| belief.lane == 0));
    (1..=game.periods)
        .map(|period| {
            let (sum, mass) = beliefs.sum_of_all(period, question, 0);
            sum[0] / mass[0]
        })
        .collect()
}

#[test]
fn survival_tells_of_the_lesser_hazard() {
    let beliefs = in_hazard(&two_hazards(21, 0.4).game);
    assert!((beliefs[0] - 0.4).abs() < 1e-15);
    assert!((beliefs[20] - 0.122_083).abs() < 5e-7);
}

#[test]
fn an_observer_reasons_from_its_own_prior() {
    let beliefs = in_hazard(&two_hazards(3, 0.8).game);
    let (risky, safe) = (0.8 * 0.92 * 0.92, 0.2 * 0.995 * 0.995);
    assert!((beliefs[2] - risky / (risky + safe)).abs() < 1e-15);
    assert_eq!(in_hazard(&two_hazards(3, 0.0).game), [0.0; 3]);
}

#[test]
fn beliefs_of_those_who_hold_the_true_prior_are_right_on_average() {
    let draft = tangle(6);
    let bound = Bound::new(&draft.game, &[vec![0.3], vec![0.9]]);
    let observers = Observers::new(&draft.game);
    let profile = lopsided(&draft.game);
    let (beliefs, each) = observe(&observers, &bound, &profile);
    // Actors 0 and 1 are asked about each other, actor 2 about both.
    assert_eq!(observers.questions().len(), 4);
    for question in observers
        .questions()
        .iter()
        .filter(|question| question.observer != 2)
    {
        for period in 1..=6 {
            for value in 0..2 {
                let (sum, _) = beliefs.sum_of_all(period, question, value);
                let (_, mass) = beliefs.sum(period, question, value, value);
                assert!((sum[1] - mass[1]).abs() < 1e-15);
            }
        }
    }
    for (number, question) in observers.questions().iter().enumerate() {
        let (sum, mass) = beliefs.sum(4, question, 1, 0);
        let same = |belief: &&Belief| {
            (
                belief.period,
                belief.question,
                belief.truth,
                belief.believed,
            ) == (4, number, 1, 0)
                && belief.lane == 1
        };
        let (mut sum_of_each, mut mass_of_each) = (0.0, 0.0);
        for belief in each.iter().filter(same) {
            sum_of_each += belief.belief * belief.weight;
            mass_of_each += belief.weight;
        }
        assert!((sum[1] - sum_of_each).abs() < 1e-15 && (mass[1] - mass_of_each).abs() < 1e-15);
    }
}

/// The observer is sure of the first of the two hazards, but sees what only the other can bring about.
#[test]
fn what_was_ruled_out_and_happens_is_believed() {
    let mut draft = two_hazards(3, 1.0);
    draft.game.boundaries[1].views[1] = 1;
    // A boundary that no game reaches leaves it in doubt which of them the observer faces.
    draft.game.boundaries.push(draft.game.boundaries[0].clone());
    draft.game.boundaries[2].views[1] = 1;
    for frame in &mut draft.game.frames {
        frame.entry.push(None);
        frame.entry_delivers.push(0);
    }
    let observers = Observers::new(&draft.game);
    let bound = Bound::new(&draft.game, &[Vec::new()]);
    let profile = Profile::uniform(&draft.game);
    let mut beliefs = Beliefs::new(&observers, &bound, &profile);
    beliefs.observe(1, &[[0.0; 8], [0.5; 8], [0.0; 8]], |_| ());
    let question = &observers.questions()[0];
    assert_eq!(beliefs.sum(1, question, 1, 1).0, [0.6 * 0.5; 8]);
    assert_eq!(beliefs.sum(1, question, 1, 0).0, [0.0; 8]);
}
