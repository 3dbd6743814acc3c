//! The proofs of `check`: shortest histories, soundness and interval arithmetic.

mod histories;
mod intervals;
mod kinds;
mod random;
mod undefined;
mod unused;
