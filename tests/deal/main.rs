//! The scenarios about the deal: what they must contain, how each lever acts, and the pages on them.

mod conventions;
mod family;
mod figures;
mod history;
mod marks;
mod moves;
mod pages;
mod quantity;
mod readme;
mod runs;
mod signs;
mod studies;
mod tables;
mod wants;

#[path = "../support"]
mod support {
    pub(crate) mod command;
    pub(crate) mod console_page;
    pub(crate) mod csv_table;
    pub(crate) mod file_list;
    pub(crate) mod files;
    pub(crate) mod scenario;
}
