//! A game, solved, with assertions on its results: a classic by name, or a text.

use pactum::unstable::numeric::math::{exp, sqrt};
use pactum::unstable::play::{CompiledGame, Draw, Simulator, Tallies, exact_observed};
use pactum::unstable::strategy::Status;

use crate::support::scenario::Scenario;
use crate::support::solved_game::{SolvedGame, nominal};

/// Tolerance for probabilities known from a formula.
pub(crate) const EXACT: f64 = 1e-9;
/// Tolerance for probabilities known to six decimals.
pub(crate) const SOLVED: f64 = 1e-6;
/// The most standard deviations that a played share may be off.
const DEVIATIONS: f64 = 4.0;

/// 1 / (1 + e^−x)
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// A power by repeated multiplication.
pub(crate) fn power(base: f64, exponent: u32) -> f64 {
    (0..exponent).fold(1.0, |product, _| product * base)
}

/// A variant of a classic, or a text, with settings.
pub(crate) struct Case {
    source: Source,
    variant: &'static str,
    sets: Vec<String>,
}

enum Source {
    Classic(&'static str),
    Text(String),
}

/// A case that was solved for one draw.
pub(crate) struct Solved(SolvedGame);

impl Case {
    /// A variant of the file of that name.
    pub(crate) fn new(file: &'static str, variant: &'static str) -> Self {
        Self {
            source: Source::Classic(file),
            variant,
            sets: Vec::new(),
        }
    }

    /// A scenario of this text.
    pub(crate) fn of(text: String) -> Self {
        Self {
            source: Source::Text(text),
            variant: "base",
            sets: Vec::new(),
        }
    }

    /// The same with a key set.
    pub(crate) fn set(mut self, key: &str, value: &str) -> Self {
        self.sets.push(format!("{key}={value}"));
        self
    }

    /// The same, solved.
    pub(crate) fn solve(&self) -> Solved {
        let solved = self.run(None);
        assert_eq!(
            solved.0.solution.status[0],
            Status::Converged,
            "it is solved; its residual is {}",
            solved.0.solution.residual[0]
        );
        solved
    }

    /// The same with these values of the uncertain parameters, worked out without asking how well it is solved.
    pub(crate) fn run(&self, parameters: Option<Vec<f64>>) -> Solved {
        let mut scenario = match &self.source {
            Source::Classic(file) => Scenario::load(format!("scenarios/classics/{file}.toml")),
            Source::Text(text) => Scenario::read(text),
        };
        let model = scenario.model(self.variant, &self.sets);
        let draw = parameters.unwrap_or_else(|| nominal(&model));
        Solved(SolvedGame::of(&model, vec![draw]).expect("the game can be explored"))
    }

    /// Expects that no profile of pure best replies is found.
    pub(crate) fn expect_no_pure_equilibrium(&self) {
        assert_eq!(self.run(None).0.solution.status[0], Status::NoPureEquilibrium);
    }
}

/// Expects a number to be met.
fn meets(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: expected {expected}, found {found}"
    );
}

fn place(names: &[String], name: &str) -> usize {
    names
        .iter()
        .position(|known| known == name)
        .unwrap_or_else(|| panic!("there is no {name} in {names:?}"))
}

impl Solved {
    /// By period state: the probability that a game is there as a period starts.
    fn reach(&self, period: usize) -> Vec<f64> {
        let (bound, period_states) = (self.0.bound(), &self.0.explored.game.period_states);
        let type_profiles = bound.type_profile_chances(0);
        let mut reached = Vec::new();
        exact_observed(&bound, &self.0.solution.profile, |now| {
            if now.period == period {
                let chances = now.reach.iter().zip(period_states);
                reached = chances
                    .map(|(reach, at)| reach[0] * type_profiles[at.type_profile][0])
                    .collect();
            }
        });
        reached
    }

    /// The exact chance of an outcome.
    pub(crate) fn outcome(&self, name: &str) -> f64 {
        self.0.exact.outcomes[place(&self.0.explored.names.outcomes, name)][0]
    }

    /// Expects an outcome with this chance.
    pub(crate) fn expect(&self, outcome: &str, chance: f64, tolerance: f64) {
        meets(outcome, self.outcome(outcome), chance, tolerance);
    }

    /// Expects that every game ends so.
    pub(crate) fn expect_surely(&self, outcome: &str) {
        self.expect(outcome, 1.0, EXACT);
    }

    /// Expects that an actor earns this, discounted to the start.
    pub(crate) fn expect_payoff(&self, actor: &str, payoff: f64, tolerance: f64) {
        let number = place(&self.0.explored.names.actors, actor);
        let terms = self.0.exact.terms.iter().zip(&self.0.explored.game.term_actor);
        let found: f64 = terms
            .filter(|&(_, &owner)| owner == number)
            .map(|(term, _)| term[0])
            .sum();
        meets(actor, found, payoff, tolerance);
    }

    /// Expects that this is the most that an actor could gain by one deviation.
    pub(crate) fn expect_regret(&self, actor: &str, regret: f64, tolerance: f64) {
        let number = place(&self.0.explored.names.actors, actor);
        meets("regret", self.0.solution.regret[number][0], regret, tolerance);
    }

    /// The mean of a measure over all games, those counting 0 that are over.
    pub(crate) fn measure(&self, name: &str, period: usize) -> f64 {
        let names = &self.0.explored.names.measures;
        let number = names
            .iter()
            .position(|(known, _)| known == name)
            .expect("there is such a measure");
        self.0.exact.measures[(period - 1) * names.len() + number][0]
    }

    /// The chance that a game runs at the start of a period.
    pub(crate) fn running(&self, period: usize) -> f64 {
        self.0.exact.running[period - 1][0]
    }

    /// Expects that a game runs at the start of a period with this chance.
    pub(crate) fn expect_running(&self, period: usize, chance: f64, tolerance: f64) {
        meets("running", self.0.exact.running[period - 1][0], chance, tolerance);
    }

    /// Expects that a running game ends in a period with this chance.
    pub(crate) fn expect_hazard(&self, period: usize, hazard: f64, tolerance: f64) {
        let outcomes = self.0.explored.game.outcomes;
        let ends: f64 = self.0.exact.endings[period * outcomes..(period + 1) * outcomes]
            .iter()
            .map(|end| end[0])
            .sum();
        meets("hazard", ends / self.0.exact.running[period - 1][0], hazard, tolerance);
    }

    /// Expects that an actor is of this type with this chance, given that the game runs at the start of a period.
    pub(crate) fn expect_type_running(&self, actor: &str, kind: &str, period: usize, chance: f64, tolerance: f64) {
        let game = &self.0.explored.game;
        let owner = place(&self.0.explored.names.actors, actor);
        let value = place(&self.0.explored.names.types[owner], kind);
        let held = game
            .attributes
            .iter()
            .position(|t| t.actor == owner && t.commitment.is_none())
            .expect("it has types");
        let masses = self.reach(period);
        let is_kind = |type_profile: usize| game.type_profiles[type_profile].values[held] == value;
        let of_kind = masses
            .iter()
            .zip(&game.period_states)
            .filter(|(_, period_state)| is_kind(period_state.type_profile));
        let found: f64 = of_kind.map(|(mass, _)| mass).sum();
        meets(kind, found / self.0.exact.running[period - 1][0], chance, tolerance);
    }

    /// Expects that an action is taken at a stage with this chance, over all games.
    pub(crate) fn expect_action(&self, period: usize, stage: &str, action: &str, chance: f64, tolerance: f64) {
        let game = &self.0.explored.game;
        let number = place(&self.0.explored.names.stages, stage);
        let (_, actions) = &self.0.explored.names.actions[number][0];
        let action_number = place(actions, action);
        let width: usize = game.decision_kinds.iter().map(|row| row.actions).sum();
        let rows = game.decision_kinds.iter().filter(|row| row.stage == number);
        let found: f64 = rows
            .map(|row| self.0.exact.taken[(period - 1) * width + row.first + action_number][0])
            .sum();
        meets(action, found, chance, tolerance);
    }

    /// Plays this many games and expects every outcome's share near its exact probability.
    pub(crate) fn expect_played(&self, games: u32) {
        let game = &self.0.explored.game;
        let bound = self.0.bound();
        let layout = CompiledGame::new(game, &self.0.explored.names, 0);
        let draw = Draw {
            bound: &bound,
            profile: &self.0.solution.profile,
            lane: 0,
            number: 0,
        };
        let played = Simulator::new(&layout).play(&draw, u64::from(games), &mut Tallies::new(game), |_| {});
        for (name, (chance, &count)) in self
            .0
            .explored
            .names
            .outcomes
            .iter()
            .zip(self.0.exact.outcomes.iter().zip(&played.outcomes))
        {
            let share = count as f64 / f64::from(games);
            let deviation = sqrt(chance[0] * (1.0 - chance[0]) / f64::from(games));
            meets(
                &format!("share of {name}"),
                share,
                chance[0],
                DEVIATIONS * deviation + EXACT,
            );
        }
    }
}
