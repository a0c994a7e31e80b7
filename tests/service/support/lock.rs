//! Locks that another client of the database holds.

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use tokio_postgres::NoTls;

use super::sqlite_connection;

/// A transaction of another client: it locks the whole file of SQLite, or what a statement locks on PostgreSQL.
pub(crate) enum Lock {
    Sqlite { connection: SqliteConnection },
    Postgres { client: tokio_postgres::Client },
}

impl Lock {
    pub(crate) const TABLE: &str = "LOCK TABLE people IN SHARE MODE";
    pub(crate) const ROWS: &str = "SELECT 1 FROM people FOR UPDATE";

    pub(crate) async fn acquire(url: &str, statement: &str) -> Self {
        if let Some(file) = url.strip_prefix("sqlite://") {
            let mut connection = sqlite_connection(file);
            connection.batch_execute("BEGIN IMMEDIATE").unwrap();
            return Self::Sqlite { connection };
        }
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute(&format!("BEGIN; {statement}")).await.unwrap();
        Self::Postgres { client }
    }

    /// Rolls back the transaction.
    pub(crate) async fn release(self) {
        match self {
            Self::Sqlite { mut connection } => connection.batch_execute("ROLLBACK").unwrap(),
            Self::Postgres { client } => client.batch_execute("ROLLBACK").await.unwrap(),
        }
    }
}
