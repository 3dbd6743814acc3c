//! What fuzz targets share.

pub mod command;
pub mod game_file;
pub mod scenario;
