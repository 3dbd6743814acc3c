//! For each edge, the fraction of its target's reach probability that arrives through it: the weights with which changes
//! of reach propagate in the derivative of beliefs.

use crate::game::trembles::of_members;
use crate::game::{Bound, Edge, Game, PeriodGraph, Profile};
use crate::numeric::lanes::Lanes;
use crate::numeric::scaled::{Scaled, Tremble};

/// For each period (t at t − 1), the shares of its graph's entries, then of its edges, in the reach of their targets.
#[derive(Clone, Debug)]
pub(super) struct EdgeShares {
    periods: Vec<Vec<f64>>,
}

impl EdgeShares {
    /// All shares 0.
    pub(super) fn none(game: &Game) -> Self {
        let shares = |&graph: &usize| {
            let graph = &game.graphs[graph];
            vec![0.0; graph.entry.len() + graph.edges.len()]
        };
        Self {
            periods: game.calendar.iter().map(shares).collect(),
        }
    }

    /// The shares of a period's entries, and of its edges.
    pub(super) fn of(&self, graph: &PeriodGraph, period: usize) -> (&[f64], &[f64]) {
        self.periods[period - 1].split_at(graph.entry.len())
    }

    /// Sets the shares of a period, given the reach of the period states at which it starts and of all its places.
    pub(super) fn set(
        &mut self,
        bound: &Bound<'_, 1>,
        profile: &Profile<1>,
        period: usize,
        (starts, reach): (&[Lanes<1>], &[Lanes<1>]),
    ) {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let slots = bound.slots(period);
        let choices = &profile.periods[period - 1];
        self.set_each(
            bound.game.graph(period),
            period,
            |state, place| share(starts[state][0], reach[place][0]),
            |node, _, edge, choice| {
                let chance = choice.map_or_else(|| slots[edge.chance.index()][0], |choice| choices[choice][0]);
                share(reach[node][0] * chance, reach[edge.to as usize][0])
            },
        );
    }

    /// The same with trembles.
    pub(super) fn set_trembling(
        &mut self,
        bound: &Bound<'_, 1>,
        play: impl Fn(usize) -> Scaled,
        period: usize,
        (starts, reach): (&[Tremble], &[Tremble]),
    ) {
        let graph = bound.game.graph(period);
        let slots = bound.slots(period);
        self.set_each(
            graph,
            period,
            |state, place| starts[state].share_of(reach[place]),
            |node, option, edge, choice| {
                if let Some(members) = graph.members_at(node) {
                    let ways = of_members(graph, members, |slot| slots[slot.index()][0], &play);
                    return reach[node].times(ways[option]).share_of(reach[edge.to as usize]);
                }
                let chance = choice.map_or_else(|| Scaled::new(slots[edge.chance.index()][0], 0), &play);
                let flow = reach[node].times(Tremble::of(chance, graph.even_share(node, option)));
                flow.share_of(reach[edge.to as usize])
            },
        );
    }

    /// Sets the share of every entry and edge of a period. `edge` receives the node, the number of the edge there, the
    /// edge, and the number of the choice at decisions.
    fn set_each(
        &mut self,
        graph: &PeriodGraph,
        period: usize,
        entry: impl Fn(usize, usize) -> f64,
        edge: impl Fn(usize, usize, &Edge, Option<usize>) -> f64,
    ) {
        let (entries, edges) = self.periods[period - 1].split_at_mut(graph.entry.len());
        for (state, (share, place)) in entries.iter_mut().zip(&graph.entry).enumerate() {
            *share = place.map_or(0.0, |place| entry(state, place as usize));
        }
        for (number, node) in graph.nodes.iter().enumerate() {
            for (option, at) in graph.edges_of(number).enumerate() {
                edges[at] = edge(number, option, &graph.edges[at], node.choice(option));
            }
        }
    }
}
