//! Connections to the databases, and migrations.
//!
//! PostgreSQL is reached through diesel-async, without libpq; SQLite through synchronous diesel on threads of its own.

mod config;
mod connection_parameters;
mod connector;
mod copy;
mod database;
mod error;
mod migrations;
mod multiplexed;
mod pool;
mod postgres;
mod server;
mod sqlite;
mod statement;
mod url;

pub use config::database_url;
pub use connection_parameters::ConnectionParameters;
pub use copy::CopiedRows;
pub use database::{ConnectionMode, Database, Migrations};
pub use error::{DatabaseUrlError, StoreError, driver_error};
pub use migrations::{MigrationState, versions};
pub use multiplexed::MultiplexedConnection;
pub use pool::PoolConfig;
pub use postgres::{Connection, Postgres};
pub use sqlite::Sqlite;
pub use statement::{Query, Statement};
pub use url::DatabaseUrl;
