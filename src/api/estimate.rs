//! Estimates of a scenario's keys from recorded cases.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::error::Error;
use super::question::did_you_mean;
use super::scenario::Scenario;
use crate::game::Names;
use crate::numeric::math::{max, min};
use crate::numeric::prior::Prior;
use crate::scenario::ast::Estimable;
use crate::scenario::model::Model;
use crate::scenario::{Levers, NoLever, Ranged};
use crate::source::wording::quoted;
use crate::study::backtest::{self as study, Backtest, BacktestError, BacktestQuestion};
use crate::study::estimate::{
    Cases, CasesError, Domain, Estimated, Estimates, Fit, Games, Known, Settings, Structure, Unusable, WORDS, estimate,
};
use crate::study::{Variant, Watch};

/// The ends of the range of a key without bounds, beside its size.
const WIDE: f64 = 1e6;

/// A table of cases as it is given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CaseTable<'a> {
    /// Its text.
    pub text: &'a str,
    /// Columns that are not read.
    pub ignored: &'a [String],
    /// Whether there may be cases of which nothing is recorded.
    pub open: bool,
}

/// What is asked about estimates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct EstimateQuestion<'a> {
    /// The keys that are estimated; those that the scenario says are where none is named.
    pub keys: &'a [String],
    /// `KEY=VALUE`: where the search starts, if not at the value of the scenario.
    pub starts: &'a [String],
    /// `KEY=LOW:HIGH`: the ends of a key's range; an end that is left out is infinite.
    pub bounds: &'a [String],
    /// `KEY=PRIOR`.
    pub priors: &'a [String],
}

/// A table of cases that can be played.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct CheckedCases {
    /// The variant that they are games of.
    pub variant: String,
    /// How many cases there are.
    pub cases: u64,
    /// Of how many of them nothing is recorded.
    pub open: u64,
    /// How many games they are.
    pub games: u64,
    /// The logarithm of their likelihood, with the values of the scenario.
    pub log_likelihood: f64,
}

/// The games of the cases, and the number of the game that each row is played on.
type Structures = (Vec<Structure>, Vec<usize>);

impl Scenario {
    /// Reads a table of cases, and prepares the first chosen variant to be fitted to them.
    ///
    /// # Errors
    /// The question or the table does not fit the scenario.
    pub(crate) fn fit(&self, question: &EstimateQuestion<'_>, table: &CaseTable<'_>) -> Result<Fit, Error> {
        let keys = self.estimated(question)?;
        if keys.is_empty() {
            return Err(Error::Unknown(
                "no key is estimated: name one with --estimate, or write `estimate = true` into a parameter".to_owned(),
            ));
        }
        self.fit_to(keys, table)
    }

    /// Reads a table of cases and proves that each can be played in the first chosen variant, with the estimated keys as they
    /// are in the scenario.
    ///
    /// # Errors
    /// The table does not fit the scenario, or a case cannot be played.
    pub(crate) fn check_cases(&self, table: &CaseTable<'_>, watch: &Watch<'_>) -> Result<CheckedCases, Error> {
        let fit = self.fit_to(Vec::new(), table)?;
        let likelihood = fit.likelihood().map_err(wrong_cases)?;
        let found = likelihood.log_likelihood(&[], watch.interrupt);
        Ok(CheckedCases {
            variant: self.models[0].0.clone(),
            cases: fit.cases.count(),
            open: fit.cases.open(),
            games: likelihood.points() as u64,
            log_likelihood: found.map_err(|why| unusable(&fit.cases, why, &AS_WRITTEN))?,
        })
    }

    fn fit_to(&self, keys: Vec<Estimated>, table: &CaseTable<'_>) -> Result<Fit, Error> {
        let explored = self.explore_one(&self.models[0])?;
        let cases = self.cases(&explored.explored.names, table)?;
        let set = |key: &&String| {
            self.settings
                .iter()
                .any(|set| set.split_once('=').is_some_and(|(set, _)| set.trim() == **key))
        };
        if let Some(both) = cases.keys.iter().find(set) {
            let key = quoted(both);
            return Err(Error::Unknown(format!(
                "{key} is set, and has a column in the table of cases"
            )));
        }
        let mut differing = self.models[0].1.settings.iter().filter(|setting| setting.case);
        if let Some(missing) = differing.find(|setting| !cases.keys.contains(&setting.key)) {
            let key = &missing.key;
            return Err(Error::Cases(format!(
                "the table of cases, the header: there is no column `{key}`, in which the scenario says that cases differ \
                 (`case = true`)"
            )));
        }
        if let Some(both) = keys.iter().find(|key| cases.keys.contains(&key.key)) {
            let key = quoted(&both.key);
            return Err(Error::Unknown(format!(
                "{key} is estimated, and has a column in the table of cases"
            )));
        }
        let (structures, of_row) = self.structures(&keys, &cases)?;
        Ok(Fit {
            cases,
            keys,
            games: Arc::new(Games::new(structures)),
            of_row,
        })
    }

    fn cases(&self, names: &Names, table: &CaseTable<'_>) -> Result<Cases, Error> {
        let settings: Vec<&str> = self.settings().iter().map(|setting| &setting.key[..]).collect();
        let stages = names.stages.iter().enumerate();
        let actions = stages.flat_map(|(number, stage)| {
            let all = names.actions[number].iter().flat_map(|(_, actions)| actions);
            all.map(move |action| format!("{stage}.{action}"))
        });
        let actions: Vec<String> = actions.collect();
        let known = Known {
            is_key: &|name| settings.contains(&name),
            is_action: &|stage, action| actions.contains(&format!("{stage}.{action}")),
            meant: &|name| {
                let all = settings.iter().copied().chain(WORDS);
                did_you_mean(name, all.chain(actions.iter().map(String::as_str)))
            },
            ignored: table.ignored,
            open: table.open,
        };
        Cases::parse(table.text, &known).map_err(wrong_cases)
    }

    fn estimated(&self, question: &EstimateQuestion<'_>) -> Result<Vec<Estimated>, Error> {
        let model = &self.models[0].1;
        let marked = model.settings.iter().filter(|setting| setting.estimate.is_some());
        let marked: Vec<String> = marked.map(|setting| setting.key.clone()).collect();
        let keys = if question.keys.is_empty() {
            &marked
        } else {
            question.keys
        };
        let given = |flag: &str, all: &[String]| -> Result<BTreeMap<String, String>, Error> {
            let pair = |text: &String| {
                let (key, value) = text
                    .split_once('=')
                    .ok_or_else(|| Error::Unknown(format!("{flag} {}: write KEY=VALUE", quoted(text))))?;
                match keys.iter().any(|known| known == key) {
                    true => Ok((key.to_owned(), value.to_owned())),
                    false => Err(Error::Unknown(format!("{flag}: {} is not estimated", quoted(key)))),
                }
            };
            let pairs = all.iter().map(pair).collect::<Result<Vec<_>, _>>()?;
            let mut given = pairs.iter().enumerate();
            match given.find(|(at, (key, _))| pairs[..*at].iter().any(|(known, _)| known == key)) {
                Some((_, (key, _))) => Err(Error::Unknown(format!("{flag} is given twice for {}", quoted(key)))),
                None => Ok(pairs.into_iter().collect()),
            }
        };
        let mut named = keys.iter().enumerate();
        if let Some((_, twice)) = named.find(|(at, key)| keys[..*at].contains(key)) {
            return Err(Error::Unknown(format!("--estimate names {} twice", quoted(twice))));
        }
        let starts = given("--start", question.starts)?;
        let bounds = given("--bounds", question.bounds)?;
        let priors = given("--prior", question.priors)?;
        let of_key = |key: &String| {
            let (start, bounds, prior) = (starts.get(key), bounds.get(key), priors.get(key));
            estimated(model, key, (start, bounds, prior))
        };
        keys.iter().map(of_key).collect()
    }

    /// The games of the cases, and which one each row is played on. Keys on which the structure of the game depends have one
    /// for each combination of their values.
    fn structures(&self, keys: &[Estimated], cases: &Cases) -> Result<Structures, Error> {
        // A word cannot be the value of a parameter.
        let is_set = |column: &usize| cases.is_constant(*column) || cases.range(*column).is_err();
        let mut structural: Vec<usize> = (0..cases.keys.len()).filter(is_set).collect();
        loop {
            match self.structures_by(keys, cases, &structural)? {
                Ok(found) => return Ok(found),
                Err(column) => structural.push(column),
            }
        }
    }

    /// The same given which keys are set before the game is explored; otherwise one more that has to be.
    fn structures_by(
        &self,
        keys: &[Estimated],
        cases: &Cases,
        structural: &[usize],
    ) -> Result<Result<Structures, usize>, Error> {
        let free = (0..cases.keys.len()).filter(|column| !structural.contains(column));
        let free: Vec<usize> = free.collect();
        let model = &self.models[0].1;
        let written = |key: &Estimated| model.setting(&key.key).and_then(|setting| setting.number);
        let own = keys.iter().map(|key| (key.key.clone(), range(key, written(key))));
        let mut ranged: Vec<Ranged> = own.collect();
        for &column in &free {
            ranged.push((cases.keys[column].clone(), cases.range(column).map_err(wrong_cases)?));
        }
        let (mut structures, mut of_row) = (Vec::new(), Vec::new());
        let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for row in &cases.rows {
            let set = |&column: &usize| format!("{}={}", cases.keys[column], row.settings[column]);
            let settings: Vec<String> = structural.iter().map(set).collect();
            if let Some(&structure) = known.get(&settings) {
                of_row.push(structure);
                continue;
            }
            let at = self.clone().set_all(&settings);
            let at = at.map_err(|error| Error::Cases(format!("the table of cases, row {}:\n{error}", row.number)))?;
            let (name, _) = &at.models[0];
            let levers = at.document.with_levers(name, &at.settings, &ranged);
            let levers = levers.map_err(|found| Error::scenario(&at.sources, found.all()))?;
            let levers = match levers {
                Ok(levers) => levers,
                Err((number, NoLever::Structure)) if number >= keys.len() => return Ok(Err(free[number - keys.len()])),
                Err((number, reason)) => return Err(not_estimable(&ranged[number].0, reason)),
            };
            let explored = at.explored(name, &levers.model);
            let variant = explored.map_err(|error| at.unsound(name, &error))?;
            of_row.push(structures.len());
            known.insert(settings, structures.len());
            structures.push(structure(variant, &levers, keys.len(), &free));
        }
        Ok(Ok((structures, of_row)))
    }
}

/// The estimates of a fit.
///
/// # Errors
/// The cases cannot be played at the first start, or an interruption.
pub(crate) fn estimates(fit: &Fit, settings: Settings, watch: &Watch<'_>) -> Result<Estimates, Error> {
    let likelihood = fit.likelihood().map_err(wrong_cases)?;
    let found = estimate(&likelihood, &fit.keys, settings, watch);
    found.map_err(|why| unusable(&fit.cases, why, &AT_THE_START))
}

/// Predictions of a fit's cases from others of them, scored.
///
/// # Errors
/// The cases cannot be divided or played, or an interruption.
pub(crate) fn backtest(fit: &Fit, question: &BacktestQuestion, watch: &Watch<'_>) -> Result<Backtest, Error> {
    study::backtest(fit, question, watch).map_err(|why| match why {
        BacktestError::Cases(text) => Error::Cases(text),
        BacktestError::Unusable(rows, why) => unusable(&fit.cases.only(&rows), why, &AT_THE_START),
        BacktestError::Unpredictable(rows, why) => unusable(&fit.cases.only(&rows), why, &AT_ESTIMATES),
    })
}

/// Where cases cannot be played, and what helps.
type Situation = (&'static str, &'static str);

const AT_THE_START: Situation = ("at the start", "\n--start KEY=VALUE searches from elsewhere");
const AT_ALL_ESTIMATES: Situation = ("at the estimates", "\n--bounds or --prior keep the keys where it can");
const AS_WRITTEN: Situation = ("with the values of the scenario", "\n--set KEY=VALUE checks others");
const AT_ESTIMATES: Situation = (
    "at the estimates of its fold",
    "\n--bounds or --prior keep the keys where it can",
);

fn unusable(cases: &Cases, why: Unusable, (there, help): &Situation) -> Error {
    if let Unusable::AtEstimates(why) = why {
        return unusable(cases, *why, &AT_ALL_ESTIMATES);
    }
    let case = |row: usize| cases.name(row);
    Error::Cases(match why {
        Unusable::Interrupted | Unusable::AtEstimates(_) => return Error::Interrupted,
        Unusable::Unsound(row, what) => {
            format!("{}: the scenario makes no sense there {there}: {what}{help}", case(row))
        }
        Unusable::Impossible(row) => format!(
            "{}: what is recorded there has probability 0 {there}: no actor errs, or the outcome cannot be reached{help}",
            case(row)
        ),
        Unusable::NotSolved(row) => format!("{}: the game is not solved there {there}{help}", case(row)),
        Unusable::TooLarge => {
            format!("the likelihood {there}, or its derivative, is beyond what can be computed with{help}")
        }
        Unusable::BestResponse(stage, actor) => format!(
            "{} chooses by best response at {}, so that probabilities stay or jump: give it a precision",
            quoted(&actor),
            quoted(&stage)
        ),
    })
}

fn wrong_cases(error: CasesError) -> Error {
    Error::Cases(error.to_string())
}

fn not_estimable(key: &str, reason: NoLever) -> Error {
    let key = quoted(key);
    Error::Unknown(match reason {
        NoLever::Structure => format!("the structure of the game depends on {key}, so that it cannot be estimated"),
        NoLever::Shares => format!(
            "{key} is one of several shares that the file does not write as plain numbers; estimate a parameter that \
             they read"
        ),
    })
}

/// A key that is estimated: where it starts, its bounds and its prior, as they are given.
fn estimated(
    model: &Model,
    key: &str,
    (start, bounds, prior): (Option<&String>, Option<&String>, Option<&String>),
) -> Result<Estimated, Error> {
    let setting = model.setting(key).ok_or_else(|| {
        let meant = did_you_mean(key, model.settings.iter().map(|setting| &setting.key[..]));
        let key = quoted(key);
        Error::Unknown(format!(
            "--estimate: there is no key {key}{meant}\n`pactum check --parameters` lists all"
        ))
    })?;
    let refused = |why: String| Error::Unknown(format!("{}: {why}", quoted(key)));
    let number = |text: &String| text.parse().ok().filter(|value: &f64| value.is_finite());
    let start = match start {
        Some(text) => number(text).ok_or_else(|| refused(format!("--start `{text}` is no number"))),
        None => setting
            .number
            .ok_or_else(|| refused("its value in the scenario is no plain number; give --start".to_owned())),
    }?;
    let noted = setting.estimate.clone().unwrap_or_default();
    let prior = prior.map(|text| Prior::parse(text)).transpose().map_err(refused)?;
    let prior = prior.or(noted.prior);
    let given = bounds.map(|text| {
        domain(text).ok_or_else(|| refused(format!("--bounds `{text}`: write LOW:HIGH, with LOW below HIGH")))
    });
    let bounds = noted.bounds.map(|[low, high]| Domain::between(low, high));
    let domain = given
        .transpose()?
        .or(bounds)
        .unwrap_or_else(|| usual(model, key, &setting.unit));
    let estimable = Estimable {
        bounds: Some(domain.ends()),
        prior,
    };
    let [low, high] = estimable.ends();
    if low >= high {
        return Err(refused(
            "no value lies both within its bounds and where its prior is above 0".to_owned(),
        ));
    }
    let domain = Domain::between(low, high);
    if !domain.holds(start) {
        let [low, high] = domain.ends();
        let why =
            format!("the search cannot start at {start}, which does not lie between {low} and {high}; give --start");
        return Err(refused(why));
    }
    Ok(Estimated {
        key: key.to_owned(),
        unit: setting.unit.clone(),
        start,
        domain,
        prior: estimable.prior,
    })
}

/// The values between two ends, either of which may be left out.
fn domain(text: &str) -> Option<Domain> {
    let (low, high) = text.split_once(':')?;
    let end = |text: &str, infinite: f64| match text {
        "" => Some(infinite),
        text => text.parse().ok().filter(|end: &f64| end.is_finite()),
    };
    let (low, high) = (end(low, f64::NEG_INFINITY)?, end(high, f64::INFINITY)?);
    (low < high).then(|| Domain::between(low, high))
}

/// The values that a key may have where nothing is said: a probability lies between 0 and 1.
pub(super) fn usual(model: &Model, key: &str, unit: &str) -> Domain {
    let shares = [".credibility", ".discount", ".own_later"];
    // The only other numbers of an actor are the chances of its types.
    let of_actor = |(name, _): (&str, &str)| model.actors.iter().any(|actor| actor.name == name);
    let is_share = key.split_once('.').is_some_and(of_actor) || shares.iter().any(|end| key.ends_with(end));
    match is_share || unit.starts_with("probability") {
        true => Domain::Between(0.0, 1.0),
        false => Domain::Free,
    }
}

/// A range that holds all values that the search may try, and the value in the scenario.
fn range(key: &Estimated, written: Option<f64>) -> [f64; 2] {
    let wide = WIDE * (1.0 + key.start.abs());
    let written = written.unwrap_or(key.start);
    let [low, high] = key.domain.ends();
    [
        min(written, if low.is_finite() { low } else { key.start - wide }),
        max(written, if high.is_finite() { high } else { key.start + wide }),
    ]
}

fn structure(variant: Variant, levers: &Levers, estimated: usize, free: &[usize]) -> Structure {
    let place = |name: &String| {
        let mut parameters = variant.model.parameters.iter();
        parameters.position(|parameter| parameter.name == *name)
    };
    let places = |names: &Vec<String>| names.iter().filter_map(place).collect();
    let all: Vec<Vec<usize>> = levers.parameters.iter().map(places).collect();
    let (own, by_case) = all.split_at(estimated);
    Structure {
        estimated: own.to_vec(),
        by_case: free.iter().copied().zip(by_case.iter().cloned()).collect(),
        variant,
    }
}
