//! `entrypoint.sh`, with which a container starts.

use std::thread;
use std::time::Duration;

use crate::support::{Backend, Database, Program};

/// A port at which nobody listens.
const NOWHERE: &str = "postgres://postgres@127.0.0.1:1/people";

fn unmigrated() -> Database {
    Database::unmigrated(Backend::Postgres)
}

/// A start in production, which says to a person what the tests look for.
fn production(url: &str) -> Program {
    Program::entrypoint(&["serve"]).env("APP_SETTINGS", "production").env("APP_LOG", "text").database(url)
}

/// What it says on its way to a failure.
fn failure(program: Program) -> String {
    let output = program.output();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{complaint}");
    complaint
}

async fn count(url: &str) -> usize {
    let people: Vec<serde_json::Value> = reqwest::get(url).await.unwrap().json().await.unwrap();
    people.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_start_makes_the_tables_and_fills_them() {
    let database = unmigrated();
    let serve = || Program::entrypoint(&[]).database(database.url()).serves();
    let first = serve();
    assert_eq!(count(first.people()).await, 887);
    // The program has taken the place of the script, so it hears of the signal.
    assert_eq!(first.ends_by("TERM").code(), Some(0));

    let people = count(serve().people()).await;
    assert_eq!(people, 887, "the second start adds nobody");
}

#[test]
fn in_production_a_start_changes_nothing() {
    let database = unmigrated();
    let start = || production(database.url());
    assert!(failure(start()).starts_with("app: the database is not ready: "));
    Program::entrypoint(&["migrate"]).database(database.url()).succeeds();
    start().serves();
}

#[test]
fn it_waits_for_the_migrations_when_it_is_told_to() {
    let database = unmigrated();
    let url = database.url();
    let start =
        |tries| production(url).env("CHECK_MIGRATION", "True").env("WAIT_SECONDS", "0.1").env("WAIT_TRIES", tries);
    let complaint = failure(start("2"));
    assert!(complaint.contains("gave up waiting: app check_migration keeps failing: app: the database is not ready: "));

    let served = thread::scope(|scope| {
        let waiting = scope.spawn(|| start("300").serves());
        thread::sleep(Duration::from_millis(300));
        assert!(!waiting.is_finished());
        Program::entrypoint(&["migrate"]).database(url).succeeds();
        waiting.join().unwrap()
    });
    assert_eq!(served.ends_by("TERM").code(), Some(0));
}

#[test]
fn it_gives_up_waiting_for_a_database_that_does_not_come() {
    for command in ["serve", "migrate", "import_data", "export_data"] {
        let program = Program::entrypoint(&[command]).database(NOWHERE).env("WAIT_TRIES", "2").env("WAIT_SECONDS", "0");
        let complaint = failure(program);
        let expected = "gave up waiting: app check_db_connection keeps failing: app: cannot reach the database: ";
        assert!(complaint.contains(expected), "{command}: {complaint}");
    }
}

#[test]
fn what_needs_no_database_does_not_wait_for_one() {
    let run = |arguments: &[&str]| Program::entrypoint(arguments).database(NOWHERE);
    assert_eq!(run(&["openapi"]).succeeds(), include_str!("../../openapi.yaml"));
    assert_eq!(run(&["--version"]).succeeds(), Program::new(&["--version"]).succeeds());
    assert_eq!(run(&["app", "sample_data", "--rows=0"]).succeeds().lines().count(), 1);
}

#[test]
fn other_programs_are_run_as_they_are_and_the_rest_is_for_the_program() {
    assert_eq!(Program::entrypoint(&["echo", "a  b", "c"]).succeeds(), "a  b c\n");
    let output = Program::entrypoint(&["sevre"]).output();
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(complaint.starts_with("error: unrecognized subcommand 'sevre'\n"), "{complaint}");
}
