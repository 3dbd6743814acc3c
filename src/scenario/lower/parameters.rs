//! Parameters: constants where they are certain, numbered where they are drawn.

use crate::expression::{Kind, Scope, Symbol, Tree};
use crate::numeric::distribution::{DirichletShare, Distribution, Triangular, Uniform};
use crate::scenario::ast::{Amount, Amounts, Drawn, Share, Values};
use crate::scenario::dirichlet_shares;
use crate::scenario::lower::Builder;
use crate::scenario::model::Parameter;
use crate::scenario::suggestion::list;
use crate::scenario::unparse::rounded;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span, Spanned};

/// Beyond this a whole number is not held exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Builder<'_> {
    /// Lets the name of every parameter stand for its tree.
    pub(crate) fn build_parameters(&mut self) {
        let written = self.written;
        for parameter in &written.parameters {
            let name = &parameter.name.value;
            let symbol = match &parameter.amounts {
                Amounts::One(amount) => self.amount(name, amount, parameter.name.span),
                Amounts::By(by, values) => self.selected(&parameter.name, by, values),
                Amounts::Shares(shares) => {
                    self.shares(&parameter.name, shares);
                    continue;
                }
            };
            match symbol {
                Some((tree, kind)) => self.names.declare(name.clone(), Symbol::Tree(tree, kind)),
                None => self.names.break_name(name.clone()),
            }
        }
    }

    fn amount(&mut self, name: &str, amount: &Amount, span: Span) -> Option<(Tree, Kind)> {
        let Some(distribution) = distribution(amount) else {
            let value = amount.value.as_ref()?.value + 0.0;
            let whole = value.fract() == 0.0 && value.abs() <= EXACT;
            return Some((Tree::Constant(value), if whole { Kind::Integer } else { Kind::Number }));
        };
        let place = amount.truncate.as_ref().map(|truncate| truncate.span);
        let place = place.or(amount.drawn.as_ref().map(|drawn| drawn.span)).unwrap_or(span);
        if let Err(error) = distribution.validate() {
            let message = format!("the distribution of {} makes no sense: {error}", quoted(name));
            self.report(Diagnostic::error(Code::BadDistribution, message).at(place, ""));
            return None;
        }
        let given = amount.nominal.as_ref().or(amount.value.as_ref());
        let (low, high) = distribution.support();
        if let Some(given) = given.filter(|given| !(low..=high).contains(&given.value)) {
            let message = format!("the nominal value of {} is not a possible one", quoted(name));
            let finding = Diagnostic::error(Code::ImpossibleNominal, message)
                .at(given.span, format!("outside of {} to {}", rounded(low), rounded(high)));
            self.report(finding.at(place, "drawn from here"));
            return None;
        }
        self.parameters.push(Parameter {
            name: name.to_owned(),
            nominal: nominal(amount, &distribution),
            distribution,
            span,
        });
        Some((Tree::Parameter(self.parameters.len() - 1), Kind::Number))
    }

    /// Shares that are drawn together; each has a name of its own.
    fn shares(&mut self, name: &Spanned<String>, shares: &[(Spanned<String>, Share)]) {
        let keys: Vec<String> = shares
            .iter()
            .map(|(share, _)| format!("{}.{}", name.value, share.value))
            .collect();
        let all = list(keys.iter().map(String::as_str));
        self.names.explain(
            name.value.clone(),
            format!("the shares of {} are {all}", quoted(&name.value)),
        );
        if !self.shares_fit(name, shares) {
            keys.into_iter().for_each(|key| self.names.break_name(key));
            return;
        }
        let (total, concentration) = (dirichlet_shares::left(shares), dirichlet_shares::concentration(shares));
        let mut together = Vec::new();
        for (key, (share, amount)) in keys.into_iter().zip(shares) {
            let tree = match amount {
                Share::Drawn(own) if total > 0.0 && own.value < concentration => {
                    let distribution = Distribution::Share(DirichletShare {
                        own: own.value,
                        others: concentration - own.value,
                        total,
                    });
                    together.push(self.parameters.len());
                    self.parameters.push(Parameter {
                        name: key.clone(),
                        nominal: distribution.nominal(),
                        distribution,
                        span: share.span,
                    });
                    Tree::Parameter(self.parameters.len() - 1)
                }
                // Nothing is left to draw, or nobody to share it with.
                Share::Drawn(_) => Tree::Constant(total),
                Share::Fixed(value) => Tree::Constant(value.value + 0.0),
            };
            self.names.declare(key, Symbol::Tree(tree, Kind::Number));
        }
        if !together.is_empty() {
            self.shares.push(together);
        }
    }

    /// Whether what is fixed of shares leaves just as much as there is to draw.
    fn shares_fit(&mut self, name: &Spanned<String>, shares: &[(Spanned<String>, Share)]) -> bool {
        let drawn = shares.iter().any(|(_, share)| matches!(share, Share::Drawn(_)));
        let fixed = shares.iter().filter_map(|(_, share)| match share {
            Share::Fixed(value) => Some(value),
            Share::Drawn(_) => None,
        });
        if let Some(outside) = fixed.clone().find(|value| !(0.0..=1.0).contains(&value.value)) {
            let message = format!("a share must lie between 0 and 1, not at {}", outside.value);
            self.report(Diagnostic::error(Code::BadShares, message).at(outside.span, ""));
            return false;
        }
        let left = dirichlet_shares::left(shares);
        let message = if left < 0.0 {
            format!("the fixed shares of {} sum to more than 1", quoted(&name.value))
        } else if left > 0.0 && !drawn {
            format!("all shares of {} are fixed and sum to less than 1", quoted(&name.value))
        } else {
            return true;
        };
        let mut finding = Diagnostic::error(Code::BadShares, message);
        for value in fixed {
            finding = finding.at(value.span, "");
        }
        self.report(finding);
        false
    }

    /// A parameter that depends on a named value.
    fn selected(
        &mut self,
        name: &Spanned<String>,
        by: &Spanned<String>,
        values: &[(Spanned<String>, Amount)],
    ) -> Option<(Tree, Kind)> {
        let (cell, all) = self.depends_on(by)?;
        let what = format!("a value of {}", quoted(&by.value));
        let mut known = true;
        for (value, _) in values {
            known &= self.value_of(&what, value, &all).is_some();
        }
        let missing: Vec<&str> = all
            .iter()
            .map(String::as_str)
            .filter(|value| !values.iter().any(|(given, _)| given.value == *value))
            .collect();
        if known && !missing.is_empty() {
            let message = format!("{} needs a number for {}", quoted(&name.value), list(missing));
            self.report(
                Diagnostic::error(Code::MissingCase, message)
                    .at(name.span, "")
                    .at(by.span, "depends on this")
                    .help("`values` lists a number for each"),
            );
        }
        // Parameters are numbered in the order of the file, cases stand in the order of the values.
        let mut built: Vec<(&str, Option<(Tree, Kind)>)> = Vec::new();
        for (value, amount) in values {
            let key = format!("{}.{}", name.value, value.value);
            built.push((&value.value, self.amount(&key, amount, value.span)));
        }
        let cases: Option<Vec<(Tree, Kind)>> = all
            .iter()
            .map(|value| {
                built
                    .iter()
                    .find(|(given, _)| given == value)
                    .and_then(|(_, case)| case.clone())
            })
            .collect();
        let cases = cases?;
        let whole = cases.iter().all(|(_, kind)| *kind == Kind::Integer);
        let trees = cases.into_iter().map(|(tree, _)| tree).collect();
        Some((
            Tree::Select(cell, trees),
            if whole { Kind::Integer } else { Kind::Number },
        ))
    }

    /// The cell with named values that `by` means, and those values.
    fn depends_on(&mut self, by: &Spanned<String>) -> Option<(usize, Vec<String>)> {
        let name = &by.value;
        let symbol = self
            .names
            .lookup(&format!("{name}.type"))
            .or_else(|| self.names.lookup(name));
        if let Some(Symbol::Cell(cell, Kind::Named(domain))) = symbol {
            return Some((cell, self.names.values(domain).to_vec()));
        }
        let message = format!(
            "{} is neither an actor with types nor a variable with named values",
            quoted(name)
        );
        let actors = self.written.actors.iter().filter(|actor| !actor.types.is_empty());
        let names = actors.map(|actor| actor.name.value.as_str());
        let variables = self
            .written
            .variables
            .iter()
            .filter(|variable| matches!(variable.values, Values::Named(_)))
            .map(|variable| variable.name.value.as_str());
        let remark = crate::scenario::suggestion::remark(name, names.chain(variables));
        self.report(Diagnostic::error(Code::NotNamedValues, message).at(by.span, remark));
        None
    }
}

/// The distribution of an amount that is drawn.
pub(crate) fn distribution(amount: &Amount) -> Option<Distribution> {
    let value = amount.value.as_ref().map_or(0.0, |value| value.value);
    let inner = match &amount.drawn.as_ref()?.value {
        Drawn::Range([low, high]) => Distribution::Triangular(Triangular {
            low: *low,
            mode: value,
            high: *high,
        }),
        Drawn::Spread(width) => Distribution::Uniform(Uniform {
            low: value - width,
            high: value + width,
        }),
        Drawn::Distribution(distribution) => distribution.clone(),
    };
    let Some(truncate) = &amount.truncate else {
        return Some(inner);
    };
    let [low, high] = truncate.value;
    Some(inner.truncated(
        Some(low).filter(|&low| low != f64::NEG_INFINITY),
        Some(high).filter(|&high| high != f64::INFINITY),
    ))
}

/// What `--nominal` takes: the nominal value, the value, or the median (of a discrete one the likeliest).
fn nominal(amount: &Amount, distribution: &Distribution) -> f64 {
    let given = amount.nominal.as_ref().or(amount.value.as_ref());
    given.map_or_else(|| distribution.nominal(), |given| given.value)
}
