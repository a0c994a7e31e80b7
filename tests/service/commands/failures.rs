//! One clear line on the standard error, and an exit code that is not 0.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use insta::assert_snapshot;

use crate::support::{Backend, Database, Program, nothing_applied};

on_both_databases!(an_unmigrated_database_is_not_served, a_port_in_use_is_named, nonsense_in_the_settings_is_named);

/// The commands that talk to a database.
const COMMANDS: [&str; 4] = ["migrate", "check_migration", "check_db_connection", "serve"];

#[test]
fn the_scheme_of_the_database_has_to_be_known() {
    for url in ["mysql://localhost/people", "localhost:5432", "sqlite:people.db", "people.db"] {
        for command in COMMANDS {
            let line = Program::new(&[command]).database(url).fails();
            assert_eq!(line, "DATABASE_URL must begin with postgres:// or sqlite://");
        }
    }
}

#[test]
fn a_malformed_url_is_told_from_a_server_that_is_not_there() {
    let line = Program::new(&["migrate"]).database("postgres://localhost:port/people").fails();
    assert!(line.starts_with("DATABASE_URL is malformed: "), "{line}");
    let line = Program::new(&["migrate"]).database("sqlite://").fails();
    assert_eq!(line, "DATABASE_URL must name a file: sqlite://relative/path or sqlite:///absolute/path");
}

#[test]
fn a_server_that_is_not_there_is_not_waited_for() {
    let url = format!("postgres://somebody:secret@127.0.0.1:{}/people", closed_port());
    for command in COMMANDS {
        let started = Instant::now();
        let line = Program::new(&[command]).database(&url).fails();
        assert!(line.starts_with("cannot reach the database: "), "{line}");
        assert!(line.contains("Connection refused"), "it says why: {line}");
        assert!(!line.contains("secret"), "{line}");
        assert!(started.elapsed() < Duration::from_secs(5), "{command} took {:?}", started.elapsed());
    }
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    // It accepts connections, by the system's doing, and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("postgres://somebody@{}/people", silent.local_addr().unwrap());
    let started = Instant::now();
    let line = Program::new(&["check_db_connection"]).database(&url).fails();
    assert!(line.starts_with("cannot reach the database: "), "{line}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn a_folder_that_is_not_there_is_named() {
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
fn a_file_that_is_not_a_database_is_named() {
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
        let expected = format!("the database is not ready: {}", nothing_applied());
        assert_eq!(line, expected);
    }
}

async fn a_port_in_use_is_named(backend: Backend) {
    let database = Database::migrated(backend).await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let line = Program::new(&["serve"]).database(database.url()).env("APP_BIND", &address).fails();
    assert_eq!(line, format!("cannot listen on {address}: Address already in use (os error 98)"));
}

async fn nonsense_in_the_settings_is_named(backend: Backend) {
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
fn the_parts_of_a_server_need_its_host() {
    let line = Program::new(&["migrate"]).env("POSTGRES_PASSWORD", "secret").fails();
    assert_eq!(line, "POSTGRES_HOSTNAME is missing, although POSTGRES_PASSWORD is set");
    let line = Program::new(&["migrate"]).env("POSTGRES_HOSTNAME", "db").env("POSTGRES_PORT", "http").fails();
    assert_eq!(line, "POSTGRES_PORT must be a number from 1 to 65535, not `http`");
}

/// A port that nobody listens on.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn all_that_is_wrong_with_the_environment_is_told_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::new(&["serve"]).in_folder(folder.path());
    let complaint = program
        .env("APP_SETTINGS", "holiday")
        .env("APP_BIND", "nowhere")
        .env("APP_DOCS", "maybe")
        .database("sqlite://people.db")
        .env("POSTGRES_HOSTNAME", "db")
        .complains();
    assert_snapshot!(complaint, @r"
    the configuration is wrong in 4 places:
      APP_SETTINGS must be development, testing, staging or production, not `holiday`
      POSTGRES_HOSTNAME contradicts DATABASE_URL: leave one of them out
      APP_BIND must be an address such as 127.0.0.1:5000, not `nowhere`
      APP_DOCS must be on or off, not `maybe`
    ");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "there is no new file");
}
