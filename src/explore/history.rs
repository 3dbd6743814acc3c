//! A history told in the scenario's own words: what was drawn, who chose what, which branch chance took.

use std::fmt;

use super::graph_builder::GraphBuilder;
use super::rule_violation::drawn;
use super::shortest_path::{Path, Step};
use super::stage_moves::{Move, effect, parts};
use super::walk::Walker;
use crate::game::Play;
use crate::scenario::model::{Chance, Start};

/// What happened from the start of a game up to some point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// What was drawn before the first period.
    pub drawn: Vec<String>,
    /// What happened in each period, up to the one in which the history ends.
    pub periods: Vec<Vec<String>>,
    /// What a period is.
    pub unit: String,
}

impl History {
    /// How many things were decided or drawn after the start.
    pub fn steps(&self) -> usize {
        self.periods.iter().map(Vec::len).sum()
    }

    /// ExploredPeriods of which the same is told, with the first and the last of them.
    fn runs(&self) -> Vec<(usize, usize, &[String])> {
        let mut runs: Vec<(usize, usize, &[String])> = Vec::new();
        for (at, events) in self.periods.iter().enumerate() {
            match runs.last_mut() {
                Some((_, last, told)) if *told == events.as_slice() => *last = at + 1,
                _ => runs.push((at + 1, at + 1, events)),
            }
        }
        runs
    }
}

impl fmt::Display for History {
    /// One line for the start and one for each period; periods of which the same is told share one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |events: &[String]| match events {
            [] => "nothing is to be decided".to_owned(),
            events => events.join("; "),
        };
        match &self.drawn[..] {
            [] => write!(f, "start: nothing is drawn")?,
            drawn => write!(f, "start: {}", drawn.join("; "))?,
        }
        for (first, last, events) in self.runs() {
            let unit = &self.unit;
            if first == last {
                write!(f, "\n{unit} {first}: {}", joined(events))?;
            } else {
                write!(f, "\n{unit} {first} to {last}, each: {}", joined(events))?;
            }
        }
        Ok(())
    }
}

/// Tells a way through the drafts.
pub(crate) fn tell(walker: &Walker<'_>, drafts: &[GraphBuilder], way: &Path) -> History {
    let model = walker.model;
    let state = walker.states.get(walker.period_states[way.start as usize]);
    let cells = model.cells.iter().enumerate();
    let drawn = cells
        .filter(|(_, cell)| matches!(cell.start, Start::Drawn(_) | Start::Joint { .. }))
        .map(|(number, _)| drawn(model, number, state[number]))
        .collect();
    let event = |graph: usize, passed: &Step| told(walker, &drafts[graph], passed);
    let periods = way.periods.iter();
    History {
        drawn,
        periods: periods
            .map(|(graph, steps)| steps.iter().map(|passed| event(*graph, passed)).collect())
            .collect(),
        unit: model.period_unit.clone(),
    }
}

fn told(walker: &Walker<'_>, draft: &GraphBuilder, passed: &Step) -> String {
    let Step { layer, number, option } = *passed;
    let layer = &draft.layers[layer];
    let node = &layer.nodes[number];
    let model = walker.model;
    let written = &model.stages[layer.stage];
    let (choices, _) = parts(&written.kind);
    let who = |choice: usize| &model.actors[choices[choice].actor].name;
    let either = |first: &'static str, second: &'static str| {
        if option == 0 { first } else { second }
    };
    let steps = &walker.steps[layer.stage];
    let what = match steps.steps[layer.step] {
        Move::Choice(choice) => {
            let action = &choices[choice].actions[option].name;
            let bound = layer
                .sets
                .get(node.set)
                .is_some_and(|set| matches!(set.play, Play::Committed(_)));
            let how = if bound { "is bound and does" } else { "chooses" };
            format!("{} {how} {action}", who(choice))
        }
        Move::Opportunity(choice) => {
            format!("{} {}", who(choice), either("is asked", "is not asked"))
        }
        Move::Occasion { choice, commitment } => {
            let promise = &model.commitments[commitment].name;
            format!("{promise} {} {}", either("binds", "does not bind"), who(choice))
        }
        step @ (Move::Chance | Move::Effect(_) | Move::Joint) => {
            let branch = effect(&written.kind, steps, &node.key.progress, step).map(|effect| &effect.branches[option]);
            let name = branch.map_or("", |branch| branch.name.as_str());
            let rest = branch.is_some_and(|branch| branch.chance == Chance::Otherwise);
            match (name, rest) {
                ("", true) => "chance takes the branch that is left".to_owned(),
                ("", false) => format!("chance takes branch {}", option + 1),
                (name, _) => format!("chance takes {name}"),
            }
        }
    };
    format!("{}: {what}", written.name)
}
