//! Migrations: their state, and applying them to PostgreSQL.

mod blocker;
mod error;
mod lock_wait;
mod runner;
mod script;
mod statements;

use diesel::backend::Backend;
use diesel::dsl::sql;
use diesel::migration::MigrationSource;
use diesel::sql_types::{Bool, Text};
use diesel::{QueryDsl, QueryResult};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use diesel_migrations::EmbeddedMigrations;

use super::encoding::EncodingError;
use super::error::StoreError;

pub(super) use blocker::Notify;
pub use blocker::{Blocker, MigrationNotice};
pub(super) use runner::MigrationRunner;
pub(super) use script::scripts;

diesel::table! {
    /// The applied migrations, which diesel records.
    __diesel_schema_migrations (version) {
        version -> VarChar,
        run_on -> Timestamp,
    }
}

pub(super) use __diesel_schema_migrations as applied_migrations;

/// The migrations of a database compared with the embedded ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MigrationState {
    /// All are applied.
    Current,
    /// All are applied, and others that are not embedded: those of a newer release.
    Newer,
    /// These are not applied, by version.
    Pending(Vec<String>),
}

impl MigrationState {
    pub(super) fn compare(embedded: Vec<String>, applied: &[String]) -> Self {
        let is_newer = applied.iter().any(|version| !embedded.contains(version));
        let pending: Vec<String> = embedded.into_iter().filter(|version| !applied.contains(version)).collect();
        match pending.is_empty() {
            false => Self::Pending(pending),
            true if is_newer => Self::Newer,
            true => Self::Current,
        }
    }

    /// The message about pending migrations.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Current | Self::Newer => None,
            Self::Pending(versions) => {
                Some(format!("{} pending migration(s): {}; run `migrate`", versions.len(), versions.join(", ")))
            }
        }
    }
}

/// The versions of embedded migrations, oldest first.
///
/// # Errors
/// When they are malformed.
pub fn versions<DB: Backend>(migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
    let migrations = MigrationSource::<DB>::migrations(&migrations).map_err(StoreError::Migration)?;
    let mut versions: Vec<String> = migrations.iter().map(|migration| migration.name().version().to_string()).collect();
    versions.sort();
    Ok(versions)
}

/// The versions of the migrations that are applied to a PostgreSQL database, which has to be in UTF-8.
pub(super) async fn load_applied_migrations(mut connection: &AsyncPgConnection) -> Result<Vec<String>, StoreError> {
    // The table does not exist until a migration has run.
    let exists = sql::<Bool>("to_regclass('__diesel_schema_migrations') IS NOT NULL");
    let encoding = sql::<Text>("current_setting('server_encoding')");
    let (exists, encoding): (bool, String) = diesel::select((exists, encoding)).get_result(&mut connection).await?;
    EncodingError::check_postgres(&encoding)?;
    if !exists {
        return Ok(Vec::new());
    }
    Ok(applied_migrations::table.select(applied_migrations::version).load(&mut connection).await?)
}

/// Whether a PostgreSQL server accepts no changes.
pub(super) async fn load_is_read_only(mut connection: &AsyncPgConnection) -> QueryResult<bool> {
    let is_read_only = sql::<Bool>("pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean");
    diesel::select(is_read_only).get_result(&mut connection).await
}
