//! Boxes, trajectories and the tree as rows of tables.

use super::boxes::{FoundBox, Restriction};
use super::prim::{Counts, End, Phase, Step};
use super::tree::Node;
use super::{Discovery, Worlds};
use crate::study::rows::{BoxRow, TrajectoryRow, TreeRow};

/// The rows about boxes and a tree that were found in these worlds.
pub(super) fn rows(worlds: &Worlds, boxes: &[FoundBox], tree: &[Node]) -> Discovery {
    let all = worlds.count(0..worlds.draws());
    let numbered = || (1..).zip(boxes);
    let trajectory = |(number, of): (usize, &FoundBox)| {
        let steps = of.trajectory.iter().enumerate();
        let row = |(step, at): (usize, &Step)| TrajectoryRow {
            number,
            step,
            chosen: step == of.chosen,
            ..moved(worlds, at, all)
        };
        steps.map(row).collect::<Vec<_>>()
    };
    Discovery {
        all,
        boxes: numbered()
            .flat_map(|(number, of)| restrictions(worlds, number, of, all))
            .collect(),
        trajectory: numbered().flat_map(trajectory).collect(),
        tree: (0..tree.len()).map(|place| node(worlds, tree, place)).collect(),
    }
}

fn restrictions(worlds: &Worlds, number: usize, of: &FoundBox, all: Counts) -> Vec<BoxRow> {
    let row = |restriction: &Restriction| {
        let parameter = &worlds.parameters[restriction.parameter];
        let (low, high) = (restriction.low, restriction.high);
        BoxRow {
            number,
            parameter: parameter.name.clone(),
            unit: parameter.unit.clone(),
            low: low.map(|limit| limit.value),
            high: high.map(|limit| limit.value),
            quasi_p_low: low.map(|limit| limit.quasi_p),
            quasi_p_high: high.map(|limit| limit.quasi_p),
            lowest: restriction.range.low,
            highest: restriction.range.high,
            draws: of.inside.draws,
            cases: of.inside.cases,
            coverage: share(of.inside.cases, all.cases),
            density: of.inside.density(),
            mass: share(of.inside.draws, all.draws),
            restricted: of.restrictions.len(),
        }
    };
    of.restrictions.iter().map(row).collect()
}

/// A step as a row, without the numbers of its box and its own.
fn moved(worlds: &Worlds, at: &Step, all: Counts) -> TrajectoryRow {
    let parameter = at.moved.map(|(parameter, _)| worlds.parameters[parameter].name.clone());
    TrajectoryRow {
        number: 0,
        step: 0,
        phase: match at.phase {
            Phase::Start => "start",
            Phase::Peel => "peel",
            Phase::Paste => "paste",
        },
        parameter: parameter.unwrap_or_default(),
        end: match at.moved {
            Some((_, End::Low)) => "low",
            Some((_, End::High)) => "high",
            None => "",
        },
        limit: at.moved.map(|(parameter, end)| at.limits[parameter].at(end)),
        draws: at.inside.draws,
        cases: at.inside.cases,
        coverage: share(at.inside.cases, all.cases),
        density: at.inside.density(),
        mass: share(at.inside.draws, all.draws),
        restricted: at.restricted,
        chosen: false,
    }
}

fn node(worlds: &Worlds, tree: &[Node], place: usize) -> TreeRow {
    let node = &tree[place];
    let question = node.parent.and_then(|(above, _)| tree[above].split);
    let parameter = question.map(|split| &worlds.parameters[split.parameter]);
    TreeRow {
        node: place + 1,
        parent: node.parent.map(|(above, _)| above + 1),
        depth: node.depth,
        parameter: parameter.map_or_else(String::new, |parameter| parameter.name.clone()),
        unit: parameter.map_or_else(String::new, |parameter| parameter.unit.clone()),
        side: match node.parent {
            Some((_, true)) => "above",
            Some((_, false)) => "below",
            None => "",
        },
        threshold: question.map(|split| split.threshold),
        draws: node.inside.draws,
        cases: node.inside.cases,
        density: node.inside.density(),
        leaf: node.split.is_none(),
    }
}

fn share(part: u64, all: u64) -> f64 {
    part as f64 / all as f64
}
