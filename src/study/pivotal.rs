//! How likely it is, as a member of a group believes, that its own action changes what the tally of its stage decides.

use rustc_hash::FxHashMap;

use super::solve::Answer;
use crate::game::{Edge, LayerKind, PeriodPlay};
use crate::strategy::ActionValues;

impl Answer<'_> {
    /// The probability that it matters to what follows the stage which action is taken at a set, everybody else's action
    /// being given; `None` where the actor is no member of a group.
    pub(super) fn pivotal(&self, situation: &ActionValues) -> Option<f64> {
        let set = self.set(situation);
        if self.names.declared_actor(set.actor) == set.actor {
            return None;
        }
        let profile = &self.audited.solution.profile;
        let mut walk = Walk {
            play: PeriodPlay::new(&self.bound, profile, situation.period),
            known: FxHashMap::default(),
        };
        let nodes = set.members().zip(&situation.belief);
        let differs = nodes.map(|(node, belief)| {
            let edges = walk.play.graph.edges_at(node).iter();
            belief * walk.differs(edges.map(|edge| edge.to).collect())
        });
        Some(differs.sum())
    }
}

/// Several histories side by side that differ in one action only.
struct Walk<'a> {
    play: PeriodPlay<'a, 1>,
    /// The probability that places lead to different ones.
    known: FxHashMap<Vec<u32>, f64>,
}

impl Walk<'_> {
    /// The probability that histories at these places come out differently once all have chosen.
    fn differs(&mut self, places: Vec<u32>) -> f64 {
        let first = places[0];
        if places.iter().all(|place| *place == first) {
            return 0.0;
        }
        if let Some(known) = self.known.get(&places) {
            return *known;
        }
        let graph = self.play.graph;
        let layer = |place: u32| graph.layers.partition_point(|layer| layer.nodes.end <= place as usize);
        let here = layer(first);
        let together = places.iter().all(|place| layer(*place) == here);
        let kind = graph.layers.get(here).filter(|_| together).map(|layer| layer.kind);
        let differs = match kind {
            Some(LayerKind::Effect) => f64::from(!self.same_branches(&places)),
            Some(_) => {
                let node = first as usize;
                let options = 0..graph.edges_of(node).len();
                let followed = options.map(|option| {
                    let next = places.iter().map(|place| graph.edges_at(*place as usize)[option].to);
                    self.play.chance(node, option)[0] * self.differs(next.collect())
                });
                followed.sum()
            }
            None => 1.0,
        };
        self.known.insert(places, differs);
        differs
    }

    /// Whether chance does the same at all of these nodes.
    fn same_branches(&self, places: &[u32]) -> bool {
        let branches = |place: u32| {
            let edges = self.play.graph.edges_at(place as usize).iter();
            edges.map(|edge: &Edge| (edge.to, edge.chance, edge.payment_set))
        };
        places.iter().all(|place| branches(*place).eq(branches(places[0])))
    }
}
