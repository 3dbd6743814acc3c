//! The syntax of an expression: names are names, kinds are not yet known, and everything knows where it stands.

use super::binary::Binary;
use super::function::Function;
use super::unary::Unary;
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
        let offsets = Offsets::Verbatim { start, length };
        Self { source, offsets }
    }

    /// A text of which every byte, and the end, has its own place.
    pub fn mapped(source: SourceId, offsets: Vec<usize>) -> Self {
        let offsets = Offsets::Mapped(offsets);
        Self { source, offsets }
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
