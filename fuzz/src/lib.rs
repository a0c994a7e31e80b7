//! What the fuzz targets call. The tests of the crates call the same on stable Rust, with inputs of their own.

pub mod documents;
pub mod values;
