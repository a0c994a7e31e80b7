//! `app check_health`.

use std::net::TcpListener;

use crate::support::{Backend, Database, Program, execute_on};

on_both_databases!(a_ready_service_passes, a_service_that_is_not_ready_fails_with_a_reason);

fn check(address: &str) -> Program {
    Program::new(&["check_health"]).env("APP_BIND", address)
}

async fn a_ready_service_passes(backend: Backend) {
    let database = Database::migrated(backend).await;
    let served = Program::new(&["serve"]).database(database.url()).serves();
    let address = served.address().to_string();
    let url = format!("http://{address}/health/ready");
    assert_eq!(check(&address).succeeds(), format!("ready: {url}\n"));
    assert_eq!(Program::new(&["check-health", "--url", &url]).succeeds(), format!("ready: {url}\n"));
}

async fn a_service_that_is_not_ready_fails_with_a_reason(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let served = Program::new(&["serve"]).database(database.url()).serves();
    let address = served.address().to_string();
    execute_on(&database, "ALTER TABLE people RENAME COLUMN age TO years").await;
    let line = check(&address).fails();
    let expected = format!("http://{address}/health/ready responds with 503 Service Unavailable: the database does not match");
    assert!(line.starts_with(&expected), "{line}");
}

#[test]
fn no_running_service_fails() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let line = check(&address).fails();
    assert_eq!(line, format!("cannot reach http://{address}/health/ready: Connection refused (os error 111)"));
}

#[test]
fn a_malformed_url_is_rejected() {
    let output = Program::new(&["check_health", "--url", "app:5000"]).output();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.contains("expected a URL such as http://127.0.0.1:5000/health/ready"), "{stderr}");
}
