//! The encodings of databases.

/// A database has another encoding than UTF-8, in which texts have another order, or are lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodingError {
    /// A database of PostgreSQL.
    #[error(
        "the database has the encoding {0} instead of UTF8; create another one with `CREATE DATABASE NAME TEMPLATE template0 ENCODING 'UTF8'`, \
         and restore a dump of this one into it"
    )]
    Postgres(String),
    /// A SQLite file.
    #[error("the file has the encoding {0} instead of UTF-8; convert it with `sqlite3 OLD.db .dump | sqlite3 NEW.db`")]
    Sqlite(String),
}

impl EncodingError {
    /// Checks the encoding of a database of PostgreSQL.
    pub(super) fn check_postgres(encoding: &str) -> Result<(), Self> {
        if encoding == "UTF8" { Ok(()) } else { Err(Self::Postgres(encoding.to_owned())) }
    }

    /// Checks the encoding of a SQLite file.
    pub(super) fn check_sqlite(encoding: &str) -> Result<(), Self> {
        if encoding == "UTF-8" { Ok(()) } else { Err(Self::Sqlite(encoding.to_owned())) }
    }
}
