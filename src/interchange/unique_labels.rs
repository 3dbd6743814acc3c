//! Makes the labels of a game that was read unique, and warns where that changes a label that somebody may look for.

use super::labels::{Empty, distinct};
use super::token_reader::Tally;
use super::tree::Tree;
use crate::source::{Code, Diagnostic, Span};

/// The spans at which the parts of a tree are first described in its file.
#[derive(Clone, Debug, Default)]
pub(super) struct TreeSpans {
    pub(super) players: Vec<Span>,
    pub(super) sets: Vec<Span>,
    pub(super) chances: Vec<Span>,
    pub(super) outcomes: Vec<Span>,
    pub(super) nodes: Vec<Span>,
}

/// Makes the labels of a tree unique; returns warnings.
pub(super) fn make_unique(tree: &mut Tree, places: &TreeSpans) -> Vec<Diagnostic> {
    let mut renamed = name(tree.players.iter_mut(), &places.players);
    let sets = tree.sets.iter_mut().map(|set| &mut set.actions);
    let chances = tree.chances.iter_mut().map(|set| &mut set.actions);
    let described = places.sets.iter().chain(&places.chances);
    for (actions, &place) in sets.chain(chances).zip(described) {
        let places = vec![place; actions.len()];
        renamed.extend(name(actions.iter_mut(), &places));
    }
    // Outcomes without a label are common and deserve no warning.
    let unnamed: Vec<Span> = tree
        .outcomes
        .iter()
        .zip(&places.outcomes)
        .filter(|(outcome, _)| outcome.label.is_empty())
        .map(|(_, place)| *place)
        .collect();
    let labels = tree.outcomes.iter_mut().map(|outcome| &mut outcome.label);
    let outcomes = name(labels, &places.outcomes);
    renamed.extend(
        outcomes
            .into_iter()
            .filter(|place| unnamed.binary_search(place).is_err()),
    );
    warnings(&renamed, &keep_unnamed(tree, places))
}

/// Makes the labels of nodes, and those of each player's sets, unique; empty ones stay empty.
fn keep_unnamed(tree: &mut Tree, places: &TreeSpans) -> Vec<Span> {
    let chance = tree.players.len();
    let mut labels: Vec<Vec<&mut String>> = Vec::new();
    labels.resize_with(chance + 1, Vec::new);
    let mut described: Vec<Vec<Span>> = vec![Vec::new(); chance + 1];
    for (set, place) in tree.sets.iter_mut().zip(&places.sets) {
        labels[set.player].push(&mut set.label);
        described[set.player].push(*place);
    }
    for (set, place) in tree.chances.iter_mut().zip(&places.chances) {
        labels[chance].push(&mut set.label);
        described[chance].push(*place);
    }
    labels.push(tree.nodes.iter_mut().map(|node| &mut node.label).collect());
    described.push(places.nodes.clone());
    let mut renamed = Vec::new();
    for (labels, places) in labels.iter_mut().zip(&described) {
        renamed.extend(distinct(labels, Empty::Stays).into_iter().map(|at| places[at]));
    }
    renamed
}

/// Makes labels unique and names empty ones; returns the spans of those that changed.
pub(super) fn name<'l>(labels: impl Iterator<Item = &'l mut String>, places: &[Span]) -> Vec<Span> {
    let mut labels: Vec<&mut String> = labels.collect();
    let renamed = distinct(&mut labels, Empty::Named);
    renamed.into_iter().map(|at| places[at]).collect()
}

/// Warnings about labels that changed: those that Gambit changes too, and those for which it refuses the file.
pub(super) fn warnings(renamed: &[Span], refused: &[Span]) -> Vec<Diagnostic> {
    let tally = |places: &[Span]| {
        let mut tally = Tally::default();
        places.iter().for_each(|&place| tally.note(place));
        tally
    };
    let renamed = tally(renamed).warning(
        Code::LabelsRenamed,
        "a label is empty, or given twice",
        "labels are empty, or given twice",
    );
    let refused = tally(refused).warning(
        Code::LabelsRenamed,
        "a label of a node or an information set is given twice",
        "labels of nodes or information sets are given twice",
    );
    let renamed = renamed.map(|warning| warning.help("they are numbered, as in Gambit"));
    let refused = refused.map(|warning| warning.help("they are numbered; Gambit refuses the file"));
    renamed.into_iter().chain(refused).collect()
}
