//! What `check` proves, tried: histories are the shortest, what is called sound stays so, what intervals show is true.

mod histories;
mod intervals;
mod kinds;
mod random;
mod unused;
