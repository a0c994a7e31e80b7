//! The people service. All its operations are on the table `people`, so the engine implements them.

use dropspec::auth::{ApiKeys, Authenticator, KeyPrefix};
use dropspec::db::{Database, TableStore};

use crate::api::types::Person;
use crate::api::{self, Api, Authenticators};
use crate::sample::command::SampleCommand;

/// The prefix of the API keys of this service.
const KEY_PREFIX: KeyPrefix = KeyPrefix::constant("people");

/// State of the people service.
#[derive(Debug)]
pub struct People {
    database: Database,
    keys: ApiKeys<TableStore>,
}

dropspec_app::service! {
    service: People,
    document: api,
    name: "app",
    about: "The passenger register, served from its OpenAPI document.",
    port: 5000,
    commands: SampleCommand,
    tables: [Person],
    keys: KEY_PREFIX,
    file: "people.db",
    sample: Person = include_bytes!("../data/passengers.csv"),
    build: Self::new,
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
