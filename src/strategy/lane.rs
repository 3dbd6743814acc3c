//! Moving one lane of many.

use crate::game::Profile;
use crate::numeric::lanes::Lanes;

/// Something for each lane.
pub(in crate::strategy) fn map_lanes<T, const W: usize>(of: impl FnMut(usize) -> T) -> [T; W] {
    std::array::from_fn(of)
}

/// Copies a lane of numbers.
pub(in crate::strategy) fn copy_lane<const W: usize>(to: &mut [Lanes<W>], from: &[Lanes<W>], lane: usize) {
    for (to, from) in to.iter_mut().zip(from) {
        to[lane] = from[lane];
    }
}

/// Copies a lane of a profile.
pub(in crate::strategy) fn copy_profile<const W: usize>(to: &mut Profile<W>, from: &Profile<W>, lane: usize) {
    for (to, from) in to.periods.iter_mut().zip(&from.periods) {
        copy_lane(to, from, lane);
    }
}
