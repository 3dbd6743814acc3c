//! Thresholds of a scenario: its variants with a key as a parameter, searched draw by draw.

use std::sync::Arc;

use super::error::Error;
use super::question::position;
use super::scenario::Scenario;
use super::study::{Conduct, PointSettings, subject};
use crate::game::Names;
use crate::scenario::NoLever;
use crate::source::wording::quoted;
use crate::study::draws::{Draws, ListedDraws};
use crate::study::evaluation::{Advantage, Evaluation, Sample, SiteError};
use crate::study::rows::ThresholdRow;
use crate::study::rows::sweep::KeyValues;
use crate::study::threshold::{At, Search, Target, Thresholds};
use crate::study::{Plan, Progress, Variant, VariedKey, Watch};

/// How many values of the key are looked at first, by default.
pub(crate) const GRID: usize = 11;
/// In about how many rounds thresholds are closed in on.
const ROUNDS: u64 = 7;

/// What a search for thresholds asks.
pub(crate) struct ThresholdQuestion {
    /// The key, and the range of its values.
    pub key: (String, [f64; 2]),
    /// A second key: thresholds are looked for at each of its values.
    pub second: Option<VariedKey>,
    /// What changes its sign.
    pub target: Target,
    /// How many values of the key are looked at first, ends included; a change of sign and back between two of them is
    /// missed.
    pub grid: usize,
}

impl ThresholdQuestion {
    /// The settings of the second key, one list for each of its values.
    fn points(&self) -> Vec<Vec<String>> {
        let setting = |key: &VariedKey, value: &String| vec![format!("{}={value}", key.key)];
        match &self.second {
            Some(key) => key.values.iter().map(|value| setting(key, value)).collect(),
            None => vec![Vec::new()],
        }
    }
}

/// What a search took so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effort {
    /// The sites that were evaluated.
    sites: u64,
    /// The draws that were solved, or tried.
    pub draws: u64,
    /// How many of them were not solved.
    pub unsolved: u64,
}

/// What changes its sign, by names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TargetQuestion<'a> {
    /// Outcomes whose probability together is looked at; the first headline where none is named.
    pub outcomes: &'a [String],
    /// The actor whose payoff is looked at instead.
    pub payoff: Option<&'a str>,
    /// The level that it reaches.
    pub at: Option<f64>,
    /// Whether it is compared with the first variant.
    pub sign: bool,
    /// Two actions that are compared, as `STAGE.A,B`.
    pub actions: Option<&'a str>,
    /// The actor's type, for actions.
    pub actor_type: Option<&'a str>,
    /// The period, for actions.
    pub period: Option<usize>,
}

/// A variant in which the key is a parameter.
struct Levered {
    variant: Arc<Variant>,
    /// For each parameter of the variant, whether it takes the key's value.
    is_key: Vec<bool>,
}

impl Scenario {
    /// The values of a key within a range at which the probability of outcomes together reaches a level: of every chosen
    /// variant, at the nominal point and in every draw of a plan.
    ///
    /// # Errors
    /// The key or an outcome does not exist, the structure of the game depends on the key, or the scenario makes no sense at
    /// some of its values.
    pub fn threshold(
        &self,
        (key, range): (&str, [f64; 2]),
        outcomes: &[String],
        level: f64,
        plan: &Plan,
    ) -> Result<Vec<ThresholdRow>, Error> {
        let target = TargetQuestion {
            outcomes,
            at: Some(level),
            ..TargetQuestion::default()
        };
        let question = ThresholdQuestion {
            key: (key.to_owned(), range),
            second: None,
            target: self.target(&target)?,
            grid: GRID,
        };
        let (found, _) = self.thresholds(&question, &Conduct::of(&Sample::of(plan)))?;
        Ok(found.iter().flat_map(Thresholds::rows).collect())
    }

    /// The thresholds of every chosen variant; those of differences, of every variant but the first.
    pub(crate) fn thresholds(
        &self,
        question: &ThresholdQuestion,
        conduct: &Conduct<'_>,
    ) -> Result<(Vec<Thresholds>, Effort), Error> {
        let points = question.points();
        let (key, ends) = &question.key;
        let end = |value: f64| format!("{key}={value}");
        let both = ends.map(|value| [points[0].clone(), vec![end(value)]].concat());
        self.accept(PointSettings::varied(&both))?;
        self.accept(PointSettings::varied(&points))?;
        let mut all = Vec::new();
        let mut effort = Effort::default();
        for (number, point) in points.iter().enumerate() {
            let at = self.at(point)?;
            let levered = at.levered(question)?;
            let second = KeyValues {
                columns: VariedKey::columns(&question.second),
                values: question.second.iter().map(|key| key.values[number].clone()).collect(),
            };
            let mut round = Round {
                scenario: &at,
                question,
                conduct,
                effort: &mut effort,
                of: self.threshold_size(question, conduct.sample),
            };
            all.extend(round.thresholds(&levered, &second)?);
        }
        Ok((all, effort))
    }

    /// What is looked at in a search for thresholds.
    pub(crate) fn target(&self, question: &TargetQuestion<'_>) -> Result<Target, Error> {
        let names = &self.explore_one(&self.models[0])?.explored.names;
        if let Some(text) = question.actions {
            return actions(text, question, names, self.models[0].1.periods);
        }
        let subject = subject(question.outcomes, question.payoff, names)?;
        match question.at {
            Some(level) => Ok(Target::Level(subject, level)),
            None if !question.sign => Err(Error::Unknown(
                "a threshold of what? Name a level with --at, --sign for the difference to the first variant, or --actions"
                    .to_owned(),
            )),
            None if self.models.len() < 2 => Err(Error::Unknown(
                "there is only one variant, which differs from no other; --sign compares variants with the first".to_owned(),
            )),
            None => Ok(Target::Sign(subject)),
        }
    }

    /// How many draws a search solves, about: thresholds are closed in on in some seven rounds.
    pub(crate) fn threshold_size(&self, question: &ThresholdQuestion, sample: &Sample) -> u64 {
        let functions = match sample {
            Sample::Nominal => 1,
            other => 1 + other.count(),
        };
        let points = question.points().len() as u64;
        points * functions * (question.grid as u64 + ROUNDS) * self.models.len() as u64
    }

    /// Every chosen variant with the key as a parameter.
    fn levered(&self, question: &ThresholdQuestion) -> Result<Vec<Levered>, Error> {
        let (key, range) = &question.key;
        let levered = |(name, _): &(String, _)| {
            let lever = self
                .document
                .with_levers(name, &self.settings, &[(key.clone(), *range)]);
            let lever = lever.map_err(|found| Error::scenario(&self.sources, found.all()))?;
            let lever = lever.map_err(|(_, reason)| no_lever(key, reason))?;
            let is_key = |name: &String| lever.parameters[0].contains(name);
            let is_key = lever
                .model
                .parameters
                .iter()
                .map(|parameter| is_key(&parameter.name))
                .collect();
            let explored = self.explored(name, &lever.model);
            Ok(Levered {
                variant: Arc::new(explored.map_err(|error| self.unsound(name, &error))?),
                is_key,
            })
        };
        self.models.iter().map(levered).collect()
    }
}

/// The searches at one value of the second key.
struct Round<'a> {
    scenario: &'a Scenario,
    question: &'a ThresholdQuestion,
    conduct: &'a Conduct<'a>,
    effort: &'a mut Effort,
    /// About how many draws will be solved.
    of: u64,
}

impl Round<'_> {
    fn thresholds(&mut self, levered: &[Levered], second: &KeyValues) -> Result<Vec<Thresholds>, Error> {
        let against_first = matches!(self.question.target, Target::Sign(_));
        let (key, [low, high]) = &self.question.key;
        let last = self.question.grid - 1;
        let grid: Vec<f64> = (0..=last)
            .map(|at| low + (high - low) * (at as f64 / last as f64))
            .collect();
        let mut all = Vec::new();
        for of in &levered[usize::from(against_first)..] {
            let baseline = against_first.then_some(&levered[0]);
            let search = Search {
                target: &self.question.target,
                variant: &of.variant.name,
                baseline: baseline.map(|baseline| baseline.variant.name.as_str()),
                key,
                grid: &grid,
                draws: match self.conduct.sample {
                    Sample::Nominal => 0,
                    other => other.count(),
                },
            };
            all.push(search.run(second.clone(), |asked| self.values(of, baseline, asked))?);
        }
        Ok(all)
    }

    /// The target less its level, at each pair.
    fn values(&mut self, of: &Levered, baseline: Option<&Levered>, asked: &[At]) -> Result<Vec<Option<f64>>, Error> {
        let values = self.evaluate(of, asked)?;
        let against = baseline.map(|baseline| self.evaluate(baseline, asked)).transpose()?;
        let level = self.question.target.level();
        let less = |(number, value): (usize, Option<f64>)| {
            let against = against.as_ref().map_or(Some(level), |values| values[number]);
            Some(value? - against?)
        };
        Ok(values.into_iter().enumerate().map(less).collect())
    }

    /// The sum of the target's quantities in a variant, at each pair.
    fn evaluate(&mut self, of: &Levered, asked: &[At]) -> Result<Vec<Option<f64>>, Error> {
        let model = &of.variant.model;
        let (nominal, drawn) = (Sample::Nominal.draws(model), self.conduct.sample.draws(model));
        let values = |&(draw, key): &At| {
            let values = draw.map_or_else(|| nominal.at(0), |draw| Draws::at(&drawn, draw));
            let values = values.into_iter().zip(&of.is_key);
            values
                .map(|(value, is_key)| if *is_key { key } else { value })
                .collect()
        };
        let list = ListedDraws {
            parameters: model
                .parameters
                .iter()
                .map(|parameter| parameter.name.clone())
                .collect(),
            values: asked.iter().map(values).collect(),
        };
        let first = self.effort.sites;
        self.effort.sites += 1;
        let watch = self.conduct.watch;
        let (before, all) = (self.effort.draws, self.of);
        let progress = |now: Progress| {
            let done = before + now.done;
            (watch.progress)(Progress { done, of: all });
        };
        let evaluation = Evaluation {
            first,
            sites: 1,
            explore: &|_| Ok(Arc::clone(&of.variant)),
            sample: &Sample::Listed(Arc::new(list)),
            quantities: &self.question.target.quantities(),
            store: self.conduct.store,
        };
        let found = evaluation.run(&Watch {
            progress: &progress,
            interrupt: watch.interrupt,
        });
        let draws = found.map_err(|SiteError { reason, .. }| {
            let variant = &of.variant;
            self.scenario.site_failed(&variant.name, Some(variant), reason)
        })?;
        let draws = draws.concat();
        self.effort.draws += asked.len() as u64;
        self.effort.unsolved += draws.iter().filter(|draw| !draw.solved).count() as u64;
        let sum = |values: &Vec<Option<f64>>| values.iter().copied().sum::<Option<f64>>();
        Ok(draws.iter().map(|draw| sum(&draw.values)).collect())
    }
}

fn actions(text: &str, question: &TargetQuestion<'_>, names: &Names, periods: usize) -> Result<Target, Error> {
    let wrong = || Error::Unknown(format!("`{text}` are no two actions: write STAGE.A,B"));
    let (stage, both) = text.split_once('.').ok_or_else(wrong)?;
    let (action, other) = both.split_once(',').ok_or_else(wrong)?;
    let number = position("stage", Some(stage), &names.stages)?.expect("a name was given");
    let all: Vec<String> = names.actions[number]
        .iter()
        .flat_map(|(_, actions)| actions.clone())
        .collect();
    for action in [action, other] {
        position(&format!("action of `{stage}`"), Some(action), &all)?;
    }
    position("type", question.actor_type, &names.types.concat())?;
    if question.period.is_some_and(|period| !(1..=periods).contains(&period)) {
        return Err(Error::Unknown(format!("periods run from 1 to {periods}")));
    }
    Ok(Target::Actions(Advantage {
        stage: stage.to_owned(),
        action: action.to_owned(),
        other: other.to_owned(),
        actor_type: question.actor_type.map(str::to_owned),
        period: question.period,
    }))
}

fn no_lever(key: &str, reason: NoLever) -> Error {
    let key = quoted(key);
    Error::Unknown(match reason {
        NoLever::Structure => format!(
            "the structure of the game depends on {key}, so that it takes no value between those of its range\n\
             `pactum sweep --vary` lists its values one by one"
        ),
        NoLever::Shares => format!(
            "{key} is one of several shares that the file does not write as plain numbers\n\
             vary a parameter that they read; `pactum check --parameters` lists all"
        ),
    })
}
