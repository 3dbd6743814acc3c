//! Circular imports: files that need each other, though neither is the other's parent module.

use std::collections::{BTreeMap, BTreeSet};

use crate::import_paths::{ImportPath, paths_from, uses};

/// The modules of a crate by path, segments joined by `::` (the crate itself is the empty path), with the code of each.
pub(crate) struct Modules {
    code: BTreeMap<String, String>,
    /// By module, where the names lead that it re-exports or imports.
    imported: BTreeMap<String, Vec<(ImportPath, bool)>>,
}

impl Modules {
    /// Modules by path, with their code, which must hold no comments.
    pub(crate) fn new(code: BTreeMap<String, String>) -> Self {
        let imported = code.iter().map(|(module, code)| (module.clone(), uses(code))).collect();
        Self { code, imported }
    }

    /// The modules that form circles of imports, each circle with the imports that tie it; imports between a module and
    /// one of its ancestors do not count.
    pub(crate) fn circles(&self) -> Vec<Vec<(String, String)>> {
        let imports: BTreeMap<&String, BTreeSet<String>> =
            self.code.keys().map(|module| (module, self.imports(module))).collect();
        let reach: BTreeMap<&String, BTreeSet<String>> = imports
            .keys()
            .map(|module| (*module, reachable(&imports, module)))
            .collect();
        let mut circles: BTreeMap<BTreeSet<&String>, Vec<(String, String)>> = BTreeMap::new();
        for (&module, reached) in &reach {
            let circle: BTreeSet<&String> = reach
                .keys()
                .copied()
                .filter(|other| reached.contains(*other) && reach[*other].contains(module))
                .collect();
            let ties = imports[module].iter().filter(|other| circle.contains(other));
            let ties: Vec<_> = ties.map(|other| (module.clone(), other.clone())).collect();
            if !circle.is_empty() {
                circles.entry(circle).or_default().extend(ties);
            }
        }
        circles.into_values().collect()
    }

    /// The modules that a module imports, without its ancestors and descendants.
    fn imports(&self, module: &str) -> BTreeSet<String> {
        let mut paths = paths_from(&self.code[module], &["crate", "super", "self"]);
        // A path of a `use` declaration may also begin with a child module.
        paths.extend(self.imported[module].iter().map(|(path, _)| path.clone()));
        let found = paths
            .iter()
            .filter_map(|path| self.definition(module, &path.segments, 0));
        found
            .filter(|other| !is_ancestor(module, other) && !is_ancestor(other, module))
            .collect()
    }

    /// The module that defines what a path names, as far as re-exports tell; `None` for paths out of the crate.
    fn definition(&self, module: &str, path: &[String], depth: usize) -> Option<String> {
        let first = path.first()?;
        let (mut at, mut rest) = match first.as_str() {
            "crate" => (String::new(), &path[1..]),
            "self" => (module.to_owned(), &path[1..]),
            "super" => (parent(module), &path[1..]),
            child => {
                self.code.get(&join(module, child))?;
                (module.to_owned(), path)
            }
        };
        while let Some((segment, further)) = rest.split_first() {
            if segment == "super" {
                at = parent(&at);
            } else if self.code.contains_key(&join(&at, segment)) {
                at = join(&at, segment);
            } else {
                return Some(self.reexported(&at, segment, depth).unwrap_or(at));
            }
            rest = further;
        }
        Some(at)
    }

    fn reexported(&self, module: &str, name: &str, depth: usize) -> Option<String> {
        let mut imported = self.imported[module].iter();
        let (path, _) = imported.find(|(path, public)| *public && path.name == name)?;
        // A chain of re-exports that leads back to itself has no definition.
        (depth < 8).then(|| self.definition(module, &path.segments, depth + 1))?
    }
}

fn reachable(imports: &BTreeMap<&String, BTreeSet<String>>, module: &String) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&String> = vec![module];
    while let Some(next) = open.pop() {
        for other in imports.get(next).into_iter().flatten() {
            if reached.insert(other.clone()) {
                open.push(other);
            }
        }
    }
    reached
}

fn join(module: &str, child: &str) -> String {
    if module.is_empty() {
        child.to_owned()
    } else {
        format!("{module}::{child}")
    }
}

fn parent(module: &str) -> String {
    module
        .rsplit_once("::")
        .map_or_else(String::new, |(parent, _)| parent.to_owned())
}

/// Whether one module is the other or holds it.
fn is_ancestor(module: &str, of: &str) -> bool {
    module.is_empty()
        || of
            .strip_prefix(module)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
fn found(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let code = files
        .iter()
        .map(|(module, code)| ((*module).to_owned(), (*code).to_owned()));
    let ties = |circle: Vec<(String, String)>| circle.into_iter().map(|(a, b)| format!("{a} -> {b}")).collect();
    Modules::new(code.collect()).circles().into_iter().map(ties).collect()
}

#[test]
fn two_files_that_import_each_other_are_found() {
    let files = [
        ("", "mod f;"),
        ("f", "mod a;\nmod b;"),
        ("f::a", "use super::b::B;"),
        ("f::b", "fn g() { crate::f::a::g(); }"),
    ];
    assert_eq!(found(&files), [["f::a -> f::b", "f::b -> f::a"]]);
}

#[test]
fn a_circle_through_a_reexport_is_found() {
    let files = [
        ("", ""),
        ("f", "pub use a::{A, X as Y};"),
        ("f::a", "use crate::g::G;"),
        ("g", "use crate::f::Y;"),
    ];
    assert_eq!(found(&files), [["f::a -> g", "g -> f::a"]]);
}

#[test]
fn parents_and_children_may_import_each_other() {
    let files = [
        ("", "pub use f::F;"),
        ("f", "use a::A;\nuse b::B;"),
        ("f::a", "use super::F;"),
        ("f::b", "use super::F;\nuse super::a::A;\nuse std::fs;"),
    ];
    assert_eq!(found(&files), Vec::<Vec<String>>::new());
}
