//! Flat code: every number that a game needs, as one list of operations without repetition, run for a block of draws.
