//! Game files read from text.

use pactum::unstable::interchange::{GameFile, parse};
use pactum::unstable::source::Sources;

/// The game that a text describes.
#[track_caller]
pub(crate) fn parsed(text: &str) -> GameFile {
    let mut sources = Sources::new();
    let source = sources.add("game", text);
    parse(source, text).unwrap_or_else(|found| panic!("{found:?}\n{text}"))
}
