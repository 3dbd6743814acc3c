//! From the command line to explored variants, with everything that is wrong on the way told.

use std::path::Path;

use super::args;
use super::console::Console;
use super::failure::Failure;
use crate::explore::Limits;
use crate::scenario::{Document, LoadError, Model, load, merged};
use crate::source::{Diagnostics, Sources, render};
use crate::study::Variant;

/// A scenario that was read, and the models of the variants that are asked for.
pub(super) struct Loaded {
    document: Document,
    sources: Sources,
    sets: Vec<String>,
    limits: Limits,
    models: Vec<(String, Model)>,
}

impl Loaded {
    /// Reads a scenario and builds the models of the variants, all of them if none is named.
    pub(super) fn new(
        scenario: &args::Scenario,
        variants: &[String],
        console: &Console,
    ) -> Result<Self, Failure> {
        let mut sources = Sources::new();
        let document = load(&scenario.scenario, &mut sources).map_err(|error| match error {
            LoadError::Invalid(found) => Failure::Scenario(shown(&sources, &found, console)),
            other => Failure::Scenario(format!("error: {other}\n")),
        })?;
        let names = chosen(&document, variants)?;
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
            return Err(Failure::Scenario(shown(&sources, &findings, console)));
        }
        if !findings.all().is_empty() && !console.quiet() {
            console.say(&shown(&sources, &findings, console));
        }
        Ok(Self {
            document,
            sources,
            sets: scenario.set.clone(),
            limits: Limits {
                states: scenario.max_states,
            },
            models,
        })
    }

    /// Forgets all variants but the first.
    pub(super) fn keep_first(&mut self) {
        self.models.truncate(1);
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

    /// Explores every variant; the first that is unsound is told.
    pub(super) fn explore(&self, console: &Console) -> Result<Vec<Variant>, Failure> {
        let explored = self.models.iter().map(|(name, model)| {
            console.detail(&format!("exploring `{name}`"));
            Variant::new(name, model.clone(), &self.limits).map_err(|error| {
                let mut found = Diagnostics::new();
                found.extend(error.diagnostics());
                let text = shown(&self.sources, &found, console);
                Failure::Scenario(format!("in variant `{name}`:\n{text}"))
            })
        });
        explored.collect()
    }
}

/// The name of a scenario: its file's without the ending.
pub(super) fn name_of(path: &Path) -> String {
    path.file_stem().map_or_else(
        || "scenario".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    )
}

fn shown(sources: &Sources, found: &Diagnostics, console: &Console) -> String {
    render(sources, found.all(), console.colour())
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
            return Err(Failure::Usage(format!(
                "there is no variant `{name}`; the scenario has {}",
                all.iter()
                    .map(|name| format!("`{name}`"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )));
        }
        if !chosen.contains(name) {
            chosen.push(name.clone());
        }
    }
    Ok(chosen)
}
