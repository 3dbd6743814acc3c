//! The names of what a game numbers, as the scenario declares them.

use super::stage_moves::choices;
use crate::expression::Kind;
use crate::game::names::{CellName, Names};
use crate::scenario::model::{Actor, Cell, Choice, Commitment, Measure, Model, Role, StageKind, Start};

/// The names of a cell's values from the least on; empty for whole numbers.
pub(crate) fn value_names(model: &Model, cell: &Cell) -> Vec<String> {
    let plain = |names: [&str; 2]| names.map(str::to_owned).to_vec();
    match (cell.role, cell.kind) {
        (Role::Bound { .. }, _) => plain(["free", "bound"]),
        (_, Kind::Truth) => plain(["false", "true"]),
        (_, Kind::Named(domain)) => model.domains[domain.0].clone(),
        (_, Kind::Integer | Kind::Number) => Vec::new(),
    }
}

/// A value of a cell as the scenario writes it.
pub(crate) fn value_name(model: &Model, cell: &Cell, value: i32) -> String {
    let at = usize::try_from(value - cell.low).ok();
    let name = at.and_then(|at| value_names(model, cell).get(at).cloned());
    name.unwrap_or_else(|| value.to_string())
}

/// The names of what the model declares; assembling the game adds those of states, nodes and edges.
pub(crate) fn names(model: &Model) -> Names {
    let attributes: Vec<&Cell> = model.cells.iter().filter(|cell| cell.role != Role::Variable).collect();
    let values = |cell: usize| value_names(model, &model.cells[cell]);
    let types = |actor: &Actor| actor.type_cell.map_or_else(Vec::new, values);
    let measure = |measure: &Measure| (measure.name.clone(), measure.unit.clone());
    let draws = start_draws(model);
    Names {
        period_unit: model.period_unit.clone(),
        actors: model.actors.iter().map(|actor| actor.name.clone()).collect(),
        types: model.actors.iter().map(types).collect(),
        attributes: attributes.iter().map(|cell| cell.name.clone()).collect(),
        attribute_values: attributes.iter().map(|cell| value_names(model, cell)).collect(),
        stages: model.stages.iter().map(|stage| stage.name.clone()).collect(),
        actions: model.stages.iter().map(|stage| actions(&stage.kind)).collect(),
        outcomes: model.outcomes.iter().map(|o| o.name.clone()).collect(),
        terms: model.terms.iter().map(|term| term.name.clone()).collect(),
        commitments: model.commitments.iter().map(|c| c.name.clone()).collect(),
        promised: model.commitments.iter().map(|c| promised(model, c)).collect(),
        measures: model.measures.iter().map(measure).collect(),
        parameters: model.parameters.iter().map(|p| p.name.clone()).collect(),
        start_draws: draws.iter().map(|(name, _)| name.clone()).collect(),
        start_cells: draws.into_iter().map(|(_, cells)| cells).collect(),
        cells: model.cells.iter().map(|cell| cell_name(model, cell)).collect(),
        ..Names::default()
    }
}

/// The draws at the start, in order: the name of each, and the cells that it determines.
fn start_draws(model: &Model) -> Vec<(String, Vec<usize>)> {
    let cells = model.cells.iter().enumerate();
    let draw = |(number, cell): (usize, &Cell)| match cell.start {
        Start::Drawn(_) => Some((cell.name.clone(), vec![number])),
        Start::Joint { table, member: 0 } => {
            let table = &model.joint_types[table];
            Some((table.name.clone(), table.cells.clone()))
        }
        Start::Sure(_) | Start::Joint { .. } => None,
    };
    cells.filter_map(draw).collect()
}

fn actions(stage: &StageKind) -> Vec<(usize, Vec<String>)> {
    let action_names = |choice: &Choice| choice.actions.iter().map(|action| action.name.clone()).collect();
    let choices = choices(stage).iter();
    choices.map(|choice| (choice.actor, action_names(choice))).collect()
}

fn promised(model: &Model, commitment: &Commitment) -> String {
    let choices = choices(&model.stages[commitment.stage].kind);
    choices[commitment.choice].actions[commitment.action].name.clone()
}

fn cell_name(model: &Model, cell: &Cell) -> CellName {
    CellName {
        name: cell.name.clone(),
        low: cell.low,
        values: value_names(model, cell),
        seen: cell.seen.clone(),
        variable: cell.role == Role::Variable,
    }
}
