//! From the command line to explored variants, with everything that is wrong on the way told.

use std::path::Path;

use super::args;
use super::console::Console;
use super::failure::Failure;
use crate::explore::{ExploreError, Limits};
use crate::scenario::model::Parameter;
use crate::scenario::{Document, LoadError, Loose, Model, Varied, load, merged};
use crate::source::wording::closest;
use crate::source::{Diagnostic, Diagnostics, Severity, SourceId, Sources, render};
use crate::study::Variant;

/// A scenario that was read, and the models of the variants that are asked for.
pub(super) struct Loaded {
    document: Document,
    sources: Sources,
    sets: Vec<String>,
    limits: Limits,
    models: Vec<(String, Model)>,
}

/// Why a scenario was not loaded.
pub(super) enum Refused {
    /// There is much to say about its text.
    Findings(Box<Sources>, Diagnostics),
    /// There is something else.
    Failure(Failure),
}

impl Loaded {
    /// Reads a scenario and builds the models of the variants, all of them if none is named; says what is wrong.
    pub(super) fn new(scenario: &args::Scenario, variants: &[String], console: &Console) -> Result<Self, Failure> {
        let (loaded, findings) = Self::read(scenario, variants).map_err(|refused| match refused {
            Refused::Findings(sources, found) => Failure::Scenario(shown(&sources, found.all(), console)),
            Refused::Failure(failure) => failure,
        })?;
        if !findings.all().is_empty() && !console.quiet() {
            console.say(&shown(&loaded.sources, findings.all(), console));
        }
        Ok(loaded)
    }

    /// The same without a word: with warnings, or all that is wrong.
    pub(super) fn read(scenario: &args::Scenario, variants: &[String]) -> Result<(Self, Diagnostics), Refused> {
        let mut sources = Sources::new();
        let document = match load(&scenario.scenario, &mut sources) {
            Ok(document) => document,
            Err(LoadError::Invalid(found)) => {
                return Err(Refused::Findings(Box::new(sources), found));
            }
            Err(other) => {
                let failure = Failure::Scenario(format!("error: {other}\n"));
                return Err(Refused::Failure(failure));
            }
        };
        let names = chosen(&document, variants).map_err(Refused::Failure)?;
        let mut models = Vec::new();
        let mut findings = Vec::new();
        for name in names {
            match document.model(&name, &scenario.set, &mut sources) {
                Ok((model, warnings)) => {
                    models.push((name, model));
                    findings.push(warnings);
                }
                Err(found) => findings.push(found),
            }
        }
        let findings = merged(findings);
        if findings.has_errors() {
            return Err(Refused::Findings(Box::new(sources), findings));
        }
        let loaded = Self {
            document,
            sources,
            sets: scenario.set.clone(),
            limits: Limits {
                states: scenario.max_states,
            },
            models,
        };
        Ok((loaded, findings))
    }

    /// Where places of findings point into.
    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Adds a text of the command line that findings may point into.
    pub(super) fn add_source(&mut self, name: &str, text: &str) -> SourceId {
        self.sources.add(name, text)
    }

    /// Lets everybody who responds to expected payoffs do so with this precision.
    pub(super) fn set_precision(&mut self, precision: f64) {
        for (_, model) in &mut self.models {
            *model = model.clone().with_precision(precision);
        }
    }

    /// The same variant with numbers that may vary, and which they are; where such a scenario is unsound, only those that
    /// are uncertain anyway.
    pub(super) fn loosened(
        &self,
        variant: &Variant,
        precision: Option<f64>,
        console: &Console,
    ) -> Result<(Variant, Vec<Varied>), Failure> {
        let loose = self.document.loosened(&variant.name, &self.sets);
        let Loose { model, varied } =
            loose.map_err(|found| Failure::Scenario(shown(&self.sources, found.all(), console)))?;
        let model = match precision {
            Some(precision) => model.with_precision(precision),
            None => model,
        };
        if let Ok(loose) = Variant::new(&variant.name, model, &self.limits) {
            return Ok((loose, varied));
        }
        console
            .warn("only uncertain numbers are varied: with others, states come about in which the scenario is unsound");
        let place = |varied: Varied| {
            let same = |parameter: &Parameter| parameter.name == varied.key;
            let parameter = variant.model.parameters.iter().position(same)?;
            Some(Varied { parameter, ..varied })
        };
        let uncertain = varied.into_iter().filter_map(place).collect();
        Ok((variant.clone(), uncertain))
    }

    /// The scenario as written.
    pub(super) fn document(&self) -> &Document {
        &self.document
    }

    /// Whether all variants of the file were asked for.
    pub(super) fn whole(&self) -> bool {
        self.models.len() == self.document.variants().len()
    }

    /// Forgets all variants but the first.
    pub(super) fn keep_first(&mut self) {
        self.models.truncate(1);
    }

    /// Forgets all variants but these. All stay where none is named, and the only one of a file always does.
    pub(super) fn keep(&mut self, variants: &[String]) {
        if !variants.is_empty() && self.models.len() > 1 {
            self.models.retain(|(name, _)| variants.contains(name));
        }
    }

    /// The models, by variant.
    pub(super) fn models(&self) -> &[(String, Model)] {
        &self.models
    }

    /// The title of the scenario.
    pub(super) fn title(&self) -> &str {
        self.document.title()
    }

    /// The scenario as run.
    pub(super) fn resolved(&self) -> String {
        self.document.resolved_toml(&self.sets)
    }

    /// Explores every variant; what is wrong with the first that is unsound is told.
    pub(super) fn explore(&self, console: &Console) -> Result<Vec<Variant>, Failure> {
        let explored = self.explore_each(console);
        explored
            .map(|(name, explored)| explored.map_err(|error| self.unsound(name, &error, console)))
            .collect()
    }

    fn unsound(&self, variant: &str, error: &ExploreError, console: &Console) -> Failure {
        let text = shown(&self.sources, &error.diagnostics(), console);
        Failure::Scenario(format!("in variant `{variant}`:\n{text}"))
    }

    /// Explores the variants one by one.
    pub(super) fn explore_each<'l>(
        &'l self,
        console: &'l Console,
    ) -> impl Iterator<Item = (&'l str, Result<Variant, ExploreError>)> {
        self.models.iter().map(move |(name, model)| {
            console.detail(&format!("exploring `{name}`"));
            let variant = Variant::new(name, model.clone(), &self.limits);
            (name.as_str(), variant)
        })
    }
}

/// The name of a scenario: its file's without the ending.
pub(super) fn name_of(path: &Path) -> String {
    path.file_stem()
        .map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Findings as text for people, and where more is said about the first error.
pub(super) fn shown(sources: &Sources, found: &[Diagnostic], console: &Console) -> String {
    let mut text = render(sources, found, console.colour());
    text.push_str(&more(found).unwrap_or_default());
    text
}

/// Where more is said about the first error.
pub(super) fn more<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Option<String> {
    let first = found.into_iter().find(|finding| finding.severity == Severity::Error)?;
    let code = first.code.name();
    Some(format!("\nMore on this: pactum explain-error {code}\n"))
}

fn no_such_variant(name: &str, all: &[&str]) -> String {
    let meant =
        closest(name, all.iter().copied()).map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"));
    let all: Vec<String> = all.iter().map(|name| format!("`{name}`")).collect();
    format!(
        "there is no variant `{name}`{meant}\nthe scenario has {}",
        all.join(", ")
    )
}

/// The variants that are asked for, each once, in the order in which they are.
fn chosen(document: &Document, wanted: &[String]) -> Result<Vec<String>, Failure> {
    let all = document.variants();
    if wanted.is_empty() {
        return Ok(all.into_iter().map(str::to_owned).collect());
    }
    let mut chosen: Vec<String> = Vec::new();
    for name in wanted {
        if !all.contains(&name.as_str()) {
            return Err(Failure::Usage(no_such_variant(name, &all)));
        }
        if !chosen.contains(name) {
            chosen.push(name.clone());
        }
    }
    Ok(chosen)
}
