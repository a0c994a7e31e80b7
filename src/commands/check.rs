//! `check_db_connection` and `check_migration`.

use dropspec::migration::{Difference, Severity, complaint, differences};
use dropspec::store::{self, MigrationState};

use super::CommandError;
use crate::config::Database;
use crate::service::{MIGRATIONS, layout};

/// The database of the environment. A check must not make the file that it looks for.
pub(super) fn store() -> Result<store::Database, CommandError> {
    let database = Database::from_env()?;
    match database.file() {
        Some(file) if !file.exists() => Err(CommandError::NoFile(file)),
        _ => Ok(database.connect()?),
    }
}

pub(super) async fn connection(store: &store::Database) -> Result<(), CommandError> {
    store.ping().await?;
    println!("the database can be reached");
    Ok(())
}

pub(super) async fn migration(store: &store::Database) -> Result<(), CommandError> {
    let differences = require_migrated(store).await?;
    if let Some(complaint) = complaint(&differences, Severity::Unfit) {
        return Err(CommandError::Unfit(complaint));
    }
    println!("all migrations are applied");
    for difference in differences {
        println!("note: {difference}");
    }
    Ok(())
}

/// Refuses to go on with a database whose tables are not up to date, or so different that the service cannot work. Answers the
/// differences with which it can.
pub(super) async fn require_migrated(store: &store::Database) -> Result<Vec<Difference>, CommandError> {
    let state = store.migration_state(MIGRATIONS).await?;
    if let Some(complaint) = state.complaint() {
        return Err(CommandError::NotMigrated(complaint));
    }
    let mut differences = differences(store, &layout()).await?;
    // What a newer release has changed is as it should be, as long as this one can work with it: the two run side by side for a while.
    if state == MigrationState::Newer {
        differences
            .iter_mut()
            .filter(|it| it.severity < Severity::Fatal)
            .for_each(|it| it.severity = Severity::Harmless);
    }
    match complaint(&differences, Severity::Fatal) {
        Some(complaint) => Err(CommandError::Unfit(complaint)),
        None => Ok(differences),
    }
}
