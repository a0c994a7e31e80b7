//! `check_db_connection` and `check_migration`, and what a service checks before it uses a database.

use dropspec::db::HasDatabase;
use dropspec::db::{Database, MigrationState, StoreError};
use dropspec::migrate::{SchemaDrift, Severity, drift_message, schema_drift};

use super::{StorageError, StoredApp, snapshot};
use crate::Error;

pub(super) async fn connection(database: &Database) -> Result<(), Error> {
    database.ping().await?;
    println!("the database can be reached");
    Ok(())
}

pub(super) async fn migration<A: StoredApp>(database: &Database) -> Result<(), Error> {
    let differences = require_migrated::<A>(database).await?;
    if let Some(message) = drift_message(&differences, Severity::Warning) {
        return Err(StorageError::SchemaDrift(message).into());
    }
    println!("all migrations are applied");
    for difference in differences {
        println!("note: {difference}");
    }
    Ok(())
}

/// Fails if migrations are pending, or the tables are so different that the service cannot work. Returns the differences with which it
/// can.
pub(super) async fn require_migrated<A: StoredApp>(database: &Database) -> Result<Vec<SchemaDrift>, StorageError> {
    let state = database.migration_state(A::MIGRATIONS).await?;
    if let Some(message) = state.message() {
        return Err(StorageError::NotMigrated(message));
    }
    let mut differences = schema_drift(database, &snapshot::<A>()).await?;
    // During a rolling update the old release works on tables that the new one has migrated: what it can work with is no error.
    if state == MigrationState::Newer {
        let tolerable = differences.iter_mut().filter(|difference| difference.severity < Severity::Error);
        tolerable.for_each(|difference| difference.severity = Severity::Info);
    }
    match drift_message(&differences, Severity::Error) {
        Some(message) => Err(StorageError::SchemaDrift(message)),
        None => Ok(differences),
    }
}

/// Why a service cannot work on its database for now, for [`Readiness`](dropspec::health::Readiness): it cannot be reached, migrations are
/// pending, the tables lack something, or writes fail.
pub async fn unready<A: StoredApp + HasDatabase>(service: &A) -> Option<String> {
    let unreachable = |error: StoreError| {
        let condition = error.condition().map(|condition| condition.to_string());
        Some(condition.unwrap_or_else(|| "the database cannot be reached".to_owned()))
    };
    state::<A>(service.database()).await.unwrap_or_else(unreachable)
}

async fn state<A: StoredApp>(database: &Database) -> Result<Option<String>, StoreError> {
    let snapshot = snapshot::<A>();
    // At the same time, so that a busy server is waited for once.
    let (migrations, drift, condition) = tokio::try_join!(
        database.migration_state(A::MIGRATIONS),
        schema_drift(database, &snapshot),
        database.condition(),
    )?;
    let message = migrations.message().or_else(|| drift_message(&drift, Severity::Error));
    Ok(message.or_else(|| condition.map(|condition| condition.to_string())))
}
