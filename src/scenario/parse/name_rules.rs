//! Names: how they may look, which are reserved, and which must differ.

use std::collections::BTreeMap;

use crate::scenario::ast::{Amounts, Scenario, StageKind, Values};
use crate::scenario::keys::RESERVED;
use crate::scenario::parse::table_reader::Reader;
use crate::source::{Code, Diagnostic, Span, Spanned};

/// Checks every name that the scenario declares.
pub(super) fn check_names(reader: &mut Reader, scenario: &Scenario) {
    well_formed(reader, scenario);
    shared_namespace(reader, scenario);
    let once = |reader: &mut Reader, what: &str, names: Vec<&Spanned<String>>| declared_once(reader, what, names);
    once(
        reader,
        "stage",
        scenario.stages.iter().map(|stage| &stage.name).collect(),
    );
    once(
        reader,
        "outcome",
        scenario.outcomes.iter().map(|outcome| &outcome.name).collect(),
    );
    for actor in &scenario.actors {
        let committed = scenario
            .commitments
            .iter()
            .filter(|commitment| commitment.actor.value == actor.name.value);
        let committed = committed.map(|commitment| &commitment.name);
        let names = actor
            .payoffs
            .iter()
            .map(|payoff| &payoff.name)
            .chain(committed)
            .collect();
        once(reader, "payoff term", names);
    }
    for variable in &scenario.variables {
        if let Values::Named(values) = &variable.values {
            once(reader, "value", values.iter().collect());
        }
    }
}

/// Notes names that appear twice in a list.
pub(super) fn declared_once<'a>(reader: &mut Reader, what: &str, names: impl IntoIterator<Item = &'a Spanned<String>>) {
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
fn declared(scenario: &Scenario) -> Vec<(&'static str, &Spanned<String>)> {
    let mut names = expression_names(scenario);
    names.extend(values(scenario).into_iter().map(|value| ("value", value)));
    for parameter in &scenario.parameters {
        // Shares that are chances of types stand among the values already.
        let types = scenario
            .actors
            .iter()
            .filter_map(|actor| actor.types_from.as_ref())
            .any(|from| from.value == parameter.name.value);
        if let (Amounts::Shares(shares), false) = (&parameter.amounts, types) {
            names.extend(shares.iter().map(|(name, _)| ("share", name)));
        }
    }
    for stage in &scenario.stages {
        names.push(("stage", &stage.name));
        if let StageKind::Decision { choices, .. } = &stage.kind {
            let actions = choices.iter().flat_map(|choice| &choice.actions);
            for action in actions {
                names.push(("action", &action.name));
                names.extend(
                    action
                        .effect
                        .branches
                        .iter()
                        .filter_map(|branch| Some(("branch", branch.name.as_ref()?))),
                );
            }
        }
    }
    names.extend(scenario.outcomes.iter().map(|outcome| ("outcome", &outcome.name)));
    names.extend(scenario.measures.iter().map(|measure| ("measure", &measure.name)));
    names.extend(scenario.variants.iter().map(|variant| ("variant", &variant.name)));
    let payoffs = scenario.actors.iter().flat_map(|actor| &actor.payoffs);
    names.extend(payoffs.map(|payoff| ("payoff", &payoff.name)));
    names
}

/// The names that share one namespace in expressions.
fn expression_names(scenario: &Scenario) -> Vec<(&'static str, &Spanned<String>)> {
    let mut names = Vec::new();
    names.extend(scenario.variables.iter().map(|variable| ("variable", &variable.name)));
    names.extend(scenario.actors.iter().map(|actor| ("actor", &actor.name)));
    names.extend(
        scenario
            .parameters
            .iter()
            .map(|parameter| ("parameter", &parameter.name)),
    );
    names.extend(
        scenario
            .definitions
            .iter()
            .map(|definition| ("definition", &definition.name)),
    );
    names.extend(
        scenario
            .commitments
            .iter()
            .map(|commitment| ("commitment", &commitment.name)),
    );
    names
}

/// Named values of variables and types.
fn values(scenario: &Scenario) -> Vec<&Spanned<String>> {
    let types = scenario
        .actors
        .iter()
        .flat_map(|actor| actor.types.iter().map(|(name, _)| name));
    let named = scenario.variables.iter().filter_map(|variable| match &variable.values {
        Values::Named(values) => Some(values),
        _ => None,
    });
    types.chain(named.flatten()).collect()
}

fn well_formed(reader: &mut Reader, scenario: &Scenario) {
    for (what, name) in declared(scenario) {
        let text = &name.value;
        if RESERVED.contains(&text.as_str()) {
            let finding = Diagnostic::error(
                Code::ReservedName,
                format!("`{text}` is a word of the language and cannot name a {what}"),
            );
            reader.note(finding.at(name.span, "reserved"));
        } else if !is_name(text) {
            let finding = Diagnostic::error(Code::BadName, format!("`{text}` cannot name a {what}")).at(name.span, "");
            reader.note(finding.help("a name has small letters, digits and underscores, and begins with a letter"));
        }
    }
    for (name, _) in scenario.actors.iter().flat_map(|actor| &actor.types) {
        if name.value == "discount" {
            let finding = Diagnostic::error(Code::ReservedName, "a type cannot be called `discount`").at(name.span, "");
            reader.fail::<()>(finding.help("`--set actor.discount` sets the discount factor"));
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn shared_namespace(reader: &mut Reader, scenario: &Scenario) {
    let mut first: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
    for (what, name) in expression_names(scenario) {
        if let Some((before, span)) = first.get(name.value.as_str()) {
            let finding = Diagnostic::error(
                Code::SharedName,
                format!("`{}` names both a {before} and a {what}", name.value),
            );
            let help = "variables, actors, parameters, definitions and commitments share their names";
            reader.fail::<()>(finding.at(name.span, "again here").at(*span, "first here").help(help));
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
            let finding = Diagnostic::error(Code::SharedName, message)
                .at(value.span, "")
                .at(*span, "declared here");
            reader.fail::<()>(finding.help("in an expression it could not be told which of the two is meant"));
        }
    }
    let depends = scenario
        .parameters
        .iter()
        .filter_map(|parameter| match &parameter.amounts {
            Amounts::By(_, values) => Some(values),
            Amounts::One(_) | Amounts::Shares(_) => None,
        });
    for values in depends {
        declared_once(reader, "value", values.iter().map(|(name, _)| name));
    }
}
