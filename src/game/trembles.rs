//! Reach probabilities in the trembling-hand limit, for beliefs at information sets off the equilibrium path
//! (Kreps & Wilson 1982, consistency).
//!
//! Every choice, every possible chance branch, prior and credibility is mixed with ε · uniform (with nests, each level is
//! uniform), and ε goes to 0: each place carries the smallest number of trembles that lead to it and the weight of the histories that need no more.
//! Bound actions do not tremble.

use super::members::Members;
use super::{Bound, Factor, PeriodGraph, Slot, StartTo, TypeProfile};
use crate::numeric::lanes::LANES;
use crate::numeric::scaled::{Scaled, Tremble};

/// One draw of a block, with trembles.
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
        let of_prior = |prior: usize| {
            let chance = |type_profile: &TypeProfile| self.product(&type_profile.factors[prior]);
            game.type_profiles.iter().map(chance).collect()
        };
        (0..game.priors).map(of_prior).collect()
    }

    /// Passes through all periods, given the probability of each choice of a period. `visit` sees each period, the reach
    /// of the period states at which it starts, and the reach of all its places, given the type profile.
    pub(crate) fn forward(
        &self,
        choice: impl Fn(usize, usize) -> Scaled,
        mut visit: impl FnMut(usize, &[Tremble], &[Tremble]),
    ) {
        let game = self.bound.game;
        let mut at_state = vec![Tremble::IMPOSSIBLE; game.period_states.len()];
        for ending in &game.start.endings {
            if let StartTo::PeriodState(state) = ending.to {
                at_state[state] = at_state[state].plus(self.product(&ending.within));
            }
        }
        for period in 1..=game.periods {
            let reach = self.pass_period(period, &at_state, |number| choice(period, number));
            visit(period, &at_state, &reach);
            at_state.copy_from_slice(&reach[game.state_places(game.graph(period))]);
        }
    }

    /// The reach of every place of a period's graph. A committed move is the only edge of its node and so certain.
    fn pass_period(&self, period: usize, at_state: &[Tremble], choice: impl Fn(usize) -> Scaled) -> Vec<Tremble> {
        let graph = self.bound.game.graph(period);
        let mut reach = vec![Tremble::IMPOSSIBLE; self.bound.game.places(graph)];
        for (place, begins) in graph.entering(at_state) {
            reach[place] = reach[place].plus(*begins);
        }
        let slots = self.bound.slots(period);
        for (number, node) in graph.nodes.iter().enumerate() {
            let here = reach[number];
            if !here.is_possible() {
                continue;
            }
            let slot = |slot: Slot| slots[slot.index()][self.lane];
            let mut carry = |to: u32, chance: Tremble| {
                let to = &mut reach[to as usize];
                *to = to.plus(here.times(chance));
            };
            if let Some(members) = graph.members_at(number) {
                for (edge, chance) in graph
                    .edges_at(number)
                    .iter()
                    .zip(of_members(graph, members, slot, &choice))
                {
                    carry(edge.to, chance);
                }
                continue;
            }
            for (option, edge) in graph.edges_at(number).iter().enumerate() {
                let chance = match node.choice(option) {
                    Some(number) => choice(number),
                    None => Scaled::new(slot(edge.chance), 0),
                };
                carry(edge.to, Tremble::of(chance, graph.even_share(number, option)));
            }
        }
        reach
    }

    fn product(&self, factors: &[Factor]) -> Tremble {
        factors.iter().fold(Tremble::CERTAIN, |product, factor| {
            let chance = self.bound.number(factor.chance, 0)[self.lane];
            product.times(Tremble::of(Scaled::new(chance, 0), 1.0 / factor.options as f64))
        })
    }
}

/// The chance of each way to count the actions of further members, any of whom may tremble, given the number in a slot and
/// the probability of each choice.
pub(crate) fn of_members(
    graph: &PeriodGraph,
    members: &Members,
    slot: impl Fn(Slot) -> f64,
    choice: impl Fn(usize) -> Scaled,
) -> Vec<Tremble> {
    let set = &graph.information_sets[members.set];
    let play = set.choices().map(choice).zip(set.even_play());
    let play: Vec<Tremble> = play.map(|(chance, even)| Tremble::of(chance, even)).collect();
    members.distribution(&play, |of| Tremble::of(Scaled::new(slot(of), 0), 0.5))
}
