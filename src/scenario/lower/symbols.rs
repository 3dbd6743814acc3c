//! The symbol table: names that expressions may use, and what they refer to.

use std::collections::{BTreeMap, BTreeSet};

use crate::expression::interval::Interval;
use crate::expression::{DomainId, Kind, Scope, Symbol};

/// Symbols by name, and lists of named values.
#[derive(Debug, Default)]
pub(crate) struct SymbolTable {
    symbols: BTreeMap<String, Symbol>,
    /// Names whose declaration has an error that is reported already.
    broken: BTreeSet<String>,
    /// For names that are declared but are no values, a remark.
    hints: BTreeMap<String, String>,
    /// The ranges of cells with whole numbers.
    ranges: BTreeMap<usize, Interval>,
    /// The lists of named values; lists with the same values in the same order are one.
    pub(crate) domains: Vec<Vec<String>>,
}

impl SymbolTable {
    /// Declares a symbol.
    pub(crate) fn declare(&mut self, name: impl Into<String>, symbol: Symbol) {
        self.symbols.insert(name.into(), symbol);
    }

    /// Notes the range of a cell with whole numbers.
    pub(crate) fn note_range(&mut self, cell: usize, low: i32, high: i32) {
        self.ranges.insert(cell, Interval::new(f64::from(low), f64::from(high)));
    }

    /// Marks a name as broken, so that formulas that read it are not reported too.
    pub(crate) fn mark_broken(&mut self, name: impl Into<String>) {
        self.broken.insert(name.into());
    }

    /// Whether the declaration of a name has an error.
    pub(crate) fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// Says why a declared name is no value.
    pub(crate) fn add_hint(&mut self, name: impl Into<String>, hint: String) {
        self.hints.insert(name.into(), hint);
    }

    /// The cell of an actor's type and the list of its types.
    pub(crate) fn type_cell(&self, actor: &str) -> Option<(usize, DomainId)> {
        self.named_cell(&format!("{actor}.type"))
    }

    /// The cell of this name with named values, and the list of those.
    pub(crate) fn named_cell(&self, name: &str) -> Option<(usize, DomainId)> {
        match self.symbols.get(name)? {
            Symbol::Cell(cell, Kind::Named(domain)) => Some((*cell, *domain)),
            _ => None,
        }
    }

    /// The list of these values.
    pub(crate) fn domain<'v>(&mut self, values: impl Iterator<Item = &'v String>) -> DomainId {
        let values: Vec<String> = values.cloned().collect();
        let mut known = self.domains.iter();
        let known = known.position(|domain| *domain == values);
        DomainId(known.unwrap_or_else(|| {
            self.domains.push(values);
            self.domains.len() - 1
        }))
    }
}

impl Scope for SymbolTable {
    fn lookup(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.symbols.keys().cloned().collect()
    }

    fn values(&self, domain: DomainId) -> &[String] {
        &self.domains[domain.0]
    }

    fn bounds(&self, cell: usize) -> Interval {
        self.ranges.get(&cell).copied().unwrap_or(Interval::ANYTHING)
    }

    fn hint(&self, name: &str) -> Option<String> {
        self.hints.get(name).cloned()
    }
}
