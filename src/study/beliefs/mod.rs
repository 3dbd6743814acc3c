//! The exact results of a block of draws, and what observers believe in it.

mod after;
pub(super) mod distribution;
mod held;
mod trust;

use serde::{Deserialize, Serialize};

use crate::game::{Bound, Game, Names, Profile};
use crate::play::{Beliefs, BeliefsAfterEvents, Events, Exact, Observers, Trust, exact_observed};
pub(super) use after::AfterTally;
pub(super) use held::BeliefTally;
pub(super) use trust::TrustTally;

/// The observers and events of a game.
pub(super) struct Outlook<'g> {
    game: &'g Game,
    /// Who believes something, and about what.
    pub(super) observers: Observers<'g>,
    /// What may happen.
    pub(super) events: Events,
}

/// The beliefs of all observers.
#[derive(Serialize, Deserialize)]
pub(super) struct Believed {
    /// As each period starts.
    pub(super) held: BeliefTally,
    /// After each event.
    pub(super) after: AfterTally,
    /// Of promises, before they are tested.
    pub(super) trust: TrustTally,
}

impl<'g> Outlook<'g> {
    pub(super) fn new(game: &'g Game, names: &Names) -> Self {
        Self {
            game,
            observers: Observers::new(game),
            events: Events::of(game, names),
        }
    }

    /// The game.
    pub(super) fn game(&self) -> &'g Game {
        self.game
    }

    /// Computes the exact results of a block of draws, and the beliefs in it.
    pub(super) fn observe<const W: usize>(&self, bound: &Bound<'_, W>, profile: &Profile<W>) -> (Exact<W>, Believed) {
        let (observers, events) = (&self.observers, &self.events);
        let questions = observers.questions();
        let mut believed = Believed::new(self);
        let mut beliefs = Beliefs::new(observers, bound, profile);
        let mut aftermath = BeliefsAfterEvents::new(observers, events, bound, profile);
        let mut trust = Trust::new(observers, bound, profile);
        let exact = exact_observed(bound, profile, |now| {
            beliefs.observe(now.period, now.reach, |belief| {
                believed.held.count(&questions[belief.question], belief);
            });
            trust.observe(now.period, now.reach, |trusted| believed.trust.count(trusted));
            aftermath.observe(now, &beliefs);
        });
        believed.after.count(&aftermath, observers, events, bound);
        (exact, believed)
    }
}

impl Believed {
    /// Tallies without any game.
    pub(super) fn new(outlook: &Outlook<'_>) -> Self {
        Self {
            held: BeliefTally::new(&outlook.observers, outlook.game.periods),
            after: AfterTally::new(&outlook.observers, &outlook.events),
            trust: TrustTally::new(outlook.game),
        }
    }

    /// Whether they are those of the same observers as others.
    pub(super) fn are_like(&self, others: &Self) -> bool {
        self.held.is_like(&others.held) && self.after.is_like(&others.after) && self.trust.is_like(&others.trust)
    }

    /// Adds the beliefs of other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        self.held.merge(&other.held);
        self.after.merge(&other.after);
        self.trust.merge(&other.trust);
    }
}
