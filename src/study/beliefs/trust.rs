//! What observers think of promises before they are tested, added up over draws and tests.

use super::BELIEF_BINS;
use crate::game::Game;
use crate::numeric::sketch::WeightedHistogram;
use crate::play::Trusted;
use crate::study::statistics::add;

/// Trust in promises, by commitment, observer and type profile.
pub(in crate::study) struct TrustTally {
    actors: usize,
    type_profiles: usize,
    /// Sums over tests of the chance that the observer gives to the promise.
    sums: Vec<f64>,
    /// How often it is tested.
    tests: Vec<f64>,
    /// How often it is honoured.
    honours: Vec<f64>,
    spread: Vec<WeightedHistogram>,
}

/// What an observer thinks of a promise before it is tested.
pub(in crate::study) struct Trustworthy {
    /// The tests, in all draws together.
    pub(in crate::study) tests: f64,
    /// The share of them in which the promise is honoured.
    pub(in crate::study) honoured: f64,
    /// The mean chance that the observer gave it before.
    pub(in crate::study) mean: f64,
    /// The 5th and 95th percentile of that chance, over tests.
    pub(in crate::study) percentiles: [f64; 2],
}

impl TrustTally {
    /// Nothing tested yet.
    pub(super) fn new(game: &Game) -> Self {
        let count = game.commitments.len() * game.actors * game.type_profiles.len();
        Self {
            actors: game.actors,
            type_profiles: game.type_profiles.len(),
            sums: vec![0.0; count],
            tests: vec![0.0; count],
            honours: vec![0.0; count],
            spread: vec![WeightedHistogram::new(BELIEF_BINS); count],
        }
    }

    /// Takes note of what an observer thinks.
    pub(super) fn count(&mut self, trusted: &Trusted) {
        let place = self.place(trusted.commitment, trusted.observer, trusted.type_profile);
        self.sums[place] += trusted.belief * trusted.tests;
        self.tests[place] += trusted.tests;
        self.honours[place] += trusted.honours;
        self.spread[place].add(trusted.belief, trusted.tests);
    }

    /// Adds what was observed in other draws.
    pub(super) fn merge(&mut self, other: &Self) {
        add(&mut self.sums, &other.sums);
        add(&mut self.tests, &other.tests);
        add(&mut self.honours, &other.honours);
        for (mine, theirs) in self.spread.iter_mut().zip(&other.spread) {
            mine.merge(theirs);
        }
    }

    /// What an observer thinks of a promise in games of some type profiles; `None` where it is never tested in them, or
    /// the observer thinks that it cannot be.
    pub(in crate::study) fn trusted(
        &self,
        commitment: usize,
        observer: usize,
        type_profiles: impl Iterator<Item = usize>,
    ) -> Option<Trustworthy> {
        let (mut sum, mut tests, mut honours) = (0.0, 0.0, 0.0);
        let mut spread = WeightedHistogram::new(BELIEF_BINS);
        for type_profile in type_profiles {
            let place = self.place(commitment, observer, type_profile);
            sum += self.sums[place];
            tests += self.tests[place];
            honours += self.honours[place];
            spread.merge(&self.spread[place]);
        }
        let percentiles = [spread.quantile(0.05)?, spread.quantile(0.95)?];
        (tests > 0.0).then(|| Trustworthy {
            tests,
            honoured: honours / tests,
            mean: sum / tests,
            percentiles,
        })
    }

    fn place(&self, commitment: usize, observer: usize, type_profile: usize) -> usize {
        (commitment * self.actors + observer) * self.type_profiles + type_profile
    }
}
