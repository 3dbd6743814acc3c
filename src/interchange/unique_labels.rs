//! Makes the labels of a game that was read unique, and warns where that changes a label that somebody may look for.

use super::labels::{Empty, distinct};
use super::token_reader::Tally;
use super::tree::{Outcome, Tree};
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
    renamed.extend(name_outcomes(&mut tree.outcomes, &places.outcomes));
    warnings(&renamed, &keep_unnamed(tree, places))
}

/// Makes the labels of outcomes unique and names empty ones; returns the spans of those that had a label before: others
/// are common, and deserve no warning.
pub(super) fn name_outcomes(outcomes: &mut [Outcome], places: &[Span]) -> Vec<Span> {
    let given = outcomes.iter().map(|outcome| !outcome.label.is_empty());
    let given: Vec<bool> = given.collect();
    let labels = outcomes.iter_mut().map(|outcome| &mut outcome.label);
    let renamed = distinct(&mut labels.collect::<Vec<_>>(), Empty::Named);
    let renamed = renamed.into_iter().filter(|&at| given[at]);
    renamed.map(|at| places[at]).collect()
}

/// Makes the labels of nodes, and those of each player's sets, unique; empty ones stay empty.
fn keep_unnamed(tree: &mut Tree, places: &TreeSpans) -> Vec<Span> {
    let mut renamed = Vec::new();
    let mut keep = |labels: Vec<(&mut String, &Span)>| {
        let (mut labels, places): (Vec<_>, Vec<&Span>) = labels.into_iter().unzip();
        let changed = distinct(&mut labels, Empty::Stays).into_iter();
        renamed.extend(changed.map(|at| *places[at]));
    };
    for player in 0..tree.players.len() {
        let sets = tree.sets.iter_mut().zip(&places.sets);
        let own = sets.filter(|(set, _)| set.player == player);
        keep(own.map(|(set, place)| (&mut set.label, place)).collect());
    }
    let chances = tree.chances.iter_mut().map(|set| &mut set.label);
    keep(chances.zip(&places.chances).collect());
    let nodes = tree.nodes.iter_mut().map(|node| &mut node.label);
    keep(nodes.zip(&places.nodes).collect());
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
    let messages = ["a label is empty, or given twice", "labels are empty, or given twice"];
    let help = "they are numbered, as in Gambit";
    let renamed = Tally::of(renamed).warning(Code::LabelsRenamed, messages, help);
    let messages = [
        "a label of a node or an information set is given twice",
        "labels of nodes or information sets are given twice",
    ];
    let help = "they are numbered; Gambit refuses the file";
    let refused = Tally::of(refused).warning(Code::LabelsRenamed, messages, help);
    renamed.into_iter().chain(refused).collect()
}
