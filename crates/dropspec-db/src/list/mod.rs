//! Lists: filtered and sorted rows of a table, page by page.
//!
//! Pages are keyset-based: the link to the next page has a cursor, the values of the sort columns in the last row, in a [`PageToken`], so
//! that inserted and deleted rows do not shift pages. Rows are fetched in chunks, each by a statement of its own, so that neither a
//! connection nor memory waits for a slow client.

mod bytes;
mod csv;
mod cursor;
mod estimate;
mod etag;
mod fetch;
mod fields;
mod json;
mod links;
mod listing;
mod page;
mod query;
mod query_string;
mod representation;
mod row_stream;
mod token;
mod total;
mod unsatisfiable;

pub use csv::CsvRows;
pub use fields::Fields;
pub use json::{JsonArray, JsonLines};
pub use links::Links;
pub use listing::Listing;
pub use page::{ListOutcome, Page, list, list_within};
pub use query::{ListParameters, ListQuery};
pub use query_string::QueryString;
pub use representation::Representation;
pub use token::{PageToken, TokenError};
pub use total::{CountValues, Total};
