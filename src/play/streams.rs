//! The random stream of each draw in a game: keys by name, made once for a game and a seed.

use crate::game::{Game, LayerKind, Names};
use crate::numeric::stream::{Purpose, Stream, StreamKey};

/// The keys of all streams that games draw from.
#[derive(Clone, Debug)]
pub struct Streams {
    /// By draw before the first period.
    starts: Vec<StreamKey>,
    /// By graph, then layer.
    layers: Vec<Vec<StreamKey>>,
}

impl Streams {
    /// The keys for a game under a seed. They depend on names, so that games of two variants share the random numbers of
    /// the draws that both have (common random numbers).
    pub fn new(game: &Game, names: &Names, seed: u64) -> Self {
        let start = |name: &String| StreamKey::step(seed, name, "", Purpose::Start);
        let starts = names.start_draws.iter().take(game.start.draws);
        let layers = |graph: &crate::game::PeriodGraph| {
            let key = |layer: &crate::game::Layer| {
                let actor = layer.actor.map_or("", |actor| &names.actors[actor]);
                StreamKey::step(seed, &names.stages[layer.stage], actor, purpose(layer.kind))
            };
            graph.layers.iter().map(key).collect()
        };
        Self {
            starts: starts.map(start).collect(),
            layers: game.graphs.iter().map(layers).collect(),
        }
    }

    /// The stream of a draw before the first period, in one draw of the parameters.
    pub(super) fn start(&self, number: usize, draw: u64) -> Stream {
        self.starts[number].stream(draw, 0)
    }

    /// The stream of a layer of a graph in one period and draw.
    pub(super) fn layer(&self, graph: usize, layer: usize, draw: u64, period: usize) -> Stream {
        let period = u32::try_from(period).expect("fewer than 2^32 periods");
        self.layers[graph][layer].stream(draw, period)
    }
}

fn purpose(kind: LayerKind) -> Purpose {
    match kind {
        LayerKind::Opportunity => Purpose::Opportunity,
        LayerKind::Bound => Purpose::Bound,
        LayerKind::Choice => Purpose::Choice,
        LayerKind::Members => Purpose::Members,
        LayerKind::Effect => Purpose::Effect,
    }
}

/// Samples an option by inversion: the option in which a number between 0 and 1 falls, given the chances in order. The
/// last option takes the rest, rounding errors included.
#[inline]
pub(super) fn invert(number: f64, options: usize, chance: impl Fn(usize) -> f64) -> usize {
    let mut sum = 0.0;
    for option in 0..options - 1 {
        sum += chance(option);
        if number < sum {
            return option;
        }
    }
    options - 1
}
