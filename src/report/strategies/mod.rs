//! What `solve` shows: strategies, beliefs, and how well the draw is solved.

mod asked;
mod columns;
mod path;
mod people;

use serde_json::{Value, json};

use super::grid::{Format, csv, json as rows};
use super::number::json_number;
use crate::study::rows::Solved;
use crate::study::sets::SetName;
use crate::study::solve::{ActorRow, HeldRow, StrategyRow};
pub(crate) use asked::Asked;
pub(super) use columns::set_columns;
use columns::{Line, both};
pub(crate) use columns::{held, strategies};
pub(crate) use path::{Axis, path};
pub(super) use people::who;

/// Everything that is known of a solved draw, ready to be shown.
#[derive(Clone, Debug)]
pub(crate) struct SolvedDraw {
    /// The title of the scenario.
    pub title: String,
    /// What was solved.
    pub asked: Asked,
    /// What a period is.
    pub period_unit: String,
    /// How well it is solved.
    pub solved: Solved,
    /// How the actors fare.
    pub actors: Vec<ActorRow>,
    /// The actions at the information sets that are asked about.
    pub strategies: Vec<StrategyRow>,
    /// What is believed there, if that is asked for.
    pub beliefs: Option<Vec<HeldRow>>,
    /// Whether one information set of each kind is enough for people.
    pub overview: bool,
}

impl SolvedDraw {
    /// The answer as asked.
    pub(crate) fn show(&self, format: Format) -> String {
        match format {
            Format::Table => format!("{}\n{}", self.summary(), self.for_people()),
            Format::Json => super::results::pretty(&self.data()),
            Format::Csv => match &self.beliefs {
                None => csv(&strategies(&self.period_unit), &self.strategies),
                Some(beliefs) => csv(&both(&self.period_unit), &self.together(beliefs)),
            },
        }
    }

    fn data(&self) -> Value {
        let actor = |actor: &ActorRow| {
            let missing = |value: Option<f64>| value.map_or(Value::Null, json_number);
            json!({
                "actor": actor.actor,
                "expected_payoff": json_number(actor.payoff),
                "own_expected_payoff": missing(actor.own_payoff),
                "regret": missing(actor.regret),
                "whole_strategy_gain": missing(actor.whole_gain),
            })
        };
        let mut value = json!({
            "title": self.title,
            "variant": self.asked.variant(),
            "draw": self.asked.draw(),
            "seed": self.asked.seed(),
            "lambda": self.asked.precision(),
            "status": self.solved.status,
            "residual": json_number(self.solved.residual),
            "sweeps": self.solved.sweeps,
            "evidence": self.solved.evidence,
            "reached": json_number(self.solved.reached),
            "fold": self.solved.fold,
            "bifurcation": self.solved.bifurcation,
            "audit_agrees": self.solved.audit,
            "actors": self.actors.iter().map(actor).collect::<Vec<_>>(),
            "strategies": rows(&strategies(&self.period_unit), &self.strategies),
        });
        if let Some(beliefs) = &self.beliefs {
            value["beliefs"] = rows(&held(&self.period_unit), beliefs);
        }
        value
    }

    /// The actions of each set, followed by what is believed there.
    fn together(&self, beliefs: &[HeldRow]) -> Vec<Line> {
        let mut all = Vec::new();
        let mut held = by_set(beliefs, |row| &row.at).into_iter().peekable();
        for actions in by_set(&self.strategies, |row| &row.at) {
            all.extend(actions.iter().cloned().map(Line::Action));
            if let Some(rows) = held.next_if(|rows| rows[0].at == actions[0].at) {
                all.extend(rows.iter().cloned().map(Line::Belief));
            }
        }
        all
    }
}

/// Rows that follow each other and belong to one information set.
fn by_set<R>(rows: &[R], at: impl Fn(&R) -> &SetName) -> Vec<&[R]> {
    rows.chunk_by(|a, b| at(a) == at(b)).collect()
}
