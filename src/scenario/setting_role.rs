//! What a setting is to a reader: a lever, a belief about types, a payoff, or something else.

use std::collections::BTreeSet;

use crate::scenario::ast::{Actor, Formula, Scenario};
use crate::scenario::referenced_names::names_behind;
use crate::scenario::setting_target::{Target, targets};

/// What a setting is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingRole {
    /// A decision-maker can set it.
    Lever,
    /// It is, or sets, a probability of types: the true one or one that somebody believes.
    Prior,
    /// It sets what somebody is paid.
    Payoff,
    /// Anything else.
    Other,
}

/// The role of each key, in the order of the file. What sets several things has the first of their roles.
pub(crate) fn roles(written: &Scenario) -> Vec<(String, SettingRole)> {
    let (of_types, of_payoffs) = (type_chances(written), payments(written));
    let role = |target: Target| match target {
        Target::Parameter(number) | Target::Case(number, _) => {
            let parameter = &written.parameters[number];
            let name = &parameter.name.value;
            match () {
                () if parameter.lever => SettingRole::Lever,
                () if of_types.contains(name) => SettingRole::Prior,
                () if of_payoffs.contains(name) => SettingRole::Payoff,
                () => SettingRole::Other,
            }
        }
        Target::Prior(..) => SettingRole::Prior,
        _ => SettingRole::Other,
    };
    let all = targets(written).into_iter();
    all.map(|(key, target)| (key, role(target))).collect()
}

/// The names that chances of types depend on.
fn type_chances(written: &Scenario) -> BTreeSet<String> {
    let rows = written.joint_types.iter().flat_map(|joint| &joint.table);
    let joint = rows.flat_map(|row| row.chance.iter().chain(row.given.iter().map(|(_, formula)| formula)));
    let formulas = written.actors.iter().flat_map(chances_of).chain(joint);
    let mut names = names_behind(written, formulas);
    let shares = written.actors.iter().filter_map(|actor| actor.types_from.as_ref());
    names.extend(shares.map(|name| name.value.clone()));
    names
}

/// The chances of an actor's types, and of those that it believes others to have.
fn chances_of(actor: &Actor) -> Vec<&Formula> {
    let believed = actor.believed.iter().flat_map(|(_, chances)| chances);
    let all = actor.types.iter().chain(&actor.alike).chain(believed);
    all.map(|(_, formula)| formula).collect()
}

/// The names that payoffs depend on.
fn payments(written: &Scenario) -> BTreeSet<String> {
    let payoffs = written.actors.iter().flat_map(|actor| &actor.payoffs);
    names_behind(written, payoffs.map(|payoff| &payoff.amount))
}
