//! The numbers that a study works out of every draw, and where each is read in a variant's exact results.

use super::advantage::Advantage;
use crate::play::{Beliefs, Exact, Observers, Question};
use crate::study::draw_summary::{ExactResults, is_number, is_probability};
use crate::study::variant::Variant;

/// A number that is worked out of every draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// The probability of an outcome.
    Outcome(String),
    /// The expected payoff of an actor.
    Payoff(String),
    /// The probability of an action where its actor is asked, over all periods.
    Decision {
        /// The stage.
        stage: String,
        /// The action.
        action: String,
        /// The actor's type; `None` for all of them.
        actor_type: Option<String>,
    },
    /// What an actor believes as a period starts, averaged over the games that still run.
    Belief {
        /// The actor that believes.
        observer: String,
        /// The actor, or the commitment, that it believes something of.
        about: String,
        /// What it believes: a type, or bound or free.
        value: String,
        /// The period, from 1.
        period: usize,
    },
    /// How much better one action is than another.
    Advantage(Advantage),
}

impl Quantity {
    /// Whether it can have this value.
    pub(super) fn can_be(&self, value: f64) -> bool {
        match self {
            Self::Payoff(_) | Self::Advantage(_) => is_number(value),
            Self::Outcome(_) | Self::Decision { .. } | Self::Belief { .. } => is_probability(value),
        }
    }

    /// Its name among those of its kind.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Outcome(name) | Self::Payoff(name) => name.clone(),
            Self::Decision {
                stage,
                action,
                actor_type,
            } => match actor_type {
                Some(actor_type) => format!("{stage}.{action}.{actor_type}"),
                None => format!("{stage}.{action}"),
            },
            Self::Belief {
                observer,
                about,
                value,
                period,
            } => format!("{observer}.{about}.{value}.{period}"),
            Self::Advantage(Advantage {
                stage, action, other, ..
            }) => format!("{stage}.{action}.{other}"),
        }
    }
}

/// Where the quantities of a study are read in the results of one variant.
pub(super) struct Places {
    places: Vec<Option<Place>>,
    /// Whether any of them is a belief.
    pub(super) beliefs: bool,
}

enum Place {
    Outcome(usize),
    Payoff(usize),
    /// The indices of the chances of being asked, and of those of the action.
    Decision(Vec<(usize, usize)>),
    Belief(usize, Question, usize),
    /// Its number among all advantages.
    Advantage(usize),
}

impl Places {
    /// The places of quantities in a variant; one that the variant does not have has none.
    pub(super) fn of(quantities: &[Quantity], variant: &Variant, observers: &Observers<'_>) -> Self {
        let mut advantages = 0..;
        let places = quantities.iter().map(|quantity| match quantity {
            Quantity::Advantage(_) => advantages.next().map(Place::Advantage),
            other => Place::of(other, variant, observers),
        });
        Self {
            places: places.collect(),
            beliefs: quantities
                .iter()
                .any(|quantity| matches!(quantity, Quantity::Belief { .. })),
        }
    }

    /// The value of each quantity in one lane of a block.
    pub(super) fn read<'r>(
        &'r self,
        results: &'r ExactResults,
        (exact, beliefs, advantages): (&'r Exact, Option<&'r Beliefs<'_>>, &'r [Option<f64>]),
        lane: usize,
    ) -> impl Iterator<Item = Option<f64>> + 'r {
        self.places.iter().map(move |place| match place.as_ref()? {
            Place::Outcome(number) => Some(results.outcomes[*number]),
            Place::Payoff(actor) => Some(results.payoffs[*actor]),
            Place::Decision(places) => {
                let sum = |of: &dyn Fn(&(usize, usize)) -> f64| places.iter().map(of).sum::<f64>();
                let asked = sum(&|&(reached, _)| exact.reached[reached][lane]);
                let taken = sum(&|&(_, taken)| exact.taken[taken][lane]);
                (asked > 0.0).then(|| taken / asked)
            }
            Place::Belief(period, question, believed) => {
                let (sum, mass) = beliefs?.sum_of_all(*period, question, *believed);
                (mass[lane] > 0.0).then(|| sum[lane] / mass[lane])
            }
            Place::Advantage(number) => advantages[*number],
        })
    }
}

impl Place {
    fn of(quantity: &Quantity, variant: &Variant, observers: &Observers<'_>) -> Option<Self> {
        let names = &variant.explored.names;
        let find = |all: &[String], name: &String| all.iter().position(|known| known == name);
        match quantity {
            Quantity::Outcome(name) => Some(Self::Outcome(find(&names.outcomes, name)?)),
            Quantity::Payoff(name) => Some(Self::Payoff(find(&names.actors, name)?)),
            Quantity::Decision {
                stage,
                action,
                actor_type,
            } => {
                let stage = find(&names.stages, stage)?;
                Some(Self::Decision(decisions(variant, stage, action, actor_type.as_ref())))
            }
            Quantity::Belief {
                observer,
                about,
                value,
                period,
            } => {
                let observer = find(&names.actors, observer)?;
                let about = find(&names.attributes, about)?;
                let believed = find(&names.attribute_values[about], value)?;
                let mut questions = observers.questions().iter();
                let question = questions.find(|asked| (asked.observer, asked.about) == (observer, about))?;
                let within = (1..=variant.explored.game.periods).contains(period);
                within.then_some(Self::Belief(*period, *question, believed))
            }
            Quantity::Advantage(_) => None,
        }
    }
}

/// Where the chances of being asked at a stage are, and those of taking an action there, in every period.
fn decisions(variant: &Variant, stage: usize, action: &str, actor_type: Option<&String>) -> Vec<(usize, usize)> {
    let (game, names) = (&variant.explored.game, &variant.explored.names);
    let kinds = game.decision_kinds.len();
    let actions: usize = game.decision_kinds.iter().map(|kind| kind.actions).sum();
    let mut places = Vec::new();
    for (number, kind) in game.decision_kinds.iter().enumerate() {
        let its_type = kind.actor_type.map(|of| &names.types[kind.actor][of]);
        let fits = kind.stage == stage && actor_type.is_none_or(|wanted| its_type == Some(wanted));
        let own = names.actions_of(stage, kind.actor);
        let Some(at) = own.iter().position(|name| fits && name == action) else {
            continue;
        };
        let period = |period| (period * kinds + number, period * actions + kind.first + at);
        places.extend((0..game.periods).map(period));
    }
    places
}
