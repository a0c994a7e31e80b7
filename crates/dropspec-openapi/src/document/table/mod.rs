//! Tables: schemas that are marked with `x-dropspec-table`.

mod aggregate;
mod bodies;
mod column;
mod column_sets;
mod csv;
mod geography;
mod key;
mod model;
mod names;
mod nested;
mod query;
mod read;
mod reference;
mod relations;
mod row_path;
mod source;
mod usage;
mod value_source;

pub use aggregate::{Aggregate, AggregateProperty, AggregateValue, DatePart};
pub(crate) use bodies::{mark_bulks, mark_lists};
pub use column::{Column, ColumnKind, Constraint, CsvColumn, column_kind};
pub use geography::PointProperties;
pub use model::{Table, TableScope};
pub use query::{Comparison, ListParameter, Search};
pub(crate) use read::read_tables;
pub use reference::{EmbeddedRows, Embedding, OnDelete, Reference};
pub use usage::{Action, Usage};
pub use value_source::ValueSource;
