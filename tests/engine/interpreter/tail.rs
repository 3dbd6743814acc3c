//! Play beyond the last period, where it goes on for ever: every set plays as in the last period that met it, with the
//! belief held then, and the periods are counted off until what follows weighs nothing.

use std::collections::{BTreeMap, BTreeSet};

use pactum::unstable::scenario::model::{Paid, StageKind};

use super::account::{Account, InformationSet, Key, Manner, Node};
use super::decision::{Decision, Pick, Picks, node};
use super::history::History;
use super::responses::{most, regret_given};
use super::values::World;
use super::walk::{Mistake, Values, Walk, mix};

/// What follows when it weighs less is left out, as a share of all.
const NOTHING: f64 = 1e-13;
/// Periods are counted off this often at most.
const MOST_PERIODS: usize = 20_000;

/// What play beyond the last period is worth.
#[derive(Debug, Default)]
pub(super) struct Beyond {
    /// For each state in which a game may be at the horizon, in units of the next period: what it is worth to each actor
    /// as everybody plays, then what each adds to it in the values that it acts on.
    pub(super) worth: BTreeMap<Vec<i32>, Values>,
}

/// Something that the walk through a period meets: its chance is counted in a column behind the payoffs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    /// The next period begins in this state.
    State(Vec<i32>),
    /// An actor chooses at this set, numbered by the last period that met it.
    Set(Key),
}

/// One period beyond the last: what is paid in it, and where it leads.
#[derive(Debug)]
pub(super) struct Tail<'p> {
    /// What the watched periods met.
    met: &'p Account,
    mistake: Mistake,
    /// Whether some set is none of theirs.
    pub(super) never_met: bool,
    columns: BTreeMap<Met, usize>,
    /// What follows each state as a period begins.
    periods: BTreeMap<Vec<i32>, Values>,
    /// For each set, what follows each action on offer, by where the set may be.
    actions: BTreeMap<Key, BTreeMap<Node, Vec<Values>>>,
    discounts: Vec<f64>,
}

impl<'p> Tail<'p> {
    /// Walks through a period from every state that play may come to; `None` if there are too many histories.
    pub(super) fn walk(world: World<'_>, met: &'p Account, limit: usize, mistake: Mistake) -> Option<Self> {
        let play = |_: &Key, _: &[usize]| unreachable!("sets play as they were met");
        let (given_back, beyond) = (BTreeMap::new(), Beyond::default());
        let mut walk = Walk::new(world, &play, 20 * limit, mistake, (&given_back, &beyond));
        walk.tail = Some(Tail {
            met,
            mistake,
            never_met: false,
            columns: BTreeMap::new(),
            periods: BTreeMap::new(),
            actions: BTreeMap::new(),
            discounts: walk.discounts.clone(),
        });
        let mut open: BTreeSet<Vec<i32>> = met.at_horizon.clone();
        while !open.is_empty() {
            for state in open {
                let values = walk.period_beyond(&state);
                walk.tail_mut().periods.insert(state, values);
            }
            if walk.is_too_large() {
                return None;
            }
            walk.visit_believed();
            let tail = walk.tail_mut();
            open = tail.columns.keys().filter_map(|met| tail.unknown(met)).collect();
        }
        (!walk.is_too_large()).then_some(())?;
        let tail = walk.tail.take().expect("it is beyond the horizon");
        Some(Tail {
            met,
            mistake,
            never_met: tail.never_met,
            columns: tail.columns,
            periods: tail.periods,
            actions: tail.actions,
            discounts: tail.discounts,
        })
    }

    fn unknown(&self, met: &Met) -> Option<Vec<i32>> {
        match met {
            Met::State(state) if !self.periods.contains_key(state) => Some(state.clone()),
            _ => None,
        }
    }

    /// Nothing is paid, and something is met.
    fn count(&mut self, actors: usize, met: Met) -> Values {
        let next = 2 * actors + self.columns.len();
        let column = *self.columns.entry(met).or_insert(next);
        let mut values = vec![0.0; column + 1];
        values[column] = 1.0;
        values
    }

    /// The period is over in a state.
    pub(super) fn arrive(&mut self, actors: usize, state: &[i32]) -> Values {
        self.count(actors, Met::State(state.to_vec()))
    }

    /// Whether some watched period met the actor bound here.
    pub(super) fn has_bound(&self, key: &Key) -> bool {
        let mut periods = 1..=key.period;
        periods.any(|period| self.met.bound.contains(&Key { period, ..key.clone() }))
    }

    /// The set as the last period that met it saw it, with the same actions.
    fn last_met(&self, key: &Key, available: &[usize]) -> Option<(Key, &'p InformationSet)> {
        let alike = |period| Key { period, ..key.clone() };
        let known = |key: Key| self.met.sets.get(&key).map(|set| (key, set));
        let last = (1..=key.period).rev().find_map(|period| known(alike(period)));
        last.filter(|(_, set)| set.available == available)
    }

    /// What every state is worth, given the share of its regret that each actor gives back.
    pub(super) fn worth(&self, own_later: &[Option<f64>]) -> Beyond {
        let actors = own_later.len();
        let row = |values: &Values| Row::of(actors, values);
        let periods = self.periods.iter();
        let periods: Vec<(&Vec<i32>, Row)> = periods.map(|(state, values)| (state, row(values))).collect();
        let sets = self.actions.iter();
        let sets =
            sets.filter(|(key, _)| self.mistake != Mistake::GivesNothingBackBeyond && own_later[key.actor].is_some());
        let of_node = |(node, actions): (&Node, &Vec<Values>)| (node.clone(), actions.iter().map(row).collect());
        let mut sets: Vec<(&Key, Vec<Choices>)> = sets
            .map(|(key, nodes)| (key, nodes.iter().map(of_node).collect()))
            .collect();
        // What is given back at a set follows from what is given back at later ones.
        sets.sort_by_key(|(key, _)| std::cmp::Reverse((key.stage, key.choice)));
        // What follows each thing that is met is worth, to each actor: as played, then as acted on.
        let mut later = vec![vec![0.0; self.columns.len()]; 2 * actors];
        let column = |met: &Met| self.columns.get(met).map(|column| column - 2 * actors);
        let mut weight = 1.0;
        for _ in 0..MOST_PERIODS {
            for (key, nodes) in &sets {
                let set = &self.met.sets[*key];
                let follows = |row: &Row| row.follows(key.actor, &later[actors + key.actor]);
                let given_back =
                    own_later[key.actor].unwrap_or(0.0) * regret_given(set, &self.believed(set, nodes, follows));
                let column = column(&Met::Set(Key::clone(key))).expect("the set is met");
                later[actors + key.actor][column] = given_back;
            }
            let whole = |row: &Row| (0..2 * actors).map(|at| row.follows(at % actors, &later[at])).collect();
            let worth: Vec<Values> = periods.iter().map(|(_, row)| whole(row)).collect();
            let (mut change, mut size) = (0.0, 1.0);
            for ((state, _), worth) in periods.iter().zip(&worth) {
                let Some(column) = column(&Met::State(Vec::clone(state))) else {
                    continue;
                };
                for (at, worth) in worth.iter().enumerate() {
                    let next = self.discounts[at % actors] * worth;
                    change = most([change, (next - later[at][column]).abs()].into_iter());
                    size = most([size, next.abs()].into_iter());
                    later[at][column] = next;
                }
            }
            weight *= most(self.discounts.iter().copied());
            if weight < NOTHING && change < NOTHING * size {
                let added = |worth: &Values| (0..actors).map(|a| worth[actors + a] - worth[a]).collect::<Vec<f64>>();
                let both = |worth: &Values| [&worth[..actors], &added(worth)].concat();
                let states = periods.iter().map(|(state, _)| Vec::clone(state));
                return Beyond {
                    worth: states.zip(worth.iter().map(both)).collect(),
                };
            }
        }
        panic!("what follows the horizon does not settle")
    }

    /// The value of each action on offer, as the actor believed when it last moved here.
    fn believed(&self, set: &InformationSet, nodes: &[Choices], follows: impl Fn(&Row) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; set.available.len()];
        let mut total = 0.0;
        for (node, actions) in nodes {
            let weight = match self.mistake {
                Mistake::BelievesAnewBeyond => 1.0,
                _ => set.nodes.get(node).copied().unwrap_or(0.0),
            };
            total += weight;
            for (sum, action) in sums.iter_mut().zip(actions) {
                *sum += weight * follows(action);
            }
        }
        sums.iter().map(|sum| sum / total).collect()
    }
}

/// Where a set may be, and what follows each action on offer there.
type Choices = (Node, Vec<Row>);

/// What is paid in a period to each actor, and where it leads.
struct Row {
    paid: Vec<f64>,
    /// How likely each thing is met.
    met: Vec<(usize, f64)>,
}

impl Row {
    fn of(actors: usize, values: &Values) -> Self {
        let (paid, met) = values.split_at(2 * actors);
        let met = met.iter().copied().enumerate().filter(|(_, chance)| *chance != 0.0);
        Self {
            paid: paid[..actors].to_vec(),
            met: met.collect(),
        }
    }

    fn follows(&self, actor: usize, later: &[f64]) -> f64 {
        let later = self.met.iter().map(|&(met, chance)| chance * later[met]);
        self.paid[actor] + later.sum::<f64>()
    }
}

impl<'m, 'p> Walk<'m, 'p> {
    /// The game is watched no longer: the outcome says where it stands, and play goes on.
    pub(super) fn go_on(&mut self, history: &History, outcome: usize) -> Values {
        self.account.at_horizon.insert(history.state.clone());
        let mut values = self.nothing();
        self.close(history, outcome);
        if self.mistake == Mistake::PaysEndAtHorizonToo {
            let paid = self.pay(history, |paid| paid == Paid::AtEnd);
            mix(&mut values, 1.0, &paid);
        }
        if self.mistake == Mistake::PaysPerpetuityToo {
            let perpetuity = self.pay_lasting(history, |discount| discount);
            mix(&mut values, 1.0, &perpetuity);
        }
        let actors = self.model.actors.len();
        let weights: Vec<f64> = (0..actors).map(|a| self.weight(a, history.period + 1)).collect();
        let Some(worth) = self.beyond.worth.get(&history.state) else {
            return values;
        };
        for (column, worth) in worth.iter().enumerate() {
            values[column] += weights[column % actors] * worth;
        }
        for (number, term) in self.model.terms.iter().enumerate() {
            if term.paid == Paid::Beyond {
                let amount = weights[term.actor] * worth[term.actor];
                self.account.terms[number] += history.reach[0].chance() * amount;
            }
        }
        values
    }

    fn tail_mut(&mut self) -> &mut Tail<'p> {
        self.tail.as_mut().expect("it is beyond the horizon")
    }

    fn period_beyond(&mut self, state: &[i32]) -> Values {
        let history = self.beyond_from(state);
        self.stage(0, &history)
    }

    fn beyond_from(&self, state: &[i32]) -> History {
        History::beyond(state.to_vec(), self.model.periods, self.model.actors.len() + 1)
    }

    /// An actor that is free chooses as it did when it last moved here.
    pub(super) fn free_beyond(
        &mut self,
        (decision, picks): (Decision<'m>, &Picks),
        available: &[usize],
        key: Key,
        history: &History,
    ) -> Values {
        let even = self.mistake == Mistake::PlaysEvenlyBeyond;
        let actors = self.model.actors.len();
        let own_later = self.model.actors[key.actor].own_later.is_some();
        let tail = self.tail_mut();
        let Some((key, set)) = tail.last_met(&key, available) else {
            tail.never_met = true;
            return self.nothing();
        };
        let gives_back = own_later && available.len() > 1 && matches!(set.manner, Manner::Logit(_));
        let mut expected = if gives_back {
            tail.count(actors, Met::Set(key.clone()))
        } else {
            self.nothing()
        };
        let mut actions = Vec::new();
        for &action in available {
            let chance = if even {
                1.0 / available.len() as f64
            } else {
                set.chances[action]
            };
            let values = self.follow((decision, picks), available, action, history);
            mix(&mut expected, chance, &values);
            actions.push(values);
        }
        if gives_back {
            let nodes = self.tail_mut().actions.entry(key).or_default();
            nodes.insert(node(picks, history), actions);
        }
        expected
    }

    /// Takes up play where actors believe to be, and no play beyond the horizon leads.
    fn visit_believed(&mut self) {
        loop {
            let tail = self.tail_mut();
            let met = tail.met;
            let mut missing = Vec::new();
            for (key, nodes) in &tail.actions {
                let believed = met.sets[key].nodes.keys();
                let unknown = believed.filter(|node| !nodes.contains_key(*node));
                missing.extend(unknown.map(|node| (key.stage, node.clone())));
            }
            if missing.is_empty() {
                return;
            }
            for (stage, node) in missing {
                self.visit(stage, node);
            }
        }
    }

    fn visit(&mut self, stage: usize, (state, actions): Node) {
        let StageKind::Decision { choices, joint } = &self.model.stages[stage].kind else {
            unreachable!("only decisions have information sets")
        };
        let decision = Decision { stage, choices, joint };
        let pick = |action: Option<usize>| {
            let reneged = Vec::new();
            action.map(|action| Pick { action, reneged })
        };
        let picks: Picks = actions.into_iter().map(pick).collect();
        let history = self.beyond_from(&state);
        self.free(decision, &picks, &history);
    }
}
