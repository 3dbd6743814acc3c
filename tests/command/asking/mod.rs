//! What `solve`, `explain` and `compare` say: what actions are worth and why, what could be gained, and how it is asked and told.

mod compare;
mod contrast;
mod desk;
mod explain;
mod files;
mod flips;
mod program;
mod promises;
mod readme;
mod sides;
mod solve;
mod whole;
mod worth;
