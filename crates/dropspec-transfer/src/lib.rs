#![doc = include_str!("../README.md")]

mod csv;
mod export;
mod import;

pub use csv::{FieldError, HeaderError, InvalidRow, QuoteError, QuoteProblem};
pub use export::{ExportError, export};
pub use import::{
    ImportError, ImportOutcome, ImportParams, ImportRecord, ImportReport, ImportTotals, InvalidRows, Options, Summary,
    check, import, import_totals, list_imports, upload,
};
