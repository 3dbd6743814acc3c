//! What became of commitments, whose word was kept, and what others thought of it before.

use super::{ANY, ratio};
use crate::game::Game;
use crate::play::Deed;
use crate::study::rows::{CommitmentBeliefRow, CommitmentByTypeRow, CommitmentRow, Record, Sink};
use crate::study::totals::Totals;
use crate::study::variant::Variant;

/// Hands over what became of each commitment in the played games.
pub(super) fn played(
    variant: &Variant,
    totals: &Totals,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    for (number, tally) in totals.tallies.commitments.iter().enumerate() {
        let of_occasions = |count: u64| ratio(count as f64, tally.occasions as f64);
        sink.put(Record::Commitment(CommitmentRow {
            variant: variant.name.clone(),
            commitment: names.commitments[number].clone(),
            triggered: tally.games as f64 / totals.games() as f64,
            honoured_bound: of_occasions(tally.honoured_bound),
            honoured_free: of_occasions(tally.honoured_free),
            reneged: of_occasions(tally.reneged),
            vetoed: of_occasions(tally.vetoed)
                .filter(|_| game.commitments[number].delivers.is_some()),
            mean_period: ratio(tally.first_periods as f64, tally.games as f64),
            unable: of_occasions(tally.unable),
            occasions: tally.occasions,
        }))?;
    }
    Ok(())
}

/// Hands over, for each true type of those who made a commitment, what they do about it: exact.
pub(super) fn by_type(
    variant: &Variant,
    totals: &Totals,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    for (number, commitment) in game.commitments.iter().enumerate() {
        let all = Deeds::of(game, totals, number, None);
        for (true_type, value) in types(variant, commitment.actor) {
            let deeds = Deeds::of(game, totals, number, value);
            let occasions = deeds.occasions();
            let of_occasions = |deed: Deed| ratio(deeds.count(deed), occasions);
            sink.put(Record::CommitmentByType(CommitmentByTypeRow {
                variant: variant.name.clone(),
                commitment: names.commitments[number].clone(),
                actor: names.actors[commitment.actor].clone(),
                true_type,
                occasions: occasions / totals.draws() as f64,
                honoured_bound: of_occasions(Deed::HonouredBound),
                honoured_free: of_occasions(Deed::HonouredFree),
                reneged: of_occasions(Deed::Reneged),
                unable: of_occasions(Deed::Unable),
                share_of_reneged: ratio(deeds.count(Deed::Reneged), all.count(Deed::Reneged)),
            }))?;
        }
    }
    Ok(())
}

/// Hands over what others thought of each commitment before it was tested.
pub(super) fn trusted(
    variant: &Variant,
    totals: &Totals,
    sink: &mut dyn Sink,
) -> std::io::Result<()> {
    let game = &variant.explored.game;
    let names = &variant.explored.names;
    for (number, commitment) in game.commitments.iter().enumerate() {
        for observer in (0..game.actors).filter(|&actor| actor != commitment.actor) {
            for (true_type, value) in types(variant, commitment.actor) {
                let classes = classes(game, commitment.actor, value);
                let Some(trusted) = totals.believed.trust.trusted(number, observer, classes) else {
                    continue;
                };
                sink.put(Record::CommitmentBelief(CommitmentBeliefRow {
                    variant: variant.name.clone(),
                    commitment: names.commitments[number].clone(),
                    observer: names.actors[observer].clone(),
                    true_type,
                    occasions: trusted.tests / totals.draws() as f64,
                    honoured: trusted.honoured,
                    mean: trusted.mean,
                    percentiles: trusted.percentiles,
                }))?;
            }
        }
    }
    Ok(())
}

/// How often each deed is done, over all draws.
struct Deeds([f64; Deed::ALL.len()]);

impl Deeds {
    /// Those about a commitment by an actor of one type, or of any.
    fn of(game: &Game, totals: &Totals, commitment: usize, value: Option<usize>) -> Self {
        let mut sums = [0.0; Deed::ALL.len()];
        for class in classes(game, game.commitments[commitment].actor, value) {
            let first = (commitment * game.classes.len() + class) * sums.len();
            for (sum, times) in sums.iter_mut().zip(&totals.deeds[first..]) {
                *sum += times;
            }
        }
        Self(sums)
    }

    fn count(&self, deed: Deed) -> f64 {
        self.0[deed as usize]
    }

    fn occasions(&self) -> f64 {
        self.0.iter().sum()
    }
}

/// All games, then those of each true type of an actor: the name, and the value of its type.
fn types(variant: &Variant, actor: usize) -> Vec<(String, Option<usize>)> {
    let types = variant.explored.names.types[actor].iter();
    let each = types
        .enumerate()
        .map(|(value, name)| (name.clone(), Some(value)));
    std::iter::once((ANY.to_owned(), None))
        .chain(each)
        .collect()
}

/// The classes in which an actor has a type, or any.
fn classes(game: &Game, actor: usize, value: Option<usize>) -> impl Iterator<Item = usize> {
    let of_type = game
        .traits
        .iter()
        .position(|of| of.actor == actor && of.commitment.is_none());
    (0..game.classes.len()).filter(move |&class| match (of_type, value) {
        (Some(of_type), Some(value)) => game.classes[class].values[of_type] == value,
        _ => true,
    })
}
