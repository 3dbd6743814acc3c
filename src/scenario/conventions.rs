//! Modelling conventions of a scenario, and the same scenario under another convention: what should not change an answer.

use crate::scenario::ast::{Actor, Choice, Nest, Paid, Remarks, Scenario, StageKind, Strategy, StrategyKind, find};
use crate::scenario::freed_parameters::reading;
use crate::scenario::lower::lower;
use crate::scenario::model::Model;
use crate::scenario::scenario_file::Document;
use crate::scenario::unparse;
use crate::source::{Diagnostics, Spanned};

/// A change of one convention.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Convention {
    /// Half as many watched periods.
    PeriodsHalved,
    /// Twice as many.
    PeriodsDoubled,
    /// Actors that take their own later choices as they are played take them as best, and the others as played.
    OwnLater,
    /// Every chance of being asked is halved.
    OpportunityHalved,
    /// Every chance of being asked is doubled, up to 1.
    OpportunityDoubled,
    /// An action of an actor at a stage is cut in two identical ones, by their names.
    CutInTwo {
        stage: String,
        actor: String,
        action: String,
    },
}

/// Why a convention cannot be changed in a scenario.
pub(crate) type NotApplicable = String;

impl Document {
    /// The conventions that a variant of the scenario may be asked about: the general ones, and one for each action.
    pub(crate) fn conventions(&self) -> Vec<Convention> {
        let mut all = vec![
            Convention::PeriodsHalved,
            Convention::PeriodsDoubled,
            Convention::OwnLater,
            Convention::OpportunityHalved,
            Convention::OpportunityDoubled,
        ];
        for stage in &self.ast().stages {
            for choice in stage.kind.choices() {
                all.extend(choice.actions.iter().map(|action| Convention::CutInTwo {
                    stage: stage.name.value.clone(),
                    actor: choice.actor.value.clone(),
                    action: action.name.value.clone(),
                }));
            }
        }
        all
    }

    /// A variant with `KEY=VALUE` arguments applied, under another convention.
    ///
    /// # Errors
    /// Those of [`Document::model`].
    pub(crate) fn with_convention(
        &self,
        variant: &str,
        sets: &[String],
        convention: &Convention,
    ) -> Result<Result<Model, NotApplicable>, Diagnostics> {
        let mut scenario = self.applied(variant, sets)?;
        Ok(change(&mut scenario, convention).and_then(|()| match lower(&scenario) {
            Ok((model, _)) => Ok(model),
            Err(found) => Err(found
                .all()
                .first()
                .map_or_else(String::new, |first| first.message.clone())),
        }))
    }
}

fn change(scenario: &mut Scenario, convention: &Convention) -> Result<(), NotApplicable> {
    match convention {
        Convention::PeriodsHalved if scenario.periods < 2 => Err("there is one period only".to_owned()),
        Convention::PeriodsHalved => {
            scenario.periods /= 2;
            Ok(())
        }
        Convention::PeriodsDoubled => {
            scenario.periods *= 2;
            Ok(())
        }
        Convention::OwnLater => own_later(scenario),
        Convention::OpportunityHalved => opportunity(scenario, |text| format!("({text}) / 2")),
        Convention::OpportunityDoubled => opportunity(scenario, |text| format!("min(1, 2 * ({text}))")),
        Convention::CutInTwo { stage, actor, action } => cut_in_two(scenario, stage, actor, action),
    }
}

fn own_later(scenario: &mut Scenario) -> Result<(), NotApplicable> {
    let errs = |actor: &Actor| {
        let mut strategies = actor
            .strategy
            .iter()
            .chain(actor.strategy_at.iter().map(|(_, strategy)| strategy));
        let all_logit = strategies
            .clone()
            .all(|strategy| !matches!(strategy.kind, StrategyKind::BestResponse));
        all_logit && strategies.any(is_logit)
    };
    let mut changed = false;
    for actor in scenario.actors.iter_mut().filter(|actor| errs(actor)) {
        changed = true;
        let as_played = actor
            .own_later
            .as_ref()
            .is_none_or(|share| unparse::constant(share) == Some(0.0) || unparse::formula(share).trim() == "as_played");
        let other = if as_played { "best" } else { "as_played" };
        actor.own_later = Some(reading(other, actor.name.span));
    }
    changed
        .then_some(())
        .ok_or_else(|| "nobody chooses by logit alone".to_owned())
}

fn opportunity(scenario: &mut Scenario, other: impl Fn(String) -> String) -> Result<(), NotApplicable> {
    let mut changed = false;
    let choices = scenario.stages.iter_mut().flat_map(|stage| stage.kind.choices_mut());
    for formula in choices.filter_map(|choice| choice.opportunity.as_mut()) {
        changed = true;
        *formula = reading(&other(unparse::formula(formula)), formula.span);
    }
    changed
        .then_some(())
        .ok_or_else(|| "no choice has an `opportunity`".to_owned())
}

/// Cuts an action in two. The copy stands in the nest of the action; where the menu has nests and the action stands alone
/// in it, the two get a nest. Payoffs on the action are paid on the copy as well.
fn cut_in_two(scenario: &mut Scenario, stage: &str, actor: &str, action: &str) -> Result<(), NotApplicable> {
    let number = scenario.actors.iter().position(|known| known.name.value == actor);
    let declared = &scenario.actors[number.ok_or("there is no such actor")?];
    let strategy = find(&declared.strategy_at, stage).or(declared.strategy.as_ref());
    if !strategy.is_some_and(is_logit) {
        return Err(format!("{actor} does not choose by logit there"));
    }
    let promises = scenario
        .commitments
        .iter()
        .filter(|promise| promise.actor.value == actor);
    let mut promises = promises.filter(|promise| promise.stage.value == stage && promise.action.value == action);
    if let Some(promise) = promises.next() {
        return Err(format!("the commitment `{}` names it", promise.name.value));
    }
    let found = scenario.stages.iter_mut().find(|known| known.name.value == stage);
    let Some(StageKind::Decision { choices, joint }) = found.map(|stage| &mut stage.kind) else {
        return Err("the stage is no decision".to_owned());
    };
    if joint.iter().any(|joint| joint.tally) {
        return Err("a tally counts it".to_owned());
    }
    let mut picks = joint.iter().flat_map(|joint| &joint.picks);
    if picks.any(|(who, what)| who.value == actor && what.value == action) {
        return Err("a joint effect names it".to_owned());
    }
    let choice = choices.iter_mut().find(|choice| choice.actor.value == actor);
    let choice = choice.ok_or("the actor does not decide there")?;
    let copy = add_copy(choice, action).ok_or("there is no such action")?;
    let names = [action.to_owned(), format!("{stage}.{action}")];
    let payoffs = &mut scenario.actors[number.expect("it was found")].payoffs;
    let mut copies = Vec::new();
    for payoff in payoffs.iter() {
        if let Paid::OnAction { action: named, branch } = &payoff.paid
            && names.contains(&named.value)
        {
            let mut paid = payoff.clone();
            let target = Spanned::new(format!("{stage}.{copy}"), named.span);
            paid.paid = Paid::OnAction {
                action: target,
                branch: branch.clone(),
            };
            paid.name.value = unused(&payoff.name.value, payoffs.iter().map(|payoff| &payoff.name.value));
            copies.push(paid);
        }
    }
    payoffs.extend(copies);
    Ok(())
}

/// Adds a copy of an action to a choice; its name.
fn add_copy(choice: &mut Choice, action: &str) -> Option<String> {
    let at = choice.actions.iter().position(|known| known.name.value == action)?;
    let mut copy = choice.actions[at].clone();
    let taken = choice.actions.iter().map(|known| &known.name.value);
    copy.name.value = unused(action, taken.chain(choice.nests.iter().map(|nest| &nest.name.value)));
    let name = copy.name.clone();
    choice.actions.insert(at + 1, copy);
    let holds = |nest: &&mut Nest| nest.members.iter().any(|member| member.value == action);
    if let Some(nest) = choice.nests.iter_mut().find(holds) {
        nest.members.push(name.clone());
    } else if !choice.nests.is_empty() {
        let taken = choice.actions.iter().map(|known| &known.name.value);
        let both = unused(action, taken.chain(choice.nests.iter().map(|nest| &nest.name.value)));
        choice.nests.push(Nest {
            name: Spanned::new(both, name.span),
            remarks: Remarks::default(),
            multiple: None,
            members: vec![Spanned::new(action.to_owned(), name.span), name.clone()],
        });
    }
    Some(name.value)
}

fn is_logit(strategy: &Strategy) -> bool {
    matches!(strategy.kind, StrategyKind::Logit(_))
}

/// A name like this one that is not taken.
fn unused<'n>(name: &str, taken: impl Iterator<Item = &'n String> + Clone) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut free = numbered.filter(|candidate| taken.clone().all(|taken| taken != candidate));
    free.next().expect("names do not run out")
}
