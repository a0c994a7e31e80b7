//! Rows that are created at the same time and go to PostgreSQL in one statement: what happens to one of them does not concern the others.

use std::time::Duration;

use futures_util::future::{join, join_all};
use serde_json::Value;
use tokio::time::{sleep, timeout};
use tokio_postgres::{Client, NoTls};

use crate::support::{Backend, Database, Lock, Response, TestApp, person_with};

/// The number of rows that are created at the same time, many more than there are statements for them.
const ROWS: usize = 60;

/// The time after which the statements that run wait for a lock, and the other rows for these statements.
const ALL_WAIT: Duration = Duration::from_millis(500);

async fn start() -> (Database, TestApp, Client) {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::serve_with_timeout(database.url(), Duration::from_secs(20));
    let (client, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    (database, app, client)
}

/// The names, in order, and how many transactions have stored them.
async fn stored(client: &Client) -> (Vec<String>, usize) {
    let rows = client.query("SELECT name, xmin::text FROM people ORDER BY name", &[]).await.unwrap();
    let mut transactions: Vec<String> = rows.iter().map(|row| row.get(1)).collect();
    transactions.sort();
    transactions.dedup();
    (rows.iter().map(|row| row.get(0)).collect(), transactions.len())
}

fn names() -> impl Iterator<Item = String> {
    (0..ROWS).map(|number| format!("{number:02}"))
}

/// Creates rows that wait for a lock, does something meanwhile, and releases the lock.
async fn create_during_lock(
    database: &Database,
    app: &TestApp,
    names: impl Iterator<Item = String>,
    meanwhile: impl Future<Output = ()>,
) -> Vec<Response> {
    let people: Vec<Value> = names.map(|name| person_with("name", name)).collect();
    let lock = Lock::acquire(database.url(), Lock::TABLE).await;
    let creating = join_all(people.iter().map(|person| app.post("/people", person)));
    let release = async {
        meanwhile.await;
        lock.release().await;
    };
    join(creating, release).await.0
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_wait_are_stored_together() {
    let (database, app, client) = start().await;
    let responses = create_during_lock(&database, &app, names(), sleep(ALL_WAIT)).await;
    for (name, response) in names().zip(responses) {
        assert_eq!(response.json(201)["name"], name);
    }
    let (stored, transactions) = stored(&client).await;
    assert_eq!(stored, names().collect::<Vec<_>>());
    assert!(transactions < ROWS / 4, "{transactions} transactions");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_the_database_refuses_is_refused_alone() {
    let (database, app, client) = start().await;
    client
        .batch_execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
             CREATE TRIGGER refuse BEFORE INSERT ON people FOR EACH ROW WHEN (NEW.name LIKE '%7') EXECUTE FUNCTION refuse()",
        )
        .await
        .unwrap();
    let responses = create_during_lock(&database, &app, names(), sleep(ALL_WAIT)).await;
    for (name, response) in names().zip(responses) {
        let expected = if name.ends_with('7') { 500 } else { 201 };
        assert_eq!(response.status, expected, "{name}");
    }
    let accepted: Vec<String> = names().filter(|name| !name.ends_with('7')).collect();
    assert_eq!(stored(&client).await.0, accepted);
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_leave_take_nobody_with_them() {
    let (database, app, client) = start().await;
    let leaving: Vec<Value> = names().map(|name| person_with("name", format!("leaves {name}"))).collect();
    let leave = async {
        sleep(ALL_WAIT / 5).await;
        let patience = ALL_WAIT;
        let left = join_all(leaving.iter().map(|person| timeout(patience, app.post("/people", person)))).await;
        assert!(left.iter().all(Result::is_err));
        // Their statements are cancelled, and those of the others repeated.
        sleep(2 * ALL_WAIT).await;
    };
    let responses = create_during_lock(&database, &app, names(), leave).await;
    for response in responses {
        response.json(201);
    }
    assert_eq!(stored(&client).await.0, names().collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_with_keys_of_their_own_wait_alone() {
    let (database, app, client) = start().await;
    let uuid = "00000000-0000-4000-8000-000000000001";
    let held = format!(
        "INSERT INTO people (uuid, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare, survived)
         VALUES ('{uuid}', 3, 'held', 'male', 1, 0, 0, 1, false)"
    );
    let lock = Lock::acquire(database.url(), &held).await;
    let mut same_key = person_with("name", "waits");
    same_key["uuid"] = uuid.into();
    let waiting = join_all((0..8).map(|_| app.post("/people", &same_key)));
    let others = async {
        sleep(ALL_WAIT).await;
        for name in names() {
            app.post("/people", &person_with("name", name)).await.json(201);
        }
        assert_eq!(stored(&client).await.0.len(), ROWS);
        lock.release().await;
    };
    let (responses, ()) = join(waiting, others).await;
    let created = responses.iter().filter(|response| response.status == 201).count();
    assert_eq!(created, 1);
}
