//! Writes values of the syntax tree as text.

use crate::numeric::decimal::shortest;
use crate::scenario::ast::{Form, Formula, Formulas, Literal, Start};
use crate::scenario::probability_sum::rescaled_share;

/// A formula as its author would write it.
pub(crate) fn formula(formula: &Formula) -> String {
    match &formula.form {
        Form::Integer(value) => value.to_string(),
        Form::Number(value) => shortest(*value),
        Form::Truth(value) => value.to_string(),
        Form::Expression { text, .. } => text.clone(),
        Form::Share { part, among, set } => constant(formula).map_or_else(|| shared(part, among, set), shortest),
        Form::Joint | Form::Broken => String::new(),
    }
}

/// The value of a formula that reads no names.
pub(crate) fn constant(formula: &Formula) -> Option<f64> {
    let all = |formulas: &[Formula]| formulas.iter().map(constant).collect::<Option<Vec<f64>>>();
    match &formula.form {
        Form::Integer(value) => Some(*value as f64),
        Form::Number(value) => Some(*value),
        // A single one takes all that is left.
        Form::Share { among, set, .. } if among.len() == 1 => Some(rescaled_share(1.0, &[1.0], &all(set)?)),
        Form::Share { part, among, set } => Some(rescaled_share(constant(part)?, &all(among)?, &all(set)?)),
        _ => None,
    }
}

/// The expression of a share, with operations in the order of [`crate::scenario::build`].
fn shared(part: &Formula, among: &[Formula], set: &[Formula]) -> String {
    let sum = |formulas: &[Formula]| {
        let parts: Vec<String> = formulas.iter().map(|part| format!("({})", formula(part))).collect();
        parts.join(" + ")
    };
    let numbers: Option<Vec<f64>> = set.iter().map(constant).collect();
    let left = match numbers {
        Some(numbers) => shortest(rescaled_share(1.0, &[1.0], &numbers)),
        None => format!("(1 - ({}))", sum(set)),
    };
    if among.len() == 1 {
        return left;
    }
    format!("({}) / ({}) * {left}", formula(part), sum(among))
}

/// The start of a variable, in TOML's way where it is a table.
pub(crate) fn start(start: &Start) -> String {
    match start {
        Start::Value(literal) => self::literal(&literal.value),
        Start::Drawn(chances, _) => table(chances),
    }
}

/// A value.
pub(crate) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Name(name) => name.clone(),
        Literal::Integer(value) => value.to_string(),
        Literal::Truth(value) => value.to_string(),
    }
}

fn table(formulas: &Formulas) -> String {
    let entries: Vec<String> = formulas
        .iter()
        .map(|(name, formula)| match formula.form {
            Form::Expression { .. } => format!("{} = \"{}\"", name.value, self::formula(formula)),
            _ => format!("{} = {}", name.value, self::formula(formula)),
        })
        .collect();
    format!("{{ {} }}", entries.join(", "))
}
