//! Files of finished blocks, from which work goes on or is merged: whatever stands in one, the results are those of work
//! that began anew, or there are none. The first byte says which command they are of, and whether they are merged.
//!
//! Records whose hash is right are trusted, as only the command writes them.
#![no_main]

use std::cell::OnceCell;
use std::fs;

use libfuzzer_sys::{Corpus, fuzz_target};
use pactum_fuzz::command::{Workplace, offer_seeds, pactum};

/// A command whose blocks are kept.
struct Command {
    line: &'static [&'static str],
    /// The name of its results.
    name: &'static str,
    /// A table of its results.
    table: &'static str,
}

const COMMANDS: [Command; 2] = [
    Command {
        line: &["run", "scenario.toml", "--draws", "9", "--games", "1", "--games-csv"],
        name: "run",
        table: "draws.csv",
    },
    Command {
        line: &["sweep", "scenario.toml", "--vary", "worth=0,2", "--draws", "9"],
        name: "sweep",
        table: "sweep.csv",
    },
];

/// The tables as they should be, by command.
struct Expected {
    tables: Vec<String>,
    #[expect(dead_code, reason = "the folder is there as long as it is")]
    place: Workplace,
}

thread_local! {
    static EXPECTED: OnceCell<Expected> = const { OnceCell::new() };
}

fuzz_target!(init: { EXPECTED.with(|expected| { expected.get_or_init(Expected::new); }) }, |data: &[u8]| -> Corpus {
    EXPECTED.with(|expected| judge(expected.get_or_init(Expected::new), data))
});

impl Expected {
    fn new() -> Self {
        let place = Workplace::enter();
        let (mut tables, mut seeds) = (Vec::new(), Vec::new());
        for (number, command) in COMMANDS.iter().enumerate() {
            assert_eq!(command.execute(&[]), 0);
            tables.push(command.take_table().expect("it is there"));
            assert_eq!(command.execute(&["--shard", "1/1"]), 0);
            let blocks = fs::read(command.shard()).expect("it is there");
            seeds.extend([0, 1].map(|merge| {
                let first = (2 * number + merge) as u8;
                (format!("{first}"), [&[first], blocks.as_slice()].concat())
            }));
        }
        offer_seeds(&seeds);
        Self { tables, place }
    }
}

impl Command {
    fn execute(&self, more: &[&str]) -> u8 {
        let flags = ["--threads", "1", "--quiet", "--out", self.name];
        pactum(self.line.iter().copied().chain(flags).chain(more.iter().copied()))
    }

    /// The file of its one shard.
    fn shard(&self) -> String {
        format!("{}.shards/1-of-1.blocks", self.name)
    }

    /// The table of its results, which are removed.
    fn take_table(&self) -> Option<String> {
        let table = fs::read_to_string(format!("{}/{}", self.name, self.table)).ok();
        let _ = fs::remove_dir_all(self.name);
        table
    }
}

fn judge(expected: &Expected, data: &[u8]) -> Corpus {
    let Some((&first, blocks)) = data.split_first() else {
        return Corpus::Reject;
    };
    let (merge, number) = (first % 2 == 1, usize::from(first / 2));
    let Some((command, table)) = COMMANDS.get(number).zip(expected.tables.get(number)) else {
        return Corpus::Reject;
    };
    let code = if merge {
        fs::write(command.shard(), blocks).expect("there is room");
        pactum([
            "merge",
            &format!("{}.shards", command.name),
            "--out",
            command.name,
            "--quiet",
        ])
    } else {
        let folder = format!(".{}.part", command.name);
        fs::create_dir_all(&folder).expect("it can be made");
        fs::write(format!("{folder}/blocks"), blocks).expect("there is room");
        command.execute(&[])
    };
    assert!(merge || code == 0, "interrupted work goes on, whatever is left of it");
    assert_eq!(command.take_table().as_ref(), (code == 0).then_some(table));
    Corpus::Keep
}
