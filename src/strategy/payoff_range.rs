//! The payoff range of each actor: the largest payoff that any play can give it minus the smallest.

use crate::game::{Bound, StartTo, Tail};
use crate::numeric::lanes::{Lanes, add, copy_lane, product, update, zip};
use crate::numeric::math::{max, min};

/// The most passes through a period beyond the last, and the change of a payoff, as a fraction of the largest, at which
/// they stop.
const PASSES: usize = 20_000;
const SETTLED: f64 = 1e-12;

/// For each actor, the largest payoff of any play minus the smallest, discounted to the first period.
pub(crate) fn payoff_ranges<const W: usize>(bound: &Bound<'_, W>) -> Vec<Lanes<W>> {
    let (most, least) = (extreme(bound, max, |_, _| ()), extreme(bound, min, |_, _| ()));
    ranges(&most, &least)
}

/// The same where nothing is paid after the periods that are watched, which takes no more than one pass through each.
pub(crate) fn watched_payoff_ranges<const W: usize>(bound: &Bound<'_, W>) -> Vec<Lanes<W>> {
    let nothing = || {
        let states = bound.game.tail.iter().flat_map(|tail| &tail.states);
        let states = states.map(|reached| reached.then(|| vec![[0.0; W]; bound.game.actors]));
        let states: Vec<Payoffs<W>> = states.collect();
        if states.is_empty() {
            vec![None; bound.game.period_states.len()]
        } else {
            states
        }
    };
    let (most, least) = (
        extreme_from(bound, nothing(), max, |_, _| ()),
        extreme_from(bound, nothing(), min, |_, _| ()),
    );
    ranges(&most, &least)
}

fn ranges<const W: usize>(most: &[Lanes<W>], least: &[Lanes<W>]) -> Vec<Lanes<W>> {
    let ranges = most.iter().zip(least);
    ranges.map(|(most, least)| zip(most, least, |a, b| a - b)).collect()
}

/// The payoff of each actor; `None` where no play leads.
pub(crate) type Payoffs<const W: usize> = Option<Vec<Lanes<W>>>;

/// Shows each period, the last one first, with the largest payoff that any play from each place on can give each actor,
/// in units of the period.
pub(crate) fn largest_payoffs<const W: usize>(bound: &Bound<'_, W>, show: impl FnMut(usize, &[Payoffs<W>])) {
    extreme(bound, max, show);
}

/// The extreme payoff of any play, by actor. `show` sees the payoffs from each place of each period on.
fn extreme<const W: usize>(
    bound: &Bound<'_, W>,
    pick: fn(f64, f64) -> f64,
    show: impl FnMut(usize, &[Payoffs<W>]),
) -> Vec<Lanes<W>> {
    extreme_from(bound, beyond(bound, pick), pick, show)
}

/// The same, given what follows each period state beyond the last period.
fn extreme_from<const W: usize>(
    bound: &Bound<'_, W>,
    mut from_state: Vec<Payoffs<W>>,
    pick: fn(f64, f64) -> f64,
    mut show: impl FnMut(usize, &[Payoffs<W>]),
) -> Vec<Lanes<W>> {
    let game = bound.game;
    for period in (1..=game.periods).rev() {
        let places = pass_period(bound, period, &from_state, game.tail.is_some(), pick);
        show(period, &places);
        from_state = at_entry(bound, period, &places);
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

/// What follows each period state beyond the last period, each draw by itself.
fn beyond<const W: usize>(bound: &Bound<'_, W>, pick: fn(f64, f64) -> f64) -> Vec<Payoffs<W>> {
    let game = bound.game;
    let Some(tail) = &game.tail else {
        return vec![None; game.period_states.len()];
    };
    let reached = tail.states.iter();
    let mut all: Vec<Payoffs<W>> = reached
        .map(|reached| reached.then(|| vec![[0.0; W]; game.actors]))
        .collect();
    for lane in 0..W {
        let alone = beyond_in_draw(&bound.alone(lane), tail, pick);
        for (all, alone) in all.iter_mut().flatten().zip(alone.iter().flatten()) {
            copy_lane((all, lane), (alone, 0));
        }
    }
    all
}

/// What follows each period state beyond the last period in one draw: passes through a period until nothing changes.
fn beyond_in_draw(bound: &Bound<'_, 1>, tail: &Tail, pick: fn(f64, f64) -> f64) -> Vec<Payoffs<1>> {
    let game = bound.game;
    let reached = tail.states.iter();
    let mut from_state: Vec<Payoffs<1>> = reached
        .map(|reached| reached.then(|| vec![[0.0]; game.actors]))
        .collect();
    for _ in 0..PASSES {
        let places = pass_period(bound, game.periods, &from_state, true, pick);
        let next = at_entry(bound, game.periods, &places);
        let (mut change, mut largest) = (0.0, 0.0);
        for (before, after) in from_state.iter().flatten().zip(next.iter().flatten()) {
            for ([before], [after]) in before.iter().zip(after) {
                change = max(change, (after - before).abs());
                largest = max(largest, after.abs());
            }
        }
        from_state = next;
        if change <= SETTLED * largest {
            break;
        }
    }
    from_state
}

/// The payoffs from each place of a period on.
fn pass_period<const W: usize>(
    bound: &Bound<'_, W>,
    period: usize,
    from_state: &[Payoffs<W>],
    goes_on: bool,
    pick: fn(f64, f64) -> f64,
) -> Vec<Payoffs<W>> {
    let game = bound.game;
    let graph = game.graph(period);
    let mut places: Vec<Payoffs<W>> = vec![None; graph.nodes.len()];
    places.extend(end_of_period(bound, period, from_state, goes_on));
    let leaves = game.leaves.iter();
    places.extend(leaves.map(|leaf| Some(paid(bound, leaf.payment_set, period))));
    for node in (0..graph.nodes.len()).rev() {
        for edge in graph.edges_at(node) {
            let Some(mut value) = places[edge.to as usize].clone() else {
                continue;
            };
            add_all(&mut value, &paid(bound, edge.payment_set, period));
            places[node] = join(places[node].take(), value, pick);
        }
    }
    places
}

/// The payoffs from each period state on as a period begins there.
fn at_entry<const W: usize>(bound: &Bound<'_, W>, period: usize, places: &[Payoffs<W>]) -> Vec<Payoffs<W>> {
    let entries = bound.game.graph(period).entry.iter();
    entries
        .map(|entry| entry.and_then(|place| places[place as usize].clone()))
        .collect()
}

/// What follows each period state as a period ends there, given what follows as the next one begins.
fn end_of_period<const W: usize>(
    bound: &Bound<'_, W>,
    period: usize,
    later: &[Payoffs<W>],
    goes_on: bool,
) -> Vec<Payoffs<W>> {
    let game = bound.game;
    let last = period == game.periods && !goes_on;
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
