//! How everything changes at an equilibrium: the derivative of a sweep, of what follows the last period and of the exact
//! results, by the log-odds and by the parameters, recorded as one linear map.
//!
//! Values follow from responses, as in a sweep, so that the responses depend on the unknowns through beliefs and through
//! what follows the last period alone.

mod events;
mod mass;
mod numbers;
mod playing;
mod reach;
mod recorder;
mod response;
mod results;
mod sweep;
mod tail;
mod values;

use super::PrincipalBranch;
use crate::numeric::linear_record::{Change, LinearRecord};
use crate::strategy::sweep::tail::{TOLERANCE, TailPlay, TailWorth};
pub(crate) use events::Event;
use numbers::Numbers;
use playing::Playing;
use reach::Reach;
pub(super) use recorder::Kink;
use recorder::Recorder;
pub use recorder::Tie;
use results::Results;
use sweep::Sweep;
use tail::TailPass;
use values::Value;

/// The linear map of all changes at an equilibrium.
#[derive(Debug)]
pub(in crate::strategy) struct Linearised {
    pub(in crate::strategy) record: LinearRecord,
    pub(in crate::strategy) kinks: Vec<Kink>,
    /// The changes of the parameters.
    pub(in crate::strategy) parameters: Vec<Change>,
    /// Those of the unknowns: log-odds, and what period states are worth beyond the last period.
    pub(in crate::strategy) unknowns: Vec<Change>,
    /// Those of what each unknown must equal.
    pub(in crate::strategy) images: Vec<Change>,
    /// What is asked for, with its changes.
    pub(in crate::strategy) results: Vec<Value>,
}

/// Which results of a game are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::strategy) enum Asked {
    /// The probability of each outcome, then the payoff of each actor.
    OutcomesAndPayoffs,
    /// The probability of each [`Event`], by number.
    Events,
}

impl Linearised {
    /// Records the changes at the point of a branch, `x`, that was evaluated last.
    pub(in crate::strategy) fn of(at: &PrincipalBranch<'_, '_>, x: &[f64], asked: Asked) -> Self {
        let game = at.bound.game;
        let worth = worth_as_played(at);
        let mut bound = at.bound.clone();
        bound.fill_in(&worth.states);
        let mut recorder = Recorder::new();
        let to = &mut recorder;
        let log_odds = to.inputs(x.len());
        let acted_on = to.inputs(worth.states.len());
        let both = game.tail.is_some() && game.has_own_later();
        let as_played = if both {
            to.inputs(worth.states.len())
        } else {
            acted_on.clone()
        };
        let numbers = Numbers::record(to, &bound, &as_played);
        let playing = Playing::record(to, at, (&bound, &numbers), (x, &log_odds));
        let reach = Reach::record(to, &playing);
        let results = match asked {
            Asked::OutcomesAndPayoffs => Results::record(to, &playing, &reach),
            Asked::Events => events::record(to, &playing, &reach),
        };
        let sweep = Sweep {
            at,
            playing: &playing,
            reach: &reach,
        };
        let mut images = sweep.record(to, &acted_on);
        let mut unknowns = [log_odds, acted_on.clone()].concat();
        if let Some(tail) = &game.tail {
            let pass = TailPass {
                tail,
                worth: &at.tail,
                playing: &playing,
                reach: &reach,
                beliefs: Some(&at.beliefs),
            };
            images.extend(pass.record(to, &acted_on));
            if both {
                let pass = TailPass {
                    worth: &worth,
                    beliefs: None,
                    ..pass
                };
                images.extend(pass.record(to, &as_played));
                unknowns.extend(as_played);
            }
        }
        let parameters = numbers.parameters.clone();
        let Recorder { record, kinks } = recorder;
        Self {
            record,
            kinks,
            parameters,
            unknowns,
            images,
            results,
        }
    }
}

/// What period states are worth beyond the last period as everybody plays.
fn worth_as_played(at: &PrincipalBranch<'_, '_>) -> TailWorth<1> {
    let play = TailPlay {
        bound: at.bound,
        profile: &at.profile,
        beliefs: &at.beliefs,
        acted_on: false,
        responds: None,
    };
    let mut worth = at.tail.clone();
    worth.update(&play, &[true], &[TOLERANCE]);
    worth
}
