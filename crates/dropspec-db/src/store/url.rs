//! URLs of databases.

use std::path::PathBuf;
use std::str::FromStr;

use super::connection_parameters::check_url;
use super::error::DatabaseUrlError;

/// The URL of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A database of a PostgreSQL server.
    Postgres(String),
    /// A SQLite file.
    Sqlite(PathBuf),
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, DatabaseUrlError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return if path.is_empty() { Err(DatabaseUrlError::NoFile) } else { Ok(Self::Sqlite(PathBuf::from(path))) };
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(DatabaseUrlError::Scheme);
        }
        check_url(url).map_err(DatabaseUrlError::Malformed)?;
        Ok(Self::Postgres(url.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sqlite_path_is_relative_after_two_slashes_and_absolute_after_three() {
        assert_eq!("sqlite://some/people.db".parse(), Ok(DatabaseUrl::Sqlite(PathBuf::from("some/people.db"))));
        assert_eq!("sqlite:///var/people.db".parse(), Ok(DatabaseUrl::Sqlite(PathBuf::from("/var/people.db"))));
    }

    #[test]
    fn malformed_urls_are_rejected() {
        assert_eq!("mysql://x".parse::<DatabaseUrl>(), Err(DatabaseUrlError::Scheme));
        assert_eq!("sqlite://".parse::<DatabaseUrl>(), Err(DatabaseUrlError::NoFile));
        assert!(matches!("postgres://host:notaport/x".parse::<DatabaseUrl>(), Err(DatabaseUrlError::Malformed(_))));
    }
}
