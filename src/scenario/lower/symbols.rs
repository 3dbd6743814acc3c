//! The names that expressions may use, and what they stand for.

use std::collections::{BTreeMap, BTreeSet};

use crate::expression::{DomainId, Scope, Symbol};
use crate::scenario::model::Domain;

/// Names and lists of named values.
#[derive(Debug, Default)]
pub(crate) struct Names {
    symbols: BTreeMap<String, Symbol>,
    /// Names that stand for something that is wrong, which has been said.
    broken: BTreeSet<String>,
    /// Names that are declared but are no values.
    hints: BTreeMap<String, String>,
    /// The lists of named values; lists with the same values in the same order are one.
    pub(crate) domains: Vec<Domain>,
}

impl Names {
    /// Lets a name stand for something.
    pub(crate) fn declare(&mut self, name: impl Into<String>, symbol: Symbol) {
        self.symbols.insert(name.into(), symbol);
    }

    /// Lets a name stand for nothing, without further findings about it.
    pub(crate) fn break_name(&mut self, name: impl Into<String>) {
        self.broken.insert(name.into());
    }

    /// Whether what the name stands for is wrong.
    pub(crate) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// Says why a declared name is no value.
    pub(crate) fn explain(&mut self, name: impl Into<String>, hint: String) {
        self.hints.insert(name.into(), hint);
    }

    /// The list of these values.
    pub(crate) fn domain<'v>(&mut self, values: impl Iterator<Item = &'v String>) -> DomainId {
        let values: Vec<String> = values.cloned().collect();
        let known = self.domains.iter().position(|domain| domain.values == values);
        DomainId(known.unwrap_or_else(|| {
            self.domains.push(Domain { values });
            self.domains.len() - 1
        }))
    }
}

impl Scope for Names {
    fn lookup(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.symbols.keys().cloned().collect()
    }

    fn values(&self, domain: DomainId) -> &[String] {
        &self.domains[domain.0].values
    }

    fn hint(&self, name: &str) -> Option<String> {
        self.hints.get(name).cloned()
    }
}
