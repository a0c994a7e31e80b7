//! The operations of the document, which are all on its one table: the engine does them.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use dropspec::Route;
use dropspec::health::Readiness;
use dropspec::migration::{self, Layout, Severity};
use dropspec::security::{ApiKeys, Authenticator, KeyPrefix, TableStore};
use dropspec::store::{Database, Migrations, StoreError};
use dropspec::table::HasDatabase;

use crate::api::{Api, Authenticators, Document, routes, tables};

/// What makes the tables, and changes them from one version of the document to the next.
pub const MIGRATIONS: Migrations = Migrations { postgres: || POSTGRES, sqlite: || SQLITE };

/// What the API keys of this service begin with.
const KEY_PREFIX: KeyPrefix = KeyPrefix::constant("people");

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// What the document makes of a database.
#[must_use]
pub fn layout() -> Layout {
    Layout::of(tables::ALL)
}

/// The API keys of a database.
#[must_use]
pub fn api_keys(database: Database) -> ApiKeys<TableStore> {
    ApiKeys::new(KEY_PREFIX, TableStore::new(database))
}

/// The service.
#[derive(Debug)]
pub struct People {
    database: Database,
    keys: ApiKeys<TableStore>,
}

impl People {
    /// A service on a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { keys: api_keys(database.clone()), database }
    }

    /// All routes: those of the document, the document itself, and the probes.
    #[must_use]
    pub fn routes() -> Vec<Route<Self>> {
        let mut all = routes();
        all.extend(dropspec::document::routes::<Self, Document>());
        all.extend(dropspec::health::routes());
        all
    }
}

// An operation that is to do something else is written here.
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

/// What keeps the service from working on a database: tables that are not up to date, or that somebody else has changed.
async fn complaint(database: &Database) -> Result<Option<String>, StoreError> {
    let state = database.migration_state(MIGRATIONS).await?;
    if let Some(complaint) = state.complaint() {
        return Ok(Some(complaint));
    }
    Ok(migration::complaint(&migration::differences(database, &layout()).await?, Severity::Fatal))
}
