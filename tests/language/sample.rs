//! The model of the sample file.

use pactum::unstable::expression::Tree;
use pactum::unstable::numeric::distribution::Distribution;
use pactum::unstable::scenario::model::{Binding, Chance, Paid, Role, StageKind, Start, Strategy};

use crate::{SAMPLE, document, model};

#[test]
fn cells_are_types_then_commitments_then_variables() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    let names: Vec<&str> = model.cells.iter().map(|cell| cell.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "russia", "us", "entry", "phase", "clause", "balance", "armament", "alarm", "noise"
        ]
    );
    assert_eq!(
        model.cells[2].role,
        Role::Bound {
            commitment: 0,
            actor: 1
        }
    );
    assert_eq!(model.cells[0].seen, [true, false, false]);
    assert_eq!(model.cells[2].seen, [false, true, true]);
    assert_eq!(model.cells[3].seen, [true, true, true]);
    assert_eq!(model.cells[5].seen, [true, false, false]);
    assert_eq!(model.cells[7].seen, [false, false, false]);
    let ranges: Vec<(i32, i32)> = model.cells.iter().map(|cell| (cell.low, cell.high)).collect();
    assert_eq!(
        ranges,
        [(0, 2), (0, 1), (0, 1), (0, 3), (0, 2), (-2, 2), (-2, 3), (0, 1), (0, 1)]
    );
}

#[test]
fn starts_keep_the_order_of_the_file() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    let start = |cell: usize| model.cells[cell].start.clone();
    assert_eq!(start(3), Start::Sure(0));
    assert_eq!(
        start(4),
        Start::Drawn(vec![(1, Tree::Constant(0.75)), (0, Tree::Constant(0.25))])
    );
    assert_eq!(start(6), Start::Sure(-1));
    assert_eq!(
        start(8),
        Start::Drawn(vec![(1, Tree::Constant(0.5)), (0, Tree::Constant(0.5))])
    );
    let Start::Drawn(bound) = start(2) else {
        panic!("bound or free is drawn");
    };
    assert_eq!(bound.iter().map(|(value, _)| *value).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(bound[1].1.cells(), [1]);
}

#[test]
fn uncertain_parameters_are_numbered_in_the_order_of_the_file() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    let parameters: Vec<(&str, f64)> = model
        .parameters
        .iter()
        .map(|parameter| (parameter.name.as_str(), parameter.nominal))
        .collect();
    assert_eq!(parameters[0], ("precision", 0.06));
    assert_eq!(parameters[1], ("calm", 0.5));
    assert_eq!(parameters[2], ("trust", 0.4));
    assert_eq!(parameters[3], ("pace", 0.5));
    assert_eq!(parameters[4].0, "cost_of_war");
    assert_eq!(parameters[5], ("worth.revisionist", 10.0));
    assert_eq!(parameters[6], ("worth.status_quo", 60.0));
    assert_eq!(parameters[7], ("worth.security_seeker", 50.0));
    assert_eq!(parameters.len(), 8);
    let uniform = Distribution::named("uniform", &[0.25, 0.75]).expect("a family");
    let truncated = uniform.truncated(Some(0.3), None);
    assert_eq!(model.parameters[1].distribution, truncated);
    let triangular = Distribution::named("triangular", &[40.0, 60.0, 70.0]).expect("a family");
    let truncated = triangular.truncated(Some(0.0), Some(100.0));
    assert_eq!(model.parameters[6].distribution, truncated);
}

#[test]
fn terms_are_payoffs_and_then_the_costs_of_commitments() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    let terms: Vec<(usize, &str)> = model
        .terms
        .iter()
        .map(|term| (term.actor, term.name.as_str()))
        .collect();
    assert_eq!(
        terms,
        [
            (0, "holding"),
            (0, "war"),
            (0, "gamble"),
            (0, "arming"),
            (1, "veto"),
            (1, "entry")
        ]
    );
    // Cases stand in the order of the types, parameters are numbered in the order of the file.
    let worth = Tree::Select(0, vec![Tree::Parameter(5), Tree::Parameter(7), Tree::Parameter(6)]);
    assert_eq!(model.terms[0].amount, worth);
    let on_branch = Paid::OnAction {
        stage: 0,
        choice: 0,
        action: 1,
        branch: Some(1),
    };
    assert_eq!(model.terms[2].paid, on_branch);
    let on_action = Paid::OnAction {
        stage: 3,
        choice: 0,
        action: 1,
        branch: None,
    };
    assert_eq!(model.terms[4].paid, on_action);
    assert_eq!(model.terms[5].paid, Paid::OnReneging { commitment: 0, kind: 0 });
    assert_eq!(model.terms[5].amount.parameters(), [4]);
}

#[test]
fn effects_join_what_is_set_in_any_case_with_each_branch() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    let StageKind::Decision { choices, joint } = &model.stages[0].kind else {
        panic!("a decision");
    };
    assert!(joint.is_empty());
    let attack = &choices[0].actions[1].effect.branches;
    let set = |branch: usize| attack[branch].set.iter().map(|(cell, _)| *cell).collect::<Vec<_>>();
    assert_eq!(set(0), [6, 3]);
    assert_eq!(set(1), [6, 3]);
    assert_eq!(attack[1].chance, Chance::Otherwise);
    let StageKind::Chance(reset) = &model.stages[2].kind else {
        panic!("chance");
    };
    assert_eq!(reset.branches[0].chance, Chance::Sure);
    let assigned = reset.branches[0].set.iter();
    let assigned: Vec<(usize, &Tree)> = assigned.map(|(cell, value)| (*cell, &value.tree)).collect();
    assert_eq!(assigned, [(8, &Tree::Constant(0.0)), (5, &Tree::Constant(0.0))]);
    let StageKind::Decision { choices, joint } = &model.stages[4].kind else {
        panic!("a decision");
    };
    assert_eq!(joint[0].picks, [Some(1), Some(1)]);
    assert_eq!(choices[0].not_asked, Some(0));
    let Strategy::Rules(rules) = &choices[0].strategy else {
        panic!("rules");
    };
    assert_eq!(rules[0].play, [Tree::Constant(1.0), Tree::Constant(0.0)]);
    assert_eq!(rules[1].play, [Tree::Constant(0.25), Tree::Constant(0.75)]);
    assert!(rules[2].when.is_none());
}

#[test]
fn nests_stand_after_those_that_they_hold() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    let StageKind::Decision { choices, .. } = &model.stages[0].kind else {
        panic!("a decision");
    };
    let nests = &choices[0].nests;
    let names: Vec<&str> = nests.iter().map(|nest| nest.name.as_str()).collect();
    assert_eq!(names, ["unprovoked", "everything", ""]);
    assert_eq!(nests[0].multiple, Tree::Constant(4.0));
    assert_eq!(nests[1].multiple, Tree::Constant(1.0));
    assert_eq!(
        nests.iter().map(|nest| nest.members.len()).collect::<Vec<_>>(),
        [1, 2, 1]
    );
}

#[test]
fn beliefs_and_commitments_are_by_number() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    assert_eq!(
        model.actors[0].believed,
        [(1, vec![Tree::Constant(0.2), Tree::Constant(0.8)])]
    );
    assert_eq!(model.actors[2].type_cell, None);
    assert_eq!(model.actors[0].own_later, Some(Tree::Parameter(1)));
    assert_eq!(model.actors[1].own_later, None);
    assert!(matches!(model.commitments[0].binding, Binding::Game { cell: 2 }));
    assert!(matches!(model.commitments[1].binding, Binding::Occasion { .. }));
    assert_eq!(
        (
            model.commitments[1].stage,
            model.commitments[1].choices.start,
            model.commitments[1].action
        ),
        (4, 1, 1)
    );
}

#[test]
fn settings_list_every_key() {
    let model = model(&document(SAMPLE), "base_case", &[]);
    let setting = |key: &str| {
        let found = model.settings.iter().find(|setting| setting.key == key);
        found.unwrap_or_else(|| panic!("no key {key}"))
    };
    assert_eq!(setting("widest").value, "2");
    assert!(setting("widest").lever);
    assert_eq!(setting("widest").source, "chosen");
    assert_eq!(setting("trust").value, "0.4");
    assert!(setting("trust").distribution.is_some());
    assert_eq!(setting("worth.revisionist").note, "assumption");
    assert_eq!(setting("worth.status_quo").note, "own");
    assert_eq!(setting("worth.status_quo").unit, "lasting payoff");
    assert_eq!(setting("clause.start").value, "{ in_force = 0.75, none = 0.25 }");
    assert_eq!(setting("us.committed").value, "trust");
    assert_eq!(setting("russia.discount").value, "0.98");
    assert_eq!(setting("us.discount").value, "1");
    assert_eq!(setting("entry.credibility").value, "if(us.type == committed, 0.9, 0.3)");
    assert_eq!(setting("warning.cost").value, "0");
    assert!(!model.settings.iter().any(|setting| setting.key == "worth"));
}

#[test]
fn the_head_of_the_file() {
    let document = document(SAMPLE);
    assert_eq!(document.title(), "Everything");
    assert_eq!(document.variants(), ["base_case", "plain", "nested"]);
    let model = model(&document, "base_case", &[]);
    assert_eq!(model.description, "Two lines joined.");
    assert_eq!((model.periods, model.period_unit.as_str()), (6, "quarter"));
    assert!(!model.goes_on);
    assert_eq!(model.measures.len(), 2);
    assert_eq!(
        model.outcomes.iter().map(|outcome| outcome.at_end).collect::<Vec<_>>(),
        [false, true]
    );
}
