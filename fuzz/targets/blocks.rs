//! Files of finished blocks, from which work goes on or is merged: whatever stands in one, the results are those of work
//! that began anew, or there are none. The first byte says which command they are of, whether they are merged, and whether
//! the rest is instead the content of the first block, forged under its right hash: then the command just ends as it should.
#![no_main]

use std::cell::OnceCell;
use std::fs;
use std::ops::Range;

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

/// The bytes of a word.
const WORD: usize = 8;
/// The bytes of a record before its content: site, block and length.
const HEAD: usize = 3 * WORD;

/// What belongs to each command.
struct Expected {
    /// The tables as they should be.
    tables: Vec<String>,
    /// The blocks of its one shard.
    blocks: Vec<Vec<u8>>,
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
        let (mut tables, mut all, mut seeds) = (Vec::new(), Vec::new(), Vec::new());
        for (number, command) in COMMANDS.iter().enumerate() {
            assert_eq!(command.execute(&[]), 0);
            tables.push(command.take_table().expect("it is there"));
            assert_eq!(command.execute(&["--shard", "1/1"]), 0);
            let blocks = fs::read(command.shard()).expect("it is there");
            let content = lz4_flex::decompress_size_prepended(&blocks[first_content(&blocks)]).expect("it is whole");
            for (forged, bytes) in [(0, &blocks), (1, &content)] {
                seeds.extend([0, 1].map(|merge| {
                    let first = (4 * forged + 2 * number + merge) as u8;
                    (format!("{first}"), [&[first], bytes.as_slice()].concat())
                }));
            }
            all.push(blocks);
        }
        offer_seeds(&seeds);
        Self {
            tables,
            blocks: all,
            place,
        }
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

/// Where the content of the first record stands.
fn first_content(blocks: &[u8]) -> Range<usize> {
    let head = blocks.iter().position(|&byte| byte == b'\n').expect("a first line") + 1;
    let content = head + HEAD;
    let length = blocks[content - WORD..content].try_into().expect("a word");
    content..content + u64::from_le_bytes(length) as usize
}

/// The blocks with another content of the first record, and the hash that belongs to it.
fn forged(blocks: &[u8], content: &[u8]) -> Vec<u8> {
    let there = first_content(blocks);
    let (head, rest) = (there.start - HEAD, there.end + WORD);
    let content = lz4_flex::compress_prepend_size(content);
    let length = (content.len() as u64).to_le_bytes();
    let record = [&blocks[head..head + 2 * WORD], &length, &content].concat();
    let hash = blake3::hash(&record);
    [&blocks[..head], &record, &hash.as_bytes()[..WORD], &blocks[rest..]].concat()
}

fn judge(expected: &Expected, data: &[u8]) -> Corpus {
    let Some((&first, bytes)) = data.split_first() else {
        return Corpus::Reject;
    };
    let (merge, number, forge) = (first % 2 == 1, usize::from(first / 2 % 2), first / 4 == 1);
    if first >= 8 {
        return Corpus::Reject;
    }
    let (command, table) = (&COMMANDS[number], &expected.tables[number]);
    let blocks = match forge {
        true => forged(&expected.blocks[number], bytes),
        false => bytes.to_vec(),
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
    let found = command.take_table();
    if forge {
        assert!([0, 5].contains(&code), "what cannot be results is computed again");
        return Corpus::Keep;
    }
    assert!(merge || code == 0, "interrupted work goes on, whatever is left of it");
    assert_eq!(found.as_ref(), (code == 0).then_some(table));
    Corpus::Keep
}
