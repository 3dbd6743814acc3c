//! The sides of a comparison: variants of one file, or of several, each with every set of settings.

use super::args::{self, Sample};
use super::console::Console;
use super::failure::Failure;
use super::memory;
use super::scenario::{explore, read, shown};
use super::setting_sets::SettingSet;
use super::side_source::{SideSource, drawn};
use crate::api::Scenario;
use crate::report::About;
use crate::report::past_results::Drawn;
use crate::scenario::{Convention, Labels};
use crate::source::wording::alternatives;
use crate::study::contrast::Alternative;
use crate::study::{StudyError, Variant};

/// What is compared, as the command line names it.
pub(super) struct Asked<'a> {
    /// Scenario files, and results folders of runs.
    pub(super) sources: &'a [SideSource],
    /// The variants; all where none is named.
    pub(super) variants: &'a [String],
    /// Settings of every side.
    pub(super) set: &'a [String],
    /// Sets of settings; each file is compared with each.
    pub(super) with: &'a [SettingSet],
    /// The most states of a game.
    pub(super) max_states: usize,
}

/// The sides, by file and set of settings.
pub(super) struct Sides {
    files: Vec<File>,
    drawn: Drawn,
}

/// A file with one set of settings.
struct File {
    /// The name of the scenario.
    name: String,
    /// The title, with the file's name where there are several.
    title: String,
    loaded: Scenario,
    /// What its sides are called.
    sides: Vec<String>,
}

impl Sides {
    /// Reads what is compared; refuses where there is nothing to compare.
    pub(super) fn load(asked: &Asked<'_>, sample: &Sample, console: &Console) -> Result<Self, Failure> {
        let mut files: Vec<File> = Vec::new();
        let mut warned = Vec::new();
        for (number, source) in asked.sources.iter().enumerate() {
            let file = (asked.sources.len() > 1).then(|| file_name(asked.sources, number));
            for set in asked.with {
                let loaded = asked.load(source, set, console)?;
                warn_once(&loaded, &mut warned, console);
                let title = loaded.title();
                files.push(File {
                    name: source.name.clone(),
                    title: file
                        .as_ref()
                        .map_or_else(|| title.to_owned(), |_| format!("{}: {title}", source.name)),
                    sides: called(file.as_deref(), &loaded, set),
                    loaded,
                });
            }
        }
        let drawn = drawn(asked.sources, sample)?;
        let sides = Self { files, drawn };
        sides.refuse(asked.variants)?;
        Ok(sides)
    }

    /// The draws that are compared.
    pub(super) fn drawn(&self) -> Drawn {
        self.drawn
    }

    fn refuse(&self, variants: &[String]) -> Result<(), Failure> {
        for name in variants {
            let mut models = self.files.iter().flat_map(|file| &file.loaded.models);
            if !models.any(|(known, _)| known == name) {
                let files = self.files.iter();
                let all = files.flat_map(|file| file.loaded.document.variants());
                let all = alternatives(&all.collect::<Vec<_>>());
                let message = format!("no file has a variant `{name}`\nthere are {all}");
                return Err(Failure::Usage(message));
            }
        }
        for file in &self.files {
            if file.sides.is_empty() {
                let all = alternatives(&file.loaded.document.variants());
                let message = format!("`{}` has none of these variants; it has {all}", file.name);
                return Err(Failure::Usage(message));
            }
        }
        match self.names().collect::<Vec<_>>()[..] {
            [only] => Err(Failure::Usage(format!(
                "there is nothing to compare `{only}` with\nname a second variant, a second file, or settings with --with"
            ))),
            _ => Ok(()),
        }
    }

    /// What the sides are called.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let sides = self.files.iter().flat_map(|file| &file.sides);
        sides.map(String::as_str)
    }

    /// The scenarios as compared.
    pub(super) fn scenarios(&self) -> Vec<About> {
        let about = |file: &File| About {
            name: file.name.clone(),
            title: file.loaded.title().to_owned(),
            scenario: file.loaded.resolved(),
        };
        self.files.iter().map(about).collect()
    }

    /// The titles, each once.
    pub(super) fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = self.files.iter().map(|file| file.title.clone()).collect();
        titles.dedup();
        titles
    }

    /// The labels of all scenarios.
    pub(super) fn labels(&self) -> Labels {
        let each: Vec<Labels> = self.files.iter().map(|file| file.loaded.labels()).collect();
        Labels::of_all(&each)
    }

    /// Explores every side.
    pub(super) fn explore(&self, console: &Console) -> Result<Vec<Variant>, Failure> {
        let mut all = Vec::new();
        for file in &self.files {
            let explored = explore(&file.loaded, console)?;
            for (mut variant, name) in explored.into_iter().zip(&file.sides) {
                variant.name.clone_from(name);
                all.push(variant);
            }
        }
        Ok(all)
    }

    /// All sides under every change of a convention that some file may be asked about.
    pub(super) fn alternatives(&self, explored: &[Variant], console: &Console) -> Result<Vec<Alternative>, Failure> {
        let periods = explored.iter().map(|side| side.model.periods).max().unwrap_or_default();
        let mut conventions: Vec<Convention> = Vec::new();
        for convention in self.files.iter().flat_map(|file| file.loaded.document.conventions()) {
            if !conventions.contains(&convention) {
                conventions.push(convention);
            }
        }
        let mut all = Alternative::of_precisions(explored);
        for convention in &conventions {
            let (change, period) = Alternative::named(convention, periods);
            console.detail(&change);
            all.push(Alternative {
                change,
                period,
                sides: self.under(convention, console)?,
            });
        }
        Ok(all)
    }

    fn under(&self, convention: &Convention, console: &Console) -> Result<Result<Vec<Variant>, String>, Failure> {
        let mut sides = Vec::new();
        for file in &self.files {
            for ((variant, _), name) in file.loaded.models.iter().zip(&file.sides) {
                let changed = file.loaded.under(variant, convention);
                match changed.map_err(|error| console.failure(error))? {
                    Err(reason) => return Ok(Err(reason)),
                    Ok(mut changed) => {
                        changed.name.clone_from(name);
                        sides.push(changed);
                    }
                }
            }
        }
        Ok(Ok(sides))
    }

    /// The file that is to blame for an error.
    pub(super) fn blamed(&self, error: &StudyError) -> &Scenario {
        let at_fault = |file: &&File| match error {
            StudyError::Unsound(bad) => file.sides.contains(&bad.variant),
            _ => false,
        };
        let file = self.files.iter().find(at_fault).unwrap_or(&self.files[0]);
        &file.loaded
    }
}

impl Asked<'_> {
    /// Reads a file with a set of settings, and keeps the variants that are asked for.
    fn load(&self, source: &SideSource, set: &SettingSet, console: &Console) -> Result<Scenario, Failure> {
        let scenario = args::Scenario {
            scenario: source.file.clone(),
            set: set.over(self.set),
            max_states: self.max_states,
        };
        // Of several files, some may lack a variant that is named.
        let wanted = match self.sources {
            [_] if !self.variants.is_empty() => self.variants,
            _ => source.variants(),
        };
        let loaded = read(&scenario, wanted);
        let mut loaded = loaded.map_err(|error| console.failure(set.blamed(error)))?;
        loaded = loaded.within(memory::available());
        loaded.keep(self.variants);
        set.name_sources(&mut loaded.sources);
        Ok(loaded)
    }
}

/// Shows the warnings about a file that were not shown yet.
fn warn_once(loaded: &Scenario, warned: &mut Vec<String>, console: &Console) {
    for warning in loaded.warnings.all() {
        let text = shown(&loaded.sources, std::slice::from_ref(warning), console);
        if !console.quiet && !warned.contains(&text) {
            console.say(&text);
            warned.push(text);
        }
    }
}

/// What a file is called among others: the name of its scenario, or the path where that is not enough, or its number.
fn file_name(sources: &[SideSource], number: usize) -> String {
    let alone = |of: fn(&SideSource) -> String| {
        let name = of(&sources[number]);
        let same = sources.iter().filter(|source| of(source) == name).count();
        (same == 1).then_some(name)
    };
    alone(|source| source.name.clone())
        .or_else(|| alone(|source| source.given.display().to_string()))
        .unwrap_or_else(|| format!("{} ({})", sources[number].name, number + 1))
}

/// What the sides of a file are called: as the variants, after the file's name where there are several; then the
/// settings, which alone are enough for a single variant of a single file.
fn called(file: Option<&str>, loaded: &Scenario, set: &SettingSet) -> Vec<String> {
    let variants = loaded.models.iter().map(|(name, _)| name);
    let several = loaded.document.variants().len() > 1;
    let name = |variant: &String| match file {
        None => variant.clone(),
        Some(file) if several => format!("{file}:{variant}"),
        Some(file) => file.to_owned(),
    };
    let with = set.name();
    let named = |variant: &String| match (file, loaded.models.len()) {
        _ if with.is_empty() => name(variant),
        (None, 1) => with.clone(),
        _ => format!("{} {with}", name(variant)),
    };
    variants.map(named).collect()
}
