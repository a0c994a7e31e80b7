//! The process is killed while it writes: what was acknowledged is stored, and bulk requests are stored as a whole or not at all.
//!
//! `CRASH_ROUNDS` is the number of times, few by default.

use std::env;
use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use crate::support::{Backend, Database, Program, person_with};

on_both_databases!(acknowledged_writes_survive_a_killed_process);

const WRITERS: usize = 8;
const BULK: usize = 5;

/// What a writer knows of the rows that it has written.
#[derive(Default)]
struct Ledger {
    stored: Vec<Uuid>,
    deleted: Vec<Uuid>,
    /// Bulk requests without a response.
    uncertain: Vec<Vec<Uuid>>,
}

fn rounds() -> usize {
    env::var("CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(3)
}

async fn acknowledged_writes_survive_a_killed_process(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let mut acknowledged = 0;
    for round in 0..rounds() {
        let server = Program::new(&["serve"]).database(database.url()).serves();
        let mut writers = JoinSet::new();
        for _ in 0..WRITERS {
            writers.spawn(write_until_the_end(server.people().to_owned()));
        }
        sleep(Duration::from_millis(300 + 150 * (round as u64 % 5))).await;
        server.stop_with("KILL");
        let ledgers = writers.join_all().await;

        let server = Program::new(&["serve"]).database(database.url()).serves();
        let client = Client::new();
        for ledger in ledgers {
            acknowledged += ledger.stored.len() + ledger.deleted.len();
            for id in ledger.stored {
                assert_eq!(status(&client, server.people(), id).await, StatusCode::OK, "{id} was acknowledged");
            }
            for id in ledger.deleted {
                assert_eq!(status(&client, server.people(), id).await, StatusCode::NOT_FOUND, "{id} was deleted");
            }
            for bulk in ledger.uncertain {
                let mut found = 0;
                for id in bulk {
                    found += usize::from(status(&client, server.people(), id).await == StatusCode::OK);
                }
                assert!(found == 0 || found == BULK, "{found} of {BULK} are stored");
            }
        }
        server.stop_with("TERM");
    }
    assert!(acknowledged > rounds() * WRITERS, "only {acknowledged} writes");
}

async fn status(client: &Client, people: &str, id: Uuid) -> StatusCode {
    client.get(format!("{people}/{id}")).send().await.unwrap().status()
}

/// Creates and deletes people, one at a time and in bulk, until the server does not respond any more.
async fn write_until_the_end(people: String) -> Ledger {
    let (client, mut ledger) = (Client::new(), Ledger::default());
    let new = |id: Uuid| person_with("uuid", id.to_string());
    loop {
        let id = Uuid::new_v4();
        let Ok(response) = client.post(&people).json(&new(id)).send().await else { return ledger };
        assert_eq!(response.status(), StatusCode::CREATED);
        ledger.stored.push(id);

        let ids: Vec<Uuid> = (0..BULK).map(|_| Uuid::new_v4()).collect();
        let all: Vec<Value> = ids.iter().copied().map(new).collect();
        let Ok(response) = client.post(format!("{people}/bulk")).json(&json!(all)).send().await else {
            ledger.uncertain.push(ids);
            return ledger;
        };
        assert!(response.status().is_success(), "{}", response.status());
        ledger.stored.extend(ids);

        let Some(id) = ledger.stored.pop() else { continue };
        let Ok(response) = client.delete(format!("{people}/{id}")).send().await else { return ledger };
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        ledger.deleted.push(id);
    }
}
