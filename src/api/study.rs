//! Studies of a scenario: its results at many settings of its keys.

use std::sync::Arc;

use super::error::Error;
use super::question::position;
use super::scenario::{Scenario, unwatched};
use crate::explore::ExploreError;
use crate::game::Names;
use crate::study::block_store::{BlockStore, Forgetful};
use crate::study::contrast::{Group, outcomes_of};
use crate::study::evaluation::{Evaluated, Evaluation, Quantity, Sample, SiteError, SiteFailure};
use crate::study::rows::SweepRow;
use crate::study::subject::Subject;
use crate::study::sweep::{Sweep, SweepQuestion, Swept};
use crate::study::table::{Field, KeyColumn, Shape, Table};
use crate::study::varied_key::full_grid;
use crate::study::{Plan, Variant, VariedKey, Watch, shape};

/// How a study is carried out.
pub(crate) struct Conduct<'a> {
    /// The draws at every point.
    pub sample: &'a Sample,
    /// Where finished blocks are kept.
    pub store: &'a dyn BlockStore,
    /// How it is watched and stopped.
    pub watch: &'a Watch<'a>,
}

impl<'a> Conduct<'a> {
    /// Carried out at once: nothing is kept, and nobody watches.
    pub(super) fn of(sample: &'a Sample) -> Self {
        Self {
            sample,
            store: &Forgetful,
            watch: unwatched(),
        }
    }
}

/// What is set at each point at which a study evaluates a scenario.
#[derive(Clone, Copy)]
pub(super) struct PointSettings<'a> {
    /// By point, as `KEY=VALUE`.
    settings: &'a [Vec<String>],
    /// What messages call the place where a point is set.
    place: fn(usize) -> String,
}

impl<'a> PointSettings<'a> {
    /// The scenario as it is.
    pub(super) fn as_written() -> Self {
        Self::varied(const { &[Vec::new()] })
    }

    /// The values of keys that a command varies.
    pub(super) fn varied(settings: &'a [Vec<String>]) -> Self {
        Self {
            settings,
            place: |_| "--vary".to_owned(),
        }
    }

    /// The rows of a table of settings.
    fn rows(settings: &'a [Vec<String>]) -> Self {
        Self {
            settings,
            place: |row| format!("row {} of the settings", row + 1),
        }
    }

    /// An error at a point, which shows the place where the point is set.
    fn placed(&self, point: usize, mut error: Error) -> Error {
        if let Error::Scenario(mistakes) = &mut error {
            for setting in &self.settings[point] {
                mistakes.sources.rename("--set", setting, &(self.place)(point));
            }
        }
        error
    }
}

/// Results at points of a scenario's keys, and what the columns of their table hold.
#[derive(Clone, Debug)]
pub struct SweepTable {
    /// A row per variant and point.
    pub rows: Vec<SweepRow>,
    /// The columns, in the order of [`Row::values`](crate::Row::values).
    pub columns: Vec<Field>,
}

impl Scenario {
    /// The results of every chosen variant as keys are varied, a row per variant and point: every combination of the
    /// values, the last key changing fastest. Draws are those of a run, the same at every point; no games are played.
    ///
    /// # Errors
    /// A key does not exist or does not take a value, or the scenario makes no sense at some point.
    pub fn sweep(&self, keys: &[VariedKey], plan: &Plan) -> Result<Vec<SweepRow>, Error> {
        let question = SweepQuestion {
            keys: keys.to_vec(),
            points: full_grid(keys),
            ..SweepQuestion::default()
        };
        Ok(self.sweep_with(&question, &Conduct::of(&Sample::of(plan)))?.rows)
    }

    /// The results of every chosen variant at points that need not form a grid: `points` has a value for each of the keys,
    /// written as in `--set`. The watch is told how far the work has come, and may stop it.
    ///
    /// # Errors
    /// Those of [`Scenario::sweep`], which point at the row of the settings, or that the work was stopped.
    pub fn outcomes(
        &self,
        keys: &[String],
        points: &[Vec<String>],
        plan: &Plan,
        watch: &Watch<'_>,
    ) -> Result<SweepTable, Error> {
        let key = |(number, key): (usize, &String)| VariedKey {
            key: key.clone(),
            values: points.iter().map(|point| point[number].clone()).collect(),
        };
        let question = SweepQuestion {
            keys: keys.iter().enumerate().map(key).collect(),
            points: points.to_vec(),
            ..SweepQuestion::default()
        };
        let sample = Sample::of(plan);
        let conduct = Conduct {
            watch,
            ..Conduct::of(&sample)
        };
        let settings = VariedKey::settings(&question.keys, &question.points);
        let swept = self.swept(&question, PointSettings::rows(&settings), &conduct)?;
        Ok(SweepTable {
            columns: Table::of::<SweepRow>(&swept.shape).fields,
            rows: swept.rows,
        })
    }

    /// The same with all that can be asked.
    pub(crate) fn sweep_with(&self, question: &SweepQuestion, conduct: &Conduct<'_>) -> Result<Swept, Error> {
        let settings = VariedKey::settings(&question.keys, &question.points);
        self.swept(question, PointSettings::varied(&settings), conduct)
    }

    fn swept(
        &self,
        question: &SweepQuestion,
        points: PointSettings<'_>,
        conduct: &Conduct<'_>,
    ) -> Result<Swept, Error> {
        self.accept(points)?;
        let explored = self.at(points.settings.first().map_or(&[], Vec::as_slice))?.explore()?;
        let outcomes = outcomes_of(&explored);
        let headlines = headlines(&question.outcomes, &outcomes)?;
        let quantities = quantities(&explored[0], question)?;
        let sites = self.evaluate(0, points, &quantities, conduct)?;
        let variants: Vec<String> = self.variants().map(str::to_owned).collect();
        let sweep = Sweep {
            keys: &question.keys,
            points: &question.points,
            variants: &variants,
            quantities: &quantities,
            sites: &sites,
        };
        let shape = self.shape_of(&explored, &question.keys, &quantities);
        Ok(Swept {
            rows: sweep.rows(&shape),
            crossings: sweep.crossings(&headlines, &question.levels),
            headlines,
            shape,
        })
    }

    /// How many draws a sweep solves.
    pub(crate) fn sweep_size(&self, question: &SweepQuestion, sample: &Sample) -> u64 {
        question.points.len() as u64 * self.variants().count() as u64 * sample.count()
    }

    /// The same scenario with further keys set.
    pub(super) fn at(&self, settings: &[String]) -> Result<Self, Error> {
        self.clone().set_all(settings)
    }

    /// Checks that keys take their values, at every point, before anything is worked out.
    pub(super) fn accept(&self, points: PointSettings<'_>) -> Result<(), Error> {
        let mut each = points.settings.iter().enumerate();
        each.try_for_each(|(point, settings)| {
            let at = self.at(settings).map(drop);
            at.map_err(|error| points.placed(point, error))
        })
    }

    /// Evaluates every chosen variant at every point: point × variants + variant. Sites are numbered from `first` on.
    pub(super) fn evaluate(
        &self,
        first: u64,
        points: PointSettings<'_>,
        quantities: &[Quantity],
        conduct: &Conduct<'_>,
    ) -> Result<Vec<Vec<Evaluated>>, Error> {
        let variants = self.models.len() as u64;
        let point = |site: u64| ((site - first) / variants) as usize;
        let model = |site: u64| {
            let at = self.at(&points.settings[point(site)]);
            let at = at.expect("the keys were set before");
            let (name, model) = at.models[((site - first) % variants) as usize].clone();
            (at, name, model)
        };
        let explore = |site: u64| -> Result<Arc<Variant>, ExploreError> {
            let (at, name, model) = model(site);
            at.explored(&name, &model).map(Arc::new)
        };
        let evaluation = Evaluation {
            first,
            sites: points.settings.len() as u64 * variants,
            explore: &explore,
            sample: conduct.sample,
            quantities,
            store: conduct.store,
        };
        evaluation.run(conduct.watch).map_err(|SiteError { site, reason }| {
            let (at, name, model) = model(site);
            let error = at.site_failed(&name, at.explored(&name, &model).ok().as_ref(), reason);
            points.placed(point(site), error)
        })
    }

    /// Why a site could not be evaluated, with the place in the file that is to blame.
    pub(super) fn site_failed(&self, name: &str, variant: Option<&Variant>, reason: SiteFailure) -> Error {
        match reason {
            SiteFailure::Unsound(error) => self.unsound(name, &error),
            SiteFailure::Study(error) => self.blame(error, variant),
        }
    }

    /// The columns of varied keys.
    pub(crate) fn key_columns(&self, keys: &[VariedKey]) -> Vec<KeyColumn> {
        let column = |key: &VariedKey| {
            let setting = self.settings().iter().find(|setting| setting.key == key.key);
            KeyColumn {
                name: key.key.clone(),
                unit: setting.map_or_else(String::new, |setting| setting.unit.clone()),
                numbers: key.values.iter().all(|value| value.parse::<f64>().is_ok()),
            }
        };
        keys.iter().map(column).collect()
    }

    pub(super) fn shape_of(&self, explored: &[Variant], keys: &[VariedKey], quantities: &[Quantity]) -> Shape {
        let names = |kind: fn(&Quantity) -> bool| {
            let of_kind = quantities.iter().filter(|quantity| kind(quantity));
            of_kind.map(Quantity::name).collect()
        };
        Shape {
            keys: self.key_columns(keys),
            decisions: names(|quantity| matches!(quantity, Quantity::Decision { .. })),
            beliefs: names(|quantity| matches!(quantity, Quantity::Belief { .. })),
            ..shape(explored)
        }
    }
}

/// The outcomes that are asked for as one headline, or those that belong together.
pub(crate) fn headlines(asked: &[String], all: &[String]) -> Result<Vec<Group>, Error> {
    if asked.is_empty() {
        return Ok(Group::headlines(all));
    }
    let mut wanted: Vec<String> = Vec::new();
    for name in asked {
        position("outcome", Some(name), all)?;
        if !wanted.contains(name) {
            wanted.push(name.clone());
        }
    }
    Ok(vec![Group::of(wanted)])
}

/// The payoff of an actor, or the probability of outcomes: those asked for, or the first headline.
pub(super) fn subject(outcomes: &[String], payoff: Option<&str>, names: &Names) -> Result<Subject, Error> {
    match payoff {
        Some(actor) => {
            position("actor", Some(actor), &names.actors)?;
            Ok(Subject::Payoff(actor.to_owned()))
        }
        None => Ok(Subject::Outcomes(headlines(outcomes, &names.outcomes)?.swap_remove(0))),
    }
}

/// All outcomes and payoffs of a variant.
pub(super) fn outcomes_and_payoffs(names: &Names) -> Vec<Quantity> {
    let outcomes = names.outcomes.iter().cloned().map(Quantity::Outcome);
    outcomes
        .chain(names.declared().iter().cloned().map(Quantity::Payoff))
        .collect()
}

/// All outcomes and payoffs of a variant, and the decisions and beliefs that are asked about.
fn quantities(variant: &Variant, question: &SweepQuestion) -> Result<Vec<Quantity>, Error> {
    let names = &variant.explored.names;
    let mut all = outcomes_and_payoffs(names);
    for text in &question.decisions {
        all.push(decision(text, names)?);
    }
    for text in &question.beliefs {
        all.push(belief(text, names, variant.explored.game.periods)?);
    }
    Ok(all)
}

fn decision(text: &str, names: &Names) -> Result<Quantity, Error> {
    let (stage, action, actor_type) = match text.split('.').collect::<Vec<_>>()[..] {
        [stage, action] => (stage, action, None),
        [stage, action, actor_type] => (stage, action, Some(actor_type)),
        _ => {
            return Err(Error::Unknown(format!(
                "`{text}` is no decision: write STAGE.ACTION or STAGE.ACTION.TYPE"
            )));
        }
    };
    let number = position("stage", Some(stage), &names.stages)?.expect("a name was given");
    let actions: Vec<String> = names.actions[number]
        .iter()
        .flat_map(|(_, actions)| actions.clone())
        .collect();
    position(&format!("action of `{stage}`"), Some(action), &actions)?;
    position("type", actor_type, &names.types.concat())?;
    Ok(Quantity::Decision {
        stage: stage.to_owned(),
        action: action.to_owned(),
        actor_type: actor_type.map(str::to_owned),
    })
}

fn belief(text: &str, names: &Names, periods: usize) -> Result<Quantity, Error> {
    let wrong = || {
        Error::Unknown(format!(
            "`{text}` is no belief: write OBSERVER.ABOUT.VALUE or OBSERVER.ABOUT.VALUE.PERIOD with a period from 1 to {periods}"
        ))
    };
    let (observer, about, value, period) = match text.split('.').collect::<Vec<_>>()[..] {
        [observer, about, value] => (observer, about, value, "1"),
        [observer, about, value, period] => (observer, about, value, period),
        _ => return Err(wrong()),
    };
    position("actor", Some(observer), &names.actors)?;
    let at = position("actor or commitment", Some(about), &names.attributes)?.expect("a name was given");
    position(&format!("value of `{about}`"), Some(value), &names.attribute_values[at])?;
    let period = period.parse().ok().filter(|period| (1..=periods).contains(period));
    Ok(Quantity::Belief {
        observer: observer.to_owned(),
        about: about.to_owned(),
        value: value.to_owned(),
        period: period.ok_or_else(wrong)?,
    })
}
