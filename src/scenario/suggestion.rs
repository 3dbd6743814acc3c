//! Suggestions for unknown names.

use crate::source::wording::{closest, quoted};

/// The remark for a label: what was probably meant, or that the name is not known.
pub(crate) fn remark<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    closest(name, candidates).map_or_else(
        || "not known here".to_owned(),
        |meant| format!("did you mean {}?", quoted(meant)),
    )
}

/// All of these names, for a sentence: `a`, `b` and `c`.
pub(crate) fn list(names: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| quoted(name.as_ref())).collect();
    match names.split_last() {
        None => "none".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}
