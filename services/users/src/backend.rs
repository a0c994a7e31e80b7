//! The back end: users in a table. The engine lists them; here new ones are made.

use dropspec::db::{self, Database, create_all};
use dropspec::{Error, Items};

use crate::names::invent;
use api::types::User;
use api::{Api, GenerateUsersRequest, GenerateUsersResponse};

/// The code generated from `documents/backend.yaml`.
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/backend/api.rs"));
}

/// How often other names are tried when one is taken, which is rare.
const MAX_ATTEMPTS: usize = 10;

/// The back end.
#[derive(Debug)]
pub struct Backend {
    database: Database,
}

dropspec_app::service! {
    service: Backend,
    document: api,
    name: "backend",
    about: "The back end: user names in a table, and a generator of new ones.",
    port: 5001,
    tables: [User],
    file: "users.db",
    sample: User = include_bytes!("../data/users.csv"),
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
