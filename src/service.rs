//! The operations of the document, which are all on its one table: the engine does them.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use dropspec::Route;
use dropspec::health::Readiness;
use dropspec::store::{Database, Migrations};
use dropspec::table::HasDatabase;

use crate::api::{Api, Document, routes};

/// What makes the tables, and changes them from one version of the document to the next.
pub const MIGRATIONS: Migrations = Migrations { postgres: || POSTGRES, sqlite: || SQLITE };

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The service.
#[derive(Debug)]
pub struct People {
    database: Database,
}

impl People {
    /// A service on a database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self { database }
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

impl HasDatabase for People {
    fn database(&self) -> &Database {
        &self.database
    }
}

impl Readiness for People {
    async fn unready(&self) -> Option<String> {
        match self.database.migration_state(MIGRATIONS).await {
            Ok(state) => state.complaint(),
            Err(_) => Some("the database cannot be reached".to_owned()),
        }
    }
}
