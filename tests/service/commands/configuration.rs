//! Configurations that are rejected at the start, and what production demands.

use insta::assert_snapshot;

use crate::support::{Backend, Database, Program};

on_both_databases!(production_has_no_sample_data, production_warns_where_changes_need_no_credentials);

#[test]
fn unknown_variables_are_reported_at_startup() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::new(&["serve"]).in_folder(folder.path());
    let error = program
        .env("APP_LOG_LEVL", "debug")
        .env("APP_SETTINGS", "holiday")
        .env("POSTGRES_HOST", "db")
        .env("APP_SERVICE_HOST", "10.0.0.7")
        .env("APP_PORT", "tcp://10.0.0.7:5000")
        .env("POSTGRES_PORT", "tcp://10.0.0.8:5432")
        .env("POSTGRES_INITDB_ARGS", "--data-checksums")
        .env("PGDATA", "/var/lib/postgresql/data")
        .fails_with_output();
    assert_snapshot!(error, @r"
    the configuration is wrong in 3 places:
      APP_SETTINGS must be development, testing, staging or production, not `holiday`
      APP_LOG_LEVL is not known; did you mean APP_LOG_LEVEL?
      POSTGRES_HOST is not known; did you mean POSTGRES_HOSTNAME?
    ");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "no file was created");
    for command in ["migrate", "check_migration", "check_health", "export_data"] {
        let error = Program::new(&[command]).in_folder(folder.path()).env("APP_BID", "127.0.0.1:1").fails();
        assert_eq!(error, "APP_BID is not known; did you mean APP_BIND?");
    }
}

#[test]
fn service_links_of_kubernetes_do_not_stop_a_start() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::new(&["serve"]).in_folder(folder.path());
    let links = [
        ("APP_SERVICE_HOST", "10.0.0.7"),
        ("APP_SERVICE_PORT_HTTP", "80"),
        ("APP_PORT", "tcp://10.0.0.7:80"),
        ("APP_PORT_80_TCP_ADDR", "10.0.0.7"),
        ("APP_POSTGRES_PORT_5432_TCP", "tcp://10.0.0.8:5432"),
        ("POSTGRES_SERVICE_HOST", "10.0.0.8"),
        ("POSTGRES_PORT", "tcp://10.0.0.8:5432"),
    ];
    let server = links.into_iter().fold(program, |program, (name, value)| program.env(name, value)).serves();
    assert!(server.banner.contains("SQLite"), "{}", server.banner);
}

#[test]
fn production_requires_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let production = |arguments: &[&str]| {
        Program::new(arguments)
            .in_folder(folder.path())
            .env("APP_SETTINGS", "production")
            .env("APP_BIND", "127.0.0.1:0")
    };
    let missing = "DATABASE_URL is not set, which production requires (POSTGRES_HOSTNAME works, too)";
    for command in ["serve", "migrate", "check_migration", "export_data"] {
        assert_eq!(production(&[command]).fails(), missing);
    }
    assert_eq!(production(&["import_data", "--if-empty"]).fails(), missing);
    let error = production(&["serve"]).env("POSTGRES_USER", "ann").fails();
    assert_eq!(error, "POSTGRES_HOSTNAME is missing, although POSTGRES_USER is set");
    let error = production(&["serve"]).database("mysql://db").fails();
    assert_eq!(error, "DATABASE_URL must begin with postgres:// or sqlite://");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "no file was created");
}

async fn production_has_no_sample_data(backend: Backend) {
    let database = Database::migrated(backend).await;
    let production =
        |arguments: &[&str]| Program::new(arguments).database(database.url()).env("APP_SETTINGS", "production");
    let error = production(&["import_data", "--if-empty"]).fails();
    assert_eq!(error, "production has no sample data: name a file to import");
    assert_eq!(production(&["export_data"]).succeeds().lines().count(), 1, "only the header");
}

async fn production_warns_where_changes_need_no_credentials(backend: Backend) {
    let database = Database::migrated(backend).await;
    let warnings = |settings: &str, auth: &str| {
        let program = Program::new(&["serve"]).database(database.url());
        let lines = program.env("APP_SETTINGS", settings).env("APP_AUTH", auth).logs().stop();
        let warnings = lines.into_iter().filter(|line| line["level"] == "warning");
        warnings.map(|line| line["msg"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let warning = "anyone can call create_person, create_people, submit_person, update_person, patch_person, delete_person, \
                   import_people: set APP_AUTH=writes or required to require credentials";
    assert_eq!(warnings("production", "optional"), [warning]);
    for (settings, auth) in [("production", "writes"), ("production", "required"), ("staging", "optional")] {
        assert!(warnings(settings, auth).is_empty(), "{settings}, {auth}");
    }
}
