//! The keys that variants and `--set` can set, and what each of them changes.

use crate::scenario::ast::{Actor, Amounts, Form, Scenario};
use crate::scenario::suggestion::remark;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Spanned};

/// What a key changes, by numbers in the scenario as written.
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
}

/// Every key with what it changes, in the order of the file.
pub(crate) fn targets(scenario: &Scenario) -> Vec<(String, Target)> {
    let mut all = Vec::new();
    for (number, parameter) in scenario.parameters.iter().enumerate() {
        let name = &parameter.name.value;
        let case = |at: usize, value: &Spanned<String>| (format!("{name}.{}", value.value), Target::Case(number, at));
        match &parameter.amounts {
            Amounts::One(_) => all.push((name.clone(), Target::Parameter(number))),
            Amounts::By(_, values) => {
                all.push((name.clone(), Target::Parameter(number)));
                let cases = values.iter().enumerate();
                all.extend(cases.map(|(at, (value, _))| case(at, value)));
            }
            Amounts::Shares(shares) => {
                let cases = shares.iter().enumerate();
                all.extend(cases.map(|(at, (value, _))| case(at, value)));
            }
        }
    }
    for (number, variable) in scenario.variables.iter().enumerate() {
        all.push((format!("{}.start", variable.name.value), Target::Start(number)));
    }
    for (number, actor) in scenario.actors.iter().enumerate() {
        let name = &actor.name.value;
        // Joint chances are set where they stand, through the parameters that they read.
        let types = actor.types.iter().enumerate();
        let types = types.filter(|(_, (_, formula))| !matches!(formula.form, Form::Joint));
        all.extend(types.map(|(at, (kind, _))| (format!("{name}.{}", kind.value), Target::Prior(number, at))));
        all.push((format!("{name}.discount"), Target::Discount(number)));
    }
    for (number, commitment) in scenario.commitments.iter().enumerate() {
        let name = &commitment.name.value;
        all.push((format!("{name}.credibility"), Target::Credibility(number)));
        all.push((format!("{name}.cost"), Target::Cost(number)));
    }
    all
}

/// What a key changes.
///
/// # Errors
/// That there is no such key, with the one that was probably meant.
pub(crate) fn target(
    scenario: &Scenario,
    targets: &[(String, Target)],
    key: &Spanned<String>,
) -> Result<Target, Diagnostic> {
    if let Some((_, target)) = targets.iter().find(|(known, _)| *known == key.value) {
        return Ok(*target);
    }
    let message = format!("{} is nothing that can be set", quoted(&key.value));
    let finding = Diagnostic::error(Code::UnknownSetting, message);
    if is_joint(scenario, &key.value) {
        return Err(finding
            .at(key.span, "drawn together with the types of others")
            .help("its chances stand in a table of `[[joint_types]]`: let them read a parameter, and set that"));
    }
    let prefix = format!("{}.", key.value);
    let within: Vec<&str> = targets
        .iter()
        .map(|(known, _)| known.as_str())
        .filter(|known| known.starts_with(&prefix))
        .collect();
    let remark = match within.first() {
        Some(first) => format!("did you mean {}?", quoted(first)),
        None => remark(&key.value, targets.iter().map(|(known, _)| known.as_str())),
    };
    Err(finding.at(key.span, remark).help(
        "a key is `parameter`, `parameter.value`, `variable.start`, `actor.type`, `actor.discount`, \
         `commitment.credibility` or `commitment.cost`",
    ))
}

/// Whether a key names a type whose chances stand in a table of joint types.
fn is_joint(scenario: &Scenario, key: &str) -> bool {
    let joint = |actor: &Actor| {
        let types = actor.types.iter();
        let mut joint = types.filter(|(_, formula)| matches!(formula.form, Form::Joint));
        joint.any(|(kind, _)| key == format!("{}.{}", actor.name.value, kind.value))
    };
    scenario.actors.iter().any(joint)
}
