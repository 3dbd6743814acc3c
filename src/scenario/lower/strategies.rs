//! Lowers strategies: how an actor chooses in a stage.

use crate::expression::Tree;
use crate::numeric::decimal::rounded;
use crate::scenario::ast::{self, Formulas, Name, Play, StrategyKind, find};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{Rule, Strategy};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

impl Lowering<'_> {
    /// The strategy of an actor in a stage: the one for that stage, or its own.
    pub(crate) fn strategy_of(&mut self, actor: usize, stage: &ast::Stage, choice: &ast::Choice) -> Option<Strategy> {
        let declared = &self.scenario.actors[actor];
        let here = find(&declared.strategy_at, &stage.name.value);
        let Some(strategy) = here.or(declared.strategy.as_ref()) else {
            let name = quoted(&declared.name.value);
            let message = format!("{name} decides here but has no strategy");
            let finding = Code::NoStrategy.at(choice.actor.span, message);
            let finding = finding.at(declared.name.span, "declared here");
            let help = "give the actor a `strategy`, for instance `strategy = { logit = 1.0 }`";
            return self.fail(finding.help(help));
        };
        match &strategy.kind {
            StrategyKind::Logit(precision) => self.logit(actor, precision),
            StrategyKind::BestResponse => Some(Strategy::BestResponse),
            StrategyKind::Fixed(play) => {
                let mixture = self.mixture(actor, choice, play, strategy.span)?;
                Some(Strategy::Fixed(mixture))
            }
            StrategyKind::Rules(rules) => {
                let rules = rules.iter().map(|rule| self.rule(actor, choice, rule));
                let rules: Vec<Option<Rule>> = rules.collect();
                Some(Strategy::Rules(rules.into_iter().collect::<Option<_>>()?))
            }
        }
    }

    fn logit(&mut self, actor: usize, precision: &ast::Formula) -> Option<Strategy> {
        let context = Context::number("a precision", Access::SeenBy(actor));
        let tree = self.number(precision, &context)?;
        if let Tree::Constant(value) = tree
            && value < 0.0
        {
            let message = format!("a precision must not be negative, as {} is", rounded(value));
            let finding = Diagnostic::error(Code::NegativePrecision, message);
            let help = "0 is choosing at random; the larger, the rarer are errors";
            return self.fail(finding.at(precision.span, "").help(help));
        }
        Some(Strategy::Logit(tree))
    }

    fn rule(&mut self, actor: usize, choice: &ast::Choice, declared: &ast::Rule) -> Option<Rule> {
        let context = Context::structure("a rule's `when`", Access::SeenBy(actor));
        let when = self.condition(declared.when.as_ref(), &context);
        let play = match &declared.play {
            Play::Action(name) => {
                let mut play = vec![Tree::Constant(0.0); choice.actions.len()];
                play[self.action(choice, name)?] = Tree::Constant(1.0);
                play
            }
            Play::Mixture(play) => self.mixture(actor, choice, play, declared.span)?,
        };
        Some(Rule {
            when,
            play,
            span: declared.span,
        })
    }

    /// A probability for each action; an action that is left out has none.
    fn mixture(&mut self, actor: usize, choice: &ast::Choice, play: &Formulas, span: Span) -> Option<Vec<Tree>> {
        let mut mixture = vec![Tree::Constant(0.0); choice.actions.len()];
        let mut fine = true;
        for (name, formula) in play {
            let action = self.action(choice, name);
            let context = Context::number("the probability of an action", Access::SeenBy(actor));
            match (action, self.probability(formula, &context)) {
                (Some(action), Some(tree)) => mixture[action] = tree,
                _ => fine = false,
            }
        }
        if !fine {
            return None;
        }
        self.sum_to_one("the probabilities of the actions", &mixture, span);
        Some(mixture)
    }

    /// Reports strategies for stages in which the actor does not decide.
    pub(crate) fn check_strategies(&mut self) {
        let scenario = self.scenario;
        for actor in &scenario.actors {
            for (stage, _) in &actor.strategy_at {
                if let Some(number) = self.stage(stage)
                    && self.choice_of(number, &actor.name.value).is_none()
                {
                    self.report(does_not_decide(&actor.name, stage));
                }
            }
        }
    }
}

/// The error of an actor that does not decide in a stage.
pub(super) fn does_not_decide(actor: &Name, stage: &Name) -> Diagnostic {
    let (who, place) = (quoted(&actor.value), quoted(&stage.value));
    Code::DoesNotDecide.at(stage.span, format!("{who} does not decide in {place}"))
}
