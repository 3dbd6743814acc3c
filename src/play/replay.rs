//! Replays one game of a draw step by step; it is the same game as in the simulation.

use super::draw::Draw;
use super::streams::{Streams, invert};
use crate::game::{LayerKind, Leaf, PeriodPlay, Slot, StartNext, StartTo};

/// The trace of one game.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GameTrace {
    /// The draws before the first period.
    pub start: Vec<StartStep>,
    /// The start ending that it led to, by number.
    pub ending: usize,
    /// The steps of all periods, in order.
    pub steps: Vec<Step>,
    /// The ends of the periods that it survived, in order.
    pub survived: Vec<Survived>,
    pub outcome: usize,
    /// The private characteristics that were drawn.
    pub type_profile: usize,
    /// The period in which it ended.
    pub last_period: usize,
    /// The payments of the outcome.
    pub at_end: Vec<Payment>,
    /// The payments for the lasting situation after the horizon.
    pub perpetuity: Vec<Payment>,
    /// The sum of each term's payments, discounted to the start.
    pub terms: Vec<f64>,
    /// The payoff of each actor, discounted to the start.
    pub payoffs: Vec<f64>,
}

/// A draw before the first period.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StartStep {
    /// Which draw (see [`Names::start_draws`](crate::game::Names::start_draws)).
    pub draw: usize,
    /// The node of the start.
    pub node: usize,
    /// The option that was drawn, by its number at the node.
    pub option: usize,
    pub chance: f64,
}

/// A step that an actor or chance takes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub period: usize,
    /// The graph that the period is played on.
    pub graph: usize,
    /// The layer, by its number in the graph.
    pub layer: usize,
    /// The kind of layer.
    pub kind: LayerKind,
    pub stage: usize,
    /// The actor; `None` for chance that is nobody's.
    pub actor: Option<usize>,
    /// The node, by its number in the graph.
    pub node: usize,
    /// The information set, where somebody decided, by its number in the graph.
    pub set: Option<usize>,
    /// The edge that was taken, by its number in the graph.
    pub edge: usize,
    pub chance: f64,
    /// The payments on it.
    pub payments: Vec<Payment>,
}

/// The end of a period that the game survived.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Survived {
    pub period: usize,
    /// The period state that the game reached.
    pub period_state: usize,
    pub payments: Vec<Payment>,
}

/// A payment to the actor of a term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Payment {
    pub term: usize,
    /// The amount, in units of its period.
    pub amount: f64,
    /// The discount weight of that period.
    pub weight: f64,
}

/// Replays game number `game` of a draw.
pub(crate) fn replay(draw: &Draw<'_>, streams: &Streams, game: u64) -> GameTrace {
    let rules = draw.bound.game;
    let mut replay = Replay {
        draw,
        streams,
        game,
        weights: vec![1.0; rules.actors],
        trace: GameTrace {
            terms: vec![0.0; rules.term_actor.len()],
            payoffs: vec![0.0; rules.actors],
            ..GameTrace::default()
        },
    };
    let mut at = replay.start();
    for period in 1..=rules.periods {
        let Some(state) = at else { break };
        if period > 1 {
            replay.discount();
        }
        at = replay.play(period, state);
    }
    if let Some(state) = at {
        replay.reach_horizon(state);
    }
    for (paid, &actor) in replay.trace.terms.iter().zip(&rules.term_actor) {
        replay.trace.payoffs[actor] += paid;
    }
    replay.trace
}

struct Replay<'a> {
    draw: &'a Draw<'a>,
    streams: &'a Streams,
    game: u64,
    /// The discount weight of the current period, by actor.
    weights: Vec<f64>,
    trace: GameTrace,
}

impl Replay<'_> {
    /// The period state at which the first period begins, unless the game ends at once.
    fn start(&mut self) -> Option<usize> {
        let start = &self.draw.bound.game.start;
        let slots = self.draw.bound.slots(0);
        let mut at = start.root();
        while let StartNext::Node(node) = at {
            let draw = start.nodes[node].draw;
            let options = &start.nodes[node].options;
            let random = self.streams.start(draw, self.draw.number).at(self.game);
            let chance = |option: usize| slots[options[option].0.index()][self.draw.lane];
            let option = invert(random, options.len(), chance);
            self.trace.start.push(StartStep {
                draw,
                node,
                option,
                chance: chance(option),
            });
            at = options[option].1;
        }
        if let StartNext::Ending(ending) = at {
            self.trace.ending = ending;
        }
        let ending = &start.endings[self.trace.ending];
        self.trace.type_profile = ending.type_profile;
        match ending.to {
            StartTo::PeriodState(state) => Some(state),
            StartTo::Leaf(leaf) => {
                self.end(self.draw.bound.game.leaves[leaf], 0);
                None
            }
        }
    }

    /// Plays one period; the period state at which it ends, unless the game ends in it.
    fn play(&mut self, period: usize, state: usize) -> Option<usize> {
        let rules = self.draw.bound.game;
        let graph = rules.graph(period);
        let nodes = graph.nodes.len();
        let entry = graph.entry[state].expect("a period begins at every state that is reached");
        let mut place = entry as usize;
        while place < nodes {
            place = self.step(period, place);
        }
        let place = place - nodes;
        if place >= rules.period_states.len() {
            self.end(rules.leaves[place - rules.period_states.len()], period);
            return None;
        }
        let payments = self.pay(rules.period_states[place].each_period, period);
        self.trace.survived.push(Survived {
            period,
            period_state: place,
            payments,
        });
        Some(place)
    }

    /// Takes one step; the place that it leads to.
    fn step(&mut self, period: usize, number: usize) -> usize {
        let rules = self.draw.bound.game;
        let graph_number = rules.calendar[period - 1];
        let graph = &rules.graphs[graph_number];
        let node = &graph.nodes[number];
        let layers = &graph.layers;
        let layer_number = layers.partition_point(|layer| layer.nodes.end <= number);
        let layer = &layers[layer_number];
        let (streams, draw) = (self.streams, self.draw.number);
        let random = if node.edges > 1 {
            streams.layer(graph_number, layer_number, draw, period).at(self.game)
        } else {
            0.0
        };
        let play = PeriodPlay::new(self.draw.bound, self.draw.profile, period);
        let chance = |option: usize| play.chance(number, option)[self.draw.lane];
        let option = invert(random, node.edges as usize, chance);
        let edge = node.first_edge as usize + option;
        let payments = self.pay(graph.edges[edge].payment_set, period);
        let mut sets = layer.information_sets.clone();
        self.trace.steps.push(Step {
            period,
            graph: graph_number,
            layer: layer_number,
            kind: layer.kind,
            stage: layer.stage,
            actor: layer.actor,
            node: number,
            set: sets.find(|&set| graph.information_sets[set].nodes.contains(&number)),
            edge,
            chance: chance(option),
            payments,
        });
        graph.edges[edge].to as usize
    }

    /// Pays a payment set, and lists its payments.
    fn pay(&mut self, payment_set: u32, period: usize) -> Vec<Payment> {
        let rules = self.draw.bound.game;
        let slots = self.draw.bound.slots(period);
        let payment = |&(term, slot): &(u32, Slot)| Payment {
            term: term as usize,
            amount: slots[slot.index()][self.draw.lane],
            weight: self.weights[rules.term_actor[term as usize]],
        };
        let payments = rules.payment_sets[payment_set as usize].payments.iter();
        let payments: Vec<Payment> = payments.map(payment).collect();
        for payment in &payments {
            self.trace.terms[payment.term] += payment.amount * payment.weight;
        }
        payments
    }

    fn discount(&mut self) {
        for (weight, discount) in self.weights.iter_mut().zip(&self.draw.bound.discounts) {
            *weight *= discount[self.draw.lane];
        }
    }

    fn end(&mut self, leaf: Leaf, period: usize) {
        self.trace.outcome = leaf.outcome;
        self.trace.last_period = period;
        self.trace.at_end = self.pay(leaf.payment_set, period);
    }

    fn reach_horizon(&mut self, state: usize) {
        let rules = self.draw.bound.game;
        let state = &rules.period_states[state];
        self.end(*state.horizon_leaf(), rules.periods);
        self.discount();
        self.trace.perpetuity = self.pay(state.perpetuity, rules.periods);
    }
}
