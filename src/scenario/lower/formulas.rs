//! Formulas: from what is written to a typed tree that reads only what it may.

use crate::expression::evaluate::binary;
use crate::expression::{Binary, DomainId, Expected, Kind, Scope, Tree, check, infer};
use crate::scenario::ast::{Form, Formula};
use crate::scenario::lower::Builder;
use crate::scenario::lower::read_access::{Use, names_in};
use crate::scenario::suggestion::list;
use crate::scenario::unparse::rounded;
use crate::source::{Code, Diagnostic, Span};

/// How far a sum of probabilities may be from 1.
const TOLERANCE: f64 = 1e-9;

/// Beyond this a whole number is not held exactly.
const EXACT: i64 = 1 << 53;

impl Builder<'_> {
    /// The tree of a formula of the kind that its place wants.
    pub(crate) fn formula(&mut self, formula: &Formula, expected: Expected, usage: &Use) -> Option<Tree> {
        let tree = match &formula.form {
            Form::Expression { syntax, .. } => {
                if self.reads_broken(formula) {
                    return None;
                }
                match check(syntax, &self.names, expected) {
                    Ok(tree) => tree,
                    Err(findings) => {
                        self.report_all(findings);
                        return None;
                    }
                }
            }
            Form::Share { part, among, set } => self.share_tree(part, among, set, usage)?,
            _ => self.literal(formula, expected, usage)?,
        };
        self.check_reads(formula, &tree, usage).then_some(tree)
    }

    /// The tree of a formula that gives a number.
    pub(crate) fn number(&mut self, formula: &Formula, usage: &Use) -> Option<Tree> {
        self.formula(formula, Expected::Number, usage)
    }

    /// The tree of a condition; none where it is left out.
    pub(crate) fn condition(&mut self, formula: Option<&Formula>, usage: &Use) -> Option<Tree> {
        formula.and_then(|formula| self.formula(formula, Expected::Truth, usage))
    }

    /// The tree of a formula that gives a probability.
    pub(crate) fn probability(&mut self, formula: &Formula, usage: &Use) -> Option<Tree> {
        let tree = self.number(formula, usage)?;
        if let Tree::Constant(value) = tree
            && !(0.0..=1.0).contains(&value)
        {
            let message = format!("{} must lie between 0 and 1, not at {value}", usage.what);
            let finding = Diagnostic::error(Code::NotAProbability, message).at(formula.span, "");
            self.report(if value > 1.0 && value <= 100.0 {
                finding.help(format!("{value} per cent are written {}", value / 100.0))
            } else {
                finding
            });
            return None;
        }
        Some(tree)
    }

    /// Notes probabilities that are constants and do not sum to 1.
    pub(crate) fn sum_to_one(&mut self, what: &str, chances: &[Tree], span: Span) {
        let Some(sum) = constant_sum(chances) else {
            return;
        };
        let off = sum - 1.0;
        if off.abs() > TOLERANCE {
            let message = format!("{what} must sum to 1, not to {}", rounded(sum));
            let which = if off < 0.0 { "is missing" } else { "is too much" };
            let help = format!("{} {which}", rounded(off.abs()));
            self.report(Diagnostic::error(Code::SumNotOne, message).at(span, "").help(help));
        }
    }

    /// The tree of a formula and its kind, whichever that is.
    pub(crate) fn any_kind(&mut self, formula: &Formula) -> Option<(Tree, Kind)> {
        match &formula.form {
            Form::Integer(value) => Some((Tree::Constant(*value as f64), Kind::Integer)),
            Form::Number(value) => Some((Tree::Constant(*value), Kind::Number)),
            Form::Truth(value) => Some((Tree::Constant(f64::from(*value)), Kind::Truth)),
            Form::Expression { syntax, .. } => {
                if self.reads_broken(formula) {
                    return None;
                }
                match infer(syntax, &self.names) {
                    Ok(typed) => Some(typed),
                    Err(findings) => {
                        self.report_all(findings);
                        None
                    }
                }
            }
            Form::Share { .. } | Form::Joint | Form::Broken => None,
        }
    }

    /// The tree of a formula that gives truth (counted as 1 or 0) or a number.
    pub(crate) fn truth_or_number(&mut self, formula: &Formula, usage: &Use) -> Option<Tree> {
        let (tree, kind) = self.any_kind(formula)?;
        if let Kind::Named(domain) = kind {
            let values = list(self.names.values(domain).iter().map(String::as_str));
            let message = format!("{} must be a number or truth, not a named value", usage.what);
            let finding = Diagnostic::error(Code::KindMismatch, message).at(formula.span, format!("one of {values}"));
            self.report(finding.help("compare it with a value to get truth, which counts as 1 or 0"));
            return None;
        }
        self.check_reads(formula, &tree, usage).then_some(tree)
    }

    /// Whether a formula rests on something that is wrong, which has been said.
    fn reads_broken(&self, formula: &Formula) -> bool {
        match &formula.form {
            Form::Expression { syntax, .. } => names_in(syntax).iter().any(|(name, _)| self.names.is_broken(name)),
            _ => false,
        }
    }

    fn report_all(&mut self, findings: Vec<Diagnostic>) {
        for finding in findings {
            self.report(finding);
        }
    }

    fn literal(&mut self, formula: &Formula, expected: Expected, usage: &Use) -> Option<Tree> {
        let (found, value) = match formula.form {
            Form::Integer(value) => ("a whole number", value as f64),
            Form::Number(value) => ("a number", value),
            Form::Truth(value) => ("a truth value", f64::from(value)),
            _ => return None,
        };
        let fits = match (&formula.form, expected) {
            (Form::Integer(value), Expected::Integer) => value.abs() <= EXACT,
            (Form::Integer(_) | Form::Number(_), Expected::Number) => true,
            (Form::Truth(_), Expected::Truth) => true,
            _ => false,
        };
        if fits {
            return Some(Tree::Constant(value + 0.0));
        }
        let wanted = match expected {
            Expected::Truth => "truth".to_owned(),
            Expected::Integer => "a whole number".to_owned(),
            Expected::Number => "a number".to_owned(),
            Expected::Named(domain) => self.one_of(domain),
        };
        let message = format!("{} must be {wanted}, not {found}", usage.what);
        let finding = Diagnostic::error(Code::KindMismatch, message).at(formula.span, "");
        self.report(match expected {
            Expected::Truth => finding.help("a truth is written `true` or `false`"),
            Expected::Integer => finding.help("`floor(x)` and `ceil(x)` give whole numbers"),
            _ => finding,
        });
        None
    }

    fn one_of(&self, domain: DomainId) -> String {
        format!("one of {}", list(self.names.values(domain).iter().map(String::as_str)))
    }

    /// The prior that is left for one type when others were set.
    fn share_tree(&mut self, part: &Formula, among: &[Formula], set: &[Formula], usage: &Use) -> Option<Tree> {
        let part_tree = self.number(part, usage)?;
        let sum = |builder: &mut Self, parts: &[Formula]| -> Option<Tree> {
            let mut sum: Option<Tree> = None;
            for part in parts {
                let tree = builder.number(part, usage)?;
                sum = Some(match sum {
                    None => tree,
                    Some(sum) => operation(Binary::Add, sum, tree),
                });
            }
            sum
        };
        let among_tree = sum(self, among)?;
        let set_tree = sum(self, set)?;
        let left = match set_tree {
            Tree::Constant(sum) => Tree::Constant(rest(sum)),
            _ => operation(Binary::Subtract, Tree::Constant(1.0), set_tree),
        };
        if among.len() == 1 {
            return Some(left);
        }
        if among_tree == Tree::Constant(0.0) {
            if left == Tree::Constant(0.0) {
                return Some(Tree::Constant(0.0));
            }
            let finding = Diagnostic::error(
                Code::CannotRescale,
                "the priors that were not set are all 0, so that they cannot be rescaled",
            );
            let mut finding = finding.at(part.span, "0");
            for set in set {
                finding = finding.at(set.span, "set here");
            }
            self.report(finding.help("set all priors of the actor"));
            return None;
        }
        let share = operation(Binary::Divide, part_tree, among_tree);
        Some(operation(Binary::Multiply, share, left))
    }
}

/// The share of one number in what others leave of 1; see [`Form::Share`]. The arithmetic is that of the tree.
pub(crate) fn share(part: f64, among: &[f64], set: &[f64]) -> f64 {
    let sum = |parts: &[f64]| parts.iter().copied().reduce(|a, b| a + b).unwrap_or(0.0);
    if among.len() == 1 {
        return rest(sum(set));
    }
    let among = sum(among);
    if among == 0.0 {
        0.0
    } else {
        part / among * rest(sum(set))
    }
}

/// What a sum of probabilities leaves of 1; nothing where only rounding is left.
pub(crate) fn rest(sum: f64) -> f64 {
    let rest = 1.0 - sum;
    if rest.abs() <= TOLERANCE { 0.0 } else { rest }
}

/// An operation on two trees; on constants, its result.
pub(crate) fn operation(operation: Binary, left: Tree, right: Tree) -> Tree {
    match (&left, &right) {
        (Tree::Constant(a), Tree::Constant(b)) => Tree::Constant(binary(operation, *a, *b)),
        _ => Tree::Binary(operation, Box::new([left, right])),
    }
}

/// The sum of trees that are all constants.
pub(crate) fn constant_sum(trees: &[Tree]) -> Option<f64> {
    trees.iter().try_fold(0.0, |sum, tree| match tree {
        Tree::Constant(value) => Some(sum + value),
        _ => None,
    })
}
