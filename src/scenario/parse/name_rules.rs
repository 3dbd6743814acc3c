//! Rules for names: which characters they have, which are reserved, and which must differ.

use std::collections::BTreeMap;

use crate::scenario::ast::{Amounts, Name, Scenario, StageKind, Values};
use crate::scenario::keys::reserved_words;
use crate::scenario::parse::table_reader::Reader;
use crate::source::wording::quoted;
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
        let before = *first.entry(&name.value).or_insert(name.span);
        if before != name.span {
            let message = format!("the {what} `{}` appears twice", name.value);
            let finding = Diagnostic::error(Code::NamedTwice, message);
            reader.fail::<()>(finding.at(name.span, "again here").at(before, "first here"));
        }
    }
}

/// Every name that is declared, with what it names.
fn declared(scenario: &Scenario) -> Vec<(&'static str, &Name)> {
    let mut names = expression_names(scenario);
    names.extend(all("value", values(scenario), |value| value));
    for parameter in &scenario.parameters {
        // Shares that are chances of types stand among the values already.
        let is_own = |from: &Name| from.value == parameter.name.value;
        let mut actors = scenario.actors.iter();
        let are_types = actors.any(|actor| actor.types_from.as_ref().is_some_and(is_own));
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
    names.extend(all("outcome", &scenario.outcomes, |outcome| &outcome.name));
    names.extend(all("measure", &scenario.measures, |measure| &measure.name));
    names.extend(all("variant", &scenario.variants, |variant| &variant.name));
    let payoffs = scenario.actors.iter().flat_map(|actor| &actor.payoffs);
    names.extend(all("payoff", payoffs, |payoff| &payoff.name));
    names
}

/// The names of all of these, with what they name.
fn all<'a, T>(
    what: &'static str,
    entries: impl IntoIterator<Item = &'a T>,
    name: fn(&'a T) -> &'a Name,
) -> impl Iterator<Item = (&'static str, &'a Name)> {
    entries.into_iter().map(move |entry| (what, name(entry)))
}

/// The names that share one namespace in expressions.
fn expression_names(scenario: &Scenario) -> Vec<(&'static str, &Name)> {
    let names = all("variable", &scenario.variables, |entry| &entry.name)
        .chain(all("actor", &scenario.actors, |entry| &entry.name))
        .chain(all("parameter", &scenario.parameters, |entry| &entry.name))
        .chain(all("definition", &scenario.definitions, |entry| &entry.name))
        .chain(all("commitment", &scenario.commitments, |entry| &entry.name));
    names.collect()
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

/// The most characters of a name.
const LONGEST_NAME: usize = 200;

fn well_formed(reader: &mut Reader, scenario: &Scenario) {
    for (what, name) in declared(scenario) {
        let text = &name.value;
        if reserved_words().any(|word| word == text) {
            let message = format!("`{text}` is a word of the language and cannot name {}", one(what));
            reader.note(Diagnostic::error(Code::ReservedName, message).at(name.span, "reserved"));
        } else if text.len() > LONGEST_NAME {
            let message = format!("{} has more than {LONGEST_NAME} characters", quoted(text));
            let help = "names stand in column headers and on the command line; a `label` may be long";
            reader.fail::<()>(Code::BadName.at(name.span, message).help(help));
        } else if !is_name(text) {
            let message = format!("`{text}` cannot name {}", one(what));
            let rule = "a name has small letters, digits and underscores, and begins with a letter";
            let help = plain_name(text).map_or_else(|| rule.to_owned(), |name| format!("write `{name}`: {rule}"));
            // Everything that reads the name in its right form would be an error too.
            reader.fail::<()>(Code::BadName.at(name.span, message).help(help));
        }
    }
    for (name, _) in scenario.actors.iter().flat_map(|actor| &actor.types) {
        if let Some((key, what)) = ACTOR_SETTINGS.iter().find(|(key, _)| *key == name.value) {
            let finding = Code::ReservedName.at(name.span, format!("a type cannot be called `{key}`"));
            reader.fail::<()>(finding.help(format!("`--set actor.{key}` sets {what}")));
        }
    }
}

/// A word for something with its article.
fn one(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {what}")
}

/// A text as a name, where only capitals, blanks and signs between letters keep it from being one.
fn plain_name(text: &str) -> Option<String> {
    let replaced = text.trim().to_lowercase().replace(|c: char| !c.is_alphanumeric(), "_");
    is_name(&replaced).then_some(replaced)
}

fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.chars().all(allowed)
}

fn shared_namespace(reader: &mut Reader, scenario: &Scenario) {
    let mut first: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
    for (what, name) in expression_names(scenario) {
        let (before, span) = *first.entry(&name.value).or_insert((what, name.span));
        if span != name.span {
            let (before, what) = (one(before), one(what));
            let message = format!("`{}` names both {before} and {what}", name.value);
            let finding = Diagnostic::error(Code::SharedName, message);
            let finding = finding.at(name.span, "again here").at(span, "first here");
            let help = "variables, actors, parameters, definitions and commitments share their names";
            reader.fail::<()>(finding.help(help));
        }
    }
    first.retain(|_, (what, _)| ["variable", "parameter", "definition"].contains(what));
    for value in values(scenario) {
        if let Some((what, span)) = first.get(value.value.as_str()) {
            let message = format!("the value `{}` has the name of {}", value.value, one(what));
            let help = "in an expression it could not be told which of the two is meant";
            let finding = Code::SharedName.at(value.span, message);
            reader.fail::<()>(finding.at(*span, "declared here").help(help));
        }
    }
    for parameter in &scenario.parameters {
        if let Amounts::By(_, values) = &parameter.amounts {
            declared_once(reader, "value", values.iter().map(|(name, _)| name));
        }
    }
}
