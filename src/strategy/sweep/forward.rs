//! Forward: how likely each node is, and from it what an actor who moves believes.

use super::scaled_play::ScaledPlay;
use crate::game::{Bound, InformationSet, PeriodGraph, Play, Profile, StartTo};
use crate::numeric::lanes::{LANES, Lanes, update, zip};
use crate::strategy::Reachable;

/// A set that is reached with less than this, in plain arithmetic, has its beliefs worked out with care.
const FAINT: f64 = 1e-200;

/// What the actors who move believe: for each period and node, how likely the node is in its information set.
/// Weights of one set are in proportion; they are not divided by their sum.
#[derive(Clone, Debug)]
pub struct Beliefs<const W: usize = LANES> {
    /// Period t at t − 1, then node.
    pub weights: Vec<Vec<Lanes<W>>>,
}

impl<const W: usize> Beliefs<W> {
    /// Equal weights everywhere.
    pub(in crate::strategy) fn even(bound: &Bound<'_, W>) -> Self {
        let game = bound.game;
        let nodes = |&graph: &usize| vec![[1.0; W]; game.graphs[graph].nodes.len()];
        Self {
            weights: game.calendar.iter().map(nodes).collect(),
        }
    }

    /// The belief of the actor who moves at a set: the chance of each of the set's nodes.
    pub fn at(&self, period: usize, set: &InformationSet, lane: usize) -> Vec<f64> {
        let weights = &self.weights[period - 1][set.nodes.clone()];
        let total: f64 = weights.iter().map(|weight| weight[lane]).sum();
        weights.iter().map(|weight| weight[lane] / total).collect()
    }
}

/// What stays the same from sweep to sweep: the chances of a start.
pub(in crate::strategy) struct Priors<const W: usize> {
    /// By prior, then type profile.
    type_profiles: Vec<Vec<Lanes<W>>>,
    /// By ending, given its type profile.
    endings: Vec<Lanes<W>>,
}

impl<const W: usize> Priors<W> {
    pub(in crate::strategy) fn of(bound: &Bound<'_, W>) -> Self {
        Self {
            type_profiles: (0..bound.game.priors)
                .map(|prior| bound.type_profile_chances(prior))
                .collect(),
            endings: bound.start_chances(),
        }
    }
}

/// Whether beliefs decide how a set is played.
pub(in crate::strategy) fn needs_beliefs(set: &InformationSet) -> bool {
    matches!(set.play, Play::Logit(_) | Play::BestResponse)
}

/// Works out what the actors believe under a profile, given with the lanes' numbers only.
pub(crate) fn beliefs<const W: usize>(bound: &Bound<'_, W>, profile: &Profile<W>) -> Beliefs<W> {
    let reachable = Reachable::of(bound.game);
    let mut beliefs = Beliefs::even(bound);
    let faint = forward(
        bound,
        &Priors::of(bound),
        &reachable,
        profile,
        &mut beliefs,
        Faint::ReportAll,
        &mut |_, _| (),
    );
    for lane in (0..W).filter(|&lane| faint[lane]) {
        ScaledPlay::new(profile, lane).believe(bound, &mut beliefs, &mut |_, _| ());
    }
    beliefs
}

/// What to do with the weights of a set that is hardly reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::strategy) enum Faint {
    /// Overwrite them, and report the lane if play rests on them.
    Report,
    /// Overwrite them, and report the lane.
    ReportAll,
    /// Keep them as they are.
    Keep,
}

/// Sets the weights of all nodes in decisions, and tells in which lanes some set whose play rests on beliefs is
/// reached so faintly that plain arithmetic may not be trusted. `note` sees each period's reach of all places.
pub(in crate::strategy) fn forward<const W: usize>(
    bound: &Bound<'_, W>,
    priors: &Priors<W>,
    reachable: &Reachable,
    profile: &Profile<W>,
    beliefs: &mut Beliefs<W>,
    faint: Faint,
    note: &mut impl FnMut(usize, &[Lanes<W>]),
) -> [bool; W] {
    let game = bound.game;
    let mut found = [false; W];
    let mut at_period_state = starts(bound, priors);
    let mut reach: Vec<Lanes<W>> = Vec::new();
    for period in 1..=game.periods {
        let graph = game.graph(period);
        reach.clear();
        reach.resize(
            graph.nodes.len() + game.period_states.len() + game.leaves.len(),
            [0.0; W],
        );
        for (entry, begins) in graph.entry.iter().zip(&at_period_state) {
            if let Some(place) = entry {
                update(&mut reach[*place as usize], begins, |sum, chance| sum + chance);
            }
        }
        pass(bound, graph, &profile.periods[period - 1], period, &mut reach);
        let weights = &mut beliefs.weights[period - 1];
        for (set, reachable) in graph.information_sets.iter().zip(reachable.sets(period)) {
            if *reachable && set.nodes.len() > 1 && !matches!(set.play, Play::Committed(_)) {
                weigh(bound, priors, graph, set, &reach, weights, faint, &mut found);
            }
        }
        note(period, &reach);
        at_period_state.copy_from_slice(&reach[graph.nodes.len()..graph.nodes.len() + game.period_states.len()]);
    }
    found
}

/// The reach of each period state as the first period starts.
pub(in crate::strategy) fn starts<const W: usize>(bound: &Bound<'_, W>, priors: &Priors<W>) -> Vec<Lanes<W>> {
    let game = bound.game;
    let mut at_period_state = vec![[0.0; W]; game.period_states.len()];
    for (ending, chance) in game.start.endings.iter().zip(&priors.endings) {
        if let StartTo::PeriodState(period_state) = ending.to {
            update(&mut at_period_state[period_state], chance, |sum, chance| sum + chance);
        }
    }
    at_period_state
}

/// Carries the reach of nodes on along their edges.
fn pass<const W: usize>(
    bound: &Bound<'_, W>,
    graph: &PeriodGraph,
    choices: &[Lanes<W>],
    period: usize,
    reach: &mut [Lanes<W>],
) {
    let slots = bound.slots(period);
    for (number, node) in graph.nodes.iter().enumerate() {
        let here = reach[number];
        let edges = graph.edges_at(number);
        if node.first_choice == u32::MAX {
            for edge in edges {
                let flow = zip(&here, &slots[edge.chance.index()], |a, b| a * b);
                update(&mut reach[edge.to as usize], &flow, |sum, flow| sum + flow);
            }
        } else {
            let first = node.first_choice as usize;
            for (edge, choice) in edges.iter().zip(&choices[first..]) {
                let flow = zip(&here, choice, |a, b| a * b);
                update(&mut reach[edge.to as usize], &flow, |sum, flow| sum + flow);
            }
        }
    }
}

/// Weighs the nodes of a set by their reach and by the prior that the actor holds.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of the forward pass, split off to be read alone"
)]
fn weigh<const W: usize>(
    bound: &Bound<'_, W>,
    priors: &Priors<W>,
    graph: &PeriodGraph,
    set: &InformationSet,
    reach: &[Lanes<W>],
    weights: &mut [Lanes<W>],
    faint: Faint,
    found: &mut [bool; W],
) {
    let prior = &priors.type_profiles[bound.game.prior_of[set.actor]];
    let mut total = [0.0; W];
    for node in set.nodes.clone() {
        let type_profile = &prior[graph.nodes[node].type_profile as usize];
        let weight = zip(&reach[node], type_profile, |a, b| a * b);
        update(&mut total, &weight, |sum, weight| sum + weight);
        if faint != Faint::Keep {
            weights[node] = weight;
        }
    }
    match faint {
        Faint::Report | Faint::ReportAll => {
            let matters = faint == Faint::ReportAll || needs_beliefs(set);
            for (found, total) in found.iter_mut().zip(total) {
                *found |= total < FAINT && matters;
            }
        }
        Faint::Keep => {
            for node in set.nodes.clone() {
                let type_profile = &prior[graph.nodes[node].type_profile as usize];
                for lane in (0..W).filter(|&lane| total[lane] >= FAINT) {
                    weights[node][lane] = reach[node][lane] * type_profile[lane];
                }
            }
        }
    }
}
