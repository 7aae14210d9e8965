#![no_main]
//! See `forms::file` for what the bytes become.
libfuzzer_sys::fuzz_target!(init: dspt_fuzz::ready(), |input: &[u8]| dspt_fuzz::look("markup", input));
