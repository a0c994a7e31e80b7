//! Where a database is.

use std::path::PathBuf;
use std::str::FromStr;

use super::postgres::{Postgres, check_url};
use super::sqlite::Sqlite;
use super::{Database, PoolConfig, StoreError};

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// On a PostgreSQL server, by its URL.
    Postgres(String),
    /// In a SQLite file.
    Sqlite(PathBuf),
}

/// Why a text is not the address of a database, in words that go on after what the text is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is of another kind.
    #[error("must begin with postgres:// or sqlite://")]
    Scheme,
    /// `sqlite://` without a path.
    #[error("must name a file: sqlite://relative/path or sqlite:///absolute/path")]
    NoFile,
    /// The URL of a server cannot be read.
    #[error("is malformed: {0}")]
    Malformed(String),
}

/// A URL, `postgres://…` or `sqlite://` with the path of a file.
impl FromStr for Address {
    type Err = AddressError;

    fn from_str(url: &str) -> Result<Self, AddressError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return if path.is_empty() { Err(AddressError::NoFile) } else { Ok(Self::Sqlite(PathBuf::from(path))) };
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(AddressError::Scheme);
        }
        check_url(url).map_err(AddressError::Malformed)?;
        Ok(Self::Postgres(url.to_owned()))
    }
}

impl Address {
    /// Gets ready to use the database. A SQLite file is made when it is not there; a server is not yet talked to.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn open(&self) -> Result<Database, StoreError> {
        self.open_with(PoolConfig::default())
    }

    /// As [`Address::open`]; what is said of the pool does not matter to a file.
    ///
    /// # Errors
    /// As [`Address::open`].
    pub fn open_with(&self, pool: PoolConfig) -> Result<Database, StoreError> {
        match self {
            Self::Postgres(url) => Ok(Database::Postgres(Postgres::with(url, pool)?)),
            Self::Sqlite(path) => Ok(Database::Sqlite(Sqlite::open(path)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_url_is_relative_with_two_slashes_and_absolute_with_three() {
        assert_eq!("sqlite://some/people.db".parse(), Ok(Address::Sqlite(PathBuf::from("some/people.db"))));
        assert_eq!("sqlite:///var/people.db".parse(), Ok(Address::Sqlite(PathBuf::from("/var/people.db"))));
    }

    #[test]
    fn what_is_no_address_is_said() {
        assert_eq!("mysql://x".parse::<Address>(), Err(AddressError::Scheme));
        assert_eq!("sqlite://".parse::<Address>(), Err(AddressError::NoFile));
        assert!(matches!("postgres://host:notaport/x".parse::<Address>(), Err(AddressError::Malformed(_))));
    }
}
