//! URLs of PostgreSQL, and a server that is not there.

use std::time::{Duration, Instant};

use dropspec_db::{ConnectionParameters, DatabaseUrl, Postgres, StoreError};
use proptest::prelude::*;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_character_may_stand_in_a_part_of_a_url(
        database in "[^\\x00]{1,9}",
        user in "[^\\x00]{1,9}",
        password in proptest::option::of("[^\\x00]{1,9}"),
    ) {
        let parts = ConnectionParameters { host: "db.example".to_owned(), port: 5433, database, user, password };
        let url = parts.url();
        prop_assert_eq!(ConnectionParameters::from_url(&url), Some(parts.clone()));
        let ConnectionParameters { database, user, password, .. } = parts;
        prop_assert_eq!(url.parse(), Ok(DatabaseUrl::Postgres(url.clone())));
        let config: Config = url.parse().unwrap();
        prop_assert_eq!(config.get_dbname(), Some(database.as_str()));
        prop_assert_eq!(config.get_user(), Some(user.as_str()));
        prop_assert_eq!(config.get_password(), password.as_ref().map(String::as_bytes));
        prop_assert_eq!(config.get_hosts(), &[Host::Tcp("db.example".to_owned())]);
        prop_assert_eq!(config.get_ports(), &[5433]);
    }
}

#[test]
fn a_url_that_cannot_be_read_is_explained_without_its_password() {
    for (url, reason) in [("postgres:///people", "it names no host"), ("postgres://a:secret@host:port/db", "")] {
        let said = url.parse::<DatabaseUrl>().unwrap_err().to_string();
        assert!(said.contains(reason) && !said.contains("secret"), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable_at_once() {
    let started = Instant::now();
    let postgres = Postgres::new("postgres://nobody:secret@127.0.0.1:1/nothing").unwrap();
    let error = postgres.ping().await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(!format!("{postgres:?} {error}").contains("secret"));
}
