//! Rules for names: which characters they have, which are reserved, and which must differ.

use std::collections::BTreeMap;

use crate::scenario::ast::{Amounts, Name, Scenario, StageKind, Values};
use crate::scenario::keys::reserved_words;
use crate::scenario::parse::table_reader::Reader;
use crate::source::{Code, Diagnostic, Span};

/// Checks every name that the scenario declares.
pub(super) fn check_names(reader: &mut Reader, scenario: &Scenario) {
    well_formed(reader, scenario);
    shared_namespace(reader, scenario);
    let stages = scenario.stages.iter().map(|stage| &stage.name);
    declared_once(reader, "stage", stages);
    let outcomes = scenario.outcomes.iter().map(|outcome| &outcome.name);
    declared_once(reader, "outcome", outcomes);
    for actor in &scenario.actors {
        // The cost of a commitment is a term of its actor, named after the commitment.
        let commitments = scenario.commitments.iter();
        let costs = commitments.filter(|commitment| commitment.actor.value == actor.name.value);
        let terms = actor.payoffs.iter().map(|payoff| &payoff.name);
        let terms = terms.chain(costs.map(|cost| &cost.name));
        declared_once(reader, "payoff term", terms);
    }
    for variable in &scenario.variables {
        if let Values::Named(values) = &variable.values {
            declared_once(reader, "value", values);
        }
    }
}

/// Reports names that appear twice in a list.
pub(super) fn declared_once<'a>(reader: &mut Reader, what: &str, names: impl IntoIterator<Item = &'a Name>) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for name in names {
        if let Some(&before) = first.get(name.value.as_str()) {
            let finding = Diagnostic::error(Code::NamedTwice, format!("the {what} `{}` appears twice", name.value));
            reader.fail::<()>(finding.at(name.span, "again here").at(before, "first here"));
        } else {
            first.insert(&name.value, name.span);
        }
    }
}

/// Every name that is declared, with what it names.
fn declared(scenario: &Scenario) -> Vec<(&'static str, &Name)> {
    let mut names = expression_names(scenario);
    names.extend(values(scenario).into_iter().map(|value| ("value", value)));
    for parameter in &scenario.parameters {
        // Shares that are chances of types stand among the values already.
        let mut types_from = scenario.actors.iter().filter_map(|actor| actor.types_from.as_ref());
        let are_types = types_from.any(|from| from.value == parameter.name.value);
        if let (Amounts::Shares(shares), false) = (&parameter.amounts, are_types) {
            names.extend(shares.iter().map(|(name, _)| ("share", name)));
        }
    }
    for stage in &scenario.stages {
        names.push(("stage", &stage.name));
        if let StageKind::Decision { choices, .. } = &stage.kind {
            let actions = choices.iter().flat_map(|choice| &choice.actions);
            for action in actions {
                names.push(("action", &action.name));
                let branches = action.effect.branches.iter();
                names.extend(branches.filter_map(|branch| Some(("branch", branch.name.as_ref()?))));
            }
        }
    }
    for outcome in &scenario.outcomes {
        names.push(("outcome", &outcome.name));
    }
    for measure in &scenario.measures {
        names.push(("measure", &measure.name));
    }
    for variant in &scenario.variants {
        names.push(("variant", &variant.name));
    }
    let payoffs = scenario.actors.iter().flat_map(|actor| &actor.payoffs);
    names.extend(payoffs.map(|payoff| ("payoff", &payoff.name)));
    names
}

/// The names that share one namespace in expressions.
fn expression_names(scenario: &Scenario) -> Vec<(&'static str, &Name)> {
    let mut names = Vec::new();
    for variable in &scenario.variables {
        names.push(("variable", &variable.name));
    }
    for actor in &scenario.actors {
        names.push(("actor", &actor.name));
    }
    for parameter in &scenario.parameters {
        names.push(("parameter", &parameter.name));
    }
    for definition in &scenario.definitions {
        names.push(("definition", &definition.name));
    }
    for commitment in &scenario.commitments {
        names.push(("commitment", &commitment.name));
    }
    names
}

/// Named values of variables and types.
fn values(scenario: &Scenario) -> Vec<&Name> {
    let types = scenario.actors.iter().flat_map(|actor| &actor.types);
    let mut values: Vec<&Name> = types.map(|(name, _)| name).collect();
    for variable in &scenario.variables {
        if let Values::Named(named) = &variable.values {
            values.extend(named);
        }
    }
    values
}

/// The keys of an actor that `--set actor.KEY` sets, beside its types.
const ACTOR_SETTINGS: [(&str, &str); 2] = [
    ("discount", "the discount factor"),
    ("own_later", "how it takes its own later choices"),
];

fn well_formed(reader: &mut Reader, scenario: &Scenario) {
    for (what, name) in declared(scenario) {
        let text = &name.value;
        if reserved_words().any(|word| word == text) {
            let message = format!("`{text}` is a word of the language and cannot name a {what}");
            reader.note(Diagnostic::error(Code::ReservedName, message).at(name.span, "reserved"));
        } else if !is_name(text) {
            let message = format!("`{text}` cannot name a {what}");
            let finding = Diagnostic::error(Code::BadName, message).at(name.span, "");
            let help = "a name has small letters, digits and underscores, and begins with a letter";
            reader.note(finding.help(help));
        }
    }
    for (name, _) in scenario.actors.iter().flat_map(|actor| &actor.types) {
        if let Some((key, what)) = ACTOR_SETTINGS.iter().find(|(key, _)| *key == name.value) {
            let message = format!("a type cannot be called `{key}`");
            let finding = Diagnostic::error(Code::ReservedName, message).at(name.span, "");
            reader.fail::<()>(finding.help(format!("`--set actor.{key}` sets {what}")));
        }
    }
}

fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.chars().all(allowed)
}

fn shared_namespace(reader: &mut Reader, scenario: &Scenario) {
    let mut first: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
    for (what, name) in expression_names(scenario) {
        if let Some((before, span)) = first.get(name.value.as_str()) {
            let message = format!("`{}` names both a {before} and a {what}", name.value);
            let finding = Diagnostic::error(Code::SharedName, message);
            let finding = finding.at(name.span, "again here").at(*span, "first here");
            let help = "variables, actors, parameters, definitions and commitments share their names";
            reader.fail::<()>(finding.help(help));
        } else {
            first.insert(&name.value, (what, name.span));
        }
    }
    for value in values(scenario) {
        let Some((what, span)) = first.get(value.value.as_str()) else {
            continue;
        };
        if ["variable", "parameter", "definition"].contains(what) {
            let message = format!("the value `{}` has the name of a {what}", value.value);
            let finding = Diagnostic::error(Code::SharedName, message);
            let finding = finding.at(value.span, "").at(*span, "declared here");
            reader.fail::<()>(finding.help("in an expression it could not be told which of the two is meant"));
        }
    }
    for parameter in &scenario.parameters {
        if let Amounts::By(_, values) = &parameter.amounts {
            declared_once(reader, "value", values.iter().map(|(name, _)| name));
        }
    }
}
