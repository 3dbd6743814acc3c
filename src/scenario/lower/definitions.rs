//! Definitions: named formulas, put in wherever their names stand.

use std::collections::BTreeMap;

use crate::expression::Symbol;
use crate::scenario::ast::{Definition, Form};
use crate::scenario::lower::Builder;
use crate::scenario::lower::read_access::names_in;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// The most definitions of a circle that a message names.
const SHOWN: usize = 6;

/// How far the work on a definition is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Untouched,
    Open,
    Done,
}

impl Builder<'_> {
    /// Lets the name of every definition stand for its tree; definitions may use one another in any order.
    pub(crate) fn build_definitions(&mut self) {
        let written = self.written;
        let definitions = &written.definitions;
        let numbers: BTreeMap<&str, usize> = definitions
            .iter()
            .enumerate()
            .map(|(at, definition)| (definition.name.value.as_str(), at))
            .collect();
        let uses: Vec<Vec<usize>> = definitions
            .iter()
            .map(|definition| uses(&numbers, definition))
            .collect();
        let mut progress = vec![Progress::Untouched; definitions.len()];
        for first in 0..definitions.len() {
            let mut open = vec![first];
            while let Some(&current) = open.last() {
                if progress[current] == Progress::Done {
                    open.pop();
                    continue;
                }
                progress[current] = Progress::Open;
                if let Some(&next) = uses[current].iter().find(|&&used| progress[used] == Progress::Open) {
                    self.circle(definitions, &open, next);
                    progress[current] = Progress::Done;
                } else if let Some(&next) = uses[current]
                    .iter()
                    .find(|&&used| progress[used] == Progress::Untouched)
                {
                    open.push(next);
                } else {
                    self.define(&definitions[current]);
                    progress[current] = Progress::Done;
                }
            }
        }
    }

    fn define(&mut self, definition: &Definition) {
        let name = &definition.name.value;
        match self.any_kind(&definition.value) {
            Some((tree, kind)) => self.names.declare(name.clone(), Symbol::Tree(tree, kind)),
            None => self.names.break_name(name.clone()),
        }
    }

    /// Notes that the definitions from `first` on lead back to it.
    fn circle(&mut self, definitions: &[Definition], open: &[usize], first: usize) {
        let start = open.iter().position(|&at| at == first).unwrap_or(0);
        let circle = &open[start..];
        let name = |at: usize| quoted(&definitions[at].name.value);
        let mut chain: Vec<String> = circle.iter().take(SHOWN).map(|&at| name(at)).collect();
        if circle.len() > SHOWN {
            chain.push(format!("… ({} more)", circle.len() - SHOWN));
        }
        chain.push(name(first));
        let message = format!("definitions go round in a circle: {}", chain.join(" uses "));
        let mut finding = Diagnostic::error(Code::Circle, message);
        for &at in circle.iter().take(SHOWN) {
            finding = finding.at(definitions[at].value.span, "");
        }
        self.report(finding);
        for &at in &open[start..] {
            self.names.break_name(definitions[at].name.value.clone());
        }
    }
}

/// The definitions that a definition uses.
fn uses(numbers: &BTreeMap<&str, usize>, definition: &Definition) -> Vec<usize> {
    let Form::Expression { syntax, .. } = &definition.value.form else {
        return Vec::new();
    };
    names_in(syntax)
        .into_iter()
        .filter_map(|(name, _)| numbers.get(name).copied())
        .collect()
}
