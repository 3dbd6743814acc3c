//! The response of each actor at each information set to the profile of all others.

use std::collections::BTreeMap;

use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::StageKind;

use super::account::{Account, InformationSet, Key, Manner};
use super::walk::walk;

/// A chance for each action of the stage at each information set that the scenario leaves open.
pub(crate) type Profile = BTreeMap<Key, Vec<f64>>;

/// Walks over all histories, played as the profile says.
pub(crate) fn walk_profile(model: &Model, parameters: &[f64], profile: &Profile, limit: usize) -> Option<Account> {
    let play = |key: &Key, _: &[usize]| {
        profile
            .get(key)
            .unwrap_or_else(|| panic!("the profile lacks {key:?}"))
            .clone()
    };
    walk(model, parameters, &play, limit)
}

/// The chance that a set's actor gives each action on offer.
fn played(set: &InformationSet) -> Vec<f64> {
    set.available.iter().map(|&action| set.chances[action]).collect()
}

/// How far the play at a set is from the logit response to these values; 0 where another strategy is played.
pub(crate) fn residual_given(set: &InformationSet, values: &[f64]) -> f64 {
    let Manner::Logit(precision) = set.manner else {
        return 0.0;
    };
    let response = set.menu.logit(precision, values);
    most(played(set).iter().zip(response).map(|(p, r)| (p - r).abs()))
}

/// The same for the values that the actor acts on, under the beliefs that Bayes' rule gives.
pub(crate) fn residual(set: &InformationSet) -> f64 {
    residual_given(set, &set.acted_on())
}

/// What the actor could gain at a set by the best action, given these values.
pub(crate) fn regret_given(set: &InformationSet, values: &[f64]) -> f64 {
    let expected: f64 = played(set).iter().zip(values).map(|(p, v)| p * v).sum();
    most(values.iter().map(|value| value - expected))
}

/// The same for the expected payoffs under the beliefs that Bayes' rule gives.
pub(crate) fn regret(set: &InformationSet) -> f64 {
    regret_given(set, &set.values())
}

/// The largest of some numbers, at least 0.
pub(crate) fn most(numbers: impl Iterator<Item = f64>) -> f64 {
    numbers.fold(0.0, |a, b| if a > b { a } else { b })
}

/// The information set at which something is largest, and how large it is there.
pub(crate) fn largest(account: &Account, of: impl Fn(&InformationSet) -> f64) -> (f64, Option<&Key>) {
    let mut found = (0.0, None);
    for (key, set) in &account.sets {
        let here = of(set);
        if here > found.0 || here.is_nan() {
            found = (here, Some(key));
        }
    }
    found
}

/// The largest |chance − logit response| over all information sets, reached or not, under a profile.
pub(crate) fn confirm_fixed_point(model: &Model, parameters: &[f64], profile: &Profile, limit: usize) -> Option<f64> {
    let account = walk_profile(model, parameters, profile, limit)?;
    Some(largest(&account, residual).0)
}

/// Responds again and again from uniform play: enough where every actor sees everything, or precisions are low.
pub(crate) fn respond_repeatedly(model: &Model, parameters: &[f64], rounds: usize, limit: usize) -> Option<Account> {
    let mut account = walk(model, parameters, &uniform(model), limit)?;
    for _ in 0..rounds {
        let responses: Profile = account
            .sets
            .iter()
            .map(|(key, set)| (key.clone(), response(set)))
            .collect();
        account = walk_profile(model, parameters, &responses, limit)?;
        if largest(&account, residual).0 == 0.0 && largest(&account, regret_of_best).0 == 0.0 {
            break;
        }
    }
    Some(account)
}

/// Play in which all actions on offer are equally likely.
pub(crate) fn uniform(model: &Model) -> impl Fn(&Key, &[usize]) -> Vec<f64> + '_ {
    |key, available| {
        let StageKind::Decision { choices, .. } = &model.stages[key.stage].kind else {
            unreachable!("information sets belong to decisions")
        };
        let mut chances = vec![0.0; choices[key.choice].actions.len()];
        for &action in available {
            chances[action] = 1.0 / available.len() as f64;
        }
        chances
    }
}

/// What best responders could gain at a set.
pub(crate) fn regret_of_best(set: &InformationSet) -> f64 {
    if set.manner == Manner::BestResponse {
        regret(set)
    } else {
        0.0
    }
}

fn response(set: &InformationSet) -> Vec<f64> {
    let values = set.acted_on();
    let responses = match set.manner {
        Manner::Given => return set.chances.clone(),
        Manner::Logit(precision) => set.menu.logit(precision, &values),
        Manner::BestResponse => {
            let best = (0..values.len()).fold(0, |best, a| if values[a] > values[best] { a } else { best });
            (0..values.len())
                .map(|action| f64::from(u8::from(action == best)))
                .collect()
        }
    };
    let mut chances = vec![0.0; set.chances.len()];
    for (&action, response) in set.available.iter().zip(responses) {
        chances[action] = response;
    }
    chances
}
