//! Sweeps over a game: beliefs forward, values and responses backward, and how a draw climbs by them.

pub(super) mod climb;
pub(super) mod forward;
pub(super) mod lane;
pub(super) mod pace;
mod respond;
pub(super) mod sweep;
pub(super) mod trembles;
