//! Turns the certain numbers of a scenario into parameters, to ask which change of one of them would matter.

use crate::expression::{Place, parse};
use crate::numeric::decimal::shortest;
use crate::numeric::distribution::Distribution;
use crate::scenario::ast::{self, Actor, Amount, Amounts, Drawn, Form, Formula, Remarks, Scenario};
use crate::scenario::lower::lower;
use crate::scenario::model::{Model, Parameter};
use crate::scenario::overrides::{apply, argument};
use crate::scenario::parse::Reader;
use crate::scenario::scenario_file::Document;
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;
use crate::source::{Diagnostics, Sources, Span, Spanned};

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
type Number = (String, Target, f64);

impl Document {
    /// A variant with `KEY=VALUE` arguments applied, whose certain numbers are parameters.
    ///
    /// # Errors
    /// Those of [`Document::model`].
    pub fn with_freed_parameters(&self, variant: &str, sets: &[String]) -> Result<Freed, Diagnostics> {
        let mut sources = Sources::new();
        let variant = self.variant(variant)?;
        let assigned = sets.iter().map(|set| argument(set, sources.add("--set", set)));
        let assigned = assigned.collect::<Result<Vec<_>, _>>()?;
        freed(&apply(self.ast(), variant, &assigned, &mut Reader::new()))
    }
}

fn freed(scenario: &Scenario) -> Result<Freed, Diagnostics> {
    let mut all_freed = scenario.clone();
    for numbers in groups(scenario) {
        // Lowering fails where the structure depends on the number.
        let mut one_freed = scenario.clone();
        numbers.iter().for_each(|number| free(&mut one_freed, number));
        if lower(&one_freed).is_ok() {
            numbers.iter().for_each(|number| free(&mut all_freed, number));
        }
    }
    let (certain, _) = lower(scenario)?;
    let (model, _) = lower(&all_freed)?;
    let alone = |(_, parameter): &(usize, &Parameter)| !matches!(parameter.distribution, Distribution::Share(_));
    let parameters = model.parameters.iter().enumerate().filter(alone);
    let varied = parameters
        .map(|(number, parameter)| varied(&certain, number, parameter))
        .collect();
    Ok(Freed { model, varied })
}

fn varied(certain: &Model, number: usize, parameter: &Parameter) -> Varied {
    let key = &parameter.name;
    let unit = certain
        .setting(key)
        .map(|setting| setting.unit.clone())
        .unwrap_or_default();
    let range = range(&parameter.distribution);
    Varied {
        parameter: number,
        key: key.clone(),
        certain: !certain.parameters.iter().any(|drawn| drawn.name == *key),
        range: if unit.starts_with("probability") {
            range.map(|end| end.clamp(0.0, 1.0))
        } else {
            range
        },
        listed: parameter.distribution.listed(),
        unit,
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
    let mut groups: Vec<Vec<Number>> = Vec::new();
    let mut of_actor: Option<usize> = None;
    for (key, target) in targets(scenario) {
        let prior = match target {
            Target::Prior(actor, _) => Some(actor),
            _ => None,
        };
        if let Some(value) = certain(scenario, target).filter(|value| *value != 0.0) {
            let number = (key, target, value);
            match groups.last_mut() {
                Some(group) if prior.is_some() && prior == of_actor => group.push(number),
                _ => groups.push(vec![number]),
            }
            of_actor = prior;
        }
    }
    groups.retain(|group| is_complete(scenario, group));
    groups
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
        Some(amount) if amount.drawn.is_none() => amount.value.as_ref().map(|value| value.value),
        Some(_) => None,
        None => unparse::constant(target.formula(scenario)?),
    }
}

/// Turns a number into a parameter.
fn free(scenario: &mut Scenario, (key, target, value): &Number) {
    for amount in target.amounts_mut(scenario) {
        amount.drawn = Some(Spanned::new(around(*value), amount.span));
    }
    let span = match target {
        Target::Parameter(_) | Target::Case(..) | Target::Start(_) => return,
        Target::Prior(actor, at) => {
            free_prior(&mut scenario.actors[*actor], *at, *value);
            scenario.actors[*actor].name.span
        }
        Target::Discount(actor) | Target::OwnLater(actor) => scenario.actors[*actor].name.span,
        Target::Credibility(number) | Target::Cost(number) => scenario.commitments[*number].name.span,
    };
    if !matches!(target, Target::Prior(..))
        && let Some(formula) = target.formula(scenario)
    {
        let reading = reading(key.clone(), formula.span);
        target.set_formula(scenario, reading);
    }
    scenario.parameters.push(parameter(key, *value, span));
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
        *formula = reading(text, formula.span);
    }
}

/// A formula that replaces another.
fn reading(text: String, span: Span) -> Formula {
    let place = Place::verbatim(span.source, span.start, text.len());
    let form = match parse(&text, &place) {
        Ok(syntax) => Form::Expression { text, place, syntax },
        Err(_) => Form::Broken,
    };
    Formula { span, form }
}

fn parameter(key: &str, value: f64, span: Span) -> ast::Parameter {
    let amount = Amount {
        span,
        value: Some(Spanned::new(value, span)),
        drawn: Some(Spanned::new(around(value), span)),
        truncate: None,
        nominal: None,
        remarks: Remarks::default(),
    };
    ast::Parameter {
        name: Spanned::new(key.to_owned(), span),
        remarks: Remarks::default(),
        amounts: Amounts::One(Box::new(amount)),
        unit: String::new(),
        lever: false,
    }
}

/// Uniform from 0 to twice the value.
fn around(value: f64) -> Drawn {
    let other = 2.0 * value;
    let (low, high) = if value < 0.0 { (other, 0.0) } else { (0.0, other) };
    Drawn::Distribution(Distribution::uniform(low, high))
}
