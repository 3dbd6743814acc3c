//! Game files: what is read is what was written, is solved as others solve it, and is written so that others read it.

mod chance;
mod files;
mod fuzz;
mod meaning;
mod random;
mod round_trip;
mod scenarios;
mod strangers;
mod tables;
