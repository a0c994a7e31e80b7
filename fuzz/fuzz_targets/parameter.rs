#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| dropspec_fuzz::values::parameter(data));
