//! The functions that expressions can call, by name.

use super::binary::Binary;
use super::unary::{FUNCTIONS, Unary};

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

/// The functions that take more than one value, by name.
const OF_SEVERAL: [(&str, Function); 4] = [
    ("if", Function::If),
    ("min", Function::Extreme(Binary::Minimum)),
    ("max", Function::Extreme(Binary::Maximum)),
    ("clamp", Function::Clamp),
];

/// Words that have a meaning in every expression.
const WORDS: [&str; 6] = ["period", "true", "false", "and", "or", "not"];

impl Function {
    /// The function of that name.
    pub fn named(name: &str) -> Option<Self> {
        let mut all = Self::all();
        all.find(|(known, _)| *known == name).map(|(_, function)| function)
    }

    /// The names of all functions.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        Self::all().map(|(name, _)| name)
    }

    fn all() -> impl Iterator<Item = (&'static str, Self)> {
        let of_one = FUNCTIONS.into_iter();
        OF_SEVERAL
            .into_iter()
            .chain(of_one.map(|(name, operation)| (name, Self::One(operation))))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Function::If => "if",
            Function::Clamp => "clamp",
            Function::Extreme(operation) => operation.sign(),
            Function::One(operation) => operation.written(),
        }
    }

    /// The least number of arguments, and whether more are allowed.
    pub(super) fn arity(self) -> (usize, bool) {
        match self {
            Function::If | Function::Clamp => (3, false),
            Function::Extreme(_) => (2, true),
            Function::One(_) => (1, false),
        }
    }

    /// The form of a call.
    pub(super) fn usage(self) -> String {
        match self {
            Function::If => "if(condition, value_if_true, value_if_false)".to_owned(),
            Function::Clamp => "clamp(x, low, high)".to_owned(),
            Function::Extreme(_) => format!("{}(a, b, …)", self.name()),
            Function::One(_) => format!("{}(x)", self.name()),
        }
    }
}

/// The names that have a meaning in every expression, so that nothing else can have them.
pub(crate) fn reserved_words() -> impl Iterator<Item = &'static str> {
    WORDS.into_iter().chain(Function::names())
}
