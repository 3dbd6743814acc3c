//! Lowers stages: decisions, chance branches and their effects on variables.

use crate::expression::{Expected, Kind, Scope, Symbol, Tree};
use crate::scenario::ast::{self, Formula, Formulas, Name};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::formulas::constant_sum;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{
    Action, Branch, Chance, Choice, Effect, Joint, Nest, NestMember, Role, Stage, StageKind,
};
use crate::scenario::probability_sum::remainder;
use crate::scenario::suggestion::remark;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

/// How many actions a choice may offer, and how many branches an effect may have.
const MOST_OPTIONS: usize = 32_767;

impl Lowering<'_> {
    /// The stages in the order in which they run.
    pub(crate) fn lower_stages(&mut self) -> Vec<Stage> {
        let context = Context::structure("a stage's `when`", Access::All);
        let stages = self.scenario.stages.iter().map(|declared| Stage {
            name: declared.name.value.clone(),
            when: self.condition(declared.when.as_ref(), &context),
            kind: self.stage_kind(declared),
            span: declared.name.span,
        });
        stages.collect()
    }

    fn stage_kind(&mut self, declared: &ast::Stage) -> StageKind {
        match &declared.kind {
            ast::StageKind::Chance(effect) => StageKind::Chance(self.effect(effect)),
            ast::StageKind::Decision { choices, joint } => StageKind::Decision {
                joint: joint.iter().map(|joint| self.joint(choices, joint)).collect(),
                choices: choices
                    .iter()
                    .filter_map(|choice| self.choice(declared, choice))
                    .collect(),
            },
        }
    }

    fn choice(&mut self, stage: &ast::Stage, declared: &ast::Choice) -> Option<Choice> {
        let actor = self.actor(&declared.actor)?;
        let context = Context::number("an opportunity", Access::All);
        let opportunity = declared.opportunity.as_ref();
        let opportunity = opportunity.and_then(|formula| self.probability(formula, &context));
        let not_asked = declared.not_asked.as_ref().and_then(|name| self.action(declared, name));
        self.few_enough("actions", declared.actions.iter().map(|a| a.name.span));
        let context = Context::structure("a guard", Access::SeenBy(actor));
        let actions = declared.actions.iter().map(|action| Action {
            name: action.name.value.clone(),
            guard: self.condition(action.guard.as_ref(), &context),
            effect: self.effect(&action.effect),
            span: action.name.span,
        });
        let actions = actions.collect();
        Some(Choice {
            actor,
            opportunity,
            not_asked,
            actions,
            nests: self.nests(actor, declared).unwrap_or_default(),
            strategy: self.strategy_of(actor, stage, declared)?,
        })
    }

    /// The actions of a choice in nests, each nest after those that it holds, the whole menu last. Empty where there is no
    /// nest.
    fn nests(&mut self, actor: usize, choice: &ast::Choice) -> Option<Vec<Nest>> {
        if choice.nests.is_empty() {
            return Some(Vec::new());
        }
        let holders = self.holders(choice)?;
        let mut multiples = Vec::new();
        for nest in &choice.nests {
            multiples.push(match &nest.multiple {
                Some(formula) => self.multiple(actor, formula)?,
                None => Tree::Constant(1.0),
            });
        }
        let mut nests = Vec::new();
        nest_members(choice, &holders, None, &multiples, &mut nests);
        Some(nests)
    }

    /// For each action and then each nest of a choice, the nest that holds it.
    fn holders(&mut self, choice: &ast::Choice) -> Option<Vec<Option<usize>>> {
        let actions = choice.actions.iter().map(|action| &action.name);
        let names: Vec<&Name> = actions.chain(choice.nests.iter().map(|nest| &nest.name)).collect();
        let mut holders: Vec<Option<(usize, Span)>> = vec![None; names.len()];
        for (number, nest) in choice.nests.iter().enumerate() {
            for member in &nest.members {
                let known = names.iter().map(|name| &name.value);
                let at = self.position(Code::UnknownAction, "an action or a nest of this choice", member, known)?;
                if let Some((_, earlier)) = holders[at] {
                    let message = format!("{} stands in two nests", quoted(&member.value));
                    let finding = Diagnostic::error(Code::BadNest, message).at(member.span, "here");
                    return self.fail(finding.at(earlier, "and here").help("every action and nest has one holder"));
                }
                holders[at] = Some((number, member.span));
            }
        }
        for start in 0..choice.nests.len() {
            let holder = |nest: usize| holders[choice.actions.len() + nest].map(|(holder, _)| holder);
            let chain = std::iter::successors(holder(start), |&nest| holder(nest));
            if chain.take(names.len()).any(|nest| nest == start) {
                let name = &choice.nests[start].name;
                let message = format!("{} holds itself", quoted(&name.value));
                let finding = Diagnostic::error(Code::BadNest, message).at(name.span, "");
                return self.fail(finding.help("a nest holds actions, and nests that do not hold it"));
            }
        }
        Some(holders.iter().map(|holder| holder.map(|(nest, _)| nest)).collect())
    }

    fn multiple(&mut self, actor: usize, formula: &Formula) -> Option<Tree> {
        let context = Context::number("the multiple of a nest", Access::SeenBy(actor));
        let tree = self.number(formula, &context)?;
        if let Tree::Constant(value) = tree
            && value < 1.0
        {
            let message = format!("the multiple of a nest must be at least 1, not {value}");
            let finding = Diagnostic::error(Code::BadMultiple, message).at(formula.span, "");
            let help = "the actor tells the members of a nest apart at least as well as nests from one another";
            return self.fail(finding.help(help));
        }
        Some(tree)
    }

    /// Reports the first option beyond the largest number allowed.
    fn few_enough(&mut self, what: &str, mut spans: impl Iterator<Item = Span>) {
        if let Some(span) = spans.nth(MOST_OPTIONS) {
            let message = format!("there are more than {MOST_OPTIONS} {what}");
            self.report(Diagnostic::error(Code::TooMany, message).at(span, "one too many"));
        }
    }

    fn joint(&mut self, choices: &[ast::Choice], declared: &ast::Joint) -> Joint {
        let mut picks = vec![None; choices.len()];
        for (actor, action) in &declared.picks {
            let Some(at) = choices.iter().position(|choice| choice.actor.value == actor.value) else {
                let names = choices.iter().map(|choice| choice.actor.value.as_str());
                let message = format!("{} does not decide in this stage", quoted(&actor.value));
                let finding = Diagnostic::error(Code::DoesNotDecide, message);
                self.report(finding.at(actor.span, remark(&actor.value, names)));
                continue;
            };
            picks[at] = self.action(&choices[at], action);
        }
        Joint {
            picks,
            effect: self.effect(&declared.effect),
            span: declared.effect.span,
        }
    }

    /// An effect; what changes in any case becomes a part of every branch.
    fn effect(&mut self, declared: &ast::Effect) -> Effect {
        let always = self.assignments(&declared.set);
        if declared.branches.is_empty() {
            let branch = Branch {
                name: String::new(),
                chance: Chance::Sure,
                when: None,
                set: always,
                span: declared.span,
            };
            return Effect { branches: vec![branch] };
        }
        self.few_enough("branches", declared.branches.iter().map(|b| b.span));
        let mut branches = Vec::new();
        for branch in &declared.branches {
            let mut set = always.clone();
            set.extend(self.assignments(&branch.set));
            let context = Context::structure("a branch's `when`", Access::All);
            branches.push(Branch {
                name: branch.name.as_ref().map_or_else(String::new, |name| name.value.clone()),
                chance: self.chance(&branch.chance),
                when: self.condition(branch.when.as_ref(), &context),
                set,
                span: branch.span,
            });
        }
        self.check_chances(declared, &branches);
        Effect { branches }
    }

    fn chance(&mut self, declared: &ast::Chance) -> Chance {
        match declared {
            ast::Chance::Otherwise => Chance::Otherwise,
            ast::Chance::Given(formula) => {
                let tree = self.probability(formula, &Context::number("a probability", Access::All));
                Chance::Given(tree.unwrap_or(Tree::Period))
            }
        }
    }

    /// Reports constant probabilities that do not sum to 1, where no condition changes the sum.
    fn check_chances(&mut self, declared: &ast::Effect, branches: &[Branch]) {
        if branches.iter().any(|branch| branch.when.is_some()) {
            return;
        }
        let given = branches.iter().filter_map(|branch| match &branch.chance {
            Chance::Given(tree) => Some(tree.clone()),
            Chance::Sure | Chance::Otherwise => None,
        });
        let given: Vec<Tree> = given.collect();
        let first = declared.branches.iter().find_map(|branch| match &branch.chance {
            ast::Chance::Given(formula) => Some(formula.span),
            ast::Chance::Otherwise => None,
        });
        let span = first.unwrap_or(declared.span);
        if given.len() == branches.len() {
            self.sum_to_one("the probabilities of the branches", &given, span);
        } else if let Some(sum) = constant_sum(&given).filter(|&sum| remainder(sum) < 0.0) {
            let message = format!("the probabilities of the branches must sum to 1 at most, not to {sum}");
            let finding = Diagnostic::error(Code::SumNotOne, message).at(span, "");
            self.report(finding.help("`otherwise` takes what the others leave, and they leave nothing"));
        }
    }

    fn assignments(&mut self, declared: &Formulas) -> Vec<(usize, Tree)> {
        let assignments = declared.iter();
        assignments
            .filter_map(|(variable, formula)| self.assignment(variable, formula))
            .collect()
    }

    fn assignment(&mut self, variable: &Name, formula: &Formula) -> Option<(usize, Tree)> {
        let (cell, kind) = match self.symbols.lookup(&variable.value) {
            Some(Symbol::Cell(cell, kind)) if self.cells[cell].role == Role::Variable => (cell, kind),
            _ => return self.not_a_variable(variable),
        };
        let expected = match kind {
            Kind::Truth => Expected::Truth,
            Kind::Integer | Kind::Number => Expected::Integer,
            Kind::Named(domain) => Expected::Named(domain),
        };
        let context = Context::structure(format!("the new value of {}", quoted(&variable.value)), Access::All);
        Some((cell, self.formula(formula, expected, &context)?))
    }

    fn not_a_variable<T>(&mut self, name: &Name) -> Option<T> {
        let message = format!("{} is not a variable, so that it cannot be set", quoted(&name.value));
        let finding = Diagnostic::error(Code::NotAVariable, message);
        let variables = self.scenario.variables.iter();
        let variables = variables.map(|variable| variable.name.value.as_str());
        self.fail(match self.constant(&name.value) {
            Some(what) => finding
                .at(name.span, what)
                .help("effects change variables; let a variable hold what changes within a game"),
            None => finding.at(name.span, remark(&name.value, variables)),
        })
    }

    /// What a name is that is constant within a game.
    fn constant(&self, name: &str) -> Option<&'static str> {
        let scenario = self.scenario;
        let mut parameters = scenario.parameters.iter().map(|found| &found.name.value);
        let mut definitions = scenario.definitions.iter().map(|found| &found.name.value);
        if parameters.any(|known| known == name) {
            Some("a parameter")
        } else if definitions.any(|known| known == name) {
            Some("a definition")
        } else {
            None
        }
    }
}

/// Adds a nest of a choice, or the whole menu, after the nests that it holds. Members stand in the order of the actions.
/// Returns its number; `None` where it holds no action.
fn nest_members(
    choice: &ast::Choice,
    holders: &[Option<usize>],
    nest: Option<usize>,
    multiples: &[Tree],
    into: &mut Vec<Nest>,
) -> Option<usize> {
    let actions = choice.actions.len();
    // The ancestor of an action that is a member of this nest: the action itself, or a nest.
    let member_above = |action: usize| {
        let chain = std::iter::successors(Some(action), |&at| holders[at].map(|holder| actions + holder));
        chain.into_iter().find(|&at| holders[at] == nest)
    };
    let mut found: Vec<usize> = (0..actions).filter_map(member_above).collect();
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|&at| seen.insert(at));
    let mut members = Vec::new();
    for at in found {
        members.extend(match at.checked_sub(actions) {
            None => Some(NestMember::Action(at)),
            Some(inner) => nest_members(choice, holders, Some(inner), multiples, into).map(NestMember::Nest),
        });
    }
    if members.is_empty() {
        return None;
    }
    into.push(Nest {
        name: nest.map_or_else(String::new, |nest| choice.nests[nest].name.value.clone()),
        multiple: nest.map_or(Tree::Constant(1.0), |nest| multiples[nest].clone()),
        members,
    });
    Some(into.len() - 1)
}
