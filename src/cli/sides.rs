//! The sides of a comparison: variants of one file, or of several.

use std::path::{Path, PathBuf};

use super::args;
use super::console::Console;
use super::failure::Failure;
use super::scenario::{explore, load, name_of};
use crate::api::Scenario;
use crate::report::About;
use crate::scenario::{Convention, Labels};
use crate::source::wording::alternatives;
use crate::study::contrast::Alternative;
use crate::study::{StudyError, Variant};

/// The sides, by file.
pub(super) struct Sides {
    files: Vec<File>,
}

struct File {
    /// The name of the scenario.
    name: String,
    loaded: Scenario,
    /// What its sides are called.
    sides: Vec<String>,
}

impl Sides {
    /// Reads files with these variants, or all; refuses where there is nothing to compare.
    pub(super) fn load(
        paths: &[PathBuf],
        variants: &[String],
        (set, max_states): (&[String], usize),
        console: &Console,
    ) -> Result<Self, Failure> {
        let several = paths.len() > 1;
        let mut files: Vec<File> = Vec::new();
        for (number, path) in paths.iter().enumerate() {
            let scenario = args::Scenario {
                scenario: path.clone(),
                set: set.to_vec(),
                max_states,
            };
            let wanted = if several { &[] } else { variants };
            let mut loaded = load(&scenario, wanted, console)?;
            loaded.keep(variants);
            let file = several.then(|| file_name(paths, number));
            files.push(File {
                name: name_of(path),
                sides: called(file.as_deref(), &loaded),
                loaded,
            });
        }
        let sides = Self { files };
        sides.refuse(variants)?;
        Ok(sides)
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
                "there is nothing to compare `{only}` with\nname a second variant or a second file"
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

    /// The titles, with the files' names where there are several.
    pub(super) fn titles(&self) -> Vec<String> {
        let titled = |file: &File| format!("{}: {}", file.name, file.loaded.title());
        match &self.files[..] {
            [only] => vec![only.loaded.title().to_owned()],
            several => several.iter().map(titled).collect(),
        }
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

/// What a file is called among others: the name of its scenario, or the path where that is not enough, or its number.
fn file_name(paths: &[std::path::PathBuf], number: usize) -> String {
    let alone = |of: fn(&Path) -> String| {
        let name = of(&paths[number]);
        let same = paths.iter().filter(|path| of(path) == name).count();
        (same == 1).then_some(name)
    };
    alone(name_of)
        .or_else(|| alone(|path| path.display().to_string()))
        .unwrap_or_else(|| format!("{} ({})", name_of(&paths[number]), number + 1))
}

/// What the sides of a file are called: as the variants, after the file's name where there are several.
fn called(file: Option<&str>, loaded: &Scenario) -> Vec<String> {
    let variants = loaded.models.iter().map(|(name, _)| name);
    let several = loaded.document.variants().len() > 1;
    let name = |variant: &String| match file {
        None => variant.clone(),
        Some(file) if several => format!("{file}:{variant}"),
        Some(file) => file.to_owned(),
    };
    variants.map(name).collect()
}
