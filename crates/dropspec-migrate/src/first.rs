//! Tables for a service that has no migrations yet.

use diesel::connection::SimpleConnection;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};

use super::layout::Layout;
use super::live::names;
use super::sql::{Dialect, create};
use crate::store::{Database, StoreError};
use crate::table::Table;

/// Makes the tables of a service in a database that has none of them, which is how a service begins. Answers whether it has made them.
///
/// From the first release on, the tables belong to migrations: see [`make`](super::make()).
///
/// # Errors
/// When the database cannot be asked, or refuses a table.
pub async fn create_first(database: &Database, tables: &[&'static Table]) -> Result<bool, StoreError> {
    let layout = Layout::of(tables);
    let there = names(database).await?;
    if layout.tables.iter().any(|table| there.contains(&table.name)) {
        return Ok(false);
    }
    match database {
        Database::Postgres(postgres) => {
            let statements = create(&layout, Dialect::Postgres);
            let mut connection = postgres.connection().await?;
            let work = async |connection: &mut crate::store::postgres::Connection| {
                connection.batch_execute(&statements).await.map_err(StoreError::from)
            };
            connection.transaction(work).await?;
        }
        Database::Sqlite(sqlite) => {
            let statements = create(&layout, Dialect::Sqlite);
            let work = move |connection: &mut diesel::SqliteConnection| {
                connection
                    .immediate_transaction(|connection| Ok::<_, StoreError>(connection.batch_execute(&statements)?))
            };
            sqlite.write(work).await?;
        }
    }
    Ok(true)
}
