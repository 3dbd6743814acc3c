//! "Did you mean …": the known name that is closest to one that is not known.

/// The candidate that differs least from a name, if it differs little enough to be meant.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + name.chars().count() / 4;
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The remark for a label: what was meant, or that the name is not known.
pub(crate) fn remark<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    closest(name, candidates).map_or_else(
        || "not known here".to_owned(),
        |meant| format!("did you mean `{meant}`?"),
    )
}

/// A list of names for a sentence: `a`, `b` and `c`.
pub(crate) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => "none".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
    }
}

fn distance(a: &str, b: &str) -> usize {
    if a.eq_ignore_ascii_case(b) {
        return 0;
    }
    strsim::damerau_levenshtein(a, b)
}

#[cfg(test)]
mod tests {
    use super::{closest, list};

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        assert_eq!(closest("vlaues", ["values", "range"]), Some("values"));
        assert_eq!(closest("Start", ["values", "start"]), Some("start"));
        assert_eq!(closest("colour", ["values", "range"]), None);
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list([]), "none");
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
