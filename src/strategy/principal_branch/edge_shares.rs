//! Which share of what comes to a place comes along each way: all that the derivative of a belief needs.

use crate::game::{Bound, Game, PeriodGraph, Profile};
use crate::numeric::lanes::Lanes;
use crate::numeric::scaled::{Scaled, Tremble};

/// For each period (t at t − 1), the shares of its graph's entries, then of its edges, in what comes to where they
/// lead.
#[derive(Clone, Debug)]
pub(in crate::strategy) struct EdgeShares {
    periods: Vec<Vec<f64>>,
}

impl EdgeShares {
    /// Nothing flows yet.
    pub(in crate::strategy) fn none(game: &Game) -> Self {
        let ways = |&graph: &usize| {
            let graph = &game.graphs[graph];
            vec![0.0; graph.entry.len() + graph.edges.len()]
        };
        Self {
            periods: game.calendar.iter().map(ways).collect(),
        }
    }

    /// The shares of a period's entries, and of its edges.
    pub(in crate::strategy) fn of(&self, graph: &PeriodGraph, period: usize) -> (&[f64], &[f64]) {
        self.periods[period - 1].split_at(graph.entry.len())
    }

    /// Takes note of a period: the reach of the period states that it starts at, and of all its places.
    pub(in crate::strategy) fn note(
        &mut self,
        bound: &Bound<'_, 1>,
        profile: &Profile<1>,
        period: usize,
        (starts, reach): (&[Lanes<1>], &[Lanes<1>]),
    ) {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let slots = bound.slots(period);
        let choices = &profile.periods[period - 1];
        self.each_way(
            bound.game,
            period,
            |period_state, place| share(starts[period_state][0], reach[place][0]),
            |node, edge, choice| {
                let chance = choice.map_or_else(|| slots[edge.chance.index()][0], |at| choices[at][0]);
                share(reach[node][0] * chance, reach[edge.to as usize][0])
            },
        );
    }

    /// The same where everything trembles.
    pub(in crate::strategy) fn note_trembling(
        &mut self,
        bound: &Bound<'_, 1>,
        play: impl Fn(usize) -> Scaled,
        period: usize,
        (starts, reach): (&[Tremble], &[Tremble]),
    ) {
        let graph = bound.game.graph(period);
        let slots = bound.slots(period);
        self.each_way(
            bound.game,
            period,
            |period_state, place| starts[period_state].share_of(reach[place]),
            |node, edge, choice| {
                let chance = choice.map_or_else(|| Scaled::new(slots[edge.chance.index()][0], 0), &play);
                let options = graph.edges_of(node).len();
                let flow = reach[node].times(Tremble::of(chance, options));
                flow.share_of(reach[edge.to as usize])
            },
        );
    }

    /// Sets the share of every entry and edge of a period. An edge of a decision comes with the number of its choice.
    fn each_way(
        &mut self,
        game: &Game,
        period: usize,
        entry: impl Fn(usize, usize) -> f64,
        edge: impl Fn(usize, &crate::game::Edge, Option<usize>) -> f64,
    ) {
        let graph = game.graph(period);
        let (entries, edges) = self.periods[period - 1].split_at_mut(graph.entry.len());
        for (period_state, (share, place)) in entries.iter_mut().zip(&graph.entry).enumerate() {
            *share = place.map_or(0.0, |place| entry(period_state, place as usize));
        }
        for (number, node) in graph.nodes.iter().enumerate() {
            for (at, way) in graph.edges_of(number).enumerate() {
                let choice = (node.first_choice != u32::MAX).then(|| node.first_choice as usize + at);
                edges[way] = edge(number, &graph.edges[way], choice);
            }
        }
    }
}
