//! `app serve`.

use reqwest::Client;
use serde_json::Value;

use crate::support::{Backend, Database, Program};

on_both_databases!(a_migrated_database_is_served, postgres_variables_form_the_database_url);

async fn list(url: &str) -> Vec<Value> {
    let response = Client::new().get(url).send().await.unwrap().error_for_status().unwrap();
    response.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_in_an_empty_folder_loads_sample_data() {
    for arguments in [&["serve"][..], &[]] {
        let folder = tempfile::tempdir().unwrap();
        let served = Program::new(arguments).in_folder(folder.path()).serves();
        assert!(folder.path().join("people.db").is_file());
        assert!(
            served.banner.contains("database  SQLite, people.db (created, 887 sample people loaded)\n"),
            "{}",
            served.banner
        );
        assert_eq!(list(served.people()).await.len(), 887);
        assert_eq!(served.stop_with("TERM").code(), Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sample_data_is_loaded_only_into_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let serve = || Program::new(&["serve"]).in_folder(folder.path()).serves();

    let first = serve();
    for person in list(first.people()).await {
        let person = format!("{}/{}", first.people(), person["uuid"].as_str().unwrap());
        Client::new().delete(person).send().await.unwrap().error_for_status().unwrap();
    }
    assert_eq!(first.stop_with("INT").code(), Some(0), "Ctrl-C also stops the server");

    let second = serve();
    assert!(second.banner.contains("database  SQLite, people.db\n"), "{}", second.banner);
    assert!(list(second.people()).await.is_empty());
}

async fn a_migrated_database_is_served(backend: Backend) {
    let database = Database::migrated(backend).await;
    let folder = tempfile::tempdir().unwrap();
    let served = Program::new(&["serve"]).database(database.url()).in_folder(folder.path()).serves();
    assert!(list(served.people()).await.is_empty(), "no sample data is loaded");
    assert_eq!(served.stop_with("TERM").code(), Some(0));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file is created");
}

/// `POSTGRES_*`.
async fn postgres_variables_form_the_database_url(backend: Backend) {
    let Backend::Postgres = backend else { return };
    let database = Database::migrated(backend).await;
    let config: tokio_postgres::Config = database.url().parse().unwrap();
    let tokio_postgres::config::Host::Tcp(host) = &config.get_hosts()[0] else { panic!("not a TCP address") };
    let password = config.get_password().map(|password| String::from_utf8(password.to_owned()).unwrap());
    let output = Program::new(&["check_migration"])
        .env("POSTGRES_HOSTNAME", host)
        .env("POSTGRES_PORT", &config.get_ports()[0].to_string())
        .env("POSTGRES_DB", config.get_dbname().unwrap())
        .env("POSTGRES_USER", config.get_user().unwrap())
        .env("POSTGRES_PASSWORD", password.as_deref().unwrap_or_default())
        // Compose files pass unset variables as empty.
        .env("DATABASE_URL", "")
        .succeeds();
    assert_eq!(output, "all migrations are applied\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_may_be_given_on_the_command_line() {
    for arguments in [&["--bind", "127.0.0.1:0"][..], &["serve", "--bind", "127.0.0.1:0"]] {
        let folder = tempfile::tempdir().unwrap();
        let served =
            Program::new(arguments).in_folder(folder.path()).env("APP_BIND", "127.0.0.1:1").serves_as_configured();
        assert_ne!(served.address().port(), 1);
    }
}

#[test]
fn examples_need_operations_that_are_not_implemented() {
    let line = Program::new(&["serve", "--mock"]).fails();
    assert_eq!(line, "this service has no examples for --mock: generate them with dropspec_build::mocks in build.rs");
}

#[test]
fn plaintext_to_another_host_is_warned_of_once_deployed() {
    // Connections to this address are refused by this host, but it is none of the loopback addresses.
    let stderr = |settings: &str, parameters: &str| {
        let url = format!("postgres://ann:secret@0.0.0.0:1/people{parameters}");
        let output = Program::new(&["serve"]).env("APP_SETTINGS", settings).database(&url).output();
        String::from_utf8(output.stderr).unwrap()
    };
    for settings in ["production", "staging"] {
        let log = stderr(settings, "");
        let warning = "the connection to PostgreSQL at 0.0.0.0:1/people may be without encryption (sslmode=prefer); set sslmode=verify-full";
        assert_eq!(log.matches(warning).count(), 1, "{log}");
        assert!(stderr(settings, "?sslmode=disable").contains("is not encrypted (sslmode=disable)"));
        assert!(!log.contains("secret"), "{log}");
    }
    for log in [stderr("development", ""), stderr("production", "?sslmode=require")] {
        assert!(!log.contains("encr"), "{log}");
        assert!(log.contains("0.0.0.0:1/people: "), "{log}");
    }
}
