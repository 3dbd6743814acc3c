//! Quantities by name, read from the exact results of one draw: `war by 20`, `choice signing ukraine sign at 1`.

use pactum::unstable::game::DecisionKind;
use pactum::unstable::numeric::math::pow;
use pactum::unstable::study::Variant;

use crate::runs::{Block, Played};

/// Outcomes that are war begin so.
const WAR: &str = "war_";
/// The payoff over whose spread beliefs about the United States are compared, and its types.
const STAKE: &str = "benefit_of_yes";
const US_TYPES: [&str; 3] = ["committed", "transactional", "retrencher"];

/// One draw of a run.
#[derive(Clone, Copy)]
struct Draw<'a, const W: usize> {
    variant: &'a Variant,
    block: &'a Block<W>,
    lane: usize,
}

impl<const W: usize> Played<'_, W> {
    /// A quantity in each draw.
    pub(crate) fn quantities(&self, of: &str, draws: u64) -> Vec<f64> {
        let draws = usize::try_from(draws).expect("few draws");
        let draw = |number: usize| Draw {
            variant: self.variant,
            block: &self.blocks[number / W],
            lane: number % W,
        };
        (0..draws).map(|number| draw(number).quantity(of)).collect()
    }
}

impl<const W: usize> Draw<'_, W> {
    fn quantity(&self, of: &str) -> f64 {
        let words: Vec<&str> = of.split_whitespace().collect();
        let number = |word: &str| -> usize { word.parse().expect("a period") };
        match words.as_slice() {
            ["war"] => self.sum(WAR, self.periods()),
            ["war", "by", period] => self.sum(WAR, number(period)),
            ["war", "of", kind] => self.war_of(kind),
            ["war", "after", history] => self.war_after(history),
            ["outcome", name] => self.ended(&|outcome| outcome == *name, self.periods()),
            ["given_war", name] => self.sum(name, self.periods()) / self.sum(WAR, self.periods()),
            ["hazard", "at", period] => self.hazard(number(period)),
            ["mean_hazard", "by", period] => {
                let left = 1.0 - self.sum(WAR, number(period));
                1.0 - pow(left, 1.0 / number(period) as f64)
            }
            ["sorted_hazard", "at", period] => self.sorted_hazard(number(period)),
            ["payoff", actor] => self.payoff(actor),
            ["measure", name, "at", period] => self.measure(name, number(period)),
            ["share_of_quarters", name] => self.share_of_quarters(name),
            ["times", stage, action] => self.times(stage, action),
            ["quarters", stage, action] => self.times(stage, action) / self.quarters(),
            ["choice", stage, actor, action, "at", period] => self.choice((stage, actor, action), number(period), None),
            ["choice", stage, actor, action, "at", period, "of", kind] => {
                self.choice((stage, actor, action), number(period), Some(kind))
            }
            [action, "while", clause] => {
                let moves = &self.block.moves;
                moves.share(action, (clause, None), self.lane)
            }
            [action, "while", clause, "of", kind] => {
                let moves = &self.block.moves;
                moves.share(action, (clause, Some(kind)), self.lane)
            }
            ["belief", history, kind] => self.belief(history, kind),
            [kind, "after", failure] => {
                let place = US_TYPES.iter().position(|name| name == kind);
                let of = place.expect("the type exists");
                self.block.failures.belief(failure, of, self.lane)
            }
            ["spread", history] => self.spread(history),
            _ => panic!("no quantity `{of}`"),
        }
    }

    fn periods(&self) -> usize {
        self.variant.explored.game.periods
    }

    /// The chance that the game ends by a period with an outcome whose name begins so.
    fn sum(&self, begins: &str, period: usize) -> f64 {
        self.ended(&|outcome| outcome.starts_with(begins), period)
    }

    /// The chance that the game ends by a period with one of these outcomes, of which there must be some.
    fn ended(&self, with: &dyn Fn(&str) -> bool, period: usize) -> f64 {
        let names = &self.variant.explored.names.outcomes;
        let of: Vec<usize> = (0..names.len()).filter(|&o| with(&names[o])).collect();
        assert!(!of.is_empty(), "there is such an outcome among {names:?}");
        (0..=period)
            .flat_map(|at| of.iter().map(move |outcome| at * names.len() + outcome))
            .map(|place| self.block.exact.endings[place][self.lane])
            .sum()
    }

    /// The chance of war in games in which Russia is of a type.
    fn war_of(&self, kind: &str) -> f64 {
        let (game, names) = (&self.variant.explored.game, &self.variant.explored.names);
        let russia = names.attributes.iter().position(|name| name == "russia");
        let russia = russia.expect("Russia has types");
        let kinds = &names.attribute_values[russia];
        let kind = kinds.iter().position(|name| name == kind);
        let kind = kind.expect("the type exists");
        let (mut war, mut all) = (0.0, 0.0);
        for (number, type_profile) in game.type_profiles.iter().enumerate() {
            if type_profile.values[russia] == kind {
                all += self.block.exact.type_profiles[number][self.lane];
                for outcome in (0..game.outcomes).filter(|&o| names.outcomes[o].starts_with(WAR)) {
                    let place = number * game.outcomes + outcome;
                    war += self.block.exact.outcomes_by_type_profile[place][self.lane];
                }
            }
        }
        war / all
    }

    /// The chance of war in games whose start has a history, by the measure of that name.
    fn war_after(&self, history: &str) -> f64 {
        let running = |period: usize| {
            let survives = self.block.exact.survives[period - 1][self.lane];
            self.measure(history, period) * survives
        };
        1.0 - running(self.periods()) / running(1)
    }

    /// The chance of war in a period, given that the game is running as it starts.
    fn hazard(&self, period: usize) -> f64 {
        let ended = self.sum(WAR, period) - self.sum(WAR, period - 1);
        ended / self.block.exact.running[period - 1][self.lane]
    }

    /// What the hazard of war would be if each type of Russia kept the hazard of the first quarter: the types that
    /// are quick to fight are gone first.
    fn sorted_hazard(&self, period: usize) -> f64 {
        let (mut left, mut ends) = (0.0, 0.0);
        for row in self.rows("russia_moves", "russia") {
            let attacks = ["attack", "attack_under_pretext"].map(|action| self.taken(row, action, 1));
            let hazard = (attacks[0] + attacks[1]) / self.reached(row, 1) * self.asked();
            let prior = self.reached(row, 1) / self.asked();
            let still = prior * pow(1.0 - hazard, (period - 1) as f64);
            left += still;
            ends += still * hazard;
        }
        ends / left
    }

    fn payoff(&self, actor: &str) -> f64 {
        let names = &self.variant.explored.names;
        let actor = names.actors.iter().position(|name| name == actor);
        let actor = actor.expect("the actor exists");
        let terms = self.variant.explored.game.term_actor.iter().enumerate();
        terms
            .filter(|&(_, &of)| of == actor)
            .map(|(term, _)| self.block.exact.terms[term][self.lane])
            .sum()
    }

    fn measure(&self, name: &str, period: usize) -> f64 {
        let names = &self.variant.explored.names.measures;
        let place = names.iter().position(|(measure, _)| measure == name);
        let place = (period - 1) * names.len() + place.expect("the measure exists");
        let exact = &self.block.exact;
        exact.measures[place][self.lane] / exact.survives[period - 1][self.lane]
    }

    /// The mean of a measure over all quarters at whose end the game is running.
    fn share_of_quarters(&self, name: &str) -> f64 {
        let survives = |period: usize| self.block.exact.survives[period - 1][self.lane];
        let (mut sum, mut all) = (0.0, 0.0);
        for period in 1..=self.periods() {
            sum += self.measure(name, period) * survives(period);
            all += survives(period);
        }
        sum / all
    }

    /// How often an action is taken in a game.
    fn times(&self, stage: &str, action: &str) -> f64 {
        let actors = &self.variant.explored.names.actors;
        let rows = actors.iter().flat_map(|actor| self.rows(stage, actor));
        rows.map(|row| {
            (1..=self.periods())
                .map(|period| self.taken(row, action, period))
                .sum::<f64>()
        })
        .sum()
    }

    fn quarters(&self) -> f64 {
        let running = self.block.exact.running.iter();
        running.map(|lanes| lanes[self.lane]).sum()
    }

    /// The chance of an action, given that the actor (of a type) is asked.
    fn choice(&self, what: (&str, &str, &str), period: usize, kind: Option<&str>) -> f64 {
        let (stage, actor, action) = what;
        let names = &self.variant.explored.names;
        let (mut taken, mut reached) = (0.0, 0.0);
        for row in self.rows(stage, actor) {
            let of = row.actor_type.map(|of| names.types[row.actor][of].as_str());
            if kind.is_none() || of == kind {
                taken += self.taken(row, action, period);
                reached += self.reached(row, period);
            }
        }
        taken / reached
    }

    fn rows(&self, stage: &str, actor: &str) -> impl Iterator<Item = &DecisionKind> {
        let (game, names) = (&self.variant.explored.game, &self.variant.explored.names);
        game.decision_kinds
            .iter()
            .filter(move |row| names.stages[row.stage] == stage && names.actors[row.actor] == actor)
    }

    /// The chance that a row of the table of decisions takes an action in a period.
    fn taken(&self, row: &DecisionKind, action: &str, period: usize) -> f64 {
        let (game, names) = (&self.variant.explored.game, &self.variant.explored.names);
        let actions: usize = game.decision_kinds.iter().map(|row| row.actions).sum();
        let mut of_stage = names.actions[row.stage].iter();
        let (_, listed) = of_stage
            .find(|(actor, _)| *actor == row.actor)
            .expect("the actor of a row decides there");
        let number = listed.iter().position(|name| name == action);
        let place = (period - 1) * actions + row.first + number.expect("the action exists");
        self.block.exact.taken[place][self.lane]
    }

    fn reached(&self, row: &DecisionKind, period: usize) -> f64 {
        let rows = &self.variant.explored.game.decision_kinds;
        let number = rows.iter().position(|other| other == row).expect("a row");
        self.block.exact.reached[(period - 1) * rows.len() + number][self.lane]
    }

    /// How often Russia is asked in a quarter.
    fn asked(&self) -> f64 {
        setting(self.variant, "opportunity_russia")
    }

    fn belief(&self, history: &str, kind: &str) -> f64 {
        let place = US_TYPES.iter().position(|name| *name == kind);
        self.block.heard.beliefs(history, self.lane)[place.expect("the type exists")]
    }

    /// The standard deviation of what a yes is worth to the United States, as it is believed to be after a history.
    fn spread(&self, history: &str) -> f64 {
        let beliefs = self.block.heard.beliefs(history, self.lane);
        let worth = US_TYPES.map(|kind| setting(self.variant, &format!("{STAKE}.{kind}")));
        let mean = |of: &dyn Fn(f64) -> f64| -> f64 { beliefs.iter().zip(worth).map(|(b, x)| b * of(x)).sum() };
        let centre = mean(&|x| x);
        mean(&|x| (x - centre) * (x - centre)).sqrt()
    }
}

/// The value of a setting that is certain, or nominal.
pub(crate) fn setting(variant: &Variant, key: &str) -> f64 {
    let settings = &variant.model.settings;
    let setting = settings.iter().find(|setting| setting.key == key);
    let value = &setting.unwrap_or_else(|| panic!("no setting {key}")).value;
    value.parse().unwrap_or_else(|_| panic!("{key} is {value}"))
}
