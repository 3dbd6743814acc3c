//! One sweep over a game: reach probabilities and beliefs forward, values and responses backward.

pub(super) mod backward;
pub(super) mod forward;
pub(super) mod nested_logit;
mod period_pass;
pub(super) mod response;
pub(super) mod scaled_play;
pub(super) mod tail;

use super::Beliefs;
use crate::game::Profile;
use forward::{Forward, RareSets};
use scaled_play::ScaledPlay;

/// Updates beliefs to a profile. Lanes in which sets are too rare for plain numbers join `scaled`, and stay there.
pub(super) fn update_beliefs<const W: usize>(
    forward: &Forward<'_, '_, W>,
    profile: &Profile<W>,
    beliefs: &mut Beliefs<W>,
    rare: RareSets,
    scaled: &mut Vec<ScaledPlay>,
) {
    let found = forward.run(profile, beliefs, rare, &mut |_, _, _| ());
    for lane in (0..W).filter(|&lane| found[lane]) {
        if !scaled.iter().any(|scaled| scaled.lane() == lane) {
            scaled.push(ScaledPlay::new(profile, lane));
        }
    }
    for scaled in scaled {
        scaled.count_members(forward.bound);
        scaled.believe(forward.bound, beliefs, &mut |_, _, _| ());
    }
}
