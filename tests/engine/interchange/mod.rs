//! Game files: what is read is what was written, is solved as others solve it, and is written so that others read it.

mod files;
mod fuzz;
mod meaning;
mod random_tree;
mod round_trip;
mod scenarios;
mod strangers;
mod tables;
