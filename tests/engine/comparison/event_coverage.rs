//! Counts how often beliefs after events and trust in promises were compared, so that the random scenarios test enough.

use std::collections::{BTreeMap, BTreeSet};

use pactum::unstable::play::Question;
use pactum::unstable::scenario::Model;

use crate::interpreter::account::Account;
use crate::interpreter::history::{Event, What};
use crate::interpreter::promises::Done;

/// A difference of beliefs that is more than rounding.
const DIFFERENCE: f64 = 1e-6;

/// Counts of comparisons that were not trivial.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventCoverage {
    /// Beliefs after an event that leave room for doubt, and of these the ones that the event changed.
    pub(crate) doubts: usize,
    pub(crate) changed: usize,
    /// Beliefs after an event that depend on what is true.
    pub(crate) telling: usize,
    /// Beliefs after what the observer's prior rules out.
    pub(crate) surprised: usize,
    /// Events that change what one observer believes of something, and not what another does.
    pub(crate) unseen: usize,
    /// Doubts after a named branch of a chance stage, of an actor's action, of what several did together.
    pub(crate) of_chance: usize,
    pub(crate) of_actions: usize,
    pub(crate) of_several: usize,
    /// Events after which some games end at once.
    pub(crate) cut_short: usize,
    /// Promises that an observer holds neither sure nor impossible to be kept.
    pub(crate) trusted: usize,
    /// Of these: drawn on each occasion, and drawn for the whole game.
    pub(crate) per_occasion: usize,
    pub(crate) per_game: usize,
    /// Of these: kept more often by some types than by others.
    pub(crate) types_differ: usize,
    /// Of these: seen otherwise by those who hold the true prior.
    pub(crate) own_prior: usize,
    /// Of these: where the observer's prior rules out what it sees.
    pub(crate) ruled_out: usize,
    /// Promises about which each of these things is done.
    pub(crate) done: BTreeMap<Done, usize>,
    /// Choices at which several promises fall due.
    pub(crate) rivals: usize,
}

/// What an event does to a belief, summed over games.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Change {
    /// The sum of beliefs as the period starts in which it happens.
    pub(super) before: f64,
    /// The sum of beliefs as the next one does.
    pub(super) after: f64,
    /// The chance of these games.
    pub(super) chance: f64,
    /// Whether the event leads to what the observer's prior rules out.
    pub(super) ruled_out: bool,
}

/// What an observer thinks of a promise as a period starts in which it may be tested.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) belief: f64,
    /// What somebody would think who sees the same and holds the true prior.
    pub(super) in_truth: f64,
    pub(super) ruled_out: bool,
    pub(super) per_occasion: bool,
    /// Whether some types keep the promise more often than others.
    pub(super) types_differ: bool,
}

/// What an event does to what is believed in answer to a question, by true and believed value.
type Changes = (Question, BTreeMap<(usize, usize), Change>);

impl EventCoverage {
    /// Requires that enough of everything was compared.
    pub(crate) fn require_enough(&self) {
        let done = |done| self.done.get(&done).copied().unwrap_or(0);
        for (what, count, least) in [
            ("doubts after events", self.doubts, 5_000),
            ("changes of mind", self.changed, 1_500),
            ("beliefs that the truth makes a difference to", self.telling, 300),
            ("beliefs after the impossible", self.surprised, 50),
            ("events that not all see", self.unseen, 50),
            ("doubts after branches of chance stages", self.of_chance, 100),
            ("doubts after branches of actions", self.of_actions, 1_000),
            ("doubts after joint branches", self.of_several, 50),
            ("events at the end of games", self.cut_short, 5_000),
            ("doubts about promises", self.trusted, 1_000),
            ("such promises drawn per occasion", self.per_occasion, 400),
            ("such promises drawn per game", self.per_game, 400),
            ("promises that types keep differently", self.types_differ, 200),
            ("promises under own priors", self.own_prior, 50),
            ("promises after the impossible", self.ruled_out, 5),
            ("kept because bound", done(Done::AsBound), 1_000),
            ("kept by choice", done(Done::ByChoice), 1_000),
            ("reneged on", done(Done::Reneged), 1_000),
            ("unavailable", done(Done::Unavailable), 100),
            ("choices with several promises", self.rivals, 100),
        ] {
            assert!(count >= least, "only {count} {what} were compared");
        }
    }

    /// Counts what was compared after an event; `together` says that it is a branch of what several did together.
    pub(super) fn after(&mut self, event: &Event, together: bool, all: &[Changes]) {
        let mut doubts = 0;
        let mut moved: BTreeMap<usize, BTreeSet<bool>> = BTreeMap::new();
        for (question, changes) in all {
            let open = changes.values().filter(|change| change.is_open());
            self.doubts += open.clone().count();
            let changed = open.clone().filter(|change| change.is_change()).count();
            self.changed += changed;
            self.surprised += open.clone().filter(|change| change.ruled_out).count();
            self.telling += usize::from(is_telling(changes));
            doubts += open.count();
            if changes.values().any(|change| change.chance > 0.0) {
                moved.entry(question.about).or_default().insert(changed > 0);
            }
        }
        self.unseen += moved.values().filter(|moved| moved.len() == 2).count();
        let counter = match (&event.what, event.actor) {
            (What::Action(_), _) => return,
            (What::Branch(_), Some(_)) => &mut self.of_actions,
            (What::Branch(_), None) if together => &mut self.of_several,
            (What::Branch(_), None) => &mut self.of_chance,
        };
        *counter += doubts;
    }

    /// Counts what was compared of an observer's trust.
    pub(super) fn trust(&mut self, word: &Word) {
        if !(DIFFERENCE..=1.0 - DIFFERENCE).contains(&word.belief) {
            return;
        }
        self.trusted += 1;
        self.per_occasion += usize::from(word.per_occasion);
        self.per_game += usize::from(!word.per_occasion);
        self.types_differ += usize::from(word.types_differ);
        self.own_prior += usize::from((word.belief - word.in_truth).abs() > DIFFERENCE);
        self.ruled_out += usize::from(word.ruled_out);
    }

    /// Counts what was done about promises.
    pub(super) fn deeds(&mut self, model: &Model, account: &Account) {
        let mut due: BTreeMap<(usize, usize), BTreeSet<usize>> = BTreeMap::new();
        for ((which, _, _, done), reach) in &account.due {
            if reach[0].chance() > 0.0 {
                *self.done.entry(*done).or_default() += 1;
                let commitment = &model.commitments[*which];
                let choice = (commitment.stage, commitment.choices.start);
                due.entry(choice).or_default().insert(*which);
            }
        }
        self.rivals += due.values().filter(|which| which.len() > 1).count();
    }

    /// Adds what another comparison saw.
    pub(super) fn join(&mut self, other: &Self) {
        for (sum, more) in self.counts().into_iter().zip(other.clone().counts()) {
            *sum += *more;
        }
        for (done, count) in &other.done {
            *self.done.entry(*done).or_default() += count;
        }
    }

    fn counts(&mut self) -> [&mut usize; 16] {
        [
            &mut self.doubts,
            &mut self.changed,
            &mut self.telling,
            &mut self.surprised,
            &mut self.unseen,
            &mut self.of_chance,
            &mut self.of_actions,
            &mut self.of_several,
            &mut self.cut_short,
            &mut self.trusted,
            &mut self.per_occasion,
            &mut self.per_game,
            &mut self.types_differ,
            &mut self.own_prior,
            &mut self.ruled_out,
            &mut self.rivals,
        ]
    }
}

impl Change {
    /// Whether the belief leaves room for doubt.
    fn is_open(&self) -> bool {
        self.after > DIFFERENCE * self.chance && self.after < (1.0 - DIFFERENCE) * self.chance
    }

    fn is_change(&self) -> bool {
        (self.after - self.before).abs() > DIFFERENCE * self.chance
    }
}

/// Whether what is believed depends on what is true.
fn is_telling(changes: &BTreeMap<(usize, usize), Change>) -> bool {
    let mean = |change: &Change| change.after / change.chance;
    changes.iter().any(|((truth, believed), change)| {
        let first = changes
            .iter()
            .find(|((_, other), change)| other == believed && change.chance > 0.0);
        change.chance > 0.0
            && first
                .is_some_and(|((other, _), first)| other != truth && (mean(first) - mean(change)).abs() > DIFFERENCE)
    })
}
