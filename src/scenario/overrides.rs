//! Applies variants and `--set` to the syntax tree.

use std::collections::BTreeMap;

use toml::de::DeValue;

use crate::expression::Place;
use crate::numeric::decimal::rounded;
use crate::scenario::ast::{
    Actor, Amounts, Assigned, Commitment, CommitmentKeys, Form, Formula, Name, Scenario, Share, Variant, find,
};
use crate::scenario::parse::{Reader, goes_on, period_count, plain_number, start_of};
use crate::scenario::probability_sum::remainder;
use crate::scenario::setting_target::{Target, target, targets};
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::{Node, Origin, Text, Value, node};
use crate::scenario::unparse;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, SourceId, Span, Spanned};

/// One `--set` argument.
///
/// # Errors
/// It is not of the form `KEY=VALUE`.
pub(crate) fn argument(text: &str, source: SourceId) -> Result<Assigned, Diagnostic> {
    let origin = Origin::new(source, text, 0);
    let not_key_value = |remark: &str| {
        let finding = Diagnostic::error(Code::NotKeyValue, "`--set` needs KEY=VALUE");
        finding.at(origin.span(0..text.len()), remark)
    };
    let Some((key, value)) = text.split_once('=') else {
        return Err(not_key_value("no `=` here").help("for instance `--set admission_lag=3.5`"));
    };
    let start = text.len() - value.trim_start().len();
    let (key_start, key) = (key.len() - key.trim_start().len(), key.trim());
    let text = value.trim();
    if text.is_empty() {
        return Err(not_key_value("no value after the `=`"));
    }
    if key.is_empty() {
        return Err(not_key_value("no key before the `=`"));
    }
    let key_span = origin.span(key_start..key_start + key.len());
    let key = Spanned::new(key.to_owned(), key_span);
    let value = value_of(Origin::new(source, text, start));
    Ok(Assigned { key, value })
}

/// A value on the command line: TOML where it is that, a number as expressions write it, or bare text.
fn value_of(origin: Origin<'_>) -> Value {
    let (value, errors) = DeValue::parse_recoverable(origin.text);
    if errors.is_empty() {
        return node(origin, &value);
    }
    let like_number = |c: char| c.is_ascii_digit() || "+-.".contains(c);
    let bare = match origin.text.parse() {
        Ok(number) if origin.text.starts_with(like_number) => Node::Number(number),
        _ => Node::Text(Text {
            value: origin.text.to_owned(),
            place: Place::verbatim(origin.source, origin.start, origin.text.len()),
        }),
    };
    Spanned::new(bare, origin.span(0..origin.text.len()))
}

/// The scenario with a variant applied, and then the `--set` arguments.
pub(crate) fn apply(written: &Scenario, variant: Option<&Variant>, sets: &[Assigned], reader: &mut Reader) -> Scenario {
    let mut scenario = written.clone();
    if let Some(variant) = variant {
        apply_variant(&mut scenario, variant, reader);
        apply_level(&mut scenario, &variant.set, reader);
    }
    repeated(sets, reader);
    apply_level(&mut scenario, sets, reader);
    scenario
}

fn repeated(sets: &[Assigned], reader: &mut Reader) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for set in sets {
        if let Some(before) = first.insert(&set.key.value, set.key.span) {
            let name = quoted(&set.key.value);
            let message = format!("{name} is set twice; the last time counts");
            let finding = Diagnostic::warning(Code::SetTwice, message);
            let finding = finding.at(before, "this has no effect");
            reader.note(finding.at(set.key.span, "this counts"));
        }
    }
}

fn apply_variant(scenario: &mut Scenario, variant: &Variant, reader: &mut Reader) {
    for (name, keys) in &variant.commitments {
        let commitments = &mut scenario.commitments;
        let kind = (Code::UnknownCommitment, "commitment");
        if let Some(known) = named(commitments, |known| &known.name, name, kind, reader) {
            replace_keys(known, keys);
        }
    }
    for (name, strategy) in &variant.strategies {
        if let Some(actor) = actor_mut(&mut scenario.actors, name, reader) {
            actor.strategy = Some(strategy.clone());
        }
    }
    for (name, stages) in &variant.strategy_at {
        if let Some(actor) = actor_mut(&mut scenario.actors, name, reader) {
            let all = &mut actor.strategy_at;
            all.retain(|(stage, _)| find(stages, &stage.value).is_none());
            all.extend(stages.iter().cloned());
        }
    }
}

fn actor_mut<'s>(actors: &'s mut [Actor], name: &Name, reader: &mut Reader) -> Option<&'s mut Actor> {
    named(actors, |actor| &actor.name, name, (Code::UnknownActor, "actor"), reader)
}

/// The entry of this name.
fn named<'s, T>(
    entries: &'s mut [T],
    name_of: fn(&T) -> &Name,
    Spanned { value: name, span }: &Name,
    (code, what): (Code, &str),
    reader: &mut Reader,
) -> Option<&'s mut T> {
    let names = || entries.iter().map(|entry| name_of(entry).value.as_str());
    let Some(at) = names().position(|known| known == name) else {
        let message = format!("there is no {what} {}", quoted(name));
        reader.note(Diagnostic::error(code, message).at(*span, remark(name, names())));
        return None;
    };
    Some(&mut entries[at])
}

fn replace_keys(commitment: &mut Commitment, keys: &CommitmentKeys) {
    fn replace<T: Clone>(old: &mut T, new: &Option<T>) {
        if let Some(new) = new {
            old.clone_from(new);
        }
    }
    replace(&mut commitment.remarks, &keys.remarks);
    replace(&mut commitment.actor, &keys.actor);
    replace(&mut commitment.stage, &keys.stage);
    replace(&mut commitment.action, &keys.action);
    replace(&mut commitment.when, &keys.when);
    replace(&mut commitment.credibility, &keys.credibility);
    replace(&mut commitment.drawn, &keys.drawn);
    replace(&mut commitment.seen_by, &keys.seen_by);
    commitment.cost = keys.cost.clone().or(commitment.cost.take());
    commitment.delivers = keys.delivers.clone().or(commitment.delivers.take());
}

/// Priors of one actor that were set: the type, the key, and the formula.
type Priors = Vec<(usize, Span, Formula)>;

/// Applies keys that count equally; of a key that appears twice the last counts.
fn apply_level(scenario: &mut Scenario, assigned: &[Assigned], reader: &mut Reader) {
    let all = targets(scenario);
    let mut priors: BTreeMap<usize, Priors> = BTreeMap::new();
    for Assigned { key, value } in assigned {
        match target(scenario, &all, key) {
            Err(finding) => reader.note(finding),
            Ok(Target::Prior(actor, kind)) => {
                let formula = reader.formula_of(&key.value, value);
                let set = priors.entry(actor).or_default();
                set.retain(|(before, ..)| *before != kind);
                set.push((kind, key.span, formula));
            }
            Ok(target) => apply_one(scenario, target, key, value, reader),
        }
    }
    for (actor, set) in priors {
        apply_priors(scenario, actor, set, reader);
    }
}

fn apply_one(scenario: &mut Scenario, target: Target, key: &Name, value: &Value, reader: &mut Reader) {
    let name = &key.value;
    match target {
        Target::Parameter(number) | Target::Case(number, _) => {
            let Some(value) = reader.number_of(name, value) else {
                return;
            };
            scenario.parameters[number].case = false;
            for amount in target.amounts_mut(scenario) {
                *amount = plain_number(value.clone(), amount.span, &amount.remarks);
            }
            if let (Amounts::Shares(shares), Target::Case(_, at)) = (&mut scenario.parameters[number].amounts, target) {
                shares[at].1 = Share::Fixed(value);
            }
        }
        Target::Start(number) => {
            if let Some(start) = start_of(reader, name, value) {
                scenario.variables[number].start = start;
            }
        }
        Target::Discount(_) | Target::OwnLater(_) | Target::Credibility(_) | Target::Cost(_) => {
            target.set_formula(scenario, reader.formula_of(name, value));
        }
        Target::PeriodCount => scenario.periods = period_count(reader, name, value),
        Target::PeriodsThen => scenario.goes_on = goes_on(reader, name, value),
        // They are set together.
        Target::Prior(..) => {}
    }
}

/// Sets some priors of an actor; the others share what is left, in the proportions that they had.
fn apply_priors(scenario: &mut Scenario, actor: usize, set: Priors, reader: &mut Reader) {
    let numbers = || {
        set.iter()
            .filter_map(|(.., formula)| Some((unparse::constant(formula)?, formula.span)))
    };
    if let Some((_, span)) = numbers().find(|(number, _)| !(0.0..=1.0).contains(number)) {
        let message = "the chance of a type must lie between 0 and 1";
        return reader.note(Code::NotAProbability.at(span, message));
    }
    let sum: f64 = numbers().map(|(number, _)| number).sum();
    if remainder(sum) < 0.0 {
        let sum = rounded(sum);
        let message = format!("the chances of the types that are set sum to {sum}, above 1");
        let mut finding = Diagnostic::error(Code::SumNotOne, message);
        finding
            .labels
            .extend(set.iter().map(|(_, span, _)| (*span, String::new())));
        return reader.note(finding.help("types that are not set share what these leave"));
    }
    let types = &mut scenario.actors[actor].types;
    let is_set = |at: usize| set.iter().any(|(kind, ..)| *kind == at);
    let others = types.iter().enumerate().filter(|(at, _)| !is_set(*at));
    let among: Vec<Formula> = others.map(|(_, (_, formula))| formula.clone()).collect();
    let formulas: Vec<Formula> = set.iter().map(|(.., formula)| formula.clone()).collect();
    for (at, (_, formula)) in types.iter_mut().enumerate() {
        if let Some((.., new)) = set.iter().find(|(kind, ..)| *kind == at) {
            formula.clone_from(new);
        } else {
            formula.form = Form::Share {
                part: Box::new(formula.clone()),
                among: among.clone(),
                set: formulas.clone(),
            };
        }
    }
}
