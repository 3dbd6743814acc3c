//! Scenario files.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| pactum_fuzz::scenario::exercise(text));
