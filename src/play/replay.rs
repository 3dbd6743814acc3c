//! One game, played again step by step: the same that it was among many.

use super::monte_carlo::Draw;
use super::streams::{Streams, invert};
use crate::game::{LayerKind, Node, Slot, StartNext, StartNode, StartTo};

/// A game, step by step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GameTrace {
    /// What was drawn before the first period.
    pub start: Vec<StartStep>,
    /// The start ending that it led to, by number.
    pub ending: usize,
    /// What happened in the periods, in order.
    pub steps: Vec<Step>,
    /// How the periods that it survived ended, in order.
    pub survived: Vec<Survived>,
    /// How it ended.
    pub outcome: usize,
    /// The private characteristics that were drawn.
    pub type_profile: usize,
    /// The period in which it ended.
    pub last_period: usize,
    /// What was paid when it ended so.
    pub at_end: Vec<Payment>,
    /// What was paid for the situation that lasts after the horizon.
    pub perpetuity: Vec<Payment>,
    /// What each term paid in all, discounted to the start.
    pub terms: Vec<f64>,
    /// What each actor was paid in all, discounted to the start.
    pub payoffs: Vec<f64>,
}

/// Something drawn before the first period.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StartStep {
    /// Which draw (see [`Names::start_draws`](crate::game::Names::start_draws)).
    pub draw: usize,
    /// The node of the start.
    pub node: usize,
    /// The option that came, by its number at the node.
    pub option: usize,
    /// The chance that it had.
    pub chance: f64,
}

/// Something that an actor or chance did.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    /// The period.
    pub period: usize,
    /// The graph that the period is played on.
    pub graph: usize,
    /// The layer, by its number in the graph.
    pub layer: usize,
    /// What kind of thing happened.
    pub kind: LayerKind,
    /// The stage.
    pub stage: usize,
    /// Who did it; `None` for chance that is nobody's.
    pub actor: Option<usize>,
    /// The node, by its number in the graph.
    pub node: usize,
    /// The information set, where somebody decided, by its number in the graph.
    pub set: Option<usize>,
    /// The edge that was taken, by its number in the graph.
    pub edge: usize,
    /// The chance that it had.
    pub chance: f64,
    /// What was paid on it.
    pub payments: Vec<Payment>,
}

/// The end of a period that the game survived.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Survived {
    /// The period.
    pub period: usize,
    /// The period state that the game reached.
    pub period_state: usize,
    /// What was paid then.
    pub payments: Vec<Payment>,
}

/// Something paid to the actor of a term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Payment {
    /// The term.
    pub term: usize,
    /// The amount, in units of its period.
    pub amount: f64,
    /// What a payment of that period weighs at the start.
    pub weight: f64,
}

/// Plays game number `game` of a draw again.
pub(crate) fn replay(draw: &Draw<'_>, streams: &Streams, game: u64) -> GameTrace {
    let mut replay = Replay::new(draw, streams, game);
    let mut at = replay.start();
    for period in 1..=draw.bound.game.periods {
        let Some(period_state) = at else { break };
        if period > 1 {
            replay.discount();
        }
        at = replay.play(period, period_state);
    }
    if let Some(period_state) = at {
        replay.reach_horizon(period_state);
    }
    replay.finish()
}

struct Replay<'a> {
    draw: &'a Draw<'a>,
    streams: &'a Streams,
    game: u64,
    /// What a payment of the current period weighs, by actor.
    weights: Vec<f64>,
    single: GameTrace,
}

impl<'a> Replay<'a> {
    fn new(draw: &'a Draw<'_>, streams: &'a Streams, game: u64) -> Self {
        let rules = draw.bound.game;
        let single = GameTrace {
            start: Vec::new(),
            ending: 0,
            steps: Vec::new(),
            survived: Vec::new(),
            outcome: 0,
            type_profile: 0,
            last_period: 0,
            at_end: Vec::new(),
            perpetuity: Vec::new(),
            terms: vec![0.0; rules.term_actor.len()],
            payoffs: vec![0.0; rules.actors],
        };
        Self {
            draw,
            streams,
            game,
            weights: vec![1.0; rules.actors],
            single,
        }
    }

    /// The period state at which the first period begins, unless the game is over at once.
    fn start(&mut self) -> Option<usize> {
        let start = &self.draw.bound.game.start;
        let mut at = if start.nodes.is_empty() {
            StartNext::Ending(0)
        } else {
            StartNext::Node(0)
        };
        while let StartNext::Node(node) = at {
            let StartNode { draw, options } = &start.nodes[node];
            let random = self.streams.start(*draw, self.draw.number).at(self.game);
            let option = invert(random, options.len(), |option| self.number(options[option].0, 0));
            let chance = self.number(options[option].0, 0);
            self.single.start.push(StartStep {
                draw: *draw,
                node,
                option,
                chance,
            });
            at = options[option].1;
        }
        if let StartNext::Ending(ending) = at {
            self.single.ending = ending;
        }
        let ending = &start.endings[self.single.ending];
        self.single.type_profile = ending.type_profile;
        match ending.to {
            StartTo::PeriodState(period_state) => Some(period_state),
            StartTo::Leaf(leaf) => {
                self.end(leaf, 0);
                None
            }
        }
    }

    /// Plays one period; the period state that it ends at, unless the game ends in it.
    fn play(&mut self, period: usize, period_state: usize) -> Option<usize> {
        let rules = self.draw.bound.game;
        let graph = rules.graph(period);
        let nodes = graph.nodes.len();
        let entry = graph.entry[period_state].expect("a period begins at every state that is reached");
        let mut place = entry as usize;
        while place < nodes {
            place = self.step(period, place);
        }
        let place = place - nodes;
        if place >= rules.period_states.len() {
            self.end(place - rules.period_states.len(), period);
            return None;
        }
        let payments = self.pay(rules.period_states[place].each_period, period);
        self.single.survived.push(Survived {
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
        let layer_number = graph.layers.partition_point(|layer| layer.nodes.end <= number);
        let layer = &graph.layers[layer_number];
        let random = if node.edges > 1 {
            self.streams
                .layer(graph_number, layer_number, self.draw.number, period)
                .at(self.game)
        } else {
            0.0
        };
        let choice = layer.kind == LayerKind::Choice;
        let chance = |option| self.chance(period, node, choice, option);
        let option = invert(random, node.edges as usize, chance);
        let chance = chance(option);
        let edge = node.first_edge as usize + option;
        let payments = self.pay(graph.edges[edge].payment_set, period);
        self.single.steps.push(Step {
            period,
            graph: graph_number,
            layer: layer_number,
            kind: layer.kind,
            stage: layer.stage,
            actor: layer.actor,
            node: number,
            set: layer
                .information_sets
                .clone()
                .find(|&set| graph.information_sets[set].nodes.contains(&number)),
            edge,
            chance,
            payments,
        });
        graph.edges[edge].to as usize
    }

    fn chance(&self, period: usize, node: &Node, choice: bool, option: usize) -> f64 {
        let rules = self.draw.bound.game;
        if choice {
            self.draw.profile.periods[period - 1][node.first_choice as usize + option][self.draw.lane]
        } else {
            let graph = rules.graph(period);
            self.number(graph.edges[node.first_edge as usize + option].chance, period)
        }
    }

    fn number(&self, slot: Slot, period: usize) -> f64 {
        self.draw.bound.number(slot, period)[self.draw.lane]
    }

    /// Pays a payment set, and says what that was.
    fn pay(&mut self, payment_set: u32, period: usize) -> Vec<Payment> {
        let rules = self.draw.bound.game;
        let payments = rules.payment_sets[payment_set as usize]
            .payments
            .iter()
            .map(|&(term, slot)| {
                let term = term as usize;
                let weight = self.weights[rules.term_actor[term]];
                Payment {
                    term,
                    amount: self.number(slot, period),
                    weight,
                }
            });
        let payments: Vec<Payment> = payments.collect();
        for payment in &payments {
            self.single.terms[payment.term] += payment.amount * payment.weight;
        }
        payments
    }

    fn discount(&mut self) {
        for (weight, discount) in self.weights.iter_mut().zip(&self.draw.bound.discounts) {
            *weight *= discount[self.draw.lane];
        }
    }

    fn end(&mut self, leaf: usize, period: usize) {
        let leaf = self.draw.bound.game.leaves[leaf];
        self.single.outcome = leaf.outcome;
        self.single.last_period = period;
        self.single.at_end = self.pay(leaf.payment_set, period);
    }

    fn reach_horizon(&mut self, period_state: usize) {
        let rules = self.draw.bound.game;
        let period_state = &rules.period_states[period_state];
        let leaf = period_state
            .horizon
            .expect("a state that is reached at the horizon has an outcome");
        self.single.outcome = leaf.outcome;
        self.single.last_period = rules.periods;
        self.single.at_end = self.pay(leaf.payment_set, rules.periods);
        self.discount();
        self.single.perpetuity = self.pay(period_state.perpetuity, rules.periods);
    }

    fn finish(mut self) -> GameTrace {
        for (paid, &actor) in self.single.terms.iter().zip(&self.draw.bound.game.term_actor) {
            self.single.payoffs[actor] += paid;
        }
        self.single
    }
}
