//! Histories in the scenario's own words: what was drawn, what each actor chose, and which branches chance took.

use std::fmt;

use super::graph_builder::GraphBuilder;
use super::naming::value_name;
use super::shortest_path::{Path, Step};
use super::stage_moves::Move;
use super::state_space::StateSpace;
use crate::game::Category;
use crate::scenario::model::{Cell, Chance, Model, Role, Start};
use crate::source::Diagnostic;

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

    /// Adds to a diagnostic the state in which it holds, and this history, which leads there.
    pub(super) fn explain(&self, diagnostic: Diagnostic, state: &str) -> Diagnostic {
        let diagnostic = diagnostic.help(format!("it happens where {state}"));
        diagnostic.help(format!("a shortest history that leads there:\n{self}"))
    }

    /// Periods of which the same is told, with the first and the last of them.
    fn runs(&self) -> Vec<(usize, usize, &[String])> {
        let mut runs: Vec<(usize, usize, &[String])> = Vec::new();
        for (at, events) in self.periods.iter().enumerate() {
            match runs.last_mut() {
                Some((_, last, before)) if *before == events.as_slice() => *last = at + 1,
                _ => runs.push((at + 1, at + 1, events)),
            }
        }
        runs
    }
}

impl fmt::Display for History {
    /// One line for the start and one for each run of periods with equal events.
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

/// The history along a path.
pub(crate) fn describe_path(space: &StateSpace<'_>, builders: &[GraphBuilder], path: &Path) -> History {
    let model = space.model;
    let state = space.state(space.period_states.all[path.start as usize]);
    let cells = model.cells.iter().zip(state);
    let drawn = cells.filter(|(cell, _)| !matches!(cell.start, Start::Sure(_)));
    let events = |(graph, steps): &(usize, Vec<Step>)| {
        let event = |step| describe_step(space, &builders[*graph], step);
        steps.iter().map(event).collect()
    };
    History {
        drawn: drawn.map(|(cell, &value)| describe_draw(model, cell, value)).collect(),
        periods: path.periods.iter().map(events).collect(),
        unit: model.period_unit.clone(),
    }
}

/// What was drawn for a cell: `clause = pending`, `russia is revisionist`.
fn describe_draw(model: &Model, cell: &Cell, value: i32) -> String {
    let value = value_name(model, cell, value);
    match cell.role {
        Role::Variable => format!("{} = {value}", cell.name),
        Role::Type { .. } => format!("{} is {value}", cell.name),
        Role::Bound { actor, .. } => format!("{} is {value} by {}", model.actors[actor].name, cell.name),
    }
}

fn describe_step(space: &StateSpace<'_>, builder: &GraphBuilder, step: &Step) -> String {
    let option = step.option;
    let layer = &builder.layers[step.layer];
    let node = &layer.nodes[step.number];
    let stage = &space.stages[layer.stage];
    let who = |choice: usize| &space.model.actors[stage.choices()[choice].actor].name;
    let either = |words: [&'static str; 2]| words[option.min(1)];
    let what = match stage.moves[layer.at] {
        Move::Choice(choice) => {
            let action = &stage.choices()[choice].actions[option].name;
            let how = match layer.sets.get(node.set) {
                Some(set) if set.play.is_committed() => "is bound and does",
                _ => "chooses",
            };
            format!("{} {how} {action}", who(choice))
        }
        Move::Members(choice) => {
            let members = node.members.as_ref().expect("members choose here");
            let counts = members.members.counts().swap_remove(option);
            let action = |number: usize| &stage.choices()[choice].actions[number].name;
            let set = &builder.layers[members.layer].sets[members.members.set];
            let done = members.members.categories().zip(counts).filter(|(_, count)| *count > 0);
            let done = done.map(|(category, count)| match category {
                Category::Choice(edge) => format!("{count} of them choose {}", action(set.actions[edge])),
                Category::Bound(promise) => {
                    format!("{count} of them are bound and do {}", action(promise.action.into()))
                }
                Category::NotAsked => format!("{count} of them are not asked"),
            });
            format!("others like {}: {}", who(choice), done.collect::<Vec<_>>().join(", "))
        }
        Move::Opportunity(choice) => {
            format!("{} {}", who(choice), either(["is asked", "is not asked"]))
        }
        Move::Occasion { choice, commitment } => {
            let promise = &space.model.commitments[commitment].name;
            let binds = either(["binds", "does not bind"]);
            format!("{promise} {binds} {}", who(choice))
        }
        at @ (Move::Chance | Move::Effect(_) | Move::Joint) => {
            let effect = stage.effect(&node.key.progress, at);
            let branch = &effect.expect("chance takes branches of an effect").branches[option];
            let taken = match branch.name.as_str() {
                "" if branch.chance == Chance::Otherwise => "the branch that is left",
                "" => &format!("branch {}", option + 1),
                name => name,
            };
            format!("chance takes {taken}")
        }
    };
    format!("{}: {what}", stage.stage.name)
}
