//! Lists as CSV ([RFC 4180]): the rows of a table in the form that `x-dropspec-csv` describes.
//!
//! What is written can be read again and is the same then. An empty cell stands for nothing, and one that is empty between quotes for the
//! empty text.
//!
//! [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180

mod cells;
mod header;
mod representation;
mod rows;
mod write;

pub(crate) use cells::Cells;
pub use cells::{BadRow, Fault};
pub use header::HeaderError;
pub(crate) use header::{Header, rejected};
pub use representation::CsvRows;
pub(crate) use rows::{LONGEST, ReadError, Row, Rows};
pub(crate) use write::{bytes, cell, value, values};
pub use write::{header, row};
