//! Games with known answers: the classics in `scenarios/classics` and others, solved, evaluated exactly and played.

mod choices;
mod classic;
mod documented;
mod hazards;
mod nests;
mod open_ended;
mod own_later;
mod signals;
mod simultaneous;
mod soundness;
mod uncertainty;
