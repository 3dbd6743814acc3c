//! Lowers parameters: to constants where they are certain, to numbered parameters where they are drawn.

use std::collections::BTreeMap;

use crate::expression::{Kind, Scope, Symbol, Tree};
use crate::numeric::decimal::rounded;
use crate::numeric::distribution::{DirichletShare, Distribution};
use crate::numeric::precision::MAX_EXACT_INTEGER;
use crate::scenario::ast::{self, Amount, Amounts, Drawn, Name, Share, Values, find};
use crate::scenario::dirichlet_shares;
use crate::scenario::lower::Lowering;
use crate::scenario::model::Parameter;
use crate::scenario::suggestion::{list, remark};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

impl Lowering<'_> {
    /// Declares every parameter.
    pub(crate) fn lower_parameters(&mut self) {
        let scenario = self.scenario;
        for parameter in &scenario.parameters {
            let name = &parameter.name.value;
            let symbol = match &parameter.amounts {
                Amounts::One(amount) => self.amount(name, amount, parameter.name.span),
                Amounts::By(by, values) => self.selected(&parameter.name, by, values),
                Amounts::Shares(shares) => {
                    self.shares(parameter, shares);
                    continue;
                }
            };
            match symbol {
                Some((tree, kind)) => self.symbols.declare(name.clone(), Symbol::Tree(tree, kind)),
                None => self.symbols.mark_broken(name.clone()),
            }
        }
    }

    fn amount(&mut self, name: &str, amount: &Amount, span: Span) -> Option<(Tree, Kind)> {
        let Some(distribution) = distribution(amount) else {
            let value = amount.value.as_ref()?.value + 0.0;
            let whole = value.fract() == 0.0 && value.abs() <= MAX_EXACT_INTEGER;
            return Some((Tree::Constant(value), number_kind(whole)));
        };
        let truncate = amount.truncate.as_ref().map(|truncate| truncate.span);
        let drawn = amount.drawn.as_ref().map(|drawn| drawn.span);
        let place = truncate.or(drawn).unwrap_or(span);
        let shown = quoted(name);
        if let Some(finding) = range_slip(&shown, amount) {
            return self.fail(finding);
        }
        if let Err(error) = distribution.validate() {
            let message = format!("the distribution of {shown} makes no sense: {error}");
            return self.fail(Code::BadDistribution.at(place, message));
        }
        let given = amount.nominal.as_ref().or(amount.value.as_ref());
        let (low, high) = distribution.support();
        if let Some(given) = given.filter(|given| !(low..=high).contains(&given.value)) {
            let message = format!("the nominal value of {shown} is not a possible one");
            let remark = format!("outside of {} to {}", rounded(low), rounded(high));
            let finding = Diagnostic::error(Code::ImpossibleNominal, message).at(given.span, remark);
            let finding = finding.at(place, "drawn from here");
            let jointly = matches!(&amount.drawn, Some(drawn) if matches!(drawn.value, Drawn::Jointly(_)));
            return self.fail(match jointly {
                true => finding.help("its `value` is the nominal one: write the estimate there"),
                false => finding,
            });
        }
        let nominal = given.map_or_else(|| distribution.nominal(), |given| given.value);
        let tree = self.add(name.to_owned(), nominal, distribution, span);
        Some((tree, Kind::Number))
    }

    /// Adds a parameter that is drawn, and returns its tree.
    fn add(&mut self, name: String, nominal: f64, distribution: Distribution, span: Span) -> Tree {
        self.parameters.push(Parameter {
            name,
            distribution,
            nominal,
            span,
        });
        Tree::Parameter(self.parameters.len() - 1)
    }

    /// Shares that are drawn together; each has a name of its own.
    fn shares(&mut self, parameter: &ast::Parameter, shares: &[(Name, Share)]) {
        let (name, keys) = (&parameter.name, parameter.keys());
        let all = list(&keys);
        let hint = format!("the shares of {} are {all}", quoted(&name.value));
        self.symbols.add_hint(name.value.clone(), hint);
        if !self.shares_fit(name, shares) {
            keys.into_iter().for_each(|key| self.symbols.mark_broken(key));
            return;
        }
        let total = dirichlet_shares::left(shares);
        let concentration = dirichlet_shares::concentration(shares);
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
                    let nominal = distribution.nominal();
                    self.add(key.clone(), nominal, distribution, share.span)
                }
                // Nothing is left to draw, or nobody to share it with.
                Share::Drawn(_) => Tree::Constant(total),
                Share::Fixed(value) => Tree::Constant(value.value + 0.0),
            };
            self.symbols.declare(key, Symbol::Tree(tree, Kind::Number));
        }
        if !together.is_empty() {
            self.shares.push(together);
        }
    }

    /// Whether the fixed shares leave a remainder exactly if there are shares to draw it.
    fn shares_fit(&mut self, name: &Name, shares: &[(Name, Share)]) -> bool {
        let fixed = shares.iter().filter_map(|(_, share)| match share {
            Share::Fixed(value) => Some(value),
            Share::Drawn(_) => None,
        });
        let mut outside = fixed.clone().filter(|share| !(0.0..=1.0).contains(&share.value));
        if let Some(outside) = outside.next() {
            let message = format!("a share must lie between 0 and 1, not at {}", rounded(outside.value));
            self.report(Code::BadShares.at(outside.span, message));
            return false;
        }
        let all_fixed = fixed.clone().count() == shares.len();
        let (left, shown) = (dirichlet_shares::left(shares), quoted(&name.value));
        let message = if left < 0.0 {
            format!("the fixed shares of {shown} sum to more than 1")
        } else if left > 0.0 && all_fixed {
            format!("all shares of {shown} are fixed and sum to less than 1")
        } else {
            return true;
        };
        let finding = Diagnostic::error(Code::BadShares, message);
        self.report(fixed.fold(finding, |finding, share| finding.at(share.span, "")));
        false
    }

    /// A parameter that depends on a named value.
    fn selected(&mut self, name: &Name, by: &Name, values: &[(Name, Amount)]) -> Option<(Tree, Kind)> {
        let (cell, all) = self.depends_on(by)?;
        let what = format!("a value of {}", quoted(&by.value));
        let mut known = true;
        for (value, _) in values {
            let found = self.position(Code::UnknownValue, &what, value, &all);
            known &= found.is_some();
        }
        let missing = all.iter().filter(|value| find(values, value).is_none());
        let missing: Vec<&String> = missing.collect();
        if known && !missing.is_empty() {
            let (shown, missing) = (quoted(&name.value), list(missing));
            let message = format!("{shown} needs a number for {missing}");
            let finding = Code::MissingCase.at(name.span, message);
            let finding = finding.at(by.span, "depends on this");
            self.report(finding.help("`values` lists a number for each"));
        }
        // Parameters are numbered in the order of the file, cases stand in the order of the values.
        let mut lowered: BTreeMap<&str, Option<(Tree, Kind)>> = BTreeMap::new();
        for (value, amount) in values {
            let key = format!("{}.{}", name.value, value.value);
            let case = self.amount(&key, amount, value.span);
            lowered.entry(&value.value).or_insert(case);
        }
        let case = |value: &String| lowered.remove(value.as_str()).flatten();
        let cases: Vec<(Tree, Kind)> = all.iter().map(case).collect::<Option<_>>()?;
        let (trees, kinds): (Vec<Tree>, Vec<Kind>) = cases.into_iter().unzip();
        let whole = kinds.iter().all(|kind| *kind == Kind::Integer);
        Some((Tree::Select(cell, trees), number_kind(whole)))
    }

    /// The cell with named values that `by` means, and those values.
    fn depends_on(&mut self, by: &Name) -> Option<(usize, Vec<String>)> {
        let name = &by.value;
        let cell = self.symbols.type_cell(name).or_else(|| self.symbols.named_cell(name));
        if let Some((cell, domain)) = cell {
            return Some((cell, self.symbols.values(domain).to_vec()));
        }
        let shown = quoted(name);
        let message = format!("{shown} is neither an actor with types nor a variable with named values");
        let actors = self.scenario.actors.iter().filter(|actor| !actor.types.is_empty());
        let is_named = |variable: &&ast::Variable| matches!(variable.values, Values::Named(_));
        let variables = self.scenario.variables.iter().filter(is_named);
        let names = actors
            .map(|actor| &actor.name)
            .chain(variables.map(|variable| &variable.name));
        let remark = remark(name, names.map(|name| name.value.as_str()));
        self.fail(Diagnostic::error(Code::NotNamedValues, message).at(by.span, remark))
    }
}

/// What is wrong with a range that stands upside down or does not hold its value.
fn range_slip(shown: &str, amount: &Amount) -> Option<Diagnostic> {
    let (drawn, value) = (amount.drawn.as_ref()?, amount.value.as_ref()?);
    let Drawn::Range([low, high]) = drawn.value else {
        return None;
    };
    let ([low_text, high_text], outside) = ([low, high].map(rounded), !(low..=high).contains(&value.value));
    if low > high {
        let message = format!("the range of {shown} is upside down: {low_text} lies above {high_text}");
        let finding = Code::BadDistribution.at(drawn.span, message);
        return Some(finding.help(format!("the lower bound comes first: `[{high_text}, {low_text}]`")));
    }
    outside.then(|| {
        let message = format!(
            "the value {} of {shown} lies outside of its range",
            rounded(value.value)
        );
        let finding = Code::BadDistribution.at(value.span, message);
        let finding = finding.at(drawn.span, format!("from {low_text} to {high_text}"));
        finding.help("correct the value, or let the range hold it")
    })
}

fn number_kind(whole: bool) -> Kind {
    if whole { Kind::Integer } else { Kind::Number }
}

/// The distribution of an amount that is drawn.
pub(crate) fn distribution(amount: &Amount) -> Option<Distribution> {
    let value = amount.value.as_ref().map_or(0.0, |value| value.value);
    let inner = match &amount.drawn.as_ref()?.value {
        Drawn::Range([low, high]) => Distribution::named("triangular", &[*low, value, *high])?,
        Drawn::Spread(width) => Distribution::uniform(value - width, value + width),
        Drawn::Distribution(distribution) | Drawn::Jointly(distribution) => distribution.clone(),
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
