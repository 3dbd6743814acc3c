//! The engine's results in the terms of the reference interpreter.

use pactum::unstable::game::{InformationSet, Play};
use pactum::unstable::numeric::lanes::LANES;
use pactum::unstable::scenario::model::StageKind;
use pactum::unstable::scenario::{Model, ParameterSampler};
use pactum::unstable::source::{Diagnostics, Sources};

use crate::interpreter::account::Key;
use crate::interpreter::responses::Profile;
use crate::support::solved_game::{SolvedGame, nominal};

/// A scenario text, read.
pub(crate) fn read(text: &str) -> Result<Model, String> {
    let mut sources = Sources::new();
    let messages_of = |found: Diagnostics| {
        let messages: Vec<String> = found
            .all()
            .iter()
            .map(|d| format!("{}: {:?}", d.message, d.help))
            .collect();
        messages.join("\n")
    };
    let document = pactum::unstable::scenario::read(text, "random.toml", &mut sources).map_err(messages_of)?;
    let (model, _) = document.model("base", &[], &mut sources).map_err(messages_of)?;
    Ok(model)
}

/// Explores, solves and plays.
pub(crate) fn answer(model: &Model, draws: &[Vec<f64>]) -> Result<SolvedGame, String> {
    SolvedGame::of(model, draws.to_vec()).map_err(|error| format!("{error:?}"))
}

/// The values of the uncertain parameters at the nominal point, and at some level of each.
pub(crate) fn draws(model: &Model, levels: &[f64]) -> Vec<Vec<f64>> {
    let mapping = ParameterSampler::of(model);
    let at = |level: f64| {
        let own = |number: usize| (level + 0.37 * number as f64).fract();
        let point: Vec<f64> = (0..mapping.coordinates().len()).map(own).collect();
        mapping.at(&point)
    };
    std::iter::once(nominal(model))
        .chain(levels.iter().map(|&level| at(level)))
        .take(LANES)
        .collect()
}

impl SolvedGame {
    /// Every set that some play can reach and at which an actor chooses freely, with the period, its key and the numbers of its first probability.
    pub(crate) fn sets(&self, model: &Model) -> Vec<(usize, Key, &InformationSet)> {
        let game = &self.explored.game;
        let mut found = Vec::new();
        for (at, &number) in game.calendar.iter().enumerate() {
            let graph = &game.graphs[number];
            for layer in &graph.layers {
                for number_of_set in layer.information_sets.clone() {
                    let set = &graph.information_sets[number_of_set];
                    if self.reachable.sets(at + 1)[number_of_set] && !matches!(set.play, Play::Committed(_)) {
                        let state = self.node_state(number, set.nodes.start);
                        found.push((at + 1, key(model, at + 1, layer.stage, set.actor, state), set));
                    }
                }
            }
        }
        found
    }

    /// The state at the beginning of its stage of a node.
    pub(crate) fn node_state(&self, graph: usize, node: usize) -> &[i32] {
        let names = &self.explored.names;
        &names.states[names.node_states[graph][node] as usize]
    }

    /// How the actors play in one draw, at every set at which one chooses freely.
    pub(crate) fn profile(&self, model: &Model, lane: usize) -> Profile {
        let game = &self.explored.game;
        let mut profile = Profile::new();
        for (period, key, set) in self.sets(model) {
            let graph = &game.graphs[game.calendar[period - 1]];
            let edges = &graph.edges[graph.edges_of(set.nodes.start)];
            let mut chances = vec![0.0; actions(model, &key)];
            for (place, edge) in edges.iter().enumerate() {
                let chance = self.solution.profile.periods[period - 1][set.first_choice + place][lane];
                chances[usize::from(edge.action)] = chance;
            }
            profile.insert(key, chances);
        }
        profile
    }
}

fn key(model: &Model, period: usize, stage: usize, actor: usize, state: &[i32]) -> Key {
    let StageKind::Decision { choices, .. } = &model.stages[stage].kind else {
        unreachable!("only decisions have information sets")
    };
    let choice = choices
        .iter()
        .position(|choice| choice.actor == actor)
        .expect("the actor decides here");
    let cells = model.cells.iter().zip(state);
    let seen = cells
        .filter(|(cell, _)| cell.seen[actor])
        .map(|(_, &value)| value)
        .collect();
    Key {
        period,
        stage,
        choice,
        actor,
        seen,
    }
}

fn actions(model: &Model, key: &Key) -> usize {
    match &model.stages[key.stage].kind {
        StageKind::Decision { choices, .. } => choices[key.choice].actions.len(),
        StageKind::Chance(_) => unreachable!("only decisions have information sets"),
    }
}
