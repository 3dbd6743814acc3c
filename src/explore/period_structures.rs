//! Which periods share a structure, so that it is explored and stored once.
//!
//! Structure may read the current period. What it can tell of it is the value of its largest parts that read nothing
//! but the period; periods in which all of these agree have equal structure.

use crate::expression::{Tree, evaluate::evaluate};
use crate::game::Distinct;
use crate::scenario::model::{Choice, Effect, Model, StageKind, Strategy, Structural};

/// For each period (period t at t − 1), the number of its structure, numbered in order of first use.
pub(crate) fn period_structures(model: &Model) -> Vec<usize> {
    let mut parts = Vec::new();
    for tree in structure(model) {
        period_parts(tree, &mut parts);
    }
    let mut signatures: Distinct<Vec<Option<u64>>> = Distinct::default();
    let number = |period: usize| {
        // Parts without a value are alike: exploring reports them where play comes to them.
        let value = |part: &&Tree| Some(evaluate(part, &[], &[], Some(period)).ok()??.to_bits());
        signatures.number(parts.iter().map(value).collect()) as usize
    };
    (1..=model.periods).map(number).collect()
}

/// The largest subtrees that read the period and no cell.
fn period_parts<'m>(tree: &'m Tree, parts: &mut Vec<&'m Tree>) {
    if !tree.reads_period() {
        return;
    }
    if tree.cells().is_empty() && tree.parameters().is_empty() {
        parts.push(tree);
    } else {
        for child in tree.children() {
            period_parts(child, parts);
        }
    }
}

/// Every tree that decides which states can occur within a period.
fn structure(model: &Model) -> impl Iterator<Item = &Tree> {
    let mut trees: Vec<&Structural> = Vec::new();
    for stage in &model.stages {
        trees.extend(&stage.when);
        match &stage.kind {
            StageKind::Chance(effect) => of_effect(effect, &mut trees),
            StageKind::Decision { choices, joint } => {
                for choice in choices {
                    of_choice(choice, &mut trees);
                }
                for joint in joint {
                    of_effect(&joint.effect, &mut trees);
                }
            }
        }
    }
    trees.extend(model.outcomes.iter().flat_map(|outcome| &outcome.when));
    for commitment in &model.commitments {
        trees.extend(&commitment.when);
        trees.extend(&commitment.delivers);
    }
    trees.into_iter().map(|formula| &formula.tree)
}

fn of_choice<'m>(choice: &'m Choice, trees: &mut Vec<&'m Structural>) {
    for action in &choice.actions {
        trees.extend(&action.guard);
        of_effect(&action.effect, trees);
    }
    if let Strategy::Rules(rules) = &choice.strategy {
        trees.extend(rules.iter().flat_map(|rule| &rule.when));
    }
}

fn of_effect<'m>(effect: &'m Effect, trees: &mut Vec<&'m Structural>) {
    for branch in &effect.branches {
        trees.extend(&branch.when);
        trees.extend(branch.set.iter().map(|(_, value)| value));
    }
}
