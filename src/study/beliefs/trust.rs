//! What observers expect of promises before they are tested, added up over draws and tests.

use serde::{Deserialize, Serialize};

use super::distribution::{Distribution, Summary};
use crate::game::Game;
use crate::play::Trusted;

/// Trust in promises, by commitment, observer and type profile.
#[derive(Serialize, Deserialize)]
pub(in crate::study) struct TrustTally {
    actors: usize,
    type_profiles: usize,
    /// The probability that the observer gives to the promise, over tests.
    beliefs: Vec<Distribution>,
    /// The number of tests in which it is honoured.
    honours: Vec<f64>,
}

/// What an observer expects of a promise before it is tested.
pub(in crate::study) struct TrustSummary {
    /// The tests, in all draws together.
    pub(in crate::study) tests: f64,
    /// The share of them in which the promise is honoured.
    pub(in crate::study) honoured: f64,
    /// The probability that the observer gave it before.
    pub(in crate::study) belief: Summary,
}

impl TrustTally {
    /// A tally without any test.
    pub(super) fn new(game: &Game) -> Self {
        let count = game.commitments.len() * game.actors * game.type_profiles.len();
        Self {
            actors: game.actors,
            type_profiles: game.type_profiles.len(),
            beliefs: vec![Distribution::new(); count],
            honours: vec![0.0; count],
        }
    }

    /// Counts what an observer expects.
    pub(super) fn count(&mut self, trusted: &Trusted) {
        let place = self.place(trusted.commitment, trusted.observer, trusted.type_profile);
        self.beliefs[place].add(trusted.belief, trusted.tests);
        self.honours[place] += trusted.honours;
    }

    /// Adds the tests of other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.beliefs.iter_mut().zip(&other.beliefs) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.honours.iter_mut().zip(&other.honours) {
            *mine += theirs;
        }
    }

    /// What an observer expects of a promise in games of some type profiles; `None` where it is never tested in them, or
    /// the observer thinks that it cannot be.
    pub(in crate::study) fn trusted(
        &self,
        commitment: usize,
        observer: usize,
        type_profiles: impl Iterator<Item = usize>,
    ) -> Option<TrustSummary> {
        let (mut all, mut honours) = (Distribution::new(), 0.0);
        for type_profile in type_profiles {
            let place = self.place(commitment, observer, type_profile);
            all.merge(&self.beliefs[place]);
            honours += self.honours[place];
        }
        Some(TrustSummary {
            belief: all.summary()?,
            tests: all.weight,
            honoured: honours / all.weight,
        })
    }

    fn place(&self, commitment: usize, observer: usize, type_profile: usize) -> usize {
        (commitment * self.actors + observer) * self.type_profiles + type_profile
    }
}
