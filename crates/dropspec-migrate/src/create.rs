//! Tables for a service that has no migrations yet.

use super::drift::names;
use super::snapshot::SchemaSnapshot;
use super::sql::create;
use dropspec_db::Table;
use dropspec_db::{Database, StoreError};

/// Makes the tables of a service in a database that has none of them, which is how a service begins. Answers whether it has made them.
///
/// From the first release on, the tables belong to migrations: see [`make`](super::make()).
///
/// # Errors
/// When the database cannot be asked, or refuses a table.
pub async fn create_tables_if_missing(database: &Database, tables: &[&'static Table]) -> Result<bool, StoreError> {
    let schema = SchemaSnapshot::of(tables);
    let there = names(database).await?;
    if schema.tables.iter().any(|table| there.contains(&table.name)) {
        return Ok(false);
    }
    database.run_script(create(&schema, database.dialect())).await?;
    Ok(true)
}
