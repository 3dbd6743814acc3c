//! A small game in which most things occur, for tests.

use super::examples::{Draft, GraphDraft, To, Way};
use crate::expression::{Binary, Slot};
use crate::game::{
    CommitmentInfo, Factor, LayerKind, Occasion, Play, PrivateAttribute, StartNext, StartNode, StartTo, TypeProfile,
};

/// A game in which most things occur. Actor 0 has two types; actor 1 has a commitment, bound or free; actor 2 only
/// watches, and holds a prior of its own, which rules out the second type. The state is a level 0..3, seen by all.
/// Actor 0 is asked with a chance that is a parameter; its action moves the level; actor 1 answers, and at level 2 its
/// commitment to take action 0 is triggered, which comes true with a chance afterwards. Every other period actor 1
/// is not there.
pub(super) fn tangle(periods: usize) -> Draft {
    let mut draft = Draft::new(3, periods, 0.9, &[0, 0, 1, 1, 2], 4);
    Tangle::start(&mut draft);
    let asked = draft.parameter();
    let pieces = Tangle::lay_out(&mut draft, asked);
    let (long, short) = (pieces.graph(true), pieces.graph(false));
    draft.graph(long);
    draft.graph(short);
    draft.game.calendar = (0..periods).map(|period| period % 2).collect();
    draft
}

const LEVELS: usize = 3;
const TYPE_PROFILES: usize = 4;

struct Tangle {
    /// Chances of an opportunity, of its absence, and certainty.
    asked: [Slot; 3],
    /// By type profile: chances of three branches.
    branches: Vec<[Slot; 3]>,
    payment_sets: Vec<u32>,
    rows: [usize; 2],
}

impl Tangle {
    /// Type profile = type of actor 0 × 2 + bound.
    fn start(draft: &mut Draft) {
        let type_chances = [0.7, 0.3].map(|chance| draft.number(chance));
        let believed = [1.0, 0.0].map(|chance| draft.number(chance));
        let bound = [0.55, 0.45].map(|chance| draft.number(chance));
        let levels = [0.5, 0.3, 0.2].map(|chance| draft.number(chance));
        draft.game.attributes = vec![
            PrivateAttribute {
                actor: 0,
                commitment: None,
                size: 2,
            },
            PrivateAttribute {
                actor: 1,
                commitment: Some(0),
                size: 2,
            },
        ];
        draft.game.commitments = vec![CommitmentInfo {
            actor: 1,
            delivers: Some(1),
        }];
        draft.game.priors = 2;
        draft.game.prior_of = vec![0, 0, 1];
        let factor = |chance| Factor { chance, options: 2 };
        draft.game.type_profiles = (0..TYPE_PROFILES)
            .map(|type_profile| TypeProfile {
                values: vec![type_profile / 2, type_profile % 2],
                factors: vec![
                    vec![factor(type_chances[type_profile / 2]), factor(bound[type_profile % 2])],
                    vec![factor(believed[type_profile / 2]), factor(bound[type_profile % 2])],
                ],
            })
            .collect();
        draft.game.measures = 1;
        draft.names.start_draws = ["actor_0", "promise", "level"].map(str::to_owned).to_vec();
        draft.game.start.draws = 3;
        draft.game.start.nodes = vec![StartNode {
            draw: 0,
            options: vec![
                (type_chances[0], StartNext::Node(1)),
                (type_chances[1], StartNext::Node(2)),
            ],
        }];
        for kind in 0..2 {
            let node = |bound: usize| StartNext::Node(3 + kind * 2 + bound);
            let options = vec![(bound[0], node(0)), (bound[1], node(1))];
            draft.game.start.nodes.push(StartNode { draw: 1, options });
        }
        for type_profile in 0..TYPE_PROFILES {
            let leaf = draft.leaf(type_profile, 3, 0);
            let to = [
                StartTo::PeriodState(type_profile * LEVELS),
                StartTo::PeriodState(type_profile * LEVELS + 1),
                StartTo::Leaf(leaf),
            ];
            let options = (0..3)
                .map(|option| {
                    let within = vec![Factor {
                        chance: levels[option],
                        options: 3,
                    }];
                    (levels[option], draft.ending(type_profile, within, to[option]))
                })
                .collect();
            draft.game.start.nodes.push(StartNode { draw: 2, options });
        }
    }

    fn lay_out(draft: &mut Draft, asked: Slot) -> Self {
        let sure = draft.number(1.0);
        let not_asked = draft.game.tape.binary(Binary::Subtract, sure, asked);
        let grows = draft.period();
        let numbers = [2.0, -1.5, 0.25, 6.0].map(|value| draft.number(value));
        let payment_sets = vec![
            draft.payment_set(&[(0, numbers[0]), (2, numbers[1])]),
            draft.payment_set(&[(1, grows)]),
            draft.payment_set(&[(3, numbers[3]), (4, asked)]),
            draft.payment_set(&[(0, numbers[2]), (1, numbers[1]), (2, numbers[2]), (4, grows)]),
        ];
        for type_profile in 0..TYPE_PROFILES {
            for level in 0..LEVELS {
                let seen = level as u32;
                let views = [
                    seen * 2 + (type_profile / 2) as u32,
                    seen * 2 + (type_profile % 2) as u32,
                    seen,
                ];
                let period_state =
                    draft.period_state(type_profile, payment_sets[level], payment_sets[3 - level], &views);
                let measure = draft.number(level as f64);
                draft.game.period_states[period_state].measures = vec![measure];
            }
        }
        for (type_profile, &payment_set) in payment_sets.iter().enumerate() {
            draft.leaf(type_profile, 1, payment_set);
            draft.leaf(type_profile, 2, 0);
        }
        let branches = (0..TYPE_PROFILES)
            .map(|type_profile| {
                let first = 0.1 + 0.05 * type_profile as f64;
                [first, 0.2, 0.8 - first].map(|chance| draft.number(chance))
            })
            .collect();
        let rows = [draft.row(0, 0, 3), draft.row(1, 1, 2)];
        Self {
            asked: [asked, not_asked, sure],
            branches,
            payment_sets,
            rows,
        }
    }

    /// Nodes: opportunities by type profile and level; then choices of actor 0 by type, level and bound; then (in a
    /// long graph) choices of actor 1 by bound, level and type; then effects by type profile and level.
    fn graph(&self, long: bool) -> GraphDraft {
        let mut graph = GraphDraft::default();
        let block = TYPE_PROFILES * LEVELS;
        let sure = self.asked[2];
        let of = |type_profile: usize, level: usize| type_profile * LEVELS + level;
        let first_choice =
            |type_profile: usize, level: usize| block + (type_profile / 2 * LEVELS + level) * 2 + type_profile % 2;
        let effects = if long { 3 * block } else { 2 * block };
        let next = |type_profile: usize, level: usize| {
            let answers = 2 * block + (type_profile % 2 * LEVELS + level) * 2 + type_profile / 2;
            To::Node(if long {
                answers
            } else {
                effects + of(type_profile, level)
            })
        };
        graph.layer(0, Some(0), LayerKind::Opportunity);
        for type_profile in 0..TYPE_PROFILES {
            for level in 0..LEVELS {
                let asked = Way(To::Node(first_choice(type_profile, level)), self.asked[0], 0);
                let node = graph.node(type_profile, &[asked, Way(next(type_profile, level), self.asked[1], 0)]);
                graph.entries.push((of(type_profile, level), To::Node(node)));
            }
        }
        graph.layer(0, Some(0), LayerKind::Choice);
        for kind in 0..2 {
            for level in 0..LEVELS {
                let ways: Vec<[Way; 3]> = (0..2)
                    .map(|bound| {
                        let to = |level| next(kind * 2 + bound, level);
                        [
                            Way(to(level), sure, 0),
                            Way(to((level + 1) % LEVELS), sure, self.payment_sets[0]),
                            Way(to((level + 2) % LEVELS), sure, self.payment_sets[1]),
                        ]
                    })
                    .collect();
                let nodes = [(kind * 2, &ways[0][..]), (kind * 2 + 1, &ways[1][..])];
                graph.set(self.rows[0], Play::BestResponse, None, &nodes);
            }
        }
        if long {
            self.answers(&mut graph, effects);
        }
        graph.layer(2, None, LayerKind::Effect);
        for type_profile in 0..TYPE_PROFILES {
            for level in 0..LEVELS {
                let leaf = TYPE_PROFILES + type_profile * 2 + usize::from(level == 1);
                let chances = self.branches[type_profile];
                let stay = Way(To::PeriodState(of(type_profile, level)), chances[2], 0);
                let ways = [
                    Way(To::Leaf(leaf), chances[0], self.payment_sets[2]),
                    Way(
                        To::PeriodState(of(type_profile, (level + 1) % LEVELS)),
                        chances[1],
                        self.payment_sets[3],
                    ),
                    stay,
                ];
                // Some nodes have one way on only, so that layers are uneven.
                let sure = [Way(
                    To::PeriodState(of(type_profile, 1)),
                    self.asked[2],
                    self.payment_sets[1],
                )];
                graph.node(
                    type_profile,
                    if level == 0 && type_profile == 3 { &sure } else { &ways },
                );
                graph.delivers(u32::from(level == 2));
            }
        }
        graph
    }

    fn answers(&self, graph: &mut GraphDraft, effects: usize) {
        let sure = self.asked[2];
        graph.layer(1, Some(1), LayerKind::Choice);
        for bound in 0..2 {
            for level in 0..LEVELS {
                let ways: Vec<[Way; 2]> = (0..2)
                    .map(|kind| {
                        let to = |level| To::Node(effects + (kind * 2 + bound) * LEVELS + level);
                        [Way(to(level), sure, self.payment_sets[2]), Way(to(0), sure, 0)]
                    })
                    .collect();
                let triggered = level == 2;
                let occasion = triggered.then_some(Occasion {
                    commitment: 0,
                    promised: Some(0),
                    available: true,
                    bound: bound == 1,
                });
                let play = if triggered && bound == 1 {
                    Play::Forced(0)
                } else {
                    Play::BestResponse
                };
                let nodes = [(bound, &ways[0][..]), (2 + bound, &ways[1][..])];
                graph.set(self.rows[1], play, occasion, &nodes);
            }
        }
    }
}
