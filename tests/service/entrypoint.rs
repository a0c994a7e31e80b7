//! `entrypoint.sh`.

use std::thread;
use std::time::Duration;

use crate::support::{Backend, Database, Program};

/// A URL with a port that nothing listens on.
const NOWHERE: &str = "postgres://postgres@127.0.0.1:1/people";

fn unmigrated() -> Database {
    Database::unmigrated(Backend::Postgres)
}

/// Starts in production, with a text log.
fn production(url: &str) -> Program {
    Program::entrypoint(&["serve"]).env("APP_SETTINGS", "production").env("APP_LOG", "text").database(url)
}

/// Runs the script, asserts failure, and returns its standard error.
fn failure(program: Program) -> String {
    let output = program.output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    stderr
}

async fn count(url: &str) -> usize {
    let people: Vec<serde_json::Value> = reqwest::get(url).await.unwrap().json().await.unwrap();
    people.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_migrates_and_loads_sample_data() {
    let database = unmigrated();
    let serve = || Program::entrypoint(&[]).database(database.url()).serves();
    let first = serve();
    assert_eq!(count(first.people()).await, 887);
    // The program has replaced the shell, so it receives the signal.
    assert_eq!(first.stop_with("TERM").code(), Some(0));

    let people = count(serve().people()).await;
    assert_eq!(people, 887, "the second start adds no people");
}

#[test]
fn starting_in_production_changes_nothing() {
    let database = unmigrated();
    let start = || production(database.url());
    assert!(failure(start()).starts_with("app: the database is not ready: "));
    Program::entrypoint(&["migrate"]).database(database.url()).succeeds();
    start().serves();
}

#[test]
fn check_migration_waits_for_the_migrations() {
    let database = unmigrated();
    let url = database.url();
    let start =
        |tries| production(url).env("CHECK_MIGRATION", "True").env("WAIT_SECONDS", "0.1").env("WAIT_TRIES", tries);
    let stderr = failure(start("2"));
    assert!(
        stderr.contains(
            "timed out waiting for the database: app check_migration failed: app: the database is not ready: "
        )
    );

    let served = thread::scope(|scope| {
        let waiting = scope.spawn(|| start("300").serves());
        thread::sleep(Duration::from_millis(300));
        assert!(!waiting.is_finished());
        Program::entrypoint(&["migrate"]).database(url).succeeds();
        waiting.join().unwrap()
    });
    assert_eq!(served.stop_with("TERM").code(), Some(0));
}

#[test]
fn variables_that_are_not_understood_are_rejected() {
    let folder = tempfile::tempdir().unwrap();
    for url in [NOWHERE, "sqlite://people.db"] {
        for command in ["serve", "migrate"] {
            let start = Program::entrypoint(&[command]).in_folder(folder.path()).database(url);
            let stderr = failure(start.env("CHECK_MIGRATION", "maybe").env("WAIT_TRIES", "often"));
            let expected = "CHECK_MIGRATION must be True or False, not `maybe`; \
                            WAIT_TRIES must be a whole number of at least 1, not `often`\n";
            assert!(stderr.ends_with(expected), "{stderr}");
        }
    }
    assert_eq!(folder.path().read_dir().unwrap().count(), 0, "no file was created");
}

#[test]
fn check_migration_can_be_off() {
    for value in ["", "False", "false", "0"] {
        let output = Program::entrypoint(&["openapi"]).env("CHECK_MIGRATION", value).succeeds();
        assert!(output.starts_with("openapi: "), "{value}");
    }
}

#[test]
fn waiting_for_an_unreachable_database_times_out() {
    for command in ["serve", "migrate", "import_data", "export_data"] {
        let program = Program::entrypoint(&[command]).database(NOWHERE).env("WAIT_TRIES", "2").env("WAIT_SECONDS", "0");
        let stderr = failure(program);
        let expected =
            "timed out waiting for the database: app check_db_connection failed: app: cannot reach the database: ";
        assert!(stderr.contains(expected), "{command}: {stderr}");
    }
}

#[test]
fn commands_without_a_database_do_not_wait_for_one() {
    let run = |arguments: &[&str]| Program::entrypoint(arguments).database(NOWHERE);
    assert_eq!(run(&["openapi"]).succeeds(), include_str!("../../openapi.yaml"));
    assert_eq!(run(&["--version"]).succeeds(), Program::new(&["--version"]).succeeds());
    assert_eq!(run(&["app", "sample_data", "--rows=0"]).succeeds().lines().count(), 1);
}

#[test]
fn other_programs_are_run_and_unknown_commands_are_passed_to_app() {
    assert_eq!(Program::entrypoint(&["echo", "a  b", "c"]).succeeds(), "a  b c\n");
    let output = Program::entrypoint(&["sevre"]).output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.starts_with("error: unrecognized subcommand 'sevre'\n"), "{stderr}");
}
