//! Lowers nests: the actions of a choice as a tree.

use std::collections::BTreeSet;
use std::iter::successors;

use crate::expression::Tree;
use crate::numeric::decimal::rounded;
use crate::scenario::ast::{self, Formula, Name};
use crate::scenario::lower::Lowering;
use crate::scenario::lower::read_access::{Access, Context};
use crate::scenario::model::{Nest, NestMember};
use crate::source::wording::quoted;
use crate::source::{Code, Diagnostic, Span};

impl Lowering<'_> {
    /// The actions of a choice in nests, each nest after those that it holds, the whole menu last. Empty where there is no
    /// nest.
    pub(crate) fn nests(&mut self, actor: usize, choice: &ast::Choice) -> Option<Vec<Nest>> {
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
                    return self.fail(
                        finding
                            .at(earlier, "and here")
                            .help("every action and nest has one holder"),
                    );
                }
                holders[at] = Some((number, member.span));
            }
        }
        for start in 0..choice.nests.len() {
            let holder = |nest: usize| holders[choice.actions.len() + nest].map(|(holder, _)| holder);
            let chain = successors(holder(start), |&nest| holder(nest));
            if chain.take(names.len()).any(|nest| nest == start) {
                let name = &choice.nests[start].name;
                let message = format!("{} holds itself", quoted(&name.value));
                let finding = Code::BadNest.at(name.span, message);
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
            let message = format!("the multiple of a nest must be at least 1, not {}", rounded(value));
            let finding = Code::BadMultiple.at(formula.span, message);
            let help = "the actor tells the members of a nest apart at least as well as nests from one another";
            return self.fail(finding.help(help));
        }
        Some(tree)
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
        let mut chain = successors(Some(action), |&at| holders[at].map(|holder| actions + holder));
        chain.find(|&at| holders[at] == nest)
    };
    let mut found: Vec<usize> = (0..actions).filter_map(member_above).collect();
    let mut seen = BTreeSet::new();
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
