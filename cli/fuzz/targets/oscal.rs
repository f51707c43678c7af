#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tickmark_fuzz::run("oscal", bytes));
