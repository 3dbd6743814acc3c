//! A decision: who is asked, who is bound, what the others choose, and what follows.

use pactum::unstable::expression::Tree;
use pactum::unstable::scenario::model::{Binding, Branch, Choice, Commitment, Effect, Joint, Paid, Strategy};

use super::account::{InformationSet, Key, Manner, Node, Worth};
use super::history::{History, What};
use super::menu::{Misreading, Nest};
use super::walk::{Mistake, Values, Walk, mix};

/// A stage in which actors decide.
#[derive(Clone, Copy)]
pub(super) struct Decision<'m> {
    pub(super) stage: usize,
    pub(super) choices: &'m [Choice],
    pub(super) joint: &'m [Joint],
}

/// What an actor did in a decision.
#[derive(Clone)]
pub(super) struct Pick {
    pub(super) action: usize,
    /// The commitments that it reneged on by this.
    pub(super) reneged: Vec<usize>,
}

/// What each actor did, as far as they were gone through; `None` for one that was not asked.
pub(super) type Picks = Vec<Option<Pick>>;

/// The results of a decision, once all have chosen.
struct Act<'m> {
    stage: usize,
    picks: Picks,
    /// The effects of the picks in order, each with the actor that picked, then what they do together.
    effects: Vec<(Option<usize>, &'m Effect)>,
    joint: bool,
    before: History,
}

impl<'m> Walk<'m, '_> {
    /// Asks the actors one after another; each sees the state before only.
    pub(super) fn decide(&mut self, decision: Decision<'m>, history: &History) -> Values {
        self.choose(decision, &Picks::new(), history)
    }

    fn choose(&mut self, decision: Decision<'m>, picks: &Picks, history: &History) -> Values {
        let Some(choice) = decision.choices.get(picks.len()) else {
            return self.act(decision, picks, history);
        };
        let not_asked = [picks.as_slice(), &[None]].concat();
        let Some(opportunity) = &choice.opportunity else {
            return self.ask(decision, picks, history);
        };
        let mut expected = self.nothing();
        for (asked, chance, options) in self.either(opportunity, history) {
            let next = history.then(chance, options);
            let values = if asked {
                self.ask(decision, picks, &next)
            } else {
                self.choose(decision, &not_asked, &next)
            };
            mix(&mut expected, chance, &values);
        }
        expected
    }

    /// The ways in which something with this chance may turn out: whether it happens, its chance, how many ways.
    fn either(&self, tree: &Tree, history: &History) -> Vec<(bool, f64, usize)> {
        let chance = self.value(tree, history);
        match self.world.constant(tree, &history.state) {
            Some(0.0) => vec![(false, 1.0, 1)],
            Some(1.0) => vec![(true, 1.0, 1)],
            _ => vec![(true, chance, 2), (false, 1.0 - chance, 2)],
        }
    }

    fn ask(&mut self, decision: Decision<'m>, picks: &Picks, history: &History) -> Values {
        let triggered = self.triggered(decision.stage, picks.len(), history);
        self.bind(decision, picks, &triggered, None, history)
    }

    /// Finds out for one triggered commitment after the other whether it binds, and lets the actor move.
    fn bind(
        &mut self,
        decision: Decision<'m>,
        picks: &Picks,
        triggered: &[(usize, &'m Commitment)],
        binding: Option<usize>,
        history: &History,
    ) -> Values {
        let Some(((which, commitment), others)) = triggered.split_first() else {
            return match binding {
                Some(which) => self.bound(decision, picks, which, history),
                None => self.free(decision, picks, history),
            };
        };
        let ways = match &commitment.binding {
            Binding::Game { cell } => vec![(history.state[*cell] == 1, 1.0, 1)],
            Binding::Occasion { credibility } => self.either(&credibility[0], history),
            Binding::Kind { .. } => unreachable!("groups are judged by named members"),
        };
        let mut expected = self.nothing();
        for (bound, chance, options) in ways {
            let next = history.then(chance, options);
            assert!(!bound || binding.is_none(), "two commitments bind at once");
            let binding = if bound { Some(*which) } else { binding };
            let values = self.bind(decision, picks, others, binding, &next);
            mix(&mut expected, chance, &values);
        }
        expected
    }

    /// The actor is bound: it does as promised, and its hand does not tremble.
    fn bound(&mut self, decision: Decision<'m>, picks: &Picks, which: usize, history: &History) -> Values {
        let number = picks.len();
        let action = self.model.commitments[which].action;
        let available = self.available(decision, number, history);
        assert!(available.contains(&action), "a bound action is impossible");
        let key = self.key(decision, number, history);
        if let Some(tail) = &mut self.tail {
            tail.never_met |= !tail.has_bound(&key);
        } else {
            self.account.bound.insert(key);
        }
        self.note_taken(decision, number, action, history);
        let bound = Some(which);
        let pick = Pick {
            action,
            reneged: self.settle((decision.stage, number), bound, &available, action, history),
        };
        self.choose(
            decision,
            &[picks.as_slice(), &[Some(pick)]].concat(),
            &recorded(decision, number, action, history),
        )
    }

    /// The actor chooses as its strategy says.
    pub(super) fn free(&mut self, decision: Decision<'m>, picks: &Picks, history: &History) -> Values {
        let number = picks.len();
        let choice = &decision.choices[number];
        let available = self.available(decision, number, history);
        assert!(!available.is_empty(), "no action is available");
        let key = self.key(decision, number, history);
        if self.tail.is_some() {
            return self.free_beyond((decision, picks), &available, key, history);
        }
        let (manner, chances) = self.chances(choice, &available, &key, history);
        let menu = self.menu(choice, &available, history);
        let even = match self.mistake {
            Mistake::TremblesPastNests => vec![1.0 / available.len() as f64; available.len()],
            _ => menu.even(available.len()),
        };
        let mut expected = self.nothing();
        let mut own = Vec::new();
        let weight = self.weight(choice.actor, history.period);
        let added = self.model.actors.len() + choice.actor;
        for (&action, even) in available.iter().zip(even) {
            let next = history.then_trembling(chances[action], even);
            let values = self.follow((decision, picks), &available, action, &next);
            let played = values[choice.actor] / weight;
            own.push(Worth {
                played,
                acted_on: played + values[added] / weight,
            });
            mix(&mut expected, chances[action], &values);
        }
        let given_back = weight * self.given_back.get(&key).unwrap_or(&0.0);
        expected[added] += given_back;
        if self.mistake == Mistake::PaysWhatIsGivenBack {
            expected[choice.actor] += given_back;
        }
        let set = self.account.sets.entry(key);
        let offer = (available.clone(), menu);
        let set = set.or_insert_with(|| InformationSet::new(manner, offer, chances, history.reach.len()));
        assert_eq!(set.available, available, "one information set offers different actions");
        let mut reach = history.reach[1 + choice.actor];
        if self.mistake == Mistake::CountsNoTrembles && reach.order > 0 {
            reach.order = 1;
        }
        set.add(reach, &history.reach, &node(picks, history), &own);
        expected
    }

    fn key(&self, decision: Decision<'m>, choice: usize, history: &History) -> Key {
        let actor = decision.choices[choice].actor;
        Key {
            period: history.period,
            stage: decision.stage,
            choice,
            actor,
            seen: self.seen(actor, &history.state),
        }
    }

    /// The actor takes an action of its own free will.
    pub(super) fn follow(
        &mut self,
        (decision, picks): (Decision<'m>, &Picks),
        available: &[usize],
        action: usize,
        history: &History,
    ) -> Values {
        let number = picks.len();
        self.note_taken(decision, number, action, history);
        let pick = Pick {
            action,
            reneged: self.settle((decision.stage, number), None, available, action, history),
        };
        let next = recorded(decision, number, action, history);
        self.choose(decision, &[picks.as_slice(), &[Some(pick)]].concat(), &next)
    }

    fn available(&self, decision: Decision<'_>, number: usize, history: &History) -> Vec<usize> {
        let actions = decision.choices[number].actions.iter().enumerate();
        actions
            .filter(|(_, action)| self.holds(action.guard.as_ref(), history))
            .map(|(number, _)| number)
            .collect()
    }

    /// The actions on offer in nests.
    fn menu(&self, choice: &Choice, available: &[usize], history: &History) -> Nest {
        let misreading = match self.mistake {
            Mistake::Nests(misreading) => misreading,
            _ => Misreading::None,
        };
        let multiple = |nest: usize| self.value(&choice.nests[nest].multiple, history);
        Nest::menu(choice, available, misreading, multiple)
    }

    fn note_taken(&mut self, decision: Decision<'m>, choice: usize, action: usize, taken: &History) {
        let cell = self.model.actors[decision.choices[choice].actor].type_cell;
        let kind = cell.map(|cell| self.world.place(cell, &taken.state));
        let key = (taken.period, decision.stage, choice, kind, action);
        *self.account.taken.entry(key).or_default() += taken.reach[0].chance();
    }

    /// How a free actor chooses: the chance of each action of the stage.
    fn chances(&self, choice: &Choice, available: &[usize], key: &Key, history: &History) -> (Manner, Vec<f64>) {
        let shared = |play: &[Tree]| {
            let weight = |action| {
                if available.contains(&action) {
                    self.value(&play[action], history)
                } else {
                    0.0
                }
            };
            let weights: Vec<f64> = (0..choice.actions.len()).map(weight).collect();
            let total: f64 = weights.iter().sum();
            assert!(total > 0.0, "a given strategy plays no available action");
            weights.iter().map(|weight| weight / total).collect()
        };
        match &choice.strategy {
            Strategy::Logit(precision) => (
                Manner::Logit(self.value(precision, history)),
                (self.play)(key, available),
            ),
            Strategy::BestResponse => (Manner::BestResponse, (self.play)(key, available)),
            Strategy::Fixed(play) => (Manner::Given, shared(play)),
            Strategy::Rules(rules) => {
                let rule = rules.iter().find(|rule| self.holds(rule.when.as_ref(), history));
                (Manner::Given, shared(&rule.expect("some rule holds").play))
            }
        }
    }

    /// All have picked: chance takes a branch of each effect, and the state changes.
    fn act(&mut self, decision: Decision<'m>, picks: &Picks, history: &History) -> Values {
        let joint = decision
            .joint
            .iter()
            .find(|entry| matches(entry, decision.choices, picks));
        let picked = decision.choices.iter().zip(picks);
        let own = picked.filter_map(|(choice, pick)| {
            let effect = |pick: &Pick| &choice.actions[pick.action].effect;
            pick.as_ref().map(|pick| (Some(choice.actor), effect(pick)))
        });
        let act = Act {
            stage: decision.stage,
            picks: picks.clone(),
            effects: own.chain(joint.map(|entry| (None, &entry.effect))).collect(),
            joint: joint.is_some(),
            before: history.clone(),
        };
        self.take(&act, &[], history)
    }

    fn take(&mut self, act: &Act<'m>, taken: &[usize], history: &History) -> Values {
        let Some(&(actor, effect)) = act.effects.get(taken.len()) else {
            return self.done(act, taken, history);
        };
        let mut expected = self.nothing();
        for (branch, chance, options) in self.branches(effect, &act.before) {
            let name = What::Branch(effect.branches[branch].name.clone());
            let next = history.then(chance, options).telling(act.stage, actor, name);
            let values = self.take(act, &[taken, &[branch]].concat(), &next);
            mix(&mut expected, chance, &values);
        }
        expected
    }

    fn done(&mut self, act: &Act<'m>, taken: &[usize], history: &History) -> Values {
        let mut values = self.nothing();
        let picked = act
            .picks
            .iter()
            .enumerate()
            .filter_map(|(choice, pick)| pick.as_ref().map(|pick| (choice, pick)));
        for ((choice, pick), &taken) in picked.zip(taken) {
            let due = |paid| pays(paid, act.stage, choice, pick, taken);
            let paid = self.pay(history, due);
            mix(&mut values, 1.0, &paid);
        }
        let branches: Vec<&Branch> = act
            .effects
            .iter()
            .zip(taken)
            .map(|((_, effect), &b)| &effect.branches[b])
            .collect();
        let (own, together) = branches.split_at(branches.len() - usize::from(act.joint));
        let state = self.assigned(own, together.first().copied(), &act.before);
        let after = history.in_state(state);
        let rest = if act.effects.is_empty() && self.mistake == Mistake::SkipsUnaskedStages {
            self.stage(act.stage + 1, &after)
        } else {
            self.after_stage(act.stage, &after)
        };
        mix(&mut values, 1.0, &rest);
        values
    }
}

/// Where an actor stands who is about to move.
pub(super) fn node(picks: &Picks, history: &History) -> Node {
    let actions = picks.iter().map(|pick| pick.as_ref().map(|pick| pick.action));
    (history.state.clone(), actions.collect())
}

/// What happened when an actor took an action.
fn recorded(decision: Decision<'_>, choice: usize, action: usize, taken: &History) -> History {
    let choice = &decision.choices[choice];
    let name = choice.actions[action].name.clone();
    taken.telling(decision.stage, Some(choice.actor), What::Action(name))
}

/// Whether a term is paid on a pick.
fn pays(paid: Paid, at: usize, by: usize, pick: &Pick, taken: usize) -> bool {
    match paid {
        Paid::OnAction {
            stage,
            choice,
            action,
            branch,
        } => (stage, choice, action) == (at, by, pick.action) && branch.is_none_or(|branch| branch == taken),
        Paid::OnReneging { commitment, .. } => pick.reneged.contains(&commitment),
        Paid::EachPeriod | Paid::Lasting | Paid::AtEnd | Paid::Beyond | Paid::ByMembers => false,
    }
}

/// Whether what the actors picked is what a joint effect is about.
fn matches(entry: &Joint, choices: &[Choice], picks: &[Option<Pick>]) -> bool {
    let stands = |(choice, pick): (&Choice, &Option<Pick>)| pick.as_ref().map(|pick| pick.action).or(choice.not_asked);
    let played = choices.iter().zip(picks);
    entry
        .picks
        .iter()
        .zip(played)
        .all(|(wanted, played)| wanted.is_none() || *wanted == stands(played))
}
