//! How far apart an actor's payoffs lie: the difference between the best and the worst that any play can give it.

use crate::game::{Bound, StartTo};
use crate::numeric::lanes::{Lanes, update, zip};
use crate::numeric::math::{max, min};

/// For each actor, the largest payoff of any play minus the smallest, discounted to the first period.
pub(crate) fn payoff_ranges<const W: usize>(bound: &Bound<'_, W>) -> Vec<Lanes<W>> {
    let most = extreme(bound, max);
    let least = extreme(bound, min);
    most.iter()
        .zip(&least)
        .map(|(most, least)| zip(most, least, |a, b| a - b))
        .collect()
}

/// The extreme payoff of any play, by actor.
fn extreme<const W: usize>(bound: &Bound<'_, W>, pick: fn(f64, f64) -> f64) -> Vec<Lanes<W>> {
    let game = bound.game;
    let actors = game.actors;
    let mut from_period_state: Vec<Option<Vec<Lanes<W>>>> = vec![None; game.period_states.len()];
    for period in (1..=game.periods).rev() {
        let totals = bound.totals(period);
        let pays = |payment_set: u32| {
            let first = payment_set as usize * actors;
            totals[first..first + actors].to_vec()
        };
        let graph = game.graph(period);
        let mut places: Vec<Option<Vec<Lanes<W>>>> = vec![None; graph.nodes.len()];
        for (number, period_state) in game.period_states.iter().enumerate() {
            let after = if period < game.periods {
                from_period_state[number].clone()
            } else {
                period_state.horizon.map(|_| pays(period_state.perpetuity))
            };
            places.push(after.map(|mut value| {
                for (actor, value) in value.iter_mut().enumerate() {
                    update(value, &bound.discounts[actor], |value, discount| value * discount);
                    let last = period == game.periods;
                    let ending = period_state.horizon.filter(|_| last).map_or(0, |leaf| leaf.payment_set);
                    update(value, &pays(period_state.each_period)[actor], |value, pay| value + pay);
                    update(value, &pays(ending)[actor], |value, pay| value + pay);
                }
                value
            }));
        }
        places.extend(game.leaves.iter().map(|leaf| Some(pays(leaf.payment_set))));
        for node in (0..graph.nodes.len()).rev() {
            for edge in graph.edges_at(node) {
                let Some(mut value) = places[edge.to as usize].clone() else {
                    continue;
                };
                for (value, pay) in value.iter_mut().zip(pays(edge.payment_set)) {
                    update(value, &pay, |value, pay| value + pay);
                }
                places[node] = join(places[node].take(), value, pick);
            }
        }
        let entries = graph
            .entry
            .iter()
            .map(|entry| entry.and_then(|place| places[place as usize].clone()));
        from_period_state = entries.collect();
    }
    let mut found: Option<Vec<Lanes<W>>> = None;
    for ending in &game.start.endings {
        let value = match ending.to {
            StartTo::PeriodState(period_state) => from_period_state[period_state].clone(),
            StartTo::Leaf(leaf) => {
                let first = game.leaves[leaf].payment_set as usize * actors;
                Some(bound.totals(0)[first..first + actors].to_vec())
            }
        };
        if let Some(value) = value {
            found = join(found, value, pick);
        }
    }
    found.unwrap_or_else(|| vec![[0.0; W]; actors])
}

fn join<const W: usize>(
    known: Option<Vec<Lanes<W>>>,
    value: Vec<Lanes<W>>,
    pick: fn(f64, f64) -> f64,
) -> Option<Vec<Lanes<W>>> {
    match known {
        None => Some(value),
        Some(mut known) => {
            for (known, value) in known.iter_mut().zip(&value) {
                update(known, value, pick);
            }
            Some(known)
        }
    }
}
