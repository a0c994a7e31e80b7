//! Connections to the databases, and migrations.
//!
//! PostgreSQL is reached through diesel-async, without libpq; SQLite through synchronous diesel on threads of its own.

mod batch;
mod cancel;
mod condition;
mod config;
mod connection_limit;
mod connection_parameters;
mod connector;
mod copy;
mod database;
mod driver_connection;
mod encoding;
mod error;
mod exclusive;
mod file_identity;
mod job;
mod migrations;
mod multiplexed;
mod pool;
mod pooler;
mod postgres;
mod prepared;
mod retry;
mod server;
mod server_url;
mod sqlite;
mod sqlite_sync;
mod statement;
mod tls;
mod transport;
mod url;
mod write_failure;
mod writers;

pub(crate) use batch::{BatchWrite, Turn};
pub use condition::Condition;
pub use config::database_url;
pub use connection_limit::ConnectionLimit;
pub use connection_parameters::ConnectionParameters;
pub use copy::CopiedRows;
pub use database::{Database, Migrations};
pub use encoding::EncodingError;
pub use error::{DatabaseUrlError, StoreError, WriteError, driver_error};
pub use migrations::{Blocker, MigrationNotice, MigrationState, versions};
pub use pool::PoolConfig;
pub use postgres::Postgres;
pub use prepared::Prepared;
pub use retry::ConflictRetries;
pub use sqlite::Sqlite;
pub use sqlite_sync::SqliteSync;
pub use statement::{Query, Statement};
pub use tls::TlsError;
pub use url::DatabaseUrl;
