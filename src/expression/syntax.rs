//! The syntax of an expression: names are names, kinds are not yet known, and everything knows where it stands.

use super::tree::{Binary, Unary};
use crate::source::{SourceId, Span};

/// Where the characters of an expression's text stand in its source: the text of a TOML string may differ from what
/// is written, because of escapes.
#[derive(Clone, Debug)]
pub struct Place {
    source: SourceId,
    offsets: Offsets,
}

#[derive(Clone, Debug)]
enum Offsets {
    /// The text stands as it is, from this byte on.
    Verbatim { start: usize, length: usize },
    /// For each byte of the text, and one past the last, its byte in the source.
    Mapped(Vec<usize>),
}

impl Place {
    /// A text that stands in the source as it is, from this byte on.
    pub fn verbatim(source: SourceId, start: usize, length: usize) -> Self {
        Self {
            source,
            offsets: Offsets::Verbatim { start, length },
        }
    }

    /// A text of which every byte, and the end, has its own place.
    pub fn mapped(source: SourceId, offsets: Vec<usize>) -> Self {
        Self {
            source,
            offsets: Offsets::Mapped(offsets),
        }
    }

    /// The place in the source of a range of bytes of the text; what lies beyond the text counts as its end.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span {
            source: self.source,
            start: self.offset(start),
            end: self.offset(end),
        }
    }

    fn offset(&self, byte: usize) -> usize {
        match &self.offsets {
            Offsets::Verbatim { start, length } => start + byte.min(*length),
            Offsets::Mapped(offsets) => offsets.get(byte).or(offsets.last()).copied().unwrap_or(0),
        }
    }
}

/// An expression as written: names are names, kinds are not yet known.
#[derive(Clone, Debug, PartialEq)]
pub struct Syntax {
    /// Where it stands, without parentheses around it.
    pub span: Span,
    /// What it is.
    pub node: Node,
}

/// What an expression is at its outermost.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A number.
    Number {
        /// Its value, finite and not negative.
        value: f64,
        /// Whether it is written as a whole number: without a point and without an exponent.
        whole: bool,
    },
    /// `true` or `false`
    Truth(bool),
    /// A name, dotted or not: `period`, a variable, a parameter, a named value, …
    Name(String),
    /// `-a` or `not a`
    Unary(Unary, Box<Syntax>),
    /// `a + b`, `a == b`, `a and b`, …: the operation, the place of its sign, the operands.
    Binary(Binary, Span, Box<[Syntax; 2]>),
    /// `f(a, b, …)` with as many arguments as the function takes.
    Call(Function, Vec<Syntax>),
}

/// A function that expressions can call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `if(condition, then, else)`
    If,
    /// `clamp(x, low, high)`
    Clamp,
    /// `min(a, b, …)` or `max(a, b, …)`
    Extreme(Binary),
    /// A function of one number.
    One(Unary),
}

/// Every function under its name.
const FUNCTIONS: [(&str, Function); 11] = [
    ("if", Function::If),
    ("min", Function::Extreme(Binary::Minimum)),
    ("max", Function::Extreme(Binary::Maximum)),
    ("clamp", Function::Clamp),
    ("abs", Function::One(Unary::Absolute)),
    ("exp", Function::One(Unary::Exponential)),
    ("ln", Function::One(Unary::Logarithm)),
    ("sqrt", Function::One(Unary::SquareRoot)),
    ("logistic", Function::One(Unary::Logistic)),
    ("floor", Function::One(Unary::Floor)),
    ("ceil", Function::One(Unary::Ceiling)),
];

/// Words that mean something in an expression by themselves.
const WORDS: [&str; 6] = ["period", "true", "false", "and", "or", "not"];

impl Function {
    /// The function of that name.
    pub fn named(name: &str) -> Option<Self> {
        let (_, function) = FUNCTIONS.iter().find(|(known, _)| *known == name)?;
        Some(*function)
    }

    /// The names of all functions.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FUNCTIONS.iter().map(|(name, _)| *name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        FUNCTIONS
            .iter()
            .find(|(_, function)| *function == self)
            .map_or("?", |(name, _)| name)
    }

    /// The least number of arguments, and whether more are allowed.
    pub(super) fn arity(self) -> (usize, bool) {
        match self {
            Function::If | Function::Clamp => (3, false),
            Function::Extreme(_) => (2, true),
            Function::One(_) => (1, false),
        }
    }

    /// How a call is written.
    pub(super) fn usage(self) -> String {
        match self {
            Function::If => "if(condition, value_if_true, value_if_false)".to_owned(),
            Function::Clamp => "clamp(x, low, high)".to_owned(),
            Function::Extreme(_) => format!("{}(a, b, …)", self.name()),
            Function::One(_) => format!("{}(x)", self.name()),
        }
    }
}

/// Whether a name has a meaning in every expression, so that nothing else can be called so.
pub(crate) fn is_reserved(name: &str) -> bool {
    WORDS.contains(&name) || Function::named(name).is_some()
}

/// How an operation on two values is written.
pub(super) fn sign(operation: Binary) -> &'static str {
    match operation {
        Binary::Add => "+",
        Binary::Subtract => "-",
        Binary::Multiply => "*",
        Binary::Divide => "/",
        Binary::Power => "^",
        Binary::Equal => "==",
        Binary::NotEqual => "!=",
        Binary::Less => "<",
        Binary::LessOrEqual => "<=",
        Binary::Greater => ">",
        Binary::GreaterOrEqual => ">=",
        Binary::And => "and",
        Binary::Or => "or",
        Binary::Minimum => "min",
        Binary::Maximum => "max",
    }
}

/// Whether an operation compares.
pub(super) fn compares(operation: Binary) -> bool {
    matches!(
        operation,
        Binary::Equal
            | Binary::NotEqual
            | Binary::Less
            | Binary::LessOrEqual
            | Binary::Greater
            | Binary::GreaterOrEqual
    )
}
