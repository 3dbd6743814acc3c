//! The tables of commitments: what became of them, who kept them, and what others expected.

use super::{Result, Results, ratio};
use crate::play::Compliance;
use crate::study::rows::comparisons::ANY;
use crate::study::rows::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow};
use crate::study::run_summary::Promise;
use crate::study::sink::Sink;

impl Results<'_> {
    /// Puts the rows of commitments into the sink, and returns them by commitment.
    pub(super) fn promises(&self, sink: &mut impl Sink) -> Result<Vec<Promise>> {
        let mut promises = Vec::new();
        for commitment in 0..self.game.commitments.len() {
            let promise = Promise {
                played: self.played(commitment),
                by_type: self.by_type(commitment),
                trust: self.trust(commitment),
            };
            sink.put(promise.played.clone())?;
            for row in &promise.by_type {
                sink.put(row.clone())?;
            }
            for row in &promise.trust {
                sink.put(row.clone())?;
            }
            promises.push(promise);
        }
        Ok(promises)
    }

    /// What became of a commitment in the played games.
    fn played(&self, commitment: usize) -> CommitmentRow {
        let tally = &self.totals.tallies.commitments[commitment];
        let of_occasions = |count: u64| ratio(count as f64, tally.occasions as f64);
        let delivers = self.game.commitments[commitment].delivers;
        CommitmentRow {
            variant: self.variant.clone(),
            commitment: self.names.commitments[commitment].clone(),
            triggered: self.totals.any_games().map(|games| tally.games as f64 / games),
            honoured_bound: of_occasions(tally.honoured_bound),
            honoured_free: of_occasions(tally.honoured_free),
            reneged: of_occasions(tally.reneged),
            undelivered: of_occasions(tally.undelivered).filter(|_| delivers.is_some()),
            mean_period: ratio(tally.first_periods as f64, tally.games as f64),
            unable: of_occasions(tally.unable),
            occasions: self.totals.any_games().map(|_| tally.occasions),
        }
    }

    /// What actors of each true type do about it: exact.
    fn by_type(&self, commitment: usize) -> Vec<CommitmentByTypeRow> {
        let actor = self.game.commitments[commitment].actor;
        let all = self.compliance(commitment, None);
        let row = |(true_type, value)| {
            let compliance = self.compliance(commitment, value);
            let occasions = compliance.iter().sum();
            let of_occasions = |kind: Compliance| ratio(compliance[kind as usize], occasions);
            let reneged = Compliance::Reneged as usize;
            CommitmentByTypeRow {
                variant: self.variant.clone(),
                commitment: self.names.commitments[commitment].clone(),
                actor: self.names.actors[actor].clone(),
                true_type,
                occasions: occasions / self.totals.count() as f64,
                honoured_bound: of_occasions(Compliance::HonouredBound),
                honoured_free: of_occasions(Compliance::HonouredFree),
                reneged: of_occasions(Compliance::Reneged),
                unable: of_occasions(Compliance::Unable),
                share_of_reneged: ratio(compliance[reneged], all[reneged]),
            }
        };
        self.true_types(actor).into_iter().map(row).collect()
    }

    /// What others thought of it before its occasions came.
    fn trust(&self, commitment: usize) -> Vec<CommitmentBeliefRow> {
        let actor = self.game.commitments[commitment].actor;
        let others = (0..self.game.declared).filter(move |&other| other != actor);
        let rows = others.flat_map(|observer| {
            let types = self.true_types(actor).into_iter();
            types.filter_map(move |(true_type, value)| {
                let (trust, profiles) = (&self.totals.believed.trust, self.type_profiles(actor, value));
                let trusted = trust.trusted(commitment, observer, profiles)?;
                let percentile = |p: usize| trusted.belief.as_ref().map(|belief| belief.percentiles[p]);
                Some(CommitmentBeliefRow {
                    variant: self.variant.clone(),
                    commitment: self.names.commitments[commitment].clone(),
                    observer: self.names.actors[observer].clone(),
                    true_type,
                    occasions: trusted.occasions / self.totals.count() as f64,
                    honoured: trusted.honoured,
                    belief_mean: trusted.belief.as_ref().map(|belief| belief.mean),
                    belief_p05: percentile(0),
                    belief_p95: percentile(1),
                })
            })
        });
        rows.collect()
    }

    /// How often each kind of compliance is done by an actor of one type, or of any, over all draws.
    fn compliance(&self, commitment: usize, value: Option<usize>) -> [f64; Compliance::ALL.len()] {
        let actor = self.game.commitments[commitment].actor;
        let mut sums = [0.0; Compliance::ALL.len()];
        for type_profile in self.type_profiles(actor, value) {
            let profiles = self.game.type_profiles.len();
            let first = (commitment * profiles + type_profile) * sums.len();
            for (sum, times) in sums.iter_mut().zip(&self.totals.compliance[first..]) {
                *sum += times;
            }
        }
        sums
    }

    /// All games, then those of each true type of the actor: the name, and the value of its type.
    fn true_types(&self, actor: usize) -> Vec<(String, Option<usize>)> {
        let types = &self.names.types[actor];
        let each = types.iter().cloned().zip((0..).map(Some));
        let any = std::iter::once((ANY.to_owned(), None));
        any.chain(each).collect()
    }

    /// The type profiles in which the actor has a type, or any.
    fn type_profiles(&self, actor: usize, value: Option<usize>) -> impl Iterator<Item = usize> {
        let game = self.game;
        let mut attributes = game.attributes.iter();
        let of_type = attributes.position(|of| of.actor == actor && of.commitment.is_none());
        let wanted = of_type.zip(value);
        (0..game.type_profiles.len())
            .filter(move |&profile| wanted.is_none_or(|(of, value)| game.type_profiles[profile].values[of] == value))
    }
}
