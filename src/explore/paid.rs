//! Which payoff terms are ever paid: in some period, for some value of the uncertain parameters, something else than 0.

use crate::game::Game;

/// For each term, whether it is ever paid.
pub(super) fn terms(game: &Game) -> Vec<bool> {
    let mut paid = vec![false; game.term_actor.len()];
    for bundle in bundles(game) {
        for (term, _) in &game.bundles[bundle as usize].payments {
            paid[*term as usize] = true;
        }
    }
    paid
}

/// The bundles that some play pays.
fn bundles(game: &Game) -> Vec<u32> {
    let mut found: Vec<u32> = game.leaves.iter().map(|leaf| leaf.bundle).collect();
    for frame in &game.frames {
        found.extend(frame.edges.iter().map(|edge| edge.bundle));
        let entries = frame.entry.iter().flatten();
        for &to in frame.edges.iter().map(|edge| &edge.to).chain(entries) {
            let beyond = (to as usize).checked_sub(frame.nodes.len());
            // Beyond the nodes stand the states in which a period ends, and beyond those how games end.
            if let Some(boundary) = beyond.and_then(|place| game.boundaries.get(place)) {
                found.push(boundary.each_period);
            }
        }
    }
    for boundary in &game.boundaries {
        if let Some(leaf) = &boundary.horizon {
            found.extend([leaf.bundle, boundary.perpetuity]);
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
