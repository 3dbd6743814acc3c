//! Marked numbers on a page: `.394<!--war_clause-->`, and `<!--table NAME-->` … `<!--end-->` around a table. Filling a
//! page replaces the text at every mark.

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";
const TABLE: &str = "table ";
const END: &str = "<!--end-->";

/// What a mark asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark<'a> {
    /// A number by its name.
    Number(&'a str),
    /// A table by its name, and what stands there.
    Table(&'a str, &'a str),
}

/// Replaces the text at every mark.
pub(crate) fn fill(page: &str, answer: &dyn Fn(Mark<'_>) -> String) -> String {
    let mut filled = String::new();
    let mut rest = page;
    while let Some(place) = rest.find(OPEN) {
        let (before, mark) = rest.split_at(place);
        let (name, after) = mark[OPEN.len()..].split_once(CLOSE).expect("a mark is closed");
        if let Some(table) = name.strip_prefix(TABLE) {
            let (old, after) = after.split_once(END).expect("a table is ended");
            let table = answer(Mark::Table(table, old.trim_start()));
            filled += &format!("{before}{OPEN}{name}{CLOSE}\n{table}{END}");
            rest = after;
        } else {
            let kept = before.trim_end_matches(is_number);
            let number = answer(Mark::Number(name));
            filled += &format!("{kept}{number}{OPEN}{name}{CLOSE}");
            rest = after;
        }
    }
    filled + rest
}

fn is_number(letter: char) -> bool {
    letter.is_ascii_digit() || ".+−".contains(letter)
}

#[test]
fn marks_are_filled() {
    let page = "war in −.5<!--a--> of games,\n<!--table t-->\nold\n<!--end--> and (.1<!--b-->).\n";
    let answer = |mark: Mark<'_>| match mark {
        Mark::Number(name) => format!(".{name}"),
        Mark::Table(name, old) => format!("| {name} |\n{old}"),
    };
    let filled = fill(page, &answer);
    let expected = "war in .a<!--a--> of games,\n<!--table t-->\n| t |\nold\n<!--end--> and (.b<!--b-->).\n";
    assert_eq!(filled, expected);
}
