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

    /// Its value in each draw of a side, `None` in draws that fail or in which the type has probability 0; `None` as a whole
    /// where the side does not have the names. Of outcomes that are taken together, those that the side has count.
    pub(super) fn values(&self, variant: &Variant, known: &[Option<ExactResults>]) -> Option<Vec<Option<f64>>> {
        let values = |value: &dyn Fn(&ExactResults) -> Option<f64>| {
            let values = known.iter().map(|known| value(known.as_ref()?));
            Some(values.collect())
        };
        let names = &variant.explored.names;
        let find = |all: &[String], name: &str| all.iter().position(|known| known == name);
        if self.kind == ComparisonKind::Payoff {
            let actor = find(&names.actors, &self.name)?;
            return values(&|known| Some(known.payoffs[actor]));
        }
        let place = |name: &String| find(&names.outcomes, name);
        let places: Vec<usize> = self.outcomes.iter().filter_map(place).collect();
        if places.is_empty() {
            return None;
        }
        let sum = |of: &[f64]| places.iter().map(|&place| of[place]).sum::<f64>();
        let Some(given) = &self.given else {
            return values(&|known| Some(min(sum(&known.outcomes), 1.0)));
        };
        let mut types = true_types(variant).into_iter();
        let of = types.position(|known| known == *given)?;
        values(&|known| {
            let chance = known.types[of];
            let joint = sum(&known.outcomes_by_type[of * names.outcomes.len()..]);
            (chance > 0.0).then(|| min(joint / chance, 1.0))
        })
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
