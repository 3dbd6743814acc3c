//! Diagnostics for operands of the wrong kind.

use super::binary::Binary;
use super::kind::{DomainId, Kind};
use super::scope::{Expected, Scope};
use super::tree::Tree;
use crate::source::wording::{alternatives, quoted};
use crate::source::{Code, Diagnostic, Span};

/// An operand's place and kind.
type Side = (Span, Kind);

/// A kind in the words of users.
fn described(scope: &dyn Scope, kind: Kind) -> String {
    match kind {
        Kind::Truth => "a truth (true or false)".to_owned(),
        Kind::Integer => "a whole number".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::Named(domain) => format!("a named value ({})", alternatives(scope.values(domain))),
    }
}

/// The kind that values of either kind have, if they have one in common.
pub(super) fn common(scope: &dyn Scope, left: Kind, right: Kind) -> Option<Kind> {
    match (left, right) {
        (Kind::Truth, Kind::Truth) => Some(Kind::Truth),
        (Kind::Named(a), Kind::Named(b)) => same_list(scope, a, b).then_some(left),
        (Kind::Integer | Kind::Number, Kind::Integer | Kind::Number) => Some(left.wider(right)),
        _ => None,
    }
}

/// Lists with the same values in the same order are one list to their users, wherever they were declared.
fn same_list(scope: &dyn Scope, left: DomainId, right: DomainId) -> bool {
    left == right || scope.values(left) == scope.values(right)
}

/// What is wrong with a comparison of these two, if anything is.
pub(super) fn incomparable(scope: &dyn Scope, operation: Binary, sides: [Side; 2]) -> Option<Diagnostic> {
    let [(left_span, left), (right_span, right)] = sides;
    let written = quoted(operation.sign());
    let equality = matches!(operation, Binary::Equal | Binary::NotEqual);
    match common(scope, left, right) {
        Some(Kind::Integer | Kind::Number) => None,
        Some(_) if equality => None,
        Some(kind) => Some(
            Code::MixedKinds
                .at(
                    left_span,
                    format!(
                        "{written} needs numbers, but here are two of the kind {}",
                        described(scope, kind)
                    ),
                )
                .at(right_span, "")
                .help("only numbers have an order; `==` and `!=` compare all kinds"),
        ),
        None => {
            let (first, second) = (described(scope, left), described(scope, right));
            let found = Diagnostic::error(
                Code::MixedKinds,
                format!("{written} cannot compare {first} with {second}"),
            )
            .at(right_span, format!("this is {second}"))
            .at(left_span, format!("this is {first}"));
            Some(match (left, right) {
                (Kind::Truth, _) | (_, Kind::Truth) => {
                    found.help("a truth is written `true` or `false`, and needs no comparison: `x`, `not x`")
                }
                _ => found,
            })
        }
    }
}

/// What to say of `if` with branches of these kinds.
pub(super) fn uneven_branches(scope: &dyn Scope, sides: [Side; 2]) -> Diagnostic {
    let [(then_span, then), (otherwise_span, otherwise)] = sides;
    let (first, second) = (described(scope, then), described(scope, otherwise));
    Diagnostic::error(
        Code::MixedKinds,
        format!("`if` gives {first} in one case and {second} in the other"),
    )
    .at(otherwise_span, format!("this is {second}"))
    .at(then_span, format!("this is {first}"))
    .help("both cases must be of one kind")
}

/// What to say of something that ought to be a truth.
pub(super) fn no_truth(scope: &dyn Scope, kind: Kind, span: Span, who: &str) -> Diagnostic {
    let described = described(scope, kind);
    let found = Code::KindMismatch.at(
        span,
        format!("{who} needs a truth (true or false), but this is {described}"),
    );
    found.help(to_truth(scope, kind))
}

/// How a value of this kind becomes a truth.
fn to_truth(scope: &dyn Scope, kind: Kind) -> String {
    match kind {
        Kind::Named(domain) => match scope.values(domain).first() {
            Some(value) => format!("compare it, for instance with {}", quoted(&format!("== {value}"))),
            None => "compare it".to_owned(),
        },
        _ => "compare it, for instance with `> 0`".to_owned(),
    }
}

/// What to say of something that ought to be a number.
pub(super) fn no_number(scope: &dyn Scope, kind: Kind, span: Span, who: &str) -> Diagnostic {
    Code::KindMismatch
        .at(
            span,
            format!("{who} needs a number, but this is {}", described(scope, kind)),
        )
        .help(to_number(kind))
}

/// How a value of this kind becomes a number.
fn to_number(kind: Kind) -> &'static str {
    match kind {
        Kind::Truth => "`if(condition, 1, 0)` counts a truth as 1 or 0",
        _ => "`if(name == value, 1, 0)` gives each named value a number",
    }
}

/// What is wrong with a whole expression of this kind where another is expected, if anything is.
pub(super) fn misfit(scope: &dyn Scope, span: Span, tree: &Tree, kind: Kind, expected: Expected) -> Option<Diagnostic> {
    let (wanted, help) = match (expected, kind) {
        (Expected::Truth, Kind::Truth)
        | (Expected::Integer, Kind::Integer)
        | (Expected::Number, Kind::Integer | Kind::Number) => return None,
        (Expected::Named(wanted), Kind::Named(found)) if same_list(scope, wanted, found) => {
            return None;
        }
        (Expected::Truth, _) => (Kind::Truth, Some(to_truth(scope, kind))),
        (Expected::Integer, Kind::Number) => (Kind::Integer, Some(to_whole(tree))),
        (Expected::Integer, _) => (Kind::Integer, Some(to_number(kind).to_owned())),
        (Expected::Number, _) => (Kind::Number, Some(to_number(kind).to_owned())),
        (Expected::Named(domain), _) => (Kind::Named(domain), None),
    };
    let (wanted, found) = (described(scope, wanted), described(scope, kind));
    let finding = Code::KindMismatch.at(span, format!("{wanted} is wanted here, but this is {found}"));
    Some(match help {
        Some(help) => finding.help(help),
        None => finding,
    })
}

/// How a number becomes a whole one.
fn to_whole(tree: &Tree) -> String {
    match tree {
        Tree::Constant(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
            format!("write `{value}`")
        }
        _ => "`floor(x)` and `ceil(x)` give whole numbers; `/` and `^` never do".to_owned(),
    }
}
