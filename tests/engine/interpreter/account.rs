//! The results of a walk over all histories.

use std::collections::{BTreeMap, BTreeSet};

use super::history::Event;
use super::menu::Nest;
use super::promises::Due;
use super::reach::Reach;

/// What an actor knows when it moves: two histories with equal keys are one information set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) period: usize,
    pub(crate) stage: usize,
    pub(crate) choice: usize,
    pub(crate) actor: usize,
    /// The values of the cells that the actor sees, in the order of cells.
    pub(crate) seen: Vec<i32>,
}

/// A state as its stage begins, and the actions that others picked in it before; `None` where they were not asked.
pub(crate) type Node = (Vec<i32>, Vec<Option<usize>>);

/// How an actor that is free chooses at an information set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Manner {
    Logit(f64),
    BestResponse,
    Given,
}

/// An information set, as all histories that lead to it together show it.
#[derive(Clone, Debug)]
pub(crate) struct InformationSet {
    pub(crate) manner: Manner,
    /// The actions on offer, by their number at the stage.
    pub(crate) available: Vec<usize>,
    /// The same in nests.
    pub(crate) menu: Nest,
    /// The chance of each action of the stage.
    pub(crate) chances: Vec<f64>,
    /// How likely the set is, under the actor's own prior.
    pub(crate) reach: Reach,
    /// How likely the set is, under the true prior and under each actor's own.
    pub(crate) reach_by_prior: Vec<Reach>,
    /// The weight of each state among the likeliest histories, under the actor's own prior.
    pub(crate) states: BTreeMap<Vec<i32>, f64>,
    /// The same, told apart by what others picked before in the stage: `None` where they were not asked.
    pub(crate) nodes: BTreeMap<Node, f64>,
    /// For each action on offer, its expected payoff from this period on, times the weight of the histories.
    weighted_values: Vec<f64>,
    /// The same with what the actor adds in the values that it acts on, where it takes its own later choices otherwise
    /// than as they are played.
    weighted_acted_on: Vec<f64>,
}

/// What an action is worth to the actor who takes it, in one history.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Worth {
    /// With everybody's choices as they are played.
    pub(crate) played: f64,
    /// As the actor takes its own later choices.
    pub(crate) acted_on: f64,
}

impl InformationSet {
    pub(crate) fn new(manner: Manner, (available, menu): (Vec<usize>, Nest), chances: Vec<f64>, priors: usize) -> Self {
        Self {
            manner,
            weighted_values: vec![0.0; available.len()],
            weighted_acted_on: vec![0.0; available.len()],
            available,
            menu,
            chances,
            reach: Reach::NONE,
            reach_by_prior: vec![Reach::NONE; priors],
            states: BTreeMap::new(),
            nodes: BTreeMap::new(),
        }
    }

    /// Adds one history that leads here, with what each action is worth there.
    pub(crate) fn add(&mut self, own: Reach, by_prior: &[Reach], node: &Node, worth: &[Worth]) {
        let (state, _) = node;
        for (sum, &reach) in self.reach_by_prior.iter_mut().zip(by_prior) {
            *sum = sum.plus(reach);
        }
        if own.order < self.reach.order {
            self.states.clear();
            self.nodes.clear();
            self.weighted_values.fill(0.0);
            self.weighted_acted_on.fill(0.0);
        }
        self.reach = self.reach.plus(own);
        let weight = own.at(self.reach.order);
        if weight > 0.0 {
            *self.states.entry(state.clone()).or_default() += weight;
            *self.nodes.entry(node.clone()).or_default() += weight;
            for (place, worth) in worth.iter().enumerate() {
                self.weighted_values[place] += weight * worth.played;
                self.weighted_acted_on[place] += weight * worth.acted_on;
            }
        }
    }

    /// The expected payoff of each action on offer, given being here.
    pub(crate) fn values(&self) -> Vec<f64> {
        self.weighted_values.iter().map(|sum| sum / self.reach.weight).collect()
    }

    /// The value of each action on offer that the actor acts on.
    pub(crate) fn acted_on(&self) -> Vec<f64> {
        let sums = self.weighted_acted_on.iter();
        sums.map(|sum| sum / self.reach.weight).collect()
    }

    /// What the actor believes the state to be.
    pub(crate) fn beliefs(&self) -> BTreeMap<Vec<i32>, f64> {
        let share = |(state, weight): (&Vec<i32>, &f64)| (state.clone(), weight / self.reach.weight);
        self.states.iter().map(share).collect()
    }
}

/// A period, an actor, and what it sees as the period starts.
pub(crate) type View = (usize, usize, Vec<i32>);

/// A period, a stage, a choice, the place of its actor's type and an action.
pub(crate) type Taken = (usize, usize, usize, Option<usize>, usize);

/// The chance of each way through a period: the states as it and the next one start.
pub(crate) type Lived = BTreeMap<(Vec<i32>, Vec<i32>), f64>;

/// Everything that a walk over all histories finds out. Chances and payments are those of the true prior.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// The chance of each outcome in each period (0 is the start).
    pub(crate) endings: BTreeMap<(usize, usize), f64>,
    /// The chance of each combination of types with each outcome.
    pub(crate) by_type: BTreeMap<(Vec<i32>, usize), f64>,
    /// The expected payment of each term, in units of the start.
    pub(crate) terms: Vec<f64>,
    /// For each period (t at t − 1), the sum of each measure over the games that survive it.
    pub(crate) measures: Vec<Vec<f64>>,
    /// For each period, actor and what it sees as the period starts: the states that it may be in.
    pub(crate) starts: BTreeMap<View, BTreeMap<Vec<i32>, Standing>>,
    /// The chance that each action is taken.
    pub(crate) taken: BTreeMap<Taken, f64>,
    /// For each period but the last and each thing that happens in it: how likely it happens and the game then goes on,
    /// by the states as this period and the next one start.
    pub(crate) lived_through: BTreeMap<(usize, Event), Lived>,
    /// How likely each thing happens in the period in which the game ends.
    pub(crate) died_with: BTreeMap<Event, f64>,
    /// How often each promise falls due, under the true prior and under each actor's own.
    pub(crate) due: BTreeMap<Due, Vec<Reach>>,
    /// The information sets at which an actor chooses freely.
    pub(crate) sets: BTreeMap<Key, InformationSet>,
    /// The information sets at which an actor is bound.
    pub(crate) bound: BTreeSet<Key>,
    /// The states in which a game that is not over may be at the horizon.
    pub(crate) at_horizon: BTreeSet<Vec<i32>>,
    /// Whether play that goes on beyond the last period meets a set that no period met, or that offered other actions.
    pub(crate) never_met: bool,
    /// The number of histories.
    pub(crate) histories: usize,
}

/// How likely a state is as a period starts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// In truth.
    pub(crate) chance: f64,
    /// As an observer sees it under its own prior.
    pub(crate) own: Reach,
}

impl Account {
    /// The chance of an outcome.
    pub(crate) fn outcome(&self, outcome: usize) -> f64 {
        self.endings
            .iter()
            .filter(|((_, ended), _)| *ended == outcome)
            .map(|(_, chance)| chance)
            .sum()
    }
}
