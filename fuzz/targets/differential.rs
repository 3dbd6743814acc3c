//! The engine against the independent interpreter, on scenarios that are made from numbers, one for each byte.
#![no_main]
#![expect(dead_code, unused_imports, reason = "tests use more of what is shared with them")]

#[path = "../../tests/engine/comparison/mod.rs"]
mod comparison;
#[path = "../../tests/engine/generator/mod.rs"]
mod generator;
#[path = "../../tests/engine/interpreter/mod.rs"]
mod interpreter;
#[path = "../../tests/support"]
mod support {
    pub(crate) mod random_numbers;
    pub(crate) mod solved_game;
}

use comparison::compare::{Verdict, compare};
use generator::written;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((&first, bytes)) = data.split_first() else {
        return Corpus::Reject;
    };
    let numbers: Vec<u32> = bytes.iter().map(|&byte| u32::from(byte) * 0x0101_0101).collect();
    let text = written(&numbers, first % 2 == 1);
    match compare(&text.0) {
        Ok(_) => Corpus::Keep,
        Err(Verdict::Passed(_)) => Corpus::Reject,
        Err(Verdict::Wrong(what)) => panic!("{what}\n{text:?}"),
    }
});
