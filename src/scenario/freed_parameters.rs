//! A scenario whose certain numbers may vary, to ask which change of one of them would matter.

use crate::expression::{Place, parse};
use crate::numeric::distribution::{Distribution, Uniform};
use crate::scenario::ast::{self, Amount, Amounts, Drawn, Form, Formula, Remarks, Scenario, Variant};
use crate::scenario::lower::lower;
use crate::scenario::model::{Model, Parameter};
use crate::scenario::overrides::{apply, argument};
use crate::scenario::parse::Reader;
use crate::scenario::scenario_file::Document;
use crate::scenario::setting_target::{Target, targets};
use crate::scenario::unparse;
use crate::source::{Diagnostics, Sources, Span, Spanned};

/// The levels at which the range of a parameter ends that may be infinitely large or small.
const TAILS: [f64; 2] = [0.001, 0.999];

/// A scenario whose certain numbers may vary, as far as they decide no structure.
#[derive(Clone, Debug)]
pub struct Loose {
    /// The scenario: each such number is a parameter of it, named by its key, besides those that are uncertain anyway.
    pub model: Model,
    /// Which of its parameters may vary alone, and how far.
    pub varied: Vec<Varied>,
}

/// A number that may vary.
#[derive(Clone, Debug, PartialEq)]
pub struct Varied {
    /// The parameter of the loose scenario.
    pub parameter: usize,
    /// What `--set` calls it.
    pub key: String,
    /// Its unit.
    pub unit: String,
    /// Whether it is certain in the scenario itself.
    pub certain: bool,
    /// The least and the greatest value that are looked at: those that it may be drawn at; nothing and twice as much
    /// for a certain one, up to 1 where the unit says that it is a probability.
    pub range: [f64; 2],
    /// Its possible values, where they are listed.
    pub listed: Option<Vec<f64>>,
}

/// A certain number: its key, and its value.
type Number = (String, Target, f64);

impl Document {
    /// A variant with `KEY=VALUE` arguments applied, in which certain numbers may vary.
    ///
    /// # Errors
    /// Those of [`Document::model`].
    pub fn loosened(&self, variant: &str, sets: &[String]) -> Result<Loose, Diagnostics> {
        let mut sources = Sources::new();
        let found = |finding| {
            let mut found = Diagnostics::new();
            found.push(finding);
            found
        };
        let variant = self.variant(variant).map_err(found)?;
        let assigned = sets
            .iter()
            .map(|set| argument(set, sources.add("--set", set)))
            .collect::<Result<Vec<_>, _>>()
            .map_err(found)?;
        loosened(self.written(), variant, &assigned)
    }
}

fn loosened(written: &Scenario, variant: Option<&Variant>, sets: &[ast::Assigned]) -> Result<Loose, Diagnostics> {
    let tight = apply(written, variant, sets, &mut Reader::new());
    let mut loose = tight.clone();
    for numbers in together(&tight) {
        // What decides structure cannot vary.
        let mut alone = tight.clone();
        numbers.iter().for_each(|number| loosen(&mut alone, number));
        if lower(&alone).is_ok() {
            numbers.iter().for_each(|number| loosen(&mut loose, number));
        }
    }
    let (certain, _) = lower(&tight)?;
    let (model, _) = lower(&loose)?;
    let drawn = |parameter: &Parameter| certain.parameters.iter().any(|p| p.name == parameter.name);
    let varied = model.parameters.iter().enumerate();
    let varied = varied
        .filter(|(_, parameter)| !matches!(parameter.distribution, Distribution::Share(_)))
        .map(|(number, parameter)| {
            let unit = unit(&certain, &parameter.name);
            let range = range(&parameter.distribution);
            Varied {
                parameter: number,
                key: parameter.name.clone(),
                certain: !drawn(parameter),
                range: if unit.starts_with("probability") {
                    range.map(|end| end.clamp(0.0, 1.0))
                } else {
                    range
                },
                listed: parameter.distribution.listed(),
                unit,
            }
        })
        .collect();
    Ok(Loose { model, varied })
}

fn unit(model: &Model, key: &str) -> String {
    let setting = model.settings.iter().find(|setting| setting.key == key);
    setting.map_or_else(String::new, |setting| setting.unit.clone())
}

fn range(distribution: &Distribution) -> [f64; 2] {
    let (low, high) = distribution.support();
    let end = |end: f64, level: f64| {
        if end.is_finite() {
            end
        } else {
            distribution.quantile(level)
        }
    };
    [end(low, TAILS[0]), end(high, TAILS[1])]
}

/// The certain numbers, in groups of those that can only vary if all are loosened.
fn together(scenario: &Scenario) -> Vec<Vec<Number>> {
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
    groups.retain(|group| is_whole(scenario, group));
    groups
}

/// Whether a group of priors holds all types of its actor, and each leaves something to the others.
fn is_whole(scenario: &Scenario, group: &[Number]) -> bool {
    let Some((_, Target::Prior(actor, _), _)) = group.first() else {
        return true;
    };
    group.len() == scenario.actors[*actor].types.len() && group.iter().all(|(.., value)| *value > 0.0 && *value < 1.0)
}

fn certain(scenario: &Scenario, target: Target) -> Option<f64> {
    let of_amount = |amount: &Amount| match amount.drawn {
        None => amount.value.as_ref().map(|value| value.value),
        Some(_) => None,
    };
    match target {
        Target::Parameter(number) => match &scenario.parameters[number].amounts {
            Amounts::One(amount) => of_amount(amount),
            Amounts::By(..) | Amounts::Shares(_) => None,
        },
        Target::Case(number, at) => match &scenario.parameters[number].amounts {
            Amounts::By(_, values) => of_amount(&values[at].1),
            Amounts::One(_) | Amounts::Shares(_) => None,
        },
        Target::Start(_) => None,
        Target::Prior(actor, at) => unparse::constant(&scenario.actors[actor].types[at].1),
        Target::Discount(actor) => unparse::constant(scenario.actors[actor].discount.as_ref()?),
        Target::Credibility(number) => unparse::constant(&scenario.commitments[number].credibility),
        Target::Cost(number) => unparse::constant(scenario.commitments[number].cost.as_ref()?),
    }
}

/// Lets a number vary.
fn loosen(scenario: &mut Scenario, (key, target, value): &Number) {
    let drawn = |amount: &mut Amount| amount.drawn = Some(Spanned::new(double(*value), amount.span));
    let name = |formula: &Formula| reading(key.clone(), formula.span);
    let span = match target {
        Target::Parameter(number) => {
            if let Amounts::One(amount) = &mut scenario.parameters[*number].amounts {
                drawn(amount);
            }
            return;
        }
        Target::Case(number, at) => {
            if let Amounts::By(_, values) = &mut scenario.parameters[*number].amounts {
                drawn(&mut values[*at].1);
            }
            return;
        }
        Target::Start(_) => return,
        Target::Prior(actor, at) => loosen_prior(scenario, *actor, *at, *value),
        Target::Discount(actor) => {
            let actor = &mut scenario.actors[*actor];
            actor.discount = actor.discount.as_ref().map(name);
            actor.name.span
        }
        Target::Credibility(number) => {
            let commitment = &mut scenario.commitments[*number];
            commitment.credibility = name(&commitment.credibility);
            commitment.name.span
        }
        Target::Cost(number) => {
            let commitment = &mut scenario.commitments[*number];
            commitment.cost = commitment.cost.as_ref().map(name);
            commitment.name.span
        }
    };
    scenario.parameters.push(parameter(key, *value, span));
}

/// Every type's chance becomes its own number, times what each of the others leaves of what it used to leave: with one
/// of them changed, the others share the rest in their old proportions.
fn loosen_prior(scenario: &mut Scenario, actor: usize, at: usize, value: f64) -> Span {
    let actor = &mut scenario.actors[actor];
    let own = format!("{}.{}", actor.name.value, actor.types[at].0.value);
    let left = format!("(1 - {own}) / (1 - {})", unparse::number(value));
    for (number, (_, formula)) in actor.types.iter_mut().enumerate() {
        let before = match &formula.form {
            Form::Expression { text, .. } => text.clone(),
            _ => String::new(),
        };
        let factor = if number == at { &own } else { &left };
        let text = if before.is_empty() {
            factor.clone()
        } else {
            format!("{before} * {factor}")
        };
        *formula = reading(text, formula.span);
    }
    actor.name.span
}

/// A formula that stands in place of another.
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
        drawn: Some(Spanned::new(double(value), span)),
        truncate: None,
        nominal: None,
        note: String::new(),
        source: String::new(),
    };
    ast::Parameter {
        name: Spanned::new(key.to_owned(), span),
        remarks: Remarks::default(),
        amounts: Amounts::One(Box::new(amount)),
        unit: String::new(),
        lever: false,
    }
}

/// From nothing to twice as much.
fn double(value: f64) -> Drawn {
    let other = 2.0 * value;
    let (low, high) = if value < 0.0 { (other, 0.0) } else { (0.0, other) };
    Drawn::Distribution(Distribution::Uniform(Uniform { low, high }))
}
