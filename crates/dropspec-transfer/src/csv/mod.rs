//! CSV files: from bytes to entities.

mod cells;
mod header;
mod rows;

pub(crate) use cells::Cells;
pub use cells::{BadRow, Fault};
pub use header::HeaderError;
pub(crate) use header::{Header, rejected};
pub(crate) use rows::{LONGEST, ReadError, Row, Rows};
