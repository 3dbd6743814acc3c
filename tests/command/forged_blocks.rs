//! Finished blocks whose content somebody changed on purpose, with the hash that belongs to it: work goes on, and computes
//! again what cannot be results.
#![cfg(unix)]

use std::fs;

use crate::bad_days::after;
use crate::folder::Folder;
use crate::small_deal::deal;

const WORD: usize = 8;
/// The bytes of a record before its content: site, block and length.
const HEAD: usize = 3 * WORD;
/// How often the blocks of each command are changed.
const FORGERIES: usize = 50;

/// The first line of a file of blocks, and its records: site and block, and the content as it was before it was compressed.
type Blocks = (Vec<u8>, Vec<([u8; 2 * WORD], Vec<u8>)>);

fn read(bytes: &[u8]) -> Blocks {
    let first = bytes
        .iter()
        .position(|&byte| byte == b'\n')
        .expect("it has a first line")
        + 1;
    let (mut at, mut records) = (first, Vec::new());
    while let Some(head) = bytes.get(at..at + HEAD) {
        let length = u64::from_le_bytes(head[2 * WORD..].try_into().expect("a word")) as usize;
        let Some(content) = bytes.get(at + HEAD..at + HEAD + length) else {
            break;
        };
        // The last record of a shard that is finished is empty.
        if !content.is_empty() {
            let content = lz4_flex::decompress_size_prepended(content).expect("the command wrote it");
            records.push((head[..2 * WORD].try_into().expect("two words"), content));
        }
        at += HEAD + length + WORD;
    }
    (bytes[..first].to_vec(), records)
}

fn written((header, records): &Blocks) -> Vec<u8> {
    let mut bytes = header.clone();
    for (key, content) in records {
        let content = lz4_flex::compress_prepend_size(content);
        let record = [&key[..], &(content.len() as u64).to_le_bytes(), &content].concat();
        bytes.extend(&record);
        bytes.extend(&blake3::hash(&record).as_bytes()[..WORD]);
    }
    bytes
}

/// Changes the content of a record, each time elsewhere: a byte, a number, its end, or all of it.
fn forge((_, records): &mut Blocks, time: usize) {
    let other = records[(time + 1) % records.len()].1.clone();
    let at = time % records.len();
    let content = &mut records[at].1;
    let place = content.len() * time / FORGERIES;
    match time % 5 {
        0 => content[place] = [0, 1, 0x7f, 0x80, 0xff][time / 5 % 5],
        1 | 2 => {
            let number: f64 = [1e300, -1e300, f64::INFINITY, f64::NAN, -1.0][time / 5 % 5];
            // The numbers of a study follow the byte or two of their count.
            let place = place - place % WORD + time % 5;
            let there = content.iter_mut().skip(place);
            there.zip(number.to_le_bytes()).for_each(|(byte, new)| *byte = new);
        }
        3 => content.truncate(place),
        _ => *content = other,
    }
}

/// The blocks that a command has finished: all of those of a shard, or what there is room for.
fn finished(temp: &Folder, arguments: &str) -> Vec<u8> {
    if arguments.starts_with("compare") {
        after(temp, "ulimit -f 16", arguments).expect(4);
        return fs::read(temp.path().join(".s.part/blocks")).expect("some are finished");
    }
    after(temp, "true", &format!("{arguments} --shard 1/1")).expect(0);
    fs::read(temp.path().join("s.shards/1-of-1.blocks")).expect("all are finished")
}

#[test]
fn what_cannot_be_results_is_computed_again() {
    for study in [
        "run deal.toml --draws 200 --games 2 --games-csv",
        "sweep deal.toml --vary gain=1,2,3 --draws 40",
        "compare deal.toml --draws 400",
    ] {
        let temp = deal();
        let arguments = format!("{study} --out s --threads 1");
        let blocks = read(&finished(&temp, &arguments));
        let _ = fs::remove_dir_all(temp.path().join("s.shards"));
        for time in 0..FORGERIES {
            let mut forged = blocks.clone();
            forge(&mut forged, time);
            fs::create_dir_all(temp.path().join(".s.part")).expect("there is room");
            fs::write(temp.path().join(".s.part/blocks"), written(&forged)).expect("there is room");
            let done = after(&temp, "true", &arguments);
            // A draw may be said to be unsolved.
            assert!(
                [0, 5].contains(&done.code),
                "{study}, {time}: {}\n{}",
                done.code,
                done.err
            );
            fs::remove_dir_all(temp.path().join("s")).expect("it is complete");
        }
    }
}
