//! Names in `src/unstable.rs` that no test, benchmark or fuzz target uses.

use crate::import_paths::{ImportPath, paths_from, tree};

/// The names that the text of `unstable.rs` lists, as paths below `unstable`.
fn listed(unstable: &str) -> Vec<String> {
    let mut module: Vec<&str> = Vec::new();
    let mut names = Vec::new();
    let mut rest = unstable;
    while let Some(at) = rest.find(['p', '}']) {
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("pub mod ") {
            let (name, body) = after.split_once(" {").expect("a module has a body");
            module.push(name);
            rest = body;
        } else if let Some(after) = rest.strip_prefix("pub use ") {
            let (paths, after) = tree(after);
            names.extend(
                paths
                    .iter()
                    .map(|path| [&module[..], &[path.name.as_str()]].concat().join("::")),
            );
            rest = after;
        } else {
            if rest.starts_with('}') {
                module.pop();
            }
            rest = &rest[1..];
        }
    }
    names
}

/// Whether a file that names these paths below `unstable` uses a name: by its path, or by a module that it imports.
fn uses(code: &str, paths: &[ImportPath], name: &str) -> bool {
    paths.iter().any(|path| {
        let below = path.segments[1..].join("::");
        let whole = below == name || below.starts_with(&format!("{name}::"));
        let from_module = name
            .strip_prefix(&format!("{below}::"))
            .map(|rest| format!("{}::{rest}", path.name));
        whole || from_module.is_some_and(|written| code.contains(&written))
    })
}

/// The names in the text of `unstable.rs` that none of some files uses.
pub(crate) fn unused(unstable: &str, files: &[String]) -> Vec<String> {
    let paths: Vec<Vec<ImportPath>> = files.iter().map(|code| unstable_paths(code)).collect();
    let mut names = listed(unstable);
    names.retain(|name| !files.iter().zip(&paths).any(|(code, paths)| uses(code, paths, name)));
    names
}

/// The paths from `unstable` on, which follows `pactum::`.
fn unstable_paths(code: &str) -> Vec<ImportPath> {
    paths_from(&code.replace("pactum::unstable::", "unstable::"), &["unstable"])
}

#[test]
fn an_unused_name_is_found() {
    let unstable = "//! Names.\npub mod game {\n    pub use crate::game::{Bound, Edge};\n}\npub mod numeric {\n    \
                    pub mod math {\n        pub use crate::numeric::math::{exp, ln, sin};\n    }\n}\n";
    let all = [
        "game::Bound",
        "game::Edge",
        "numeric::math::exp",
        "numeric::math::ln",
        "numeric::math::sin",
    ];
    assert_eq!(listed(unstable), all);
    let files = [
        "use pactum::unstable::{game::Bound, numeric::math};\nfn f() { math::exp(1.0); }".to_owned(),
        "fn f() { pactum::unstable::numeric::math::ln(1.0); }".to_owned(),
    ];
    assert_eq!(unused(unstable, &files), ["game::Edge", "numeric::math::sin"]);
}
