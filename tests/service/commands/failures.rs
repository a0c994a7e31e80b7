//! Failures: one line on standard error and a non-zero exit code.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use insta::assert_snapshot;

use crate::support::{Backend, Database, Program, pending_migrations};

on_both_databases!(an_unmigrated_database_is_not_served, a_port_in_use_is_reported, invalid_settings_are_reported);

/// Commands that connect to a database.
const COMMANDS: [&str; 4] = ["migrate", "check_migration", "check_db_connection", "serve"];

#[test]
fn an_unknown_database_scheme_is_rejected() {
    for url in ["mysql://localhost/people", "localhost:5432", "sqlite:people.db", "people.db"] {
        for command in COMMANDS {
            let line = Program::new(&[command]).database(url).fails();
            assert_eq!(line, "DATABASE_URL must begin with postgres:// or sqlite://");
        }
    }
}

#[test]
fn a_malformed_database_url_is_reported() {
    let line = Program::new(&["migrate"]).database("postgres://localhost:port/people").fails();
    assert!(line.starts_with("DATABASE_URL is malformed: "), "{line}");
    let line = Program::new(&["migrate"]).database("sqlite://").fails();
    assert_eq!(line, "DATABASE_URL must name a file: sqlite://relative/path or sqlite:///absolute/path");
}

#[test]
fn a_refused_connection_fails_immediately() {
    let url = format!("postgres://somebody:secret@127.0.0.1:{}/people", closed_port());
    for command in COMMANDS {
        let started = Instant::now();
        let line = Program::new(&[command]).database(&url).fails();
        let server = url.rsplit('@').next().unwrap();
        assert!(line.starts_with(&format!("cannot reach the database: {server}: ")), "{line}");
        assert!(line.contains("Connection refused"), "the cause is missing: {line}");
        assert!(!line.contains("secret"), "{line}");
        assert!(started.elapsed() < Duration::from_secs(5), "{command} took {:?}", started.elapsed());
    }
}

#[test]
fn an_unresponsive_server_times_out() {
    // The kernel accepts connections, but nothing responds.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://somebody@{}/people", silent.local_addr().unwrap());
    let started = Instant::now();
    let line = Program::new(&["check_db_connection"]).database(&url).fails();
    assert!(line.starts_with("cannot reach the database: 127.0.0.1:"), "{line}");
    assert!(line.ends_with("/people: no connection within 5s"), "{line}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn a_missing_folder_is_reported() {
    for command in ["migrate", "serve"] {
        let line = Program::new(&[command]).database("sqlite:///no/such/folder/people.db").fails();
        assert!(line.starts_with("cannot reach the database: /no/such/folder/people.db: "), "{line}");
    }
    for command in ["check_migration", "check_db_connection"] {
        let line = Program::new(&[command]).database("sqlite:///no/such/folder/people.db").fails();
        assert_eq!(line, "no such file: /no/such/folder/people.db: create it with `migrate`");
    }
}

#[test]
fn a_file_that_is_not_a_database_is_reported() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for command in COMMANDS {
        let line = Program::new(&[command]).database(&format!("sqlite://{file}")).fails();
        assert_eq!(line, format!("cannot reach the database: {file}: file is not a database"));
    }
}

async fn an_unmigrated_database_is_not_served(backend: Backend) {
    let database = Database::unmigrated(backend);
    for arguments in [&["serve"][..], &[]] {
        let line = Program::new(arguments).database(database.url()).env("APP_BIND", "127.0.0.1:0").fails();
        let expected = format!("the database is not ready: {}", pending_migrations());
        assert_eq!(line, expected);
    }
}

async fn a_port_in_use_is_reported(backend: Backend) {
    let database = Database::migrated(backend).await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = Program::new(&["serve"]).database(database.url()).env("APP_BIND", &address).fails();
    assert_eq!(line, format!("cannot listen on {address}: Address already in use (os error 98)"));
}

async fn invalid_settings_are_reported(backend: Backend) {
    let database = Database::migrated(backend).await;
    let serve = || Program::new(&["serve"]).database(database.url());
    let line = serve().env("APP_SETTINGS", "prod").fails();
    assert_eq!(line, "APP_SETTINGS must be development, testing, staging or production, not `prod`");
    let line = serve().env("APP_VALIDATE_RESPONSES", "yes").fails();
    assert_eq!(line, "APP_VALIDATE_RESPONSES must be off, log or refuse, not `yes`");
    for nonsense in ["5000", "127.0.0.1", "127.0.0.1:port", "127.0.0.1:65536", "http://127.0.0.1:5000"] {
        let line = serve().env("APP_BIND", nonsense).fails();
        assert_eq!(line, format!("APP_BIND must be an address such as 127.0.0.1:5000, not `{nonsense}`"));
    }
}

#[test]
fn postgres_variables_require_the_hostname() {
    let line = Program::new(&["migrate"]).env("POSTGRES_PASSWORD", "secret").fails();
    assert_eq!(line, "POSTGRES_HOSTNAME is missing, although POSTGRES_PASSWORD is set");
    let line = Program::new(&["migrate"]).env("POSTGRES_HOSTNAME", "db").env("POSTGRES_PORT", "http").fails();
    assert_eq!(line, "POSTGRES_PORT must be a number from 1 to 65535, not `http`");
}

/// Returns a port that nothing listens on.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn all_invalid_variables_are_reported_at_startup() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::new(&["serve"]).in_folder(folder.path());
    let error = program
        .env("APP_SETTINGS", "holiday")
        .env("APP_BIND", "nowhere")
        .env("APP_DOCS", "maybe")
        .database("sqlite://people.db")
        .env("POSTGRES_HOSTNAME", "db")
        .fails_with_output();
    assert_snapshot!(error, @r"
    the configuration is wrong in 4 places:
      APP_SETTINGS must be development, testing, staging or production, not `holiday`
      POSTGRES_HOSTNAME contradicts DATABASE_URL: leave one of them out
      APP_BIND must be an address such as 127.0.0.1:5000, not `nowhere`
      APP_DOCS must be on or off, not `maybe`
    ");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "no file was created");
}
