//! Games whose answers are known by other means: the classics in `scenarios/classics`, solved, worked out and played.

mod choices;
mod harness;
mod hazards;
mod signals;
mod simultaneous;
mod soundness;
mod uncertainty;
