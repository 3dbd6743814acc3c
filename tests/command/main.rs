//! The command as a user meets it: what it prints and writes, what it refuses, and its exit codes.

mod asking;
mod checking;
mod cli;
mod csv_table;
mod export;
mod fmt;
mod folder;
mod shipped;
mod starting;

#[path = "../support"]
mod support {
    pub(crate) mod command;
    pub(crate) mod files;
    pub(crate) mod game_file;
}
