//! The payoff range of each actor: the largest payoff that any play can give it minus the smallest.

use crate::game::{Bound, StartTo};
use crate::numeric::lanes::{Lanes, add, product, update, zip};
use crate::numeric::math::{max, min};

/// For each actor, the largest payoff of any play minus the smallest, discounted to the first period.
pub(crate) fn payoff_ranges<const W: usize>(bound: &Bound<'_, W>) -> Vec<Lanes<W>> {
    let (most, least) = (extreme(bound, max), extreme(bound, min));
    let ranges = most.iter().zip(&least);
    ranges.map(|(most, least)| zip(most, least, |a, b| a - b)).collect()
}

/// The payoff of each actor; `None` where no play leads.
type Payoffs<const W: usize> = Option<Vec<Lanes<W>>>;

/// The extreme payoff of any play, by actor.
fn extreme<const W: usize>(bound: &Bound<'_, W>, pick: fn(f64, f64) -> f64) -> Vec<Lanes<W>> {
    let game = bound.game;
    let mut from_state: Vec<Payoffs<W>> = vec![None; game.period_states.len()];
    for period in (1..=game.periods).rev() {
        let graph = game.graph(period);
        let mut places: Vec<Payoffs<W>> = vec![None; graph.nodes.len()];
        places.extend(end_of_period(bound, period, &from_state));
        places.extend(
            game.leaves
                .iter()
                .map(|leaf| Some(paid(bound, leaf.payment_set, period))),
        );
        for node in (0..graph.nodes.len()).rev() {
            for edge in graph.edges_at(node) {
                let Some(mut value) = places[edge.to as usize].clone() else {
                    continue;
                };
                add_all(&mut value, &paid(bound, edge.payment_set, period));
                places[node] = join(places[node].take(), value, pick);
            }
        }
        let entries = graph.entry.iter();
        from_state = entries
            .map(|entry| entry.and_then(|place| places[place as usize].clone()))
            .collect();
    }
    let mut found = None;
    for ending in &game.start.endings {
        let value = match ending.to {
            StartTo::PeriodState(state) => from_state[state].clone(),
            StartTo::Leaf(leaf) => Some(paid(bound, game.leaves[leaf].payment_set, 0)),
        };
        if let Some(value) = value {
            found = join(found, value, pick);
        }
    }
    found.unwrap_or_else(|| vec![[0.0; W]; game.actors])
}

/// What follows each period state as a period ends there, given what follows as the next one begins.
fn end_of_period<const W: usize>(bound: &Bound<'_, W>, period: usize, later: &[Payoffs<W>]) -> Vec<Payoffs<W>> {
    let game = bound.game;
    let last = period == game.periods;
    let states = game.period_states.iter().zip(later);
    let value = states.map(|(state, later)| {
        let leaf = state.horizon.filter(|_| last);
        let mut value = if last {
            leaf.map(|_| paid(bound, state.perpetuity, period))?
        } else {
            later.clone()?
        };
        for (value, discount) in value.iter_mut().zip(&bound.discounts) {
            *value = product(value, discount);
        }
        add_all(&mut value, &paid(bound, state.each_period, period));
        add_all(
            &mut value,
            &paid(bound, leaf.map_or(0, |leaf| leaf.payment_set), period),
        );
        Some(value)
    });
    value.collect()
}

/// What a payment set pays each actor in a period.
fn paid<const W: usize>(bound: &Bound<'_, W>, payment_set: u32, period: usize) -> Vec<Lanes<W>> {
    let first = payment_set as usize * bound.game.actors;
    bound.totals(period)[first..first + bound.game.actors].to_vec()
}

fn add_all<const W: usize>(sums: &mut [Lanes<W>], addends: &[Lanes<W>]) {
    for (sum, addend) in sums.iter_mut().zip(addends) {
        add(sum, addend);
    }
}

fn join<const W: usize>(known: Payoffs<W>, value: Vec<Lanes<W>>, pick: fn(f64, f64) -> f64) -> Payoffs<W> {
    let Some(mut known) = known else {
        return Some(value);
    };
    for (known, value) in known.iter_mut().zip(&value) {
        update(known, value, pick);
    }
    Some(known)
}
