//! CSV files: from bytes to entities.

mod cells;
mod error;
mod header;
mod rows;

pub(crate) use cells::{CellError, Cells};
pub use cells::{FieldError, InvalidRow};
pub(crate) use error::{MAX_ROW_BYTES, ReadError};
pub use error::{QuoteError, QuoteProblem};
pub use header::HeaderError;
pub(crate) use header::{Header, rejected};
pub(crate) use rows::{Row, Rows};
