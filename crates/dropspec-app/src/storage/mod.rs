//! Services whose documents have tables.

mod api_key;
mod check;
mod columns;
mod commands;
mod config;
mod csv_output;
mod dataset;
mod export;
mod import;
mod imports;
mod make_migration;
mod open;
mod purge;
mod resources;
mod user;

use dropspec::auth::KeyPrefix;
use dropspec::db::Table;
use dropspec::db::{Database, Migrations};
use dropspec::migrate::SchemaSnapshot;

pub use check::unready;
pub use config::{DatabaseConfig, Location};
pub use dataset::{Dataset, Sample};

use crate::App;
pub use crate::error::StorageError;

/// A service whose document has tables.
pub trait StoredApp: App<Resources = Database> {
    /// The migrations, as they are in the binary.
    const MIGRATIONS: Migrations;

    /// The prefix of API keys, for a service that keeps those in its database; it has the command `api_key` then.
    const KEY_PREFIX: Option<KeyPrefix> = None;

    /// The tables of the document: the generated `tables::ALL`.
    fn tables() -> &'static [&'static Table];

    /// The tables whose rows can be imported and exported.
    fn datasets() -> Vec<Dataset>;

    /// The SQLite file that is used when no database is configured.
    #[must_use]
    fn embedded_file() -> String {
        format!("{}.db", Self::NAME)
    }

    /// Rows for an embedded database that was just created.
    #[must_use]
    fn sample() -> Option<Sample> {
        None
    }
}

/// The schema of the tables.
pub(crate) fn snapshot<A: StoredApp>() -> SchemaSnapshot {
    SchemaSnapshot::of(A::tables())
}
