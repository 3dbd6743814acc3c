//! The keys that variants and `--set` can set, and the part of the syntax tree that each of them replaces.

use crate::scenario::ast::{Actor, Amount, Amounts, Formula, Name, Scenario, Share};
use crate::scenario::suggestion::remark;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic};

/// The part of the syntax tree that a key replaces, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A parameter; all numbers of one that depends on a named value.
    Parameter(usize),
    /// One number of a parameter that depends on a named value, or one of its shares.
    Case(usize, usize),
    /// The start of a variable.
    Start(usize),
    /// The chance of an actor's type.
    Prior(usize, usize),
    /// An actor's discount factor.
    Discount(usize),
    /// How an actor takes its own later choices.
    OwnLater(usize),
    /// A commitment's credibility.
    Credibility(usize),
    /// What reneging on a commitment costs.
    Cost(usize),
    /// The number of periods.
    PeriodCount,
    /// What comes after the last period.
    PeriodsThen,
}

impl Target {
    /// Whether setting the one may change what the other sets.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        match (self, other) {
            (Target::Parameter(a), Target::Case(b, _)) | (Target::Case(a, _), Target::Parameter(b)) => a == b,
            (Target::Prior(a, _), Target::Prior(b, _)) => a == b,
            _ => self == other,
        }
    }

    /// The parameter, and which of its numbers; `None` for all of them.
    fn parameter(self) -> Option<(usize, Option<usize>)> {
        match self {
            Target::Parameter(number) => Some((number, None)),
            Target::Case(number, at) => Some((number, Some(at))),
            _ => None,
        }
    }

    /// The number that it replaces: that of a parameter with one number, or one of several.
    pub(crate) fn amount(self, scenario: &Scenario) -> Option<&Amount> {
        let (number, case) = self.parameter()?;
        match (&scenario.parameters[number].amounts, case) {
            (Amounts::One(amount), None) => Some(amount),
            (Amounts::By(_, values), Some(at)) => Some(&values[at].1),
            _ => None,
        }
    }

    /// All numbers that it replaces.
    pub(crate) fn amounts_mut(self, scenario: &mut Scenario) -> Vec<&mut Amount> {
        let Some((number, case)) = self.parameter() else {
            return Vec::new();
        };
        match (&mut scenario.parameters[number].amounts, case) {
            (Amounts::One(amount), None) => vec![amount],
            (Amounts::By(_, values), None) => values.iter_mut().map(|(_, amount)| amount).collect(),
            (Amounts::By(_, values), Some(at)) => vec![&mut values[at].1],
            (Amounts::One(_), Some(_)) | (Amounts::Shares(_), _) => Vec::new(),
        }
    }

    /// All shares of the Dirichlet distribution of which it replaces one, and the index of that one.
    pub(crate) fn share(self, scenario: &Scenario) -> Option<(&[(Name, Share)], usize)> {
        let Target::Case(number, at) = self else { return None };
        match &scenario.parameters[number].amounts {
            Amounts::Shares(shares) => Some((shares, at)),
            Amounts::One(_) | Amounts::By(..) => None,
        }
    }

    /// The formula that it replaces, where there is one.
    pub(crate) fn formula(self, scenario: &Scenario) -> Option<&Formula> {
        match self {
            Target::Prior(actor, at) => Some(&scenario.actors[actor].types[at].1),
            Target::Discount(actor) => scenario.actors[actor].discount.as_ref(),
            Target::OwnLater(actor) => scenario.actors[actor].own_later.as_ref(),
            Target::Credibility(number) => Some(&scenario.commitments[number].credibility),
            Target::Cost(number) => scenario.commitments[number].cost.as_ref(),
            Target::Parameter(_) | Target::Case(..) | Target::Start(_) | Target::PeriodCount | Target::PeriodsThen => {
                None
            }
        }
    }

    /// Replaces the formula; no effect on what is no formula.
    pub(crate) fn set_formula(self, scenario: &mut Scenario, formula: Formula) {
        match self {
            Target::Prior(actor, at) => scenario.actors[actor].types[at].1 = formula,
            Target::Discount(actor) => scenario.actors[actor].discount = Some(formula),
            Target::OwnLater(actor) => scenario.actors[actor].own_later = Some(formula),
            Target::Credibility(number) => scenario.commitments[number].credibility = formula,
            Target::Cost(number) => scenario.commitments[number].cost = Some(formula),
            Target::Parameter(_) | Target::Case(..) | Target::Start(_) | Target::PeriodCount | Target::PeriodsThen => {}
        }
    }
}

/// Every key with its target, in the order of the file.
pub(crate) fn targets(scenario: &Scenario) -> Vec<(String, Target)> {
    let mut all = Vec::new();
    for (number, parameter) in scenario.parameters.iter().enumerate() {
        if !matches!(parameter.amounts, Amounts::Shares(_)) {
            all.push((parameter.name.value.clone(), Target::Parameter(number)));
        }
        if !matches!(parameter.amounts, Amounts::One(_)) {
            let cases = parameter.keys().into_iter().zip(0..);
            all.extend(cases.map(|(key, at)| (key, Target::Case(number, at))));
        }
    }
    for (number, variable) in scenario.variables.iter().enumerate() {
        let key = format!("{}.start", variable.name.value);
        all.push((key, Target::Start(number)));
    }
    for (number, actor) in scenario.actors.iter().enumerate() {
        let name = &actor.name.value;
        // Joint chances are set through the parameters that they read.
        if !actor.has_joint_types() {
            let types = actor.type_names().zip(0..);
            let key = |kind: &str| format!("{name}.{kind}");
            all.extend(types.map(|(kind, at)| (key(kind), Target::Prior(number, at))));
        }
        all.push((format!("{name}.discount"), Target::Discount(number)));
        all.push((format!("{name}.own_later"), Target::OwnLater(number)));
    }
    for (number, commitment) in scenario.commitments.iter().enumerate() {
        let name = &commitment.name.value;
        all.push((format!("{name}.credibility"), Target::Credibility(number)));
        all.push((format!("{name}.cost"), Target::Cost(number)));
    }
    all.push(("periods.count".to_owned(), Target::PeriodCount));
    all.push(("periods.then".to_owned(), Target::PeriodsThen));
    all
}

/// The target of a key.
///
/// # Errors
/// There is no such key; the message suggests the one that was probably meant.
pub(crate) fn target(scenario: &Scenario, targets: &[(String, Target)], key: &Name) -> Result<Target, Diagnostic> {
    if let Some((_, target)) = targets.iter().find(|(known, _)| *known == key.value) {
        return Ok(*target);
    }
    let message = format!("{} is nothing that can be set", quoted(&key.value));
    let finding = Diagnostic::error(Code::UnknownSetting, message);
    let joint = |actor: &Actor| {
        let mut types = actor.type_names();
        actor.has_joint_types() && types.any(|kind| key.value == format!("{}.{kind}", actor.name.value))
    };
    if scenario.actors.iter().any(joint) {
        return Err(finding
            .at(key.span, "drawn together with the types of others")
            .help("its chances stand in a table of `[[joint_types]]`: let them read a parameter, and set that"));
    }
    let prefix = format!("{}.", key.value);
    let mut keys = targets.iter().map(|(known, _)| known.as_str());
    let remark = match keys.clone().find(|known| known.starts_with(&prefix)) {
        Some(first) => format!("did you mean {}?", quoted(first)),
        None => remark(&key.value, &mut keys),
    };
    Err(finding.at(key.span, remark).help(
        "a key is `parameter`, `parameter.value`, `variable.start`, `actor.type`, `actor.discount`, \
         `actor.own_later`, `commitment.credibility`, `commitment.cost`, `periods.count` or `periods.then`",
    ))
}
