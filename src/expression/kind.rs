//! The kinds of values that expressions have.

/// A list of named values, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DomainId(pub usize);

/// The kind of value that an expression has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// True or false, represented as 1 or 0.
    Truth,
    /// A whole number; it is accepted wherever a number is.
    Integer,
    /// Any number.
    Number,
    /// One value of a list of named values, represented as its index in the list.
    Named(DomainId),
}

impl Kind {
    /// The list of a named value.
    pub(super) fn domain(self) -> Option<DomainId> {
        match self {
            Kind::Named(domain) => Some(domain),
            _ => None,
        }
    }

    /// The kind of the sum of two numbers of these kinds.
    pub(super) fn wider(self, other: Self) -> Self {
        match (self, other) {
            (Kind::Integer, Kind::Integer) => Kind::Integer,
            _ => Kind::Number,
        }
    }
}
