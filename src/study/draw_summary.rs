//! The results of one draw that statistics over draws and paired differences need.

use serde::{Deserialize, Serialize};

use super::solver::Solved;
use crate::game::Game;
use crate::numeric::lanes::Lanes;
use crate::numeric::math::min;
use crate::play::Exact;
use crate::play::tally::SampleStatistics;

/// The exact results of one solved draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ExactResults {
    /// How the solution came out.
    pub(super) solved: Solved,
    /// The probability of each outcome.
    pub(super) outcomes: Vec<f64>,
    /// The expectation of each payoff term.
    pub(super) terms: Vec<f64>,
    /// The expected payoff of each actor.
    pub(super) payoffs: Vec<f64>,
    /// The probability of each type ([`types`]).
    pub(super) types: Vec<f64>,
    /// The probability of a type together with an outcome: `type × outcomes + outcome`.
    pub(super) outcomes_by_type: Vec<f64>,
}

/// One draw, after it is solved and played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct DrawSummary {
    /// Its number.
    pub(super) number: u64,
    /// The value of each parameter.
    pub(super) parameters: Vec<f64>,
    /// The solution and its exact outcomes and payoffs.
    pub(super) exact: ExactResults,
    /// The probability of ending in a period so: `period × outcomes + outcome`, periods 0..=T.
    pub(super) endings: Vec<f64>,
    /// The probability of running at the start of each period (index t − 1).
    pub(super) running: Vec<f64>,
    /// The probability of surviving each period (index t − 1).
    pub(super) survives: Vec<f64>,
    /// The sum of each measure over surviving games: `(t − 1) × measures + measure`.
    pub(super) measures: Vec<f64>,
    /// Counts and sums over the games of the draw.
    pub(super) played: SampleStatistics,
}

/// The actors' types: the private attribute, its value, in the order in which tables list them.
pub(super) fn types(game: &Game) -> Vec<(usize, usize)> {
    let attributes = game.attributes.iter().enumerate();
    let own = attributes.filter(|(_, of)| of.commitment.is_none());
    let each = own.flat_map(|(number, of)| (0..of.size).map(move |value| (number, value)));
    each.collect()
}

impl ExactResults {
    /// The results of a lane of a solved block.
    pub(super) fn of<const W: usize>(game: &Game, exact: &Exact<W>, lane: usize, solved: Solved) -> Self {
        let terms = of_lane(&exact.terms, lane);
        let outcomes = exact.outcomes.iter();
        let (types, outcomes_by_type) = by_type(game, exact, lane);
        Self {
            solved,
            // Rounding in a long sum may reach a little beyond 1, and no probability does.
            outcomes: outcomes.map(|chance| min(chance[lane], 1.0)).collect(),
            payoffs: by_actor(game, &terms),
            terms,
            types,
            outcomes_by_type,
        }
    }

    /// Whether they can be those of a draw of a game.
    pub(super) fn fit(&self, game: &Game) -> bool {
        let types = types(game).len();
        are_probabilities(&self.outcomes, game.outcomes)
            && are_probabilities(&self.types, types)
            && are_probabilities(&self.outcomes_by_type, types * game.outcomes)
            && are_numbers(&self.terms, game.term_actor.len())
            && are_numbers(&self.payoffs, game.declared)
            && self.solved.sweeps <= u32::MAX.into()
    }
}

impl DrawSummary {
    /// Whether it can be of a draw of a game, played so many times.
    pub(super) fn fits(&self, game: &Game, games: u64) -> bool {
        self.parameters.len() == game.parameters
            && self.exact.fit(game)
            && are_probabilities(&self.endings, (game.periods + 1) * game.outcomes)
            && are_probabilities(&self.running, game.periods)
            && are_probabilities(&self.survives, game.periods)
            && are_numbers(&self.measures, game.periods * game.measures)
            && self.played.fit(game, games)
    }

    /// Summarises a lane of a solved and played block.
    pub(super) fn of<const W: usize>(
        (number, parameters): (u64, Vec<f64>),
        results: ExactResults,
        (exact, lane): (&Exact<W>, usize),
        played: SampleStatistics,
    ) -> Self {
        Self {
            number,
            parameters,
            exact: results,
            endings: of_lane(&exact.endings, lane),
            running: of_lane(&exact.running, lane),
            survives: of_lane(&exact.survives, lane),
            measures: of_lane(&exact.measures, lane),
            played,
        }
    }
}

/// No number of a draw is larger: sums and squares over all draws are finite.
const LARGEST: f64 = 1e150;
/// How far rounding carries no probability out of its range.
const ROUNDING: f64 = 0.01;

/// Whether these can be so many numbers of a draw.
fn are_numbers(values: &[f64], count: usize) -> bool {
    values.len() == count && values.iter().all(|&value| is_number(value))
}

/// Whether these can be so many probabilities.
pub(super) fn are_probabilities(values: &[f64], count: usize) -> bool {
    values.len() == count && values.iter().all(|&value| is_probability(value))
}

/// Whether this can be a number of a draw.
pub(super) fn is_number(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// Whether this can be a probability.
pub(super) fn is_probability(value: f64) -> bool {
    (-ROUNDING..=1.0 + ROUNDING).contains(&value)
}

/// The numbers of one lane.
fn of_lane<const W: usize>(lanes: &[Lanes<W>], lane: usize) -> Vec<f64> {
    lanes.iter().map(|numbers| numbers[lane]).collect()
}

/// The payoff of each actor, from that of each term.
fn by_actor(game: &Game, terms: &[f64]) -> Vec<f64> {
    let mut payoffs = vec![0.0; game.actors];
    for (&actor, term) in game.term_actor.iter().zip(terms) {
        payoffs[actor] += term;
    }
    payoffs.truncate(game.declared);
    payoffs
}

/// The probability of each type in a lane, and that of each type together with each outcome.
fn by_type<const W: usize>(game: &Game, exact: &Exact<W>, lane: usize) -> (Vec<f64>, Vec<f64>) {
    let types = types(game);
    let mut chances = vec![0.0; types.len()];
    let mut outcomes = vec![0.0; types.len() * game.outcomes];
    for (number, type_profile) in game.type_profiles.iter().enumerate() {
        for (at, &(of, value)) in types.iter().enumerate() {
            if type_profile.values[of] != value {
                continue;
            }
            chances[at] += exact.type_profiles[number][lane];
            let of_profile = &exact.outcomes_by_type_profile[number * game.outcomes..];
            for (outcome, chance) in of_profile[..game.outcomes].iter().enumerate() {
                outcomes[at * game.outcomes + outcome] += chance[lane];
            }
        }
    }
    (chances, outcomes)
}
