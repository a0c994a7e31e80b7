//! What a database has, held against what the document describes.

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

/// Something about a database that is not as the document describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaDrift {
    /// What follows from it.
    pub severity: Severity,
    /// What it is.
    pub what: String,
}

/// What follows from a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing: it is more than the document asks for.
    Info,
    /// The service works, but the database does not hold rows to what the document says, or holds them to more, or is slow.
    Warning,
    /// The service cannot work.
    Error,
}

impl Display for SchemaDrift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// What keeps a database from fitting the document, of at least that severity.
#[must_use]
pub fn drift_message(schema_drift: &[SchemaDrift], least: Severity) -> Option<String> {
    let grave = schema_drift.iter().filter(|difference| difference.severity >= least);
    let what: Vec<&str> = grave.map(|difference| &*difference.what).collect();
    (!what.is_empty()).then(|| format!("the database does not match the document: {}", what.join("; ")))
}

/// The names of the tables that a database has.
pub(super) async fn names(database: &Database) -> Result<Vec<String>, StoreError> {
    Ok(tables(database).await?.into_keys().collect())
}

/// Holds a database against a schema. Other tables than those of the schema are nobody's business.
///
/// # Errors
/// When the database cannot be asked.
pub async fn schema_drift(database: &Database, schema: &SchemaSnapshot) -> Result<Vec<SchemaDrift>, StoreError> {
    let tables = tables(database).await?;
    Ok(compare::layouts(schema, &tables, database.dialect()))
}

async fn tables(database: &Database) -> Result<BTreeMap<String, DatabaseTable>, StoreError> {
    match database.dialect() {
        Dialect::Postgres => postgres::tables(database).await,
        Dialect::Sqlite => sqlite::tables(database).await,
    }
}
