//! What observers believe about promises before their occasions come, and how promises are kept, against an enumeration of
//! all histories.

use std::collections::BTreeMap;

use pactum::unstable::game::{Bound, Game};
use pactum::unstable::play::{Compliance, Observers, Trust, exact_observed};
use pactum::unstable::scenario::Model;
use pactum::unstable::scenario::model::Binding;

use super::compare::{Verdict, near};
use super::event_coverage::{EventCoverage, Word};
use super::observers::{attributes, place};
use crate::interpreter::account::{Account, Standing};
use crate::interpreter::promises::Done;
use crate::interpreter::reach::Reach;
use crate::support::solved_game::SolvedGame;

/// A commitment, an observer, a period, and the values of all private attributes.
type Where = (usize, usize, usize, Vec<usize>);

/// A commitment, the values of all private attributes, and what is done.
type TypeProfile = (usize, Vec<usize>, Done);

/// Sums over occasions: of the chance that the observer gives and of its square, where it holds the occasion possible, of
/// the occasions, and of the promises kept.
type Sums = [f64; 4];

/// Compares what is thought of promises, and what is done about them, in a block of draws.
pub(crate) fn compare(
    model: &Model,
    answer: &SolvedGame,
    draws: &[Vec<f64>],
    accounts: &[Account],
    coverage: &mut EventCoverage,
) -> Result<(), Verdict> {
    let engine = engine(answer, draws);
    for (lane, account) in accounts.iter().enumerate() {
        let mut said = engine[lane].clone();
        for (at, wanted) in count(model, account, coverage) {
            let sums = said.remove(&at).unwrap_or_default();
            alike(&format!("draw {lane}, trust at {at:?}"), &sums, &wanted)?;
        }
        for (at, sums) in said {
            alike(&format!("draw {lane}, trust at {at:?}"), &sums, &[0.0; 4])?;
        }
        deeds(model, answer, account, lane)?;
        coverage.deeds(model, account);
    }
    Ok(())
}

fn alike(what: &str, engine: &Sums, wanted: &Sums) -> Result<(), Verdict> {
    let parts = ["beliefs", "their squares", "occasions", "promises kept"];
    for ((part, engine), wanted) in parts.iter().zip(engine).zip(wanted) {
        near(&format!("{what}, {part}"), *engine, *wanted)?;
    }
    Ok(())
}

/// What the engine says, by lane.
fn engine(answer: &SolvedGame, draws: &[Vec<f64>]) -> Vec<BTreeMap<Where, Sums>> {
    let game = &answer.explored.game;
    let bound = Bound::new(game, draws);
    let observers = Observers::new(game);
    let mut trust = Trust::new(&observers, &bound, &answer.solution.profile);
    let mut all = vec![BTreeMap::new(); draws.len()];
    exact_observed(&bound, &answer.solution.profile, |now| {
        trust.observe(now.period, now.reach, |trusted| {
            let attributes = game.type_profiles[trusted.type_profile].values.clone();
            let at = (trusted.commitment, trusted.observer, now.period, attributes);
            let (belief, occasions) = (trusted.belief.unwrap_or(0.0), trusted.occasions);
            let more = [
                belief * occasions,
                belief * belief * occasions,
                occasions,
                trusted.honours,
            ];
            add(all[trusted.lane].entry(at).or_insert([0.0; 4]), more);
        });
    });
    all
}

fn add<const N: usize>(sums: &mut [f64; N], more: [f64; N]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

/// How often a promise has an occasion and is kept in games that start a period in a state, under each prior.
struct Due {
    occasions: Vec<Reach>,
    kept: Vec<Reach>,
}

/// All occasions, by commitment, period and the state as it starts.
fn due(account: &Account) -> BTreeMap<(usize, usize, &[i32]), Due> {
    let mut all = BTreeMap::new();
    for ((which, period, dawn, done), reach) in &account.due {
        let due = all.entry((*which, *period, dawn.as_slice())).or_insert_with(|| Due {
            occasions: vec![Reach::NONE; reach.len()],
            kept: vec![Reach::NONE; reach.len()],
        });
        let kept = matches!(done, Done::AsBound | Done::ByChoice);
        for (prior, &reach) in reach.iter().enumerate() {
            due.occasions[prior] = due.occasions[prior].plus(reach);
            if kept {
                due.kept[prior] = due.kept[prior].plus(reach);
            }
        }
    }
    all
}

/// What observers think, by counting.
fn count(model: &Model, account: &Account, coverage: &mut EventCoverage) -> BTreeMap<Where, Sums> {
    let due = due(account);
    let mut all: BTreeMap<Where, Sums> = BTreeMap::new();
    for ((period, observer, _), states) in &account.starts {
        for (which, commitment) in model.commitments.iter().enumerate() {
            if commitment.actor == *observer {
                continue;
            }
            let find = |state| due.get(&(which, *period, state));
            let here: Vec<(&[i32], &Due)> = states
                .keys()
                .filter_map(|state| Some((state.as_slice(), find(state)?)))
                .collect();
            let view = View::of(states, &here, *observer);
            let belief = view.as_ref().map_or(0.0, |view| view.belief);
            for (state, due) in &here {
                let (occasions, kept) = (due.occasions[0].chance(), due.kept[0].chance());
                let at = (which, *observer, *period, attributes(model, state));
                let more = [belief * occasions, belief * belief * occasions, occasions, kept];
                add(all.entry(at).or_insert([0.0; 4]), more);
            }
            if let Some(view) = view {
                coverage.trust(&view.word(model, which, &here));
            }
        }
    }
    all
}

/// What an observer thinks of a promise as a period starts.
struct View {
    /// How likely it takes it to be that the promise is kept, given that it has an occasion.
    belief: f64,
    /// The same for somebody who sees the same and holds the true prior.
    in_truth: f64,
    /// Whether its prior rules out everything that it sees.
    ruled_out: bool,
}

impl View {
    /// `None` where the promise has no occasion in truth, or the observer thinks so.
    fn of(states: &BTreeMap<Vec<i32>, Standing>, here: &[(&[i32], &Due)], observer: usize) -> Option<Self> {
        let share = |prior: usize, order: u32| {
            let sum = |of: &dyn Fn(&Due) -> Reach| -> f64 { here.iter().map(|(_, due)| of(due).at(order)).sum() };
            let occasions = sum(&|due| due.occasions[prior]);
            (occasions > 0.0).then(|| sum(&|due| due.kept[prior]) / occasions)
        };
        let order = states.values().map(|standing| standing.own.order).min()?;
        Some(Self {
            in_truth: share(0, 0)?,
            belief: share(1 + observer, order)?,
            ruled_out: order > 0,
        })
    }

    /// What is worth knowing of the comparison.
    fn word(&self, model: &Model, which: usize, here: &[(&[i32], &Due)]) -> Word {
        let cell = model.actors[model.commitments[which].actor].type_cell;
        let mut by_type: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
        for (state, due) in here {
            let kind = cell.map_or(0, |cell| place(model, cell, state));
            let more = [due.occasions[0].chance(), due.kept[0].chance()];
            add(by_type.entry(kind).or_default(), more);
        }
        let due = by_type.values().filter(|[occasions, _]| *occasions > 0.0);
        let shares: Vec<f64> = due.map(|[occasions, kept]| kept / occasions).collect();
        Word {
            belief: self.belief,
            in_truth: self.in_truth,
            ruled_out: self.ruled_out,
            per_occasion: matches!(model.commitments[which].binding, Binding::Occasion { .. }),
            types_differ: shares.iter().any(|share| (share - shares[0]).abs() > 1e-6),
        }
    }
}

/// Compares how often each thing is done about each promise, by type profile.
fn deeds(model: &Model, answer: &SolvedGame, account: &Account, lane: usize) -> Result<(), Verdict> {
    let game = &answer.explored.game;
    let mut wanted: BTreeMap<TypeProfile, f64> = BTreeMap::new();
    for ((which, _, dawn, done), reach) in &account.due {
        let key = (*which, attributes(model, dawn), *done);
        *wanted.entry(key).or_default() += reach[0].chance();
    }
    for (key, engine) in said_of_deeds(game, answer, lane) {
        let what = format!("draw {lane}, commitment and deed {key:?}");
        near(&what, engine, wanted.remove(&key).unwrap_or(0.0))?;
    }
    for (key, chance) in wanted {
        near(&format!("draw {lane}, commitment and deed {key:?}"), 0.0, chance)?;
    }
    Ok(())
}

/// What the engine says of deeds.
fn said_of_deeds(game: &Game, answer: &SolvedGame, lane: usize) -> BTreeMap<TypeProfile, f64> {
    let type_profiles = game.type_profiles.len();
    let mut all = BTreeMap::new();
    for commitment in 0..game.commitments.len() {
        for (type_profile, of_type_profile) in game.type_profiles.iter().enumerate() {
            for (deed, done) in [
                (Compliance::HonouredBound, Done::AsBound),
                (Compliance::HonouredFree, Done::ByChoice),
                (Compliance::Reneged, Done::Reneged),
                (Compliance::Unable, Done::Unavailable),
            ] {
                let place = (commitment * type_profiles + type_profile) * Compliance::ALL.len() + deed as usize;
                let key = (commitment, of_type_profile.values.clone(), done);
                all.insert(key, answer.exact.compliance[place][lane]);
            }
        }
    }
    all
}
