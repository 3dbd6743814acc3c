//! `docs/limits.md` gives the limits that the code has.

/// A source file, the declaration of a limit in it, and what the page says in a row.
const LIMITS: [(&str, &str, &str); 26] = [
    (
        "scenario/load.rs",
        "const LIMIT: u64 = 4 * 1024 * 1024;",
        "or of the file of a study | 4 MiB",
    ),
    (
        "interchange/limits.rs",
        "MOST_BYTES: u64 = 64 * 1024 * 1024;",
        "`.nfg`) | 64 MiB",
    ),
    (
        "scenario/extends/mod.rs",
        "DEEPEST: usize = 16;",
        "extend each other | 16 | E704",
    ),
    (
        "scenario/parse/name_rules.rs",
        "LONGEST_NAME: usize = 200;",
        "characters of a name | 200;",
    ),
    (
        "scenario/parse/scenario.rs",
        "MOST_VARIANTS: usize = 1000;",
        "variants of a file | 1,000 | E515",
    ),
    (
        "scenario/lower/stages.rs",
        "MOST_OPTIONS: usize = 32_767;",
        "branches of an effect | 32,767 | E515",
    ),
    (
        "scenario/lower/commitments.rs",
        "MOST_DELIVERED: usize = 32;",
        "what they deliver | 32 | E515",
    ),
    (
        "scenario/parse/scenario.rs",
        "MOST_PERIODS: i64 = 100_000;",
        "periods | 100,000 | E109",
    ),
    (
        "scenario/lower/cells.rs",
        "MOST_VALUES: i64 = 10_000;",
        "variable's range | 10,000 | E506",
    ),
    (
        "expression/parser.rs",
        "const NESTING: usize = 200;",
        "in each other | 200 levels | E310",
    ),
    (
        "expression/parser.rs",
        "HEIGHT: usize = 500;",
        "follow from each other | 500 | E310",
    ),
    (
        "expression/parser.rs",
        "const NODES: usize = 10_000;",
        "names and operations | 10,000;",
    ),
    (
        "expression/check/names.rs",
        "NODES: usize = 100_000;",
        "100,000 with its definitions put in | E310",
    ),
    (
        "explore/mod.rs",
        "MAX_STATES: usize = 1_000_000;",
        "of a game | 1,000,000;",
    ),
    (
        "scenario/parse/table_reader.rs",
        "MOST_FINDINGS: usize = 1000;",
        "shown of a file | 1,000 |",
    ),
    (
        "interchange/limits.rs",
        "MOST_NODES: usize = 1_000_000;",
        "its strategies | 1,000,000 | E1006",
    ),
    (
        "interchange/limits.rs",
        "MOST_PAYOFFS: usize = 8_000_000;",
        "of a game file | 8,000,000 | E1006",
    ),
    (
        "interchange/limits.rs",
        "MOST_VALUES: usize = 10_000_000;",
        "of a game file | 10,000,000 | E1006",
    ),
    (
        "interchange/normal_form.rs",
        "MOST_COMBINATIONS: usize = 10_000;",
        "of the tree | 10,000; 1,000",
    ),
    ("numeric/stream.rs", "const PERIOD_BITS: u32 = 24;", "draws | 2^40"),
    ("cli/run.rs", "MOST_DRAWS: u64 = 100_000;", "draws | 100,000, unless"),
    (
        "study/varied_key.rs",
        "const MOST: f64 = 100_000.0;",
        "`sweep --vary` | 100,000 |",
    ),
    (
        "cli/sensitivity.rs",
        "MOST_POINTS: u64 = 1 << 24;",
        "`sensitivity` | 2^24 |",
    ),
    (
        "numeric/distribution/error.rs",
        "LARGEST_SHAPE: f64 = 1e9;",
        "concentrations of shares | 1e9 | E508, E510",
    ),
    (
        "study/soundness.rs",
        "const LARGEST: f64 = 1e100;",
        "multiples of nests, in every draw | 1e100 | E811",
    ),
    ("cli/threads.rs", "MOST_THREADS: usize = 1024;", "threads | 1,024 |"),
];

#[test]
fn the_page_gives_the_limits_of_the_code() {
    let root = env!("CARGO_MANIFEST_DIR");
    let text = |path: String| std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let page = text(format!("{root}/docs/limits.md"));
    for (file, declared, row) in LIMITS {
        assert!(
            text(format!("{root}/src/{file}")).contains(declared),
            "{file}: {declared}"
        );
        assert!(page.contains(row), "{row}");
    }
}
