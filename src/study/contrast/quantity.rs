//! A number that sides are compared by, found in each by the names that the sides share.

use super::group::Group;
use crate::numeric::math::min;
use crate::study::draw_summary::{ExactResults, types};
use crate::study::rows::ComparisonKind;
use crate::study::variant::Variant;

/// A number that sides are compared by.
pub(super) struct Quantity<'q> {
    /// As tables name its kind.
    pub(super) kind: ComparisonKind,
    /// As tables name it.
    pub(super) name: String,
    /// The actor and its true type, where only those games count.
    pub(super) given: Option<(String, String)>,
    /// The outcomes whose probability together it is, if it is one; otherwise it is an actor's expected payoff.
    outcomes: &'q [String],
}

impl<'q> Quantity<'q> {
    /// A number that counts in all games.
    pub(super) fn of(kind: ComparisonKind, name: &str, outcomes: &'q [String]) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            given: None,
            outcomes,
        }
    }

    /// The probability of outcomes that are taken together.
    pub(super) fn headline(group: &'q Group, given: Option<(String, String)>) -> Self {
        Self {
            given,
            ..Self::of(ComparisonKind::Headline, &group.name(), &group.outcomes)
        }
    }

    /// Its value in each draw of a side, `None` in draws in which the type has probability 0; `None` as a whole where the
    /// side does not have the names. Of outcomes that are taken together, those that the side has count.
    pub(super) fn values(&self, variant: &Variant, known: &[ExactResults]) -> Option<Vec<Option<f64>>> {
        let names = &variant.explored.names;
        let find = |all: &[String], name: &str| all.iter().position(|known| known == name);
        if self.kind == ComparisonKind::Payoff {
            let actor = find(&names.actors, &self.name)?;
            let value = |known: &ExactResults| Some(known.payoffs[actor]);
            return Some(known.iter().map(value).collect());
        }
        let place = |name: &String| find(&names.outcomes, name);
        let places: Vec<usize> = self.outcomes.iter().filter_map(place).collect();
        if places.is_empty() {
            return None;
        }
        let sum = |of: &[f64]| places.iter().map(|&place| of[place]).sum::<f64>();
        let Some(given) = &self.given else {
            let value = |known: &ExactResults| Some(min(sum(&known.outcomes), 1.0));
            return Some(known.iter().map(value).collect());
        };
        let mut types = true_types(variant).into_iter();
        let of = types.position(|known| known == *given)?;
        let value = |known: &ExactResults| {
            let chance = known.types[of];
            let joint = sum(&known.outcomes_by_type[of * names.outcomes.len()..]);
            (chance > 0.0).then(|| min(joint / chance, 1.0))
        };
        Some(known.iter().map(value).collect())
    }
}

/// Every type of every actor, in the order in which results list them.
pub(super) fn true_types(variant: &Variant) -> Vec<(String, String)> {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    let name = |(of, value): (usize, usize)| {
        (
            names.actors[game.attributes[of].actor].clone(),
            names.attribute_values[of][value].clone(),
        )
    };
    types(game).into_iter().map(name).collect()
}
