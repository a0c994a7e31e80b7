//! Connections to the databases, and migrations.
//!
//! PostgreSQL is reached through diesel-async, without libpq; SQLite through synchronous diesel on threads of its own.

mod address;
mod config;
mod connector;
mod copy;
mod database;
mod error;
mod migrations;
mod parts;
mod pool;
mod postgres;
mod shared;
mod sqlite;
mod statement;

pub use address::Address;
pub use config::database as database_address;
pub use copy::CopiedRows;
pub use database::{Database, Migrations, Use};
pub use error::{AddressError, StoreError, driver_error};
pub use migrations::{MigrationState, versions};
pub use parts::Parts;
pub use pool::PoolConfig;
pub use postgres::{Connection, Postgres};
pub use shared::Driven;
pub use sqlite::Sqlite;
pub use statement::{Action, Rows};
