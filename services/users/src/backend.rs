//! The back end: users in a table. The engine lists them; here new ones are made.

use diesel_migrations::{EmbeddedMigrations, embed_migrations};
use dropspec::db::{self, Database, HasDatabase, Migrations, Table, create_all};
use dropspec::health::Readiness;
use dropspec::telemetry::BuildInfo;
use dropspec::{Error, Items, Route};
use dropspec_app::storage::{Dataset, Sample, StoredApp, unready};
use dropspec_app::{App, BoxError, NoCommands};

use crate::names::invent;
use api::types::User;
use api::{Api, Document, GenerateUsersRequest, GenerateUsersResponse, routes, tables};

/// The code generated from `documents/backend.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/backend/api.rs"));
}

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// How often other names are tried when one is taken, which is rare.
const MAX_ATTEMPTS: usize = 10;

/// The back end.
#[derive(Debug)]
pub struct Backend {
    database: Database,
}

impl Api for Backend {
    async fn generate_users(&self, request: GenerateUsersRequest) -> Result<GenerateUsersResponse, Error> {
        for _ in 0..MAX_ATTEMPTS {
            let users: Vec<User> = (0..request.count).map(|_| User { user_name: invent(&mut rand::rng()) }).collect();
            match create_all::<User>(&self.database, Items(users.iter().cloned().map(Ok).collect()), false).await {
                Ok(_) => return Ok(GenerateUsersResponse::Created(users)),
                // A name is taken, and nothing is stored.
                Err(db::Error::Rejected(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Error::unavailable("the generated names are taken"))
    }
}

impl HasDatabase for Backend {
    fn database(&self) -> &Database {
        &self.database
    }
}

impl Readiness for Backend {
    async fn unready(&self) -> Option<String> {
        unready(self).await
    }
}

impl App for Backend {
    const BUILD: BuildInfo = BuildInfo { name: "backend", ..dropspec::build_info!() };
    const ABOUT: &'static str = "The back end: user names in a table, and a generator of new ones.";
    const PORT: u16 = 5001;

    type Document = Document;
    type Config = ();
    type Resources = Database;
    type Commands = NoCommands;

    fn operations() -> Vec<Route<Self>> {
        routes()
    }

    async fn build((): (), database: Database) -> Result<Self, BoxError> {
        Ok(Self { database })
    }
}

impl StoredApp for Backend {
    const MIGRATIONS: Migrations = Migrations { postgres: || POSTGRES, sqlite: || SQLITE };

    fn tables() -> &'static [&'static Table] {
        tables::ALL
    }

    fn datasets() -> Vec<Dataset> {
        vec![Dataset::of::<User>()]
    }

    fn embedded_file() -> String {
        "users.db".to_owned()
    }

    fn sample() -> Option<Sample> {
        Some(Sample::of::<User>(include_bytes!("../data/users.csv")))
    }
}
