//! CSV files: from bytes to entities.

mod cells;
mod header;
mod rows;

pub(crate) use cells::{CellError, Cells};
pub use cells::{FieldError, InvalidRow};
pub use header::HeaderError;
pub(crate) use header::{Header, rejected};
pub(crate) use rows::{MAX_ROW_BYTES, ReadError, Row, Rows};
