//! One sweep over a game: reach probabilities and beliefs forward, values and responses backward.

pub(super) mod backward;
pub(super) mod forward;
mod response;
pub(super) mod scaled_play;
