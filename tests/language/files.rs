//! Loading scenario files: each failure has its own error, and every shipped file loads.

use std::fs;
use std::path::Path;

use pactum::unstable::scenario::{LoadError, load};
use pactum::unstable::source::Sources;

use crate::support::file_list::files_below;
use crate::{SAMPLE, listed};

fn refused(path: &Path) -> LoadError {
    load(path, &mut Sources::new()).expect_err("this gives no scenario")
}

#[test]
fn each_loading_failure_has_its_own_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.toml");
    assert!(matches!(refused(&file), LoadError::Missing(_)));
    assert!(matches!(refused(folder.path()), LoadError::IsDirectory(_)));
    fs::write(&file, [0x66, 0xff, 0x00]).expect("written");
    assert!(matches!(refused(&file), LoadError::NotUtf8(_)));
    fs::write(&file, vec![b'#'; 4 * 1024 * 1024 + 1]).expect("written");
    assert!(matches!(refused(&file), LoadError::TooLarge(_)));
    fs::write(&file, "").expect("written");
    assert!(matches!(refused(&file), LoadError::Invalid(_)));
    fs::write(&file, format!("\u{feff}{SAMPLE}")).expect("written");
    let mut sources = Sources::new();
    let document = load(&file, &mut sources).expect("a byte order mark does no harm");
    assert_eq!(sources.name(document.source()), file.display().to_string());
}

#[test]
fn windows_line_ends_make_no_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file.toml");
    fs::write(&file, SAMPLE.replace('\n', "\r\n")).expect("written");
    let mut sources = Sources::new();
    let document = load(&file, &mut sources).expect("the sample is right");
    assert!(document.model("base_case", &[], &mut sources).is_ok());
}

#[test]
fn every_scenario_of_the_project_is_right() {
    let files = files_below("scenarios", "toml");
    files.iter().for_each(|path| right(path));
    assert!(files.len() > 10);
}

fn right(path: &Path) {
    let mut sources = Sources::new();
    let document = match load(path, &mut sources) {
        Ok(document) => document,
        Err(LoadError::Invalid(found)) => panic!("{}", listed(&found, &sources)),
        Err(error) => panic!("{error}"),
    };
    for variant in document.variants() {
        if let Err(found) = document.model(variant, &[], &mut sources) {
            panic!("{}", listed(&found, &sources));
        }
    }
    let text = document.resolved_toml(&[]);
    assert_eq!(crate::document(&text).resolved_toml(&[]), text);
}
