//! The command, run within the process, in a folder of its own.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use pactum::execute;
use tempfile::TempDir;

/// The scenario that commands are about: types, a promise, a parameter, two variants.
pub const SCENARIO: &str = include_str!("scenario.toml");

/// A temporary folder with a scenario, in which commands run; it goes with this.
pub struct Workplace {
    _folder: TempDir,
}

impl Workplace {
    /// A new one; the process stays in it.
    ///
    /// # Panics
    /// It cannot be made.
    pub fn enter() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        std::env::set_current_dir(folder.path()).expect("it is there");
        fs::write("scenario.toml", SCENARIO).expect("there is room");
        Self { _folder: folder }
    }
}

/// Runs a command; gives its exit code.
///
/// # Panics
/// It fails as it never should.
pub fn pactum<'a>(arguments: impl IntoIterator<Item = &'a str>) -> u8 {
    let line = std::iter::once("pactum").chain(arguments).map(OsString::from);
    let code = execute(line);
    assert_ne!(code, 1, "something unexpected");
    code
}

/// Writes seeds into the folder that `PACTUM_SEEDS` names, if it does, and ends the process.
///
/// # Panics
/// They cannot be written.
pub fn offer_seeds(seeds: &[(String, Vec<u8>)]) {
    let Some(folder) = std::env::var_os("PACTUM_SEEDS") else {
        return;
    };
    for (name, seed) in seeds {
        fs::write(Path::new(&folder).join(name), seed).expect("there is room");
    }
    std::process::exit(0);
}
