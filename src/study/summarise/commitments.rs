//! The tables of commitments: what became of them, who kept them, and what others expected.

use super::ratio;
use crate::game::Game;
use crate::play::Compliance;
use crate::study::rows::comparisons::ANY;
use crate::study::rows::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow};
use crate::study::run_summary::Promise;
use crate::study::sink::Sink;
use crate::study::totals::Totals;
use crate::study::variant::Variant;

/// Puts the rows of commitments into the sink, and returns them by commitment.
pub(super) fn commitments(variant: &Variant, totals: &Totals, sink: &mut impl Sink) -> std::io::Result<Vec<Promise>> {
    let mut promises = Vec::new();
    for commitment in 0..variant.explored.game.commitments.len() {
        let of = Of {
            variant,
            totals,
            commitment,
        };
        let promise = Promise {
            played: of.played(),
            by_type: of.by_type(),
            trust: of.trust(),
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

/// One commitment of a variant.
struct Of<'a> {
    variant: &'a Variant,
    totals: &'a Totals,
    commitment: usize,
}

impl Of<'_> {
    fn game(&self) -> &Game {
        &self.variant.explored.game
    }

    fn actor(&self) -> usize {
        self.game().commitments[self.commitment].actor
    }

    fn name(&self) -> String {
        self.variant.explored.names.commitments[self.commitment].clone()
    }

    /// What became of it in the played games.
    fn played(&self) -> CommitmentRow {
        let tally = &self.totals.tallies.commitments[self.commitment];
        let of_occasions = |count: u64| ratio(count as f64, tally.occasions as f64);
        let delivers = self.game().commitments[self.commitment].delivers;
        CommitmentRow {
            variant: self.variant.name.clone(),
            commitment: self.name(),
            triggered: tally.games as f64 / self.totals.games() as f64,
            honoured_bound: of_occasions(tally.honoured_bound),
            honoured_free: of_occasions(tally.honoured_free),
            reneged: of_occasions(tally.reneged),
            vetoed: of_occasions(tally.vetoed).filter(|_| delivers.is_some()),
            mean_period: ratio(tally.first_periods as f64, tally.games as f64),
            unable: of_occasions(tally.unable),
            occasions: tally.occasions,
        }
    }

    /// What actors of each true type do about it: exact.
    fn by_type(&self) -> Vec<CommitmentByTypeRow> {
        let all = self.compliance(None);
        let row = |(true_type, value)| {
            let compliance = self.compliance(value);
            let occasions = compliance.iter().sum();
            let of_occasions = |kind: Compliance| ratio(compliance[kind as usize], occasions);
            let reneged = Compliance::Reneged as usize;
            CommitmentByTypeRow {
                variant: self.variant.name.clone(),
                commitment: self.name(),
                actor: self.variant.explored.names.actors[self.actor()].clone(),
                true_type,
                occasions: occasions / self.totals.count() as f64,
                honoured_bound: of_occasions(Compliance::HonouredBound),
                honoured_free: of_occasions(Compliance::HonouredFree),
                reneged: of_occasions(Compliance::Reneged),
                unable: of_occasions(Compliance::Unable),
                share_of_reneged: ratio(compliance[reneged], all[reneged]),
            }
        };
        self.types().into_iter().map(row).collect()
    }

    /// What others thought of it before it was tested.
    fn trust(&self) -> Vec<CommitmentBeliefRow> {
        let others = (0..self.game().actors).filter(|&actor| actor != self.actor());
        let rows = others.flat_map(|observer| {
            let types = self.types().into_iter();
            types.filter_map(move |(true_type, value)| {
                let (trust, profiles) = (&self.totals.believed.trust, self.type_profiles(value));
                let trusted = trust.trusted(self.commitment, observer, profiles)?;
                Some(CommitmentBeliefRow {
                    variant: self.variant.name.clone(),
                    commitment: self.name(),
                    observer: self.variant.explored.names.actors[observer].clone(),
                    true_type,
                    occasions: trusted.tests / self.totals.count() as f64,
                    honoured: trusted.honoured,
                    belief_mean: trusted.belief.mean,
                    belief_p05: trusted.belief.percentiles[0],
                    belief_p95: trusted.belief.percentiles[1],
                })
            })
        });
        rows.collect()
    }

    /// How often each kind of compliance is done by an actor of one type, or of any, over all draws.
    fn compliance(&self, value: Option<usize>) -> [f64; Compliance::ALL.len()] {
        let mut sums = [0.0; Compliance::ALL.len()];
        for type_profile in self.type_profiles(value) {
            let profiles = self.game().type_profiles.len();
            let first = (self.commitment * profiles + type_profile) * sums.len();
            for (sum, times) in sums.iter_mut().zip(&self.totals.compliance[first..]) {
                *sum += times;
            }
        }
        sums
    }

    /// All games, then those of each true type of the actor: the name, and the value of its type.
    fn types(&self) -> Vec<(String, Option<usize>)> {
        let types = self.variant.explored.names.types[self.actor()].iter().zip(0..);
        let each = types.map(|(name, value)| (name.clone(), Some(value)));
        std::iter::once((ANY.to_owned(), None)).chain(each).collect()
    }

    /// The type profiles in which the actor has a type, or any.
    fn type_profiles(&self, value: Option<usize>) -> impl Iterator<Item = usize> {
        let (game, actor) = (self.game(), self.actor());
        let mut attributes = game.attributes.iter();
        let of_type = attributes.position(|of| of.actor == actor && of.commitment.is_none());
        let wanted = of_type.zip(value);
        (0..game.type_profiles.len())
            .filter(move |&profile| wanted.is_none_or(|(of, value)| game.type_profiles[profile].values[of] == value))
    }
}
