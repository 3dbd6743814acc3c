//! The names of what a game numbers, as the scenario declares them.

use super::stage_moves::choices;
use crate::expression::Kind;
use crate::game::names::{CellName, Composition, Names};
use crate::scenario::model::{Actor, Cell, Choice, Commitment, Model, Role, StageKind, Start};

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
    let cells = model.cells.iter();
    let numbered = model.cells.iter().enumerate();
    let attributes: Vec<&Cell> = cells.filter(|cell| cell.role != Role::Variable).collect();
    let values = |cell: usize| value_names(model, &model.cells[cell]);
    let types = |actor: &Actor| match actor.member.and_then(|(group, _)| model.actors[group].group.as_ref()) {
        Some(group) => group.types.clone(),
        None => actor.type_cell.map_or_else(Vec::new, values),
    };
    let draws = start_draws(model);
    Names {
        period_unit: model.period_unit.clone(),
        actors: each(&model.actors, |actor| actor.name.clone()),
        groups: model
            .actors
            .iter()
            .filter_map(|actor| actor.member)
            .map(|(group, _)| group)
            .collect(),
        types: each(&model.actors, types),
        attributes: each(&attributes, |cell| cell.name.clone()),
        attribute_values: each(&attributes, |cell| value_names(model, cell)),
        stages: each(&model.stages, |stage| stage.name.clone()),
        actions: each(&model.stages, |stage| actions(&stage.kind)),
        nests: each(&model.stages, |stage| nests(&stage.kind)),
        outcomes: each(&model.outcomes, |outcome| outcome.name.clone()),
        terms: each(&model.terms, |term| term.name.clone()),
        commitments: each(&model.commitments, |commitment| commitment.name.clone()),
        promised: each(&model.commitments, |commitment| promised(model, commitment)),
        measures: each(&model.measures, |measure| (measure.name.clone(), measure.unit.clone())),
        parameters: each(&model.parameters, |parameter| parameter.name.clone()),
        start_draws: each(&draws, |(name, _)| name.clone()),
        start_cells: draws.into_iter().map(|(_, cells)| cells).collect(),
        cells: numbered.map(|(number, cell)| cell_name(model, number, cell)).collect(),
        ..Names::default()
    }
}

/// Something of each of several things.
fn each<T, N>(all: &[T], of: impl Fn(&T) -> N) -> Vec<N> {
    all.iter().map(of).collect()
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
    let names = |choice: &Choice| each(&choice.actions, |action| action.name.clone());
    each(choices(stage), |choice| (choice.actor, names(choice)))
}

fn nests(stage: &StageKind) -> Vec<(usize, Vec<String>)> {
    let names = |choice: &Choice| each(&choice.nests, |nest| nest.name.clone());
    each(choices(stage), |choice| (choice.actor, names(choice)))
}

fn promised(model: &Model, commitment: &Commitment) -> String {
    let choice = &choices(&model.stages[commitment.stage].kind)[commitment.choices.start];
    choice.actions[commitment.action].name.clone()
}

fn cell_name(model: &Model, number: usize, cell: &Cell) -> CellName {
    let mut groups = model.actors.iter().filter(|actor| actor.type_cell == Some(number));
    let group = groups.find_map(|actor| actor.group.as_ref());
    CellName {
        name: cell.name.clone(),
        low: cell.low,
        values: value_names(model, cell),
        seen: cell.seen.clone(),
        variable: cell.role == Role::Variable,
        composition: group.map(|group| Composition {
            kinds: each(&group.kinds, |kind| kind.name.clone()),
            counts: group.compositions.clone(),
            first: group.first,
        }),
    }
}
