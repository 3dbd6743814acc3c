//! What the further members of a group do counts like what the first one does: as decisions, and as occasions of promises.

use super::tally::Compliance;
use crate::game::{Category, DecisionKind, Game, Members, Occasion, PeriodGraph};

/// What further members do, by category; `None` for those that are not asked.
#[derive(Debug)]
pub(super) struct Done {
    by_category: Vec<Option<Deed>>,
}

/// What a member does.
#[derive(Debug)]
pub(super) struct Deed {
    /// The kind of its decision.
    pub(super) kind: usize,
    /// The index of the count of its action.
    pub(super) tally: usize,
    /// Its compliance with each triggered commitment.
    pub(super) compliance: Vec<(usize, Compliance)>,
}

impl Done {
    pub(super) fn of(game: &Game, graph: &PeriodGraph, members: &Members) -> Self {
        let set = &graph.information_sets[members.set];
        let actions = graph.edges_at(set.nodes.start);
        let deed = |category: Category| {
            let (action, choice) = match category {
                Category::Choice(choice) => (actions[choice].action, Some(choice)),
                Category::Bound(promise) => {
                    let choice = actions.iter().position(|edge| edge.action == promise.action);
                    (promise.action, choice)
                }
                Category::NotAsked => return None,
            };
            let compliance = |occasion: &Occasion| match category {
                Category::Bound(promise) if promise.commitment == occasion.commitment => Compliance::HonouredBound,
                _ => choice.map_or(Compliance::Unable, |choice| Compliance::of(occasion, choice)),
            };
            let compliance = set
                .occasions
                .iter()
                .map(|occasion| (occasion.commitment, compliance(occasion)));
            let bound = matches!(category, Category::Bound(_));
            let kind = if bound {
                bound_kind(game, set.decision_kind)
            } else {
                set.decision_kind
            };
            Some(Deed {
                kind,
                tally: game.decision_kinds[kind].first + usize::from(action),
                compliance: compliance.collect(),
            })
        };
        Self {
            by_category: members.categories().map(deed).collect(),
        }
    }

    /// For each category that a way to count holds: how many, and what each of them does.
    pub(super) fn each(&self, way: &[u32]) -> impl Iterator<Item = (u32, &Deed)> {
        let counted = way.iter().zip(&self.by_category).filter(|(count, _)| **count > 0);
        counted.filter_map(|(&count, deed)| Some((count, deed.as_ref()?)))
    }
}

/// The kind of decision of an actor that is bound where this is that of one that is free.
fn bound_kind(game: &Game, free: usize) -> usize {
    let bound = DecisionKind {
        bound: Some(true),
        first: 0,
        ..game.decision_kinds[free].clone()
    };
    let is_it = |kind: &DecisionKind| {
        DecisionKind {
            first: 0,
            ..kind.clone()
        } == bound
    };
    game.decision_kinds.iter().position(is_it).unwrap_or(free)
}
