//! Where a database is.

use std::path::PathBuf;
use std::str::FromStr;

use super::error::AddressError;
use super::parts::check_url;

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// On a PostgreSQL server, by its URL.
    Postgres(String),
    /// In a SQLite file.
    Sqlite(PathBuf),
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
