//! What `solve` shows: strategies, beliefs, and how well the draw is solved.

mod people;
mod subject;

use serde::Serialize;
use serde_json::{Map, Value};

use super::csv::{cell, csv, records};
use super::grid::Format;
use super::json::{Objects, objects, pretty};
use super::labelled::{action, replace, set_name};
use crate::scenario::{LabelKind, Labels};
use crate::study::sets::SetName;
use crate::study::solve::{ActorRow, SetBeliefRow, StrategyRow};
use crate::study::solver::Solved;
use crate::study::table::{Row, Shape, Table};
pub(super) use people::who;
pub(crate) use subject::Subject;

/// A solved draw, ready to be shown.
#[derive(Clone, Debug)]
pub(crate) struct SolvedDraw {
    /// The title of the scenario.
    pub title: String,
    /// The labels of the scenario, for people.
    pub labels: Labels,
    /// What was solved.
    pub subject: Subject,
    /// What a period is.
    pub period_unit: String,
    /// How well it is solved.
    pub solved: Solved,
    /// The payoffs of the actors.
    pub actors: Vec<ActorRow>,
    /// The actions at the information sets that are asked about.
    pub strategies: Vec<StrategyRow>,
    /// The beliefs there, if they are asked for.
    pub beliefs: Option<Vec<SetBeliefRow>>,
    /// Whether one information set of each kind is enough for people.
    pub overview: bool,
}

/// A solved draw as JSON; how well it is solved, in the words of the table of draws.
#[derive(Serialize)]
struct SolvedDrawJson<'a> {
    title: &'a str,
    #[serde(flatten)]
    subject: &'a Subject,
    status: &'static str,
    residual: f64,
    sweeps: u64,
    evidence: &'static str,
    reached: f64,
    fold: Option<f64>,
    bifurcation: Option<f64>,
    audit_agrees: Option<bool>,
    actors: &'a [ActorRow],
    strategies: Objects,
    /// The beliefs, if they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    beliefs: Option<Objects>,
}

impl SolvedDraw {
    /// The answer in a format, for a width.
    pub(crate) fn show(&self, format: Format, wide: usize) -> String {
        match format {
            Format::Table => {
                let labelled = self.labelled();
                let mut page = labelled.summary();
                page.blank();
                page.append(labelled.for_people());
                page.lay_out(wide)
            }
            Format::Json => pretty(&self.data()),
            Format::Csv => match &self.beliefs {
                None => csv(&self.strategies),
                Some(beliefs) => self.with_beliefs(beliefs),
            },
        }
    }

    /// The same with labels in place of names.
    fn labelled(&self) -> Self {
        let mut draw = self.clone();
        let labels = &self.labels;
        for row in &mut draw.actors {
            replace(&mut row.actor, LabelKind::Actor, labels);
        }
        for row in &mut draw.strategies {
            action(&mut row.action, &row.at, labels);
            set_name(&mut row.at, labels);
        }
        for row in draw.beliefs.iter_mut().flatten() {
            row.value = labels.actor_type(&row.about, &row.value).to_owned();
            row.about = labels.about(&row.about).to_owned();
            set_name(&mut row.at, labels);
        }
        draw
    }

    fn data(&self) -> SolvedDrawJson<'_> {
        let solved = self.solved;
        SolvedDrawJson {
            title: &self.title,
            subject: &self.subject,
            status: solved.status.word(),
            residual: solved.residual,
            sweeps: solved.sweeps,
            evidence: solved.evidence.word(),
            reached: solved.reached,
            fold: solved.fold,
            bifurcation: solved.bifurcation,
            audit_agrees: solved.audit,
            actors: &self.actors,
            strategies: objects(&self.strategies),
            beliefs: self.beliefs.as_ref().map(objects),
        }
    }

    /// One CSV table with the columns of both: the actions of each set, followed by the beliefs there.
    fn with_beliefs(&self, beliefs: &[SetBeliefRow]) -> String {
        let header = both_headers();
        let cells = |values: Map<String, Value>| -> Vec<String> {
            let value = |name: &String| values.get(name).map(cell).unwrap_or_default();
            header.iter().map(value).collect()
        };
        let mut all = vec![header.clone()];
        let mut by_set_beliefs = by_set(beliefs, |row| &row.at).into_iter().peekable();
        for actions in by_set(&self.strategies, |row| &row.at) {
            all.extend(actions.iter().map(|row| cells(row.values())));
            if let Some(rows) = by_set_beliefs.next_if(|rows| rows[0].at == actions[0].at) {
                all.extend(rows.iter().map(|row| cells(row.values())));
            }
        }
        records(all)
    }
}

/// The columns of strategies, then those that only beliefs have.
fn both_headers() -> Vec<String> {
    let columns = |table: Table| table.fields.into_iter().map(|field| field.name);
    let shape = Shape::default();
    let mut header: Vec<String> = columns(Table::of::<StrategyRow>(&shape)).collect();
    for name in columns(Table::of::<SetBeliefRow>(&shape)) {
        if !header.contains(&name) {
            header.push(name);
        }
    }
    header
}

/// Rows that follow each other and belong to one information set.
fn by_set<R>(rows: &[R], at: impl Fn(&R) -> &SetName) -> Vec<&[R]> {
    rows.chunk_by(|a, b| at(a) == at(b)).collect()
}
