//! URLs of databases.

use std::path::PathBuf;
use std::str::FromStr;

use super::error::DatabaseUrlError;
use super::server::ServerName;
use super::server_url::ServerUrl;

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
            return sqlite(path);
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(DatabaseUrlError::Scheme);
        }
        ServerUrl::parse(url)?;
        Ok(Self::Postgres(url.to_owned()))
    }
}

/// The URL of a SQLite file. What SQLite itself takes as something else is rejected instead of being a part of the name.
fn sqlite(path: &str) -> Result<DatabaseUrl, DatabaseUrlError> {
    match path {
        "" => Err(DatabaseUrlError::NoFile),
        ":memory:" => Err(DatabaseUrlError::InMemory),
        _ => match path.find('?') {
            Some(start) => Err(DatabaseUrlError::SqliteOptions(path[start..].to_owned())),
            None => Ok(DatabaseUrl::Sqlite(PathBuf::from(path))),
        },
    }
}

impl DatabaseUrl {
    /// The server, if it is on another host and the URL allows connections to it without TLS, and the `sslmode` that does.
    #[must_use]
    pub fn plaintext_server(&self) -> Option<(String, &'static str)> {
        let Self::Postgres(url) = self else { return None };
        let url = ServerUrl::parse(url).ok().filter(|url| !url.is_local())?;
        url.tls.plaintext_mode().map(|mode| (ServerName::of(&url.config).to_string(), mode))
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
    fn plaintext_to_another_host_is_detected() {
        let plaintext = |url: &str| url.parse::<DatabaseUrl>().unwrap().plaintext_server();
        assert_eq!(plaintext("postgres://ann:secret@db/people"), Some(("db:5432/people".to_owned(), "prefer")));
        let disabled = plaintext("postgres://10.0.0.1/people?sslmode=disable");
        assert_eq!(disabled, Some(("10.0.0.1:5432/people".to_owned(), "disable")));
        for url in ["postgres://db/people?sslmode=require", "postgres://localhost/people", "sqlite://people.db"] {
            assert_eq!(plaintext(url), None, "{url}");
        }
    }

    #[test]
    fn malformed_urls_are_rejected() {
        assert_eq!("mysql://x".parse::<DatabaseUrl>(), Err(DatabaseUrlError::Scheme));
        assert_eq!("sqlite://".parse::<DatabaseUrl>(), Err(DatabaseUrlError::NoFile));
        assert_eq!("sqlite://:memory:".parse::<DatabaseUrl>(), Err(DatabaseUrlError::InMemory));
        let options = "sqlite://a.db?mode=ro".parse::<DatabaseUrl>();
        assert_eq!(options, Err(DatabaseUrlError::SqliteOptions("?mode=ro".to_owned())));
        let at = "postgres://ann:p@ss@db/people".parse::<DatabaseUrl>().unwrap_err().to_string();
        assert_eq!(at, "is malformed: it has more than one `@`; write that of a user or password as %40");
        let modes = "is malformed: sslmode must be disable, prefer, require, verify-ca or verify-full, not `on`";
        assert_eq!("postgres://h/d?sslmode=on".parse::<DatabaseUrl>().unwrap_err().to_string(), modes);
        assert!(matches!("postgres://host:notaport/x".parse::<DatabaseUrl>(), Err(DatabaseUrlError::Malformed(_))));
    }
}
