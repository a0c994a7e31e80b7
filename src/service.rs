//! The people service. All its operations are on the table `people`, so the engine implements them.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use dropspec::Route;
use dropspec::auth::{ApiKeys, Authenticator, KeyPrefix};
use dropspec::db::{Database, HasDatabase, Migrations, Table, TableStore};
use dropspec::health::Readiness;
use dropspec::telemetry::BuildInfo;
use dropspec_app::storage::{Dataset, Sample, StoredApp, unready};
use dropspec_app::{App, BoxError};

use crate::api::types::Person;
use crate::api::{Api, Authenticators, Document, routes, tables};
use crate::sample::command::SampleCommand;

/// The migrations of the tables, from one version of the document to the next.
pub const MIGRATIONS: Migrations = Migrations { postgres: || POSTGRES, sqlite: || SQLITE };

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// The prefix of the API keys of this service.
const KEY_PREFIX: KeyPrefix = KeyPrefix::constant("people");

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
        Self { keys: ApiKeys::new(KEY_PREFIX, TableStore::new(database.clone())), database }
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
        unready(self).await
    }
}

impl App for People {
    const BUILD: BuildInfo = dropspec::build_info!();
    const NAME: &'static str = "app";
    const ABOUT: &'static str = "The passenger register, served from its OpenAPI document.";
    const PORT: u16 = 5000;

    type Document = Document;
    type Config = ();
    type Resources = Database;
    type Commands = SampleCommand;

    fn operations() -> Vec<Route<Self>> {
        routes()
    }

    async fn build((): (), database: Database) -> Result<Self, BoxError> {
        Ok(Self::new(database))
    }

    fn metrics_authenticator(&self) -> Option<&dyn Authenticator> {
        Some(&self.keys)
    }
}

impl StoredApp for People {
    const MIGRATIONS: Migrations = MIGRATIONS;
    const KEY_PREFIX: Option<KeyPrefix> = Some(KEY_PREFIX);

    fn tables() -> &'static [&'static Table] {
        tables::ALL
    }

    fn datasets() -> Vec<Dataset> {
        vec![Dataset::of::<Person>()]
    }

    fn embedded_file() -> String {
        "people.db".to_owned()
    }

    fn sample() -> Option<Sample> {
        Some(Sample::of::<Person>(include_bytes!("../data/passengers.csv")))
    }
}
