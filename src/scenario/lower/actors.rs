//! Lowers actors: discount factors and initial beliefs.

use crate::expression::Tree;
use crate::numeric::decimal::rounded;
use crate::scenario::ast::{self, Form, Formulas, Name, find};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::Actor;
use crate::scenario::suggestion::{list, remark};
use crate::source::wording::{closest, quoted};
use crate::source::{Code, Diagnostic, Span};

/// The cell of a type and what is believed of it.
pub(super) type Belief = (usize, Vec<Tree>);

/// The words that `own_later` takes.
const OWN_LATER: [&str; 2] = ["as_played", "best"];

impl Lowering<'_> {
    /// The actors in the order of the file.
    pub(crate) fn lower_actors(&mut self) -> Vec<Actor> {
        let scenario = self.scenario;
        let mut actors = Vec::new();
        for declared in &scenario.actors {
            let name = &declared.name.value;
            let what = format!("a type of {}", quoted(name));
            for (kind, _) in &declared.type_details {
                self.position(Code::UnknownValue, &what, kind, declared.type_names());
            }
            let mut believed = Vec::new();
            for (about, chances) in &declared.believed {
                believed.extend(self.belief(name, about, chances));
            }
            actors.push(Actor {
                name: name.clone(),
                discount: self.discount(declared).unwrap_or(Tree::Constant(1.0)),
                own_later: self.own_later(declared),
                type_cell: match &self.groups[actors.len()] {
                    Some(group) => group.cell,
                    None => self.symbols.type_cell(name).map(|(cell, _)| cell),
                },
                believed,
                group: None,
                member: None,
                span: declared.name.span,
            });
        }
        actors
    }

    fn discount(&mut self, actor: &ast::Actor) -> Option<Tree> {
        let Some(formula) = &actor.discount else {
            self.endless(None, &actor.name);
            return None;
        };
        let context = Context::number("the discount factor", Access::Parameters);
        let tree = self.number(formula, &context)?;
        if let Tree::Constant(value) = tree
            && !(value > 0.0 && value <= 1.0)
        {
            let value = rounded(value);
            let message = format!("the discount factor must lie above 0 and not above 1, not at {value}");
            let finding = Code::BadDiscount.at(formula.span, message);
            return self.fail(finding.help("it is what a payoff one period later is worth, as in 0.98"));
        }
        if tree == Tree::Constant(1.0) {
            self.endless(Some(formula.span), &actor.name);
        }
        Some(tree)
    }

    /// Reports an actor that does not discount where play goes on for ever: its payoff may have no bound.
    fn endless(&mut self, discount: Option<Span>, actor: &Name) {
        let Some(goes_on) = self.scenario.goes_on else {
            return;
        };
        let message = format!("{} does not discount, and play goes on for ever", quoted(&actor.value));
        let finding = Diagnostic::error(Code::BadDiscount, message).at(discount.unwrap_or(actor.span), "");
        let finding = finding.at(goes_on, "play goes on here");
        self.report(finding.help("give the actor a `discount` below 1, as in 0.98"));
    }

    /// The share of its own later regret that an actor gives back; `None` where that is none.
    fn own_later(&mut self, actor: &ast::Actor) -> Option<Tree> {
        let formula = actor.own_later.as_ref()?;
        let word = match &formula.form {
            Form::Expression { text, .. } => text.trim(),
            _ => "",
        };
        let share = match word {
            "as_played" => Tree::Constant(0.0),
            "best" => Tree::Constant(1.0),
            word if self.is_misspelt(word) => {
                let message = "`own_later` must be `as_played`, `best` or a share from 0 to 1";
                let finding = Diagnostic::error(Code::UnknownWord, message);
                return self.fail(finding.at(formula.span, remark(word, OWN_LATER)));
            }
            _ => self.probability(
                formula,
                &Context::number("the share of `own_later`", Access::Parameters),
            )?,
        };
        if let Tree::Constant(0.0) = share {
            return None;
        }
        let strategies = actor
            .strategy
            .iter()
            .chain(actor.strategy_at.iter().map(|(_, strategy)| strategy));
        let mut best = strategies.filter(|strategy| matches!(strategy.kind, ast::StrategyKind::BestResponse));
        if let Some(strategy) = best.next() {
            let message = "`own_later` goes with `logit`, and here is a best responder";
            let finding = Code::OwnLaterWithoutLogit.at(strategy.span, message);
            let finding = finding.at(formula.span, "`own_later` stands here");
            return self.fail(finding.help("a best responder makes no errors: leave `own_later` out"));
        }
        Some(share)
    }

    /// Whether this is no formula, but a word of `own_later` with a mistake.
    fn is_misspelt(&self, word: &str) -> bool {
        let parameters = self.scenario.parameters.iter().map(|parameter| &parameter.name);
        let definitions = self.scenario.definitions.iter().map(|definition| &definition.name);
        let known = parameters.chain(definitions).any(|name| name.value == word);
        !known && closest(word, OWN_LATER).is_some()
    }

    fn belief(&mut self, owner: &str, about: &Name, chances: &Formulas) -> Option<Belief> {
        let actor = self.actor(about)?;
        let name = quoted(&about.value);
        if about.value == owner && !self.is_group(actor) {
            let finding = Diagnostic::error(Code::OwnType, "an actor knows its own type").at(about.span, "itself");
            return self.fail(finding.help("leave it out: a belief is about another actor"));
        }
        let Some((cell, _)) = self.symbols.type_cell(&about.value) else {
            let declared = self.scenario.actors[actor].name.span;
            let finding = Code::NoTypes.at(about.span, format!("{name} has no types"));
            let finding = finding.at(declared, "declared here");
            return self.fail(finding.help("give it `types`, or leave the belief out"));
        };
        let scenario = self.scenario;
        let types = || scenario.actors[actor].type_names();
        let what = format!("a type of {name}");
        let mut known = true;
        for (kind, _) in chances {
            let found = self.position(Code::UnknownValue, &what, kind, types());
            known &= found.is_some();
        }
        if !known {
            return None;
        }
        let missing = types().filter(|kind| find(chances, kind).is_none());
        let missing: Vec<&String> = missing.collect();
        if !missing.is_empty() {
            let message = format!("a belief about {name} needs a chance for {}", list(missing));
            let finding = Code::MissingCase.at(about.span, message);
            return self.fail(finding.help("it names every type; what it thinks impossible has 0"));
        }
        let ordered = types().filter_map(|kind| find(chances, kind));
        let trees = self.chances("a believed chance", ordered)?;
        self.sum_to_one("the chances of a belief", &trees, about.span);
        if self.is_group(actor) {
            return self.believed_composition(actor, &trees);
        }
        Some((cell, trees))
    }
}
