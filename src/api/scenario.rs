//! A scenario as users of the library work with it: opened, changed, checked, run, solved and explained.

use std::fmt::Display;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::error::Error;
use super::question::{Question, did_you_mean};
use crate::explore::{ExploreError, Limits, MAX_STATES};
use crate::scenario::model::{Parameter, Setting};
use crate::scenario::{Convention, Document, Freed, Labels, LoadError, Model, Varied, ast, load, merged, read};
use crate::source::wording::quoted;
use crate::source::{Diagnostics, Sources, render};
use crate::study::block_store::Forgetful;
use crate::study::contrast::outcomes_of;
use crate::study::explain::Explanation;
use crate::study::rows::ComparisonRow;
use crate::study::solve::{ActorRow, SetBeliefRow, StrategyRow};
use crate::study::table::{Field, Row, Shape, Table};
use crate::study::{
    Answer, Group, Inquiry, Level, Plan, Rows, SelectedDraw, SetFilter, Sink, StudyError, Variant, Watch, contrast,
    proof, run, solve, verify,
};

/// A scenario file that was read and found right so far, with the variants that are chosen and the keys that are set.
///
/// Whatever changes it gives a new scenario, so that several settings of one file can be held side by side.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file as written.
    pub(crate) document: Document,
    /// What findings point into.
    pub(crate) sources: Sources,
    /// Arguments `KEY=VALUE`, applied in this order.
    pub(super) settings: Vec<String>,
    /// The precision of every actor that responds to expected payoffs, where it is not the file's.
    pub(super) precision: Option<f64>,
    /// The names of the chosen variants, and what each means.
    pub(crate) models: Vec<(String, Model)>,
    /// The warnings about the file.
    pub(crate) warnings: Diagnostics,
    limits: Limits,
    /// How many bytes solving a game may take for each thread; `None` where nothing is known of a limit.
    memory: Option<u64>,
}

/// What `check` shows of one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The variant.
    pub variant: String,
    /// Information sets of its game, over all distinct structures of a period.
    pub information_sets: usize,
    /// Positions within a period, over all distinct structures of a period.
    pub nodes: usize,
    /// How many groups of probabilities depend on an uncertain parameter or on the period.
    pub probability_checks: usize,
    /// How many of them are valid for all values of the uncertain parameters, by interval arithmetic; the others were
    /// checked at the nominal point and in every draw.
    pub proved: usize,
}

/// How the actors play in one draw of one variant.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// The variant.
    pub variant: String,
    /// Whether the solver reached its tolerance.
    pub solved: bool,
    /// What each actor expects of the game, and what it could gain.
    pub actors: Vec<ActorRow>,
    /// The probability and the expected payoff of each action, by information set in order of play.
    pub strategies: Vec<StrategyRow>,
    /// What is believed at these information sets.
    pub beliefs: Vec<SetBeliefRow>,
}

impl Scenario {
    /// Reads a scenario file, and those that it extends.
    ///
    /// # Errors
    /// The file cannot be read, or is wrong.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        Self::load(path.as_ref(), &[], &[], MAX_STATES)
    }

    /// Reads a scenario from text; messages call it `name`.
    ///
    /// # Errors
    /// The text is wrong.
    pub fn parse(text: &str, name: &str) -> Result<Self, Error> {
        let mut sources = Sources::new();
        match read(text, name, &mut sources) {
            Ok(document) => Self::of(document, sources, MAX_STATES).with(&[], &[]),
            Err(found) => Err(Error::scenario(&sources, found.all())),
        }
    }

    /// Reads a scenario file with keys set and variants chosen, all of them if none is named.
    pub(crate) fn load(path: &Path, settings: &[String], variants: &[String], states: usize) -> Result<Self, Error> {
        let mut sources = Sources::new();
        match load(path, &mut sources) {
            Ok(document) => Self::of(document, sources, states).with(settings, variants),
            Err(LoadError::Invalid(found)) => Err(Error::scenario(&sources, found.all())),
            Err(other) => Err(Error::Read(other.to_string())),
        }
    }

    fn of(document: Document, sources: Sources, states: usize) -> Self {
        Self {
            document,
            sources,
            settings: Vec::new(),
            precision: None,
            models: Vec::new(),
            warnings: Diagnostics::new(),
            limits: Limits { states },
            memory: None,
        }
    }

    /// Builds the models of the variants with these settings.
    fn with(mut self, settings: &[String], variants: &[String]) -> Result<Self, Error> {
        let names = chosen(&self.document, variants)?;
        let mut models = Vec::new();
        let mut findings = Vec::new();
        for name in names {
            match self.document.model(&name, settings, &mut self.sources) {
                Ok((model, warnings)) => {
                    models.push((name, with_precision(model, self.precision)));
                    findings.push(warnings);
                }
                Err(found) => findings.push(found),
            }
        }
        let warnings = merged(findings);
        if warnings.has_errors() {
            return Err(Error::scenario(&self.sources, warnings.all()));
        }
        Ok(Self {
            settings: settings.to_vec(),
            models,
            warnings,
            ..self
        })
    }

    /// The same scenario with a key set, as by `--set KEY=VALUE`: a parameter, a prior, a start value, a credibility.
    ///
    /// # Errors
    /// There is no such key, or it does not take the value.
    pub fn set(self, key: &str, value: impl Display) -> Result<Self, Error> {
        self.set_all(&[format!("{key}={value}")])
    }

    /// The same with several keys set, each as `KEY=VALUE`.
    ///
    /// # Errors
    /// As [`Scenario::set`].
    pub fn set_all(self, settings: &[String]) -> Result<Self, Error> {
        let variants: Vec<String> = self.variants().map(str::to_owned).collect();
        let settings = [&self.settings, settings].concat();
        self.with(&settings, &variants)
    }

    /// The same scenario with one variant only.
    ///
    /// # Errors
    /// There is no such variant.
    pub fn variant(self, name: &str) -> Result<Self, Error> {
        self.only(&[name.to_owned()])
    }

    /// The same scenario with these variants only, all of the file's if none is named.
    ///
    /// # Errors
    /// There is no such variant.
    pub fn only(self, variants: &[String]) -> Result<Self, Error> {
        let settings = self.settings.clone();
        self.with(&settings, variants)
    }

    /// The columns of a table whose rows are of type `R`, where none is named after an outcome, an actor or a parameter.
    pub fn columns<R: Row>(&self) -> Vec<Field> {
        let shape = Shape {
            period_unit: self.models[0].1.period_unit.clone(),
            ..Shape::default()
        };
        Table::of::<R>(&shape).fields
    }

    /// The title of the scenario.
    pub fn title(&self) -> &str {
        self.document.title()
    }

    /// The names of the chosen variants, in the order of the file; `base` where the file has none.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        self.models.iter().map(|(name, _)| name.as_str())
    }

    /// Warnings about the file, as text; empty where there are none.
    pub fn warnings(&self) -> String {
        render(&self.sources, self.warnings.all(), false)
    }

    /// Everything that can be set in the first chosen variant, with its value, unit and source.
    pub fn settings(&self) -> &[Setting] {
        let first = self.models.first();
        first.map_or(&[], |(_, model)| &model.settings)
    }

    /// The labels of everything that the chosen variants name.
    pub(crate) fn labels(&self) -> Labels {
        Labels::of_all(self.models.iter().map(|(_, model)| &model.labels))
    }

    /// Proves every chosen variant sound: explores all its states, and checks the numbers at the nominal point and in
    /// every draw of the plan.
    ///
    /// # Errors
    /// A rule is broken in some reachable state, or a number makes no sense in some draw.
    pub fn check(&self, plan: &Plan) -> Result<Vec<Checked>, Error> {
        let variants = self.explore()?;
        for variant in &variants {
            verify(variant, plan, unwatched()).map_err(|error| self.blame(error, &variants))?;
        }
        let checked = |variant: &Variant| {
            let (size, proof) = (&variant.explored.size, proof(variant));
            Checked {
                variant: variant.name.clone(),
                information_sets: size.sets,
                nodes: size.nodes,
                probability_checks: proof.checks,
                proved: proof.always,
            }
        };
        Ok(variants.iter().map(checked).collect())
    }

    /// Plays every chosen variant as planned; gives the rows of all tables. A draw whose numbers are beyond what can be
    /// computed with has the status `failed`, and all other rows leave it out.
    ///
    /// # Errors
    /// The scenario is wrong, the probabilities of a draw make no sense, or more than a tenth of the draws fail.
    pub fn run(&self, plan: &Plan) -> Result<Rows, Error> {
        let mut rows = Rows::default();
        self.run_into(plan, unwatched(), &mut rows)?;
        Ok(rows)
    }

    /// The same, with each row handed to a sink as soon as it is known; the watch is told how far the run has come, and
    /// may stop it.
    ///
    /// # Errors
    /// Those of [`Scenario::run`], that the sink takes no more, or that the run was stopped.
    pub fn run_into(&self, plan: &Plan, watch: &Watch<'_>, sink: &mut impl Sink) -> Result<(), Error> {
        let variants = self.explore()?;
        run(&variants, plan, watch, sink).map_err(|error| self.blame(error, &variants))?;
        Ok(())
    }

    /// How every chosen variant differs from the first, each draw paired with itself: exact probabilities and expected
    /// payoffs, again with all precisions halved and doubled, and by true type. No games are played. Draws that fail in one
    /// of the two are left out.
    ///
    /// # Errors
    /// Those of [`Scenario::run`].
    pub fn compare(&self, plan: &Plan) -> Result<Vec<ComparisonRow>, Error> {
        let variants = self.explore()?;
        let inquiry = Inquiry {
            seed: plan.seed,
            nominal: plan.nominal,
            headlines: Group::headlines(&outcomes_of(&variants)),
        };
        let levels = Level::all(variants, plan.draws);
        let found = contrast(&levels, &inquiry, (unwatched(), &Forgetful));
        let found = found.map_err(|error| self.blame(error, &levels[0].sides))?;
        Ok(found.rows)
    }

    /// Solves one draw of the first chosen variant; `None` is the nominal point.
    ///
    /// # Errors
    /// The scenario is wrong, or a number makes no sense in the draw.
    pub fn solve(&self, question: &Question, draw: Option<u64>, seed: u64) -> Result<Solution, Error> {
        let (variant, wanted) = self.ask(question)?;
        let answer = solve(&variant, SelectedDraw { draw, seed });
        let answer = answer.map_err(|error| self.blame(error, [&variant]))?;
        Ok(Solution::of(&answer, &variant.name, &wanted))
    }

    /// Says why actors act as they do in one draw of the first chosen variant: of the information sets that are asked
    /// about, the likeliest of each stage, actor and type. `None` is the nominal point.
    ///
    /// # Errors
    /// The scenario is wrong, or a number makes no sense in the draw.
    pub fn explain(&self, question: &Question, draw: Option<u64>, seed: u64) -> Result<Vec<Explanation>, Error> {
        let (variant, wanted) = self.ask(question)?;
        let answer = solve(&variant, SelectedDraw { draw, seed });
        let answer = answer.map_err(|error| self.blame(error, [&variant]))?;
        Ok(answer.explain(&wanted, false))
    }

    /// The first chosen variant, explored, and the information sets that a question is about.
    fn ask(&self, question: &Question) -> Result<(Variant, SetFilter), Error> {
        let variant = self.explore_one(&self.models[0])?;
        let wanted = question.of_variant(&variant, &mut self.sources.clone())?;
        Ok((variant, wanted))
    }

    pub(super) fn explore_one(&self, (name, model): &(String, Model)) -> Result<Variant, Error> {
        let explored = self.explored(name, model);
        explored.map_err(|error| self.unsound(name, &error))
    }

    /// Explores every chosen variant.
    pub(super) fn explore(&self) -> Result<Vec<Variant>, Error> {
        let models = self.models.iter();
        models.map(|model| self.explore_one(model)).collect()
    }

    /// Explores one variant.
    pub(crate) fn explored(&self, name: &str, model: &Model) -> Result<Variant, ExploreError> {
        let variant = Variant::new(name, model.clone(), &self.limits)?;
        let needed = variant.explored.game.block_bytes();
        match self.memory {
            Some(available) if needed > available => Err(ExploreError::TooMuchMemory { needed, available }),
            _ => Ok(variant),
        }
    }

    /// The same scenario, of which no variant is solved that takes more bytes than this for each thread.
    pub(crate) fn within(self, memory: Option<u64>) -> Self {
        Self { memory, ..self }
    }

    /// What exploring a variant found wrong.
    pub(crate) fn unsound(&self, variant: &str, error: &ExploreError) -> Error {
        Error::scenario(&self.sources, &self.findings_of(variant, error)).in_variant(variant)
    }

    /// Why a study of these variants ended early, with the place in the file that is to blame.
    pub(crate) fn blame<'v>(&self, error: StudyError, variants: impl IntoIterator<Item = &'v Variant>) -> Error {
        match error {
            StudyError::Unsound(bad) => Error::scenario(&self.sources, &[self.finding_of(&bad, variants)]),
            StudyError::Sink(error) => Error::Write(error),
            StudyError::NoDerivative(why) => Error::NoDerivative(why.to_string()),
            StudyError::Interrupted => Error::Interrupted,
        }
    }

    /// The file as run: with the settings written into it.
    pub(crate) fn resolved(&self) -> String {
        self.document.resolved_toml(&self.settings)
    }

    /// The first chosen variant as a syntax tree, with the settings applied.
    pub(crate) fn written(&self) -> Result<ast::Scenario, Error> {
        let variant = self.models.first().map_or("", |(name, _)| name);
        let written = self.document.applied(variant, &self.settings);
        written.map_err(|found| Error::scenario(&self.sources, found.all()))
    }

    /// Whether every variant of the file is chosen.
    pub(crate) fn is_whole(&self) -> bool {
        self.models.len() == self.document.variants().len()
    }

    /// Drops all variants but the first.
    pub(crate) fn keep_first(&mut self) {
        self.models.truncate(1);
    }

    /// Drops the variants that are not named here; keeps all if none is named, and the only one of a file in any case.
    pub(crate) fn keep(&mut self, variants: &[String]) {
        if !variants.is_empty() && self.models.len() > 1 {
            self.models.retain(|(name, _)| variants.contains(name));
        }
    }

    /// The same scenario with one precision for every actor that responds to expected payoffs; fixed play and rules stay.
    #[must_use]
    pub fn with_precision(self, precision: f64) -> Self {
        let models = self.models.into_iter();
        let models = models.map(|(name, model)| (name, model.with_precision(precision)));
        Self {
            models: models.collect(),
            precision: Some(precision),
            ..self
        }
    }

    /// A chosen variant under another convention; why, where that is not applicable.
    pub(crate) fn under(&self, variant: &str, convention: &Convention) -> Result<Result<Variant, String>, Error> {
        let changed = self.document.with_convention(variant, &self.settings, convention);
        let changed = changed.map_err(|found| Error::scenario(&self.sources, found.all()))?;
        Ok(changed.and_then(|model| {
            let explored = Variant::new(variant, with_precision(model, self.precision), &self.limits);
            explored.map_err(|error| {
                error
                    .diagnostics()
                    .first()
                    .map_or_else(String::new, |first| first.message.clone())
            })
        }))
    }

    /// A variant with its certain numbers turned into parameters that may vary, and which they are. Where such a
    /// scenario is unsound, only its uncertain parameters vary: the last value is then false.
    pub(crate) fn freed(&self, variant: &Variant) -> Result<(Variant, Vec<Varied>, bool), Error> {
        let (name, settings) = (&variant.name, &self.settings);
        let freed = self.document.with_freed_parameters(name, settings);
        let freed = freed.map_err(|found| Error::scenario(&self.sources, found.all()))?;
        let Freed { model, varied } = freed;
        let model = with_precision(model, self.precision);
        if let Ok(freed) = Variant::new(&variant.name, model, &self.limits) {
            return Ok((freed, varied, true));
        }
        let uncertain = varied.into_iter().filter_map(|varied| {
            let same = |parameter: &Parameter| parameter.name == varied.key;
            let parameter = variant.model.parameters.iter().position(same)?;
            Some(Varied { parameter, ..varied })
        });
        Ok((variant.clone(), uncertain.collect(), false))
    }
}

impl Solution {
    pub(super) fn of(answer: &Answer<'_>, variant: &str, wanted: &SetFilter) -> Self {
        Self {
            variant: variant.to_owned(),
            solved: answer.solved().fine,
            actors: answer.actors(),
            strategies: answer.strategies(wanted),
            beliefs: answer.beliefs(wanted),
        }
    }
}

/// A model with another precision, where one is given.
pub(super) fn with_precision(model: Model, precision: Option<f64>) -> Model {
    match precision {
        Some(precision) => model.with_precision(precision),
        None => model,
    }
}

/// The variants that are asked for, each once, in the order in which they are.
fn chosen(document: &Document, wanted: &[String]) -> Result<Vec<String>, Error> {
    let all = document.variants();
    if wanted.is_empty() {
        return Ok(all.into_iter().map(str::to_owned).collect());
    }
    let mut chosen: Vec<String> = Vec::new();
    for name in wanted {
        if !all.contains(&name.as_str()) {
            return Err(Error::Unknown(no_such_variant(name, &all)));
        }
        if !chosen.contains(name) {
            chosen.push(name.clone());
        }
    }
    Ok(chosen)
}

fn no_such_variant(name: &str, all: &[&str]) -> String {
    let meant = did_you_mean(name, all.iter().copied());
    let all: Vec<String> = all.iter().map(|name| quoted(name)).collect();
    let all = all.join(", ");
    format!("there is no variant `{name}`{meant}\nthe scenario has {all}")
}

/// A study that nobody watches or stops.
pub(super) fn unwatched() -> &'static Watch<'static> {
    static NEVER: AtomicBool = AtomicBool::new(false);
    static UNWATCHED: Watch<'static> = Watch {
        progress: &|_| (),
        interrupt: &NEVER,
    };
    &UNWATCHED
}

#[cfg(test)]
mod tests {
    use super::Scenario;
    use crate::api::Question;

    #[test]
    fn a_precision_outlives_the_choice_of_a_variant() {
        let scenario = Scenario::open("scenarios/classics/three_decisions.toml").expect("it is right");
        let even = scenario.with_precision(0.0).variant("base").expect("its only variant");
        let solution = even.solve(&Question::default(), None, 0).expect("it is sound");
        assert!(solution.strategies.iter().all(|row| row.probability == 0.5));
    }
}
