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
    what: What<'q>,
}

enum What<'q> {
    /// The probability of these outcomes together.
    Ending(&'q [String]),
    /// The expected payoff of this actor.
    Payoff(&'q str),
}

/// Where a quantity is in the results of one side.
enum Place {
    Ending(Vec<usize>),
    EndingGiven { of: usize, places: Vec<usize> },
    Payoff(usize),
}

impl<'q> Quantity<'q> {
    /// The probability of an outcome.
    pub(super) fn outcome(name: &'q String) -> Self {
        Self {
            kind: ComparisonKind::Outcome,
            name: name.clone(),
            given: None,
            what: What::Ending(std::slice::from_ref(name)),
        }
    }

    /// The probability of outcomes that are taken together.
    pub(super) fn headline(group: &'q Group, given: Option<(String, String)>) -> Self {
        Self {
            kind: ComparisonKind::Headline,
            name: group.name(),
            given,
            what: What::Ending(&group.outcomes),
        }
    }

    /// The expected payoff of an actor.
    pub(super) fn payoff(actor: &'q str) -> Self {
        Self {
            kind: ComparisonKind::Payoff,
            name: actor.to_owned(),
            given: None,
            what: What::Payoff(actor),
        }
    }

    /// Its value in each draw of a side, `None` in draws in which the type has probability 0; `None` as a whole where the
    /// side does not have the names. Of outcomes that are taken together, those that the side has count.
    pub(super) fn values(&self, variant: &Variant, known: &[ExactResults]) -> Option<Vec<Option<f64>>> {
        let place = self.place(variant)?;
        Some(known.iter().map(|known| place.value(known)).collect())
    }

    fn place(&self, variant: &Variant) -> Option<Place> {
        let names = &variant.explored.names;
        let find = |all: &[String], name: &str| all.iter().position(|known| known == name);
        let outcomes = match self.what {
            What::Payoff(actor) => return find(&names.actors, actor).map(Place::Payoff),
            What::Ending(outcomes) => outcomes,
        };
        let places: Vec<usize> = outcomes.iter().filter_map(|name| find(&names.outcomes, name)).collect();
        match &self.given {
            _ if places.is_empty() => None,
            None => Some(Place::Ending(places)),
            Some(given) => {
                let of = true_types(variant).iter().position(|known| known == given)?;
                let count = names.outcomes.len();
                let places = places.into_iter().map(|place| of * count + place);
                Some(Place::EndingGiven {
                    of,
                    places: places.collect(),
                })
            }
        }
    }
}

impl Place {
    fn value(&self, known: &ExactResults) -> Option<f64> {
        let sum = |places: &[usize], of: &[f64]| places.iter().map(|&place| of[place]).sum::<f64>();
        match self {
            Self::Payoff(actor) => Some(known.payoffs[*actor]),
            Self::Ending(places) => Some(min(sum(places, &known.outcomes), 1.0)),
            Self::EndingGiven { of, places } => {
                let chance = known.types[*of];
                let joint = sum(places, &known.outcomes_by_type);
                (chance > 0.0).then(|| min(joint / chance, 1.0))
            }
        }
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
