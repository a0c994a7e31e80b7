//! Keys that the database makes.

use dropspec_db::column_type::{Integer, Text};
use dropspec_migrate::{
    ColumnSnapshot, Dialect, Options, Plan, SchemaSnapshot, Severity, TableSnapshot, change, create, schema_drift,
};

use crate::support::TestDatabase;

on_both_databases!(
    keys_of_clients_become_keys_of_the_database,
    the_last_key_survives_changes_of_the_table,
    a_key_that_the_database_does_not_make_is_found,
);

/// A table of tickets, whose keys the database makes or not.
fn tickets(identity: bool) -> SchemaSnapshot {
    let id = ColumnSnapshot { identity, ..ColumnSnapshot::new("id", &Integer) };
    let columns = vec![id, ColumnSnapshot::new("title", &Text)];
    let table = TableSnapshot { name: "tickets".to_owned(), key: "id".to_owned(), columns, indexes: Vec::new() };
    SchemaSnapshot { tables: vec![table] }
}

/// A table of tickets with an optional title, for which SQLite rebuilds the table.
fn untitled_tickets() -> SchemaSnapshot {
    let mut schema = tickets(true);
    schema.tables[0].columns[1].nullable = true;
    schema
}

async fn created(dialect: Dialect, schema: &SchemaSnapshot) -> TestDatabase {
    let database = TestDatabase::new(dialect);
    database.run(&create(schema, dialect)).await.unwrap();
    database
}

async fn migrate(database: &TestDatabase, from: &SchemaSnapshot, to: &SchemaSnapshot) {
    let plan = Plan::new(from, to, &Options::default()).unwrap();
    database.run(&change(&plan, database.database.dialect())).await.unwrap();
    assert_eq!(schema_drift(&database.database, to).await.unwrap(), []);
}

/// Inserts a row without a key, and returns all keys.
async fn insert(database: &TestDatabase) -> Vec<String> {
    database.run("INSERT INTO tickets (title) VALUES ('new')").await.unwrap();
    database.lines("SELECT CAST(id AS text) AS line FROM tickets ORDER BY id").await
}

async fn keys_of_clients_become_keys_of_the_database(dialect: Dialect) {
    let (of_clients, of_database) = (tickets(false), tickets(true));
    let database = created(dialect, &of_clients).await;
    migrate(&database, &of_clients, &of_database).await;
    assert_eq!(insert(&database).await, ["1"]);
    migrate(&database, &of_database, &of_clients).await;
    database.run("INSERT INTO tickets (id, title) VALUES (7, 'seven')").await.unwrap();
    migrate(&database, &of_clients, &of_database).await;
    assert_eq!(insert(&database).await, ["1", "7", "8"]);
}

async fn the_last_key_survives_changes_of_the_table(dialect: Dialect) {
    let database = created(dialect, &tickets(true)).await;
    insert(&database).await;
    assert_eq!(insert(&database).await, ["1", "2"]);
    database.run("DELETE FROM tickets").await.unwrap();
    migrate(&database, &tickets(true), &untitled_tickets()).await;
    assert_eq!(insert(&database).await, ["3"]);
}

async fn a_key_that_the_database_does_not_make_is_found(dialect: Dialect) {
    let database = created(dialect, &tickets(false)).await;
    let drift = schema_drift(&database.database, &tickets(true)).await.unwrap();
    let found: Vec<(Severity, &str)> = drift.iter().map(|drift| (drift.severity, drift.what.as_str())).collect();
    assert_eq!(found, [(Severity::Error, "the database does not number new rows in tickets.id")]);
    let database = created(dialect, &tickets(true)).await;
    assert_eq!(schema_drift(&database.database, &tickets(true)).await.unwrap(), []);
}
