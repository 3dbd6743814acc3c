//! How everybody plays in one draw, and how that changes with the unknowns and the numbers of the game.

use super::mass::Chance;
use super::numbers::Numbers;
use super::recorder::Recorder;
use super::response;
use super::values::{Value, regret};
use crate::game::{Bound, Category, Edge, InformationSet, Members, PeriodGraph, Slot};
use crate::numeric::linear_record::{Change, Weighted};
use crate::strategy::principal_branch::PrincipalBranch;
use crate::strategy::sweep::scaled_play::ScaledPlay;

/// Play in one draw, with its changes.
pub(super) struct Playing<'a, 'g> {
    pub(super) bound: &'a Bound<'g, 1>,
    pub(super) numbers: &'a Numbers,
    /// By period (t at t − 1), then choice.
    pub(super) choices: Vec<Vec<Chance>>,
    /// The same with an extended range of exponents.
    pub(super) scaled: ScaledPlay,
}

impl<'a, 'g> Playing<'a, 'g> {
    /// Records the changes of play; `unknowns` are those of the log-odds.
    pub(super) fn record(
        recorder: &mut Recorder,
        at: &PrincipalBranch<'_, 'g>,
        (bound, numbers): (&'a Bound<'g, 1>, &'a Numbers),
        (x, unknowns): (&[f64], &[Change]),
    ) -> Self {
        let game = bound.game;
        let of_period = |period: usize| {
            let play = &at.profile.periods[period - 1];
            let fixed = |[value]: &[f64; 1]| Chance {
                value: *value,
                change: Change::NONE,
                logarithmic: false,
            };
            let mut choices: Vec<Chance> = play.iter().map(fixed).collect();
            let sets = game.graph(period).information_sets.iter();
            for (set, first) in sets.zip(at.log_odds.sets(period)) {
                let own = &mut choices[set.choices()];
                if let Some(first) = *first {
                    let unknowns = &unknowns[first..first + set.actions - 1];
                    own.copy_from_slice(&response::choices(recorder, &play[set.choices()], unknowns));
                }
                for (choice, slot) in own.iter_mut().zip(set.play.fixed().unwrap_or_default()) {
                    choice.change = numbers.slot(*slot, period);
                }
            }
            let graph = game.graph(period);
            for members in &graph.members {
                let set = graph.information_sets[members.set].choices();
                let ways = of_members(recorder, (bound, numbers), (members, period), &choices[set]);
                for (choice, change) in choices[members.entries()].iter_mut().zip(ways) {
                    (choice.change, choice.logarithmic) = (change, true);
                }
            }
            choices
        };
        Self {
            bound,
            numbers,
            choices: (1..=game.periods).map(of_period).collect(),
            scaled: at.scaled_play(x),
        }
    }

    /// The chance of an edge at a chance node.
    pub(super) fn chance(&self, edge: &Edge, period: usize) -> Chance {
        Chance {
            value: self.bound.number(edge.chance, period)[0],
            change: self.numbers.slot(edge.chance, period),
            logarithmic: false,
        }
    }

    /// The chance of an edge, whether chance or further members choose it.
    pub(super) fn edge(
        &self,
        graph: &PeriodGraph,
        (node, option, edge): (usize, usize, &Edge),
        period: usize,
    ) -> Chance {
        match graph.nodes[node].choice(option) {
            Some(choice) => self.choices[period - 1][choice],
            None => self.chance(edge, period),
        }
    }

    /// The discount factor of an actor.
    pub(super) fn discount(&self, actor: usize) -> Value {
        let game = self.bound.game;
        let change = self.numbers.slot(game.discounts[actor], game.periods);
        (self.bound.discounts[actor][0], change)
    }

    /// The actor at a set, and the change of what it gives back of its regret there, if it does.
    pub(super) fn given_back(
        &self,
        recorder: &mut Recorder,
        set: &InformationSet,
        actions: &[Value],
        play: &[Chance],
    ) -> Option<(usize, Change)> {
        let [share] = self.bound.given_back(set)?;
        let game = self.bound.game;
        let slot = game.own_later[set.actor]?;
        let by_share = self.numbers.slot(slot, game.periods);
        let (lost, change) = regret(recorder, actions, play);
        Some((set.actor, recorder.sum([(change, share), (by_share, lost)])))
    }
}

/// The changes of the logarithms of the probabilities of all ways to count what further members do, given the play of their
/// set.
pub(super) fn of_members(
    recorder: &mut Recorder,
    (bound, numbers): (&Bound<'_, 1>, &Numbers),
    (members, period): (&Members, usize),
    play: &[Chance],
) -> Vec<Change> {
    let number = |slot: Slot| (bound.number(slot, period)[0], numbers.slot(slot, period));
    let (asked, by_asked) = members.asked.map_or((1.0, Change::NONE), number);
    let promise = members.bound.map(|promise| promise.chance);
    let (binds, by_binds) = promise.map_or((0.0, Change::NONE), number);
    let of_category = |category: Category| match category {
        Category::Choice(choice) => vec![
            play[choice].relative(),
            (by_asked, 1.0 / asked),
            (by_binds, -1.0 / (1.0 - binds)),
        ],
        Category::Bound(_) => vec![(by_asked, 1.0 / asked), (by_binds, 1.0 / binds)],
        Category::NotAsked => vec![(by_asked, -1.0 / (1.0 - asked))],
    };
    let known = |terms: Vec<Weighted>| terms.into_iter().filter(|(change, _)| *change != Change::NONE);
    let changes = members
        .categories()
        .map(|category| recorder.sum(known(of_category(category))));
    let changes: Vec<Change> = changes.collect();
    let of_way = |way: Vec<u32>| {
        let counted = changes.iter().zip(way);
        recorder.sum(counted.map(|(change, count)| (*change, f64::from(count))))
    };
    members.counts().into_iter().map(of_way).collect()
}
