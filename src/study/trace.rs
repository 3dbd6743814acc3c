//! One game of one draw, step by step, with the names of everything in it.

use super::block::bind;
use super::draws::Draws;
use super::error::StudyError;
use super::plan::Plan;
use super::solver::{Solved, Solver, solved};
use super::variant::Variant;
use crate::game::{Game, InformationSet, LayerKind, Names, Occasion, PeriodGraph};
use crate::numeric::lanes::LANES;
use crate::play::replay::{Payment, StartStep, Survived};
use crate::play::streams::Streams;
use crate::play::{Draw, GameTrace, Step, replay};
use crate::strategy::Solution;

/// A game, step by step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trace {
    /// The variant.
    pub variant: String,
    /// The draw; `None` at the nominal point.
    pub draw: Option<u64>,
    /// The game.
    pub game: u64,
    /// The seed.
    pub seed: u64,
    /// What a period is.
    pub period_unit: String,
    /// The number of periods.
    pub periods: usize,
    /// The parameters of the draw.
    pub parameters: Vec<(String, f64)>,
    /// How the draw was solved.
    pub solved: Solved,
    /// What was drawn before the first period.
    pub start: Vec<Drawn>,
    /// The variables as the first period begins.
    pub opening: Vec<(String, String)>,
    /// The periods that were played.
    pub played: Vec<Period>,
    /// How it ended.
    pub outcome: String,
    /// The period in which it ended.
    pub last_period: usize,
    /// What was paid because it ended so, and for the situation that lasts.
    pub at_end: Vec<Paid>,
    /// What each actor earned in all, and the terms that make it up.
    pub payoffs: Vec<Payoff>,
}

/// What an actor earned.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Payoff {
    /// The actor.
    pub actor: String,
    /// What it earned in all, discounted to the start.
    pub total: f64,
    /// What each term paid of it.
    pub terms: Vec<(String, f64)>,
}

/// Something drawn before the first period.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Drawn {
    /// Whose type, which commitment or which variable.
    pub what: String,
    /// The value that came.
    pub value: String,
    /// Whether it is a variable, and not something that only its owner knows.
    pub variable: bool,
    /// Whether types of several actors were drawn together.
    pub joint: bool,
    /// The chance that it had.
    pub chance: f64,
}

/// What happened in one period.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Period {
    /// The period.
    pub number: usize,
    /// What was done, in order.
    pub events: Vec<Event>,
    /// What was paid at its end, if the game survived it.
    pub paid: Vec<Paid>,
}

/// Something that happened at a stage.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    /// The stage.
    pub stage: String,
    /// Who did it; `None` for chance that is nobody's.
    pub actor: Option<String>,
    /// What happened.
    pub what: What,
    /// The chance that it had.
    pub chance: f64,
    /// What was paid for it.
    pub paid: Vec<Paid>,
    /// The variables that are different once the stage is over: name, before, after.
    pub changes: Vec<(String, String, String)>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// Chance decided whether the actor was asked.
    Asked(bool),
    /// Chance decided whether a commitment bound the actor on this occasion.
    Bound(bool),
    /// The actor decided.
    Decided {
        /// What it did.
        action: String,
        /// Everything that it could have done, with the probability of each.
        options: Vec<(String, f64)>,
        /// What it believed: about whom, and the probability of each value.
        beliefs: Vec<(String, Vec<(String, f64)>)>,
        /// What it did about each triggered commitment.
        promises: Vec<Promise>,
    },
    /// Chance took a branch: its name (may be empty), and how many there were.
    Branch(String, usize),
}

/// What an actor did about a triggered commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Promise {
    /// The commitment.
    pub commitment: String,
    /// Whether it was bound.
    pub bound: bool,
    /// Whether it did as promised; `None` where it could not.
    pub kept: Option<bool>,
}

/// A payment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Paid {
    /// To whom.
    pub actor: String,
    /// The term.
    pub term: String,
    /// The amount, in units of its period.
    pub amount: f64,
}

/// Replays a game of a draw.
///
/// # Errors
/// The draw makes no sense.
pub(crate) fn trace(variant: &Variant, plan: &Plan, draw: u64, game: u64) -> Result<Trace, StudyError> {
    let draws = Draws::new(&variant.model, plan.seed, plan.nominal);
    let mut sampled = bind(variant, &draws, draw, 1)?;
    let audited = Solver::new(&variant.explored.game).solve(&mut sampled.bound, draw / LANES as u64);
    let bound = &sampled.bound;
    let solution = &audited.solution;
    let streams = Streams::new(bound.game, &variant.explored.names, plan.seed);
    let played = Draw {
        bound,
        profile: &solution.profile,
        lane: 0,
        number: draw,
    };
    let single = replay(&played, &streams, game);
    let namer = Namer {
        game: bound.game,
        names: &variant.explored.names,
        solution,
    };
    Ok(Trace {
        variant: variant.name.clone(),
        draw: (!plan.nominal).then_some(draw),
        game,
        seed: plan.seed,
        period_unit: variant.model.period_unit.clone(),
        periods: variant.model.periods,
        parameters: variant
            .explored
            .names
            .parameters
            .iter()
            .cloned()
            .zip(sampled.parameters.into_iter().flatten())
            .collect(),
        solved: solved(&audited, 0),
        start: single.start.iter().map(|step| namer.drawn(step, &single)).collect(),
        opening: namer.opening(&single),
        played: namer.periods(&single),
        outcome: variant.explored.names.outcomes[single.outcome].clone(),
        last_period: single.last_period,
        at_end: namer.paid(single.at_end.iter().chain(&single.perpetuity)),
        payoffs: namer.payoffs(&single),
    })
}

struct Namer<'a> {
    game: &'a Game,
    names: &'a Names,
    solution: &'a Solution,
}

impl Namer<'_> {
    fn drawn(&self, step: &StartStep, single: &GameTrace) -> Drawn {
        let state = &self.names.states[self.names.start_states[single.ending] as usize];
        let settled = &self.names.start_cells[step.draw];
        let values = settled.iter().map(|&cell| self.names.cells[cell].show(state[cell]));
        Drawn {
            what: self.names.start_draws[step.draw].clone(),
            value: values.collect::<Vec<_>>().join(" and "),
            variable: settled.iter().any(|&cell| self.names.cells[cell].variable),
            joint: settled.len() > 1,
            chance: step.chance,
        }
    }

    fn opening(&self, single: &GameTrace) -> Vec<(String, String)> {
        let state = &self.names.states[self.names.start_states[single.ending] as usize];
        let cells = self.names.cells.iter().zip(state);
        let variables = cells.filter(|(cell, _)| cell.variable);
        variables
            .map(|(cell, &value)| (cell.name.clone(), cell.show(value)))
            .collect()
    }

    fn periods(&self, single: &GameTrace) -> Vec<Period> {
        let end = |number: usize| single.survived.iter().find(|survived| survived.period == number);
        (1..=single.last_period)
            .map(|number| {
                let steps: Vec<&Step> = single.steps.iter().filter(|step| step.period == number).collect();
                Period {
                    number,
                    events: self.events(&steps, end(number)),
                    paid: self.paid(end(number).into_iter().flat_map(|survived| &survived.payments)),
                }
            })
            .collect()
    }

    /// The steps of a period; the last step of a stage carries its changes.
    fn events(&self, steps: &[&Step], end: Option<&Survived>) -> Vec<Event> {
        let mut events = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let next = steps.get(place + 1);
            let mut event = self.event(step);
            let after = match next {
                Some(next) if next.stage == step.stage => None,
                Some(next) => Some(self.names.node_states[next.graph][next.node]),
                None => end.map(|end| self.names.period_states[end.period_state]),
            };
            if let Some(after) = after {
                event.changes = self.changes(self.names.node_states[step.graph][step.node], after);
            }
            if self.is_shown(step, &event) {
                events.push(event);
            }
        }
        events
    }

    /// A chance move with one branch is shown only where it changed something.
    fn is_shown(&self, step: &Step, event: &Event) -> bool {
        let graph = &self.game.graphs[step.graph];
        let forced = step.kind != LayerKind::Choice && graph.nodes[step.node].edges == 1;
        !(forced && event.changes.is_empty() && event.paid.is_empty())
    }

    fn event(&self, step: &Step) -> Event {
        let graph = &self.game.graphs[step.graph];
        let option = step.edge - graph.edges_of(step.node).start;
        let what = match (step.kind, step.set) {
            (LayerKind::Opportunity, _) => What::Asked(option == 0),
            (LayerKind::Bound, _) => What::Bound(option == 0),
            (LayerKind::Choice, Some(set)) => self.decided(step, graph, &graph.information_sets[set], option),
            _ => {
                let branch = self.names.branches[step.graph].get(step.edge);
                What::Branch(branch.cloned().unwrap_or_default(), graph.edges_of(step.node).len())
            }
        };
        Event {
            stage: self.names.stages[step.stage].clone(),
            actor: step.actor.map(|actor| self.names.actors[actor].clone()),
            what,
            chance: step.chance,
            paid: self.paid(&step.payments),
            changes: Vec::new(),
        }
    }

    fn decided(&self, step: &Step, graph: &PeriodGraph, set: &InformationSet, option: usize) -> What {
        let edges = graph.edges_of(step.node);
        let choices = &self.solution.profile.periods[step.period - 1][set.first_choice..];
        let names: Vec<String> = graph.edges[edges]
            .iter()
            .map(|edge| self.names.action(step.stage, set.actor, edge.action))
            .collect();
        What::Decided {
            action: names[option].clone(),
            options: names.into_iter().zip(choices.iter().map(|choice| choice[0])).collect(),
            beliefs: self.beliefs(step.period, graph, set),
            promises: set
                .occasions
                .iter()
                .map(|occasion| self.promise(occasion, option))
                .collect(),
        }
    }

    /// What an actor who moves believes about the private characteristics of others, as far as it is in doubt.
    fn beliefs(&self, period: usize, graph: &PeriodGraph, set: &InformationSet) -> Vec<(String, Vec<(String, f64)>)> {
        let weights = self.solution.beliefs.at(period, set, 0);
        let mut beliefs = Vec::new();
        for (number, of) in self.game.attributes.iter().enumerate() {
            if of.actor == set.actor {
                continue;
            }
            let mut chances = vec![0.0; of.size];
            for (node, weight) in graph.nodes[set.nodes.clone()].iter().zip(&weights) {
                chances[self.game.type_profiles[node.type_profile as usize].values[number]] += weight;
            }
            let values = self.names.attribute_values[number].iter().cloned();
            beliefs.push((self.names.attributes[number].clone(), values.zip(chances).collect()));
        }
        beliefs
    }

    fn promise(&self, occasion: &Occasion, option: usize) -> Promise {
        Promise {
            commitment: self.names.commitments[occasion.commitment].clone(),
            bound: occasion.bound,
            kept: occasion.available.then_some(occasion.promised == Some(option)),
        }
    }

    fn changes(&self, before: u32, after: u32) -> Vec<(String, String, String)> {
        let before = &self.names.states[before as usize];
        let after = &self.names.states[after as usize];
        let cells = self.names.cells.iter().zip(before.iter().zip(after));
        let changed = cells.filter(|(cell, (before, after))| cell.variable && before != after);
        changed
            .map(|(cell, (&before, &after))| (cell.name.clone(), cell.show(before), cell.show(after)))
            .collect()
    }

    fn paid<'p>(&self, payments: impl IntoIterator<Item = &'p Payment>) -> Vec<Paid> {
        payments
            .into_iter()
            .map(|payment| Paid {
                actor: self.names.actors[self.game.term_actor[payment.term]].clone(),
                term: self.names.terms[payment.term].clone(),
                amount: payment.amount,
            })
            .collect()
    }

    fn payoffs(&self, single: &GameTrace) -> Vec<Payoff> {
        let of_actor = |actor: usize| {
            let own = (0..single.terms.len()).filter(|&term| self.game.term_actor[term] == actor);
            own.map(|term| (self.names.terms[term].clone(), single.terms[term]))
                .collect()
        };
        let actors = self.names.actors.iter().enumerate();
        actors
            .map(|(actor, name)| Payoff {
                actor: name.clone(),
                total: single.payoffs[actor],
                terms: of_actor(actor),
            })
            .collect()
    }
}
