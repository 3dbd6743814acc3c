//! Game files: reading and writing preserve the game, and it has the same equilibria as elsewhere.

mod crossing;
mod files;
mod fuzz;
mod hostile_files;
mod meaning;
mod random_tree;
mod round_trip;
mod scenarios;
mod tables;
