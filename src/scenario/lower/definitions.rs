//! Lowers definitions: named formulas, inlined where they are read, in order of dependence.

use std::collections::BTreeMap;

use crate::expression::Symbol;
use crate::scenario::ast::{Definition, Form};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::read_access::names_in;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// The most definitions of a circle that a message names.
const SHOWN: usize = 6;

/// The state of a definition in the depth-first search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Untouched,
    Open,
    Done,
}

impl Lowering<'_> {
    /// Declares every definition; definitions may use one another in any order.
    pub(crate) fn lower_definitions(&mut self) {
        let scenario = self.scenario;
        let definitions = &scenario.definitions;
        let names = definitions.iter().map(|known| known.name.value.as_str());
        let numbers: BTreeMap<&str, usize> = names.zip(0..).collect();
        let uses = definitions.iter().map(|known| uses(&numbers, known));
        let uses: Vec<Vec<usize>> = uses.collect();
        let mut progress = vec![Progress::Untouched; definitions.len()];
        for first in 0..definitions.len() {
            let mut open = vec![first];
            while let Some(&current) = open.last() {
                if progress[current] == Progress::Done {
                    open.pop();
                    continue;
                }
                progress[current] = Progress::Open;
                let next = |wanted: Progress| uses[current].iter().find(|&&used| progress[used] == wanted);
                if let Some(&first) = next(Progress::Open) {
                    self.circle(definitions, &open, first);
                    progress[current] = Progress::Done;
                } else if let Some(&next) = next(Progress::Untouched) {
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
            Some((tree, kind)) => self.symbols.declare(name.clone(), Symbol::Tree(tree, kind)),
            None => self.symbols.mark_broken(name.clone()),
        }
    }

    /// Reports that the definitions from `first` on lead back to it.
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
        let shown = circle.iter().take(SHOWN);
        let shown = shown.map(|&at| definitions[at].value.span);
        let finding = Diagnostic::error(Code::Circle, message);
        self.report(shown.fold(finding, |finding, span| finding.at(span, "")));
        for &at in circle {
            self.symbols.mark_broken(definitions[at].name.value.clone());
        }
    }
}

/// The definitions that a definition uses.
fn uses(numbers: &BTreeMap<&str, usize>, definition: &Definition) -> Vec<usize> {
    let Form::Expression { syntax, .. } = &definition.value.form else {
        return Vec::new();
    };
    let names = names_in(syntax).into_iter();
    let uses = names.filter_map(|(name, _)| numbers.get(name));
    uses.copied().collect()
}
