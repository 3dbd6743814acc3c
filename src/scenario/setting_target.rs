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

    /// The number that it replaces: that of a parameter with one number, or one of several.
    pub(crate) fn amount(self, scenario: &Scenario) -> Option<&Amount> {
        match self {
            Target::Parameter(number) => match &scenario.parameters[number].amounts {
                Amounts::One(amount) => Some(amount),
                Amounts::By(..) | Amounts::Shares(_) => None,
            },
            Target::Case(number, at) => match &scenario.parameters[number].amounts {
                Amounts::By(_, values) => Some(&values[at].1),
                Amounts::One(_) | Amounts::Shares(_) => None,
            },
            _ => None,
        }
    }

    /// All numbers that it replaces.
    pub(crate) fn amounts_mut(self, scenario: &mut Scenario) -> Vec<&mut Amount> {
        let (number, case) = match self {
            Target::Parameter(number) => (number, None),
            Target::Case(number, at) => (number, Some(at)),
            _ => return Vec::new(),
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
        match self {
            Target::Case(number, at) => match &scenario.parameters[number].amounts {
                Amounts::Shares(shares) => Some((shares, at)),
                Amounts::One(_) | Amounts::By(..) => None,
            },
            _ => None,
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
            Target::Parameter(_) | Target::Case(..) | Target::Start(_) => None,
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
            Target::Parameter(_) | Target::Case(..) | Target::Start(_) => {}
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
        all.push((format!("{}.start", variable.name.value), Target::Start(number)));
    }
    for (number, actor) in scenario.actors.iter().enumerate() {
        let name = &actor.name.value;
        // Joint chances are set through the parameters that they read.
        if !actor.has_joint_types() {
            let types = actor.type_names().zip(0..);
            all.extend(types.map(|(kind, at)| (format!("{name}.{kind}"), Target::Prior(number, at))));
        }
        all.push((format!("{name}.discount"), Target::Discount(number)));
        all.push((format!("{name}.own_later"), Target::OwnLater(number)));
    }
    for (number, commitment) in scenario.commitments.iter().enumerate() {
        let name = &commitment.name.value;
        all.push((format!("{name}.credibility"), Target::Credibility(number)));
        all.push((format!("{name}.cost"), Target::Cost(number)));
    }
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
         `actor.own_later`, `commitment.credibility` or `commitment.cost`",
    ))
}
