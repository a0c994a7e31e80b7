//! The people service. All its operations are on the table `people`, so the engine implements them.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use dropspec::Route;
use dropspec::health::Readiness;
use dropspec::migration::{self, Layout, Severity};
use dropspec::security::{ApiKeys, Authenticator, KeyPrefix, TableStore};
use dropspec::store::{Database, Migrations, StoreError};
use dropspec::table::HasDatabase;

use crate::api::{Api, Authenticators, Document, routes, tables};

/// The embedded migrations.
pub const MIGRATIONS: Migrations = Migrations { postgres: || POSTGRES, sqlite: || SQLITE };

/// Prefix of the API keys of this service.
const KEY_PREFIX: KeyPrefix = KeyPrefix::constant("people");

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The database schema that follows from the document.
#[must_use]
pub fn layout() -> Layout {
    Layout::of(tables::ALL)
}

/// Returns the store of API keys in a database.
#[must_use]
pub fn api_keys(database: Database) -> ApiKeys<TableStore> {
    ApiKeys::new(KEY_PREFIX, TableStore::new(database))
}

/// State of the people service.
#[derive(Debug)]
pub struct People {
    database: Database,
    keys: ApiKeys<TableStore>,
}

impl People {
    /// Creates a service that uses a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { keys: api_keys(database.clone()), database }
    }

    /// Returns all routes: the operations of the document, the document itself, and the probes.
    #[must_use]
    pub fn routes() -> Vec<Route<Self>> {
        let mut all = routes();
        all.extend(dropspec::document::routes::<Self, Document>());
        all.extend(dropspec::health::routes());
        all
    }
}

// Operations without a default implementation are implemented here.
impl Api for People {}

impl Authenticators for People {
    fn bearer(&self) -> &dyn Authenticator {
        &self.keys
    }

    fn key(&self) -> &dyn Authenticator {
        &self.keys
    }
}

impl HasDatabase for People {
    fn database(&self) -> &Database {
        &self.database
    }
}

impl Readiness for People {
    async fn unready(&self) -> Option<String> {
        match complaint(&self.database).await {
            Ok(complaint) => complaint,
            Err(_) => Some("the database cannot be reached".to_owned()),
        }
    }
}

/// Returns why the service cannot use a database: pending migrations, or a schema that does not match the document.
async fn complaint(database: &Database) -> Result<Option<String>, StoreError> {
    let state = database.migration_state(MIGRATIONS).await?;
    if let Some(complaint) = state.complaint() {
        return Ok(Some(complaint));
    }
    Ok(migration::complaint(&migration::differences(database, &layout()).await?, Severity::Fatal))
}
