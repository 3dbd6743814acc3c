//! How the actors play in one draw, what they believe, what they can expect, and what they could gain.

use schemars::JsonSchema;
use serde::Serialize;

use super::block::bind;
use super::draws::Draws;
use super::error::StudyError;
use super::sets::{Naming, SetFilter, SetName};
use super::solver::{Audited, Solved, Solver, solved};
use super::table::name_tables;
use super::variant::Variant;
use crate::game::{Bound, InformationSet, Names};
use crate::numeric::lanes::LANES;
use crate::numeric::math::max;
use crate::strategy::{
    ActionValues, Expectation, Reachable, Recall, action_payoffs, action_values, best_response_value,
};

/// One draw of a game, solved, with every information set as its actor faces it.
pub struct Answer<'g> {
    pub(super) bound: Bound<'g, 1>,
    pub(super) audited: Audited<1>,
    pub(super) naming: Naming<'g>,
    reachable: Reachable,
    pub(super) names: &'g Names,
    /// In order of play; what follows each action is left out, as it takes much room.
    pub(super) situations: Vec<ActionValues>,
    of_game: Vec<Expectation>,
}

/// Which draw of a variant is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectedDraw {
    /// The draw; `None` for the nominal point.
    pub draw: Option<u64>,
    /// The seed of all draws.
    pub seed: u64,
}

/// The payoff of an actor, and what it could gain.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("unit" = "payoff"))]
pub struct ActorRow {
    /// The actor.
    pub actor: String,
    /// Its expected payoff of the game, under the true prior.
    pub expected_payoff: f64,
    /// The same under its own prior; missing where that is the true one.
    pub own_expected_payoff: Option<f64>,
    /// The most that it could gain by one deviation at one information set; missing where it never decides.
    pub regret: Option<f64>,
    /// What it could gain by its best whole strategy; missing where it never decides, or where more than what it sees
    /// might have to be remembered.
    pub whole_strategy_gain: Option<f64>,
}

name_tables! {
    ActorRow: "actors",
    StrategyRow: "strategies",
    SetBeliefRow: "beliefs",
}

/// One row per information set and action.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StrategyRow {
    /// The information set.
    #[serde(flatten)]
    pub at: SetName,
    /// Equal for all sets of a stage, an actor, its type, and bound or free.
    #[serde(skip)]
    pub kind: usize,
    /// The probability that a game reaches the set.
    #[serde(skip)]
    pub reach: f64,
    /// The action.
    pub action: String,
    /// The probability with which it is taken.
    #[schemars(extend("unit" = "probability"))]
    pub probability: f64,
    /// Its expected payoff from this period on, in units of the period.
    #[schemars(extend("unit" = "payoff"))]
    pub expected_payoff: f64,
    /// The most that the actor could gain at this information set by one deviation.
    #[schemars(extend("unit" = "payoff"))]
    pub regret: f64,
}

/// One row per information set, hidden thing and value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SetBeliefRow {
    /// The information set.
    #[serde(flatten)]
    pub at: SetName,
    /// The probability that a game reaches the set.
    #[serde(skip)]
    pub reach: f64,
    /// The actor whose type is believed about, the commitment that may bind, or the variable.
    pub about: String,
    /// The value.
    pub value: String,
    /// The probability that the actor gives it.
    #[schemars(extend("unit" = "probability"))]
    pub belief: f64,
}

/// Binds a draw of a variant.
///
/// # Errors
/// The draw makes no sense.
pub fn bound(variant: &Variant, which: SelectedDraw) -> Result<Bound<'_, 1>, StudyError> {
    let draws = Draws::new(&variant.model, which.seed, which.draw.is_none());
    let sampled = bind(variant, &draws, which.draw.unwrap_or(0), 1)?;
    Ok(sampled.bound.alone(0))
}

/// Solves a draw of a variant.
///
/// # Errors
/// The draw makes no sense.
pub fn solve(variant: &Variant, which: SelectedDraw) -> Result<Answer<'_>, StudyError> {
    let block = which.draw.unwrap_or(0) / LANES as u64;
    let bound = bound(variant, which)?;
    Ok(Answer::of(bound, &variant.explored.names, block))
}

impl<'g> Answer<'g> {
    /// Solves a draw, which belongs to a block of that number.
    pub fn of(mut bound: Bound<'g, 1>, names: &'g Names, block: u64) -> Self {
        let audited = Solver::new(bound.game).solve(&mut bound, block);
        Self::new(bound, names, audited)
    }

    /// The answer that a solution gives.
    pub(super) fn new(bound: Bound<'g, 1>, names: &'g Names, audited: Audited<1>) -> Self {
        let game = bound.game;
        let reachable = Reachable::of(game);
        let solution = &audited.solution;
        let mut situations = Vec::new();
        let found = (&solution.profile, &solution.beliefs);
        let of_game = action_payoffs(&bound, 0, found, &reachable, |mut situation| {
            situation.expectations.clear();
            situations.push(situation);
        });
        situations.reverse();
        Self {
            naming: Naming::new(game, names),
            bound,
            audited,
            reachable,
            names,
            situations,
            of_game,
        }
    }

    /// How well the draw is solved.
    pub fn solved(&self) -> Solved {
        solved(&self.audited, 0)
    }

    /// How the actors fare, in their order.
    pub fn actors(&self) -> Vec<ActorRow> {
        let memory = Recall::of(self.bound.game);
        let actors = 0..self.bound.game.declared;
        actors.map(|actor| self.actor(actor, &memory)).collect()
    }

    fn actor(&self, actor: usize, memory: &Recall) -> ActorRow {
        let game = self.bound.game;
        let payoff = |prior: usize, player: usize| self.of_game[prior].payoff(game, player);
        let own = |player: usize| payoff(game.prior_of[player], player);
        let situations = self.situations.iter();
        // Of a group, what its members do counts.
        let is_own = |of: usize| self.names.declared_actor(of) == actor;
        let own_situations = situations.filter(|situation| is_own(self.set(situation).actor));
        let regret = own_situations.map(ActionValues::regret).reduce(max);
        let profile = &self.audited.solution.profile;
        let gain = |player: usize| {
            let best = best_response_value(&self.bound, 0, profile, memory, player)?;
            Some(max(0.0, best - own(player)))
        };
        // A group itself does not choose.
        let members: Vec<usize> = (game.declared..game.actors).filter(|&player| is_own(player)).collect();
        let players = if members.is_empty() { vec![actor] } else { members };
        let gains: Option<Vec<f64>> = players.into_iter().map(gain).collect();
        let gain = regret.and(gains).and_then(|gains| gains.into_iter().reduce(max));
        ActorRow {
            actor: self.names.actors[actor].clone(),
            expected_payoff: payoff(0, actor),
            own_expected_payoff: (game.prior_of[actor] != 0).then(|| own(actor)),
            regret,
            whole_strategy_gain: gain,
        }
    }

    /// The actions at the information sets that are asked about, in order of play.
    pub fn strategies(&self, wanted: &SetFilter) -> Vec<StrategyRow> {
        let mut rows = Vec::new();
        for situation in self.asked(wanted) {
            let set = self.set(situation);
            let at = self.naming.name(situation.period, situation.set);
            for action in 0..set.actions {
                rows.push(StrategyRow {
                    at: at.clone(),
                    kind: set.decision_kind,
                    reach: situation.reach,
                    action: self.naming.action(situation.period, set, action),
                    probability: situation.play[action],
                    expected_payoff: situation.payoffs[action],
                    regret: situation.regret(),
                });
            }
        }
        rows
    }

    /// What is believed at the information sets that are asked about, in order of play.
    pub fn beliefs(&self, wanted: &SetFilter) -> Vec<SetBeliefRow> {
        let mut rows = Vec::new();
        for situation in self.asked(wanted) {
            let at = self.naming.name(situation.period, situation.set);
            for (about, chances) in self.believed(situation) {
                rows.extend(chances.into_iter().map(|(value, belief)| SetBeliefRow {
                    at: at.clone(),
                    reach: situation.reach,
                    about: about.clone(),
                    value,
                    belief,
                }));
            }
        }
        rows
    }

    /// Whether any information set is asked about.
    pub fn any(&self, wanted: &SetFilter) -> bool {
        self.asked(wanted).next().is_some()
    }

    /// The information sets that are asked about, in order of play.
    pub(super) fn asked(&self, wanted: &SetFilter) -> impl Iterator<Item = &ActionValues> {
        let situations = self.situations.iter();
        situations.filter(|at| wanted.fits(&self.naming, at.period, at.set))
    }

    /// What an actor believes of everything that it does not see and that may be one way or the other; of a group, how
    /// likely one of its members, not itself, is of each type.
    pub(super) fn believed(&self, situation: &ActionValues) -> Vec<(String, Vec<(String, f64)>)> {
        let set = self.set(situation);
        let mut beliefs = Vec::new();
        for (number, cell) in self.names.cells.iter().enumerate() {
            if cell.seen[set.actor] {
                continue;
            }
            let mut chances: Vec<(i32, f64)> = Vec::new();
            for (node, chance) in set.members().zip(&situation.belief) {
                let value = self.naming.state(situation.period, node)[number];
                match chances.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, sum)) => *sum += chance,
                    None => chances.push((value, *chance)),
                }
            }
            if chances.len() > 1 {
                chances.sort_by_key(|(value, _)| *value);
                let named = match &cell.composition {
                    Some(composition) => composition.kind_of_another(set.actor, &chances),
                    None => chances
                        .iter()
                        .map(|(value, chance)| (cell.show(*value), *chance))
                        .collect(),
                };
                beliefs.push((cell.name.clone(), named));
            }
        }
        beliefs
    }

    pub(super) fn set(&self, situation: &ActionValues) -> &'g InformationSet {
        &self.naming.graph(situation.period).information_sets[situation.set]
    }

    /// What follows each action at some of the sets; each is given by its period and number.
    pub(super) fn prospects(&self, wanted: &[(usize, usize)]) -> Vec<ActionValues> {
        let mut found: Vec<Option<ActionValues>> = vec![None; wanted.len()];
        let solution = &self.audited.solution;
        let solution = (&solution.profile, &solution.beliefs);
        action_values(&self.bound, 0, solution, &self.reachable, |situation| {
            let key = (situation.period, situation.set);
            if let Some(place) = wanted.iter().position(|wanted| *wanted == key) {
                found[place] = Some(situation);
            }
        });
        found.into_iter().flatten().collect()
    }

    /// Whether an actor has a choice at a set.
    pub(super) fn has_choice(&self, situation: &ActionValues) -> bool {
        let set = self.set(situation);
        set.actions > 1 && !set.play.is_committed()
    }
}
