//! Creating tables for a service without migrations.

use super::drift::names;
use super::snapshot::SchemaSnapshot;
use super::sql::create;
use dropspec_db::Table;
use dropspec_db::{Database, StoreError};

/// Creates the tables of a service in a database that has none of them. Returns whether it has created them.
///
/// From the first release on, use migrations: see [`make`](super::make()).
///
/// # Errors
/// When the database cannot be read, or a statement fails.
pub async fn create_tables_if_missing(database: &Database, tables: &[&'static Table]) -> Result<bool, StoreError> {
    let schema = SchemaSnapshot::of(tables);
    let there = names(database).await?;
    if schema.tables.iter().any(|table| there.contains(&table.name)) {
        return Ok(false);
    }
    database.run_script(create(&schema, database.dialect())).await?;
    Ok(true)
}
