//! The command as a user meets it: what it prints and writes, what it refuses, and its exit codes.

mod bad_days;
mod called;
mod check;
mod export;
mod failed_draws;
mod failures;
mod fmt;
mod folder;
mod forged_blocks;
mod graph;
mod help;
mod hostile;
mod live;
mod markup;
mod queries;
mod report;
mod resuming;
mod run;
mod runs;
mod shipped;
mod small_deal;
mod templates_and_schema;
mod tutorial;
mod until;
mod verify;
#[cfg(unix)]
mod widths;
mod workbook;

#[path = "../support"]
mod support {
    pub(crate) mod command;
    pub(crate) mod console_page;
    pub(crate) mod csv_table;
    pub(crate) mod files;
    pub(crate) mod game_file;
    #[cfg(unix)]
    pub(crate) mod terminal;
    pub(crate) mod tolerance;
}
