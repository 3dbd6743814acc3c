//! Games with known answers: the classics in `scenarios/classics`, solved, evaluated exactly and played.

mod choices;
mod classic;
mod hazards;
mod signals;
mod simultaneous;
mod soundness;
mod uncertainty;
