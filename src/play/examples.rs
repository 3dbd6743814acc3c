//! Small games, built by hand, for tests.

use crate::expression::{Slot, Tree};
use crate::game::{
    Edge, Factor, Game, InformationSet, Layer, LayerKind, Leaf, Names, Node, Occasion, PaymentSet, PeriodGraph,
    PeriodState, Play, PrivateAttribute, Row, Start, StartEnding, StartNext, StartNode, StartTo, TypeProfile,
};

/// A game in the making, with its names.
pub(super) struct Draft {
    pub(super) game: Game,
    pub(super) names: Names,
}

/// Where an edge of a draft leads.
#[derive(Clone, Copy)]
pub(super) enum To {
    Node(usize),
    PeriodState(usize),
    Leaf(usize),
}

/// An edge of a draft: where it leads, its chance, and what is paid.
#[derive(Clone, Copy)]
pub(super) struct Way(pub(super) To, pub(super) Slot, pub(super) u32);

impl Draft {
    /// A game without anything in it but actors, terms (by actor) and outcomes, and one type profile.
    pub(super) fn new(actors: usize, periods: usize, discount: f64, terms: &[usize], outcomes: usize) -> Self {
        let mut tape = crate::expression::Tape::new();
        let discounts = vec![tape.constant(discount); actors];
        let game = Game {
            actors,
            periods,
            discounts,
            tape,
            parameters: 0,
            attributes: Vec::new(),
            type_profiles: vec![TypeProfile {
                values: Vec::new(),
                factors: vec![Vec::new()],
            }],
            priors: 1,
            prior_of: vec![0; actors],
            start: Start {
                draws: 0,
                nodes: Vec::new(),
                endings: Vec::new(),
            },
            graphs: Vec::new(),
            calendar: vec![0; periods],
            period_states: Vec::new(),
            leaves: Vec::new(),
            payment_sets: vec![PaymentSet::default()],
            term_actor: terms.to_vec(),
            outcomes,
            measures: 0,
            commitments: Vec::new(),
            checks: Vec::new(),
            rows: Vec::new(),
        };
        let names = Names {
            actors: (0..actors).map(|actor| format!("actor_{actor}")).collect(),
            stages: (0..8).map(|stage| format!("stage_{stage}")).collect(),
            ..Names::default()
        };
        Self { game, names }
    }

    pub(super) fn number(&mut self, value: f64) -> Slot {
        self.game.tape.constant(value)
    }

    pub(super) fn parameter(&mut self) -> Slot {
        self.game.parameters += 1;
        self.game
            .tape
            .bind(&Tree::Parameter(self.game.parameters - 1), &[], &[])
    }

    /// A number that grows by one each period.
    pub(super) fn period(&mut self) -> Slot {
        self.game.tape.bind(&Tree::Period, &[], &[])
    }

    pub(super) fn payment_set(&mut self, payments: &[(u32, Slot)]) -> u32 {
        self.game.payment_sets.push(PaymentSet {
            payments: payments.to_vec(),
        });
        self.game.payment_sets.len() as u32 - 1
    }

    /// A period state with these views; at the horizon its outcome is number 0.
    pub(super) fn period_state(
        &mut self,
        type_profile: usize,
        each_period: u32,
        perpetuity: u32,
        views: &[u32],
    ) -> usize {
        self.game.period_states.push(PeriodState {
            type_profile,
            each_period,
            perpetuity,
            horizon: Some(Leaf {
                type_profile,
                outcome: 0,
                payment_set: 0,
            }),
            measures: Vec::new(),
            views: views.to_vec(),
        });
        self.game.period_states.len() - 1
    }

    pub(super) fn leaf(&mut self, type_profile: usize, outcome: usize, payment_set: u32) -> usize {
        self.game.leaves.push(Leaf {
            type_profile,
            outcome,
            payment_set,
        });
        self.game.leaves.len() - 1
    }

    pub(super) fn row(&mut self, stage: usize, actor: usize, actions: usize) -> usize {
        let first = self.game.rows.iter().map(|row| row.actions).sum();
        self.game.rows.push(Row {
            stage,
            actor,
            actor_type: None,
            bound: None,
            actions,
            first,
        });
        self.game.rows.len() - 1
    }

    pub(super) fn ending(&mut self, type_profile: usize, within: Vec<Factor>, to: StartTo) -> StartNext {
        self.game.start.endings.push(StartEnding {
            type_profile,
            within,
            to,
            delivers: 0,
        });
        StartNext::Ending(self.game.start.endings.len() - 1)
    }

    /// Lets games of a type profile begin at a period state, where the type profile is all that is drawn at the start.
    pub(super) fn begin(&mut self, type_profile: usize, period_state: usize) {
        let chance = self.game.type_profiles[type_profile].factors[0][0].chance;
        let ending = self.ending(type_profile, Vec::new(), StartTo::PeriodState(period_state));
        self.game.start.nodes[0].options.push((chance, ending));
    }

    /// Adds a graph; period states and leaves must be there.
    pub(super) fn graph(&mut self, draft: GraphDraft) {
        let mut graph = draft.graph;
        for (edge, to) in graph.edges.iter_mut().zip(draft.targets) {
            edge.to = place(to, graph.nodes.len(), self.game.period_states.len());
        }
        graph.entry = vec![None; self.game.period_states.len()];
        graph.entry_delivers = vec![0; self.game.period_states.len()];
        for (period_state, to) in draft.entries {
            graph.entry[period_state] = Some(place(to, graph.nodes.len(), self.game.period_states.len()));
        }
        self.game.graphs.push(graph);
    }
}

fn place(to: To, nodes: usize, period_states: usize) -> u32 {
    let place = match to {
        To::Node(node) => node,
        To::PeriodState(period_state) => nodes + period_state,
        To::Leaf(leaf) => nodes + period_states + leaf,
    };
    place as u32
}

/// A graph in the making.
#[derive(Default)]
pub(super) struct GraphDraft {
    graph: PeriodGraph,
    targets: Vec<To>,
    pub(super) entries: Vec<(usize, To)>,
}

impl GraphDraft {
    pub(super) fn layer(&mut self, stage: usize, actor: Option<usize>, kind: LayerKind) {
        let (nodes, sets) = (self.graph.nodes.len(), self.graph.information_sets.len());
        self.graph.layers.push(Layer {
            stage,
            actor,
            kind,
            nodes: nodes..nodes,
            information_sets: sets..sets,
        });
    }

    /// Adds a node of chance to the last layer.
    pub(super) fn node(&mut self, type_profile: usize, ways: &[Way]) -> usize {
        self.put(type_profile, ways, u32::MAX)
    }

    /// Adds an information set to the last layer; action k of its row is edge k.
    pub(super) fn set(&mut self, row: usize, play: Play, occasion: Option<Occasion>, nodes: &[(usize, &[Way])]) {
        let first_choice = self.graph.choices;
        let first = self.graph.nodes.len();
        for (type_profile, ways) in nodes {
            self.put(*type_profile, ways, first_choice as u32);
        }
        let layer = self.graph.layers.last_mut().expect("a layer was begun");
        let actor = layer.actor.expect("somebody decides");
        let actions = nodes[0].1.len();
        self.graph.choices += actions;
        let nodes = first..self.graph.nodes.len();
        self.graph.information_sets.push(InformationSet {
            actor,
            nodes,
            actions,
            first_choice,
            play,
            row,
            occasions: occasion.into_iter().collect(),
        });
        layer.information_sets.end += 1;
    }

    /// Marks the last edge of the last node as delivering commitments.
    pub(super) fn delivers(&mut self, commitments: u32) {
        self.graph.edges.last_mut().expect("there is an edge").delivers = commitments;
    }

    fn put(&mut self, type_profile: usize, ways: &[Way], first_choice: u32) -> usize {
        self.graph.nodes.push(Node {
            type_profile: type_profile as u32,
            first_edge: self.graph.edges.len() as u32,
            edges: ways.len() as u32,
            first_choice,
        });
        for (action, &Way(to, chance, payment_set)) in ways.iter().enumerate() {
            self.graph.edges.push(Edge {
                to: u32::MAX,
                payment_set,
                chance,
                action: action as u16,
                delivers: 0,
            });
            self.targets.push(to);
        }
        let number = self.graph.nodes.len();
        self.graph.layers.last_mut().expect("a layer was begun").nodes.end = number;
        number - 1
    }
}

/// Actor 0 is of one of two types, a type profile each; actor 1 watches it. Outcome 0 comes at the horizon. Nothing
/// else is said yet.
pub(super) fn two_types(periods: usize, first: f64) -> Draft {
    two_types_believed(periods, [first, first])
}

/// The same, given the chance of the first type and what actor 1 believes it to be.
fn two_types_believed(periods: usize, first: [f64; 2]) -> Draft {
    let mut draft = Draft::new(2, periods, 1.0, &[], 2);
    draft.game.attributes = vec![PrivateAttribute {
        actor: 0,
        commitment: None,
        size: 2,
    }];
    draft.game.priors = 2;
    draft.game.prior_of = vec![0, 1];
    draft.game.type_profiles = (0..2)
        .map(|type_profile| {
            let chance = |first: f64| if type_profile == 0 { first } else { 1.0 - first };
            let chances = first.map(|first| draft.number(chance(first)));
            TypeProfile {
                values: vec![type_profile],
                factors: chances.map(|chance| vec![Factor { chance, options: 2 }]).to_vec(),
            }
        })
        .collect();
    draft.game.start.draws = 1;
    draft.game.start.nodes = vec![StartNode {
        draw: 0,
        options: Vec::new(),
    }];
    draft.names.start_draws = vec!["type".to_owned()];
    draft
}

/// Two hazards: with chance .4 a period is fatal with chance .08, with chance .6 with chance .005. Outcome 0 is
/// survival, 1 the end. Actor 1 watches actor 0, whose type it is, and holds `believed` to be the chance of the first.
pub(super) fn two_hazards(periods: usize, believed: f64) -> Draft {
    let mut draft = two_types_believed(periods, [0.4, believed]);
    let mut graph = GraphDraft::default();
    graph.layer(0, None, LayerKind::Effect);
    for (type_profile, hazard) in [0.08, 0.005].into_iter().enumerate() {
        let period_state = draft.period_state(type_profile, 0, 0, &[type_profile as u32, 0]);
        let leaf = draft.leaf(type_profile, 1, 0);
        let (fatal, harmless) = (draft.number(hazard), draft.number(1.0 - hazard));
        let node = graph.node(
            type_profile,
            &[
                Way(To::Leaf(leaf), fatal, 0),
                Way(To::PeriodState(period_state), harmless, 0),
            ],
        );
        graph.entries.push((period_state, To::Node(node)));
        draft.begin(type_profile, period_state);
    }
    draft.graph(graph);
    draft
}

/// One actor who decides once in each period between going on and stopping: to go on costs 1, to stop pays 10 to
/// it and −3 to another. A lasting situation worth 7 is held meanwhile.
pub(super) fn decision(periods: usize, discount: f64) -> Draft {
    let mut draft = Draft::new(2, periods, discount, &[0, 0, 0, 1], 2);
    let sure = draft.number(1.0);
    let (cost, prize, loss) = (draft.number(-1.0), draft.number(10.0), draft.number(-3.0));
    let (share, worth) = (draft.number((1.0 - discount) * 7.0), draft.number(7.0));
    let cost = draft.payment_set(&[(0, cost)]);
    let prize = draft.payment_set(&[(1, prize), (3, loss)]);
    let (share, worth) = (draft.payment_set(&[(2, share)]), draft.payment_set(&[(2, worth)]));
    let period_state = draft.period_state(0, share, worth, &[0, 0]);
    let leaf = draft.leaf(0, 1, prize);
    let row = draft.row(0, 0, 2);
    let mut graph = GraphDraft::default();
    graph.layer(0, Some(0), LayerKind::Choice);
    let ways = [
        Way(To::PeriodState(period_state), sure, cost),
        Way(To::Leaf(leaf), sure, 0),
    ];
    graph.set(row, Play::BestResponse, None, &[(0, &ways)]);
    graph.entries.push((period_state, To::Node(0)));
    draft.graph(graph);
    draft.ending(0, Vec::new(), StartTo::PeriodState(period_state));
    draft
}

/// A profile in which nothing is equally likely, but a forced set obeys.
pub(super) fn lopsided(game: &Game) -> crate::game::Profile {
    let mut profile = crate::game::Profile::uniform(game);
    for (choices, &graph) in profile.periods.iter_mut().zip(&game.calendar) {
        for (number, set) in game.graphs[graph].information_sets.iter().enumerate() {
            let mut left = 1.0;
            for choice in 0..set.actions {
                let share = match set.play {
                    Play::Forced(edge) => f64::from(u8::from(edge == choice)),
                    _ if choice + 1 == set.actions => left,
                    _ => left * (0.15 + 0.6 / (1.0 + number as f64)),
                };
                left -= share;
                choices[set.first_choice + choice] = [share; crate::numeric::lanes::LANES];
            }
        }
    }
    profile
}
