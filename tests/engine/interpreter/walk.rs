//! The meaning of a scenario by enumeration: every history is walked separately; none are merged.

use std::collections::BTreeMap;

use pactum::unstable::expression::Tree;
use pactum::unstable::scenario::model::{
    Branch, Chance, Effect, Model, Outcome, Paid, Role, StageKind, Structural, Term,
};

use super::account::{Account, Key, Manner, Standing};
use super::decision::Decision;
use super::history::{History, What};
use super::menu::Misreading;
use super::reach::Reach;
use super::responses::regret_given;
use super::tail::{Beyond, Tail};
use super::values::World;

/// How the actors play where the scenario leaves it open: given the information set and the actions on offer, a chance
/// for each action of the stage.
pub(crate) type Play<'p> = dyn Fn(&Key, &[usize]) -> Vec<f64> + 'p;

/// Ways in which a walk may be wrong on purpose, to see that a comparison would notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mistake {
    #[default]
    None,
    /// Everyone holds the true prior.
    IgnoresBelieved,
    /// The cost of reneging is paid even where the promised action was not available.
    PaysForVetoes,
    /// The last lasting situation is forgotten at the horizon.
    ForgetsPerpetuity,
    /// Sets that are never reached are taken as if all their histories needed equally many trembles.
    CountsNoTrembles,
    /// A period in which the game ends pays like one that it survives.
    PaysAtEndOfPeriodToo,
    /// No outcome is looked for after a decision in which nobody was asked.
    SkipsUnaskedStages,
    /// With a belief of its own about one of several joint types, an observer takes everything else for equally likely.
    ForgetsConditionals,
    /// Nests are not what the language says.
    Nests(Misreading),
    /// A hand that trembles takes every action equally often, also where there are nests.
    TremblesPastNests,
    /// Own later choices are taken as they are played.
    GivesNothingBack,
    /// Own later choices are taken as best even where rules or fixed probabilities make them.
    GivesBackAtGivenPlay,
    /// The regret of own later choices is that of the game as it is played.
    GivesBackWhatIsPlayed,
    /// What an actor gives back to itself, it is paid.
    PaysWhatIsGivenBack,
    /// Beyond the horizon all actions on offer are equally likely.
    PlaysEvenlyBeyond,
    /// The last lasting situation is paid for ever, and play goes on as well.
    PaysPerpetuityToo,
    /// What is paid when the game ends is paid at the horizon, and play goes on as well.
    PaysEndAtHorizonToo,
    /// Beyond the horizon all states that a set may be in are equally likely.
    BelievesAnewBeyond,
    /// Beyond the horizon own later choices are taken as they are played.
    GivesNothingBackBeyond,
}

/// Walks over all histories; `None` if there are more than `limit`.
pub(crate) fn walk(model: &Model, parameters: &[f64], play: &Play<'_>, limit: usize) -> Option<Account> {
    walk_wrongly(model, parameters, play, limit, Mistake::None)
}

/// The same with a mistake.
pub(crate) fn walk_wrongly(
    model: &Model,
    parameters: &[f64],
    play: &Play<'_>,
    limit: usize,
    mistake: Mistake,
) -> Option<Account> {
    let lows: Vec<i32> = model.cells.iter().map(|cell| cell.low).collect();
    let world = World { model, parameters };
    let own_later = model.actors.iter().map(|actor| {
        let share = actor
            .own_later
            .as_ref()
            .filter(|_| mistake != Mistake::GivesNothingBack);
        share.map(|share| world.value(share, &lows, 0))
    });
    let own_later: Vec<Option<f64>> = own_later.collect();
    let beyond = if model.goes_on {
        let account = walk_once(world, play, limit, mistake, &BTreeMap::new(), &Beyond::default())?;
        let tail = Tail::walk(world, &account, limit, mistake)?;
        if tail.never_met {
            return Some(Account {
                never_met: true,
                ..account
            });
        }
        tail.worth(&own_later)
    } else {
        Beyond::default()
    };
    // What is given back at a set follows from what is given back at later ones: each walk settles one more stage.
    let mut given_back = BTreeMap::new();
    for _ in 0..=model.periods * model.stages.len() {
        let account = walk_once(world, play, limit, mistake, &given_back, &beyond)?;
        let mut found = BTreeMap::new();
        for (key, set) in &account.sets {
            let Some(share) = own_later[key.actor] else { continue };
            let values = match mistake {
                Mistake::GivesBackWhatIsPlayed => set.values(),
                _ => set.acted_on(),
            };
            if matches!(set.manner, Manner::Logit(_)) || mistake == Mistake::GivesBackAtGivenPlay {
                found.insert(key.clone(), share * regret_given(set, &values));
            }
        }
        if found == given_back {
            return Some(account);
        }
        given_back = found;
    }
    panic!("what is given back does not settle")
}

/// One walk over all histories, given what each set adds to the values that its actor acts on earlier.
fn walk_once(
    world: World<'_>,
    play: &Play<'_>,
    limit: usize,
    mistake: Mistake,
    given_back: &BTreeMap<Key, f64>,
    beyond: &Beyond,
) -> Option<Account> {
    let mut walk = Walk::new(world, play, limit, mistake, (given_back, beyond));
    let lows = world.model.cells.iter().map(|cell| cell.low).collect();
    walk.start(0, History::nowhere(lows, world.model.actors.len() + 1));
    (walk.account.histories <= limit).then_some(walk.account)
}

pub(super) struct Walk<'m, 'p> {
    pub(super) world: World<'m>,
    pub(super) model: &'m Model,
    pub(super) play: &'p Play<'p>,
    /// What each set adds to the values that its actor acts on earlier, in units of its period.
    pub(super) given_back: &'p BTreeMap<Key, f64>,
    /// Where play goes on after the horizon: what the states there are worth.
    pub(super) beyond: &'p Beyond,
    /// While a walk goes through a period beyond the last one: what is found there.
    pub(super) tail: Option<Tail<'p>>,
    pub(super) discounts: Vec<f64>,
    pub(super) account: Account,
    limit: usize,
    pub(super) mistake: Mistake,
}

/// In units of the start: the expected payoff to come of each actor, then what each adds to it in the values that it acts
/// on. Beyond the horizon, then what [`Tail`] counts.
pub(super) type Values = Vec<f64>;

impl<'m, 'p> Walk<'m, 'p> {
    pub(super) fn new(
        world: World<'m>,
        play: &'p Play<'p>,
        limit: usize,
        mistake: Mistake,
        (given_back, beyond): (&'p BTreeMap<Key, f64>, &'p Beyond),
    ) -> Self {
        let model = world.model;
        let lows: Vec<i32> = model.cells.iter().map(|cell| cell.low).collect();
        let discounts = model.actors.iter();
        let discounts = discounts.map(|actor| world.value(&actor.discount, &lows, 0));
        Self {
            world,
            model,
            play,
            given_back,
            beyond,
            tail: None,
            discounts: discounts.collect(),
            account: Account {
                terms: vec![0.0; model.terms.len()],
                measures: vec![vec![0.0; model.measures.len()]; model.periods],
                ..Account::default()
            },
            limit,
            mistake,
        }
    }

    /// Whether there are more histories than there may be.
    pub(super) fn is_too_large(&self) -> bool {
        self.account.histories > self.limit
    }

    pub(super) fn nothing(&self) -> Values {
        vec![0.0; 2 * self.model.actors.len()]
    }

    pub(super) fn holds(&self, condition: Option<&Structural>, history: &History) -> bool {
        self.world.holds(condition, &history.state, history.period)
    }

    pub(super) fn value(&self, tree: &Tree, history: &History) -> f64 {
        self.world.value(tree, &history.state, history.period)
    }

    pub(super) fn is_constant(&self, tree: &Tree, history: &History, value: f64) -> bool {
        self.world.constant(tree, &history.state) == Some(value)
    }

    pub(super) fn begin(&mut self, history: &History) {
        match self.outcome(history, false) {
            Some(outcome) => {
                self.end(history, outcome);
            }
            None => {
                self.period(history);
            }
        }
    }

    /// The first outcome that holds.
    fn outcome(&self, history: &History, at_end: bool) -> Option<usize> {
        let holds = |outcome: &Outcome| outcome.at_end == at_end && self.holds(outcome.when.as_ref(), history);
        self.model.outcomes.iter().position(holds)
    }

    /// The game goes on after the events of the period.
    fn note_lived_through(&mut self, history: &History) {
        for event in history.happened() {
            let key = (history.period, event.clone());
            let ways = self.account.lived_through.entry(key).or_default();
            let way = (history.dawn.clone(), history.state.clone());
            *ways.entry(way).or_default() += history.reach[0].chance();
        }
    }

    /// The game is over.
    fn end(&mut self, history: &History, outcome: usize) -> Values {
        self.close(history, outcome);
        self.pay(history, |paid| paid == Paid::AtEnd)
    }

    /// Notes how a history ends.
    pub(super) fn close(&mut self, history: &History, outcome: usize) {
        self.account.histories += 1;
        let chance = history.reach[0].chance();
        for event in history.happened() {
            *self.account.died_with.entry(event.clone()).or_default() += chance;
        }
        *self.account.endings.entry((history.period, outcome)).or_default() += chance;
        let types = self
            .model
            .cells
            .iter()
            .zip(&history.state)
            .filter(|(cell, _)| matches!(cell.role, Role::Type { .. }));
        let types = types.map(|(_, &value)| value).collect();
        *self.account.by_type.entry((types, outcome)).or_default() += chance;
    }

    /// The next period begins.
    fn period(&mut self, history: &History) -> Values {
        let history = history.next_period();
        for actor in 0..self.model.actors.len() {
            let key = (history.period, actor, self.seen(actor, &history.state));
            let states = self.account.starts.entry(key).or_default();
            let none = Standing {
                chance: 0.0,
                own: Reach::NONE,
            };
            let standing = states.entry(history.state.clone()).or_insert(none);
            standing.chance += history.reach[0].chance();
            standing.own = standing.own.plus(history.reach[1 + actor]);
        }
        self.stage(0, &history)
    }

    pub(super) fn seen(&self, actor: usize, state: &[i32]) -> Vec<i32> {
        let cells = self.model.cells.iter().zip(state);
        cells
            .filter(|(cell, _)| cell.seen[actor])
            .map(|(_, &value)| value)
            .collect()
    }

    pub(super) fn stage(&mut self, number: usize, history: &History) -> Values {
        if self.is_too_large() {
            return self.nothing();
        }
        let Some(stage) = self.model.stages.get(number) else {
            return self.end_of_period(history);
        };
        if !self.holds(stage.when.as_ref(), history) {
            return self.stage(number + 1, history);
        }
        match &stage.kind {
            StageKind::Chance(effect) => {
                let mut expected = self.nothing();
                for (branch, chance, options) in self.branches(effect, history) {
                    let branch = &effect.branches[branch];
                    let state = self.assigned(&[branch], None, history);
                    let next = history.then(chance, options).in_state(state);
                    let next = next.telling(number, None, What::Branch(branch.name.clone()));
                    let values = self.after_stage(number, &next);
                    mix(&mut expected, chance, &values);
                }
                expected
            }
            StageKind::Decision { choices, joint } => self.decide(
                Decision {
                    stage: number,
                    choices,
                    joint,
                },
                history,
            ),
        }
    }

    pub(super) fn after_stage(&mut self, stage: usize, history: &History) -> Values {
        match self.outcome(history, false) {
            Some(outcome) => {
                let mut values = self.end(history, outcome);
                if self.mistake == Mistake::PaysAtEndOfPeriodToo {
                    let more = self.pay(history, |paid| paid == Paid::EachPeriod);
                    mix(&mut values, 1.0, &more);
                }
                values
            }
            None => self.stage(stage + 1, history),
        }
    }

    fn end_of_period(&mut self, history: &History) -> Values {
        for (number, measure) in self.model.measures.iter().enumerate() {
            let value = self.value(&measure.value, history);
            self.account.measures[history.period - 1][number] += history.reach[0].chance() * value;
        }
        let mut values = self.pay(history, |paid| paid == Paid::EachPeriod);
        let lasting = self.pay_lasting(history, |discount| 1.0 - discount);
        mix(&mut values, 1.0, &lasting);
        let rest = if let Some(tail) = &mut self.tail {
            self.account.histories += 1;
            tail.arrive(self.model.actors.len(), &history.state)
        } else if history.period == self.model.periods {
            self.horizon(history)
        } else {
            self.note_lived_through(history);
            self.period(history)
        };
        mix(&mut values, 1.0, &rest);
        values
    }

    fn horizon(&mut self, history: &History) -> Values {
        let outcome = self.outcome(history, true).expect("every game ends in an outcome");
        if self.model.goes_on {
            return self.go_on(history, outcome);
        }
        let mut values = self.end(history, outcome);
        if self.mistake != Mistake::ForgetsPerpetuity {
            // The weight of the last period is δ^(T−1), that of the perpetuity δ^T.
            let perpetuity = self.pay_lasting(history, |discount| discount);
            mix(&mut values, 1.0, &perpetuity);
        }
        values
    }

    pub(super) fn pay_lasting(&mut self, history: &History, share: impl Fn(f64) -> f64) -> Values {
        let mut values = self.nothing();
        for actor in 0..self.model.actors.len() {
            let share = share(self.discounts[actor]);
            let paid = self.pay_some(history, share, |term| term.paid == Paid::Lasting && term.actor == actor);
            mix(&mut values, 1.0, &paid);
        }
        values
    }

    /// Pays the terms of a kind, and says what they are to each actor.
    pub(super) fn pay(&mut self, history: &History, due: impl Fn(Paid) -> bool) -> Values {
        self.pay_some(history, 1.0, |term| due(term.paid))
    }

    fn pay_some(&mut self, history: &History, share: f64, due: impl Fn(&Term) -> bool) -> Values {
        let mut values = self.nothing();
        for (number, term) in self.model.terms.iter().enumerate() {
            if due(term) && self.holds(term.when.as_ref(), history) {
                let amount = share * self.weight(term.actor, history.period) * self.value(&term.amount, history);
                values[term.actor] += amount;
                self.account.terms[number] += history.reach[0].chance() * amount;
            }
        }
        values
    }

    /// The weight δ^(t−1) of a period; the start counts as the first.
    pub(super) fn weight(&self, actor: usize, period: usize) -> f64 {
        if self.tail.is_some() {
            return 1.0;
        }
        (1..period).map(|_| self.discounts[actor]).product()
    }

    /// The branches that chance may take: number, chance, and how many may be taken.
    pub(super) fn branches(&self, effect: &Effect, history: &History) -> Vec<(usize, f64, usize)> {
        let present: Vec<usize> = (0..effect.branches.len())
            .filter(|&b| self.holds(effect.branches[b].when.as_ref(), history))
            .collect();
        let given = |branch: usize| match &effect.branches[branch].chance {
            Chance::Given(tree) => Some(tree),
            Chance::Sure | Chance::Otherwise => None,
        };
        let taken: f64 = present
            .iter()
            .filter_map(|&b| given(b))
            .map(|tree| self.value(tree, history))
            .sum();
        let surely_all = present
            .iter()
            .filter_map(|&b| given(b))
            .map(|tree| self.world.constant(tree, &history.state))
            .try_fold(0.0, |sum, chance| chance.map(|chance| sum + chance))
            .is_some_and(|sum| sum == 1.0);
        let possible: Vec<(usize, f64)> = present
            .iter()
            .filter_map(|&branch| match &effect.branches[branch].chance {
                Chance::Sure => Some((branch, 1.0)),
                Chance::Otherwise => (!surely_all).then_some((branch, 1.0 - taken)),
                Chance::Given(tree) => {
                    (!self.is_constant(tree, history, 0.0)).then(|| (branch, self.value(tree, history)))
                }
            })
            .collect();
        let total: f64 = possible.iter().map(|(_, chance)| chance).sum();
        assert!((total - 1.0).abs() < 1e-9, "the branches sum to {total}");
        possible
            .iter()
            .map(|&(branch, chance)| (branch, chance, possible.len()))
            .collect()
    }

    /// The state after branches of several picks, and of what they do together, were taken.
    pub(super) fn assigned(&self, own: &[&Branch], joint: Option<&Branch>, before: &History) -> Vec<i32> {
        let mut state = before.state.clone();
        let mut by_hand = vec![0_usize; state.len()];
        for (cell, formula) in own.iter().flat_map(|branch| &branch.set) {
            state[*cell] = self.whole(&formula.tree, before, *cell);
            by_hand[*cell] += 1;
        }
        for (cell, formula) in joint.iter().flat_map(|branch| &branch.set) {
            state[*cell] = self.whole(&formula.tree, before, *cell);
            by_hand[*cell] = 0;
        }
        assert!(
            by_hand.iter().all(|&times| times <= 1),
            "two picks assign the same variable"
        );
        state
    }

    fn whole(&self, tree: &Tree, history: &History, cell: usize) -> i32 {
        let value = self.value(tree, history);
        let (low, high) = (self.model.cells[cell].low, self.model.cells[cell].high);
        assert!(
            value.fract() == 0.0 && value >= f64::from(low) && value <= f64::from(high),
            "{value} leaves its range"
        );
        value as i32
    }
}

pub(super) fn mix(expected: &mut Values, chance: f64, values: &Values) {
    if values.len() > expected.len() {
        expected.resize(values.len(), 0.0);
    }
    for (sum, value) in expected.iter_mut().zip(values) {
        *sum += chance * value;
    }
}
