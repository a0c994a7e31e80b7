//! SQL functions that SQLite does not have.

use diesel::QueryResult;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::SqliteConnection;

#[diesel::declare_sql_function]
extern "SQL" {
    /// The text in lower case. SQLite's own function knows the case of ASCII only.
    fn dropspec_lower(text: Nullable<Text>) -> Nullable<Text>;
}

/// Registers the functions on a connection.
pub(super) fn register(connection: &mut SqliteConnection) -> QueryResult<()> {
    dropspec_lower_utils::register_impl(connection, |text: Option<String>| text.map(|text| text.to_lowercase()))
}
