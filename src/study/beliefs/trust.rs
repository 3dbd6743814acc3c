//! What observers expect of promises before their occasions come, added up over draws and occasions.

use serde::{Deserialize, Serialize};

use super::distribution::{Distribution, Summary};
use crate::game::Game;
use crate::play::Trusted;

/// Trust in promises, by commitment, observer and type profile.
#[derive(Serialize, Deserialize)]
pub(in crate::study) struct TrustTally {
    actors: usize,
    type_profiles: usize,
    /// The probability that the observer gives to the promise, over the occasions that it holds possible.
    beliefs: Vec<Distribution>,
    /// The number of occasions, and of those on which it is honoured.
    occasions: Vec<f64>,
    honours: Vec<f64>,
}

/// What an observer expects of a promise before its occasions come.
pub(in crate::study) struct TrustSummary {
    /// The occasions, in all draws together.
    pub(in crate::study) occasions: f64,
    /// The share of them on which the promise is honoured.
    pub(in crate::study) honoured: f64,
    /// The probability that the observer gave it before; `None` where it held none of them possible.
    pub(in crate::study) belief: Option<Summary>,
}

impl TrustTally {
    /// A tally without any occasion.
    pub(super) fn new(game: &Game) -> Self {
        let count = game.commitments.len() * game.actors * game.type_profiles.len();
        Self {
            actors: game.actors,
            type_profiles: game.type_profiles.len(),
            beliefs: vec![Distribution::new(); count],
            occasions: vec![0.0; count],
            honours: vec![0.0; count],
        }
    }

    /// Counts what an observer expects.
    pub(super) fn count(&mut self, trusted: &Trusted) {
        let place = self.place(trusted.commitment, trusted.observer, trusted.type_profile);
        if let Some(belief) = trusted.belief {
            self.beliefs[place].add(belief, trusted.occasions);
        }
        self.occasions[place] += trusted.occasions;
        self.honours[place] += trusted.honours;
    }

    /// Adds the occasions of other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.beliefs.iter_mut().zip(&other.beliefs) {
            mine.merge(theirs);
        }
        let occasions = self.occasions.iter_mut().zip(&other.occasions);
        for (mine, theirs) in occasions.chain(self.honours.iter_mut().zip(&other.honours)) {
            *mine += theirs;
        }
    }

    /// Whether it counts what another counts.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.actors, self.type_profiles) == (other.actors, other.type_profiles)
            && self.beliefs.len() == other.beliefs.len()
            && self.occasions.len() == other.occasions.len()
            && self.honours.len() == other.honours.len()
            && self.beliefs.iter().all(Distribution::is_mergeable)
    }

    /// What an observer expects of a promise in games of some type profiles; `None` where it has no occasion in them.
    pub(in crate::study) fn trusted(
        &self,
        commitment: usize,
        observer: usize,
        type_profiles: impl Iterator<Item = usize>,
    ) -> Option<TrustSummary> {
        let (mut beliefs, mut occasions, mut honours) = (Distribution::new(), 0.0, 0.0);
        for type_profile in type_profiles {
            let place = self.place(commitment, observer, type_profile);
            beliefs.merge(&self.beliefs[place]);
            occasions += self.occasions[place];
            honours += self.honours[place];
        }
        (occasions > 0.0).then(|| TrustSummary {
            belief: beliefs.summary(),
            occasions,
            honoured: honours / occasions,
        })
    }

    fn place(&self, commitment: usize, observer: usize, type_profile: usize) -> usize {
        (commitment * self.actors + observer) * self.type_profiles + type_profile
    }
}
