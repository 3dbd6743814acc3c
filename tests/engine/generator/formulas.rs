//! Random formulas over the names that may be read where they are used.

use super::number_source::NumberSource;

/// Something that a formula may read.
#[derive(Clone, Debug)]
pub(super) struct Atom {
    pub(super) name: String,
    pub(super) kind: Kind,
}

/// The values that something takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Truth,
    Named(Vec<&'static str>),
    Range(i32, i32),
}

/// Amounts that depend on a parameter, with the largest size that each can have.
pub(super) const STAKES: [(&str, f64); 3] = [("stake", 2.0), ("fee", 0.5), ("0.25 * stake", 0.5)];

/// A condition. With `period` it may also ask what period it is.
pub(super) fn condition(numbers: &mut NumberSource<'_>, view: &[Atom], period: bool, depth: usize) -> String {
    let shapes = if depth == 0 { 2 } else { 5 };
    match numbers.below(shapes) {
        0 => basic(numbers, view, period),
        1 => format!("not ({})", basic(numbers, view, period)),
        2 => join(numbers, view, period, depth, "and"),
        3 => join(numbers, view, period, depth, "or"),
        _ if period => format!("period {} {}", numbers.one(&[">=", "<", "=="]), 1 + numbers.below(3)),
        _ => basic(numbers, view, period),
    }
}

fn join(numbers: &mut NumberSource<'_>, view: &[Atom], period: bool, depth: usize, word: &str) -> String {
    let a = condition(numbers, view, period, depth - 1);
    let b = condition(numbers, view, period, depth - 1);
    format!("({a}) {word} ({b})")
}

fn basic(numbers: &mut NumberSource<'_>, view: &[Atom], period: bool) -> String {
    if view.is_empty() {
        return if period {
            format!("period <= {}", 1 + numbers.below(3))
        } else {
            "true".into()
        };
    }
    let atom = numbers.one(view);
    let name = &atom.name;
    match &atom.kind {
        Kind::Truth => name.clone(),
        Kind::Named(values) => format!("{name} {} {}", numbers.one(&["==", "!="]), numbers.one(values)),
        Kind::Range(low, high) => {
            let value =
                low + i32::try_from(numbers.below(usize::try_from(high - low).expect("a range") + 1)).expect("small");
            format!("{name} {} {value}", numbers.one(&["==", "<", ">=", "!="]))
        }
    }
}

/// A number that may be paid, and the largest size that it can have.
pub(super) fn amount(numbers: &mut NumberSource<'_>, view: &[Atom], depth: usize) -> (String, f64) {
    match numbers.below(if depth == 0 { 3 } else { 11 }) {
        0 => plain(numbers),
        1 => {
            let (text, size) = numbers.one(&STAKES);
            (format!("-{text}"), *size)
        }
        2 => number_atom(numbers, view),
        3..=7 => {
            let when = condition(numbers, view, true, 1);
            let ((a, x), (b, y)) = (amount(numbers, view, depth - 1), amount(numbers, view, depth - 1));
            (format!("if({when}, {a}, {b})"), larger(x, y))
        }
        8 => {
            let ((a, x), (b, y)) = (amount(numbers, view, depth - 1), amount(numbers, view, depth - 1));
            (format!("({a}) - ({b})"), x + y)
        }
        9 => {
            let ((a, x), (b, y)) = (amount(numbers, view, depth - 1), amount(numbers, view, depth - 1));
            (format!("{}({a}, {b})", numbers.one(&["min", "max"])), larger(x, y))
        }
        _ => {
            let (a, x) = amount(numbers, view, depth - 1);
            let shape = numbers.one(&["abs(A)", "2 * logistic(A) - 1", "exp(-abs(A))", "A / (1 + abs(A))"]);
            (shape.replace('A', &format!("({a})")), larger(x, 1.0))
        }
    }
}

fn plain(numbers: &mut NumberSource<'_>) -> (String, f64) {
    let (text, size) = numbers.one(&[
        ("1", 1.0),
        ("-1", 1.0),
        ("2", 2.0),
        ("-0.5", 0.5),
        ("1.5", 1.5),
        ("stake", 2.0),
    ]);
    ((*text).into(), *size)
}

fn number_atom(numbers: &mut NumberSource<'_>, view: &[Atom]) -> (String, f64) {
    let readable: Vec<(&str, i32)> = view
        .iter()
        .filter_map(|atom| match atom.kind {
            Kind::Range(low, high) => Some((atom.name.as_str(), low.abs().max(high.abs()))),
            Kind::Truth | Kind::Named(_) => None,
        })
        .collect();
    if readable.is_empty() {
        return plain(numbers);
    }
    let (name, size) = numbers.one(&readable);
    ((*name).into(), f64::from(*size))
}

fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// A chance of one half at most. `odds` is a parameter that depends on something, where there is one.
pub(super) fn half(numbers: &mut NumberSource<'_>, view: &[Atom], odds: Option<&str>, depth: usize) -> String {
    match numbers.below(if depth == 0 { 4 } else { 7 }) {
        0 | 1 => (*numbers.one(&["0.5", "0.25", "0.3", "0"])).into(),
        2 => "likely".into(),
        3 => "seldom".into(),
        4 => odds.unwrap_or("likely").into(),
        5 => format!("0.5 * ({})", half(numbers, view, odds, depth - 1)),
        _ => {
            let when = condition(numbers, view, true, 0);
            let (a, b) = (
                half(numbers, view, odds, depth - 1),
                half(numbers, view, odds, depth - 1),
            );
            format!("if({when}, {a}, {b})")
        }
    }
}

/// A chance of any size that parameters alone decide.
pub(super) fn chance(numbers: &mut NumberSource<'_>) -> &'static str {
    numbers.one::<&str>(&[
        "0.5",
        "0.25",
        "0.75",
        "likely",
        "1 - likely",
        "seldom",
        "1 - seldom",
        "fate.one",
        "1",
        "0",
    ])
}

/// Probabilities of this many options, which sum to one.
pub(super) fn shares(numbers: &mut NumberSource<'_>, options: usize) -> Vec<&'static str> {
    let lists: &[&[&str]] = match options {
        1 => &[&["1"]],
        2 => &[
            &["0.5", "0.5"],
            &["0.25", "0.75"],
            &["1 - likely", "likely"],
            &["1 - seldom", "seldom"],
            &["fate.one + fate.two", "fate.three"],
            &["1", "0"],
            &["0", "1"],
        ],
        _ => &[
            &["0.5", "0.25", "0.25"],
            &["0.25", "0.75", "0"],
            &["0.5", "likely", "0.5 - likely"],
            &["0.75", "0.25 - seldom", "seldom"],
            &["0", "1 - likely", "likely"],
            &["fate.one", "fate.two", "fate.three"],
            &["0", "0", "1"],
        ],
    };
    numbers.one(lists).to_vec()
}

/// A new value for a variable, computed from what may be read.
pub(super) fn assignment(numbers: &mut NumberSource<'_>, target: &Atom, view: &[Atom]) -> String {
    let name = &target.name;
    match &target.kind {
        Kind::Truth => match numbers.below(4) {
            0 => "true".into(),
            1 => "false".into(),
            2 => format!("'not {name}'"),
            _ => format!("'{}'", condition(numbers, view, false, 1)),
        },
        Kind::Named(values) => match numbers.below(4) {
            0..=2 => format!("\"{}\"", numbers.one(values)),
            _ => {
                let when = condition(numbers, view, true, 0);
                format!("'if({when}, {}, {})'", numbers.one(values), numbers.one(values))
            }
        },
        Kind::Range(low, high) => match numbers.below(5) {
            0 => format!("'min({name} + 1, {high})'"),
            1 => format!("'max({name} - 1, {low})'"),
            2 => high.to_string(),
            3 => format!("'if({}, {low}, {name})'", condition(numbers, view, true, 0)),
            _ => format!("'clamp(2 * {name} - 1, {low}, {high})'"),
        },
    }
}
