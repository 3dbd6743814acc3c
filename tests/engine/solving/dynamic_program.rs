//! One actor that forgets nothing and takes its own later choices as best solves its own dynamic program: random games
//! against a search through all that may happen.

use std::collections::BTreeMap;
use std::fmt::Write;

use pactum::unstable::numeric::math::logistic;
use pactum::unstable::strategy::Options;

use crate::support::random_numbers::RandomNumbers;
use crate::support::scenario::Scenario;
use crate::support::solved_game::{SolvedGame, nominal};

/// How many random games are solved.
const GAMES: u64 = 200;
const DISCOUNT: f64 = 0.9;
const PRECISION: f64 = 0.8;

/// The product of a coefficient and one or two variables.
type Product = (f64, usize, usize);

/// What happens at a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The actor takes one of this many actions.
    Choice(usize),
    /// Chance takes the first or the second way; the actor sees which, or does not.
    Chance { seen: bool },
}

/// The variables hold what happened at each stage of each period, 0 before it did.
#[derive(Debug)]
struct Program {
    periods: usize,
    stages: Vec<Kind>,
    /// The log-odds of the first way of chance.
    odds: Vec<Product>,
    each_period: Vec<Product>,
    at_end: Vec<Product>,
}

/// The values of actions by what the actor sees, and how far the game is.
type Values = BTreeMap<(usize, Vec<i32>), Vec<f64>>;

/// States with their chances.
type Weighted = Vec<(Vec<i32>, f64)>;

impl Program {
    fn random(random: &mut RandomNumbers) -> Self {
        let periods = 1 + random.below(2);
        let stages: Vec<Kind> = (0..2 + random.below(2))
            .map(|_| match random.below(5) {
                0 => Kind::Chance { seen: true },
                1 => Kind::Chance { seen: false },
                2 => Kind::Choice(3),
                _ => Kind::Choice(2),
            })
            .collect();
        let variables = periods * stages.len();
        let mut sum = |terms: usize| -> Vec<Product> {
            let mut term = || {
                let coefficient = (random.below(41) as f64 - 20.0) / 10.0;
                (coefficient, random.below(variables), random.below(variables + 1))
            };
            (0..terms).map(|_| term()).collect()
        };
        Self {
            odds: sum(2),
            each_period: sum(3),
            at_end: sum(5),
            periods,
            stages,
        }
    }

    fn name(&self, variable: usize) -> String {
        format!("v{}_{}", 1 + variable / self.stages.len(), variable % self.stages.len())
    }

    fn formula(&self, sum: &[Product]) -> String {
        let mut text = "0".to_owned();
        for &(coefficient, one, other) in sum {
            write!(text, " + ({coefficient}) * {}", self.name(one)).expect("a string takes all");
            if other < self.variables() {
                write!(text, " * {}", self.name(other)).expect("a string takes all");
            }
        }
        text
    }

    fn variables(&self) -> usize {
        self.periods * self.stages.len()
    }

    fn text(&self) -> String {
        let mut text = format!(
            "title = \"A dynamic program\"\nperiods = {}\n[actors.one]\ndiscount = {DISCOUNT}\nown_later = \"best\"\nstrategy = {{ logit = {PRECISION} }}\n",
            self.periods
        );
        for (name, paid, sum) in [
            ("along", "each_period", &self.each_period),
            ("result", "at_end", &self.at_end),
        ] {
            text += &format!(
                "[[actors.one.payoffs]]\nname = \"{name}\"\npaid = \"{paid}\"\namount = \"{}\"\n",
                self.formula(sum)
            );
        }
        for variable in 0..self.variables() {
            text += &format!("[variables.{}]\nrange = [0, 3]\nstart = 0\n", self.name(variable));
            if !self.sees(variable) {
                text += "seen_by = []\n";
            }
        }
        for (stage, kind) in self.stages.iter().enumerate() {
            let set = |value: usize| {
                let each = (0..self.periods).map(|period| {
                    let name = self.name(period * self.stages.len() + stage);
                    format!("{name} = \"if(period == {}, {value}, {name})\"", period + 1)
                });
                format!("set = {{ {} }}", each.collect::<Vec<_>>().join(", "))
            };
            text += &format!("[[stages]]\nname = \"stage_{stage}\"\n");
            match *kind {
                Kind::Choice(actions) => {
                    text += "actor = \"one\"\n";
                    for action in 1..=actions {
                        text += &format!("[[stages.actions]]\nname = \"take_{action}\"\n{}\n", set(action));
                    }
                }
                Kind::Chance { .. } => {
                    let odds = self.formula(&self.odds);
                    text += &format!(
                        "branches = [ {{ probability = \"logistic({odds})\", {} }}, {{ otherwise = true, {} }} ]\n",
                        set(1),
                        set(2)
                    );
                }
            }
        }
        text + "[[outcomes]]\nname = \"over\"\nat_end = true\n"
    }

    fn sees(&self, variable: usize) -> bool {
        self.stages[variable % self.stages.len()] != Kind::Chance { seen: false }
    }

    fn value(&self, sum: &[Product], state: &[i32]) -> f64 {
        let at = |variable: usize| state.get(variable).map_or(1.0, |&value| f64::from(value));
        let terms = sum.iter();
        terms
            .map(|&(coefficient, one, other)| coefficient * at(one) * at(other))
            .sum()
    }

    /// The worth of what is still to come if the actor errs no more, times the weight of the states, in units of the
    /// start.
    fn worth(&self, at: usize, states: &[(Vec<i32>, f64)], found: &mut Values) -> f64 {
        let mut paid = 0.0;
        let period = at / self.stages.len();
        if at > 0 && at.is_multiple_of(self.stages.len()) {
            let weight = weight(period - 1);
            let mut pay = |sum| paid += weight * expected(states, |state| self.value(sum, state));
            pay(&self.each_period);
            if at == self.variables() {
                pay(&self.at_end);
                return paid;
            }
        }
        let with = |state: &[i32], value: i32| {
            let mut state = state.to_vec();
            state[at] = value;
            state
        };
        paid + match self.stages[at % self.stages.len()] {
            Kind::Choice(actions) => {
                let after = |action| -> Weighted {
                    states
                        .iter()
                        .map(|(state, chance)| (with(state, action), *chance))
                        .collect()
                };
                let actions = 1..=i32::try_from(actions).expect("few");
                let values: Vec<f64> = actions
                    .map(|action| self.worth(at + 1, &after(action), found))
                    .collect();
                let seen = (0..self.variables()).filter(|&variable| self.sees(variable));
                let seen = seen.map(|variable| states[0].0[variable]).collect();
                let scale = expected(states, |_| 1.0) * weight(period);
                found.insert((at, seen), values.iter().map(|value| value / scale).collect());
                values
                    .into_iter()
                    .fold(f64::NEG_INFINITY, |a, b| if a > b { a } else { b })
            }
            Kind::Chance { seen } => {
                let mut ways = [Weighted::new(), Weighted::new()];
                for (state, chance) in states {
                    let first = logistic(self.value(&self.odds, state));
                    ways[0].push((with(state, 1), chance * first));
                    ways[1].push((with(state, 2), chance * (1.0 - first)));
                }
                if seen {
                    ways.iter().map(|states| self.worth(at + 1, states, found)).sum()
                } else {
                    self.worth(at + 1, &ways.concat(), found)
                }
            }
        }
    }
}

fn weight(periods: usize) -> f64 {
    (0..periods).map(|_| DISCOUNT).product()
}

fn expected(states: &[(Vec<i32>, f64)], of: impl Fn(&[i32]) -> f64) -> f64 {
    states.iter().map(|(state, chance)| chance * of(state)).sum()
}

#[test]
fn a_lone_actor_that_forgets_nothing_solves_its_own_dynamic_program() {
    let (mut compared, mut several) = (0, 0);
    for seed in 0..GAMES {
        let program = Program::random(&mut RandomNumbers::new(seed));
        let mut wanted = Values::new();
        program.worth(0, &[(vec![0; program.variables()], 1.0)], &mut wanted);
        let (_, model) = Scenario::read(&program.text()).models().swap_remove(0);
        let options = Options {
            tolerance: 1e-13,
            ..Options::default()
        };
        let solved = SolvedGame::with(&model, vec![nominal(&model)], &options).expect("sound");
        let profile = solved.profile(&model, 0);
        assert_eq!(profile.len(), wanted.len(), "game {seed}: {}", program.text());
        for (key, chances) in profile {
            let at = (key.period - 1) * program.stages.len() + key.stage;
            let values = &wanted[&(at, key.seen)];
            let odds = |value: f64| pactum::unstable::numeric::math::exp(PRECISION * (value - values[0]));
            let total: f64 = values.iter().map(|&value| odds(value)).sum();
            for (chance, &value) in chances.iter().zip(values) {
                let response = odds(value) / total;
                assert!(
                    (chance - response).abs() <= 1e-9,
                    "game {seed}: {chance} is not {response}"
                );
                compared += 1;
            }
        }
        several += usize::from(wanted.keys().any(|(at, _)| *at > 0) && wanted.len() > 2);
    }
    assert!(compared > 5_000 && several > 100, "{compared}, {several}");
}
