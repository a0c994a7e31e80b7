//! Lists: rows of a table that meet filters, sorted, page by page.
//!
//! A list goes on behind the last row of a page, wherever rows have come and gone in the meantime: the link to the next page has the
//! values of the columns that the list is sorted by, in a [`PageToken`]. Rows are fetched in chunks, each by a statement of its own, so
//! that neither a connection nor memory waits for a client that reads slowly.

mod bytes;
mod contradiction;
mod csv;
mod fetch;
mod fields;
mod json;
mod links;
mod listing;
mod page;
mod place;
mod query;
mod representation;
mod rest;
mod tag;
mod token;

pub use csv::CsvRows;
pub use fields::Fields;
pub use json::{JsonArray, JsonLines};
pub use links::Links;
pub use listing::Listing;
pub use page::{ListOutcome, Page, list};
pub use query::{ListParameters, ListQuery};
pub use representation::Representation;
pub use token::{PageToken, TokenError};
