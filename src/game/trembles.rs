//! Where games may stand when everything trembles: what beliefs rest on where play itself never leads.
//!
//! Every choice, every possible chance branch, prior and credibility is mixed with ε · uniform, and ε goes to 0: each
//! place carries the smallest number of trembles that lead to it and the weight of the ways that need no more. Bound
//! actions do not tremble.

use super::{Bound, Factor, StartTo, TypeProfile};
use crate::numeric::lanes::LANES;
use crate::numeric::scaled::{Scaled, Tremble};

/// One draw of a block, in which everything trembles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trembling<'b, const W: usize = LANES> {
    bound: &'b Bound<'b, W>,
    lane: usize,
}

impl<'b, const W: usize> Trembling<'b, W> {
    /// The draw in a lane.
    pub(crate) fn new(bound: &'b Bound<'b, W>, lane: usize) -> Self {
        Self { bound, lane }
    }

    /// The chance of each type profile, by prior.
    pub(crate) fn priors(&self) -> Vec<Vec<Tremble>> {
        let game = self.bound.game;
        (0..game.priors)
            .map(|prior| {
                let of = |type_profile: &TypeProfile| self.product(&type_profile.factors[prior]);
                game.type_profiles.iter().map(of).collect()
            })
            .collect()
    }

    /// The reach of each period state as the first period starts, given the type profile.
    pub(crate) fn start(&self) -> Vec<Tremble> {
        let game = self.bound.game;
        let mut at_period_state = vec![Tremble::IMPOSSIBLE; game.period_states.len()];
        for ending in &game.start.endings {
            if let StartTo::PeriodState(period_state) = ending.to {
                let chance = self.product(&ending.within);
                at_period_state[period_state] = at_period_state[period_state].plus(chance);
            }
        }
        at_period_state
    }

    /// The reach of every place of a period's graph, given that of the period states at which the period starts and the
    /// probability of each choice. A committed move is the only edge of its node and so certain.
    pub(crate) fn period(
        &self,
        period: usize,
        at_period_state: &[Tremble],
        choice: impl Fn(usize) -> Scaled,
    ) -> Vec<Tremble> {
        let game = self.bound.game;
        let graph = game.graph(period);
        let places = graph.nodes.len() + game.period_states.len() + game.leaves.len();
        let mut reach = vec![Tremble::IMPOSSIBLE; places];
        for (entry, begins) in graph.entry.iter().zip(at_period_state) {
            if let Some(place) = entry {
                let place = &mut reach[*place as usize];
                *place = place.plus(*begins);
            }
        }
        let slots = self.bound.slots(period);
        for (number, node) in graph.nodes.iter().enumerate() {
            let here = reach[number];
            if !here.is_possible() {
                continue;
            }
            let edges = graph.edges_at(number);
            for (at, edge) in edges.iter().enumerate() {
                let chance = if node.first_choice == u32::MAX {
                    Scaled::new(slots[edge.chance.index()][self.lane], 0)
                } else {
                    choice(node.first_choice as usize + at)
                };
                let flow = here.times(Tremble::of(chance, edges.len()));
                let to = &mut reach[edge.to as usize];
                *to = to.plus(flow);
            }
        }
        reach
    }

    /// The reach of the period states among that of a period's places.
    pub(crate) fn period_states<'r>(&self, period: usize, reach: &'r [Tremble]) -> &'r [Tremble] {
        let game = self.bound.game;
        let first = game.graph(period).nodes.len();
        &reach[first..first + game.period_states.len()]
    }

    fn product(&self, factors: &[Factor]) -> Tremble {
        factors.iter().fold(Tremble::CERTAIN, |product, factor| {
            let chance = self.bound.number(factor.chance, 0)[self.lane];
            product.times(Tremble::of(Scaled::new(chance, 0), factor.options))
        })
    }
}
