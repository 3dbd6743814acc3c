//! Why an actor acts as it does at an information set: the expected payoff of each action, its terms, and what follows.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::sets::{SetFilter, SetName};
use super::solve::Answer;
use super::table::as_map;
use crate::game::Member;
use crate::game::names::CellName;
use crate::strategy::{ActionValues, NestedLogit, Payoffs, largest_payoffs};

/// A value acted on exceeds what can be had if it does by more than this fraction of it.
const ROUNDING: f64 = 1e-9;

/// Why an actor acts as it does at an information set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explanation {
    /// The information set.
    #[serde(flatten)]
    pub at: SetName,
    /// The probability that a game reaches it.
    #[serde(rename = "reached")]
    pub reach: f64,
    /// How the actor chooses there.
    #[serde(flatten)]
    pub manner: ChoiceRule,
    /// The most that it could gain there by one deviation.
    pub regret: f64,
    /// Of a member of a group, the probability that its own action changes what follows from the counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pivotal: Option<f64>,
    /// Its actions.
    pub actions: Vec<ExplainedAction>,
    /// What it believes of each thing that it does not see.
    #[serde(serialize_with = "as_maps")]
    pub beliefs: Vec<(String, Vec<(String, f64)>)>,
    /// Its joint beliefs about all of these, the likeliest first: `us=committed provoked=false`.
    #[serde(serialize_with = "as_map")]
    pub states: Vec<(String, f64)>,
    /// The nests of its actions, each after those that it holds, the whole menu left out; empty where the menu is flat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nests: Vec<ExplainedNest>,
}

/// How an actor chooses at an information set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChoiceRule {
    /// By logit response with this precision.
    Logit(f64),
    /// The best action.
    BestResponse,
    /// As the scenario says: fixed, or by rules.
    Given,
    /// It is bound by a promise.
    Bound,
}

impl ChoiceRule {
    /// The rule in a word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Logit(_) => "logit",
            Self::BestResponse => "best_response",
            Self::Given => "given",
            Self::Bound => "bound",
        }
    }

    /// The precision of logit response.
    pub(crate) fn precision(self) -> Option<f64> {
        match self {
            Self::Logit(precision) => Some(precision),
            Self::BestResponse | Self::Given | Self::Bound => None,
        }
    }
}

/// As `play` and `precision`.
impl Serialize for ChoiceRule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut both = serializer.serialize_map(Some(2))?;
        both.serialize_entry("play", self.word())?;
        both.serialize_entry("precision", &self.precision())?;
        both.end()
    }
}

/// Maps of maps, in their order.
fn as_maps<S: Serializer>(all: &[(String, Vec<(String, f64)>)], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Map<'a>(#[serde(serialize_with = "as_map")] &'a [(String, f64)]);
    serializer.collect_map(all.iter().map(|(name, pairs)| (name, Map(pairs))))
}

/// What an action is worth, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExplainedAction {
    /// The action.
    pub action: String,
    /// The probability with which it is taken.
    pub probability: f64,
    /// Its expected payoff from this period on, in units of the period.
    #[serde(rename = "expected_payoff")]
    pub payoff: f64,
    /// The value that the actor acts on, where it takes its own later choices otherwise than as they are played.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acted_on: Option<f64>,
    /// The most that any play could give the actor after the action, where the value that it acts on exceeds that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attainable: Option<f64>,
    /// That payoff less that of the best action.
    pub difference: f64,
    /// What each of the actor's payoff terms adds to it.
    #[serde(serialize_with = "as_map")]
    pub terms: Vec<(String, f64)>,
    /// The chance of each outcome once it is taken.
    #[serde(serialize_with = "as_map")]
    pub outcomes: Vec<(String, f64)>,
}

/// A nest of actions, as the actor chooses within it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExplainedNest {
    /// The nest.
    pub nest: String,
    /// The available actions and nests that it holds.
    pub members: Vec<String>,
    /// The probability that an action in it is taken.
    pub probability: f64,
    /// Its inclusive value: what it is worth as a whole to the actor, on the scale of payoffs.
    pub inclusive_value: f64,
    /// The precision of the choice within it.
    pub precision: f64,
}

impl Answer<'_> {
    /// Explains the information sets that are asked about, in order of play.
    ///
    /// Of the sets of each stage, actor, type, and bound or free, it is the one that is reached most often, unless
    /// `every` one is wanted. An open question is about the sets of the first actor who has any choice.
    pub fn explain(&self, wanted: &SetFilter, every: bool) -> Vec<Explanation> {
        let chosen = if every {
            self.asked(wanted).collect()
        } else {
            self.usual(wanted)
        };
        let keys: Vec<(usize, usize)> = chosen.iter().map(|at| (at.period, at.set)).collect();
        let situations = self.prospects(&keys);
        let mut all: Vec<Explanation> = situations.iter().map(|at| self.explanation(at)).collect();
        self.set_attainable(&situations, &mut all);
        all
    }

    fn usual(&self, wanted: &SetFilter) -> Vec<&ActionValues> {
        let choosing = self.asked(wanted).filter(|at| self.has_choice(at));
        let mut among: Vec<&ActionValues> = choosing.collect();
        if among.is_empty() {
            among = self.asked(wanted).collect();
        }
        if wanted.is_open() {
            let first = among.iter().map(|at| self.set(at).actor).min();
            among.retain(|situation| Some(self.set(situation).actor) == first);
        }
        self.likeliest(&among)
    }

    /// Of the sets of each stage, actor, type, and bound or free, the one that is reached most often.
    pub(super) fn likeliest<'s>(&self, among: &[&'s ActionValues]) -> Vec<&'s ActionValues> {
        let mut best: Vec<Option<usize>> = vec![None; self.bound.game.decision_kinds.len()];
        for (number, situation) in among.iter().enumerate() {
            let best = &mut best[self.set(situation).decision_kind];
            if best.is_none_or(|best| situation.reach > among[best].reach) {
                *best = Some(number);
            }
        }
        let mut chosen: Vec<usize> = best.into_iter().flatten().collect();
        chosen.sort_unstable();
        chosen.into_iter().map(|number| among[number]).collect()
    }

    fn explanation(&self, situation: &ActionValues) -> Explanation {
        let set = self.set(situation);
        let slots = self.bound.slots(situation.period);
        let weighed = |action: usize| self.weighed(situation, action);
        Explanation {
            at: self.naming.name(situation.period, situation.set),
            reach: situation.reach,
            manner: match set.play.precision() {
                Some(precision) => ChoiceRule::Logit(slots[precision.index()][0]),
                None if set.play.responds() => ChoiceRule::BestResponse,
                None if set.play.is_committed() => ChoiceRule::Bound,
                None => ChoiceRule::Given,
            },
            regret: situation.regret(),
            pivotal: self.pivotal(situation),
            actions: (0..set.actions).map(weighed).collect(),
            nests: self.nests(situation),
            beliefs: self.believed(situation),
            states: self.states(situation),
        }
    }

    fn weighed(&self, situation: &ActionValues, action: usize) -> ExplainedAction {
        let (game, names) = (self.bound.game, self.names);
        let set = self.set(situation);
        let prospect = &situation.expectations[action];
        let terms = names.terms.iter().zip(&prospect.terms);
        let own = terms.zip(&game.term_actor);
        let own = own.filter(|(_, actor)| **actor == set.actor);
        let outcomes = names.outcomes.iter().cloned();
        ExplainedAction {
            action: self.naming.action(situation.period, set, action),
            probability: situation.play[action],
            payoff: situation.payoffs[action],
            acted_on: situation
                .acted_on()
                .get(action)
                .copied()
                .filter(|_| !situation.given_back.is_empty()),
            attainable: None,
            difference: situation.payoffs[action] - situation.best(),
            terms: own.map(|((name, &sum), _)| (name.clone(), sum)).collect(),
            outcomes: outcomes.zip(prospect.outcomes.iter().copied()).collect(),
        }
    }

    /// Notes what any play could give at most after each action whose value, as the actor acts on it, exceeds that.
    fn set_attainable(&self, situations: &[ActionValues], all: &mut [Explanation]) {
        if !self.bound.game.has_own_later() {
            return;
        }
        largest_payoffs(&self.bound, |period, places| {
            let here = situations.iter().zip(all.iter_mut());
            for (situation, one) in here.filter(|(situation, _)| situation.period == period) {
                for (action, explained) in one.actions.iter_mut().enumerate() {
                    let most = self.most(situation, action, places);
                    let exceeds = explained
                        .acted_on
                        .is_some_and(|value| value > most + ROUNDING * (1.0 + most.abs()));
                    explained.attainable = exceeds.then_some(most);
                }
            }
        });
    }

    /// The largest payoff that any play can give an actor after an action, as it believes.
    fn most(&self, situation: &ActionValues, action: usize, places: &[Payoffs<1>]) -> f64 {
        let (game, set) = (self.bound.game, self.set(situation));
        let graph = game.graph(situation.period);
        let totals = self.bound.totals(situation.period);
        let nodes = set.members().zip(&situation.belief);
        let most = nodes.map(|(node, belief)| {
            let edge = &graph.edges_at(node)[action];
            let [pay] = totals[edge.payment_set as usize * game.actors + set.actor];
            let later = places[edge.to as usize]
                .as_ref()
                .map_or(0.0, |payoffs| payoffs[set.actor][0]);
            belief * (pay + later)
        });
        most.sum()
    }

    fn nests(&self, situation: &ActionValues) -> Vec<ExplainedNest> {
        let set = self.set(situation);
        let (Some(tree), Some(precision)) = (&set.nests, set.play.precision()) else {
            return Vec::new();
        };
        let number = |slot| self.bound.number(slot, situation.period);
        let values: Vec<[f64; 1]> = situation.acted_on().iter().map(|&value| [value]).collect();
        let mut nested = NestedLogit::default();
        nested.update(tree, &values, &number(precision), number);
        let name = |nest: usize| self.naming.nest(set, tree.nests[nest].number);
        let mut probability: Vec<f64> = Vec::new();
        let mut nests = Vec::new();
        for (at, nest) in tree.nests.iter().enumerate() {
            let members = &tree.members[nest.members.clone()];
            let chance = |member: &Member| match *member {
                Member::Action(action) => situation.play[action],
                Member::Nest(inner) => probability[inner],
            };
            let sum = members.iter().map(chance).sum();
            probability.push(sum);
            let ([inclusive_value], [precision]) = nested.nest(at);
            nests.push(ExplainedNest {
                nest: name(at),
                members: members
                    .iter()
                    .map(|member| match *member {
                        Member::Action(action) => self.naming.action(situation.period, set, action),
                        Member::Nest(inner) => name(inner),
                    })
                    .collect(),
                probability: sum,
                inclusive_value: *inclusive_value,
                precision: *precision,
            });
        }
        // The last one is the whole menu.
        nests.pop();
        nests
    }

    /// The joint beliefs about all hidden things.
    fn states(&self, situation: &ActionValues) -> Vec<(String, f64)> {
        let hidden = self.believed(situation);
        if hidden.is_empty() {
            return Vec::new();
        }
        let set = self.set(situation);
        let is_hidden = |(_, cell): &(usize, &CellName)| {
            cell.composition.is_none() && !cell.seen[set.actor] && hidden.iter().any(|(about, _)| *about == cell.name)
        };
        let cells = self.names.cells.iter().enumerate().filter(is_hidden);
        let cells: Vec<(usize, &CellName)> = cells.collect();
        let mut states: Vec<(String, f64)> = Vec::new();
        for (node, &chance) in set.members().zip(&situation.belief) {
            let values = self.naming.state(situation.period, node);
            let part = |(at, cell): &(usize, &CellName)| format!("{}={}", cell.name, cell.show(values[*at]));
            let state = cells.iter().map(part).collect::<Vec<_>>().join(" ");
            match states.iter_mut().find(|(known, _)| *known == state) {
                Some((_, sum)) => *sum += chance,
                None => states.push((state, chance)),
            }
        }
        states.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        states
    }
}
