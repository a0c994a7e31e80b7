//! The functions of the fuzz targets. Property tests of the crates call them too, on stable Rust.

pub mod documents;
pub mod values;
