//! The choices of Russia and Ukraine by the state of the clause and their own type, which no results file has.

use std::collections::BTreeMap;

use pactum::unstable::game::{Bound, InformationSet, LayerKind, Names, PeriodGraph, Profile};
use pactum::unstable::numeric::lanes::Lanes;

/// The stages that are watched, and whose they are.
const STAGES: [(&str, &str); 2] = [("russia_moves", "russia"), ("ukraine_moves", "ukraine")];

/// What there is to choose from at these stages.
const OPTIONS: [&[&str]; 2] = [
    &["comply", "gray_zone", "attack", "attack_under_pretext"],
    &["restrain", "arm_hard", "provoke"],
];

/// How often each action is taken over all periods: by the state of the clause, the type of who acts, and the action.
#[derive(Clone, Debug)]
pub(crate) struct Moves<const W: usize> {
    times: BTreeMap<[String; 3], Lanes<W>>,
    /// The cell of the clause.
    clause: usize,
    /// The cell of the type of whose stage it is, by number of the stage.
    types: BTreeMap<usize, usize>,
}

impl<const W: usize> Moves<W> {
    /// Nothing seen yet.
    pub(crate) fn new(names: &Names) -> Self {
        let cell = |name: &str| {
            let mut cells = names.cells.iter();
            cells.position(|cell| cell.name == name).expect("a cell")
        };
        let stage = |name: &str| names.stages.iter().position(|stage| stage == name);
        Self {
            times: BTreeMap::new(),
            clause: cell("clause"),
            types: STAGES
                .map(|(name, actor)| (stage(name).expect("a stage"), cell(actor)))
                .into(),
        }
    }

    /// Watches a period from its start, given how likely each period state is there for each type profile.
    pub(crate) fn watch(
        &mut self,
        bound: &Bound<'_, W>,
        profile: &Profile<W>,
        names: &Names,
        start: (usize, &[Lanes<W>]),
    ) {
        let (period, at_period_state) = start;
        let number = bound.game.calendar[period - 1];
        let walk = Walk {
            bound,
            graph: &bound.game.graphs[number],
            choices: &profile.periods[period - 1],
            period,
        };
        let type_profiles = bound.type_profile_chances(0);
        walk.through(at_period_state, &mut |set, node, reach| {
            let row = &bound.game.decision_kinds[set.decision_kind];
            let Some(&kind) = self.types.get(&row.stage) else {
                return;
            };
            let state = &names.states[names.node_states[number][node] as usize];
            let shown = [self.clause, kind].map(|cell| names.cells[cell].show(state[cell]));
            let type_profile = walk.graph.nodes[node].type_profile as usize;
            for (place, edge) in walk.graph.edges[walk.graph.edges_of(node)].iter().enumerate() {
                let action = &names.actions[row.stage][0].1[usize::from(edge.action)];
                let [clause, kind] = shown.clone();
                let sum = self.times.entry([clause, kind, action.clone()]).or_insert([0.0; W]);
                let chance = walk.choices[set.first_choice + place];
                for lane in 0..W {
                    sum[lane] += reach[lane] * type_profiles[type_profile][lane] * chance[lane];
                }
            }
        });
    }

    /// The share of the actions whose names begin so among all choices of their actor (of a type) while the clause is in
    /// a state.
    pub(crate) fn share(&self, action: &str, context: (&str, Option<&str>), lane: usize) -> f64 {
        let (clause, kind) = context;
        let (mut of, mut all) = (0.0, 0.0);
        for ([in_clause, of_kind, taken], times) in &self.times {
            let among = OPTIONS
                .iter()
                .any(|options| options.contains(&action) && options.contains(&taken.as_str()));
            if among && in_clause == clause && kind.is_none_or(|kind| kind == of_kind) {
                all += times[lane];
                of += if taken.starts_with(action) { times[lane] } else { 0.0 };
            }
        }
        of / all
    }
}

/// One period, played forward.
struct Walk<'a, 'g, const W: usize> {
    bound: &'a Bound<'g, W>,
    graph: &'a PeriodGraph,
    choices: &'a [Lanes<W>],
    period: usize,
}

impl<const W: usize> Walk<'_, '_, W> {
    /// Goes through the period, and shows `see` each node at which somebody decides, with its reach.
    fn through(&self, at_period_state: &[Lanes<W>], see: &mut dyn FnMut(&InformationSet, usize, &Lanes<W>)) {
        let game = self.bound.game;
        let places = self.graph.nodes.len() + game.period_states.len() + game.leaves.len();
        let mut reach = vec![[0.0; W]; places];
        for (start, entry) in at_period_state.iter().zip(&self.graph.entry) {
            if let Some(place) = entry {
                flow(&mut reach, *place, start, &[1.0; W]);
            }
        }
        let slots = self.bound.slots(self.period);
        for layer in &self.graph.layers {
            if layer.kind == LayerKind::Choice {
                for set in &self.graph.information_sets[layer.information_sets.clone()] {
                    for node in set.nodes.clone() {
                        see(set, node, &reach[node]);
                        let choice = |place: usize| self.choices[set.first_choice + place];
                        self.go_on(node, &mut reach, &choice);
                    }
                }
            } else {
                for node in layer.nodes.clone() {
                    let edges = &self.graph.edges[self.graph.edges_of(node)];
                    let chance = |place: usize| slots[edges[place].chance.index()];
                    self.go_on(node, &mut reach, &chance);
                }
            }
        }
    }

    fn go_on(&self, node: usize, reach: &mut [Lanes<W>], chance: &dyn Fn(usize) -> Lanes<W>) {
        let here = reach[node];
        for (place, edge) in self.graph.edges[self.graph.edges_of(node)].iter().enumerate() {
            flow(reach, edge.to, &here, &chance(place));
        }
    }
}

fn flow<const W: usize>(reach: &mut [Lanes<W>], to: u32, from: &Lanes<W>, chance: &Lanes<W>) {
    for (lane, sum) in reach[to as usize].iter_mut().enumerate() {
        *sum += from[lane] * chance[lane];
    }
}
