//! How an actor plays at an information set, as its strategy in the scenario prescribes.

use super::chances::{BadChance, normalized};
use super::decision::Decision;
use super::explorer::Explorer;
use super::rule_violation::ViolationKind;
use super::violation_log::Stop;
use crate::expression::{Slot, Tree};
use crate::game::{Member, Nest, NestTree, Play, Total};
use crate::scenario::model::{NestMember, Rule, Strategy};

impl Explorer<'_> {
    /// How the actor plays among its actions.
    pub(crate) fn play(&mut self, decision: &Decision<'_>) -> Result<Play, Stop> {
        if decision.bound_to().is_some() {
            return Ok(Play::Committed(0));
        }
        match &decision.described.strategy {
            Strategy::BestResponse => Ok(Play::BestResponse),
            Strategy::Logit(precision) => Ok(Play::Logit(self.bind(decision, precision)?)),
            Strategy::Fixed(chances) => self.fixed(decision, chances),
            Strategy::Rules(rules) => {
                let rule = self.rule(decision, rules)?;
                self.fixed(decision, &rule.play)
            }
        }
    }

    /// The available actions in nests; `None` where no nest holds any. A nest of one action is that action.
    pub(crate) fn nests(&mut self, decision: &Decision<'_>) -> Result<Option<NestTree>, Stop> {
        if decision.bound_to().is_some() {
            return Ok(None);
        }
        let mut tree = NestTree {
            nests: Vec::new(),
            members: Vec::new(),
        };
        // What stands for each nest of the choice: nothing, a single action, or a nest of the tree.
        let mut standing: Vec<Option<Member>> = Vec::new();
        for (number, nest) in decision.described.nests.iter().enumerate() {
            let member = |member: &NestMember| match *member {
                NestMember::Action(action) => decision
                    .available
                    .iter()
                    .position(|&available| available == action)
                    .map(Member::Action),
                NestMember::Nest(inner) => standing[inner],
            };
            let members: Vec<Member> = nest.members.iter().filter_map(member).collect();
            standing.push(match members[..] {
                [] => None,
                [Member::Action(action)] => Some(Member::Action(action)),
                _ => {
                    let first = tree.members.len();
                    tree.members.extend(members);
                    tree.nests.push(Nest {
                        number,
                        multiple: self.bind(decision, &nest.multiple)?,
                        members: first..tree.members.len(),
                    });
                    Some(Member::Nest(tree.nests.len() - 1))
                }
            });
        }
        let nested = tree.members.iter().any(|member| matches!(member, Member::Nest(_)));
        Ok(nested.then_some(tree))
    }

    fn bind(&mut self, decision: &Decision<'_>, tree: &Tree) -> Result<Slot, Stop> {
        let span = self.space.stages[decision.stage].stage.span;
        let at = self.space.at(decision.state, self.period());
        let slot = at.bind(&mut self.tape, tree, span);
        slot.map_err(|undefined| Stop::undefined(decision.state, undefined))
    }

    /// The rule that applies.
    fn rule<'r>(&self, decision: &Decision<'_>, rules: &'r [Rule]) -> Result<&'r Rule, Stop> {
        let (stage, choice, state) = (decision.stage, decision.choice, decision.state);
        let at = self.at(state);
        let mut applies = None;
        for rule in rules {
            let holds = at.holds(rule.when.as_ref());
            if holds.map_err(|undefined| Stop::undefined(state, undefined))? {
                applies = Some(rule);
                break;
            }
        }
        let Some(rule) = applies else {
            let span = self.space.stages[stage].stage.span;
            let kind = ViolationKind::NoRule { stage, choice };
            return Err(Stop::violation(state, span, kind));
        };
        let chances = rule.play.iter().enumerate();
        let mut played = chances.filter(|(_, chance)| !matches!(chance, Tree::Constant(0.0)));
        match played.find(|(action, _)| !decision.available.contains(action)) {
            Some((action, _)) => {
                let kind = ViolationKind::RuleUnavailable { stage, choice, action };
                Err(Stop::violation(state, rule.span, kind))
            }
            None => Ok(rule),
        }
    }

    /// The given probabilities of all actions, normalized over the available ones.
    fn fixed(&mut self, decision: &Decision<'_>, chances: &[Tree]) -> Result<Play, Stop> {
        let stage = decision.stage;
        let bind = |tree: &Tree| self.bind(decision, tree);
        let slots: Vec<Slot> = chances.iter().map(bind).collect::<Result<_, _>>()?;
        let bad = |bad| ViolationKind::Chances {
            stage,
            bad,
            strategy: true,
        };
        let name = &self.space.stages[stage].stage.name;
        let place = format!("the strategy at stage `{name}`");
        self.require(decision, &slots, Total::One, place.clone(), bad)?;
        let available = decision.available.iter().map(|&action| (action, slots[action]));
        let available: Vec<(usize, Slot)> = available.collect();
        if available.len() < slots.len() {
            let slots: Vec<Slot> = available.iter().map(|(_, slot)| *slot).collect();
            let state = self.space.describe(decision.state);
            let place = format!("{place} among the actions available where {state}");
            let nothing = |_| ViolationKind::NothingPlayed(stage);
            self.require(decision, &slots, Total::Positive, place, nothing)?;
        }
        let play = normalized(&mut self.tape, available).into_iter();
        Ok(Play::Fixed(play.map(|(_, slot)| slot).collect()))
    }

    fn require(
        &mut self,
        decision: &Decision<'_>,
        slots: &[Slot],
        total: Total,
        place: String,
        kind: impl FnOnce(BadChance) -> ViolationKind,
    ) -> Result<(), Stop> {
        let span = self.space.stages[decision.stage].stage.span;
        let (checks, graph) = (&mut self.checks, Some(self.graph.number));
        let checked = checks.require(&self.tape, slots, total, graph, || place);
        self.record_chance_uses(decision.state, span);
        checked.map_err(|bad| Stop::violation(decision.state, span, kind(bad)))
    }
}
