//! What the two databases share about migrations.

use diesel::backend::Backend;
use diesel::migration::MigrationSource;
use diesel_migrations::EmbeddedMigrations;

use super::error::StoreError;

diesel::table! {
    /// Where diesel keeps which migrations were applied.
    __diesel_schema_migrations (version) {
        version -> VarChar,
        run_on -> Timestamp,
    }
}

pub(super) use __diesel_schema_migrations as applied_migrations;

/// How a database stands to the migrations that the program carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MigrationState {
    /// All are applied.
    Current,
    /// All are applied, and others besides: those of a newer release.
    Newer,
    /// These are not, by version.
    Pending(Vec<String>),
}

impl MigrationState {
    pub(super) fn of(carried: Vec<String>, applied: &[String]) -> Self {
        let is_newer = applied.iter().any(|version| !carried.contains(version));
        let pending: Vec<String> = carried.into_iter().filter(|version| !applied.contains(version)).collect();
        match pending.is_empty() {
            false => Self::Pending(pending),
            true if is_newer => Self::Newer,
            true => Self::Current,
        }
    }

    /// Says what is missing.
    #[must_use]
    pub fn complaint(&self) -> Option<String> {
        match self {
            Self::Current | Self::Newer => None,
            Self::Pending(versions) => Some(format!(
                "{} migration(s) are not applied ({}): run `migrate`",
                versions.len(),
                versions.join(", ")
            )),
        }
    }
}

/// The versions of the migrations that the program carries, oldest first.
///
/// # Errors
/// When they are malformed.
pub fn versions<DB: Backend>(migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
    let migrations = MigrationSource::<DB>::migrations(&migrations).map_err(StoreError::Migration)?;
    let mut versions: Vec<String> = migrations.iter().map(|migration| migration.name().version().to_string()).collect();
    versions.sort();
    Ok(versions)
}
