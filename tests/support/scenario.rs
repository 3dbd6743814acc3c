//! Scenarios without errors, from a file or a text to the checked model.

use std::path::Path;

use pactum::unstable::scenario::{Document, LoadError, Model, load, read};
use pactum::unstable::source::{Diagnostics, Sources, render};

use super::files::project;

/// A document with the texts that its diagnostics point into.
pub(crate) struct Scenario {
    pub(crate) document: Document,
    pub(crate) sources: Sources,
}

impl Scenario {
    /// Reads a file, by its path below the folder of the project.
    #[track_caller]
    pub(crate) fn load(path: impl AsRef<Path>) -> Self {
        let path = project("").join(path);
        let mut sources = Sources::new();
        match load(&path, &mut sources) {
            Ok(document) => Self { document, sources },
            Err(LoadError::Invalid(found)) => panic!("{}", shown(&found, &sources)),
            Err(error) => panic!("{}: {error}", path.display()),
        }
    }

    /// Reads a text.
    #[track_caller]
    pub(crate) fn read(text: &str) -> Self {
        let mut sources = Sources::new();
        match read(text, "test.toml", &mut sources) {
            Ok(document) => Self { document, sources },
            Err(found) => panic!("{}", shown(&found, &sources)),
        }
    }

    /// The model of a variant with some `KEY=VALUE` set.
    #[track_caller]
    pub(crate) fn model(&mut self, variant: &str, sets: &[impl AsRef<str>]) -> Model {
        let sets: Vec<String> = sets.iter().map(|set| set.as_ref().to_owned()).collect();
        match self.document.model(variant, &sets, &mut self.sources) {
            Ok((model, _)) => model,
            Err(found) => panic!("{}", shown(&found, &self.sources)),
        }
    }

    /// The name and the model of each variant.
    #[track_caller]
    pub(crate) fn models(&mut self) -> Vec<(String, Model)> {
        let names = self.document.variants().into_iter().map(str::to_owned);
        let names: Vec<String> = names.collect();
        let model = |name: String| {
            let model = self.model(&name, &[""; 0]);
            (name, model)
        };
        names.into_iter().map(model).collect()
    }
}

fn shown(found: &Diagnostics, sources: &Sources) -> String {
    render(sources, found.all(), false)
}
