//! Turns the certain numbers of a scenario into parameters, to ask which change of one of them would matter.

use crate::expression::Place;
use crate::numeric::decimal::shortest;
use crate::numeric::distribution::Distribution;
use crate::scenario::ast::{self, Actor, Amounts, Drawn, Form, Formula, Remarks, Scenario};
use crate::scenario::lower::lower;
use crate::scenario::model::{Model, Parameter};
use crate::scenario::parse::plain_number;
use crate::scenario::scenario_file::Document;
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;
use crate::source::{Diagnostics, Span, Spanned};

/// The quantile levels at which the range of a parameter with infinite support ends.
const TAILS: [f64; 2] = [0.001, 0.999];

/// A scenario whose certain numbers are parameters, except those on which the structure depends.
#[derive(Clone, Debug)]
pub struct Freed {
    /// The scenario. A number that was certain is a parameter named by its key.
    pub model: Model,
    /// Those of its parameters that may vary alone, with their ranges.
    pub varied: Vec<Varied>,
}

/// A parameter that may vary alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Varied {
    /// Its index in the freed scenario.
    pub parameter: usize,
    /// What `--set` calls it.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is certain in the scenario itself.
    pub certain: bool,
    /// The least and the greatest value that are examined: the support of its distribution (for an infinite one, the
    /// quantiles at 0.001 and 0.999), 0 and twice the value for a certain one; within 0 and 1 where the unit begins
    /// with `probability`.
    pub range: [f64; 2],
    /// Its possible values, where the distribution is discrete.
    pub listed: Option<Vec<f64>>,
}

/// A certain number: its key, and its value.
pub(super) type Number = (String, Target, f64);

impl Document {
    /// A variant with `KEY=VALUE` arguments applied, whose certain numbers are parameters.
    ///
    /// # Errors
    /// Those of [`Document::model`].
    pub fn with_freed_parameters(&self, variant: &str, sets: &[String]) -> Result<Freed, Diagnostics> {
        freed(&self.applied(variant, sets)?)
    }
}

fn freed(scenario: &Scenario) -> Result<Freed, Diagnostics> {
    let mut all_freed = scenario.clone();
    for numbers in groups(scenario) {
        // Lowering fails where the structure depends on the number.
        let free_all = |scenario| {
            let numbers = numbers.iter();
            numbers.fold(scenario, |scenario, number| free(scenario, number, around(number.2)))
        };
        if lower(&free_all(scenario.clone())).is_ok() {
            all_freed = free_all(all_freed);
        }
    }
    let (certain, _) = lower(scenario)?;
    let (model, _) = lower(&all_freed)?;
    let alone = |(_, parameter): &(usize, &Parameter)| !matches!(parameter.distribution, Distribution::Share(_));
    let parameters = model.parameters.iter().enumerate().filter(alone);
    let varied = parameters.map(|(number, parameter)| varied(&certain, number, parameter));
    let varied = varied.collect();
    Ok(Freed { model, varied })
}

fn varied(certain: &Model, number: usize, parameter: &Parameter) -> Varied {
    let key = &parameter.name;
    let unit = certain.setting(key).map_or("", |setting| &setting.unit);
    let mut range = range(&parameter.distribution);
    if unit.starts_with("probability") {
        range = range.map(|end| end.clamp(0.0, 1.0));
    }
    Varied {
        parameter: number,
        key: key.clone(),
        unit: unit.to_owned(),
        certain: !certain.parameters.iter().any(|drawn| drawn.name == *key),
        range,
        listed: parameter.distribution.listed(),
    }
}

fn range(distribution: &Distribution) -> [f64; 2] {
    let (low, high) = distribution.support();
    let [lowest, highest] = TAILS.map(|level| distribution.quantile(level));
    [
        if low.is_finite() { low } else { lowest },
        if high.is_finite() { high } else { highest },
    ]
}

/// The certain numbers, in groups of those that can only be freed together: the priors of an actor.
fn groups(scenario: &Scenario) -> Vec<Vec<Number>> {
    let number = |(key, target)| {
        let value = certain(scenario, target).filter(|value| *value != 0.0)?;
        Some((key, target, value))
    };
    let numbers: Vec<Number> = targets(scenario).into_iter().filter_map(number).collect();
    let together =
        |(_, one, _): &Number, (_, next, _): &Number| matches!(one, Target::Prior(..)) && one.overlaps(*next);
    let groups = numbers.chunk_by(together).map(<[_]>::to_vec);
    groups.filter(|group| is_complete(scenario, group)).collect()
}

/// Whether a group of priors holds all types of its actor, with probabilities strictly between 0 and 1.
fn is_complete(scenario: &Scenario, group: &[Number]) -> bool {
    let Some((_, Target::Prior(actor, _), _)) = group.first() else {
        return true;
    };
    group.len() == scenario.actors[*actor].types.len() && group.iter().all(|(.., value)| *value > 0.0 && *value < 1.0)
}

fn certain(scenario: &Scenario, target: Target) -> Option<f64> {
    match target.amount(scenario) {
        Some(amount) => amount.number().filter(|_| amount.drawn.is_none()),
        None => unparse::constant(target.formula(scenario)?),
    }
}

/// The priors of an actor's types, which can only be freed together; `None` where they are no numbers between 0 and 1.
pub(super) fn priors_of(scenario: &Scenario, actor: usize) -> Option<Vec<Number>> {
    let is_own = |group: &Vec<Number>| matches!(group[0].1, Target::Prior(of, _) if of == actor);
    groups(scenario).into_iter().find(is_own)
}

/// Turns a number into a parameter that is uniform over a range.
pub(super) fn free(mut scenario: Scenario, (key, target, value): &Number, range: [f64; 2]) -> Scenario {
    for amount in target.amounts_mut(&mut scenario) {
        amount.drawn = Some(Spanned::new(uniform(range), amount.span));
    }
    let span = match *target {
        Target::Parameter(_) | Target::Case(..) | Target::Start(_) | Target::PeriodCount | Target::PeriodsThen => {
            return scenario;
        }
        Target::Prior(actor, _) | Target::Discount(actor) | Target::OwnLater(actor) => scenario.actors[actor].name.span,
        Target::Credibility(number) | Target::Cost(number) => scenario.commitments[number].name.span,
    };
    if let Target::Prior(actor, at) = *target {
        free_prior(&mut scenario.actors[actor], at, *value);
    } else if let Some(formula) = target.formula(&scenario) {
        let reading = reading(key, formula.span);
        target.set_formula(&mut scenario, reading);
    }
    scenario.parameters.push(parameter(key, *value, range, span));
    scenario
}

/// Multiplies the probability of one type by its new parameter, and those of the others by (1 − parameter) / (1 − value),
/// so that they keep their proportions when the parameter changes.
fn free_prior(actor: &mut Actor, at: usize, value: f64) {
    let own = format!("{}.{}", actor.name.value, actor.types[at].0.value);
    let left = format!("(1 - {own}) / (1 - {})", shortest(value));
    for (number, (_, formula)) in actor.types.iter_mut().enumerate() {
        let factor = if number == at { &own } else { &left };
        let text = match &formula.form {
            // The factor of a type that was freed before.
            Form::Expression { text, .. } => format!("{text} * {factor}"),
            _ => factor.clone(),
        };
        *formula = reading(&text, formula.span);
    }
}

/// A formula that replaces another.
pub(super) fn reading(text: &str, span: Span) -> Formula {
    let place = Place::verbatim(span.source, span.start, text.len());
    let form = Form::expression(text, &place).unwrap_or(Form::Broken);
    Formula { span, form }
}

fn parameter(key: &str, value: f64, range: [f64; 2], span: Span) -> ast::Parameter {
    let mut amount = plain_number(Spanned::new(value, span), span, &Remarks::default());
    amount.drawn = Some(Spanned::new(uniform(range), span));
    ast::Parameter {
        name: Spanned::new(key.to_owned(), span),
        remarks: Remarks::default(),
        amounts: Amounts::One(Box::new(amount)),
        unit: String::new(),
        lever: false,
        case: false,
    }
}

/// From 0 to twice the value.
fn around(value: f64) -> [f64; 2] {
    let mut ends = [0.0, 2.0 * value];
    ends.sort_by(f64::total_cmp);
    ends
}

fn uniform([low, high]: [f64; 2]) -> Drawn {
    Drawn::Distribution(Distribution::uniform(low, high))
}
