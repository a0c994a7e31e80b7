//! The hosts under which the program can be addressed.

use reqwest::Client;

use crate::support::{Backend, Database, Program};

/// The status of the response to a request for a host.
async fn status(url: &str, host: &str) -> u16 {
    Client::new().get(format!("{url}/people")).header("host", host).send().await.unwrap().status().as_u16()
}

fn serve(database: &Database) -> Program {
    Program::new(&["serve"]).database(database.url()).env("APP_LOG_LEVEL", "info")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_on_loopback_has_the_names_of_the_machine_itself() {
    let database = Database::migrated(Backend::Sqlite).await;
    let server = serve(&database).logs();
    assert_eq!(status(&server.url, "localhost:5000").await, 200);
    assert_eq!(status(&server.url, "[::1]").await, 200);
    assert_eq!(status(&server.url, "evil.example").await, 421);

    let server = serve(&database).env("APP_ALLOWED_HOSTS", "people.example").logs();
    assert_eq!(status(&server.url, "people.example").await, 200);
    assert_eq!(status(&server.url, "localhost").await, 421);

    let server = serve(&database).env("APP_ALLOWED_HOSTS", "*").logs();
    assert_eq!(status(&server.url, "evil.example").await, 200);
}
