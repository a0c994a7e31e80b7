//! What generated code says of the type of a table's rows.

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use super::column_type::Value;
use super::selection::Selection;
use super::table::Table;
use crate::store::{Action, Rows};
use dropspec_schema::encode::Encode;
use dropspec_schema::{Schema, Written};

/// A value that is a row of a table. Generated code implements it; its statements are diesel's, the same for both databases.
pub trait Record: Encode + Clone + std::fmt::Debug + PartialEq + Send + Sync + 'static {
    /// The table.
    const TABLE: &'static Table;

    /// The type of the key.
    type Key: Clone + std::fmt::Display + PartialEq + Send + Sync + 'static;
    /// The row as diesel reads it.
    type Row: Into<Stored<Self>> + Send + 'static;
    /// What creates a row: the body of the operation that does, or the record itself.
    type New: Clone + std::fmt::Debug + Send + 'static;
    /// What an update can change: the columns but the key, each if it is there.
    type Changes: std::fmt::Debug + Send + 'static;

    /// The key.
    fn key(&self) -> &Self::Key;

    /// The value of a column, by its position in [`Table::columns`].
    fn value(&self, column: usize) -> Value<'_>;

    /// The row that `new` asks for: under the key that it has or a fresh one, with the defaults of what it leaves out.
    fn create(new: Self::New) -> Self;

    /// What `new` can be made of: the texts of properties, as in a form or a list. `None` when they do not fit [`Record::new_schema`],
    /// which then says why.
    fn new_from_texts<'t>(texts: impl Iterator<Item = (&'t str, Written<'t>)>) -> Option<Self::New>;

    /// The schema of [`Record::New`].
    fn new_schema() -> &'static Schema;

    /// The schema of the record itself.
    fn schema() -> &'static Schema;

    /// The record that JSON is, if it fits [`Record::schema`].
    fn from_json(json: &str) -> Option<Self>;

    /// Finds the row of a key.
    fn find(key: Self::Key) -> impl Rows<Self::Row>;

    /// Finds rows: those of the condition, in the order, as many as the limit, behind as many as the offset.
    fn select(selection: &Selection) -> impl Rows<Self::Row>;

    /// Counts the rows that meet the conditions of a selection, whatever its order, place and limit.
    fn count(selection: &Selection) -> impl Rows<i64>;

    /// Inserts a row, with version 1.
    fn insert(record: Self) -> impl Action;

    /// Inserts rows, with version 1, in one statement of PostgreSQL. Its parameters are limited to 65,535: see [`most_rows`].
    fn insert_all(
        connection: &AsyncPgConnection,
        records: Vec<Self>,
    ) -> impl Future<Output = QueryResult<usize>> + Send;

    /// Inserts a row, with version 1, unless its key is taken.
    fn insert_new(record: Self) -> impl Action;

    /// Inserts the rows whose keys are not taken, as [`Record::insert_all`] does, and answers their keys. Of rows under one key the
    /// first is inserted.
    fn insert_all_new(
        connection: &AsyncPgConnection,
        records: Vec<Self>,
    ) -> impl Future<Output = QueryResult<Vec<Self::Key>>> + Send;

    /// Changes a row, if its version is among `versions`, and counts its version up. Answers the row as it is then.
    fn update(key: Self::Key, versions: Versions, changes: Self::Changes) -> impl Rows<Self::Row>;

    /// Gives all columns but the key new values, otherwise as [`Record::update`].
    fn replace(versions: Versions, record: Self) -> impl Rows<Self::Row>;

    /// Removes a row, if its version is among `versions`.
    fn remove(key: Self::Key, versions: Versions) -> impl Action;
}

/// How many rows of a table fit into one statement of PostgreSQL.
#[must_use]
pub fn most_rows(table: &Table) -> usize {
    // The version is a parameter as well.
    usize::from(u16::MAX) / (table.columns.len() + 1)
}

/// A record as stored, with the number that grows with each change.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored<R> {
    /// The record.
    pub record: R,
    /// 1 for one that was never changed.
    pub version: i64,
}

/// The versions of a row that a statement may touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The least of them.
    pub least: i64,
    /// The greatest of them.
    pub greatest: i64,
}

impl Versions {
    /// Whatever the version is.
    pub const ANY: Self = Self { least: i64::MIN, greatest: i64::MAX };

    /// That one only.
    #[must_use]
    pub fn only(version: i64) -> Self {
        Self { least: version, greatest: version }
    }
}
