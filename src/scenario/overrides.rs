//! What variants and `--set` change: the scenario as written, with other values in some places.

use std::collections::BTreeMap;

use toml::de::DeValue;

use crate::expression::Place;
use crate::scenario::ast::{
    Amount, Amounts, Assigned, Commitment, CommitmentKeys, Form, Formula, Remarks, Scenario, Share, Variant,
};
use crate::scenario::parse::{Reader, plain_number, start_of};
use crate::scenario::probability_sum::remainder;
use crate::scenario::setting_target::{Target, target, targets};
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::{Node, Origin, Text, node};
use crate::scenario::unparse::rounded;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, SourceId, Span, Spanned};

/// One `--set` argument.
///
/// # Errors
/// That it is not of the form `KEY=VALUE`.
pub(crate) fn argument(text: &str, source: SourceId) -> Result<Assigned, Diagnostic> {
    let origin = Origin { source, text, start: 0 };
    let Some((key, value)) = text.split_once('=') else {
        let finding = Diagnostic::error(Code::NotKeyValue, "`--set` needs KEY=VALUE")
            .at(origin.span(0..text.len()), "no `=` here");
        return Err(finding.help("for instance `--set admission_lag=3.5`"));
    };
    let start = key.len() + 1 + (value.len() - value.trim_start().len());
    let key_start = key.len() - key.trim_start().len();
    let key_span = origin.span(key_start..key_start + key.trim().len());
    let value = value.trim();
    if key.trim().is_empty() || value.is_empty() {
        let missing = if value.is_empty() {
            "no value after the `=`"
        } else {
            "no key before the `=`"
        };
        return Err(
            Diagnostic::error(Code::NotKeyValue, "`--set` needs KEY=VALUE").at(origin.span(0..text.len()), missing)
        );
    }
    Ok(Assigned {
        key: Spanned::new(key.trim().to_owned(), key_span),
        value: value_of(Origin {
            source,
            text: value,
            start,
        }),
    })
}

/// A value on the command line: TOML where it is that, a number as expressions write it, or bare text.
fn value_of(origin: Origin<'_>) -> Spanned<Node> {
    let (value, errors) = DeValue::parse_recoverable(origin.text);
    if errors.is_empty() {
        return node(origin, &value);
    }
    let like_number = origin
        .text
        .starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let bare = match origin.text.parse() {
        Ok(number) if like_number => Node::Number(number),
        _ => Node::Text(Text {
            value: origin.text.to_owned(),
            place: Place::verbatim(origin.source, origin.start, origin.text.len()),
        }),
    };
    Spanned::new(bare, origin.span(0..origin.text.len()))
}

/// The scenario with a variant applied, and then what was set on the command line.
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
            let finding = Diagnostic::warning(
                Code::SetTwice,
                format!("{} is set twice; the last time counts", quoted(&set.key.value)),
            );
            reader.note(finding.at(before, "this has no effect").at(set.key.span, "this counts"));
        }
    }
}

fn apply_variant(scenario: &mut Scenario, variant: &Variant, reader: &mut Reader) {
    for (name, keys) in &variant.commitments {
        let names: Vec<String> = scenario
            .commitments
            .iter()
            .map(|known| known.name.value.clone())
            .collect();
        if let Some(at) = position(reader, Code::UnknownCommitment, "commitment", name, &names) {
            replace_keys(&mut scenario.commitments[at], keys);
        }
    }
    let actors: Vec<String> = scenario.actors.iter().map(|actor| actor.name.value.clone()).collect();
    for (name, strategy) in &variant.strategies {
        if let Some(at) = position(reader, Code::UnknownActor, "actor", name, &actors) {
            scenario.actors[at].strategy = Some(strategy.clone());
        }
    }
    for (name, stages) in &variant.strategy_at {
        let Some(at) = position(reader, Code::UnknownActor, "actor", name, &actors) else {
            continue;
        };
        let known = &mut scenario.actors[at].strategy_at;
        for (stage, strategy) in stages {
            known.retain(|(before, _)| before.value != stage.value);
            known.push((stage.clone(), strategy.clone()));
        }
    }
}

fn position(reader: &mut Reader, code: Code, what: &str, name: &Spanned<String>, names: &[String]) -> Option<usize> {
    let found = names.iter().position(|known| *known == name.value);
    if found.is_none() {
        let finding = Diagnostic::error(code, format!("there is no {what} {}", quoted(&name.value)));
        reader.note(finding.at(name.span, remark(&name.value, names.iter().map(String::as_str))));
    }
    found
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
    commitment.cost = keys.cost.clone().or_else(|| commitment.cost.take());
    commitment.delivers = keys.delivers.clone().or_else(|| commitment.delivers.take());
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

fn apply_one(
    scenario: &mut Scenario,
    target: Target,
    key: &Spanned<String>,
    value: &Spanned<Node>,
    reader: &mut Reader,
) {
    let name = &key.value;
    match target {
        Target::Parameter(number) => {
            if let Some(value) = reader.number_of(name, value) {
                match &mut scenario.parameters[number].amounts {
                    Amounts::One(amount) => fix(amount, &value),
                    Amounts::By(_, values) => values.iter_mut().for_each(|(_, amount)| fix(amount, &value)),
                    Amounts::Shares(_) => {}
                }
            }
        }
        Target::Case(number, at) => {
            if let Some(value) = reader.number_of(name, value) {
                match &mut scenario.parameters[number].amounts {
                    Amounts::By(_, values) => fix(&mut values[at].1, &value),
                    Amounts::Shares(shares) => shares[at].1 = Share::Fixed(value),
                    Amounts::One(_) => {}
                }
            }
        }
        Target::Start(number) => {
            if let Some(start) = start_of(reader, name, value) {
                scenario.variables[number].start = start;
            }
        }
        Target::Discount(number) => scenario.actors[number].discount = Some(reader.formula_of(name, value)),
        Target::Credibility(number) => scenario.commitments[number].credibility = reader.formula_of(name, value),
        Target::Cost(number) => scenario.commitments[number].cost = Some(reader.formula_of(name, value)),
        Target::Prior(..) => {}
    }
}

/// Makes a number certain.
fn fix(amount: &mut Amount, value: &Spanned<f64>) {
    let remarks = Remarks {
        label: None,
        note: amount.note.clone(),
        source: amount.source.clone(),
    };
    *amount = plain_number(value.clone(), amount.span, &remarks);
}

/// Sets some priors of an actor; the others share what is left, in the proportions that they had.
fn apply_priors(scenario: &mut Scenario, actor: usize, set: Priors, reader: &mut Reader) {
    let numbers: Vec<f64> = set
        .iter()
        .filter_map(|(.., formula)| crate::scenario::unparse::constant(formula))
        .collect();
    let outside = set.iter().find(|(.., formula)| {
        crate::scenario::unparse::constant(formula).is_some_and(|value| !(0.0..=1.0).contains(&value))
    });
    if let Some((_, _, formula)) = outside {
        reader.note(
            Diagnostic::error(Code::NotAProbability, "the chance of a type must lie between 0 and 1")
                .at(formula.span, ""),
        );
        return;
    }
    let sum: f64 = numbers.iter().sum();
    if remainder(sum) < 0.0 {
        let mut finding = Diagnostic::error(
            Code::SumNotOne,
            format!("the chances of the types that are set sum to {}, above 1", rounded(sum)),
        )
        .help("types that are not set share what these leave");
        for (_, span, _) in &set {
            finding = finding.at(*span, "");
        }
        reader.note(finding);
        return;
    }
    let types = &mut scenario.actors[actor].types;
    let is_set = |at: usize| set.iter().any(|(kind, ..)| *kind == at);
    let among: Vec<Formula> = types
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_set(*at))
        .map(|(_, (_, formula))| formula.clone())
        .collect();
    let formulas: Vec<Formula> = set.iter().map(|(.., formula)| formula.clone()).collect();
    for (at, (_, formula)) in types.iter_mut().enumerate() {
        if let Some((.., new)) = set.iter().find(|(kind, ..)| *kind == at) {
            formula.clone_from(new);
        } else {
            let part = formula.clone();
            *formula = Formula {
                span: part.span,
                form: Form::Share {
                    part: Box::new(part),
                    among: among.clone(),
                    set: formulas.clone(),
                },
            };
        }
    }
}
