#![doc = include_str!("../README.md")]

mod csv;
mod export;
mod import;

pub use csv::{BadRow, Fault, HeaderError};
pub use export::{ExportError, export};
pub use import::{
    Asked, BadCell, BadRows, ImportError, Logged, Options, Report, Summary, Uploaded, check, import, logged, upload,
};
