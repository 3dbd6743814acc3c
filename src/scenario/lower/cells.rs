//! Lays out the cells of a state: types, bound-or-free of commitments, variables; and their initial values.

use crate::expression::evaluate::evaluate;
use crate::expression::{Binary, Kind, Scope, Symbol, Tree};
use crate::scenario::ast::{self, Drawing, Form, Formula, Formulas, Literal, Name, Values};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::formulas::operation;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{Cell, Role, Start};
use crate::source::wording::quoted;
use crate::source::{Code, Span, Spanned};

/// The most values that a variable may have.
const MOST_VALUES: i64 = 10_000;

impl Lowering<'_> {
    /// Declares all cells; ranges and initial values follow when parameters are known.
    pub(crate) fn outline_cells(&mut self) {
        let scenario = self.scenario;
        for (actor, declared) in scenario.actors.iter().enumerate() {
            self.outline_type(actor, declared);
        }
        for (commitment, declared) in scenario.commitments.iter().enumerate() {
            self.outline_commitment(commitment, declared);
        }
        for variable in &scenario.variables {
            self.outline_variable(variable);
        }
    }

    fn outline_type(&mut self, actor: usize, declared: &ast::Actor) {
        let name = &declared.name.value;
        if self.is_group(actor) {
            return self.outline_group(actor, declared);
        }
        if declared.types.is_empty() {
            let hint = format!("{} is an actor without types", quoted(name));
            self.symbols.add_hint(name.clone(), hint.clone());
            self.symbols.add_hint(format!("{name}.type"), hint);
            return;
        }
        let domain = self.symbols.domain(declared.type_names());
        let mut seen = vec![false; self.scenario.actors.len()];
        seen[actor] = true;
        let key = format!("{name}.type");
        let hint = format!("the type of the actor is {}", quoted(&key));
        self.symbols.add_hint(name.clone(), hint);
        let (role, kind) = (Role::Type { actor }, Kind::Named(domain));
        self.outline(&key, &declared.name, role, kind, seen);
    }

    fn outline_commitment(&mut self, commitment: usize, declared: &ast::Commitment) {
        let name = &declared.name.value;
        let key = format!("{name}.bound");
        if declared.drawn == Drawing::PerOccasion {
            let name = quoted(name);
            let hint = format!("{name} is drawn on every occasion and binds nobody in between");
            self.symbols.add_hint(key, hint);
            return;
        }
        let Some(actor) = self.actor(&declared.actor) else {
            self.symbols.mark_broken(key);
            return;
        };
        if self.is_group(actor) {
            let hint = format!(
                "{} binds each member by its own draw, which nothing reads",
                quoted(name)
            );
            self.symbols.add_hint(key, hint);
            return;
        }
        let hint = format!("whether the commitment binds is {}", quoted(&key));
        self.symbols.add_hint(name.clone(), hint);
        let mut seen = self.among_actors(&declared.seen_by);
        seen[actor] = true;
        let role = Role::Bound { commitment, actor };
        self.outline(&key, &declared.name, role, Kind::Truth, seen);
    }

    fn outline_variable(&mut self, declared: &ast::Variable) {
        let kind = match &declared.values {
            Values::Named(values) => {
                let values = values.iter().map(|value| &value.value);
                Kind::Named(self.symbols.domain(values))
            }
            Values::Range(_) => Kind::Integer,
            Values::Truth => Kind::Truth,
        };
        let seen = match &declared.seen_by {
            None => vec![true; self.scenario.actors.len()],
            Some(actors) => self.among_actors(actors),
        };
        let name = &declared.name;
        self.outline(&name.value, name, Role::Variable, kind, seen);
    }

    fn outline(&mut self, key: &str, name: &Name, role: Role, kind: Kind, seen: Vec<bool>) {
        let values = match kind {
            Kind::Named(domain) => self.symbols.values(domain).len(),
            _ => 2,
        };
        self.symbols.declare(key, Symbol::Cell(self.cells.len(), kind));
        self.add_cell(name, role, kind, values, seen);
    }

    /// Adds a cell with so many values, which no name reads yet.
    pub(crate) fn add_cell(&mut self, name: &Name, role: Role, kind: Kind, values: usize, seen: Vec<bool>) {
        let high = i32::try_from(values).map_or(i32::MAX, |size| size - 1);
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

    /// Sets the range and the initial value of every cell.
    pub(crate) fn complete_cells(&mut self) {
        let scenario = self.scenario;
        let mut variables = scenario.variables.iter();
        for cell in 0..self.cells.len() {
            let start = match self.cells[cell].role {
                Role::Type { actor } if self.is_group(actor) => self.group_start(actor, cell),
                Role::Type { actor } => self.types_start(&scenario.actors[actor]),
                Role::Bound { commitment, actor } => self.bound_start(&scenario.commitments[commitment], actor),
                Role::Variable => variables.next().and_then(|variable| {
                    if let Values::Range(bounds) = &variable.values {
                        let (low, high) = self.range(bounds)?;
                        self.cells[cell].low = low;
                        self.cells[cell].high = high;
                        self.symbols.note_range(cell, low, high);
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
        // Types without chances of their own get their start with their table of joint types.
        if actor.has_joint_types() {
            return None;
        }
        let chances = self.type_chances(actor)?;
        Some(Start::Drawn((0..).zip(chances).collect()))
    }

    /// The chances of an actor's types.
    pub(crate) fn type_chances(&mut self, actor: &ast::Actor) -> Option<Vec<Tree>> {
        if actor.types.is_empty() {
            return Some(Vec::new());
        }
        let number = self
            .scenario
            .actors
            .iter()
            .position(|known| known.name.value == actor.name.value);
        let reads = match number.filter(|_| !actor.alike.is_empty()) {
            Some(number) => Access::MoodOf(number),
            None => Access::Parameters,
        };
        let context = Context::number("the chance of a type", reads);
        let chances = self.chances_in(&context, formulas(&actor.types))?;
        let first = actor.types.first().map(|(name, _)| name.span);
        let span = first.unwrap_or(actor.name.span);
        self.sum_to_one("the chances of the types", &chances, span);
        Some(chances)
    }

    /// Probabilities that read parameters only.
    pub(crate) fn chances<'f, F>(&mut self, what: &str, formulas: F) -> Option<Vec<Tree>>
    where
        F: Iterator<Item = &'f Formula>,
    {
        self.chances_in(&Context::number(what, Access::Parameters), formulas)
    }

    fn chances_in<'f, F>(&mut self, context: &Context, formulas: F) -> Option<Vec<Tree>>
    where
        F: Iterator<Item = &'f Formula>,
    {
        // All of them are lowered before one that failed ends the function, so that every error is reported.
        let chances = formulas.map(|formula| self.probability(formula, context));
        let chances: Vec<Option<Tree>> = chances.collect();
        chances.into_iter().collect()
    }

    fn bound_start(&mut self, commitment: &ast::Commitment, actor: usize) -> Option<Start> {
        let context = Context::number("the credibility", Access::TypeOf(actor));
        let bound = self.probability(&commitment.credibility, &context)?;
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
            let finding = Code::EmptyRange.at(between, message);
            return self.fail(finding.help("the lower bound comes first"));
        }
        if i64::from(high) - i64::from(low) >= MOST_VALUES {
            let message = format!("a range may hold at most {MOST_VALUES} values");
            let finding = Code::HugeRange.at(between, message);
            let help = "let one step stand for more: every value is a state of its own";
            return self.fail(finding.help(help));
        }
        Some((low, high))
    }

    fn bound(&mut self, formula: &Formula) -> Option<i32> {
        let value = match formula.form {
            Form::Integer(whole) => whole as f64,
            _ => {
                let context = Context::structure("a bound of a range", Access::Parameters);
                let tree = self.formula(formula, Kind::Integer, &context)?;
                // What has no value was reported where it stands.
                evaluate(&tree, &[], &[], None).ok().flatten()?
            }
        };
        // Well inside of `i32`, so that differences of bounds are exact too.
        if value.abs() > 1e9 {
            let message = "a bound of a range must lie within a milliard of 0";
            let finding = Code::HugeRange.at(formula.span, message);
            let help = format!("a range may hold at most {MOST_VALUES} values: let one step stand for more");
            return self.fail(finding.help(help));
        }
        Some(value as i32)
    }

    fn variable_start(&mut self, cell: usize, variable: &ast::Variable) -> Option<Start> {
        match &variable.start {
            ast::Start::Value(literal) => self.start_value(cell, literal).map(Start::Sure),
            ast::Start::Drawn(values, span) => {
                let mut options: Vec<i32> = Vec::new();
                for (name, _) in values {
                    let value = literal(&self.cells[cell].kind, &name.value);
                    let literal = Spanned::new(value, name.span);
                    options.extend(self.start_value(cell, &literal));
                }
                let chances = self.chances("the chance of a start", formulas(values))?;
                self.sum_to_one("the chances of the start", &chances, *span);
                Some(Start::Drawn(options.into_iter().zip(chances).collect()))
            }
        }
    }

    fn start_value(&mut self, cell: usize, literal: &Spanned<Literal>) -> Option<i32> {
        let (kind, name) = (self.cells[cell].kind, quoted(&self.cells[cell].name));
        match (kind, &literal.value) {
            (Kind::Named(domain), Literal::Name(value)) => {
                let values = self.symbols.values(domain).to_vec();
                let what = format!("a value of {name}");
                let value = Name::new(value.clone(), literal.span);
                let value = self.position(Code::UnknownValue, &what, &value, &values)?;
                i32::try_from(value).ok()
            }
            (Kind::Truth, Literal::Truth(value)) => Some(i32::from(*value)),
            (Kind::Integer, Literal::Integer(value)) => {
                let Cell { low, high, .. } = self.cells[cell];
                let value = *value;
                if i64::from(low) <= value && value <= i64::from(high) {
                    return i32::try_from(value).ok();
                }
                let message = format!("the start {value} lies outside of the range from {low} to {high}");
                let finding = Code::StartOutside.at(literal.span, message);
                self.fail(finding.at(self.cells[cell].span, "declared here"))
            }
            (kind, _) => {
                let wanted = match kind {
                    Kind::Named(_) => "one of its values",
                    Kind::Truth => "true or false",
                    Kind::Integer | Kind::Number => "a whole number",
                };
                let message = format!("the start of {name} must be {wanted}");
                self.fail(Code::StartOutside.at(literal.span, message))
            }
        }
    }
}

fn formulas(named: &Formulas) -> impl Iterator<Item = &Formula> {
    named.iter().map(|(_, formula)| formula)
}

/// A key of a table of chances as a value of this kind; as a name where it cannot be one.
fn literal(kind: &Kind, text: &str) -> Literal {
    let literal = match kind {
        Kind::Truth => text.parse().ok().map(Literal::Truth),
        Kind::Integer => text.parse().ok().map(Literal::Integer),
        Kind::Named(_) | Kind::Number => None,
    };
    literal.unwrap_or_else(|| Literal::Name(text.to_owned()))
}
