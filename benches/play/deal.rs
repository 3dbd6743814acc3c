//! A small deal as a game: one side may nibble or attack, the other answers, and the balance drifts.

use pactum::unstable::expression::{Slot, Tape};
use pactum::unstable::game::{
    DecisionKind, Edge, Factor, Game, InformationSet, Layer, LayerKind, Leaf, Names, Node, Part, PaymentSet,
    PeriodGraph, PeriodState, Play, PrivateAttribute, Start, StartEnding, StartNext, StartNode, StartTo, TypeProfile,
};

pub(crate) const TYPES: usize = 3;
pub(crate) const LEVELS: usize = 5;
pub(crate) const PERIODS: usize = 40;
pub(crate) const TERMS: usize = 6;
pub(crate) const DISCOUNT: f64 = 0.98;
pub(crate) const PRIOR: [f64; TYPES] = [0.4, 0.35, 0.25];
pub(crate) const ASKED: f64 = 0.25;
pub(crate) const WAR: f64 = 0.6;
pub(crate) const NIBBLE: f64 = 0.3;
pub(crate) const UP: f64 = 0.1;
pub(crate) const DOWN: f64 = 0.094;
pub(crate) const STAGES: [&str; 3] = ["move", "answer", "drift"];
pub(crate) const ACTORS: [&str; 2] = ["russia", "ukraine"];

/// What the terms 0 and 1 (of actor 0) and 3 and 4 (of actor 1) pay at the end of a period.
pub(crate) fn held(kind: usize, level: usize) -> [f64; 4] {
    let (kind, level) = (kind as f64, level as f64);
    [0.2 + 0.3 * kind, -0.1 * level, 1.0 - 0.05 * level, 0.02 * kind]
}

/// What the terms 2 and 5 pay in a war.
pub(crate) fn war(kind: usize, level: usize) -> [f64; 2] {
    [
        90.0 - 25.0 * kind as f64 + 5.0 * level as f64,
        -60.0 - 4.0 * level as f64,
    ]
}

/// What the term 1 pays for nibbling, and what the term 5 pays for answering.
pub(crate) const COSTS: [f64; 2] = [-2.2, -0.4];

/// Where the nodes of each layer begin.
const CELLS: usize = TYPES * LEVELS;

struct Draft {
    tape: Tape,
    payment_sets: Vec<PaymentSet>,
    graph: PeriodGraph,
}

impl Draft {
    fn payment_set(&mut self, payments: &[(u32, f64)]) -> u32 {
        let payments = payments
            .iter()
            .map(|&(term, amount)| (term, self.tape.constant(amount)))
            .collect();
        self.payment_sets.push(PaymentSet { payments });
        self.payment_sets.len() as u32 - 1
    }

    fn node(&mut self, type_profile: usize, first_choice: u32, ways: &[(usize, f64, u32)]) {
        let first_edge = self.graph.edges.len() as u32;
        self.graph.nodes.push(Node {
            type_profile: type_profile as u32,
            first_edge,
            edges: ways.len() as u32,
            first_choice,
        });
        for (action, &(to, chance, payment_set)) in ways.iter().enumerate() {
            let chance: Slot = self.tape.constant(chance);
            self.graph.edges.push(Edge {
                to: to as u32,
                payment_set,
                chance,
                action: action as u16,
                delivers: 0,
            });
        }
    }

    fn layer(&mut self, stage: usize, actor: Option<usize>, kind: LayerKind, nodes: usize, sets: usize) {
        let (first, first_set) = (self.graph.nodes.len(), self.graph.information_sets.len());
        let (nodes, sets) = (first..first + nodes, first_set..first_set + sets);
        self.graph.layers.push(Layer {
            stage,
            actor,
            kind,
            nodes,
            information_sets: sets,
        });
    }

    fn set(&mut self, actor: usize, actions: usize, row: usize, nodes: std::ops::Range<usize>) -> u32 {
        let first_choice = self.graph.choices;
        self.graph.choices += actions;
        let play = Play::BestResponse;
        self.graph.information_sets.push(InformationSet {
            actor,
            nodes,
            part: Part::Whole,
            actions,
            first_choice,
            play,
            nests: None,
            decision_kind: row,
            occasions: Vec::new(),
        });
        first_choice as u32
    }
}

fn cells() -> impl Iterator<Item = (usize, usize)> {
    (0..TYPES).flat_map(|kind| (0..LEVELS).map(move |level| (kind, level)))
}

/// The game.
pub(crate) fn game() -> Game {
    let mut draft = Draft {
        tape: Tape::new(),
        payment_sets: vec![PaymentSet::default()],
        graph: PeriodGraph::default(),
    };
    let each: Vec<u32> = cells()
        .map(|(kind, level)| {
            let held = held(kind, level);
            draft.payment_set(&[(0, held[0]), (1, held[1]), (3, held[2]), (4, held[3])])
        })
        .collect();
    let fought: Vec<u32> = cells()
        .map(|(kind, level)| {
            let war = war(kind, level);
            draft.payment_set(&[(2, war[0]), (5, war[1])])
        })
        .collect();
    graph(&mut draft);
    let type_profile = |kind: usize, tape: &mut Tape| TypeProfile {
        values: vec![kind],
        factors: vec![vec![Factor {
            chance: tape.constant(PRIOR[kind]),
            options: TYPES,
        }]],
    };
    let type_profiles = (0..TYPES).map(|kind| type_profile(kind, &mut draft.tape)).collect();
    let options = (0..TYPES)
        .map(|kind| (draft.tape.constant(PRIOR[kind]), StartNext::Ending(kind)))
        .collect();
    let ending = |type_profile| StartEnding {
        type_profile,
        within: Vec::new(),
        to: StartTo::PeriodState(type_profile * LEVELS + 2),
        delivers: 0,
    };
    let period_state = |(kind, level): (usize, usize)| PeriodState {
        type_profile: kind,
        each_period: each[kind * LEVELS + level],
        perpetuity: each[kind * LEVELS + level],
        horizon: Some(Leaf {
            type_profile: kind,
            outcome: usize::from(level > 2),
            payment_set: 0,
        }),
        measures: Vec::new(),
        views: vec![(kind * LEVELS + level) as u32, level as u32],
    };
    let leaf = |(kind, level): (usize, usize)| Leaf {
        type_profile: kind,
        outcome: 2,
        payment_set: fought[kind * LEVELS + level],
    };
    let discount = draft.tape.constant(DISCOUNT);
    let row = |row: usize| match row {
        TYPES => DecisionKind {
            stage: 1,
            actor: 1,
            actor_type: None,
            bound: None,
            actions: 2,
            first: 3 * TYPES,
        },
        kind => DecisionKind {
            stage: 0,
            actor: 0,
            actor_type: Some(kind),
            bound: None,
            actions: 3,
            first: 3 * kind,
        },
    };
    Game {
        actors: 2,
        declared: 2,
        periods: PERIODS,
        discounts: vec![discount; 2],
        own_later: vec![None; 2],
        tape: draft.tape,
        parameters: 0,
        attributes: vec![PrivateAttribute {
            actor: 0,
            commitment: None,
            size: TYPES,
            composition: false,
        }],
        type_profiles,
        priors: 1,
        prior_of: vec![0; 2],
        start: Start {
            draws: 1,
            nodes: vec![StartNode { draw: 0, options }],
            endings: (0..TYPES).map(ending).collect(),
        },
        graphs: vec![draft.graph],
        calendar: vec![0; PERIODS],
        tail: None,
        period_states: cells().map(period_state).collect(),
        leaves: cells().map(leaf).collect(),
        payment_sets: draft.payment_sets,
        term_actor: vec![0, 0, 0, 1, 1, 1],
        outcomes: 3,
        measures: 0,
        commitments: Vec::new(),
        checks: Vec::new(),
        decision_kinds: (0..=TYPES).map(row).collect(),
    }
}

fn graph(draft: &mut Draft) {
    let nibble = draft.payment_set(&[(1, COSTS[0])]);
    let answer = draft.payment_set(&[(5, COSTS[1])]);
    let at = |layer: usize, kind: usize, level: usize| layer * CELLS + kind * LEVELS + level;
    // Layers of nodes: 0 asked, 1 move, 2 nibbling and 3 attack (one layer), 4 answer (by level, then type), 5 drift.
    let answers = |kind: usize, level: usize| 4 * CELLS + level * TYPES + kind;
    let period_state = |kind, level| at(6, kind, level);
    let leaf = |kind, level| at(7, kind, level);
    draft.layer(0, Some(0), LayerKind::Opportunity, CELLS, 0);
    for (kind, level) in cells() {
        draft.node(
            kind,
            u32::MAX,
            &[(at(1, kind, level), ASKED, 0), (answers(kind, level), 1.0 - ASKED, 0)],
        );
    }
    draft.layer(0, Some(0), LayerKind::Choice, CELLS, CELLS);
    for (kind, level) in cells() {
        let node = at(1, kind, level);
        let first = draft.set(0, 3, kind, node..node + 1);
        let ways = [
            (answers(kind, level), 1.0, 0),
            (at(2, kind, level), 1.0, nibble),
            (at(3, kind, level), 1.0, 0),
        ];
        draft.node(kind, first, &ways);
    }
    draft.layer(0, Some(0), LayerKind::Effect, 2 * CELLS, 0);
    for (kind, level) in cells() {
        let up = (level + 1).min(LEVELS - 1);
        draft.node(
            kind,
            u32::MAX,
            &[(answers(kind, up), NIBBLE, 0), (answers(kind, level), 1.0 - NIBBLE, 0)],
        );
    }
    for (kind, level) in cells() {
        draft.node(
            kind,
            u32::MAX,
            &[(leaf(kind, level), WAR, 0), (answers(kind, level), 1.0 - WAR, 0)],
        );
    }
    draft.layer(1, Some(1), LayerKind::Choice, CELLS, LEVELS);
    for level in 0..LEVELS {
        let first_node = answers(0, level);
        let first = draft.set(1, 2, TYPES, first_node..first_node + TYPES);
        for kind in 0..TYPES {
            let ways = [
                (at(5, kind, level), 1.0, 0),
                (at(5, kind, level.saturating_sub(1)), 1.0, answer),
            ];
            draft.node(kind, first, &ways);
        }
    }
    draft.layer(2, None, LayerKind::Effect, CELLS, 0);
    for (kind, level) in cells() {
        let (up, down) = ((level + 1).min(LEVELS - 1), level.saturating_sub(1));
        let ways = [
            (period_state(kind, up), UP, 0),
            (period_state(kind, down), DOWN, 0),
            (period_state(kind, level), 1.0 - UP - DOWN, 0),
        ];
        draft.node(kind, u32::MAX, &ways);
    }
    draft.graph.entry = (0..CELLS as u32).map(Some).collect();
}

/// Its names.
pub(crate) fn names() -> Names {
    Names {
        actors: ACTORS.map(str::to_owned).to_vec(),
        stages: STAGES.map(str::to_owned).to_vec(),
        start_draws: vec![ACTORS[0].to_owned()],
        ..Names::default()
    }
}

/// The chances of the actions of actor 0.
pub(crate) fn moves(kind: usize, level: usize) -> [f64; 3] {
    let nibble = 0.1 + 0.05 * level as f64;
    let attack = 0.01 + 0.02 * kind as f64;
    [1.0 - nibble - attack, nibble, attack]
}

/// The chances of the actions of actor 1.
pub(crate) fn answers(level: usize) -> [f64; 2] {
    let answer = 0.15 * level as f64;
    [1.0 - answer, answer]
}
