//! What `solve`, `explain` and `compare` say: what actions are worth and why, what could be gained, and how it is asked and told.

mod compare;
mod contrast;

mod explain;
mod files;
mod flips;
mod peace;
mod promises;
mod readme;
mod sides;
mod solve;
mod worth;
