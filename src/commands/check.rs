//! `check_db_connection` and `check_migration`.

use dropspec::store;

use super::CommandError;
use crate::config::Database;
use crate::service::MIGRATIONS;

/// A check must not make the file that it looks for.
pub(super) fn require_file(database: &Database) -> Result<(), CommandError> {
    match database.file() {
        Some(file) if !file.exists() => Err(CommandError::NoFile(file)),
        _ => Ok(()),
    }
}

pub(super) async fn connection(store: &store::Database) -> Result<(), CommandError> {
    store.ping().await?;
    println!("the database can be reached");
    Ok(())
}

pub(super) async fn migration(store: &store::Database) -> Result<(), CommandError> {
    require_migrated(store).await?;
    println!("all migrations are applied");
    Ok(())
}

/// Refuses to go on with a database whose tables are not up to date.
pub(super) async fn require_migrated(store: &store::Database) -> Result<(), CommandError> {
    match store.migration_state(MIGRATIONS).await?.complaint() {
        Some(complaint) => Err(CommandError::NotMigrated(complaint)),
        None => Ok(()),
    }
}
