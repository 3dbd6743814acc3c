//! Which payoff terms are ever paid: in some period, for some value of the uncertain parameters, something else than 0.

use rustc_hash::FxHashSet;

use crate::expression::cone::Cone;
use crate::expression::interval::Interval;
use crate::game::{Game, Slot};
use crate::scenario::model::{Model, Parameter};

/// In a longer game not every period is looked at: a term that may be paid counts as paid.
const MOST_PERIODS: usize = 500;

/// For each term, whether it is ever paid.
pub(super) fn terms(model: &Model, game: &Game) -> Vec<bool> {
    let support = |parameter: &Parameter| {
        let (low, high) = parameter.distribution.support();
        Interval::new(low, high)
    };
    let parameters: Vec<Interval> = model.parameters.iter().map(support).collect();
    let mut paid = vec![false; game.term_actor.len()];
    let mut looked_at = FxHashSet::default();
    for payment_set in payment_sets(game) {
        for &(term, amount) in &game.payment_sets[payment_set as usize].payments {
            let term = term as usize;
            if !paid[term] && looked_at.insert((term, amount)) {
                paid[term] = something(game, &parameters, amount);
            }
        }
    }
    paid
}

/// Whether an amount may be something else than 0 in some period.
fn something(game: &Game, parameters: &[Interval], amount: Slot) -> bool {
    if !game.tape.varies(amount) && game.tape.constant_value(amount).is_some() {
        return true;
    }
    let cone = Cone::new(&game.tape, &[amount]);
    let zero = |period: usize| {
        let values = cone.run(parameters, Interval::point(period as f64));
        cone.wanted(&values).all(|value| value.within(0.0, 0.0))
    };
    match game.periods {
        _ if !cone.reads_period() => !zero(1),
        periods if periods > MOST_PERIODS => true,
        periods => !(0..=periods).all(zero),
    }
}

/// The payment sets that some play pays.
fn payment_sets(game: &Game) -> Vec<u32> {
    let mut found: Vec<u32> = game.leaves.iter().map(|leaf| leaf.payment_set).collect();
    for graph in &game.graphs {
        found.extend(graph.edges.iter().map(|edge| edge.payment_set));
        let entries = graph.entry.iter().flatten();
        for &to in graph.edges.iter().map(|edge| &edge.to).chain(entries) {
            let beyond = (to as usize).checked_sub(graph.nodes.len());
            // Beyond the nodes stand the states in which a period ends, and beyond those how games end.
            if let Some(period_state) = beyond.and_then(|place| game.period_states.get(place)) {
                found.push(period_state.each_period);
            }
        }
    }
    for period_state in &game.period_states {
        if let Some(leaf) = &period_state.horizon {
            found.extend([leaf.payment_set, period_state.perpetuity]);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
