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
        let of_several = OF_SEVERAL.iter().find(|(known, _)| *known == name);
        let of_one = FUNCTIONS.iter().find(|(known, _)| *known == name);
        of_several
            .map(|(_, function)| *function)
            .or_else(|| of_one.map(|(_, operation)| Self::One(*operation)))
    }

    /// The names of all functions.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        let of_several = OF_SEVERAL.iter().map(|(name, _)| *name);
        of_several.chain(FUNCTIONS.iter().map(|(name, _)| *name))
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
