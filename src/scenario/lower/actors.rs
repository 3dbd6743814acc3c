//! Actors: discount factors and beliefs at the start.

use crate::expression::{Kind, Scope, Symbol, Tree};
use crate::scenario::ast::{self, Formulas};
use crate::scenario::lower::Builder;
use crate::scenario::lower::read_access::{Reads, Use};
use crate::scenario::model::Actor;
use crate::scenario::suggestion::list;
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Spanned};

impl Builder<'_> {
    /// The actors in the order of the file.
    pub(crate) fn build_actors(&mut self) -> Vec<Actor> {
        let written = self.written;
        let mut actors = Vec::new();
        for declared in &written.actors {
            let name = &declared.name.value;
            let type_cell = match self.names.lookup(&format!("{name}.type")) {
                Some(Symbol::Cell(cell, _)) => Some(cell),
                _ => None,
            };
            let types: Vec<String> = declared.types.iter().map(|(kind, _)| kind.value.clone()).collect();
            for (kind, _) in &declared.type_details {
                self.value_of(&format!("a type of {}", quoted(name)), kind, &types);
            }
            let mut believed = Vec::new();
            for (about, chances) in &declared.believed {
                believed.extend(self.belief(name, about, chances));
            }
            actors.push(Actor {
                name: name.clone(),
                discount: self.discount(declared).unwrap_or(Tree::Constant(1.0)),
                type_cell,
                believed,
                span: declared.name.span,
            });
        }
        actors
    }

    fn discount(&mut self, actor: &ast::Actor) -> Option<Tree> {
        let formula = actor.discount.as_ref()?;
        let tree = self.number(formula, &Use::number("the discount factor", Reads::Parameters))?;
        if let Tree::Constant(value) = tree
            && !(value > 0.0 && value <= 1.0)
        {
            let message = format!("the discount factor must lie above 0 and not above 1, not at {value}");
            let finding = Diagnostic::error(Code::BadDiscount, message).at(formula.span, "");
            self.report(finding.help("it is what a payoff one period later is worth, as in 0.98"));
            return None;
        }
        Some(tree)
    }

    fn belief(&mut self, owner: &str, about: &Spanned<String>, chances: &Formulas) -> Option<(usize, Vec<Tree>)> {
        let actor = self.actor(about)?;
        let name = quoted(&about.value);
        if about.value == owner {
            self.report(
                Diagnostic::error(Code::OwnType, "an actor knows its own type")
                    .at(about.span, "itself")
                    .help("leave it out: a belief is about another actor"),
            );
            return None;
        }
        let Some(Symbol::Cell(cell, Kind::Named(domain))) = self.names.lookup(&format!("{}.type", about.value)) else {
            let declared = self.written.actors[actor].name.span;
            let finding = Diagnostic::error(Code::NoTypes, format!("{name} has no types")).at(about.span, "");
            let finding = finding.at(declared, "declared here");
            self.report(finding.help("give it `types`, or leave the belief out"));
            return None;
        };
        let types = self.names.values(domain).to_vec();
        let mut known = true;
        for (name_of_type, _) in chances {
            known &= self
                .value_of(&format!("a type of {name}"), name_of_type, &types)
                .is_some();
        }
        let given = |kind: &str| chances.iter().find(|(given, _)| given.value == kind).cloned();
        let missing: Vec<&str> = types
            .iter()
            .map(String::as_str)
            .filter(|kind| given(kind).is_none())
            .collect();
        if !known {
            return None;
        }
        if !missing.is_empty() {
            let message = format!("a belief about {name} needs a chance for {}", list(missing));
            let finding = Diagnostic::error(Code::MissingCase, message).at(about.span, "");
            self.report(finding.help("it names every type; what it thinks impossible has 0"));
            return None;
        }
        let ordered: Formulas = types.iter().filter_map(|kind| given(kind)).collect();
        let trees = self.chances("a believed chance", &ordered)?;
        self.sum_to_one("the chances of a belief", &trees, about.span);
        Some((cell, trees))
    }
}
