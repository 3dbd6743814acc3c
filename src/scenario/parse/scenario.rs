//! Parses the top level of a file, and outcomes, measures and definitions.

use crate::expression::Place;
use crate::scenario::ast::{Amounts, Definition, Formulas, Measure, Name, Outcome, Parameter, Scenario, Variant};
use crate::scenario::keys::{DEFINITION, MEASURE, OUTCOME, PERIODS, SCENARIO, THEN};
use crate::scenario::parse::name_rules::check_names;
use crate::scenario::parse::table_reader::{Fields, Reader};
use crate::scenario::parse::{actor, dependence, parameter, stage, variable, variant};
use crate::scenario::suggestion::remark;
use crate::scenario::toml_value::{Entry, Node, Table, Text, Value};
use crate::source::wording::{closest, quoted, visible};
use crate::source::{Code, Diagnostic, Span, Spanned};

const MOST_PERIODS: i64 = 100_000;

/// The most variants of a file. Each is a model of its own, and is compared with the first.
const MOST_VARIANTS: usize = 1000;

/// The syntax tree of a document. Entries that cannot be read are reported and left out.
pub(crate) fn scenario(reader: &mut Reader, document: &Table, start: Span) -> Scenario {
    let root = Spanned::new(Node::Table(document.clone()), start);
    let fields = reader.open(&SCENARIO, "the file", &root, start);
    let fields = fields.expect("a document is a table");
    reader.required(&fields, "title");
    let (periods, period_unit, goes_on) = periods(reader, &fields);
    let mut scenario = Scenario {
        title: visible(&reader.remark(&fields, "title").unwrap_or_default()),
        description: reader.remark(&fields, "description").unwrap_or_default(),
        periods,
        period_unit,
        goes_on,
        actors: named(reader, &fields, "actors", actor::actor),
        variables: named(reader, &fields, "variables", variable::variable),
        parameters: named(reader, &fields, "parameters", parameter::parameter),
        correlations: reader.tables(&fields, "correlations", dependence::correlation),
        joint_draws: named(reader, &fields, "joint_draws", dependence::joint_draws),
        joint_types: reader.tables(&fields, "joint_types", dependence::joint_types),
        definitions: named(reader, &fields, "definitions", definition),
        stages: reader.tables(&fields, "stages", stage::stage),
        outcomes: reader.tables(&fields, "outcomes", outcome),
        measures: named(reader, &fields, "measures", measure),
        commitments: named(reader, &fields, "commitments", variant::commitment),
        variants: named(reader, &fields, "variants", variant::variant),
    };
    dependence::draw_jointly(reader, &mut scenario.parameters, &mut scenario.joint_draws);
    few_variants(reader, &mut scenario.variants);
    declared(reader, &fields, "actors", "an actor");
    declared(reader, &fields, "variants", "a variant");
    for actor in &mut scenario.actors {
        if let Some(from) = &actor.types_from {
            actor.types = shares_of(reader, &scenario.parameters, from).unwrap_or_default();
        }
    }
    at_least_one(reader, &fields, "actors", scenario.actors.is_empty());
    at_least_one(reader, &fields, "outcomes", scenario.outcomes.is_empty());
    check_names(reader, &scenario);
    scenario
}

/// Reports a variant too many; none beyond it is looked at.
fn few_variants(reader: &mut Reader, variants: &mut Vec<Variant>) {
    if let Some(variant) = variants.get(MOST_VARIANTS) {
        let message = format!("there are more than {MOST_VARIANTS} variants");
        let finding = Diagnostic::error(Code::TooMany, message).at(variant.name.span, "one too many");
        reader
            .fail::<()>(finding.help("`pactum sweep` and `pactum design` vary keys without a variant for each value"));
        variants.truncate(1);
    }
}

/// Reports entries that no header of their own declares: a typo in `[[actors.russia.payoffs]]` would make another actor.
fn declared(reader: &mut Reader, fields: &Fields<'_>, key: &str, one: &str) {
    let Some(table) = fields.value(key).and_then(Value::table) else {
        return;
    };
    for entry in &table.entries {
        let Some(inner) = entry.value.table() else { continue };
        let name = &entry.key.value;
        // In `[[actors.NAME.payoffs]]` the inner key follows the outer one after a dot.
        let below = |inner: &Entry| inner.key.span.start == entry.key.span.end + 1;
        if inner.entries.is_empty() || !inner.entries.iter().all(below) {
            continue;
        }
        let others = table.entries.iter().map(|other| other.key.value.as_str());
        if others
            .clone()
            .any(|other| other != name && other.eq_ignore_ascii_case(name))
        {
            // The other name has capitals, which is reported.
            continue;
        }
        let remark = match closest(name, others.filter(|other| other != name)) {
            Some(meant) => format!("did you mean {}?", quoted(meant)),
            None => format!("no `[{key}.{name}]` stands anywhere"),
        };
        let message = format!("{} is not declared as {one}", quoted(name));
        let finding = Diagnostic::error(Code::NotDeclared, message).at(entry.key.span, remark);
        let help = format!("a new one begins with a header of its own, `[{key}.{name}]`");
        reader.note(finding.help(help));
    }
}

/// The names of the shares of a parameter, each with the formula that reads it.
fn shares_of(reader: &mut Reader, parameters: &[Parameter], from: &Name) -> Option<Formulas> {
    let shares = |parameter: &Parameter| match &parameter.amounts {
        Amounts::Shares(shares) => Some(shares.clone()),
        _ => None,
    };
    let found = parameters.iter().find(|parameter| parameter.name.value == from.value);
    let Some(shares) = found.and_then(shares) else {
        if !reader.whole {
            return None;
        }
        let drawn = parameters.iter().filter(|parameter| shares(parameter).is_some());
        let remark = remark(&from.value, drawn.map(|parameter| parameter.name.value.as_str()));
        let message = format!("`{}` is not a parameter with `dirichlet`", from.value);
        let finding = Diagnostic::error(Code::UnknownParameter, message).at(from.span, remark);
        return reader.fail(finding.help(
            "`types` takes types with their chances, names of types that stand in `joint_types`, \
             or a parameter whose shares are the chances",
        ));
    };
    let formula = |(name, _): &(Name, _)| {
        let text = format!("{}.{}", from.value, name.value);
        // Every byte stands where the name of the parameter does.
        let mut offsets = vec![from.span.start; text.len()];
        offsets.push(from.span.end);
        let place = Place::mapped(from.span.source, offsets);
        let node = Node::Text(Text { value: text, place });
        let formula = reader.formula_of("types", &Spanned::new(node, from.span));
        (name.clone(), formula)
    };
    Some(shares.iter().map(formula).collect())
}

type Read<T> = fn(&mut Reader, &Entry) -> Option<T>;

/// Reads every entry of a table of named tables.
fn named<T>(reader: &mut Reader, fields: &Fields<'_>, key: &str, read: Read<T>) -> Vec<T> {
    let named = reader.named(fields, key, "a table of named tables", read);
    named.into_iter().map(|(_, entry)| entry).collect()
}

fn at_least_one(reader: &mut Reader, fields: &Fields<'_>, key: &str, none: bool) {
    if none && reader.whole {
        let span = fields.key_span(key).unwrap_or(fields.span);
        let message = format!("a scenario needs at least one entry in `{key}`");
        reader.fail::<()>(Code::Empty.at(span, message));
    }
}

/// The number of periods, what a period is, and where the file says that play goes on after them.
fn periods(reader: &mut Reader, fields: &Fields<'_>) -> (usize, String, Option<Span>) {
    let unit = "period".to_owned();
    reader.required(fields, "periods");
    let Some(entry) = fields.get("periods") else {
        return (1, unit, None);
    };
    if entry.value.table().is_none() {
        return (period_count(reader, "periods", &entry.value), unit, None);
    }
    let Some(fields) = reader.open_entry(&PERIODS, entry) else {
        return (1, unit, None);
    };
    let unit = reader.remark(&fields, "unit").unwrap_or(unit);
    let periods = reader.required(&fields, "count");
    let count = periods.map_or(1, |periods| period_count(reader, "count", periods));
    let then = fields.get("then").map(|entry| &entry.value);
    (count, unit, then.and_then(|then| goes_on(reader, "then", then)))
}

/// Where a word says that play goes on after the last period, if it does.
pub(crate) fn goes_on(reader: &mut Reader, key: &str, then: &Value) -> Option<Span> {
    (reader.word(key, THEN, then) == Some("goes_on")).then_some(then.span)
}

/// A number of periods.
pub(crate) fn period_count(reader: &mut Reader, key: &str, node: &Value) -> usize {
    let Node::Integer(value) = node.value else {
        reader.wrong_kind::<()>(key, "a whole number", node);
        return 1;
    };
    if (1..=MOST_PERIODS).contains(&value) {
        return usize::try_from(value).unwrap_or(1);
    }
    let message = format!("`{key}` must lie between 1 and {MOST_PERIODS}, not at {value}");
    reader.note(Code::PeriodCount.at(node.span, message));
    1
}

fn definition(reader: &mut Reader, entry: &Entry) -> Option<Definition> {
    let fields = reader.open_entry(&DEFINITION, entry)?;
    reader.remarks(&fields);
    let (name, value) = (entry.key.clone(), reader.required_formula(&fields, "value")?);
    Some(Definition { name, value })
}

fn measure(reader: &mut Reader, entry: &Entry) -> Option<Measure> {
    let fields = reader.open_entry(&MEASURE, entry)?;
    Some(Measure {
        name: entry.key.clone(),
        remarks: reader.remarks(&fields),
        value: reader.required_formula(&fields, "value")?,
        unit: reader.remark(&fields, "unit").unwrap_or_default(),
    })
}

fn outcome(reader: &mut Reader, item: &Value) -> Option<Outcome> {
    let fields = reader.open(&OUTCOME, "outcomes", item, item.span)?;
    let name = reader.required_name(&fields, "name");
    let at_end = reader.flag(&fields, "at_end");
    let when = reader.formula(&fields, "when");
    let name = name?;
    let is_truth = |value: &Value| matches!(value.value, Node::Truth(_));
    if when.is_none() && !at_end && fields.value("at_end").is_none_or(is_truth) {
        let message = "an outcome needs `when` or `at_end = true`";
        let finding = Diagnostic::error(Code::EndsAtOnce, message).at(name.span, "holds always");
        reader.note(finding.help(
            "without a condition it would end every game before it begins; \
             `at_end = true` makes it the last resort",
        ));
    }
    let remarks = reader.remarks(&fields);
    Some(Outcome {
        name,
        remarks,
        when,
        at_end,
    })
}
