//! The engine: numerics, exploring, proofs, solving, playing and game files, judged by independent means.

mod comparison;
mod exploring;
mod generator;
mod groups;
mod interchange;
mod interpreter;
mod known_answers;
mod main_scenario;
mod numeric_bits;
mod open_ended;
mod proofs;
mod quantiles;
mod random_scenarios;
mod sensitivity;
mod solving;

#[path = "../support"]
mod support {
    pub(crate) mod command;
    pub(crate) mod file_list;
    pub(crate) mod files;
    pub(crate) mod game_file;
    pub(crate) mod random_numbers;
    pub(crate) mod scenario;
    pub(crate) mod solved_game;
}
