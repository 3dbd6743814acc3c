//! What `figures.toml` lists: every number, table and sign that the pages on the deal show, and which run it comes from.

use std::sync::LazyLock;

use toml::{Table, Value};

use crate::runs::{Done, Run, Wanted, Which, work_out};

/// Over how many draws a sign is counted.
pub(crate) const DRAWS: u64 = 48;
/// Russia's precisions in tables by precision.
pub(crate) const PRECISIONS: [&str; 4] = ["0.03", "0.06", "0.12", "0.24"];
/// All actors' precisions, halved and doubled.
pub(crate) const HALVED: [&str; 2] = ["precision_russia=0.03", "precision_others=0.05"];
pub(crate) const DOUBLED: [&str; 2] = ["precision_russia=0.12", "precision_others=0.2"];

/// The quantity that is compared without and with the clause.
pub(crate) const WAR: &str = "war";

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A chance, to three decimals.
    Chance,
    /// A chance, as whole percent.
    Percent,
    /// A payoff, to one decimal.
    Payoff,
}

/// A number in a text.
pub(crate) struct Number {
    pub(crate) name: String,
    pub(crate) of: String,
    pub(crate) run: Run,
    /// What is taken off it.
    pub(crate) less: Option<Run>,
    pub(crate) style: Style,
}

/// A table of runs by quantities.
pub(crate) struct RunTable {
    pub(crate) name: String,
    pub(crate) corner: String,
    pub(crate) rows: Vec<RunRow>,
    pub(crate) columns: Vec<(String, String)>,
}

/// A row of it: a label, a run, and the text that replaces `*` in the quantities.
pub(crate) struct RunRow {
    pub(crate) label: String,
    pub(crate) run: Run,
    star: String,
}

impl RunRow {
    /// A quantity of this row.
    pub(crate) fn of(&self, column: &str) -> String {
        column.replace('*', &self.star)
    }
}

/// A table of quantities by Russia's precision.
pub(crate) struct PrecisionTable {
    pub(crate) name: String,
    pub(crate) rows: Vec<Anchor>,
}

/// A table of the chance of war without and with the clause, under some settings.
pub(crate) struct AgainstTable {
    pub(crate) name: String,
    /// A label, and the runs without and with.
    pub(crate) rows: Vec<(String, [Run; 2])>,
}

/// A quantity that is anchored, or at least watched.
pub(crate) struct Anchor {
    pub(crate) what: String,
    pub(crate) target: String,
    pub(crate) of: String,
    pub(crate) run: Run,
}

/// Which way a change moves a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Rises,
    Falls,
    Open,
}

/// A sign that must come out, or that is reported.
pub(crate) struct Sign {
    pub(crate) question: String,
    pub(crate) change: String,
    pub(crate) what: String,
    pub(crate) way: Way,
    /// The quantity before and after.
    pub(crate) of: [String; 2],
    /// The run before and after.
    pub(crate) runs: [Run; 2],
    /// Whether anything that it depends on is drawn.
    pub(crate) drawn: bool,
}

/// All figures.
pub(crate) struct Figures {
    pub(crate) numbers: Vec<Number>,
    pub(crate) tables: Vec<RunTable>,
    pub(crate) by_precision: Vec<PrecisionTable>,
    pub(crate) against: Vec<AgainstTable>,
    pub(crate) signs: Vec<Sign>,
}

/// The figures, read once.
pub(crate) static FIGURES: LazyLock<Figures> = LazyLock::new(|| {
    let text = include_str!("figures.toml");
    let all: Table = text.parse().expect("figures.toml is TOML");
    Figures {
        numbers: all["numbers"]
            .as_table()
            .expect("a table")
            .iter()
            .map(|(name, entry)| number(name, entry))
            .collect(),
        tables: list(&all, "tables").map(run_table).collect(),
        by_precision: list(&all, "by_precision").map(precision_table).collect(),
        against: list(&all, "against").map(against_table).collect(),
        signs: list(&all, "signs").map(sign).collect(),
    }
});

/// Everything at the nominal point, worked out once.
pub(crate) static NOMINAL: LazyLock<Done> = LazyLock::new(|| work_out(FIGURES.nominal()));

fn list<'a>(all: &'a Table, key: &str) -> impl Iterator<Item = &'a Value> {
    all[key].as_array().expect("a list").iter()
}

fn word(entry: &Value, key: &str) -> String {
    let word = entry.get(key).and_then(Value::as_str);
    word.unwrap_or_else(|| panic!("{entry} has no {key}")).to_owned()
}

fn optional(entry: &Value, key: &str) -> Option<String> {
    entry.get(key).map(|_| word(entry, key))
}

/// Lists of two or three texts; a missing third is empty.
fn lists(entry: &Value, key: &str) -> impl Iterator<Item = [String; 3]> {
    let lists = entry.get(key).and_then(Value::as_array).expect("a list");
    lists.iter().map(|list| {
        let text = |place: usize| list.get(place).and_then(Value::as_str).unwrap_or_default();
        [0, 1, 2].map(|place| text(place).to_owned())
    })
}

fn run_row([label, run, star]: [String; 3]) -> RunRow {
    let run = Run::read(&run);
    RunRow { label, run, star }
}

fn number(name: &str, entry: &Value) -> Number {
    Number {
        name: name.to_owned(),
        of: word(entry, "of"),
        run: Run::read(&word(entry, "run")),
        less: optional(entry, "less").map(|run| Run::read(&run)),
        style: match optional(entry, "as").as_deref() {
            Some("percent") => Style::Percent,
            Some(other) => panic!("nothing is written as {other}"),
            None => style(&word(entry, "of")),
        },
    }
}

/// How a quantity is written by default.
pub(crate) fn style(of: &str) -> Style {
    let payoff = ["payoff", "spread"];
    if payoff.iter().any(|begins| of.starts_with(begins)) {
        Style::Payoff
    } else {
        Style::Chance
    }
}

fn run_table(entry: &Value) -> RunTable {
    RunTable {
        name: word(entry, "name"),
        corner: word(entry, "corner"),
        rows: lists(entry, "rows").map(run_row).collect(),
        columns: lists(entry, "columns").map(|[label, of, _]| (label, of)).collect(),
    }
}

fn against_table(entry: &Value) -> AgainstTable {
    let both = |sets: &str| {
        let run = |variant: &str| Run::read(&format!("nato_clause {variant} {sets}"));
        [run("plain_ceasefire"), run("clause")]
    };
    AgainstTable {
        name: word(entry, "name"),
        rows: lists(entry, "rows")
            .map(|[label, sets, _]| (label, both(&sets)))
            .collect(),
    }
}

fn precision_table(entry: &Value) -> PrecisionTable {
    let rows = entry.get("rows").and_then(Value::as_array).expect("a list");
    let anchor = |row: &Value| Anchor {
        what: word(row, "what"),
        target: word(row, "target"),
        of: word(row, "of"),
        run: Run::read(&word(row, "run")),
    };
    PrecisionTable {
        name: word(entry, "name"),
        rows: rows.iter().map(anchor).collect(),
    }
}

fn sign(entry: &Value) -> Sign {
    let of = word(entry, "of");
    let after = optional(entry, "of_after").unwrap_or_else(|| of.clone());
    let from = word(entry, "from");
    let to = optional(entry, "to").unwrap_or_else(|| from.clone());
    Sign {
        question: word(entry, "question"),
        change: word(entry, "change"),
        what: word(entry, "what"),
        way: match word(entry, "way").as_str() {
            "rises" => Way::Rises,
            "falls" => Way::Falls,
            "open" => Way::Open,
            other => panic!("no way {other}"),
        },
        of: [of, after],
        runs: [Run::read(&from), Run::read(&to)],
        drawn: entry.get("drawn").is_none_or(|drawn| drawn.as_bool() == Some(true)),
    }
}

/// Settings as `--set` takes them.
pub(crate) fn sets(settings: &[&str]) -> Vec<String> {
    settings.iter().map(|&set| set.to_owned()).collect()
}

/// A run at one of Russia's precisions.
pub(crate) fn at_precision(run: &Run, precision: &str) -> Run {
    run.with(&[format!("precision_russia={precision}")])
}

impl Figures {
    /// What has to be worked out at the nominal point.
    fn nominal(&self) -> Vec<Wanted> {
        let mut wanted: Vec<(Run, String)> = Vec::new();
        for number in &self.numbers {
            let runs = std::iter::once(&number.run).chain(&number.less);
            wanted.extend(runs.map(|run| (run.clone(), number.of.clone())));
        }
        for table in &self.tables {
            for row in &table.rows {
                let quantities = table.columns.iter().map(|(_, of)| row.of(of));
                wanted.extend(quantities.map(|of| (row.run.clone(), of)));
            }
        }
        for anchor in self.by_precision.iter().flat_map(|table| &table.rows) {
            let runs = PRECISIONS.map(|precision| at_precision(&anchor.run, precision));
            wanted.extend(runs.into_iter().map(|run| (run, anchor.of.clone())));
        }
        for (_, runs) in self.against.iter().flat_map(|table| &table.rows) {
            wanted.extend(runs.iter().map(|run| (run.clone(), WAR.to_owned())));
        }
        for (run, of) in self.signs.iter().flat_map(Sign::ends) {
            let sets = [sets(&[]), sets(&HALVED), sets(&DOUBLED)];
            wanted.extend(sets.map(|sets| (run.with(&sets), of.to_owned())));
        }
        let wanted = wanted.into_iter();
        wanted.map(|(run, of)| (run, Which::Nominal, of)).collect()
    }

    /// What has to be worked out over draws.
    pub(crate) fn drawn(&self) -> Vec<Wanted> {
        let signs = self.signs.iter().filter(|sign| sign.drawn);
        let ends = signs.flat_map(Sign::ends);
        ends.map(|(run, of)| (run.clone(), Which::Draws(DRAWS), of.to_owned()))
            .collect()
    }
}

impl Sign {
    /// What it compares: a run and a quantity, before and after.
    fn ends(&self) -> [(&Run, &str); 2] {
        [0, 1].map(|place| (&self.runs[place], self.of[place].as_str()))
    }
}
