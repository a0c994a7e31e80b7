//! Rows as resources: entity tags and paths.

use super::entity::{Entity, Versioned};
use super::etag::etag;
use super::select_query::SelectQuery;
use crate::store::{Database, StoreError};

/// A service with tables in a database.
pub trait HasDatabase {
    /// The database.
    fn database(&self) -> &Database;
}

/// Whether a table has no rows.
///
/// # Errors
/// When the database fails.
pub async fn is_empty<R: Entity>(database: &Database) -> Result<bool, StoreError> {
    Ok(database.read(R::select(&SelectQuery::all(R::TABLE, 1))).await?.is_empty())
}

impl<R: Entity> Versioned<R> {
    /// The entity tag of its JSON representation.
    #[must_use]
    pub fn etag(&self) -> String {
        etag(self.version, "application/json")
    }

    /// The path of the row.
    #[must_use]
    pub fn location(&self) -> String {
        let mut path = String::with_capacity(64);
        for (literal, part) in R::TABLE.row_path {
            path.push_str(literal);
            path.extend(segment(&self.record.value(R::TABLE.key[*part]).to_string()));
        }
        path
    }
}

/// A text as a segment of a path, percent-encoded.
fn segment(text: &str) -> percent_encoding::PercentEncode<'_> {
    /// All but the unreserved characters (RFC 3986, section 2.3).
    const RESERVED: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(text, RESERVED)
}
