//! YAML and JSON files, with the position of every value.

mod file;
mod load;
mod positions;
mod scalar;
mod text;
mod write;

pub(crate) use file::File;
pub(crate) use write::write;
