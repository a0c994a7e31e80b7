//! Entities: the types of the rows of tables.

use std::borrow::Cow;
use std::cmp::Ordering;

use std::hash::Hash;
use std::pin::Pin;

use diesel::{QueryResult, SqliteConnection};
use diesel_async::AsyncPgConnection;

use super::column_type::Value;
use super::select_query::SelectQuery;
use super::table::Table;
use super::unstorable::Unstorable;
use crate::error::Error;
use crate::expansion::Expansion;
use crate::store::{Database, Query, Statement, StoreError};
use dropspec_schema::encode::Encode;
use dropspec_schema::{Schema, Written};

/// A future on the heap, whose type does not contain that of others.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The type of the rows of a table. Generated code implements it, with statements of diesel that run on both databases.
pub trait Entity: Encode + Clone + std::fmt::Debug + PartialEq + Send + Sync + 'static {
    /// The table.
    const TABLE: &'static Table;

    /// The type of the key.
    type Key: Clone + std::fmt::Display + Eq + Hash + Send + Sync + 'static;
    /// The row as diesel loads it.
    type Row: Into<Versioned<Self>> + Send + 'static;
    /// The input that creates a row: the body of the create operation, or the entity itself.
    type Insert: Clone + std::fmt::Debug + Send + 'static;
    /// The changes of an update: a value for each column to change, never for the key.
    type Changeset: Clone + std::fmt::Debug + Send + Sync + 'static;

    /// The key: borrowed from the row, unless it has several columns.
    fn key(&self) -> Cow<'_, Self::Key>;

    /// The value of a key column in a key, by its index in [`Table::key`].
    fn key_value(key: &Self::Key, part: usize) -> Value<'_>;

    /// The value of a column, by its position in [`Table::columns`].
    fn value(&self, column: usize) -> Value<'_>;

    /// The values of the columns that a change sets and that refer to tables, by the position of the reference; none if a column becomes
    /// NULL.
    fn changed_parents(changes: &Self::Changeset) -> Vec<(usize, Value<'static>)> {
        let _ = changes;
        Vec::new()
    }

    /// The order of the keys of two rows, as the databases have it.
    fn compare_keys(one: &Self, other: &Self) -> Ordering {
        let orders = Self::TABLE.key.iter().map(|column| one.value(*column).compare(&other.value(*column)));
        orders.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }

    /// Embeds rows of other tables in rows, each level in one statement.
    fn expand<'a>(
        database: &'a Database,
        rows: Vec<&'a mut Self>,
        expansion: &'a Expansion,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let _ = (database, rows, expansion);
        Box::pin(async { Ok(()) })
    }

    /// Whether rows of other tables are created with it.
    fn has_children(&self) -> bool {
        false
    }

    /// Inserts the rows of other tables that are created with it.
    fn insert_children_on_postgres<'a>(
        &'a self,
        connection: &'a mut AsyncPgConnection,
    ) -> BoxFuture<'a, Result<(), Error>> {
        let _ = connection;
        Box::pin(async { Ok(()) })
    }

    /// Inserts the rows of other tables that are created with it.
    ///
    /// # Errors
    /// When they violate constraints.
    fn insert_children_on_sqlite(&self, connection: &mut SqliteConnection) -> Result<(), Error> {
        let _ = connection;
        Ok(())
    }

    /// Whether an input has the key of its row. Otherwise [`Entity::create`] makes a new one.
    fn brings_key(new: &Self::Insert) -> bool;

    /// Whether an input can have the key of its row. Otherwise only an import can, with [`Entity::set_key`].
    const INSERT_HAS_KEY: bool = true;

    /// Sets the key of a new row; only of tables whose keys the server makes.
    fn set_key(&mut self, key: Self::Key) {
        let _ = key;
    }

    /// Parses a key that the server makes.
    fn key_from_text(text: &str) -> Option<Self::Key> {
        let _ = text;
        None
    }

    /// The row that an input creates, with a new key and defaults where it has none. A key that the database makes is still missing.
    fn create(new: Self::Insert) -> Self;

    /// Parses an input from the texts of properties, as in a form or a CSV file; `None` if it is invalid (validate it with
    /// [`Entity::new_schema`] for the violations).
    fn new_from_texts<'t>(texts: impl Iterator<Item = (&'t str, Written<'t>)>) -> Option<Self::Insert>;

    /// The schema of [`Entity::Insert`].
    fn new_schema() -> &'static Schema;

    /// The schema of the entity.
    fn schema() -> &'static Schema;

    /// Parses the entity from JSON; `None` if it violates [`Entity::schema`].
    fn from_json(json: &str) -> Option<Self>;

    /// Collects the values of the row that its schema allows, but that no database can hold.
    fn find_unstorable(&self, found: &mut Unstorable) {
        let _ = found;
    }

    /// Collects the values of changes that no database can hold.
    fn find_unstorable_changes(changes: &Self::Changeset, found: &mut Unstorable) {
        let _ = (changes, found);
    }

    /// Whether a row may have the key: a database can hold it.
    fn is_storable_key(key: &Self::Key) -> bool {
        let _ = key;
        true
    }

    /// Decodes the entity from JSON that the service itself has written, with `readOnly` properties; `None` if the schema was another one.
    fn from_stored_json(json: &str) -> Option<Self> {
        Self::from_json(json)
    }

    /// Finds the row of a key.
    fn find(key: Self::Key) -> impl Query<Self::Row>;

    /// Selects rows, with the predicate, order, limit and offset of a query.
    fn select(selection: &SelectQuery) -> impl Query<Self::Row>;

    /// Counts the rows that the filters of a query select.
    fn count(selection: &SelectQuery) -> impl Query<i64>;

    /// Inserts a row, with version 1.
    fn insert(record: Self) -> impl Statement;

    /// Inserts rows, with version 1, in one statement of PostgreSQL, which is prepared once for each number of rows.
    fn insert_all(
        connection: &AsyncPgConnection,
        records: Vec<Self>,
    ) -> impl Future<Output = QueryResult<usize>> + Send;

    /// Inserts rows without keys, with version 1, in one statement of PostgreSQL, and returns the keys that it has made, in their order; only of
    /// tables with identity columns.
    fn insert_all_without_keys(
        connection: &AsyncPgConnection,
        records: Vec<Self>,
    ) -> impl Future<Output = QueryResult<Vec<Self::Key>>> + Send {
        let _ = (connection, records);
        async { Ok(Vec::new()) }
    }

    /// Inserts a row, with version 1, unless its key or other unique values are taken.
    fn insert_new(record: Self) -> impl Statement;

    /// Inserts the rows whose keys and other unique values are not taken, in one statement of PostgreSQL, whose number of parameters is limited (see [`max_rows`]),
    /// and returns their keys. Of rows with the same key the first is inserted.
    fn insert_all_new(
        connection: &AsyncPgConnection,
        records: Vec<Self>,
    ) -> impl Future<Output = QueryResult<Vec<Self::Key>>> + Send;

    /// Changes a row with an expected version, increments its version, and returns the changed row.
    fn update(key: Self::Key, expected: ExpectedVersion, changes: Self::Changeset) -> impl Query<Self::Row>;

    /// Replaces all columns except the key, otherwise like [`Entity::update`].
    fn replace(expected: ExpectedVersion, record: Self) -> impl Query<Self::Row>;

    /// Removes a row with an expected version.
    fn remove(key: Self::Key, expected: ExpectedVersion) -> impl Statement;
}

/// The maximum number of rows of a table that fit into one statement of PostgreSQL, which has at most 65,535 parameters.
#[must_use]
pub fn max_rows(table: &Table) -> usize {
    // The version is a parameter, too.
    usize::from(u16::MAX) / (table.columns.len() + 1)
}

/// An entity with the version of its row.
#[derive(Clone, Debug, PartialEq)]
pub struct Versioned<R> {
    /// The entity.
    pub record: R,
    /// The version: 1 for a new row, incremented by each change.
    pub version: i64,
}

/// The version that a row must have for a statement to change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedVersion {
    /// Any version.
    Any,
    /// Exactly this version.
    Exact(i64),
}

impl ExpectedVersion {
    /// The lowest version that it allows.
    #[must_use]
    pub fn lowest(self) -> i64 {
        match self {
            Self::Any => i64::MIN,
            Self::Exact(version) => version,
        }
    }

    /// The highest version that it allows.
    #[must_use]
    pub fn highest(self) -> i64 {
        match self {
            Self::Any => i64::MAX,
            Self::Exact(version) => version,
        }
    }
}
