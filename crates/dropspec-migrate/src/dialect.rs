//! Kinds of databases.

use dropspec_db::Database;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// SQLite.
    Sqlite,
}

impl Dialect {
    /// The kind of a database.
    #[must_use]
    pub fn of(database: &Database) -> Self {
        match database {
            Database::Postgres(_) => Self::Postgres,
            Database::Sqlite(_) => Self::Sqlite,
        }
    }
}
