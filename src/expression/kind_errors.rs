//! Diagnostics for operands of the wrong kind.

use super::binary::Binary;
use super::kind::{DomainId, Kind};
use super::scope::Scope;
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
        Some(kind) => {
            let kind = described(scope, kind);
            let message = format!("{written} needs numbers, but here are two of the kind {kind}");
            let found = Code::MixedKinds.at(left_span, message).at(right_span, "");
            Some(found.help("only numbers have an order; `==` and `!=` compare all kinds"))
        }
        None => {
            let found = mixed(scope, sides, |first, second| {
                format!("{written} cannot compare {first} with {second}")
            });
            let help = "a truth is written `true` or `false`, and needs no comparison: `x`, `not x`";
            let truth = left == Kind::Truth || right == Kind::Truth;
            Some(if truth { found.help(help) } else { found })
        }
    }
}

/// An error of two operands whose kinds do not go together.
fn mixed(scope: &dyn Scope, sides: [Side; 2], message: impl Fn(&str, &str) -> String) -> Diagnostic {
    let [first, second] = sides.map(|(_, kind)| described(scope, kind));
    Diagnostic::error(Code::MixedKinds, message(&first, &second))
        .at(sides[1].0, format!("this is {second}"))
        .at(sides[0].0, format!("this is {first}"))
}

/// What to say of `if` with branches of these kinds.
pub(super) fn uneven_branches(scope: &dyn Scope, sides: [Side; 2]) -> Diagnostic {
    let found = mixed(scope, sides, |first, second| {
        format!("`if` gives {first} in one case and {second} in the other")
    });
    found.help("both cases must be of one kind")
}

/// What to say of something that ought to be a truth.
pub(super) fn no_truth(scope: &dyn Scope, kind: Kind, span: Span, who: &str) -> Diagnostic {
    let described = described(scope, kind);
    let message = format!("{who} needs a truth (true or false), but this is {described}");
    Code::KindMismatch.at(span, message).help(to_truth(scope, kind))
}

/// How a value of this kind becomes a truth.
fn to_truth(scope: &dyn Scope, kind: Kind) -> String {
    let comparison = match kind {
        Kind::Named(domain) => match scope.values(domain).first() {
            Some(value) => format!("== {value}"),
            None => return "compare it".to_owned(),
        },
        _ => "> 0".to_owned(),
    };
    format!("compare it, for instance with {}", quoted(&comparison))
}

/// What to say of something that ought to be a number.
pub(super) fn no_number(scope: &dyn Scope, kind: Kind, span: Span, who: &str) -> Diagnostic {
    let described = described(scope, kind);
    let message = format!("{who} needs a number, but this is {described}");
    Code::KindMismatch.at(span, message).help(to_number(kind))
}

/// How a value of this kind becomes a number.
fn to_number(kind: Kind) -> &'static str {
    match kind {
        Kind::Truth => "`if(condition, 1, 0)` counts a truth as 1 or 0",
        _ => "`if(name == value, 1, 0)` gives each named value a number",
    }
}

/// What is wrong with a whole expression of this kind where another is expected, if anything is.
pub(super) fn misfit(scope: &dyn Scope, span: Span, tree: &Tree, kind: Kind, expected: Kind) -> Option<Diagnostic> {
    if common(scope, expected, kind) == Some(expected) {
        return None;
    }
    let (wanted, found) = (described(scope, expected), described(scope, kind));
    let message = format!("{wanted} is wanted here, but this is {found}");
    let finding = Code::KindMismatch.at(span, message);
    Some(match (expected, kind) {
        (Kind::Truth, _) => finding.help(to_truth(scope, kind)),
        (Kind::Integer, Kind::Number) => finding.help(to_whole(tree)),
        (Kind::Integer | Kind::Number, _) => finding.help(to_number(kind)),
        (Kind::Named(_), _) => finding,
    })
}

/// How a number becomes a whole one.
fn to_whole(tree: &Tree) -> String {
    match tree {
        Tree::Constant(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("write `{value}`"),
        _ => "`floor(x)` and `ceil(x)` give whole numbers; `/` and `^` never do".to_owned(),
    }
}
