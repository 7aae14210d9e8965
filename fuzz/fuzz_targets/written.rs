#![no_main]
//! Files that people write for the program: answers, packs, checks, kinds and facts.
libfuzzer_sys::fuzz_target!(|input: &[u8]| dspt_fuzz::read_written(input));
