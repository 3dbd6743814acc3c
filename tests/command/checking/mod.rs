//! What `check` tells a reader of a scenario: numbers without a source, and everything that can be set.

mod settings;
mod sources;

use std::path::Path;
use std::process::{Command, Stdio};

/// What `pactum` prints on standard output and on standard error, if it ends well.
#[track_caller]
fn told(place: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_pactum"))
        .current_dir(place)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("pactum runs");
    let text = |bytes| String::from_utf8(bytes).expect("a text");
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{out}\n{err}");
    (out, err)
}
