//! Schema drift: the differences between a database and the schema of a document.

mod compare;
mod expression;
mod postgres;
mod sqlite;
mod table;

use std::collections::BTreeMap;
use std::fmt::{self, Display};

use self::table::DatabaseTable;

use super::snapshot::SchemaSnapshot;
use dropspec_db::Dialect;
use dropspec_db::{Database, StoreError};

/// A difference between a database and the schema of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaDrift {
    /// The severity.
    pub severity: Severity,
    /// The difference in words.
    pub what: String,
}

/// The severity of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The database has more than the document describes.
    Info,
    /// The service works, but constraints differ or an index is missing.
    Warning,
    /// The service cannot work.
    Error,
}

impl Display for SchemaDrift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// A message with the differences of at least a severity.
#[must_use]
pub fn drift_message(schema_drift: &[SchemaDrift], least: Severity) -> Option<String> {
    let grave = schema_drift.iter().filter(|difference| difference.severity >= least);
    let what: Vec<&str> = grave.map(|difference| &*difference.what).collect();
    (!what.is_empty()).then(|| format!("the database does not match the document: {}", what.join("; ")))
}

/// The names of the tables of a database.
pub(super) async fn names(database: &Database) -> Result<Vec<String>, StoreError> {
    Ok(tables(database).await?.into_keys().collect())
}

/// Compares a database with a schema. Tables outside the schema are ignored.
///
/// # Errors
/// When the database cannot be read.
pub async fn schema_drift(database: &Database, schema: &SchemaSnapshot) -> Result<Vec<SchemaDrift>, StoreError> {
    let tables = tables(database).await?;
    Ok(compare::snapshots(schema, &tables, database.dialect()))
}

async fn tables(database: &Database) -> Result<BTreeMap<String, DatabaseTable>, StoreError> {
    match database.dialect() {
        Dialect::Postgres => postgres::tables(database).await,
        Dialect::Sqlite => sqlite::tables(database).await,
    }
}
