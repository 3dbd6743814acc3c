//! The layout of a state: types, bound or free, variables; their values at the start.

use crate::expression::evaluate::evaluate;
use crate::expression::{Binary, DomainId, Expected, Kind, Scope, Symbol, Tree};
use crate::scenario::ast::{self, Drawing, Form, Formula, Literal, Values};
use crate::scenario::lower::Builder;
use crate::scenario::lower::formulas::operation;
use crate::scenario::lower::read_access::{Reads, Use};
use crate::scenario::model::{Cell, Role, Start};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span, Spanned};

/// The most values that a variable may have.
const MOST_VALUES: i64 = 10_000;

impl Builder<'_> {
    /// Numbers all cells and lets their names stand for them; ranges and starts follow when parameters are known.
    pub(crate) fn outline_cells(&mut self) {
        let written = self.written;
        for (actor, declared) in written.actors.iter().enumerate() {
            self.outline_type(actor, declared);
        }
        for (commitment, declared) in written.commitments.iter().enumerate() {
            self.outline_commitment(commitment, declared);
        }
        for variable in &written.variables {
            self.outline_variable(variable);
        }
    }

    fn outline_type(&mut self, actor: usize, declared: &ast::Actor) {
        let name = &declared.name.value;
        if declared.types.is_empty() {
            let hint = format!("{} is an actor without types", quoted(name));
            self.names.explain(name.clone(), hint.clone());
            self.names.explain(format!("{name}.type"), hint);
            return;
        }
        let domain = self.names.domain(declared.types.iter().map(|(name, _)| &name.value));
        let mut seen = vec![false; self.written.actors.len()];
        seen[actor] = true;
        self.names.explain(
            name.clone(),
            format!("the type of the actor is {}", quoted(&format!("{name}.type"))),
        );
        let key = format!("{name}.type");
        self.outline(&key, &declared.name, Role::Type { actor }, Kind::Named(domain), seen);
    }

    fn outline_commitment(&mut self, commitment: usize, declared: &ast::Commitment) {
        let name = &declared.name.value;
        let key = format!("{name}.bound");
        if declared.drawn == Drawing::PerOccasion {
            let hint = format!(
                "{} is drawn on every occasion and binds nobody in between",
                quoted(name)
            );
            self.names.explain(key, hint);
            return;
        }
        self.names.explain(
            name.clone(),
            format!("whether the commitment binds is {}", quoted(&key)),
        );
        let mut seen = self.among_actors(&declared.seen_by);
        let Some(actor) = self.actor(&declared.actor) else {
            self.names.break_name(key);
            return;
        };
        seen[actor] = true;
        self.outline(
            &key,
            &declared.name,
            Role::Bound { commitment, actor },
            Kind::Truth,
            seen,
        );
    }

    fn outline_variable(&mut self, declared: &ast::Variable) {
        let kind = match &declared.values {
            Values::Named(values) => Kind::Named(self.names.domain(values.iter().map(|value| &value.value))),
            Values::Range(_) => Kind::Integer,
            Values::Truth => Kind::Truth,
        };
        let seen = match &declared.seen_by {
            None => vec![true; self.written.actors.len()],
            Some(actors) => self.among_actors(actors),
        };
        self.outline(&declared.name.value, &declared.name, Role::Variable, kind, seen);
    }

    fn outline(&mut self, key: &str, name: &Spanned<String>, role: Role, kind: Kind, seen: Vec<bool>) {
        let high = match kind {
            Kind::Named(domain) => i32::try_from(self.names.values(domain).len()).map_or(i32::MAX, |size| size - 1),
            _ => 1,
        };
        self.names.declare(key, Symbol::Cell(self.cells.len(), kind));
        self.cells.push(Cell {
            name: name.value.clone(),
            role,
            kind,
            low: 0,
            high,
            seen,
            start: Start::Sure(0),
            span: name.span,
        });
    }

    /// Gives every cell its range and its start.
    pub(crate) fn complete_cells(&mut self) {
        let written = self.written;
        let mut variables = written.variables.iter();
        for cell in 0..self.cells.len() {
            let start = match self.cells[cell].role {
                Role::Type { actor } => self.types_start(&written.actors[actor]),
                Role::Bound { commitment, actor } => self.bound_start(&written.commitments[commitment], actor),
                Role::Variable => variables.next().and_then(|variable| {
                    if let Values::Range(bounds) = &variable.values {
                        let (low, high) = self.range(bounds)?;
                        self.cells[cell].low = low;
                        self.cells[cell].high = high;
                    }
                    self.variable_start(cell, variable)
                }),
            };
            if let Some(start) = start {
                self.cells[cell].start = start;
            }
        }
    }

    fn types_start(&mut self, actor: &ast::Actor) -> Option<Start> {
        // Types without chances of their own get their start with the table that they stand in.
        let joint = |(_, formula): &(Spanned<String>, Formula)| matches!(formula.form, Form::Joint);
        if actor.types.iter().any(joint) {
            return None;
        }
        let chances = self.chances("the chance of a type", &actor.types)?;
        let span = actor.types.first().map_or(actor.name.span, |(name, _)| name.span);
        self.sum_to_one("the chances of the types", &chances, span);
        Some(Start::Drawn((0..).zip(chances).collect()))
    }

    /// Probabilities that read parameters only.
    pub(crate) fn chances(&mut self, what: &str, written: &[(Spanned<String>, Formula)]) -> Option<Vec<Tree>> {
        let usage = Use::number(what, Reads::Parameters);
        let chances: Vec<Option<Tree>> = written
            .iter()
            .map(|(_, formula)| self.probability(formula, &usage))
            .collect();
        chances.into_iter().collect()
    }

    fn bound_start(&mut self, commitment: &ast::Commitment, actor: usize) -> Option<Start> {
        let usage = Use::number("the credibility", Reads::TypeOf(actor));
        let bound = self.probability(&commitment.credibility, &usage)?;
        let free = operation(Binary::Subtract, Tree::Constant(1.0), bound.clone());
        Some(Start::Drawn(vec![(0, free), (1, bound)]))
    }

    fn range(&mut self, bounds: &[Formula; 2]) -> Option<(i32, i32)> {
        let [low, high] = [self.bound(&bounds[0]), self.bound(&bounds[1])];
        let (low, high) = (low?, high?);
        let between = Span {
            end: bounds[1].span.end,
            ..bounds[0].span
        };
        if low > high {
            let message = format!("the range is empty: {low} lies above {high}");
            let finding = Diagnostic::error(Code::EmptyRange, message).at(between, "");
            self.report(finding.help("the lower bound comes first"));
            return None;
        }
        if i64::from(high) - i64::from(low) >= MOST_VALUES {
            let message = format!("a range may hold at most {MOST_VALUES} values");
            let finding = Diagnostic::error(Code::HugeRange, message).at(between, "");
            self.report(finding.help("let one step stand for more: every value is a state of its own"));
            return None;
        }
        Some((low, high))
    }

    fn bound(&mut self, formula: &Formula) -> Option<i32> {
        let usage = Use::structure("a bound of a range", Reads::Parameters);
        let tree = self.formula(formula, Expected::Integer, &usage)?;
        let value = evaluate(&tree, &[], &[], 0);
        // Well inside of `i32`, so that differences of bounds are exact too.
        if value.abs() > 1e9 {
            self.report(
                Diagnostic::error(Code::HugeRange, "a bound of a range must lie within a milliard of 0")
                    .at(formula.span, ""),
            );
            return None;
        }
        Some(value as i32)
    }

    fn variable_start(&mut self, cell: usize, variable: &ast::Variable) -> Option<Start> {
        match &variable.start {
            ast::Start::Value(literal) => self.start_value(cell, literal).map(Start::Sure),
            ast::Start::Drawn(values, span) => {
                let mut options: Vec<i32> = Vec::new();
                for (name, _) in values {
                    let literal = Spanned::new(literal(&self.cells[cell].kind, &name.value), name.span);
                    options.extend(self.start_value(cell, &literal));
                }
                let chances = self.chances("the chance of a start", values)?;
                self.sum_to_one("the chances of the start", &chances, *span);
                Some(Start::Drawn(options.into_iter().zip(chances).collect()))
            }
        }
    }

    fn start_value(&mut self, cell: usize, literal: &Spanned<Literal>) -> Option<i32> {
        let Cell { kind, low, high, .. } = self.cells[cell];
        match (kind, &literal.value) {
            (Kind::Named(domain), Literal::Name(name)) => self.named_start(cell, domain, name, literal.span),
            (Kind::Truth, Literal::Truth(value)) => Some(i32::from(*value)),
            (Kind::Integer, Literal::Integer(value)) => {
                if let Some(value) = i32::try_from(*value).ok().filter(|value| (low..=high).contains(value)) {
                    return Some(value);
                }
                let message = format!("the start {value} lies outside of the range from {low} to {high}");
                let finding = Diagnostic::error(Code::StartOutside, message).at(literal.span, "");
                self.report(finding.at(self.cells[cell].span, "declared here"));
                None
            }
            (kind, _) => {
                let wanted = match kind {
                    Kind::Named(_) => "one of its values",
                    Kind::Truth => "true or false",
                    Kind::Integer | Kind::Number => "a whole number",
                };
                let name = quoted(&self.cells[cell].name);
                let message = format!("the start of {name} must be {wanted}");
                self.report(Diagnostic::error(Code::StartOutside, message).at(literal.span, ""));
                None
            }
        }
    }

    fn named_start(&mut self, cell: usize, domain: DomainId, name: &str, span: Span) -> Option<i32> {
        let values = self.names.values(domain).to_vec();
        let what = format!("a value of {}", quoted(&self.cells[cell].name));
        let value = self.value_of(&what, &Spanned::new(name.to_owned(), span), &values)?;
        i32::try_from(value).ok()
    }
}

/// The value that a key of a table of chances stands for.
fn literal(kind: &Kind, text: &str) -> Literal {
    match kind {
        Kind::Truth => text
            .parse()
            .map(Literal::Truth)
            .unwrap_or_else(|_| Literal::Name(text.to_owned())),
        Kind::Integer => text
            .parse()
            .map(Literal::Integer)
            .unwrap_or_else(|_| Literal::Name(text.to_owned())),
        Kind::Named(_) | Kind::Number => Literal::Name(text.to_owned()),
    }
}
