//! Lowers formulas to typed trees, and checks what they may read.

use crate::expression::{Binary, DomainId, Kind, Scope, Syntax, Tree, check, infer};
use crate::numeric::decimal::{outside, rounded};
use crate::numeric::precision::{MAX_EXACT_INTEGER, PROBABILITY_TOLERANCE};
use crate::scenario::ast::{Form, Formula};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::read_access::{Context, names_in};
use crate::scenario::model::Structural;
use crate::scenario::probability_sum::remainder;
use crate::scenario::suggestion::list;
use crate::source::{Code, Diagnostic, Span};

const LARGEST_INTEGER: u64 = MAX_EXACT_INTEGER as u64;

impl Lowering<'_> {
    /// The tree of a formula of the expected kind.
    pub(crate) fn formula(&mut self, formula: &Formula, expected: Kind, context: &Context) -> Option<Tree> {
        let tree = match &formula.form {
            Form::Expression { syntax, .. } => {
                if self.reads_broken(syntax) {
                    return None;
                }
                let tree = check(syntax, &self.symbols, expected);
                self.checked(tree)?
            }
            Form::Share { part, among, set } => self.share_tree(part, among, set, context)?,
            _ => self.literal(formula, expected, context)?,
        };
        self.may_read(formula, &tree, context).then_some(tree)
    }

    /// The tree of a formula that gives a number.
    pub(crate) fn number(&mut self, formula: &Formula, context: &Context) -> Option<Tree> {
        self.formula(formula, Kind::Number, context)
    }

    /// A condition; `None` where it is left out or has an error.
    pub(crate) fn condition(&mut self, when: Option<&Formula>, context: &Context) -> Option<Structural> {
        when.and_then(|formula| self.structural(formula, Kind::Truth, context))
    }

    /// A formula of the expected kind that decides which states can occur.
    pub(crate) fn structural(&mut self, formula: &Formula, expected: Kind, context: &Context) -> Option<Structural> {
        let tree = self.formula(formula, expected, context)?;
        let span = formula.span;
        Some(Structural { tree, span })
    }

    /// The tree of a formula that gives a probability.
    pub(crate) fn probability(&mut self, formula: &Formula, context: &Context) -> Option<Tree> {
        let tree = self.number(formula, context)?;
        if let Tree::Constant(value) = tree
            && !(0.0..=1.0).contains(&value)
        {
            let message = format!(
                "{} must lie between 0 and 1, not at {}",
                context.what,
                outside(value, 0.0, 1.0)
            );
            let finding = Code::NotAProbability.at(formula.span, message);
            return self.fail(if value > 1.0 && value <= 100.0 {
                finding.help(format!(
                    "{} per cent are written {}",
                    rounded(value),
                    rounded(value / 100.0)
                ))
            } else {
                finding
            });
        }
        Some(tree)
    }

    /// Reports probabilities that are constants and do not sum to 1.
    pub(crate) fn sum_to_one(&mut self, what: &str, chances: &[Tree], span: Span) {
        let Some(sum) = constant_sum(chances) else {
            return;
        };
        let off = sum - 1.0;
        if off.abs() > PROBABILITY_TOLERANCE {
            let message = format!("{what} must sum to 1, not to {}", rounded(sum));
            let which = if off < 0.0 { "missing" } else { "too much" };
            let help = format!("{} is {which}", rounded(off.abs()));
            let finding = Diagnostic::error(Code::SumNotOne, message);
            self.report(finding.at(span, "").help(help));
        }
    }

    /// The tree of a formula of any kind, and the kind.
    pub(crate) fn any_kind(&mut self, formula: &Formula) -> Option<(Tree, Kind)> {
        match &formula.form {
            Form::Integer(value) => Some((Tree::Constant(*value as f64), Kind::Integer)),
            Form::Number(value) => Some((Tree::Constant(*value), Kind::Number)),
            Form::Truth(value) => Some((Tree::Constant(f64::from(*value)), Kind::Truth)),
            Form::Expression { syntax, .. } => {
                if self.reads_broken(syntax) {
                    return None;
                }
                let typed = infer(syntax, &self.symbols);
                self.checked(typed)
            }
            Form::Share { .. } | Form::Joint | Form::Broken => None,
        }
    }

    /// The tree of a formula that gives truth (counted as 1 or 0) or a number.
    pub(crate) fn truth_or_number(&mut self, formula: &Formula, context: &Context) -> Option<Tree> {
        let (tree, kind) = self.any_kind(formula)?;
        if let Kind::Named(domain) = kind {
            let what = &context.what;
            let message = format!("{what} must be a number or truth, not a named value");
            let finding = Diagnostic::error(Code::KindMismatch, message);
            let help = "compare it with a value to get truth, which counts as 1 or 0";
            return self.fail(finding.at(formula.span, self.one_of(domain)).help(help));
        }
        self.may_read(formula, &tree, context).then_some(tree)
    }

    /// Whether an expression reads a name whose declaration has an error, which is reported already.
    fn reads_broken(&self, syntax: &Syntax) -> bool {
        let mut names = names_in(syntax).into_iter();
        names.any(|(name, _)| self.symbols.is_broken(name))
    }

    fn checked<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        let report = |findings| Vec::into_iter(findings).for_each(|finding| self.report(finding));
        result.map_err(report).ok()
    }

    fn literal(&mut self, formula: &Formula, expected: Kind, context: &Context) -> Option<Tree> {
        let (found, value) = match formula.form {
            Form::Integer(value) => (value.to_string(), value as f64),
            Form::Number(value) => (rounded(value), value),
            Form::Truth(value) => (format!("`{value}`"), f64::from(value)),
            _ => return None,
        };
        let fits = match (&formula.form, expected) {
            (Form::Integer(whole), Kind::Integer) => whole.unsigned_abs() <= LARGEST_INTEGER,
            (Form::Integer(_) | Form::Number(_), Kind::Number) => true,
            (Form::Truth(_), Kind::Truth) => true,
            _ => false,
        };
        if fits {
            return Some(Tree::Constant(value + 0.0));
        }
        if let (Form::Integer(_), Kind::Integer) = (&formula.form, expected) {
            let message = format!("{} is too large to be held exactly", context.what);
            let finding = Code::NoResult.at(formula.span, message);
            return self.fail(finding.help("whole numbers lie within 2^53 - 1 of 0"));
        }
        let wanted = match expected {
            Kind::Truth => "truth".to_owned(),
            Kind::Integer => "a whole number".to_owned(),
            Kind::Number => "a number".to_owned(),
            Kind::Named(domain) => self.one_of(domain),
        };
        let message = format!("{} must be {wanted}, not {found}", context.what);
        let finding = Code::KindMismatch.at(formula.span, message);
        self.fail(match expected {
            Kind::Truth => finding.help("a truth is written `true` or `false`"),
            Kind::Integer => finding.help("`floor(x)` and `ceil(x)` give whole numbers"),
            _ => finding,
        })
    }

    fn one_of(&self, domain: DomainId) -> String {
        format!(
            "one of {}",
            list(self.symbols.values(domain).iter().map(String::as_str))
        )
    }

    /// The prior that is left for one type when others were set.
    fn share_tree(&mut self, part: &Formula, among: &[Formula], set: &[Formula], context: &Context) -> Option<Tree> {
        let part_tree = self.number(part, context)?;
        let sum = |lowering: &mut Self, parts: &[Formula]| {
            let trees = parts.iter().map(|part| lowering.number(part, context));
            let trees = trees.collect::<Option<Vec<Tree>>>()?.into_iter();
            trees.reduce(|sum, tree| operation(Binary::Add, sum, tree))
        };
        let among_tree = sum(self, among)?;
        let set_tree = sum(self, set)?;
        let left = match set_tree {
            Tree::Constant(sum) => Tree::Constant(remainder(sum)),
            _ => operation(Binary::Subtract, Tree::Constant(1.0), set_tree),
        };
        if among.len() == 1 {
            return Some(left);
        }
        if among_tree == Tree::Constant(0.0) {
            if left == Tree::Constant(0.0) {
                return Some(Tree::Constant(0.0));
            }
            let message = "the priors that were not set are all 0, so that they cannot be rescaled";
            let finding = Diagnostic::error(Code::CannotRescale, message).at(part.span, "0");
            let finding = set
                .iter()
                .fold(finding, |finding, set| finding.at(set.span, "set here"));
            return self.fail(finding.help("set all priors of the actor"));
        }
        let share = operation(Binary::Divide, part_tree, among_tree);
        Some(operation(Binary::Multiply, share, left))
    }
}

/// An operation on two trees; on constants, its result.
pub(crate) fn operation(operation: Binary, left: Tree, right: Tree) -> Tree {
    match (&left, &right) {
        (Tree::Constant(a), Tree::Constant(b)) => Tree::Constant(operation.value(*a, *b)),
        _ => Tree::Binary(operation, Box::new([left, right])),
    }
}

/// The sum of trees that are all constants.
pub(crate) fn constant_sum<'t>(trees: impl IntoIterator<Item = &'t Tree>) -> Option<f64> {
    trees.into_iter().try_fold(0.0, |sum, tree| match tree {
        Tree::Constant(value) => Some(sum + value),
        _ => None,
    })
}
