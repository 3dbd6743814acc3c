//! Files with a mistake, each with the expected message beside it in `NAME.txt`.

use std::fs;
use std::path::{Path, PathBuf};

use snapbox::{Assert, Data};

/// Expects that every file gives its message; with `SNAPSHOTS=overwrite` the messages are written.
pub(crate) fn expect_messages(files: &[PathBuf], shown: impl Fn(&Path) -> String) {
    let assert = Assert::new().action_env("SNAPSHOTS");
    let wrong = files.iter().filter_map(|file| {
        let expected = Data::read_from(&file.with_extension("txt"), None);
        let result = assert.try_eq(Some(&file.display()), shown(file).into(), expected);
        result.err().map(|difference| difference.to_string())
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All expected messages in one text.
pub(crate) fn messages(files: &[PathBuf]) -> String {
    let texts = files.iter().map(|file| fs::read_to_string(file.with_extension("txt")));
    texts.map(Result::unwrap_or_default).collect()
}
