//! The command as a user meets it: what it prints and writes, what it refuses, and its exit codes.

mod asking;
mod checking;
mod cli;
mod export;
mod fmt;
mod starting;

#[path = "../support"]
mod support {
    pub(crate) mod game_file;
}
