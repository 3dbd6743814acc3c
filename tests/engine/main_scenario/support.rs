//! What several tests share: a scenario file read, explored, solved and worked out exactly.

use std::path::Path;

use pactum::unstable::explore::Limits;
use pactum::unstable::game::Bound;
use pactum::unstable::play::{Exact, exact};
use pactum::unstable::scenario::{Document, load, read};
use pactum::unstable::source::Sources;
use pactum::unstable::strategy::{Options, Reachable, Solution, Status, solve};
use pactum::unstable::study::{Variant, soundness};

/// A variant with what comes of it at the nominal point; lane 0 holds it.
pub(crate) struct Nominal {
    /// The variant.
    pub(crate) variant: Variant,
    /// How the actors play.
    pub(crate) solution: Solution,
    /// What then happens.
    pub(crate) exact: Exact,
}

/// Reads a file below the project's folder.
pub(crate) fn file(path: &str, sources: &mut Sources) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    load(&path, sources).unwrap_or_else(|error| panic!("{}: {error:?}", path.display()))
}

/// Reads a text.
pub(crate) fn text(text: &str, sources: &mut Sources) -> Document {
    read(text, "test.toml", sources).unwrap_or_else(|found| panic!("{found:?}"))
}

/// Explores a variant of a document with some `--set` arguments.
pub(crate) fn variant(document: &Document, name: &str, sets: &[&str], sources: &mut Sources) -> Variant {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let (model, _) = document
        .model(name, &sets, sources)
        .unwrap_or_else(|found| panic!("{found:?}"));
    Variant::new(name, model, &Limits::default()).unwrap_or_else(|error| panic!("{error:?}"))
}

/// Solves a variant at the nominal point.
pub(crate) fn nominal(variant: Variant) -> Nominal {
    let point: Vec<f64> = variant
        .model
        .parameters
        .iter()
        .map(|parameter| parameter.nominal)
        .collect();
    let bound = Bound::new(&variant.explored.game, &[point]);
    assert_eq!(soundness::check(&bound, &variant.explored.names), []);
    let reachable = Reachable::of(&variant.explored.game);
    let solution = solve(&bound, &reachable, &Options::default());
    assert_eq!(solution.status[0], Status::Converged);
    let exact = exact(&bound, &solution.profile);
    Nominal {
        solution,
        exact,
        variant,
    }
}

impl Nominal {
    /// The chance of an outcome.
    pub(crate) fn outcome(&self, name: &str) -> f64 {
        self.exact.outcomes[self.outcome_number(name)][0]
    }

    /// The chance that the game ends with an outcome by a period.
    pub(crate) fn outcome_by(&self, name: &str, period: usize) -> f64 {
        let outcomes = self.variant.explored.game.outcomes;
        let outcome = self.outcome_number(name);
        (0..=period)
            .map(|period| self.exact.endings[period * outcomes + outcome][0])
            .sum()
    }

    /// The expected number of times that an action is taken at a stage.
    pub(crate) fn taken(&self, stage: &str, action: &str) -> f64 {
        let game = &self.variant.explored.game;
        let names = &self.variant.explored.names;
        let actions: usize = game.decision_kinds.iter().map(|row| row.actions).sum();
        let mut sum = 0.0;
        for row in game
            .decision_kinds
            .iter()
            .filter(|row| names.stages[row.stage] == stage)
        {
            let (_, of_row) = names.actions[row.stage]
                .iter()
                .find(|(actor, _)| *actor == row.actor)
                .expect("the actor of a row decides at its stage");
            let number = of_row
                .iter()
                .position(|name| name == action)
                .expect("the action exists");
            for period in 0..game.periods {
                sum += self.exact.taken[period * actions + row.first + number][0];
            }
        }
        sum
    }

    fn outcome_number(&self, name: &str) -> usize {
        let outcomes = &self.variant.explored.names.outcomes;
        outcomes
            .iter()
            .position(|outcome| outcome == name)
            .unwrap_or_else(|| panic!("no outcome {name}"))
    }
}
